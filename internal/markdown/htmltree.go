package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"clausebook/internal/characters"
	"clausebook/internal/dialect"
	"clausebook/internal/rawhtml"
)

// This file makes nodes of the tree of HTML that does no harm. They are those that Markdown has, so that an outline, links, what an
// approval binds, redlines and the search know a table in HTML as they know one in Markdown.

// htmlMaker puts HTML that does no harm into the tree of a text.
type htmlMaker struct {
	*growth
}

// visit goes through a block and all in it, the innermost first.
func (m htmlMaker) visit(n ast.Node) {
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		if c.Type() != ast.TypeInline {
			m.visit(c)
		}
		c = next
	}
	switch first := n.FirstChild(); {
	case first == nil:
	case first.Type() == ast.TypeInline:
		m.words(n)
	default:
		m.among(n)
	}
}

// among puts the blocks of HTML among the children of a block into the tree, with what stands between their tags.
func (m htmlMaker) among(n ast.Node) {
	if !m.anyTags(n) {
		return
	}
	b := rawhtml.NewBuilder()
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		if c.Kind() == ast.KindHTMLBlock {
			html, where := m.written(htmlLines(c))
			m.nameMarkdown(html, where)
			b.HTML(html, where)
		} else {
			b.Give(c, true)
		}
		n.RemoveChild(n, c)
		c = next
	}
	m.flow(n, m.finish(b).Children, "", false)
}

// nameMarkdown reports the first Markdown that stands within HTML, where it is none.
func (m htmlMaker) nameMarkdown(html []byte, where func(int) int) {
	if at, ok := dialect.WithinHTML(html); ok && !m.told[dialect.MarkdownInHTML] {
		m.told[dialect.MarkdownInHTML] = true
		m.problems = append(m.problems, refusal{ProblemForeign, dialect.MarkdownInHTML, span{where(at.Start), where(at.Stop)}})
	}
}

// anyTags tells whether a block of HTML among the children says more than a comment does.
func (m htmlMaker) anyTags(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != ast.KindHTMLBlock {
			continue
		}
		written, _ := m.written(htmlLines(c))
		for _, p := range rawhtml.Split(written) {
			if p.Kind == rawhtml.Tag {
				return true
			}
		}
	}
	return false
}

// rebuild puts the tags of blocks that stand among words into the tree, as in a cell of Markdown that holds a list.
func (m htmlMaker) rebuild(n ast.Node) {
	b := rawhtml.NewBuilder()
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		if html, ok := c.(*ast.RawHTML); ok {
			b.HTML(m.written(html.Segments))
		} else {
			b.Give(c, false)
		}
		n.RemoveChild(n, c)
		c = next
	}
	nodes := m.finish(b).Children
	if n.Kind() == extast.KindTableCell {
		m.cell(n, nodes)
		return
	}
	parent, hold := n.Parent(), ast.NewDocument()
	m.flow(hold, nodes, "", n.Kind() == ast.KindTextBlock)
	for c := hold.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, n, c)
		c = next
	}
	parent.RemoveChild(parent, n)
}

// finish takes over what a Builder found beside the tree.
func (m htmlMaker) finish(b *rawhtml.Builder) *rawhtml.Node {
	for _, p := range b.Refused {
		m.problems = append(m.problems, refusal{ProblemRawHTML, "<" + p.Name + ">", span{p.Start, p.Stop}})
	}
	for _, p := range b.IDs {
		m.places = append(m.places, named{characters.Clean(p.Name), span{p.Start, p.End}})
	}
	return b.Finish()
}

// htmlLines gives the lines of a block of HTML.
func htmlLines(n ast.Node) *text.Segments {
	block := n.(*ast.HTMLBlock)
	if !block.HasClosure() {
		return block.Lines()
	}
	all := text.NewSegments()
	all.AppendAll(block.Lines().Sliced(0, block.Lines().Len()))
	all.Append(block.ClosureLine)
	return all
}

// written gives the HTML in some lines without the marks of the blocks around them, and where in the source each byte stands.
func (m htmlMaker) written(lines *text.Segments) (html []byte, where func(int) int) {
	var starts []int
	for i := range lines.Len() {
		line := lines.At(i)
		starts = append(starts, len(html))
		html = append(html, m.source[line.Start:line.Stop]...)
	}
	at := 0 // asked in order, mostly
	return html, func(offset int) int {
		for at+1 < len(starts) && starts[at+1] <= offset {
			at++
		}
		for at > 0 && starts[at] > offset {
			at--
		}
		if len(starts) == 0 {
			return 0
		}
		return lines.At(at).Start + offset - starts[at]
	}
}

// flow adds nodes to a block: blocks as they are, and the words between them as paragraphs.
func (m htmlMaker) flow(parent ast.Node, nodes []*rawhtml.Node, align string, tight bool) {
	var run []*rawhtml.Node
	for _, n := range nodes {
		if !n.IsBlock() {
			run = append(run, n)
			continue
		}
		m.paragraph(parent, run, align, tight)
		run = nil
		m.block(parent, n, align)
	}
	m.paragraph(parent, run, align, tight)
}

// paragraph adds words as a paragraph, if there are any.
func (m htmlMaker) paragraph(parent ast.Node, nodes []*rawhtml.Node, align string, tight bool) {
	say := rawhtml.Say(nodes)
	for ; len(nodes) > 0 && (!say || nodes[0].Comment); nodes = nodes[1:] {
		if nodes[0].Comment {
			m.keep(parent, nodes[0])
		}
	}
	if !say {
		return
	}
	var p ast.Node = ast.NewParagraph()
	if tight {
		p = ast.NewTextBlock()
	}
	m.fill(p, nodes, align)
	parent.AppendChild(parent, p)
}

// fill adds words to a block that holds words, and says where it stands.
func (m htmlMaker) fill(block ast.Node, nodes []*rawhtml.Node, align string) {
	m.set(block, rawhtml.Trimmed(nodes))
	if start, stop := rawhtml.Extent(nodes); stop > start {
		block.SetPos(start)
		if block.Lines().Len() == 0 {
			block.Lines().Append(text.NewSegment(start, stop))
		}
	}
	if alignments[alignment(align)] != "" {
		block.SetAttributeString(alignAttribute, align)
	}
}

// alignAttribute holds how a paragraph is aligned; plain paragraphs have none.
const alignAttribute = "align"

func alignment(align string) extast.Alignment {
	switch align {
	case "left":
		return extast.AlignLeft
	case "right":
		return extast.AlignRight
	case "center":
		return extast.AlignCenter
	}
	return extast.AlignNone
}

// keep adds HTML that stays what it is: a comment, or what is shown as it is written.
func (m htmlMaker) keep(parent ast.Node, n *rawhtml.Node) {
	block := ast.NewHTMLBlock(ast.HTMLBlockType7)
	block.SetPos(n.Start)
	block.Lines().Append(text.NewSegment(n.Start, n.End))
	parent.AppendChild(parent, block)
}

// block adds a block.
func (m htmlMaker) block(parent ast.Node, n *rawhtml.Node, align string) {
	if n.Align != "" {
		align = n.Align
	}
	switch n.Name {
	case "":
		if given, ok := n.Given.(ast.Node); ok {
			parent.AppendChild(parent, given)
			return
		}
		m.keep(parent, n)
	case "h1", "h2", "h3", "h4", "h5", "h6":
		m.heading(parent, n, align)
	case "ul", "ol":
		m.list(parent, n)
	case "dl":
		m.definitions(parent, n)
	case "blockquote":
		m.hold(parent, ast.NewBlockquote(), n, "", false)
	case "details":
		m.details(parent, n)
	case "table":
		m.table(parent, n)
	case "pre":
		m.pre(parent, n)
	case "hr":
		rule := ast.NewThematicBreak()
		rule.SetPos(n.Start)
		parent.AppendChild(parent, rule)
	case "center":
		m.flow(parent, n.Children, "center", false)
	default: // it stands for what is in it
		m.flow(parent, n.Children, align, false)
	}
}

// hold adds a block that holds blocks.
func (m htmlMaker) hold(parent, block ast.Node, n *rawhtml.Node, align string, tight bool) {
	block.SetPos(n.Start)
	m.flow(block, n.Children, align, tight)
	parent.AppendChild(parent, block)
}

// heading adds a heading, and after it what no heading can hold.
func (m htmlMaker) heading(parent ast.Node, n *rawhtml.Node, align string) {
	h := ast.NewHeading(int(n.Name[1] - '0'))
	m.fill(h, append([]*rawhtml.Node{{Start: n.Start, End: n.End}}, htmlWords(n.Children)...), align)
	if n.ID != "" {
		h.SetAttributeString(idAttribute, characters.Clean(n.ID))
	}
	if h.HasChildren() {
		parent.AppendChild(parent, h)
	}
	for _, c := range n.Children {
		if given, ok := c.Given.(ast.Node); ok && c.IsBlock() && given.Kind() != ast.KindParagraph {
			parent.AppendChild(parent, given)
		}
	}
}

// htmlWords gives what stands among words, with the words of paragraphs of Markdown.
func htmlWords(nodes []*rawhtml.Node) []*rawhtml.Node {
	var out []*rawhtml.Node
	for _, n := range nodes {
		given, ok := n.Given.(ast.Node)
		switch {
		case !n.IsBlock():
			out = append(out, n)
		case ok && given.Kind() == ast.KindParagraph:
			for c := given.FirstChild(); c != nil; c = c.NextSibling() {
				out = append(out, &rawhtml.Node{Given: c})
			}
		}
	}
	return out
}

// list adds a list.
func (m htmlMaker) list(parent ast.Node, n *rawhtml.Node) {
	list := ast.NewList('-')
	if n.Name == "ol" {
		list = ast.NewList('.')
		list.Start = max(n.From, 1)
	}
	list.IsTight = true
	list.SetPos(n.Start)
	for _, c := range n.Children {
		if c.Comment {
			m.keep(parent, c)
			continue
		}
		m.hold(list, ast.NewListItem(0), c, "", true)
	}
	if list.HasChildren() {
		parent.AppendChild(parent, list)
	}
}

// definitions adds a list of terms.
func (m htmlMaker) definitions(parent ast.Node, n *rawhtml.Node) {
	list := extast.NewDefinitionList(0, nil)
	list.SetPos(n.Start)
	for _, c := range n.Children {
		switch {
		case c.Comment:
			m.keep(parent, c)
		case c.Name == "dt":
			term := extast.NewDefinitionTerm()
			term.SetPos(c.Start)
			m.fill(term, htmlWords(c.Children), "")
			list.AppendChild(list, term)
		default:
			m.hold(list, extast.NewDefinitionDescription(), c, "", true)
		}
	}
	if list.HasChildren() {
		parent.AppendChild(parent, list)
	}
}

// details adds what HTML folds away as a box, which is open as all boxes are.
func (m htmlMaker) details(parent ast.Node, n *rawhtml.Node) {
	box := &callout{kind: "details"}
	box.SetPos(n.Start)
	title, rest := newCalloutTitle(box.kind, n.Start, span{}), n.Children
	if len(rest) > 0 && rest[0].Name == "summary" && !slices.ContainsFunc(rest[0].Children, (*rawhtml.Node).IsBlock) {
		m.fill(title, rest[0].Children, "")
		rest = rest[1:]
	}
	box.AppendChild(box, title)
	m.flow(box, rest, "", false)
	parent.AppendChild(parent, box)
}

// pre adds code.
func (m htmlMaker) pre(parent ast.Node, n *rawhtml.Node) {
	code := ast.NewCodeBlock()
	code.SetPos(n.Start)
	if words := strings.TrimPrefix(strings.TrimPrefix(n.Text, "\r"), "\n"); words != "" {
		code.SetAttributeString(codeAttribute, words)
		parent.AppendChild(parent, code)
	}
	for _, c := range n.Children {
		m.keep(parent, c)
	}
}

// codeAttribute holds the text of code that is not written in lines of its own.
const codeAttribute = "code"

// set adds what stands among words to a node.
func (m htmlMaker) set(parent ast.Node, nodes []*rawhtml.Node) {
	for _, n := range nodes {
		if c := m.word(n); c != nil {
			m.set(c, n.Children)
			parent.AppendChild(parent, c)
		}
	}
}

// word gives the node for what stands among words.
func (m htmlMaker) word(n *rawhtml.Node) ast.Node {
	switch {
	case n.Given != nil:
		given, _ := n.Given.(ast.Node)
		return given
	case n.Comment:
		c := ast.NewRawHTML()
		c.Segments.Append(text.NewSegment(n.Start, n.End))
		return c
	case n.Name == "":
		if n.Text == "" {
			return nil
		}
		return ast.NewString([]byte(n.Text))
	case n.Name == "br":
		c := ast.NewTextSegment(text.NewSegment(n.Start, n.Start))
		c.SetHardLineBreak(true)
		return c
	}
	return m.setting(n.Name, n.Attributes, span{n.Start, n.End})
}

// setting gives the node for an element that sets words, or that stands for a picture or a box to tick; nil for others.
func (m htmlMaker) setting(name string, says rawhtml.Attributes, at span) ast.Node {
	switch name {
	case "a":
		link := ast.NewLink()
		link.Destination, link.Title = undecoded(says.Href), undecoded(says.Title)
		link.SetPos(at.start)
		m.spans[link] = at
		return link
	case "img":
		link := ast.NewLink()
		link.Destination, link.Title = undecoded(says.Src), undecoded(says.Title)
		image := ast.NewImage(link)
		image.SetPos(at.start)
		if says.Alt != "" {
			image.AppendChild(image, ast.NewString([]byte(says.Alt)))
		}
		if says.Width > 0 {
			image.SetAttributeString("width", says.Width)
		}
		if says.Height > 0 {
			image.SetAttributeString("height", says.Height)
		}
		m.spans[image] = at
		return image
	case "input":
		return extast.NewTaskCheckBox(says.Checked)
	}
	return &tagged{name: name}
}

// undecoded writes text so that reading it as Markdown gives it back.
func undecoded(s string) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll([]byte(s), []byte(`\`), []byte(`\\`)), []byte("&"), []byte("&amp;"))
}
