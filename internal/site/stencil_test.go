package site

import (
	"bytes"
	"slices"
	"testing"

	"clausebook/internal/dossier"
	"clausebook/internal/page"
	"clausebook/internal/theme"
)

// TestKindsAreWrittenFast holds that no kind of page of the built-in theme is left to html/template without need.
func TestKindsAreWrittenFast(t *testing.T) {
	t.Parallel()
	th, err := theme.Load(nil, nil, "en", page.Empty())
	if err != nil {
		t.Fatal(err)
	}
	left := []string{"redline-alone"} // it has a style sheet in it, and is one page
	for kind, data := range page.Empty() {
		if err := th.Slow(kind, data); (err != nil) != slices.Contains(left, kind) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// TestPagesAreWhatTheTemplatesSay compares every page with what html/template writes of the same data.
func TestPagesAreWhatTheTemplatesSay(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]func(testing.TB) *dossier.Dossier{"sample": sample, "crowded": crowded} {
		for _, language := range []string{"en", "de"} {
			t.Run(name+" "+language, func(t *testing.T) {
				t.Parallel()
				d := of(t)
				d.Site.Language = language
				p, err := newPlan(d, Options{Source: sampleTree(), Blob: sampleBlob})
				if err != nil {
					t.Fatal(err)
				}
				p.list()
				n := 0
				for _, k := range page.Kinds {
					slow := p.Theme.Template(k.Name)
					for _, sheet := range k.Pages(p.View) {
						data := sheet.Data(p.At(k.Name, sheet.At))
						var got, want bytes.Buffer
						if err := p.Theme.Render(&got, k.Name, data); err != nil {
							t.Fatal(err)
						}
						if err := slow.Execute(&want, data); err != nil {
							t.Fatal(err)
						}
						if !bytes.Equal(got.Bytes(), want.Bytes()) {
							t.Fatalf("%s is\n%s\nwant\n%s", sheet.At, got.Bytes(), want.Bytes())
						}
						n++
					}
				}
				if n < len(page.Kinds) {
					t.Errorf("%d pages", n)
				}
			})
		}
	}
}
