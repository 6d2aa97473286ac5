package site

import (
	"regexp"
	"strings"
	"testing"
)

// TestClauseLeadsWithEvidence reads what the page of a clause says of a requirement before anybody unfolds a thing: the document, its
// version, who approved it when and on what evidence, and neither our names of required documents nor places in git.
func TestClauseLeadsWithEvidence(t *testing.T) {
	t.Parallel()
	d := sample(t)
	pages := render(t, planOf(t, d, Options{}))
	_, text, _ := strings.Cut(pages["standards/one-2018/4.1.html"], `<h2 id="requirements">`)
	text, _, _ = strings.Cut(text, `<h2 id="required">`)
	seen := regexp.MustCompile(`(?s)<details.*?</details>`).ReplaceAllString(text, "")
	plain := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(seen, " ")), " ")
	for _, want := range []string{"Scope", "POL-SCO", "Version", "in force since", "approved by", "on 20"} {
		if !strings.Contains(plain, want) {
			t.Errorf("the page does not say %q: %s", want, plain)
		}
	}
	for _, r := range d.Standards.Primary().Required {
		if strings.Contains(plain, r.ID) && !strings.Contains(strings.ToLower(r.Title), r.ID) {
			t.Errorf("a sentence names %s: %s", r.ID, plain)
		}
	}
	if strings.Contains(plain, "content/") {
		t.Errorf("a place in git stands open: %s", plain)
	}
	if !strings.Contains(text, "content/policies/scope.md") {
		t.Error("the place in git is lost")
	}
}
