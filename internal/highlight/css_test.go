package highlight

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestClassesHaveColours reads the style sheet that ships: it gives one colour to every class of words in code, and to no
// other.
func TestClassesHaveColours(t *testing.T) {
	t.Parallel()
	sheet, err := os.ReadFile("../../themes/default/assets/site.css")
	if err != nil {
		t.Fatal(err)
	}
	var coloured []string
	for _, rule := range regexp.MustCompile(`\.chroma :is\(([^)]*)\) \{ color: var\(--\w\)`).FindAllStringSubmatch(string(sheet), -1) {
		for class := range strings.SplitSeq(rule[1], ", ") {
			coloured = append(coloured, strings.TrimPrefix(class, "."))
		}
	}
	written := []string{classKeyword, classConstant, classString, classComment, classNumber, classFunction, classKey, classAttr, classVariable,
		classInserted, classDeleted, classHeading}
	slices.Sort(coloured)
	slices.Sort(written)
	if !slices.Equal(coloured, written) {
		t.Errorf("the style sheet colours %q, pages have %q", coloured, written)
	}
}
