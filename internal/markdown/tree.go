package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"clausebook/internal/anchors"
	"clausebook/internal/dialect"
	"clausebook/internal/ruler"
	"clausebook/internal/slug"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// tree is a parsed text and what Parse and Render both have to know about it.
type tree struct {
	source   []byte
	root     ast.Node
	ruler    *ruler.Ruler
	spans    map[ast.Node]span
	problems []refusal
	places   []named
	top      []string // names of places before the first heading
	codes    []span   // blocks of code, found when first asked for
	outline  []Heading
	starts   []int            // offsets at which the headings start
	index    map[ast.Node]int // of a heading's node in outline

	anchors   anchors.Names                  // of outline, made when first asked for
	addresses map[string]dialect.Destination // destinations taken apart, as written
	expanded  int                            // bytes that the uses of link definitions add to the text

	work, cells int  // what reading took of the bounds
	bounded     bool // one of them was met
}

// markup is the parser: CommonMark with tables, task lists, strikethrough, bare URLs, footnotes, definition lists, boxes,
// ids of headings and references, each piece within its bounds. It is safe for use by several goroutines.
var markup = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(headingID{parser.NewSetextHeadingParser()}, 100),
		util.Prioritized(boundedBlock{extension.NewDefinitionListParser(), maxDepth}, 101),
		util.Prioritized(boundedBlock{extension.NewDefinitionDescriptionParser(), maxDepth + 1}, 102),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(boundedBlock{parser.NewListParser(), maxDepth}, 300),
		util.Prioritized(boundedBlock{parser.NewListItemParser(), maxDepth + 1}, 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(headingID{parser.NewATXHeadingParser()}, 600),
		util.Prioritized(fencedDiagram{}, 680),
		util.Prioritized(fencedCallout{}, 690),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(boundedBlock{parser.NewBlockquoteParser(), maxDepth}, 800),
		util.Prioritized(indentedCallout{}, 850),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(boundedFootnote{boundedBlock{extension.NewFootnoteBlockParser(), maxDepth}}, 999),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(boundedInline{extension.NewTaskCheckBoxParser()}, 0),
		util.Prioritized(boundedInline{parser.NewCodeSpanParser()}, 100),
		util.Prioritized(boundedInline{undefinedNotes{extension.NewFootnoteParser()}}, 101),
		util.Prioritized(boundedInline{referenceParser{}}, 199),
		util.Prioritized(boundedInline{undefinedLinks{parser.NewLinkParser()}}, 200),
		util.Prioritized(boundedInline{namespacedTags{parser.NewAutoLinkParser()}}, 300),
		util.Prioritized(boundedInline{parser.NewRawHTMLParser()}, 400),
		util.Prioritized(boundedInline{parser.NewEmphasisParser()}, 500),
		util.Prioritized(boundedInline{extension.NewStrikethroughParser()}, 500),
		util.Prioritized(boundedInline{extension.NewLinkifyParser(
			extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}))}, 999),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(alerts{}, 50),
		util.Prioritized(abbreviationLists{}, 60),
		util.Prioritized(boundedDefinitions{parser.LinkReferenceParagraphTransformer}, 100),
		util.Prioritized(boundedTables{extension.NewTableParagraphTransformer()}, 200),
	),
	parser.WithASTTransformers(
		util.Prioritized(alertBoxes{}, 50),
		util.Prioritized(harmlessTags{}, 60),
		util.Prioritized(unusedFootnotes{}, 100),
		util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
	),
)

// grow parses a text whose first line has the given number in its file. The error says why the text is not to be
// rendered as Markdown at all.
func grow(source []byte, firstLine int) (t *tree, err error) {
	if len(source) > MaxSource {
		return nil, fmt.Errorf("the text has %d bytes, more than %d", len(source), MaxSource)
	}
	if lines := bytes.Count(source, []byte("\n")); lines > maxLines {
		return nil, fmt.Errorf("the text has %d lines, more than %d", lines, maxLines)
	}
	// goldmark panics where it meets a state that it holds impossible. A text that brings it there is a matter of
	// that text, and must not end the work on all others.
	defer func() {
		if r := recover(); r != nil {
			t, err = nil, fmt.Errorf("the text cannot be read as Markdown: %v", r)
		}
	}()
	g := &growth{source: source, work: workFor(len(source)), spans: map[ast.Node]span{}, told: map[string]bool{}}
	pc := parser.NewContext()
	pc.Set(growthKey, g)
	root := markup.Parse(text.NewReader(dialect.Links(source)), parser.WithContext(pc))
	t = &tree{source: source, root: root, ruler: ruler.New(source, firstLine), spans: g.spans, problems: g.problems, places: g.places,
		addresses: map[string]dialect.Destination{}, work: workFor(len(source)) - g.work, cells: g.cells, bounded: len(g.told) > 0}
	t.outlineHeadings()
	t.markHeadings()
	return t, nil
}

// outlineHeadings collects the headings in the order of the text, which is not that of the tree: footnotes are moved
// to its end, and may hold headings.
func (t *tree) outlineHeadings() {
	var nodes []*ast.Heading
	eachBlock(t.root, func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			nodes = append(nodes, h)
		}
	})
	slices.SortStableFunc(nodes, func(a, b *ast.Heading) int { return cmp.Compare(t.blockSpan(a).start, t.blockSpan(b).start) })
	t.index = make(map[ast.Node]int, len(nodes))
	var ids slug.Names
	for _, n := range nodes {
		ids.Keep(ownID(n))
	}
	var open []int // the headings that enclose the next one
	for i, n := range nodes {
		at := t.blockSpan(n)
		words := t.textOf(n)
		for len(open) > 0 && t.outline[open[len(open)-1]].Level >= n.Level {
			open = open[:len(open)-1]
		}
		h := Heading{Level: n.Level, Text: words, ID: ids.For(ownID(n), words), Place: t.place(at), Parent: -1}
		if len(open) > 0 {
			h.Parent = open[len(open)-1]
		}
		open = append(open, i)
		t.index[n] = i
		t.outline = append(t.outline, h)
		t.starts = append(t.starts, at.start)
	}
}

// eachBlock visits a block and the blocks in it.
func eachBlock(n ast.Node, visit func(ast.Node)) {
	if n.Type() == ast.TypeInline {
		return
	}
	visit(n)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		eachBlock(c, visit)
	}
}

// blockSpan gives the bytes of a block that holds text: from its mark, if it has one before the text, to the text's
// end. Of an underlined heading the library gives the underline as position.
func (t *tree) blockSpan(n ast.Node) span {
	s := span{n.Pos(), n.Pos()}
	if lines := n.Lines(); lines.Len() > 0 {
		first, last := lines.At(0), lines.At(lines.Len()-1)
		if s.start < 0 || first.Start < s.start {
			s.start = first.Start
		}
		s.stop = last.Stop
	} else if s.start >= 0 {
		s.stop = t.ruler.LineEnd(t.ruler.Line(s.start))
	}
	s.start = max(s.start, 0)
	for s.stop > s.start && bytes.IndexByte([]byte(" \t\r\n"), t.source[s.stop-1]) >= 0 {
		s.stop--
	}
	return span{s.start, max(s.start, s.stop)}
}

// place gives where in the file a span stands.
func (t *tree) place(s span) Place {
	line, col, end := t.ruler.Place(s.start, s.stop)
	return Place{line, col, end}
}

// section gives the index of the heading under which an offset stands, -1 before the first.
func (t *tree) section(offset int) int {
	i, found := slices.BinarySearch(t.starts, offset)
	if found {
		return i
	}
	return i - 1
}

// unusedFootnotes reports the footnotes that nothing refers to, before the library drops them from the tree.
type unusedFootnotes struct{}

// Transform looks through the footnotes of a tree.
func (unusedFootnotes) Transform(root *ast.Document, _ text.Reader, pc parser.Context) {
	g := growthOf(pc)
	if g.notes == 0 {
		return
	}
	eachBlock(root, func(n ast.Node) {
		if note, ok := n.(*extast.Footnote); ok && note.Index < 0 {
			at := span{note.Pos(), note.Pos() + len("[^]") + len(note.Ref)}
			g.problems = append(g.problems, refusal{ProblemFootnote, string(note.Ref), at})
		}
	})
}
