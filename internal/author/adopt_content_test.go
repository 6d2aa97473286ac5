package author_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/author"
	"clausebook/internal/content"
	"clausebook/internal/doc"
)

// TestAdoptingOurOwnContent takes the example documents, leaves nothing of their front matter but the title, as a
// heading, and counts how many are recognized. The figures are a floor: raise them when matching gets better.
func TestAdoptingOurOwnContent(t *testing.T) {
	t.Parallel()
	files, want := map[string]string{}, map[string][]string{}
	tree := os.DirFS("../../content")
	err := fs.WalkDir(tree, ".", func(p string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".md") {
			return err
		}
		raw, err := fs.ReadFile(tree, p)
		parts := doc.Take(raw)
		files[p] = "# " + parts.Front.Get("title").Text() + "\n\n" + strings.ReplaceAll(string(parts.Body), "<!--", "<!-- was")
		want[p] = parts.Front.Get("fulfils").Texts()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d := project(t, files)
	d.Standards.Standards = d.Standards.Standards[:1]
	proposal := author.Adopt(author.Foreign{Dossier: d, Standards: []string{"iso20000-1-2018"}})
	right, wrong := 0, 0
	for _, line := range proposal.Defaults {
		for _, v := range line.Values {
			for file := range files {
				switch {
				case v.Key != "fulfils" || !content.Match(line.Pattern, file):
				case slices.Contains(want[file], v.List[0]):
					right++
				default:
					wrong++
					t.Logf("%s is taken for %s, and is %q: %q", file, v.List[0], want[file], line.Why)
				}
			}
		}
	}
	t.Logf("of %d documents %d are recognized, %d taken for another, %d shown as possible", len(files), right, wrong, len(proposal.Unsure))
	if right < 160 || wrong > 2 {
		t.Errorf("%d documents are recognized and %d taken for another", right, wrong)
	}
}
