// Package redline compares two versions of a document: what was inserted, deleted, moved or said otherwise.
//
// Front matter comes first, key by key. The text is compared in two steps: blocks (paragraphs, items, rows, headings,
// code) are aligned, and the words of those that belong together are compared. A redline holds both versions whole,
// so that either can be read off it. What differs only in how it is written is no change, and is counted apart. All
// of it is bounded by counts of steps and never by a clock: the same versions give the same redline on every machine,
// and where a bound was met the redline says so.
package redline

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
)

// Text is one version of a document as written.
type Text struct {
	Front    *strictyaml.Node // nil where there is none, and where it cannot be read
	Block    string           // the front matter as written
	Body     []byte
	BodyLine int // of the file, 1-based
}

// Change tells what became of a block, a cell or a value.
type Change string

// The changes. A block that was moved is there twice: as Moved where it stands now, as Left where it stood.
const (
	Same     Change = "same"
	Changed  Change = "changed"
	Inserted Change = "inserted"
	Deleted  Change = "deleted"
	Moved    Change = "moved"
	Left     Change = "left"
)

// Redline is what differs between two versions. The order is that of the new version; what it has no more stands where
// it stood.
type Redline struct {
	Old    Edition  `json:"old"`
	New    Edition  `json:"new"`
	Counts Counts   `json:"counts"`
	Notes  []string `json:"notes,omitempty"` // bounds that were met, and what could not be read
	Fields []Field  `json:"front_matter"`    // those that differ
	Blocks []Block  `json:"blocks"`
}

// Edition says which version a side of the redline is. Compare leaves it empty.
type Edition struct {
	Version string `json:"version,omitempty"` // as the front matter calls it
	Status  string `json:"status,omitempty"`
	Commit  string `json:"commit,omitempty"` // empty for a file that is not committed
	Day     string `json:"day,omitempty"`    // of the commit, in UTC
	Path    string `json:"path,omitempty"`
	Blob    string `json:"blob,omitempty"`
}

// Counts say how many blocks became what. A block that was moved and changed counts as moved.
type Counts struct {
	Same        int `json:"same"` // those that are only written otherwise included
	Reformatted int `json:"reformatted"`
	Changed     int `json:"changed"`
	Inserted    int `json:"inserted"`
	Deleted     int `json:"deleted"`
	Moved       int `json:"moved"`
	Words       struct {
		Inserted int `json:"inserted"`
		Deleted  int `json:"deleted"`
	} `json:"words"` // of the text; those of a block that was only moved are neither
}

// Field is a value of the front matter that differs.
type Field struct {
	Key      string    `json:"key"` // such as "version" or "targets[Availability].target"
	Change   Change    `json:"change"`
	Old      string    `json:"old,omitempty"`
	New      string    `json:"new,omitempty"`
	Segments []Segment `json:"segments"`
}

// Block is a block of either version or of both. What it is and where it stands is that of the new version, of the old
// one for a block that is deleted.
type Block struct {
	Change      Change             `json:"change"`
	Kind        markdown.BlockKind `json:"kind"`
	Level       int                `json:"level,omitempty"`
	Depth       int                `json:"depth,omitempty"`
	Quote       int                `json:"quote,omitempty"`
	Marker      string             `json:"marker,omitempty"`
	Head        bool               `json:"head,omitempty"`
	Language    string             `json:"language,omitempty"`
	Reformatted bool               `json:"reformatted,omitempty"` // says the same, written otherwise
	OldLine     int                `json:"old_line,omitempty"`    // of the file; 0 where that version has no such block
	NewLine     int                `json:"new_line,omitempty"`
	Peer        int                `json:"-"`               // of a block that was moved: the index of its other appearance; else -1
	Cells       []Cell             `json:"cells,omitempty"` // several for a row; none for a block that left
}

// Cell is a cell of a row, or the text of any other block.
type Cell struct {
	Change   Change    `json:"change"`
	Segments []Segment `json:"segments"`
}

// Segment is a run of words that one version has or both have.
type Segment struct {
	Change Change         `json:"change"` // Same, Inserted or Deleted
	Text   string         `json:"text"`
	Style  markdown.Style `json:"style,omitempty"`
}

// Summary says in a line what differs, in so many values of the front matter and in the text.
func (c Counts) Summary(fields int) string {
	var out []string
	add := func(n int, one, many string) {
		if n == 1 {
			many = one
		}
		if n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, many))
		}
	}
	add(fields, "front matter value changed", "front matter values changed")
	add(c.Changed, "block changed", "blocks changed")
	add(c.Inserted, "block inserted", "blocks inserted")
	add(c.Deleted, "block deleted", "blocks deleted")
	add(c.Moved, "block moved", "blocks moved")
	if len(out) == 0 {
		out = append(out, "the content is the same")
	}
	add(c.Reformatted, "block with formatting changes only", "blocks with formatting changes only")
	add(c.Same-c.Reformatted, "block unchanged", "blocks unchanged")
	return strings.Join(out, ", ")
}

// Empty tells whether the versions say the same in front matter and text.
func (r Redline) Empty() bool {
	c := r.Counts
	return len(r.Fields) == 0 && c.Changed+c.Inserted+c.Deleted+c.Moved == 0
}

// The notes that are always said in the same words.
const (
	noteLayout   = "only the layout of the text differs, not its content"
	noteReplaced = "the versions differ so much that some passages are shown as replaced without comparing their words"
	noteFront    = "the front matter of a version cannot be read as YAML, and is compared as text"
	noteNear     = "many blocks changed, so each was only compared with blocks near its place"
)

// Sentences lists the notes that are always said in the same words, for those who translate them.
func Sentences() []string { return []string{noteLayout, noteReplaced, noteFront, noteNear} }

// Version is a text that was read once, to be compared with the one before it and the one after it. It is not changed.
type Version struct {
	text    Text
	blocks  []markdown.Block
	problem error // why the text is compared by its lines
}

// Read reads a text.
func Read(t Text) *Version { return ReadFrom(t, markdown.Read(t.Body, t.BodyLine)) }

// ReadFrom is Read where the body was read before.
func ReadFrom(t Text, body *markdown.Text) *Version {
	v := &Version{text: t}
	if v.blocks, v.problem = body.Blocks(); v.problem != nil {
		v.blocks = lines(t)
	}
	return v
}

// Compare gives what differs between two versions. A text that cannot be read as Markdown is compared by lines, front
// matter that cannot be read as YAML by words; Notes say so.
func Compare(was, is Text) Redline { return compare(Read(was), Read(is), everything) }

// Changes is Compare for those who show what changed and so many blocks around it, as Parts gives them: further unchanged
// blocks may have no cells, which saves their words.
func Changes(was, is *Version, around int) Redline { return compare(was, is, around) }

func compare(was, is *Version, around int) Redline {
	c := &comparer{words: map[word]int32{}}
	r := Redline{Fields: []Field{}, Blocks: []Block{}}
	c.budget = newBudget(len(was.text.Block) + len(is.text.Block) + len(was.text.Body) + len(is.text.Body))
	r.Fields = append(r.Fields, c.front(was.text, is.text)...)
	c.lined(was, "older")
	c.lined(is, "newer")
	head, tail := ends(was.blocks, is.blocks)
	old, new := was.blocks[head:len(was.blocks)-tail], is.blocks[head:len(is.blocks)-tail]
	r.Blocks = append(r.Blocks, unchanged(was.blocks[:head], is.blocks[:head])...)
	for _, b := range c.align(c.blocks(old), c.blocks(new)) {
		if b.Peer >= 0 {
			b.Peer += head
		}
		r.Blocks = append(r.Blocks, b)
	}
	r.Blocks = append(r.Blocks, unchanged(was.blocks[head+len(old):], is.blocks[head+len(new):])...)
	c.fill(&r, is.blocks, head, tail, around)
	r.count()
	if r.Empty() && r.Counts.Reformatted == 0 && !bytes.Equal(was.text.Body, is.text.Body) {
		c.note(noteLayout)
	}
	if c.budget.met {
		c.note(noteReplaced)
	}
	r.Notes = c.notes
	return r
}

// comparer is one comparison.
type comparer struct {
	words  map[word]int32
	budget budget
	notes  []string
}

func (c *comparer) note(text string) {
	if !slices.Contains(c.notes, text) {
		c.notes = append(c.notes, text)
	}
}

// lined says of a version that is compared by its lines why.
func (c *comparer) lined(v *Version, which string) {
	if v.problem != nil {
		c.note(fmt.Sprintf("the %s version is compared by its lines: %s", which, v.problem))
	}
}

// blocks gives the blocks of a version with their tokens.
func (c *comparer) blocks(read []markdown.Block) []block {
	out := make([]block, len(read))
	for i, b := range read {
		out[i] = c.tokenize(b)
	}
	return out
}

// lines gives a text that is no Markdown as blocks, one for each line.
func lines(t Text) []markdown.Block {
	var out []markdown.Block
	n := t.BodyLine
	for line := range strings.Lines(strings.ToValidUTF8(string(t.Body), "\uFFFD")) {
		if text := strings.TrimSpace(line); text != "" {
			out = append(out, markdown.Block{Kind: markdown.BlockParagraph, Line: n, Source: text, Cells: [][]markdown.Run{{{Text: text}}}})
		}
		n++
	}
	return out
}

// count fills in the counts.
func (r *Redline) count() {
	c := &r.Counts
	for _, b := range r.Blocks {
		switch b.Change {
		case Same:
			c.Same++
			if b.Reformatted {
				c.Reformatted++
			}
		case Changed:
			c.Changed++
		case Inserted:
			c.Inserted++
		case Deleted:
			c.Deleted++
		case Moved:
			c.Moved++
		}
		for _, cell := range b.Cells {
			for _, s := range cell.Segments {
				switch s.Change {
				case Inserted:
					c.Words.Inserted += len(strings.Fields(s.Text))
				case Deleted:
					c.Words.Deleted += len(strings.Fields(s.Text))
				}
			}
		}
	}
}
