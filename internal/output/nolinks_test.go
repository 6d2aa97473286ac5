package output_test

import (
	"testing"

	"clausebook/internal/output"
)

// Where a file system has no links, all is written. Not parallel: it stands for all of the process.
func TestFileSystemWithoutLinks(t *testing.T) {
	to := remembering(t)
	site := map[string]string{"index.html": "1", "b.html": "2"}
	write(t, to, site)
	defer output.WithoutLinks()()
	if n := write(t, to, site); n != 2 {
		t.Errorf("%d files rendered, want both", n)
	}
}
