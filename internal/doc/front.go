package doc

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"clausebook/internal/diag"
	"clausebook/internal/strictyaml"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// split takes a file apart into front matter and body. The library finds the block; what it would pass over in
// silence (a byte order mark, a block that is never closed, a fence that is indented) becomes a finding here.
func (d *Document) split(raw []byte) (front []byte, frontLine int) {
	d.Source = bytes.TrimPrefix(raw, byteOrderMark)
	if len(d.Source) != len(raw) {
		d.find(RuleBOM, 1, 1, "the file starts with a byte order mark", "save it as UTF-8 without BOM")
	}
	d.checkUTF8()
	d.BodyLine = 1
	var block []byte
	found := false
	open, at := firstLine(d.Source)
	format := frontmatter.NewFormat("---", "---", func(data []byte, _ any) error {
		block, found = data, true
		return nil
	})
	rest, err := frontmatter.Parse(bytes.NewReader(d.Source), nil, format)
	switch {
	case err != nil:
		d.find(RuleSyntax, at, 1, "the front matter cannot be read: "+err.Error(), "")
	case found:
		d.BodyAt = len(d.Source) - len(rest)
		d.BodyLine = 1 + bytes.Count(d.Source[:d.BodyAt], []byte("\n"))
		d.checkFences(string(open), at)
		return block, at + 1
	case string(bytes.TrimSpace(open)) == fence:
		d.find(RuleUnclosed, at, 1, "the front matter has no closing line", "add a line `---` between the front matter and the text")
		return nil, 0
	case foreignFence[string(bytes.TrimSpace(open))] != "":
		d.find(RuleNoFront, at, 1,
			fmt.Sprintf("the front matter is written in %s, and only YAML is read", foreignFence[string(bytes.TrimSpace(open))]),
			"write it as `key: value` lines between two lines `---`; until then the page shows it as text")
	default:
		d.find(RuleNoFront, 1, 1, noFront,
			"start it with a block between two lines `---`, or set `defaults:` in clausebook.yaml")
	}
	return nil, 0
}

const (
	fence   = "---"
	noFront = "the document has no front matter"
)

// foreignFence are the lines with which front matter in other languages begins.
var foreignFence = map[string]string{"+++": "TOML (`+++`)", ";;;": "JSON (`;;;`)", "{": "JSON",
	"---toml": "TOML (`---toml`)", "---json": "JSON (`---json`)"}

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
func (d *Document) checkFences(open string, at int) {
	if at > 1 {
		d.find(RuleFence, at, 1, "there are blank lines above the front matter, so other tools may read it as text",
			"start the file with the line `---`")
	}
	if strings.TrimRight(open, " \t") != fence {
		d.find(RuleFence, at, 1, "the line `---` that opens the front matter is indented", "move it to the start of the line")
	}
	head := strings.TrimRight(string(d.Source[:d.BodyAt]), "\r\n")
	last := head[strings.LastIndexByte(head, '\n')+1:]
	if strings.TrimRight(last, " \t") != fence {
		line := 1 + strings.Count(head, "\n")
		d.find(RuleFence, line, 1, "an indented line `---` ends the front matter here",
			"use another line in the text, or move the closing `---` to the start of its line")
	}
}

func (d *Document) checkUTF8() {
	if utf8.Valid(d.Source) {
		return
	}
	line, col := 1, 1
	for i := 0; i < len(d.Source); {
		r, size := utf8.DecodeRune(d.Source[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		if col++; r == '\n' {
			line, col = line+1, 1
		}
		i += size
	}
	d.find(RuleNotUTF8, line, col, "the file is not valid UTF-8", "save it as UTF-8; unreadable bytes are shown as \ufffd")
	d.Source = bytes.ToValidUTF8(d.Source, []byte("\ufffd"))
}

// yamlRules gives the rule for each kind of problem that the YAML reader reports.
var yamlRules = map[string]diag.RuleID{
	strictyaml.CodeSyntax:    RuleSyntax,
	strictyaml.CodeDuplicate: RuleDuplicate,
	strictyaml.CodeAlias:     RuleAlias,
	strictyaml.CodeTag:       RuleAlias,
	strictyaml.CodeLimit:     RuleLimit,
}

// readFront parses the block and reports what is wrong with it as YAML.
func (d *Document) readFront(block []byte, line int) *strictyaml.Node {
	node, problems := strictyaml.Parse(block, line, strictyaml.Limits{})
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
