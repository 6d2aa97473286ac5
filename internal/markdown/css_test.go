package markdown

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
)

// TestColouredClassesAreWritten reads the style sheet that ships: each class that it colours in code is one that pages
// have, and has one colour. A class that is never written is a slip in one of the two lists.
func TestColouredClassesAreWritten(t *testing.T) {
	t.Parallel()
	sheet, err := os.ReadFile("../../themes/default/assets/site.css")
	if err != nil {
		t.Fatal(err)
	}
	rules := regexp.MustCompile(`\.chroma :is\(([^)]*)\) \{ color: var\((--\w+)\)`).FindAllStringSubmatch(string(sheet), -1)
	var known []string
	for _, class := range chroma.StandardTypes {
		known = append(known, class)
	}
	colour := map[string]string{}
	for _, rule := range rules {
		for class := range strings.SplitSeq(rule[1], ", ") {
			class = strings.TrimPrefix(class, ".")
			if plainTokens[class] || !slices.Contains(known, class) {
				t.Errorf("%s colours the class %s, which no page has", rule[2], class)
			}
			if colour[class] != "" {
				t.Errorf("the class %s has two colours, %s and %s", class, colour[class], rule[2])
			}
			colour[class] = rule[2]
		}
	}
	for _, class := range []string{"k", "s", "c", "nf", "mi"} {
		if colour[class] == "" {
			t.Errorf("the style sheet has no colour for the class %s", class)
		}
	}
}
