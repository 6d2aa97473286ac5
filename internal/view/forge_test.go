package view

import (
	"testing"

	"clausebook/internal/dossier"
)

func TestForge(t *testing.T) {
	for kind, want := range map[string]string{
		"github": "https://h/r/edit/main/a%20b/c.md", "gitlab": "https://h/r/-/edit/main/a%20b/c.md",
		"gitea":     "https://h/r/_edit/main/a%20b/c.md",
		"bitbucket": "https://h/r/src/main/a%20b/c.md?mode=edit", "azure": "https://h/r?path=/a%20b/c.md&version=GBmain", "gerrit": "", "": "",
	} {
		d := &dossier.Dossier{Site: dossier.Site{Forge: dossier.Forge{Kind: kind, URL: "https://h/r/", Branch: "main"}}}
		if got := New(d, Options{}).Edit("a b/c.md"); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}
