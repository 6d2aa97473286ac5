package ids

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// TestWordsOfTheFormOfAnID marks them in texts.
func TestWordsOfTheFormOfAnID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"CHG-2026-0186 caused PRB-2026-011.":            "[CHG-2026-0186] caused [PRB-2026-011].",
		"(A-2026-1-1, NC-2026-01; F-EXT-1)":             "([A-2026-1-1], [NC-2026-01]; [F-EXT-1])",
		"by PRC-CHG and POL_SCO":                        "by [PRC-CHG] and [POL_SCO]",
		"INC0001234 on vh-a-01":                         "[INC0001234] on [vh-a-01]",
		"CHG-2026-0113/CHG-2026-0120":                   "[CHG-2026-0113]/[CHG-2026-0120]",
		"CHG-2026-0113–CHG-2026-0120":                   "[CHG-2026-0113]–[CHG-2026-0120]",
		"CHG-2026-0113's":                               "[CHG-2026-0113]'s",
		"in-review, co-author, two-person":              "in-review, co-author, two-person",
		"2026-01-31, 8.5.1.3, P1, Q1-2026, H2-26, KW12": "2026-01-31, 8.5.1.3, P1, Q1-2026, H2-26, KW12",
		"https://tickets.example/CHG-2026-0001 CHG-1":   "https://tickets.example/CHG-2026-0001 [CHG-1]",
		"mail CHG-1@desk.example or\nCHG-2":             "mail CHG-1@desk.example or\n[CHG-2]",
		"-CHG-1 and CHG--1 and ÄCHG-1 and CHG-1Ä":       "-CHG-1 and CHG--1 and ÄCHG-1 and CHG-1Ä",
		"CHG-1-, CHG-2...":                              "[CHG-1]-, [CHG-2]...",
		"The End-User":                                  "The End-User",
		"":                                              "",
	} {
		got, last := "", 0
		In(text, func(from, to int) {
			got += text[last:from] + "[" + text[from:to] + "]"
			last = to
		})
		if got += text[last:]; got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

// TestWordsAreTakenWhole compares with an expression that says what a word is.
func TestWordsAreTakenWhole(t *testing.T) {
	t.Parallel()
	word := regexp.MustCompile(`[\p{L}\p{Nd}._-]+`)
	chance := rand.New(rand.NewPCG(3, 4))
	parts := []string{"CHG", "-", "2026", "1", " ", "a", "_", "ä", ".", ",", "(", "Q1", "\n", "–"}
	for range 20_000 {
		var b strings.Builder
		for range chance.IntN(9) {
			b.WriteString(parts[chance.IntN(len(parts))])
		}
		text := b.String()
		var got, want []string
		In(text, func(from, to int) { got = append(got, text[from:to]) })
		for _, w := range word.FindAllString(text, -1) {
			if w = strings.TrimRight(w, "-._"); Is(w) {
				want = append(want, w)
			}
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Fatalf("%q has %q, want %q", text, got, want)
		}
	}
}

func TestIDOfARow(t *testing.T) {
	t.Parallel()
	for row, want := range map[string]string{
		"CHG-1|x": "CHG-1", " CHG-1 |x": "CHG-1", "2026-01-31|CHG-1|x": "CHG-1", "2026-01-31 10:15|CHG-1": "CHG-1", "x|CHG-1": "", "": "",
		"2026-01-31": "", "CHG-1 and CHG-2|x": "", "2026|CHG-1": "",
	} {
		cells := strings.Split(row, "|")
		got := OfRow(func(i int) string {
			if i < len(cells) {
				return cells[i]
			}
			return ""
		})
		if got != want {
			t.Errorf("%q is called %q, want %q", row, got, want)
		}
	}
}
