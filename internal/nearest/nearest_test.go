package nearest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/agnivade/levenshtein"

	"clausebook/internal/nearest"
)

func TestName(t *testing.T) {
	t.Parallel()
	status := []string{"draft", "in-review", "approved", "superseded", "withdrawn"}
	keys := []string{"id", "owner", "approver", "approved_by", "approved_on", "review_every", "reviewed_on"}
	for _, c := range []struct {
		name, word string
		candidates []string
		want       string
	}{
		{"one letter left out", "aproved", status, "approved"},
		{"letter case", "Approved", status, "approved"},
		{"another separator", "in review", status, "in-review"},
		{"hyphen for underscore", "review-every", keys, "review_every"},
		{"two letters swapped", "onwer", keys, "owner"},
		{"of equally near ones the first", "approve_n", []string{"approve_a", "approve_b"}, "approve_a"},
		{"too far off", "colour", status, ""},
		{"short words need to be close", "xx", keys, ""},
		{"a letter for another is no slip", "5", []string{"1"}, ""},
		{"one letter in another case", "a", []string{"A"}, "A"},
		{"the word itself", "owner", keys, "owner"},
		{"nothing to choose from", "owner", nil, ""},
		{"no word", "", keys, ""},
		{"empty candidates are none", "a", []string{""}, ""},
		{"a word too long to compare", strings.Repeat("a", 101), []string{strings.Repeat("a", 100)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ok := nearest.Name(c.word, c.candidates)
			if got != c.want || ok != (c.want != "") {
				t.Errorf("Name(%q) = %q, %v; want %q", c.word, got, ok, c.want)
			}
		})
	}
}

// plainly is Name without leaving anything out because of its length.
func plainly(word string, candidates ...string) string {
	fold := func(s string) string { return strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(s)) }
	best, least := "", min(max(1, (len([]rune(fold(word)))+1)/3)+1, len([]rune(fold(word))))
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(fold(word), fold(c)); c != "" && max(len(c), len(word)) <= 100 && d < least {
			best, least = c, d
		}
	}
	return best
}

func FuzzName(f *testing.F) {
	f.Add("aproved", "approved", "draft")
	f.Add("\xff", "ﬀ", "")
	f.Add("REC-INC-2026", "REC-INC-2026-10", "REC-INC")
	f.Fuzz(func(t *testing.T, word, a, b string) {
		got, ok := nearest.Name(word, []string{a, b})
		if ok && !slices.Contains([]string{a, b}, got) {
			t.Errorf("Name(%q) = %q, which is no candidate", word, got)
		}
		if got != plainly(word, a, b) {
			t.Errorf("Name(%q) = %q of %q, %q; comparing all gives %q", word, got, a, b, plainly(word, a, b))
		}
	})
}

func TestSame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word       string
		candidates []string
		want       string
	}{
		{"1.1 a)", []string{"1.1-a", "1.1-b", "11-a"}, "1.1-a"},
		{"The policy", []string{"the-policy", "the-policies"}, "the-policy"},
		{"Approved", []string{"draft", "approved"}, "approved"},
		{"8.51", []string{"8.5.1"}, ""},
		{"a-b", []string{"ab", "a_b"}, ""},
		{"aproved", []string{"approved"}, ""},
		{"", []string{"-"}, ""},
		{"--", []string{"-"}, ""},
	} {
		if got, ok := nearest.Same(c.word, c.candidates); got != c.want || ok != (c.want != "") {
			t.Errorf("Same(%q, %q) = %q, %v, want %q", c.word, c.candidates, got, ok, c.want)
		}
	}
}
