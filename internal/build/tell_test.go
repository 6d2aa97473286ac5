package build_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/check"
	told "clausebook/internal/said"
	"clausebook/schemas"
)

// TestRulesAreGerman: every rule has its words in German, so that a page of rules is in one language.
func TestRulesAreGerman(t *testing.T) {
	t.Parallel()
	book, err := told.In(schemas.FS, "de")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range check.Rules() {
		for _, text := range []string{r.Title, r.Why, r.Fix} {
			if _, ok := book.Say(text); !ok {
				t.Errorf("%s: schemas/findings/de.json lacks %q", r.ID, text)
			}
		}
	}
}

// TestFindingsInGerman: the same findings in both languages, each sentence in one of them.
func TestFindingsInGerman(t *testing.T) {
	t.Parallel()
	all := map[string]*build.Project{}
	for _, language := range []string{"en", "de"} {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"clausebook.yaml":     "title: T\norganization: O\nlanguage: " + language + "\nstandards: [iso20000-1-2018]\n",
			"content/people.yaml": "people: []\nroles: []\n",
			"content/a.md": "---\nid: A\ntitle: A\ntype: policy\nversion: 1.10\nstatus: approved\nowner: nobody\nownr: x\n" +
				"reviewed_on: 02.03.2026\nfulfils: [sms-scope]\n---\n\n# A\n\nSee [[B]].\n"} {
			at := filepath.Join(dir, filepath.FromSlash(name))
			if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, []byte(text), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		p, err := build.Gather(t.Context(), build.Options{Dir: dir, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		all[language] = p
	}
	en, de := all["en"].Dossier, all["de"].Dossier
	if len(en.Findings) != len(de.Findings) || len(en.Findings) < 5 || len(en.Gaps) != len(de.Gaps) {
		t.Fatalf("%d and %d findings, %d and %d gaps", len(en.Findings), len(de.Findings), len(en.Gaps), len(de.Gaps))
	}
	german := map[string]bool{}
	for _, f := range de.Findings {
		german[string(f.Rule)] = de.Spoken.LanguageOf(f.Message) == "de" && (f.Hint == "" || de.Spoken.LanguageOf(f.Hint) == "de")
	}
	for _, rule := range []string{"FM007", "FM010", "FM012", "LK003", "PE005"} {
		if !german[rule] {
			t.Errorf("%s is not said in German: %+v", rule, de.Findings)
		}
	}
	if g := de.Gaps[0]; de.Spoken.LanguageOf(g.Message) != "de" {
		t.Errorf("a gap is not said in German: %q", g.Message)
	}
}
