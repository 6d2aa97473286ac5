// Package report writes the dossier's findings and gaps, and the impact of a change, as text, tables and files.
//
// Printers are apart from what they print: every format of one thing reads the same value, so that two outputs of a
// run cannot disagree. What comes out of documents is untrusted; it is escaped for its target, so that a title can
// neither move the cursor, nor forge a line of a log, nor become a formula. Nothing here opens a file or judges.
package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"

	"clausebook/internal/diag"
	"clausebook/internal/form"
)

// Sources gives the content of a file named by a finding, or nothing if it cannot be shown.
type Sources func(path string) []byte

// Rules gives the words of a rule: why it matters. An unknown rule has none.
type Rules func(diag.RuleID) (why string)

// Text writes findings as a compiler does: the message, the place, the line with the fault marked, and how to fix it.
func Text(w io.Writer, findings []diag.Finding, sources Sources, rules Rules, colors bool) error {
	p := form.NewPainter(colors)
	out := bufio.NewWriter(w)
	lines := lineCache{sources: sources}
	for _, f := range findings {
		writeFinding(out, p, f, &lines, rules)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	return nil
}

// Concise writes each finding on one line: file:line:col: severity: RULE: message.
func Concise(w io.Writer, findings []diag.Finding) error {
	out := bufio.NewWriter(w)
	for _, f := range findings {
		fmt.Fprintf(out, "%s: %s: %s: %s\n", linePlace(f), f.Severity, f.Rule, form.Clean(f.Message))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	return nil
}

// nowhere is the place of a finding that speaks of no file and no item.
const nowhere = "-"

// linePlace gives the place for the start of a line. A file may be called "::error::": GitHub obeys a line that
// starts so, whatever stands before it in blanks.
func linePlace(f diag.Finding) string {
	place := f.Pos.String()
	if f.Pos.File == "" {
		place = cmp.Or(strings.TrimPrefix(f.Subject, ":"), nowhere)
	}
	place = form.Clean(place)
	if strings.HasPrefix(strings.TrimSpace(place), ":") {
		place = "./" + place
	}
	return place
}

func writeFinding(out io.Writer, p form.Painter, f diag.Finding, lines *lineCache, rules Rules) {
	fmt.Fprintf(out, "%s%s %s\n", p.Head[f.Severity](f.Severity, "[", f.Rule, "]"), p.Bold(":"), p.Bold(form.Clean(f.Message)))
	switch {
	case f.Pos.File != "":
		fmt.Fprintf(out, "  %s %s\n", p.Dim("-->"), form.Clean(f.Pos.String()))
	case f.Subject != "":
		fmt.Fprintf(out, "  %s %s\n", p.Dim("-->"), form.Clean(f.Subject))
	}
	margin := writeExcerpt(out, p, f, lines)
	for _, n := range f.Related {
		fmt.Fprintf(out, "%s%s note: %s: %s\n", margin, p.Dim("="), form.Clean(n.Message), form.Clean(n.Pos.String()))
	}
	if follow := consequenceWords(f); follow != "" {
		fmt.Fprintf(out, "%s%s also causes: %s\n", margin, p.Dim("="), follow)
	}
	if f.Hint != "" {
		fmt.Fprintf(out, "%s%s help: %s\n", margin, p.Dim("="), form.Clean(f.Hint))
	}
	if why := rules(f.Rule); why != "" {
		fmt.Fprintf(out, "%s%s why:  %s\n", margin, p.Dim("="), why)
		fmt.Fprintf(out, "%s%s more: clausebook explain %s\n", margin, p.Dim("="), f.Rule)
	}
	fmt.Fprintln(out)
}

// consequencesNamed is how many consequences of a finding are named; json lists all of them.
const consequencesNamed = 3

// consequenceWords names what follows from a finding and is fixed with it: "RQ005 iso20000-1-2018:capacity-plan".
func consequenceWords(f diag.Finding) string {
	var words []string
	for _, c := range f.Consequences[:min(len(f.Consequences), consequencesNamed)] {
		place := c.Subject
		if place == "" {
			place = linePlace(c)
		}
		words = append(words, string(c.Rule)+" "+form.Clean(place))
	}
	if more := len(f.Consequences) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("and %d more, in --format json", more))
	}
	return strings.Join(words, ", ")
}

// writeExcerpt shows the line of the finding and the one before it, with the fault underlined. It gives the margin
// under which notes are to stand.
func writeExcerpt(out io.Writer, p form.Painter, f diag.Finding, lines *lineCache) string {
	text, before, ok := lines.at(f.Pos)
	if !ok {
		return "   "
	}
	width := len(fmt.Sprint(f.Pos.Line))
	margin := strings.Repeat(" ", width+1)
	bar := p.Dim("|")
	fmt.Fprintf(out, "%s%s\n", margin, bar)
	if strings.TrimSpace(before) != "" {
		fmt.Fprintf(out, "%s %s %s\n", p.Dim(fmt.Sprintf("%*d", width, f.Pos.Line-1)), bar, before)
	}
	fmt.Fprintf(out, "%s %s %s\n", p.Dim(f.Pos.Line), bar, text.shown)
	if f.Pos.Col > 0 {
		fmt.Fprintf(out, "%s%s %s%s\n", margin, bar, strings.Repeat(" ", text.offset), p.Head[f.Severity](strings.Repeat("^", text.width)))
	}
	fmt.Fprintf(out, "%s%s\n", margin, bar)
	return margin
}

type lineCache struct {
	sources Sources
	path    string
	lines   []string
}

// excerptWidth is the widest line that is shown whole, in runes.
const excerptWidth = 120

type excerpt struct {
	shown         string
	offset, width int
}

func (c *lineCache) at(pos diag.Pos) (e excerpt, before string, ok bool) {
	if pos.File == "" || pos.Line == 0 {
		return e, "", false
	}
	if c.path != pos.File {
		c.path, c.lines = pos.File, strings.Split(string(c.sources(pos.File)), "\n")
	}
	if pos.Line > len(c.lines) || len(c.lines) == 1 && c.lines[0] == "" {
		return e, "", false
	}
	if pos.Line > 1 {
		before, _ = cut(c.lines[pos.Line-2], 1)
	}
	return mark(c.lines[pos.Line-1], pos), before, true
}

// mark cuts a long line around the fault and gives the place of the underline.
func mark(line string, pos diag.Pos) excerpt {
	shown, from := cut(line, pos.Col)
	length := len([]rune(shown))
	offset := min(max(pos.Col-1-from, 0), length)
	width := max(pos.EndCol-pos.Col, 1)
	if pos.EndCol == 0 {
		width = wordWidth(shown, offset)
	}
	return excerpt{shown: shown, offset: offset, width: max(min(width, length-offset), 1)}
}

func wordWidth(line string, offset int) int {
	runes := []rune(line)
	n := 0
	for offset+n < len(runes) && !unicode.IsSpace(runes[offset+n]) {
		n++
	}
	return max(n, 1)
}

// cut cleans a line, tabs as one space so that columns hold, and shortens it to what surrounds the column.
func cut(line string, col int) (shown string, from int) {
	runes := []rune(form.Clean(strings.ReplaceAll(strings.TrimRight(line, "\r"), "\t", " ")))
	if len(runes) <= excerptWidth {
		return string(runes), 0
	}
	from = min(max(col-1-excerptWidth/2, 0), len(runes)-excerptWidth)
	return string(runes[from : from+excerptWidth]), from
}
