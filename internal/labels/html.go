package labels

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"clausebook/internal/rawhtml"
)

// maxLabelTable bounds the table in HTML that is read for labels, in bytes.
const maxLabelTable = 16 << 10

var (
	tableStart = regexp.MustCompile(`(?i)^ {0,3}(?:<(?:div|figure|section)\b[^>\n]*>\s*|<!--[^\n]*?-->\s*)*<table[\s>]`)
	tableEnd   = regexp.MustCompile(`(?i)</table\s*>`)
)

// labelsInTable reads a table in HTML at the beginning of a text, as converters of Word and wikis write header tables: each row of two
// cells is a name and a value. It gives the lines that the table takes, 0 if there is none.
func labelsInTable(text string, line int) (out []Label, lines int) {
	if !tableStart.MatchString(text) {
		return nil, 0
	}
	text = text[:min(len(text), maxLabelTable)]
	end := tableEnd.FindStringIndex(text)
	if end == nil {
		return nil, 0
	}
	text = text[:end[1]]
	var row []htmlCell
	for _, p := range rawhtml.Split([]byte(text)) {
		switch {
		case p.Kind == rawhtml.Tag && p.Name == "tr":
			row = nil
		case p.Kind == rawhtml.Tag && (p.Name == "td" || p.Name == "th"):
			row = append(row, htmlCell{})
		case p.Kind == rawhtml.Tag && p.Name == "/tr":
			if l, ok := labelOf(row, text, line); ok {
				out = append(out, l)
			}
			row = nil
		case p.Kind == rawhtml.Text && len(row) > 0:
			row[len(row)-1].add(text, p.Start, p.Stop)
		}
	}
	return out, 1 + strings.Count(text, "\n")
}

// htmlCell is the words of a cell, and where they begin.
type htmlCell struct {
	words string
	at    int
}

func (c *htmlCell) add(text string, from, to int) {
	words := strings.Join(strings.Fields(html.UnescapeString(text[from:to])), " ")
	switch {
	case words == "":
	case c.words == "":
		c.words, c.at = words, from+strings.Index(text[from:to], strings.TrimSpace(text[from:to]))
	default:
		c.words += " " + words
	}
}

func labelOf(row []htmlCell, text string, line int) (Label, bool) {
	if len(row) != 2 {
		return Label{}, false
	}
	name, value := strings.TrimSpace(strings.TrimRight(Unmarked(row[0].words), ": ")), Unmarked(row[1].words)
	if !isLabel(name, value) {
		return Label{}, false
	}
	before := text[:row[1].at]
	return Label{Name: name, Value: value, Line: line + strings.Count(before, "\n"),
		Col: 1 + utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:])}, true
}

// isLabel tells whether a name and a value can be a label.
func isLabel(name, value string) bool {
	return name != "" && value != "" && len(strings.Fields(name)) <= labelWords && strings.Trim(value, "-: ") != "" && !Blank(value)
}
