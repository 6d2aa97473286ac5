package page

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// TestServedGroupsSections holds that the sections by which a document serves an item are one entry, and that nothing is lost or joined
// with what it serves otherwise.
func TestServedGroupsSections(t *testing.T) {
	t.Parallel()
	use := func(item, how, section string) trace.Use {
		return trace.Use{Ref: standard.Ref{Standard: "s", Item: item}, How: how, Section: section}
	}
	a, one, two := use("a", "covers", ""), use("a", "covers", "one"), use("a", "covers", "two")
	other, fulfils := use("b", "covers", "two"), use("b", "fulfils", "")
	elsewhere := trace.Use{Ref: standard.Ref{Standard: "t", Item: "b"}, How: "fulfils"}
	got := served([]trace.Use{a, one, two, other, fulfils, elsewhere})
	want := [][]trace.Use{{a, one, two}, {other}, {fulfils}, {elsewhere}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if got := served(nil); got != nil {
		t.Errorf("nothing is served, and there are %v", got)
	}
}
