package doc

import (
	"bytes"
	"regexp"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/strictyaml"
)

var (
	plainKey     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)
	delimiterRow = regexp.MustCompile(`^[ >]*\|?[ ]*:?-+:?[ ]*(\|[ ]*:?-+:?[ ]*)*\|?[ ]*\r?$`)
)

// Instead gives the edit that writes a text in place of another one, within a place of the document's file. Nil where it does not
// stand there, as what defaults give and what is written in another way, or where it stands there twice.
func (d *Document) Instead(at diag.Pos, was, text string) *diag.Edit {
	line := []rune(d.Line(at.Line))
	if at.File != d.Path || at.Line < 1 || at.Col < 1 || at.Col > len(line)+1 || was == "" || was == text {
		return nil
	}
	end := len(line)
	if at.EndCol > at.Col {
		end = min(at.EndCol-1, end)
	}
	there := string(line[at.Col-1 : end])
	before, after, found := strings.Cut(there, was)
	if !found || strings.Contains(after, was) {
		return nil
	}
	return &diag.Edit{Line: at.Line, Col: at.Col + len([]rune(before)), Was: was, Text: text}
}

// Line gives a line of the file, counted from 1, without its end; empty where there is none.
func (d *Document) Line(number int) string {
	rest := d.Source
	for range number - 1 {
		_, after, found := bytes.Cut(rest, []byte("\n"))
		if !found {
			return ""
		}
		rest = after
	}
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	return strings.TrimSuffix(string(line), "\r")
}

// put gives the edit that writes YAML in place of a key or a value that stands on one line.
func (d *Document) put(n *strictyaml.Node, text string) *diag.Edit {
	if n == nil || n.Line == 0 || n.EndCol == 0 || text == "" || n.Kind != strictyaml.Scalar {
		return nil
	}
	at := diag.Pos{File: d.Path, Line: n.Line, Col: n.Col, EndCol: n.EndCol}
	for _, written := range []string{`"` + n.Raw + `"`, "'" + n.Raw + "'", n.Raw} {
		if e := d.Instead(at, written, text); e != nil && e.Col == n.Col {
			return e
		}
	}
	return nil
}

// edit adds to the latest finding the change that fixes it; nil for none.
func (d *Document) edit(e *diag.Edit) { d.Findings[len(d.Findings)-1].Edit = e }

// straight gives a text in curly quotes with straight ones; empty where they would end within it.
func straight(text string) string {
	runes := []rune(text)
	inner := string(runes[1 : len(runes)-1])
	if strings.ContainsAny(inner, `"\`) || strings.ContainsAny(inner, "“”„‘’«»") {
		return ""
	}
	return `"` + inner + `"`
}

// repair looks for the change of a line of the front matter after which it can be read, or can be read beyond that line: spaces for
// tabs, a blank after a colon, quotes around a value that holds a colon. Nothing is guessed: what does not parse is no repair.
func (b block) repair(p strictyaml.Problem) *diag.Edit {
	if b.language != yamlFront || p.Code != strictyaml.CodeSyntax || p.Line < b.line {
		return nil
	}
	lines := strings.SplitAfter(string(b.text), "\n")
	i := p.Line - b.line
	if i >= len(lines) {
		return nil
	}
	line := strings.TrimRight(lines[i], "\r\n")
	tabs := i
	for tabs < len(lines) && indentedByTab(lines[tabs]) {
		tabs++
	}
	if tabs > i {
		was := strings.TrimRight(strings.Join(lines[i:tabs], ""), "\r\n")
		return b.first(p, i, was, spaced(was, "  "), spaced(was, ""))
	}
	if e := b.first(p, i, line, parted(line), valueQuoted(line)); e != nil || i == 0 {
		return e
	}
	above := strings.TrimRight(lines[i-1], "\r\n") // a key without its blank is read on into the next line
	return b.first(p, i-1, above, parted(above))
}

// first gives the first of some texts with which the block can be read beyond its problem.
func (b block) first(p strictyaml.Problem, i int, was string, texts ...string) *diag.Edit {
	start := len(strings.Join(strings.SplitAfter(string(b.text), "\n")[:i], ""))
	for _, text := range texts {
		if text == "" || text == was {
			continue
		}
		changed := string(b.text[:start]) + text + string(b.text[start+len(was):])
		_, left := strictyaml.Parse([]byte(changed), b.line, strictyaml.Limits{})
		if len(left) == 0 || left[0].Line > p.Line+strings.Count(was, "\n") {
			return &diag.Edit{Line: b.line + i, Col: 1, Was: was, Text: text}
		}
	}
	return nil
}

func indentedByTab(line string) bool {
	return strings.Contains(line[:len(line)-len(strings.TrimLeft(line, " \t"))], "\t")
}

// spaced gives lines with a text for each tab by which they are indented.
func spaced(lines, tab string) string {
	var out strings.Builder
	for line := range strings.Lines(lines) {
		rest := strings.TrimLeft(line, " \t")
		out.WriteString(strings.ReplaceAll(line[:len(line)-len(rest)], "\t", tab) + rest)
	}
	return out.String()
}

// parted gives a line `key:value` with a blank behind the colon.
func parted(line string) string {
	key, value, found := strings.Cut(line, ":")
	if !found || value == "" || strings.ContainsAny(value[:1], " \t/") || !plainKey.MatchString(strings.TrimLeft(key, " -")) {
		return ""
	}
	return key + ": " + value
}

// valueQuoted gives a line `key: value` with quotes around a value that holds a colon and no quotes.
func valueQuoted(line string) string {
	key, value, found := strings.Cut(line, ": ")
	value = strings.TrimSpace(value)
	isKey := plainKey.MatchString(strings.TrimLeft(key, " -"))
	if !found || !isKey || !strings.Contains(value, ": ") || strings.ContainsAny(value, `"'\#{}[]`) {
		return ""
	}
	return key + `: "` + value + `"`
}

// barsEscaped gives a row of a table with the bars escaped that stand in code, where that leaves as many cells as its table has
// columns; empty else.
func (d *Document) barsEscaped(at int) (was, text string) {
	was = d.Line(at)
	columns := 0
	for n := at - 1; n > 0 && columns == 0; n-- {
		switch line := d.Line(n); {
		case strings.TrimSpace(line) == "":
			return was, ""
		case delimiterRow.MatchString(line):
			columns = columnsOf(line)
		}
	}
	var out strings.Builder
	code := false
	for i, r := range was {
		switch {
		case r == '`':
			code = !code
		case r == '|' && code && was[i-1] != '\\':
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	if text = out.String(); code || strings.Contains(was, "``") || columnsOf(text) != columns {
		return was, ""
	}
	return was, text
}

// columnsOf counts the cells of a row.
func columnsOf(row string) int {
	row = strings.ReplaceAll(strings.TrimSpace(row), `\|`, "")
	return 1 + strings.Count(strings.TrimSuffix(strings.TrimPrefix(row, "|"), "|"), "|")
}
