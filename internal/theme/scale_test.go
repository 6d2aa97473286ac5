package theme

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"clausebook/themes"
)

// sizes and distances are the two scales of the style sheet, the second in rem.
var (
	sizes     = []string{"--xs", "--sm", "--md", "--lg", "--xl", "--xxl"}
	distances = []string{".125", ".25", ".5", ".75", "1", "1.5", "2", "3", "4"}

	sizeRule     = regexp.MustCompile(`font-size: ([^;}\s]+)`)
	distanceRule = regexp.MustCompile(`[\s{;](?:padding|margin|gap)(?:-[a-z]+)*: ([^;}]+)`)
	drawing      = regexp.MustCompile(`svg[^{}]*\{[^}]*\}`)
	remValue     = regexp.MustCompile(`(\d*\.?\d+)rem`)
)

// offScale lists what a style sheet for the screen says beside the two scales. A part of the size around it, in em, is no size of
// its own.
func offScale(css string) []string {
	var out []string
	for _, m := range sizeRule.FindAllStringSubmatch(css, -1) {
		name, ok := strings.CutPrefix(m[1], "var(")
		if relative := strings.HasSuffix(m[1], "em") && !strings.HasSuffix(m[1], "rem") || strings.HasSuffix(m[1], "%"); !relative &&
			(!ok || !slices.Contains(sizes, strings.TrimSuffix(name, ")"))) {
			out = append(out, m[0])
		}
	}
	for _, m := range distanceRule.FindAllStringSubmatch(css, -1) {
		for _, value := range remValue.FindAllStringSubmatch(m[1], -1) {
			if !slices.Contains(distances, value[1]) {
				out = append(out, strings.TrimSpace(m[0]))
			}
		}
	}
	return out
}

// TestOneScale holds that all sizes and distances on the screen are of one scale each. The drawing of a chart has units of its own.
func TestOneScale(t *testing.T) {
	t.Parallel()
	src, err := fs.ReadFile(themes.Default(), "assets/site.css")
	if err != nil {
		t.Fatal(err)
	}
	screen, _, found := strings.Cut(string(src), "@media print {")
	if !found {
		t.Fatal("the style sheet has no rules for print")
	}
	for _, off := range offScale(drawing.ReplaceAllString(screen, "")) {
		t.Errorf("%q is of no scale", off)
	}
	if got := offScale("a { font-size: 1.07rem; padding: .6rem 1rem } b { font-size: .9em; margin: 0 auto -.5rem }"); len(got) != 2 {
		t.Errorf("the test finds %q", got)
	}
}
