package build_test

import (
	"errors"
	"io"
	"testing"

	"clausebook/internal/build"
	"clausebook/internal/output"
)

// TestTimingsWatch counts by the kind that the plan names, else by folder and ending, and hands errors on.
func TestTimingsWatch(t *testing.T) {
	t.Parallel()
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	failure := errors.New("no")
	files := []output.File{
		{Path: "index.html", Write: text("a")},
		{Path: "deep/er/page.html", Write: text("bc")},
		{Path: "deep/page.html", Write: text("def")},
		{Path: "deep/other.html", Kind: "redline", Write: text("ghij")},
		{Path: "LICENSE", Write: func(io.Writer) error { return failure }},
	}
	var timings build.Timings
	for i, f := range timings.Watch(files) {
		if err := f.Write(io.Discard); (i == 4) != errors.Is(err, failure) {
			t.Errorf("%s: %v", f.Path, err)
		}
	}
	want := map[string][2]int{"*.html": {1, 1}, "deep/*.html": {2, 5}, "redline": {1, 4}, "*": {1, 0}}
	got := timings.Kinds()
	for _, k := range got {
		if want[k.Kind] != [2]int{k.Files, k.Bytes} {
			t.Errorf("%q: %d files with %d bytes", k.Kind, k.Files, k.Bytes)
		}
	}
	if len(got) != len(want) {
		t.Errorf("kinds %v", got)
	}
}
