package said_test

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/diag"
	"clausebook/internal/said"
	"clausebook/schemas"
)

func german(t *testing.T) *said.Book {
	t.Helper()
	b, err := said.In(schemas.FS, "de-CH")
	if err != nil || b == nil {
		t.Fatal(b, err)
	}
	return b
}

func TestSay(t *testing.T) {
	t.Parallel()
	b := german(t)
	for english, want := range map[string]string{
		"unknown key `Owner`":                                    "unbekannter Schlüssel `Owner`",
		"`reviewed_on` is `02.03.2026`, which is not a date":     "`reviewed_on` ist `02.03.2026`, und das ist kein Datum",
		"February 2026 has 28 days: write the day that is meant": "der Februar 2026 hat 28 Tage: schreiben Sie den gemeinten Tag",
		"the text is not the one that was approved as version 1.0 on 2026-01-01": "der Text ist nicht der, der am 2026-01-01 " +
			"als Version 1.0 freigegeben wurde",
		"add `owner`: role that keeps the document right": "ergänzen Sie `owner`: Rolle, die für das Dokument verantwortlich ist",
		"the row has 2 cells, but the table has 1 column: the page does not show the rest": "die Zeile hat 2 Zellen, " +
			"die Tabelle aber 1 Spalte: den Rest zeigt die Seite nicht",
	} {
		if got, ok := b.Say(english); !ok || got != want {
			t.Errorf("%q: %q, want %q", english, got, want)
		}
	}
	for _, english := range []string{
		"", "nobody has written this", "add `owner`: something that nobody has written",
	} {
		if got, ok := b.Say(english); ok || got != english {
			t.Errorf("%q is said as %q", english, got)
		}
	}
}

// What nobody knows in the language stays English as a whole and is told from what is known.
func TestFindings(t *testing.T) {
	t.Parallel()
	b := german(t)
	related := []diag.Note{{Message: "first used here"}}
	all := []diag.Finding{{Message: "unknown key `a`", Hint: "never heard of", Related: related,
		Consequences: []diag.Finding{{Message: "`b` is missing"}}}}
	b.Findings(all)
	f := all[0]
	for text, want := range map[string]string{f.Message: "de unbekannter Schlüssel `a`", f.Hint: "en never heard of",
		f.Related[0].Message: "de zuerst hier verwendet", f.Consequences[0].Message: "de `b` fehlt"} {
		if got := b.LanguageOf(text) + " " + text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if related[0].Message != "first used here" {
		t.Error("what the finding was made of has changed")
	}
}

func TestEnglishNeedsNoBook(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"", "en", "en-GB", "tlh"} {
		b, err := said.In(schemas.FS, language)
		if b != nil || err != nil {
			t.Errorf("%q: %v, %v", language, b, err)
		}
		b.Findings([]diag.Finding{{Message: "unknown key `a`"}})
		if got, ok := b.Say("unknown key `a`"); ok || got != "unknown key `a`" || b.LanguageOf(got) != "en" {
			t.Errorf("%q: %q in %s", language, got, b.LanguageOf(got))
		}
	}
}

func TestBrokenTables(t *testing.T) {
	t.Parallel()
	for _, table := range []string{`{`, `{"a %s": "b"}`, `{"a %s": "b %s %s"}`, `{"a %s": "b %[3]s"}`, `{"a": 1}`} {
		if b, err := said.In(fstest.MapFS{"findings/de.json": {Data: []byte(table)}}, "de"); err == nil {
			t.Errorf("%s: %v", table, b)
		}
	}
}

var quoted = regexp.MustCompile("`[^`]*`")

// A baseline knows a finding by what its message names, which must be the same in all languages; and a message is one sentence or a
// part of one, without the words by which a list is cut.
func TestFormsNameTheSame(t *testing.T) {
	t.Parallel()
	src, err := fs.ReadFile(schemas.FS, "findings/de.json")
	table := map[string]string{}
	if err != nil || json.Unmarshal(src, &table) != nil {
		t.Fatal(err)
	}
	place := regexp.MustCompile(`%\[\d\][sw]|%w`)
	for english, own := range table {
		if !strings.Contains(english, "%s") {
			continue
		}
		was, is := quoted.FindAllString(english, -1), quoted.FindAllString(place.ReplaceAllString(own, "%s"), -1)
		if slices.Sort(was); len(is) > 0 {
			slices.Sort(is)
		}
		if !slices.Equal(was, is) {
			t.Errorf("%q names %q, %q names %q", english, was, own, is)
		}
	}
}
