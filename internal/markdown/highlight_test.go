package markdown

import (
	"slices"
	"strings"
	"testing"
)

// TestColourBudget: code that does not fit into what is left of a page's budget is plain. The budget counts bytes.
func TestColourBudget(t *testing.T) {
	t.Parallel()
	block := "```sh\n" + strings.Repeat(strings.Repeat("if a ", 20)+"\n", maxHighlight/101/2+10) + "```\n\n"
	page, err := Render([]byte(block+block+"```sh\nfi\n```\n"), 1, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page), "<pre")
	var coloured []bool
	for _, b := range blocks[1:] {
		coloured = append(coloured, strings.Contains(b, "<span"))
	}
	if !slices.Equal(coloured, []bool{true, false, true}) {
		t.Errorf("coloured: %v, want the first block and the third, which fits into what is left", coloured)
	}
}
