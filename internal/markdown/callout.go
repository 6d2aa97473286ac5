package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"clausebook/internal/dialect"
)

// This file reads the boxes that other programs know: alerts of forges (> [!NOTE]), admonitions and tabs of MkDocs
// (!!! note, ??? note, === "Tab"), containers of Docusaurus, VitePress and Pandoc (::: note), boxes of MyST (```{note}) and of
// GitBook and Hugo ({% hint %}, {{< notice >}}), elements that hold Markdown (<Note>, <div markdown>). All of them become one kind
// of block, whose first child is its title.

// callout is a box. Kind is the word that was written, in lower case; empty for a container that only groups.
type callout struct {
	ast.BaseBlock
	kind   string
	end    dialect.End // of a box that another line closes
	tab    [2]int      // of MkDocs: in which set, and the how manieth
	indent int         // of its first line, where it is an element; each line of it may be indented as far
}

// calloutTitle is the title of a callout: the words that were written, none where its kind says enough.
type calloutTitle struct {
	ast.BaseBlock
	kind string
}

var kindCallout, kindCalloutTitle = ast.NewNodeKind("Callout"), ast.NewNodeKind("CalloutTitle")

// Kind tells the tree what the node is.
func (n *callout) Kind() ast.NodeKind { return kindCallout }

// Dump prints the node for debugging; the interface asks for it.
func (n *callout) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Kind": n.kind}, nil)
}

// Kind tells the tree what the node is.
func (n *calloutTitle) Kind() ast.NodeKind { return kindCalloutTitle }

// Dump prints the node for debugging; the interface asks for it.
func (n *calloutTitle) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// kindTab is the kind of a tab, which has a title of its own and no colour.
const kindTab = dialect.KindTab

// newCallout makes a box that begins at an offset. Without a title only one of a kind that has a name gets any.
func newCallout(b dialect.Box, at int) *callout {
	n := &callout{kind: b.Kind, end: b.End, indent: -1}
	n.SetPos(at)
	if title := titleOf(b, at); n.kind != "" || title.stop > title.start {
		n.AppendChild(n, newCalloutTitle(n.kind, at, title))
	}
	return n
}

// titleOf gives the place of a title of which the line stands at an offset.
func titleOf(b dialect.Box, at int) span { return span{at + b.Title.Start, at + b.Title.Stop} }

func newCalloutTitle(kind string, at int, title span) *calloutTitle {
	n := &calloutTitle{kind: kind}
	n.SetPos(at)
	if title.stop > title.start {
		n.Lines().Append(text.NewSegment(title.start, title.stop))
	}
	return n
}

// mark is how a comparison of texts tells the kind, which readers see as a word and a colour.
func (n *calloutTitle) mark() string {
	if n.kind == "" || n.kind == kindTab {
		return ""
	}
	return "[!" + n.kind + "] "
}

// ownBlock is how the blocks of other programs begin and end.
type ownBlock struct{}

// Close has nothing to do.
func (ownBlock) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph is true, as for those who made the forms.
func (ownBlock) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine is false: such a line is code.
func (ownBlock) CanAcceptIndentedLine() bool { return false }

// indentedCallout reads admonitions and tabs of MkDocs, whose text is indented by four.
type indentedCallout struct{ ownBlock }

// Trigger names the characters with which such a block begins.
func (indentedCallout) Trigger() []byte { return []byte{'!', '?', '='} }

// Open starts a box at the reader's position.
func (indentedCallout) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	start := segment.Start + at - segment.Padding
	b, ok := dialect.Indented(line[at:])
	if !ok || tooDeep(reader, pc, maxDepth) {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	n := newCallout(b, start)
	growthOf(pc).nameTab(n, parent.LastChild())
	return n, parser.HasChildren
}

// nameTab gives a tab the name by which MkDocs finds it. Tabs that follow each other are one set.
func (g *growth) nameTab(n *callout, before ast.Node) {
	if n.kind != kindTab {
		return
	}
	if box, ok := before.(*callout); ok && box.kind == kindTab {
		n.tab = [2]int{box.tab[0], box.tab[1] + 1}
	} else {
		g.tabs++
		n.tab = [2]int{g.tabs, 1}
	}
	g.places = append(g.places, named{dialect.TabName(n.tab[0], n.tab[1]), span{n.Pos(), n.Pos()}})
}

// Continue tells whether a line belongs to the box.
func (indentedCallout) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	at, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if at < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(at, padding)
	return parser.Continue | parser.HasChildren
}

// fencedCallout reads boxes that a line of their own closes.
type fencedCallout struct{ ownBlock }

// Trigger names the characters with which such a block begins.
func (fencedCallout) Trigger() []byte { return []byte{':', '`', '~', '{', '<'} }

// Open starts a box at the reader's position.
func (fencedCallout) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	b, ok := dialect.Closed(line[at:])
	if !ok || tooDeep(reader, pc, maxDepth) || !growthOf(pc).closed(b.End, segment.Start) {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	start := segment.Start + at - segment.Padding
	if g := growthOf(pc); b.Name != "" {
		g.places = append(g.places, named{b.Name, span{start, start}})
	}
	return newCallout(b, start), parser.HasChildren
}

// closed tells whether what closes a box comes after an offset, if it is a tag: others need no end.
func (g *growth) closed(end dialect.End, from int) bool {
	tag := end.Tag()
	if tag == "" {
		return true
	}
	last, known := g.lastTags[tag]
	if !known {
		last = bytes.LastIndex(g.source, []byte(tag))
		if rest := last + len(tag); tag[0] == '<' && last >= 0 && len(bytes.TrimSpace(g.source[rest:dialect.LineEnd(g.source, rest)])) > 0 {
			last = -1 // it closes more than its own line
		}
		if g.lastTags == nil {
			g.lastTags = map[string]int{}
		}
		g.lastTags[tag] = last
	}
	return last > from
}

// Continue tells whether a line belongs to the container. Its end closes the innermost container that it can close.
func (fencedCallout) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	node.(*callout).unindent(reader)
	line, _ := reader.PeekLine()
	width, at := util.IndentWidth(line, reader.LineOffset())
	if width > 3 || at >= len(line) {
		return parser.Continue | parser.HasChildren
	}
	if innermost(pc, line[at:]) != node {
		return parser.Continue | parser.HasChildren
	}
	reader.AdvanceToEOL()
	return parser.Close
}

// unindent takes off a line of an element what all its lines are indented by.
func (n *callout) unindent(reader text.Reader) {
	line, _ := reader.PeekLine()
	if !n.end.Element() || util.IsBlank(line) {
		return
	}
	width, _ := util.IndentWidth(line, reader.LineOffset())
	if n.indent < 0 {
		n.indent = width
	}
	if at, padding := util.IndentPosition(line, reader.LineOffset(), min(width, n.indent)); at > 0 || padding > 0 {
		reader.AdvanceAndSetPadding(at, padding)
	}
}

// innermost gives the box that a line closes; nil where it closes none, as in code.
func innermost(pc parser.Context, line []byte) ast.Node {
	if bytes.IndexByte([]byte(":`~{<"), line[0]) < 0 {
		return nil
	}
	open := pc.OpenedBlocks()
	if _, code := pc.LastOpenedBlock().Node.(*ast.FencedCodeBlock); code {
		return nil
	}
	for i := len(open) - 1; i >= 0; i-- {
		if n, ok := open[i].Node.(*callout); ok && n.end.Closes(line) {
			return n
		}
	}
	return nil
}

// alerts finds the alerts of forges: quotations that begin with a line of a kind in brackets. A word after it is its title.
type alerts struct{}

// calloutAttribute marks a quotation that is an alert.
const calloutAttribute = "callout"

// Transform takes the line that says the kind out of the first paragraph of a quotation.
func (alerts) Transform(n *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := n.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(n) || n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	line := first.Value(reader.Source())
	b, ok := dialect.Alert(line)
	if !ok || !dialect.IsNamed(b.Kind) {
		return
	}
	quote.SetAttributeString(calloutAttribute, b.Kind)
	quote.InsertBefore(quote, n, newCalloutTitle(b.Kind, first.Start, titleOf(b, first.Start-first.Padding)))
	n.Lines().SetSliced(1, n.Lines().Len())
	if n.Lines().Len() == 0 {
		quote.RemoveChild(quote, n)
	}
}

// alertBoxes makes boxes of the quotations that are alerts, once the parser has let go of them.
type alertBoxes struct{}

// Transform goes through the tree.
func (alertBoxes) Transform(root *ast.Document, _ text.Reader, _ parser.Context) {
	var found []*ast.Blockquote
	eachBlock(root, func(n ast.Node) {
		if quote, ok := n.(*ast.Blockquote); ok {
			if _, alert := quote.AttributeString(calloutAttribute); alert {
				found = append(found, quote)
			}
		}
	})
	for _, quote := range found {
		kind, _ := quote.AttributeString(calloutAttribute)
		box := &callout{kind: kind.(string)}
		box.SetPos(quote.Pos())
		quote.Parent().ReplaceChild(quote.Parent(), quote, box)
		for child := quote.FirstChild(); child != nil; {
			next := child.NextSibling()
			box.AppendChild(box, child)
			child = next
		}
	}
}

// callout writes a box. It is open whatever the text asks for, so that nothing on a page is hidden from print or search.
func (p *page) callout(n *callout) {
	class := dialect.Kinds[n.kind].Class
	switch {
	case n.kind == kindTab:
		class = kindTab
	case n.kind == "" && n.end.Element() && n.FirstChild() != nil && n.FirstChild().Kind() != kindCalloutTitle:
		p.blocks(n) // it says nothing
		return
	case n.kind == "":
		class = "plain"
	case class == "":
		class = "note"
	}
	p.raw(`<div class="callout callout-` + class + `">` + "\n")
	p.blocks(n)
	p.raw("</div>\n")
}

// calloutTitle writes the title of a box. The kind is always there in words, if only for those who do not see.
func (p *page) calloutTitle(n *calloutTitle) {
	p.raw(`<p class="callout-title">`)
	known, isKnown := dialect.Kinds[n.kind]
	switch {
	case !n.HasChildren() && isKnown:
		p.text(p.options.say(known.Word))
	case !n.HasChildren():
		p.text(capital(n.kind))
	default:
		if isKnown {
			p.raw(`<span class="visually-hidden">`)
			p.text(p.options.say(known.Word) + ": ")
			p.raw("</span>")
		}
		p.inlines(n)
	}
	p.raw("</p>\n")
}

func capital(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return strings.ToUpper(word[:size]) + word[size:]
}
