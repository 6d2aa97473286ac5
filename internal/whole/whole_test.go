package whole

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestWordsStayOnALine takes texts apart at what stays on one line, and puts them together again.
func TestWordsStayOnALine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-01-31":                           "[2026-01-31]",
		"2026-01-31, said on 2026-03-01":       "[2026-01-31], said on [2026-03-01]",
		"2026-01-01 to 2026-06-30 (90 days)":   "[2026-01-01] to [2026-06-30] (90 days)",
		"CHG-2026-0186 and PRC-CHG.":           "{CHG-2026-0186} and {PRC-CHG}.",
		"not covered: 2025-12 to 2026-08":      "not covered: {2025-12} to {2026-08}",
		"the worst is 8.2.2-a":                 "the worst is {8.2.2-a}",
		"ISO/IEC 20000-1:2018":                 "ISO/IEC {20000-1}:2018",
		"What changed in version 1.1":          "What changed in {version 1.1}",
		"Versionen 1.0 und 1.1, Version 2":     "Versionen 1.0 und 1.1, {Version 2}",
		"versions 1.0 and 1.1":                 "{versions 1.0} and 1.1",
		"the version of the text":              "the version of the text",
		"in-review, co-author, Two-person":     "in-review, co-author, Two-person",
		"PRC-CHG-":                             "PRC-CHG-",
		"-PRC-CHG":                             "-PRC-CHG",
		"ÄÖ-PRC":                               "ÄÖ-PRC",
		"REP-A-VERY-LONG-NAME-OF-A-REPORT":     "REP-A-VERY-LONG-NAME-OF-A-REPORT",
		"12026-01-012 is none, nor 2026-01-0x": "{12026-01-012} is none, nor {2026-01-0x}",
		"":                                     "",
	} {
		got, whole := "", ""
		for _, s := range Stretches(text) {
			switch whole += s.Text; s.Element {
			case "time":
				got += "[" + s.Text + "]"
			case "bdi":
				got += "{" + s.Text + "}"
			default:
				got += s.Text
			}
		}
		if got != want || whole != text || strings.Contains(got, "[]") || strings.Contains(got, "{}") {
			t.Errorf("%q is taken apart as %q, want %q", text, got, want)
		}
	}
}

// keptIn says in one expression what reads as one word and would else break.
var keptIn = regexp.MustCompile(`\b(?:[Vv]ersions? \d+(?:\.\d+)*|(?:[A-Z]+[A-Z0-9]*|\d+[A-Za-z]*)(?:[._][A-Za-z0-9]+)*` +
	`(?:-[A-Za-z0-9]+(?:[._][A-Za-z0-9]+)*)+)\b`)

// TestNoWordIsPassedOver compares with the expression that says what may stay on a line.
func TestNoWordIsPassedOver(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(1, 2))
	parts := []string{"2026-01-31", "-", "2026", "01", " ", "a", "_", "ä", "9", "PRC", ".", "b", "version ",
		",", "Versions ", "A", "V", "version"}
	found := 0
	for range 40_000 {
		text := ""
		for range 1 + chance.IntN(8) {
			text += parts[chance.IntN(len(parts))]
		}
		want := keptIn.FindAllStringIndex(text, -1)
		if len(want) > 0 && !mayKeep(text) {
			t.Fatalf("%q is passed over", text)
		}
		var got [][]int
		for from, to := next(text, 0); to > 0; from, to = next(text, to) {
			got = append(got, []int{from, to})
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("%q has %v, want %v", text, got, want)
		}
		found += len(got)
	}
	if found < 1000 {
		t.Errorf("%d words found", found)
	}
}

func TestFolders(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][]string{
		"content/guides/names.md:9:14": {"content/", "guides/", "names.md:9:14"}, "people.yaml": {"people.yaml"}, "": {""},
		"a//b/": {"a/", "/", "b/", ""},
	} {
		if got := Folders(path); !slices.Equal(got, want) {
			t.Errorf("%q is taken apart into %q, want %q", path, got, want)
		}
	}
}
