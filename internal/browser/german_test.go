package browser

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// germanSite builds the example site again with German pages.
func germanSite(t *testing.T) *site {
	t.Helper()
	theSite(t) // which writes the repository
	repo := filepath.Join(workshop, "german")
	if err := os.CopyFS(repo, os.DirFS(filepath.Join(workshop, "demo"))); err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(repo, "clausebook.yaml")
	src, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, bytes.Replace(src, []byte("\nlanguage: en"), []byte("\nlanguage: de"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := buildSite(repo, filepath.Join(workshop, "german-site"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestGerman looks at a few kinds of pages in German, where most of what is said comes from the table of words: no
// complaint, accessible, and no long word that makes a narrow page scroll. The search speaks German, too.
func TestGerman(t *testing.T) {
	wantBrowser(t)
	t.Parallel()
	s := germanSite(t)
	b := newTab(t, s.places(t)["http"]) // the checker complains of a disk
	for _, at := range []string{"index.html", "gaps.html", "standards/iso20000-1-2018/8.5.1.2.html", "history/gde-writing.html"} {
		b.open(at)
		b.quietly(at)
		b.accessible(at + " in German")
		b.window(320, 640)
		if fault := value[string](b, tooWide); fault != "" {
			t.Errorf("%s in German in a window of 320 px: %s", at, fault)
		}
		b.window(1280, 900)
	}
	b.open("search.html")
	b.press("8.5.1.2")
	b.wait("a German result", fmt.Sprintf("%s.endsWith(' Treffer') && (%s || '').includes('8.5.1.2')", told, first))
	if lang := value[string](b, "document.querySelector('#results li a').closest('[lang]').lang"); lang != "de" {
		t.Errorf("the German title of the first result is marked as %q", lang)
	}
	b.accessible("search results in German")
	b.quietly("the search")
}
