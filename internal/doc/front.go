package doc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"clausebook/internal/diag"
	"clausebook/internal/dialect"
	"clausebook/internal/matter"
	"clausebook/internal/strictyaml"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// block is the front matter of a file, as it is written.
type block struct {
	text     []byte
	line     int // of its first line; 0 where there is no front matter
	language string
}

// languages are those in which front matter is written, by the line that opens it.
var languages = map[string]string{fence: yamlFront, "---yaml": yamlFront, "+++": tomlFront, "---toml": tomlFront,
	";;;": jsonFront, "---json": jsonFront, "{": jsonFront}

const (
	yamlFront = "YAML"
	tomlFront = "TOML"
	jsonFront = "JSON"
	fence     = "---"
	noFront   = "the document has no front matter"
)

// closing gives the line that closes what a line opens.
func closing(open string) string {
	switch {
	case strings.HasPrefix(open, fence):
		return fence
	case open == "{":
		return "}"
	}
	return open
}

// split takes a file apart into front matter and body. The library finds the block; what it would pass over in
// silence (a byte order mark, a block that is never closed, a fence that is indented) becomes a finding here.
func (d *Document) split(raw []byte) block {
	written := raw
	raw = d.decoded(raw)
	d.Source = bytes.TrimPrefix(raw, byteOrderMark)
	if len(d.Source) != len(raw) {
		d.find(RuleBOM, 1, 1, "the file starts with a byte order mark", "save it as UTF-8 without BOM")
		if bytes.HasPrefix(written, byteOrderMark) {
			d.edit(&diag.Edit{Line: 1, Col: 1, Was: string(byteOrderMark)})
		}
	}
	d.checkUTF8()
	d.BodyLine = 1
	open, at := firstLine(d.Source)
	opening := string(bytes.TrimSpace(open))
	found, rest, err := cut(d.Source)
	switch {
	case err != nil:
		d.find(RuleSyntax, at, 1, "the front matter cannot be read: "+err.Error(), "")
	case found != nil:
		d.endFront(len(d.Source) - len(rest))
		if languages[opening] == yamlFront {
			d.checkFences(string(open), opening, at)
		}
		if opening == "{" {
			return block{found, at, jsonFront} // the braces are part of it
		}
		return block{found, at + 1, languages[opening]}
	case languages[opening] != "" && opening != "{":
		d.find(RuleUnclosed, at, 1, "the front matter has no closing line",
			fmt.Sprintf("add a line `%s` between the front matter and the text", closing(opening)))
		return block{}
	}
	if b, end := bareJSON(d.Source, at); end > 0 {
		d.endFront(end)
		return b
	}
	if b, end := headless(d.Source); end > 0 {
		d.endFront(end)
		d.find(RuleFence, 1, 1, fmt.Sprintf("the line `---` above the front matter is missing; the lines up to line %d are read as front matter",
			d.BodyLine-1), "start the file with the line `---`, or other tools read it as text")
		d.edit(&diag.Edit{Line: 1, Col: 1, Text: fence + "\n"})
		d.Findings[len(d.Findings)-1].Severity = diag.Info
		return b
	}
	d.find(RuleNoFront, 1, 1, noFront, "start it with a block between two lines `---`, or set `defaults:` in clausebook.yaml")
	return block{}
}

// cut finds the block at the start of a file, whatever its language; nil where there is none.
func cut(src []byte) (found, rest []byte, err error) {
	first, _ := firstLine(src)
	open := string(bytes.TrimSpace(first))
	if languages[open] == "" {
		return nil, src, nil
	}
	take := func(data []byte, _ any) error {
		found = data
		if found == nil {
			found = []byte{}
		}
		return nil
	}
	braces := open == "{"
	head := src[:headEnd(src, open)]
	rest, err = frontmatter.Parse(bytes.NewReader(head), nil, &frontmatter.Format{Start: open, End: closing(open), Unmarshal: take,
		UnmarshalDelims: braces, RequiresNewLine: braces})
	return found, src[len(head)-len(rest):], err
}

// headEnd gives the end of the first line that can close the block which a line opens, so that the library need not copy the text after
// it; that of the file where only the library can tell.
func headEnd(src []byte, open string) int {
	if open == "{" {
		return len(src)
	}
	at, inside := 0, false
	for line := range bytes.Lines(src) {
		at += len(line)
		switch word := string(bytes.TrimSpace(line)); {
		case inside && word == closing(open):
			return at
		case word == open:
			inside = true
		}
	}
	return len(src)
}

// bareJSON reads front matter in JSON whose object is not followed by an empty line, which the library wants and Hugo does not. End is 0
// where the text begins with no object.
func bareJSON(src []byte, line int) (b block, end int) {
	start := len(src) - len(bytes.TrimLeft(src, " \t\r\n"))
	if !bytes.HasPrefix(src[start:], []byte("{")) {
		return block{}, 0
	}
	d := json.NewDecoder(bytes.NewReader(src[start:min(len(src), start+maxHeadless)]))
	var object map[string]json.RawMessage
	if err := d.Decode(&object); err != nil || len(object) == 0 {
		return block{}, 0
	}
	end = start + int(d.InputOffset())
	rest := bytes.TrimLeft(src[end:], " \t\r")
	if len(rest) > 0 && rest[0] != '\n' {
		return block{}, 0
	}
	return block{src[start:end], line, jsonFront}, len(src) - len(bytes.TrimPrefix(rest, []byte("\n")))
}

// endFront notes where the front matter ends and the text begins.
func (d *Document) endFront(at int) {
	d.BodyAt = at
	d.BodyLine = 1 + bytes.Count(d.Source[:at], []byte("\n"))
}

// headless reads front matter whose opening line is missing, as some tools have it: lines of keys and values up to the first line
// of three hyphens. A line of text above hyphens is a heading in Markdown; so all must be keys as programs write them, and more
// than one. End is 0 where there is none.
func headless(src []byte) (b block, end int) {
	at := 0
	for line := range bytes.Lines(src[:min(len(src), maxHeadless)]) {
		if at > 0 && string(bytes.TrimRight(line, " \t\r\n")) == fence {
			end = at + len(line)
			break
		}
		at += len(line)
	}
	if end == 0 || !headlessKey.Match(src) {
		return block{}, 0
	}
	node, problems := strictyaml.Parse(src[:at], 1, strictyaml.Limits{})
	if len(problems) > 0 || node == nil || node.Kind != strictyaml.Map || len(node.Keys) < 2 {
		return block{}, 0
	}
	for _, key := range node.Keys {
		if !headlessKey.MatchString(key.Raw + ":") {
			return block{}, 0
		}
	}
	return block{src[:at], 1, yamlFront}, end
}

// maxHeadless bounds how far the end of such front matter is looked for, in bytes.
const maxHeadless = 16 << 10

var headlessKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*:`)

// firstLine gives the first line that is not blank, without its end, and its number; line 1 where all are blank.
func firstLine(src []byte) (line []byte, number int) {
	for number = 1; len(src) > 0; number++ {
		line, src, _ = bytes.Cut(src, []byte("\n"))
		if len(bytes.TrimSpace(line)) > 0 {
			return bytes.TrimRight(line, "\r"), number
		}
	}
	return nil, 1
}

// checkFences reports a fence that others would not take for one. The library trims lines, so that an indented one
// inside a block of text ends the front matter for us and for nobody else; blank lines above hide it from forges.
func (d *Document) checkFences(open, opening string, at int) {
	if at > 1 {
		d.find(RuleFence, at, 1, "there are blank lines above the front matter, so other tools may read it as text",
			"start the file with the line `---`")
		d.edit(&diag.Edit{Line: 1, Col: 1, Was: strings.ReplaceAll(string(d.Source[:startOf(d.Source, at)]), "\r\n", "\n")})
	}
	if strings.TrimRight(open, " \t") != opening {
		d.find(RuleFence, at, 1, "the line `---` that opens the front matter is indented", "move it to the start of the line")
		d.edit(d.Instead(diag.Pos{File: d.Path, Line: at, Col: 1}, strings.TrimRight(open, " \t"), opening))
	}
	head := strings.TrimRight(string(d.Source[:d.BodyAt]), "\r\n")
	last := head[strings.LastIndexByte(head, '\n')+1:]
	if strings.TrimRight(last, " \t") != fence {
		line := 1 + strings.Count(head, "\n")
		d.find(RuleFence, line, 1, "an indented line `---` ends the front matter here",
			"use another line in the text, or move the closing `---` to the start of its line")
	}
}

// startOf gives where a line of a text begins.
func startOf(text []byte, line int) int {
	at := 0
	for range line - 1 {
		at += bytes.IndexByte(text[at:], '\n') + 1
	}
	return at
}

// decoded gives a file in UTF-8 that says in its first bytes that it is UTF-16, as shells of Windows write it.
func (d *Document) decoded(raw []byte) []byte {
	text, from := decoded(raw)
	if from != utf16Text {
		return raw
	}
	d.findAs(RuleNotUTF8, diag.Warning, 1, 1, "the file is UTF-16, which not every program reads, and git shows no differences of",
		"save it as UTF-8")
	return text
}

// findAs reports something of another severity than its rule has.
func (d *Document) findAs(rule diag.RuleID, severity diag.Severity, line, col int, message, hint string) {
	d.find(rule, line, col, message, hint)
	d.Findings[len(d.Findings)-1].Severity = severity
}

// notUTF8 gives the place of the first byte that is not UTF-8.
func notUTF8(text []byte) (line, col int) {
	line, col = 1, 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		if col++; r == '\n' {
			line, col = line+1, 1
		}
		i += size
	}
	return line, col
}

func (d *Document) checkUTF8() {
	if utf8.Valid(d.Source) {
		return
	}
	line, col := notUTF8(d.Source)
	message, hint := "the file is not valid UTF-8", "save it as UTF-8; unreadable bytes are shown as \ufffd"
	if isWindows1252(d.Source) {
		message += ": it seems to be Windows-1252"
		hint = "save it as UTF-8, or run `iconv -f WINDOWS-1252 -t UTF-8` on it; unreadable bytes are shown as \ufffd"
	}
	d.find(RuleNotUTF8, line, col, message, hint)
	d.Source = bytes.ToValidUTF8(d.Source, []byte("\ufffd"))
}

// parse reads the block in its language.
func (b block) parse() (*strictyaml.Node, []strictyaml.Problem) {
	switch b.language {
	case tomlFront:
		return matter.TOML(b.text, b.line)
	case jsonFront:
		return matter.JSON(b.text, b.line)
	}
	return strictyaml.Parse(dialect.QuoteBlanks(b.text), b.line, strictyaml.Limits{})
}

// yamlRules gives the rule for each kind of problem that the readers of front matter report.
var yamlRules = map[string]diag.RuleID{
	strictyaml.CodeSyntax:    RuleSyntax,
	strictyaml.CodeDuplicate: RuleDuplicate,
	strictyaml.CodeAlias:     RuleAlias,
	strictyaml.CodeTag:       RuleAlias,
	strictyaml.CodeLimit:     RuleLimit,
}

// readFront parses the block and reports what is wrong with it.
func (d *Document) readFront(b block) *strictyaml.Node {
	node, problems := b.parse()
	known := len(d.Findings)
	front := d.takeFront(node, problems)
	for i, p := range problems {
		d.Findings[known+i].Edit = b.repair(p)
	}
	return front
}

// takeFront takes what was parsed and reports what is wrong with it.
func (d *Document) takeFront(node *strictyaml.Node, problems []strictyaml.Problem) *strictyaml.Node {
	for _, p := range problems {
		d.find(yamlRules[p.Code], p.Line, p.Col, p.Message, p.Hint)
	}
	if node != nil && node.Kind != strictyaml.Map {
		if !node.IsNull() {
			d.find(RuleSyntax, node.Line, node.Col, "the front matter must be a list of `key: value` lines", "write one `key: value` per line")
		}
		return nil
	}
	return node
}

// checkQuotes reports values in quotes that a word processor has turned into curly ones: they are part of the value.
func (d *Document) checkQuotes(front *strictyaml.Node) {
	for key, n := range front.Pairs() {
		for _, item := range n.Items() {
			text := strings.TrimSpace(item.Text())
			if !item.Quoted && curly(text) {
				d.findAt(RuleValue, item, fmt.Sprintf("`%s` is in curly quotes, which are part of the value", key.Raw),
					"use straight quotes, or none")
				d.edit(d.put(item, straight(text)))
			}
		}
	}
}

// curly tells whether a text stands between the quotes of a word processor.
func curly(text string) bool {
	for _, pair := range [...][2]string{{"“", "”"}, {"„", "“"}, {"‘", "’"}, {"«", "»"}} {
		if strings.HasPrefix(text, pair[0]) && strings.HasSuffix(text, pair[1]) {
			return true
		}
	}
	return false
}

func (d *Document) find(rule diag.RuleID, line, col int, message, hint string) {
	d.Findings = append(d.Findings, diag.Finding{Rule: rule, Message: message, Hint: hint, Document: string(d.ID),
		Pos: diag.Pos{File: d.Path, Line: line, Col: col}})
}

func (d *Document) findAt(rule diag.RuleID, n *strictyaml.Node, message, hint string) {
	pos := diag.Pos{File: d.Path, Line: 1, Col: 1}
	if n != nil && n.Line > 0 {
		pos.Line, pos.Col, pos.EndCol = n.Line, n.Col, n.EndCol
	} else if n != nil {
		message = fmt.Sprintf("%s (from `defaults:` in the configuration)", message)
	}
	d.Findings = append(d.Findings, diag.Finding{Rule: rule, Message: message, Hint: hint, Document: string(d.ID), Pos: pos})
}
