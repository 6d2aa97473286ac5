package editions

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

func TestMeasure(t *testing.T) {
	t.Parallel()
	texts := map[history.Hash]string{"a": "one\ntwo\n\ntwo\n", "b": "two\n  one\nthree\r\n", "c": "three\n"}
	var read []history.Hash
	s := view.New(&dossier.Dossier{}, view.Options{Theme: &theme.Theme{Words: &theme.Words{}}})
	s.Blob = func(h history.Hash) ([]byte, error) {
		read = append(read, h)
		if text, ok := texts[h]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("not there")
	}
	revisions := []history.Revision{{OldBlob: "c"}, {Blob: "c", OldBlob: "b"}, {Blob: "b", OldBlob: "b"}, {Blob: "b", OldBlob: "a"},
		{Blob: "a", OldBlob: "x"}, {Blob: "x"}, {Blob: "a"}}
	rows := make([]view.RevisionRow, len(revisions))
	Measure(view.Page{View: s}, rows, revisions)
	want := []string{"lines: 0 added, 1 removed", "lines: 0 added, 2 removed", "", "lines: 1 added, 1 removed", "", "", "lines: 3 added, 0 removed"}
	for i, row := range rows {
		if row.Size != want[i] {
			t.Errorf("revision %d: %q, want %q", i, row.Size, want[i])
		}
	}
	if diff := cmp.Diff([]history.Hash{"c", "b", "a", "x", "x", "a"}, read); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
}
