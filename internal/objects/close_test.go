package objects

import (
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
)

// TestClose lets go of what was kept: whoever holds a closed store holds no more than its name.
func TestClose(t *testing.T) {
	t.Parallel()
	h := &handmade{}
	h.add(1, objectHeader(plumbing.BlobObject, 100), nil, strings.Repeat("x", 100))
	o, _ := h.open(t)
	if _, _, err := o.Read(h.names[0]); err != nil || len(o.cache.young) != 1 {
		t.Fatalf("%d objects are kept, error %v", len(o.cache.young), err)
	}
	o.Close()
	if len(o.cache.young)+len(o.cache.old)+len(o.packs)+len(o.deltas) > 0 {
		t.Error("a closed store keeps something")
	}
}
