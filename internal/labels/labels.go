// Package labels reads what the first lines of a text say of it, in the way of people who know no front matter.
package labels

import (
	"strings"
	"unicode/utf8"
)

// Label is something that the first lines of a text say of it, in the way of people who know no front matter: a row of a header table
// or a line such as "**Owner:** Quality".
type Label struct {
	Name, Value string
	Line, Col   int // of the value
}

// How far a text is searched for labels, in lines, and how many words a name of one may have.
const (
	labelLines = 40
	labelWords = 4
)

// Of gives the labels at the top of a body that begins at a line: those before its second heading. A table of two columns counts, in
// Markdown or in HTML, and in paragraphs and lists each line that is a name, a colon and a value.
func Of(body []byte, line int) []Label {
	var out []Label
	headings, fenced := 0, false
	text := string(body)
	for n := 0; n < labelLines && text != ""; n++ {
		found, lines := labelsInTable(text, line+n)
		if lines == 0 {
			found, lines = labelsAcross(text, line+n)
		}
		if lines > 0 && !fenced {
			out = append(out, found...)
			n += lines - 1
			text = afterLines(text, lines)
			continue
		}
		var row string
		row, text, _ = strings.Cut(text, "\n")
		row = strings.TrimRight(row, "\r")
		trimmed := strings.TrimSpace(row)
		switch {
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			fenced = !fenced
			continue
		case fenced || strings.HasPrefix(row, "    "):
			continue
		case strings.HasPrefix(trimmed, "#"):
			if headings++; headings > 1 {
				return out
			}
			continue
		}
		if l, ok := labelIn(row, trimmed); ok {
			l.Line = line + n
			out = append(out, l)
		}
	}
	return out
}

// afterLines gives what follows a number of lines.
func afterLines(text string, lines int) string {
	for ; lines > 0; lines-- {
		_, text, _ = strings.Cut(text, "\n")
	}
	return text
}

// labelIn reads one line.
func labelIn(row, trimmed string) (Label, bool) {
	name, value, ok := CellsOf(trimmed)
	if !ok && strings.Contains(trimmed, "::") && strings.TrimLeft(row, " \t") != row {
		return Label{}, false // a property of a block within the page
	}
	if !ok {
		name, value, ok = pairOf(trimmed)
	}
	name = strings.TrimSpace(strings.TrimRight(Unmarked(name), ": "))
	value = Unmarked(value)
	if !ok || !isLabel(name, value) {
		return Label{}, false
	}
	at := strings.LastIndex(row, value)
	if at < 0 {
		at = len(row) - len(strings.TrimLeft(row, " "))
	}
	return Label{Name: name, Value: value, Col: 1 + utf8.RuneCountInString(row[:at])}, true
}

// CellsOf reads a row of a table of two columns.
func CellsOf(row string) (name, value string, ok bool) {
	if !strings.HasPrefix(row, "|") || len(row) < 3 {
		return "", "", false
	}
	cells := strings.Split(strings.Trim(row, "|"), "|")
	if len(cells) != 2 {
		return "", "", false
	}
	return strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1]), true
}

// pairOf reads a line "Name: value" or "Name:: value", with or without a bullet and marks of emphasis. What follows the colon stands apart
// from it, so that an address or a time is none.
func pairOf(row string) (name, value string, ok bool) {
	for _, bullet := range []string{"- ", "* ", "+ ", "> "} {
		row = strings.TrimPrefix(row, bullet)
	}
	name, value, ok = strings.Cut(row, ":")
	value = strings.TrimPrefix(value, ":") // a property of Logseq, a field of Dataview
	if !ok || strings.HasPrefix(row, "|") || value != "" && !strings.HasPrefix(value, " ") && !strings.HasPrefix(value,
		"*") && !strings.HasPrefix(value, "_") {
		return "", "", false
	}
	return strings.TrimSpace(name), strings.TrimSpace(value), true
}

// Unmarked takes marks of emphasis and code from around a text, a comment behind it, and the spaces and backslashes with which a line is
// broken.
func Unmarked(text string) string {
	text = strings.TrimSuffix(strings.TrimSpace(text), `\`)
	text = strings.TrimSuffix(strings.TrimSpace(text), "<br>")
	if at := strings.LastIndex(text, "<!--"); at >= 0 && strings.HasSuffix(text, "-->") {
		text = text[:at]
	}
	for {
		cut := strings.TrimSpace(text)
		for _, mark := range []string{"**", "__", "*", "_", "`"} {
			cut = strings.TrimPrefix(strings.TrimSuffix(cut, mark), mark)
		}
		if cut == text {
			return text
		}
		text = cut
	}
}
