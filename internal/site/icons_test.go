package site

import (
	"regexp"
	"strings"
	"testing"

	"clausebook/internal/theme"
)

var (
	stateClass = regexp.MustCompile(`class="(?:tag|icon|banner) (?:tag|banner)-([a-z-]+)"`)
	iconRule   = regexp.MustCompile(`\[class\$=-([a-z]+)\] \{ --icon: (\d+)`)
)

// TestStatesHaveIcons holds that every state that a page can show has its sign in the style sheet and none on the page, beside
// a word: in the element, or read out.
func TestStatesHaveIcons(t *testing.T) {
	th, err := theme.Load(nil, nil, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	css, err := th.Source("assets/site.css")
	if err != nil {
		t.Fatal(err)
	}
	icons := map[string]string{}
	drawn := map[string]string{}
	for _, m := range iconRule.FindAllStringSubmatch(string(css), -1) {
		if other := drawn[m[2]]; other != "" {
			t.Errorf("%s and %s look alike", m[1], other)
		}
		icons[m[1]], drawn[m[2]] = m[2], m[1]
	}
	seen := map[string]bool{}
	for at, src := range render(t, planOf(t, sample(t), Options{Source: sampleTree(), Blob: sampleBlob})) {
		if strings.HasSuffix(at, ".html") && (strings.Contains(src, "<symbol") || strings.Contains(src, "<use")) {
			t.Errorf("%s carries icons of its own", at)
		}
		if strings.Contains(src, `class="icon`) && strings.Contains(src, `aria-label=""`) {
			t.Errorf("%s has an icon without a word", at)
		}
		for _, m := range stateClass.FindAllStringSubmatch(src, -1) {
			seen[m[1]] = true
			if icons[m[1]] == "" {
				t.Errorf("%s shows the state %s, which has no icon", at, m[1])
			}
		}
	}
	if len(seen) < 8 {
		t.Errorf("the sample shows %d states only: %v", len(seen), seen)
	}
}
