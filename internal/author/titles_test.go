package author_test

import (
	"os"
	"strings"
	"testing"
)

// TestTitlesAreMatched holds the proposal against 120 titles whose right answers were written down before its rules, each in a repository
// of its own. Of the lines that a proposal makes active at least 95 in 100 must be right, and of the titles that have an answer at least 60 in
// 100 must get it.
func TestTitlesAreMatched(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/titles.txt")
	if err != nil {
		t.Fatal(err)
	}
	active, right, answers, titles := 0, 0, 0, 0
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		title, want, ok := strings.Cut(line, " | ")
		if !ok {
			continue
		}
		titles++
		if want != "-" {
			answers++
		}
		got := ""
		for _, l := range adopt(t, map[string]string{"a.md": "# " + title + "\n\nText.\n"}, "").Defaults {
			for _, v := range l.Values {
				if v.Key == "fulfils" {
					got = v.List[0]
				}
			}
		}
		switch {
		case got == want:
			active, right = active+1, right+1
		case got != "":
			active++
			t.Logf("%q is taken for %s, and is %s", title, got, want)
		case want != "-":
			t.Logf("%q is not recognized as %s", title, want)
		}
	}
	precision, recall := float64(right)/float64(active), float64(right)/float64(answers)
	t.Logf("%d titles, %d with an answer: precision %.3f, recall %.3f", titles, answers, precision, recall)
	if titles != 120 || precision < 0.95 || recall < 0.6 {
		t.Errorf("precision %.3f and recall %.3f on %d titles", precision, recall, titles)
	}
}
