// Package conflict finds in a text what a merge leaves where both sides changed the same lines: marks that somebody has to
// resolve by hand.
//
// What stands between the marks belongs to two texts, so that hardly anything that is read of such a file is true. Whoever reads
// a file asks here first, and tells of the conflict instead of what follows from it.
package conflict

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/phrase"
)

// Rule is the rule whose findings come out of here.
const Rule diag.RuleID = "TX008"

// Conflict is what one merge left at one place. Lines count from 1; 0 stands for a mark that is not there.
type Conflict struct {
	At                       int // offset of the first mark
	Open, Base, Split, Close int
	Ours, Theirs             string // what the marks call the two sides; may be empty
}

// most bounds the conflicts of one file that are told.
const most = 20

// In finds the conflicts of a text in which no line can begin with a mark otherwise, such as YAML or CSV.
func In(text []byte) []Conflict { return find(text, false) }

// InMarkdown finds the conflicts of a Markdown file. A conflict that stands as a whole, in its order, within one fenced block is
// quoted: a text on merging shows one. A line of equals signs alone is the mark of a heading, and quotes may be seven deep.
func InMarkdown(text []byte) []Conflict { return find(text, true) }

// kind tells the marks apart.
type kind uint8

const (
	none kind = iota
	open
	base
	split
	closing
)

// markLength is how many signs git writes.
const markLength = 7

// markOf gives the kind of a line, and what it calls its side.
func markOf(line []byte) (kind, string) {
	if len(line) < markLength {
		return none, ""
	}
	var k kind
	switch line[0] {
	case '<':
		k = open
	case '|':
		k = base
	case '=':
		k = split
	case '>':
		k = closing
	}
	if k == none || len(bytes.TrimLeft(line[:markLength], string(line[:1]))) > 0 {
		return none, ""
	}
	label := string(line[markLength:])
	if label != "" && label[0] != ' ' || k == split && strings.TrimSpace(label) != "" {
		return none, "" // more than seven, or a text that happens to begin so
	}
	return k, strings.TrimSpace(label)
}

// line is a line that is a mark or bears on fenced blocks.
type line struct {
	kind   kind
	label  string
	at     int
	number int
	fence  string // what it opens or closes a fenced block with
}

// lines gives the lines of a text that matter. A text without seven signs in a row is not looked at.
func lines(text []byte, markdown bool) []line {
	if !bytes.Contains(text, []byte("<<<<<<<")) && !bytes.Contains(text, []byte(">>>>>>>")) {
		return nil
	}
	var out []line
	for at, number := 0, 1; at < len(text); number++ {
		end := at + bytes.IndexByte(text[at:], '\n')
		if end < at {
			end = len(text)
		}
		raw := bytes.TrimRight(text[at:end], "\r")
		l := line{at: at, number: number}
		if l.kind, l.label = markOf(raw); l.kind == none && markdown {
			l.fence = fenceOf(raw)
		}
		if l.kind != none || l.fence != "" {
			out = append(out, l)
		}
		at = end + 1
	}
	return out
}

// fenceOf gives the signs with which a line opens or closes a fenced block.
func fenceOf(raw []byte) string {
	trimmed := bytes.TrimLeft(raw, " >")
	for _, c := range "`~" {
		rest := bytes.TrimLeft(trimmed, string(c))
		if n := len(trimmed) - len(rest); n >= 3 {
			return string(trimmed[:n])
		}
	}
	return ""
}

// find goes through the marks once.
func find(text []byte, markdown bool) []Conflict {
	var out []Conflict
	fenced := ""
	ls := lines(text, markdown)
	for i := 0; i < len(ls) && len(out) < most; i++ {
		l := ls[i]
		switch {
		case l.fence != "" && fenced == "":
			fenced = l.fence
		case l.fence != "" && strings.HasPrefix(l.fence, fenced):
			fenced = ""
		case l.kind == open:
			c, last := whole(ls[i:])
			if c.Close > 0 {
				if fenced == "" || closes(ls[i:i+last], fenced) {
					out = append(out, c)
				}
				i += last
				continue
			}
			if fenced == "" && l.label != "" {
				out = append(out, c)
			}
		case l.kind == closing && fenced == "" && (!markdown || revision.MatchString(l.label)):
			out = append(out, Conflict{At: l.at, Close: l.number, Theirs: l.label})
		}
	}
	return out
}

// revision is what git writes behind the last mark: a branch or a commit, with its subject where commits are moved.
var revision = regexp.MustCompile(`^\S+( \(.*\))?$`)

// closes tells whether a fenced block ends within these lines.
func closes(ls []line, fenced string) bool {
	for _, l := range ls {
		if l.fence != "" && strings.HasPrefix(l.fence, fenced) {
			return true
		}
	}
	return false
}

// whole reads a conflict from its first mark on. Where the other marks do not follow in their order, it is the first mark alone.
func whole(ls []line) (c Conflict, last int) {
	c = Conflict{At: ls[0].at, Open: ls[0].number, Ours: ls[0].label}
	alone := c
	for i, l := range ls[1:] {
		switch {
		case l.kind == base && c.Base+c.Split == 0:
			c.Base = l.number
		case l.kind == split && c.Split == 0:
			c.Split = l.number
		case l.kind == closing && c.Split > 0:
			c.Close, c.Theirs = l.number, l.label
			return c, i + 1
		case l.kind == open:
			return alone, 0
		}
	}
	return alone, 0
}

// Finding says which lines come from which side.
func (c Conflict) Finding(file string) diag.Finding {
	f := diag.Finding{Rule: Rule, Pos: diag.Pos{File: file, Line: max(c.Open, 0), Col: 1, EndCol: markLength + 1}, About: "conflict"}
	if c.Open == 0 || c.Close == 0 {
		mark, side := "<<<<<<<", c.Ours
		if c.Open == 0 {
			mark, side, f.Pos.Line = ">>>>>>>", c.Theirs, c.Close
		}
		f.Message = fmt.Sprintf("a mark of a merge is left in the text: `%s`", strings.TrimSpace(mark+" "+side))
		f.Hint = "resolve the conflict that it belongs to, and delete the line"
		return f
	}
	ours := c.Split
	if c.Base > 0 {
		ours = c.Base
	}
	f.Message = fmt.Sprintf("a merge left a conflict: %s, %s", side(c.Open, ours, c.Ours, "this branch"),
		side(c.Split, c.Close, c.Theirs, "the other branch"))
	if c.Base > 0 {
		f.Message += fmt.Sprintf("; before both, %s", span(c.Base, c.Split))
	}
	f.Hint = fmt.Sprintf("write the text that is to stand, and delete the marks in lines %s", c.marks())
	return f
}

// marks gives the lines of the marks in words.
func (c Conflict) marks() string {
	if c.Base > 0 {
		return fmt.Sprintf("%d, %d, %d and %d", c.Open, c.Base, c.Split, c.Close)
	}
	return fmt.Sprintf("%d, %d and %d", c.Open, c.Split, c.Close)
}

// side says which lines between two marks come from where.
func side(from, to int, name, otherwise string) string {
	if name == "" {
		name = otherwise
	} else {
		name = "`" + shorten(name) + "`"
	}
	verb := "come"
	if to-from <= 2 {
		verb = "comes"
	}
	if to-from == 1 {
		return "nothing comes from " + name
	}
	return fmt.Sprintf("%s %s from %s", span(from, to), verb, name)
}

// span gives the lines between two marks in words.
func span(from, to int) string {
	switch to - from {
	case 1:
		return "nothing"
	case 2:
		return fmt.Sprintf("line %d", from+1)
	}
	return fmt.Sprintf("lines %d to %d", from+1, to-1)
}

// longest is how much of a name is shown, in characters.
const longest = 60

func shorten(name string) string { return strings.ReplaceAll(phrase.Short(name, longest), "`", "'") }
