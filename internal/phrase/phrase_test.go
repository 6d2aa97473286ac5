package phrase_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"clausebook/internal/phrase"
)

var german = map[string]string{
	"the review of %s was due on %s": "am %[2]s war die Überprüfung von %[1]s fällig",
	"%d of %s met":                   "%d von %s belegt",
	"%d requirement":                 "%d Anforderung",
	"%d requirements":                "%d Anforderungen",
	"%s and %s":                      "%s und %s",
	"and %d more":                    "und %d weitere",
	"all of it, 100%%":               "alles, 100%%",
	"bad %s":                         "schlecht %[7]s %[x]s %q %",
	"%s lacks %s":                    "%s fehlt %s",
}

func inGerman(format string) (string, bool) {
	own, ok := german[format]
	return own, ok
}

func names(texts ...string) []phrase.Phrase { return phrase.Texts(texts) }

func TestPhrase(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		p       phrase.Phrase
		english string
		german  []phrase.Run
	}{
		{phrase.Phrase{}, "", nil},
		{phrase.Text("POL-CHG"), "POL-CHG", []phrase.Run{{"POL-CHG", "", ""}}},
		{phrase.Of("the review of %s was due on %s", "POL", fmt.Errorf("2026")), "the review of POL was due on 2026",
			[]phrase.Run{{"am 2026 war die Überprüfung von POL fällig", "", ""}}},
		{phrase.Of("%d of %s met", 1, phrase.Count(2, "%d requirement", "%d requirements")), "1 of 2 requirements met",
			[]phrase.Run{{"1 von 2 Anforderungen belegt", "", ""}}},
		{phrase.Of("%d of %s met", 1, phrase.Count(1, "%d requirement", "%d requirements")), "1 of 1 requirement met",
			[]phrase.Run{{"1 von 1 Anforderung belegt", "", ""}}},
		{phrase.Of("all of it, 100%%"), "all of it, 100%", []phrase.Run{{"alles, 100%", "", ""}}},
		{phrase.List(names("A", "B", "C", "D"), 3, "letters"), "A, B and 2 more",
			[]phrase.Run{{"A, B ", "", ""}, {"und 2 weitere", "", "letters"}}},
		{phrase.List(names("A", "B", "C"), 3, "letters"), "A, B and C", []phrase.Run{{"A, B und C", "", ""}}},
		// What has no translation stays English, names in it too; a sentence within it that has one does not.
		{phrase.Of("not %s in the table: %s", "A", phrase.List(names("B", "C"), 6, "")), "not A in the table: B and C",
			[]phrase.Run{{"not A in the table: ", "en", ""}, {"B und C", "", ""}}},
		{phrase.Of("%s lacks %s", "A", phrase.In("en", "Scope")), "A lacks Scope", []phrase.Run{{"A fehlt ", "", ""}, {"Scope", "en", ""}}},
		// A user's table may be wrong. Then it shows, and nothing breaks.
		{phrase.Of("bad %s", "A"), "bad A", []phrase.Run{{"schlecht %[7]s %[x]s %q %", "", ""}}},
		// Text is never read as a format.
		{phrase.Of("%s and %s", "100%s", "%d"), "100%s and %d", []phrase.Run{{"100%s und %d", "", ""}}},
		{phrase.Join(names("%s", "B"), "; "), "%s; B", []phrase.Run{{"%s; B", "", ""}}},
	} {
		if got := tt.p.String(); got != tt.english {
			t.Errorf("got %q, want %q", got, tt.english)
		}
		if got := tt.p.Runs(inGerman); !slices.Equal(got, tt.german) {
			t.Errorf("%s: got %q, want %q", tt.english, got, tt.german)
		}
		if tt.p.IsZero() != (tt.english == "") {
			t.Errorf("%q: IsZero is %v", tt.english, tt.p.IsZero())
		}
		if got, err := json.Marshal(tt.p); err != nil || string(got) != fmt.Sprintf("%q", tt.english) {
			t.Errorf("%q becomes %s in JSON, %v", tt.english, got, err)
		}
	}
}

func TestEqual(t *testing.T) {
	t.Parallel()
	a, b := phrase.Of("%s and %s", "A", "B"), phrase.Of("A and %s", phrase.Text("B"))
	if !a.Equal(b) || a.Equal(phrase.Text("A")) {
		t.Error("phrases are equal where their English is")
	}
}

func TestSome(t *testing.T) {
	t.Parallel()
	for want, given := range map[string][]string{"": nil, "a": {"a"}, "a, b": {"a", "b"}, "a, b and 1 more (`ls` lists all)": {"a", "b", "c"}} {
		if got := phrase.Some(given, 2, "ls"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestShort holds that of a long text its first characters are kept, each whole.
func TestShort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"", 0, ""}, {"a", 0, "…"}, {"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"äöü", 3, "äöü"}, {"äöüß", 3, "äöü…"}, {"日本語", 2, "日本…"},
		{"a\xffb", 3, "a\xffb"}, {"a\xffbc", 3, "a\ufffdb…"},
	} {
		if got := phrase.Short(c.text, c.most); got != c.want {
			t.Errorf("%d of %q: %q, want %q", c.most, c.text, got, c.want)
		}
	}
}
