package labels

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// underline is the line below the head of a table.
var underline = regexp.MustCompile(`^\|[-:| \t]+\|?$`)

// labelsAcross reads a table at the beginning of a text that has several names and values in each row, as the heads of paper forms do:
// "Document No. | POL-001 | Revision | 2.1". The head of a table of data has no figure in any cell. It gives the lines that the
// table takes, 0 if there is none.
func labelsAcross(text string, line int) (out []Label, lines int) {
	for rest := text; strings.HasPrefix(rest, "|") && lines < labelLines; lines++ {
		var row string
		row, rest, _ = strings.Cut(rest, "\n")
		row = strings.TrimRight(row, "\r \t")
		if underline.MatchString(row) {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(row[1:], "|"), "|")
		if len(cells) < 4 || len(cells)%2 != 0 || lines == 0 && !figures(cells) {
			return nil, 0
		}
		at := 1
		for i, cell := range cells {
			if name := strings.TrimSpace(strings.TrimRight(Unmarked(cells[max(i-1, 0)]), ": ")); i%2 == 1 && isLabel(name, Unmarked(cell)) {
				value := Unmarked(cell)
				out = append(out, Label{Name: name, Value: value, Line: line + lines,
					Col: 1 + utf8.RuneCountInString(row[:at+max(0, strings.Index(cell, value))])})
			}
			at += len(cell) + 1
		}
	}
	return out, lines
}

// figures tells whether a value among cells, each after its name, has a figure, and no name has.
func figures(cells []string) bool {
	found := false
	for i, cell := range cells {
		has := strings.ContainsAny(cell, "0123456789")
		if has && i%2 == 0 {
			return false
		}
		found = found || has
	}
	return found
}
