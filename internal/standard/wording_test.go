package standard_test

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/standard"
	"clausebook/schemas"
)

// germanWhole are the standards of which every text has its German.
var germanWhole = []string{"iso20000-1-2018", "iso20000-4", "iso27001-2022", "iso9001-2015", "iso22301-2019", "fitsm1-v3",
	"iso20000-1-2011"}

func inGerman(t *testing.T, user fs.FS, names ...string) *standard.Library {
	t.Helper()
	lib, err := standard.NewShelf(schemas.FS).Load(user, names, "de-AT")
	if err != nil || len(lib.Findings) > 0 {
		t.Fatal(err, lib.Findings)
	}
	return lib
}

// A file in another language holds texts of its standard and nothing else, and a text that has changed loses its translation.
func TestWordingIsOfTheStandard(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(schemas.FS, "standards/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		id, language := strings.TrimSuffix(path.Base(file), ".json"), path.Base(path.Dir(file))
		src, err := fs.ReadFile(schemas.FS, file)
		words := map[string]string{}
		if err != nil || json.Unmarshal(src, &words) != nil {
			t.Fatal(file, err)
		}
		lib, err := standard.Load(schemas.FS, nil, []string{"iso20000-1-2018", "iso20000-1-2011"})
		if id != "crosswalk" {
			lib, err = standard.Load(schemas.FS, nil, []string{id})
		}
		if err != nil {
			t.Fatal(file, err)
		}
		holds(t, file, words, lib, id == "crosswalk", language == "de" && slices.Contains(germanWhole, id))
	}
}

func holds(t *testing.T, file string, words map[string]string, lib *standard.Library, crosswalk, whole bool) {
	t.Helper()
	there := map[string]bool{}
	note := func(text *string) { there[*text] = true }
	if lib.Primary().Texts(note); crosswalk {
		clear(there)
		lib.Crosswalk.Texts(note)
	}
	for text, own := range words {
		if !there[text] {
			t.Errorf("%s: %q is no text of the standard", file, text)
		}
		if own == "" || own != strings.TrimSpace(own) {
			t.Errorf("%s: %q is said as %q", file, text, own)
		}
	}
	for text := range there {
		if text != "" && words[text] == "" && whole {
			t.Errorf("%s: nothing for %q", file, text)
		}
	}
}

// Two sections of one document are two in any language, or a heading would stand for both.
func TestSectionsStayApart(t *testing.T) {
	t.Parallel()
	for _, id := range germanWhole {
		for _, r := range inGerman(t, nil, id).Primary().Required {
			if sorted := slices.Sorted(slices.Values(r.Sections)); len(slices.Compact(sorted)) != len(r.Sections) {
				t.Errorf("%s %s: %q", id, r.ID, r.Sections)
			}
		}
	}
}

func TestTextsInALanguage(t *testing.T) {
	t.Parallel()
	s := inGerman(t, nil, "iso20000-1-2018").Primary()
	c := s.Clause("8.5.1")
	if c.Title != "Änderungsmanagement" || s.LanguageOf(c.Title) != "de" || s.Original(c.Title) != "Change management" {
		t.Errorf("%q in %s, written %q", c.Title, s.LanguageOf(c.Title), s.Original(c.Title))
	}
	english, err := standard.Load(schemas.FS, nil, []string{"iso20000-1-2018"})
	if err != nil || english.Primary().Clause("8.5.1").Title != "Change management" || english.Primary().Language != "en" {
		t.Errorf("the English standard has changed: %+v, %v", english.Primary().Clause("8.5.1"), err)
	}
}

// A standard of the user's own has its titles and texts in other languages beside them; what has none stays, and says what it is in.
func TestOwnStandardInLanguages(t *testing.T) {
	t.Parallel()
	text := own
	for _, edit := range [][2]string{
		{"title: Doors\n  - id: \"1.1\"", "title: Doors\n    titles: {de: Türen, fr: Portes}\n  - id: \"1.1\""},
		{"text: Keys are counted.,", "text: Keys are counted., texts: {de: Die Schlüssel sind gezählt.},"},
		{"name: Locking, purpose: Keep doors shut.,",
			"name: Locking, titles: {de: Schließen}, purpose: Keep doors shut., summaries: {de: Türen geschlossen halten.},"},
		{"text: Is there a shop?", "text: Is there a shop?, texts: {de: Gibt es einen Laden?}"},
	} {
		if !strings.Contains(text, edit[0]) {
			t.Fatalf("no %q", edit[0])
		}
		text = strings.Replace(text, edit[0], edit[1], 1)
	}
	s := inGerman(t, fstest.MapFS{"standards/own.yaml": {Data: []byte(text)}}, "standards/own.yaml").Primary()
	for got, want := range map[string]string{
		s.Clause("1").Title: "de Türen", s.Clause("1.1").Title: "en Locks", s.Requirement("1.1-a").Text: "de Die Schlüssel sind gezählt.",
		s.Process("locking").Name: "de Schließen", s.Process("locking").Purpose: "de Türen geschlossen halten.",
		s.Process("locking").Outcomes[0].Text: "en Doors are shut", s.Condition("has-shop").Text: "de Gibt es einen Laden?",
		s.RequiredDocument("key-register").Title: "en Key register",
	} {
		if said := s.LanguageOf(got) + " " + got; said != want {
			t.Errorf("%q, want %q", said, want)
		}
	}
}
