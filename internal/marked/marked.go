// Package marked is a redline as pages show it: its blocks in groups, its runs of words with what became of each, in the words of a
// language.
package marked

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/markdown"
	"clausebook/internal/redline"
	"clausebook/internal/theme"
)

// Comparison is what differs between two versions.
type Comparison struct {
	Summary string
	Moved   string // the sentence that says that the file was moved, if so
	Notes   []string
	Fields  []Field
	Parts   []Part
	Rest    int  // changed blocks that the page has no room for
	Folded  bool // unchanged text is left out
}

// Field is a value of the front matter that differs.
type Field struct {
	Key    string
	Change redline.Change
	Sign   string
	Label  string
	Lang   string // of the runs, where it is not that of the page
	Runs   []Run
}

// Part is a stretch of the text. One with Fold is unchanged; without groups it is left out.
type Part struct {
	Fold   string
	Groups []Group
}

// Group is a table, a list or a single block.
type Group struct {
	Table, List bool
	Columns     int
	Blocks      []Block
}

// Block is a block of either version or of both.
type Block struct {
	Change    redline.Change
	Kind      markdown.BlockKind
	Sign      string // at the margin
	Label     string // what became of it, for those who do not see the margin
	Note      string // where it came from or went to
	ID, Peer  string // anchors of the two places of a moved block
	Level     int    // of a heading on the page
	Depth     int
	Quoted    bool
	Marker    string
	Head      bool
	Rewritten bool // only written otherwise
	Cells     []Cell
}

// Cell is a cell of a row, or the text of another block.
type Cell struct {
	Change redline.Change
	Lang   string // of the runs, where it is not that of the page
	Runs   []Run
}

// Run is a run of words. Word says what became of it, for those who do not see the marks; WordLang is its language
// where the run is in another.
type Run struct {
	Change                         redline.Change
	Text, Word, WordLang           string
	Code, Strong, Emphasis, Struck bool
}

// Words are those in which redlines are told. Text is the language of the documents where it is another, and Page then
// that of the words.
type Words struct {
	*theme.Words
	Text, Page string
}

// Changes gives what changed with so many unchanged blocks around, its text in so many bytes.
func (l Words) Changes(r redline.Redline, around, room int) Comparison {
	out := l.compared(r)
	parts := r.Parts(around)
	out.Parts, out.Rest = l.changes(parts, room)
	out.Folded = slices.ContainsFunc(parts, func(p redline.Part) bool { return p.Folded })
	return out
}

// Whole gives all of the text. What is unchanged is folded.
func (l Words) Whole(r redline.Redline) Comparison {
	out, at := l.compared(r), 0
	for _, p := range r.Parts(1) {
		part := Part{Groups: l.groups(p.Blocks, at)}
		if p.Folded {
			part.Fold = l.fold(p)
		}
		out.Parts, at = append(out.Parts, part), at+len(p.Blocks)
	}
	return out
}

// compared gives what differs as pages show it, but for the text.
func (l Words) compared(r redline.Redline) Comparison {
	v := Comparison{Summary: l.summary(r)}
	if r.Old.Path != r.New.Path && r.Old.Path != "" && r.New.Path != "" {
		v.Moved = l.T("The file was moved from %s to %s.", r.Old.Path, r.New.Path)
	}
	for _, n := range r.Notes {
		v.Notes = append(v.Notes, l.T(n))
	}
	for _, f := range r.Fields {
		v.Fields = append(v.Fields, Field{Key: f.Key, Change: f.Change, Sign: signs[f.Change], Label: l.label(f.Change),
			Lang: l.Text, Runs: l.runs(f.Segments, f.Change == redline.Changed)})
	}
	return v
}

// summary says in a sentence what differs.
func (l Words) summary(r redline.Redline) string {
	var out []string
	add := func(n int, words string) {
		if n > 0 {
			out = append(out, words)
		}
	}
	if c := r.Counts; r.Empty() {
		out = append(out, l.T("The versions have the same content"))
	} else {
		add(len(r.Fields), l.N(len(r.Fields), "front matter value changed", "front matter values changed"))
		add(c.Changed, l.N(c.Changed, "block changed", "blocks changed"))
		add(c.Inserted, l.N(c.Inserted, "block inserted", "blocks inserted"))
		add(c.Deleted, l.N(c.Deleted, "block deleted", "blocks deleted"))
		add(c.Moved, l.N(c.Moved, "block moved", "blocks moved"))
	}
	add(r.Counts.Reformatted, l.N(r.Counts.Reformatted, "block with formatting changes only", "blocks with formatting changes only"))
	return strings.Join(out, ", ") + "."
}

// signs stand at the margin.
var signs = map[redline.Change]string{redline.Changed: "~", redline.Inserted: "+", redline.Deleted: "−", redline.Moved: "↳",
	redline.Left: "↱"}

// label says what became of a block.
func (l Words) label(c redline.Change) string {
	switch c {
	case redline.Changed:
		return l.T("Changed")
	case redline.Inserted:
		return l.T("Inserted")
	case redline.Deleted:
		return l.T("Deleted")
	case redline.Moved:
		return l.T("Moved here")
	case redline.Left:
		return l.T("Moved away")
	}
	return ""
}

// changes gives what changed with its surroundings, as far as there is room. What lies between is only counted: the full
// texts have it. It tells how many changed blocks are left out.
func (l Words) changes(parts []redline.Part, room int) (out []Part, rest int) {
	at := 0
	for n, p := range parts {
		var part Part
		if p.Folded {
			part.Fold = l.fold(p)
		} else {
			shown := slices.IndexFunc(p.Blocks, func(b redline.Block) bool { room -= weight(b); return room < 0 })
			if shown >= 0 {
				part.Groups = l.groups(p.Blocks[:shown], at)
				return append(out, part), left(parts[n:], shown)
			}
			part.Groups = l.groups(p.Blocks, at)
		}
		at += len(p.Blocks)
		out = append(out, part)
	}
	return out, 0
}

// left counts the changed blocks of parts, so many of the first one not.
func left(parts []redline.Part, shown int) int {
	n := 0
	for i, p := range parts {
		for j, b := range p.Blocks {
			if b.Change != redline.Same && (i > 0 || j >= shown) {
				n++
			}
		}
	}
	return n
}

// weight is about how many bytes a block takes on a page.
func weight(b redline.Block) int {
	n := 180
	for _, c := range b.Cells {
		n += 20
		for _, s := range c.Segments {
			n += 20 + len(s.Text) + len(s.Text)/8
			if s.Change != redline.Same {
				n += 80
			}
		}
	}
	return n
}

func (l Words) fold(p redline.Part) string {
	s := l.N(len(p.Blocks), "block unchanged", "blocks unchanged")
	if p.Reformatted > 0 {
		s += ", " + l.N(p.Reformatted, "of them in formatting only", "of them in formatting only")
	}
	return s
}

// groups puts the rows of a table and the items of a list together. The first block has the given number.
func (l Words) groups(blocks []redline.Block, first int) []Group {
	var out []Group
	for i, b := range blocks {
		table, list := b.Kind == markdown.BlockRow, b.Kind != markdown.BlockRow && b.Depth > 0
		last := len(out) - 1
		head := b.Head && last >= 0 && len(out[last].Blocks) > 0 && !out[last].Blocks[len(out[last].Blocks)-1].Head
		if last < 0 || !table && !list || out[last].Table != table || out[last].List != list || head {
			out = append(out, Group{Table: table, List: list})
			last++
		}
		out[last].Blocks = append(out[last].Blocks, l.block(b, first+i))
		out[last].Columns = max(out[last].Columns, len(b.Cells), 1)
	}
	return out
}

func (l Words) block(b redline.Block, number int) Block {
	v := Block{Change: b.Change, Kind: b.Kind, Sign: signs[b.Change], Label: l.label(b.Change),
		Level: min(max(b.Level+1, 3), 6), Depth: min(b.Depth, 6),
		Quoted: b.Quote > 0, Marker: b.Marker, Head: b.Head, Rewritten: b.Reformatted}
	switch b.Change {
	case redline.Moved:
		v.Note = l.T("moved here from line %d", b.OldLine)
	case redline.Left:
		v.Note = l.T("moved to line %d", b.NewLine)
	}
	if b.Peer >= 0 {
		v.ID, v.Peer = fmt.Sprintf("block-%d", number), fmt.Sprintf("block-%d", b.Peer)
	}
	for _, c := range b.Cells {
		v.Cells = append(v.Cells, Cell{c.Change, l.Text, l.runs(c.Segments, c.Change == redline.Changed)})
	}
	return v
}

// runs gives the words of segments. Where a link points is shown only where it changed.
func (l Words) runs(segments []redline.Segment, mixed bool) []Run {
	var out []Run
	for _, s := range segments {
		v := Run{Change: s.Change, Text: s.Text, Code: s.Style&markdown.Code != 0, Strong: s.Style&markdown.Strong != 0,
			Emphasis: s.Style&markdown.Emphasis != 0, Struck: s.Style&markdown.Struck != 0}
		if s.Style&markdown.Target != 0 {
			if s.Change == redline.Same {
				continue
			}
			target := strings.TrimSpace(s.Text)
			v.Text = strings.Replace(s.Text, target, "→ "+target, 1)
		}
		if mixed && s.Change == redline.Inserted {
			v.Word = l.T("inserted:")
		} else if mixed && s.Change == redline.Deleted {
			v.Word = l.T("deleted:")
		}
		if v.Word != "" {
			v.WordLang = l.Page
		}
		out = append(out, v)
	}
	return out
}
