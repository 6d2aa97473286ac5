// Package markdown turns Markdown into an outline, links, comments and safe HTML.
//
// It is the only package that knows goldmark, and the only one that makes template.HTML of what a document says. Parse
// keeps what other packages ask about and throws the syntax tree away, so that ten thousand documents fit in memory;
// Render parses again when a page is asked for. Content is untrusted: raw HTML is never passed on, links go
// through an allow-list of schemes, and size, table width, output and work are bounded, by counting and never by time.
package markdown

import "cmp"

// Place is where something stands in the file: line and column are 1-based, columns count runes, EndCol is exclusive.
type Place struct{ Line, Col, EndCol int }

// compare orders places as they come in the file.
func (p Place) compare(q Place) int {
	return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// Body is what Parse keeps of a Markdown text.
type Body struct {
	Headings []Heading
	Links    []Link
	Comments []Comment
	Fences   []Fence
	Tables   []Table
	Top      []string  // names of places before the first heading
	Labels   []string  // text in bold that opens a paragraph or a list item, such as a field name
	Problems []Problem // what cannot be rendered as written
	Words    int

	Abbreviations []Abbreviation // that the text spells out, each once
	Names         []string       // words that have the form of an id, each once; see package ids
	Rows          []string       // ids of the rows of its tables; one that stands twice in one table is there twice
}

// Heading is one heading. ID is unique within the text and is the fragment of its address: GitHub's slug with a
// number for repeats, without the prefix that Render puts before it.
type Heading struct {
	Level int
	Text  string
	ID    string
	Place
	// Words counts the words between this heading and the next, of whatever level.
	Words int
	// Parent is the index of the enclosing heading, or -1.
	Parent int
	Marks  []string // names that anchors written as HTML give the place
}

// LinkKind tells how a link names its target.
type LinkKind uint8

// The kinds of links.
const (
	LinkRelative LinkKind = iota // a path, with or without a fragment
	LinkExternal                 // a URL with an allowed scheme
	LinkFragment                 // #heading in the same document
	LinkDocument                 // [[ID]] or [[ID#heading|text]]
	LinkClause                   // [[§8.5.1.3]] or [[§iso20000-1-2011:9.2]]
)

// Link is one link or image as written. Target is unescaped; for a document reference it is the id, for a clause
// reference the clause with its optional standard prefix.
type Link struct {
	Kind     LinkKind
	Target   string
	Fragment string
	Text     string
	Image    bool
	Row      bool // it stands in a row of a table, below the names of the columns
	Section  int  // index of the heading it stands under, -1 before the first
	Place
}

// Bound tells whether a text says with a link what its path leads to: an approval binds the file at its end, beside what is written.
func (l Link) Bound() bool { return l.Kind == LinkRelative || l.Kind == LinkDocument && l.Image }

// Comment is an HTML comment. Text is what stands between the marks, trimmed; TextLine and TextCol say where it starts.
type Comment struct {
	Text     string
	TextLine int
	TextCol  int
	Section  int // index of the heading it stands under, -1 before the first
	Place
}

// Fence is a fenced code block. Source is kept of diagrams alone; its lines follow the line of the fence.
type Fence struct {
	Language string
	Source   string
	Section  int
	Place
}

// Table is a table's shape: the words of its header cells and the number of rows below.
type Table struct {
	Header  []string
	Rows    int
	Section int
	Place
}

// ProblemKind tells what is wrong with a piece of Markdown.
type ProblemKind string

// The problems that Parse finds.
const (
	ProblemRawHTML  ProblemKind = "raw-html"  // a tag that will not be passed on
	ProblemHTML     ProblemKind = "html"      // a tag in a block of HTML, which is shown as it is written
	ProblemScheme   ProblemKind = "scheme"    // a link whose scheme is not allowed
	ProblemTooLarge ProblemKind = "too-large" // the text, a table or a paragraph is over its bound
	ProblemImage    ProblemKind = "image"     // an image that is not a file of the content folder
	ProblemFootnote ProblemKind = "footnote"  // a footnote that nothing refers to, so that no page shows it
	ProblemNote     ProblemKind = "note"      // a mention of a footnote that is nowhere
	ProblemLabel    ProblemKind = "label"     // a link by a label that is defined nowhere
	ProblemSpace    ProblemKind = "space"     // a link with a bare space in its path, which CommonMark takes for text
	ProblemCells    ProblemKind = "cells"     // cells of a row beyond the columns of its table, which no page shows
	ProblemForeign  ProblemKind = "foreign"   // a mark of another program, which is shown as it is written
	ProblemDiagram  ProblemKind = "diagram"   // a diagram that is shown as source, found by CheckDiagrams
)

// Problem is something in the text that cannot be rendered as written.
type Problem struct {
	Kind   ProblemKind
	Detail string // what was found, for example the tag or the scheme
	Place
}

// Reference is what a Resolver says about a link's target.
type Reference struct {
	Href    string // the address to put into the page, relative to it; empty if the target does not exist
	Text    string // the words to show where the link has none of its own, such as the target's title
	Words   string // the words to show in place of the link's own, which are what it leads to
	Title   string // a tooltip, may be empty
	Missing string // why there is no target; shown instead of a link
}

// Resolver gives the address of a link's target as seen from the page being rendered.
type Resolver interface {
	Resolve(Link) Reference
}
