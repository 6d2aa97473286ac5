package doc

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	example "clausebook"
	"clausebook/internal/config"
	"clausebook/internal/fingerprint"
	"clausebook/internal/kept"
)

// oddTexts are documents of which the source is not what the file holds, or of which more is known than their file says.
func oddTexts() fstest.MapFS {
	wide := binary.LittleEndian.AppendUint16(nil, 0xfeff)
	for _, unit := range utf16.Encode([]rune(policy("POL-WIDE"))) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	return fstest.MapFS{
		"content/bom.md":      file("\xef\xbb\xbf" + policy("POL-BOM")),
		"content/wide.md":     {Data: wide},
		"content/broken.md":   file("---\nid: [\n---\n# Broken\n"),
		"content/open.md":     file("---\nid: POL-OPEN\n"),
		"content/empty.md":    file(""),
		"content/latin.md":    file("# Pr\xfcfung\n"),
		"content/pointer.md":  file(pointerMark + "v1\noid sha256:0\nsize 1\n"),
		"content/template.md": file("---\n" + sound + "template: plain\n---\n# {{title}}\n"),
		"content/rows.md":     file("---\n" + sound + "data: rows.csv\n---\n# Rows\n"),
		"content/rows.csv":    file("a,b\n1,2\n"),
		"content/html.md":     file(policy("POL-HTML") + "<b>x</b> [y](javascript:z) ![p](none.png)\n\n```mermaid\nnonsense\n```\n"),
	}
}

// TestKeptDocumentsAreThoseThatAreRead reads the example, and what is odd, once into a store and once out of it.
func TestKeptDocumentsAreThoseThatAreRead(t *testing.T) {
	t.Parallel()
	for name, tree := range map[string]fs.FS{"example": example.FS, "odd": oddTexts()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "texts")
			var sets [3][]*Document // without a store, into it, out of it
			for i := range sets {
				r := reader(t)
				if i > 0 {
					r.Kept = kept.Open(file, "1")
				}
				set, err := r.Load(t.Context(), tree, 2)
				if err != nil {
					t.Fatal(err)
				}
				if err := r.Kept.Save(); err != nil {
					t.Fatal(err)
				}
				sets[i] = set.Documents
			}
			for i, d := range sets[0] {
				for _, other := range sets[1:] {
					if !reflect.DeepEqual(d, other[i]) {
						t.Errorf("%s: kept as another document", d.Path)
					}
				}
			}
		})
	}
}

// TestKeptDocumentsFollowFromAllThatIsRead changes, one by one, what a document follows from.
func TestKeptDocumentsFollowFromAllThatIsRead(t *testing.T) {
	t.Parallel()
	text := "---\nname: POL-A\n---\n# A\n\nState: approved\n"
	store := kept.Open("", "1")
	names := map[fingerprint.Digest]string{}
	for what, change := range map[string]func(r *Reader, tree fstest.MapFS){
		"as it is": func(*Reader, fstest.MapFS) {},
		"the text": func(_ *Reader, tree fstest.MapFS) { tree["content/a.md"] = file(text + "x") },
		"the path": func(_ *Reader, tree fstest.MapFS) {
			tree["content/b.md"] = tree["content/a.md"]
			delete(tree, "content/a.md")
		},
		"the names": func(r *Reader, _ fstest.MapFS) { r.Fields = map[string]string{"name": "id"} },
		"the words": func(r *Reader, _ fstest.MapFS) {
			r.Values = map[string]map[string]string{"status": {"approved": "draft"}}
		},
		"what is given":  func(r *Reader, _ fstest.MapFS) { r.Defaults = given("**", "owner", "it") },
		"more is given":  func(r *Reader, _ fstest.MapFS) { r.Defaults = given("**", "owner", "hr") },
		"given to fewer": func(r *Reader, _ fstest.MapFS) { r.Defaults = given("c*", "owner", "hr") },
		"the folder":     func(r *Reader, _ fstest.MapFS) { r.Folder = "." },
	} {
		tree := fstest.MapFS{"content/a.md": file(text)}
		fresh := reader(t)
		change(fresh, tree)
		want, err := fresh.Load(t.Context(), tree, 1)
		if err != nil {
			t.Fatal(err)
		}
		r := reader(t)
		r.Folder, r.Fields, r.Values, r.Defaults, r.Kept = fresh.Folder, fresh.Fields, fresh.Values, fresh.Defaults, store
		for range 2 {
			got, err := r.Load(t.Context(), tree, 1)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(want.Documents, got.Documents) {
				t.Errorf("%s has changed, and a document of before is given", what)
			}
		}
		name := want.Documents[0].From
		if before := names[name]; name == (fingerprint.Digest{}) || before != "" {
			t.Errorf("%s and %s go by one name", what, before)
		}
		names[name] = what
	}
}

func given(pattern, key, value string) []config.Default {
	return []config.Default{{Pattern: pattern, FrontMatter: map[string]string{key: value}}}
}

// TestWhatFollowsFromMoreThanOneFileHasNoName: rows, and what files beside a document say of it.
func TestWhatFollowsFromMoreThanOneFileHasNoName(t *testing.T) {
	t.Parallel()
	tree := oddTexts()
	if load(t, tree).ByPath("content/rows.md").From != (fingerprint.Digest{}) {
		t.Error("a document with rows goes by its text")
	}
	r := reader(t)
	r.Fields, r.Kept = map[string]string{"meta.yaml:who": "owner"}, kept.Open("", "1")
	set, err := r.Load(t.Context(), tree, 1)
	if err != nil {
		t.Fatal(err)
	}
	if set.ByPath("content/html.md").From != (fingerprint.Digest{}) {
		t.Error("a document with a file beside it goes by its text")
	}
}

// TestNonsenseIsNoDocument decodes what is cut short, and what was kept of a longer file.
func TestNonsenseIsNoDocument(t *testing.T) {
	t.Parallel()
	raw := []byte(policy("POL-A"))
	d := reader(t).Parse("content/a.md", raw)
	whole := d.encode(raw)
	if got := decode(whole, raw); !reflect.DeepEqual(d, got) || !bytes.Equal(got.Source, raw) {
		t.Error("a document does not come back")
	}
	for n := range whole {
		if decode(whole[:n], raw) != nil {
			t.Fatalf("%d of %d bytes are a document", n, len(whole))
		}
	}
	if decode(whole, raw[:10]) != nil {
		t.Error("a document has more source than its file")
	}
}
