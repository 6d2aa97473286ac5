package doc

import (
	"maps"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/history"
)

// TestLoadTakesUnchangedFilesFromThePreviousSet tells a document that was taken over by its being the same value.
func TestLoadTakesUnchangedFilesFromThePreviousSet(t *testing.T) {
	t.Parallel()
	rows := "---\n" + sound + "data: rows.csv\n---\n# Policy\n"
	before := fstest.MapFS{
		"content/same.md":   file(policy("POL-SAME")),
		"content/faulty.md": file("no front matter\n"),
		"content/edited.md": file(policy("POL-EDIT")),
		"content/from.md":   file(policy("POL-MOVED")),
		"content/rows.md":   file(rows),
		"content/rows.csv":  file("a,b\n1,2\n"),
		"content/bom.md":    file("\xef\xbb\xbf" + policy("POL-BOM")),
		"content/dead.md":   file(policy("POL-DEAD")),
	}
	r := reader(t)
	old, err := r.Load(t.Context(), before, 2)
	if err != nil {
		t.Fatal(err)
	}
	after := maps.Clone(before)
	delete(after, "content/dead.md")
	delete(after, "content/from.md")
	after["content/to.md"] = before["content/from.md"]
	after["content/edited.md"] = file(policy("POL-EDIT") + "More.\n")
	after["content/rows.csv"] = file("a,b\n1,2\n3,4\n")
	r.Previous = old
	got, err := r.Load(t.Context(), after, 2)
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]bool{}
	for _, d := range got.Documents {
		taken[d.Path] = d == old.ByPath(d.Path)
	}
	want := map[string]bool{"content/same.md": true, "content/faulty.md": true, "content/edited.md": false, "content/to.md": false,
		"content/rows.md": false, "content/bom.md": false}
	if diff := cmp.Diff(want, taken); diff != "" {
		t.Errorf("documents taken over (-want +got):\n%s", diff)
	}
	if !reflect.DeepEqual(load(t, after).Documents, got.Documents) {
		t.Error("the documents differ from those read afresh")
	}
	if rows := got.ByPath("content/rows.md").Data.Rows; len(rows) != 2 {
		t.Errorf("rows %v, want those of the edited file", rows)
	}
}

// TestLoadReadsAgainWhatCouldNotBeRead has a file that was too large and is empty now: no bytes equal no bytes.
func TestLoadReadsAgainWhatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	r := reader(t)
	old, err := r.Load(t.Context(), fstest.MapFS{"content/a.md": &fstest.MapFile{Data: make([]byte, MaxFile+1)}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Previous = old
	empty := fstest.MapFS{"content/a.md": file("")}
	got, err := r.Load(t.Context(), empty, 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines(all(load(t, empty))), lines(all(got))); diff != "" {
		t.Errorf("findings (-afresh +got):\n%s", diff)
	}
}

// TestLoadTakesABlobByItsName does not read a file whose git name is known and equals that of the document in the
// previous set; the bytes of the second set differ, so that reading them would show.
func TestLoadTakesABlobByItsName(t *testing.T) {
	t.Parallel()
	r := reader(t)
	text := policy("POL-A")
	old, err := r.Load(t.Context(), fstest.MapFS{"content/a.md": file(text), "content/b.md": file(text), "content/map.svg": file("<svg/>")}, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Previous, r.NoAssets = old, true
	name := history.Hash(blobName([]byte(text)))
	got, err := r.Load(t.Context(), fstest.MapFS{
		"content/a.md":    &fstest.MapFile{Data: []byte("not read"), Sys: name},
		"content/b.md":    &fstest.MapFile{Data: []byte(policy("POL-B")), Sys: history.Hash(blobName([]byte("other")))},
		"content/map.svg": file("<svg/>"),
	}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got.ByPath("content/a.md") != old.ByPath("content/a.md") {
		t.Error("a blob of the same name was read again")
	}
	if id := got.ByPath("content/b.md").ID; id != "POL-B" {
		t.Errorf("a blob of another name was taken over: %s", id)
	}
	if len(got.Assets) != 0 {
		t.Errorf("assets %v", got.Assets)
	}
}
