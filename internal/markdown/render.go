package markdown

import (
	"errors"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"clausebook/internal/phrase"
	"clausebook/internal/rawhtml"
)

// Options of Render. The zero value renders a body below a page title: its highest headings become h2.
type Options struct {
	// BaseLevel is the level that the body's highest headings get, 2 if zero. The levels below follow it, so that
	// none is skipped, whether the body starts with "#" or, its title being in the front matter, with "##".
	BaseLevel int
	// OmitTitle is left out if the body opens with a level-1 heading of just these words: the page shows it already.
	OmitTitle string
	// IDPrefix stands before every id, for pages that hold several bodies. Links within the body follow it; without the
	// hyphen at its end it is the id of the body itself.
	IDPrefix string
	// AfterHeading gives what to show beside the heading with this index in Body.Headings, such as a badge.
	AfterHeading func(heading int) template.HTML
	// Diagram draws a fence in a diagram language as SVG. Where it is nil or gives an error, the source is shown.
	Diagram func(language, source string) (svg []byte, err error)
	// Abbreviation gives what a short form stands for. Where it is nil, no short form is explained.
	Abbreviation func(short string) (Expansion, bool)
	// Thread gives the place of what is called by an id, of all those in Body.Names. Where it is nil, ids are text.
	Thread func(id string) (Reference, bool)
	// Say gives what the page itself says, such as the label of footnotes, in the language of the body. Where it is nil,
	// that is English.
	Say func(phrase.Phrase) string
}

// say gives a sentence in the language of the body.
func (o Options) say(p phrase.Phrase) string {
	if o.Say == nil {
		return p.String()
	}
	return o.Say(p)
}

// base gives the level of the highest headings.
func (o Options) base() int {
	if o.BaseLevel < 1 || o.BaseLevel > 6 {
		return 2
	}
	return o.BaseLevel
}

// Anchor gives the id that Render puts on the heading with this Heading.ID. The prefix keeps a heading named
// "location" or "search" from taking over a name that scripts and the theme use.
func Anchor(id string) string { return "s-" + id }

// Render turns a body into HTML that can be put into a page as it is. It never fails on what a text says: what is not
// allowed is left out or shown as text, and a text beyond the bounds is shown as it is written. The error is for an
// implementation of Resolver or Options that misbehaves.
func Render(src []byte, firstLine int, r Resolver, o Options) (template.HTML, error) {
	return Read(src, firstLine).Render(r, o)
}

// Render is Render of a text.
func (text *Text) Render(r Resolver, o Options) (template.HTML, error) {
	t, done, err := text.begin()
	defer done()
	if err != nil {
		return plainPage(text.src, err, o), nil
	}
	p := &page{tree: t, resolver: r, options: o, limit: outputFor(len(text.src)), rows: map[string]bool{}}
	p.shift = p.headingShift()
	p.explain()
	p.out.Grow(2 * len(text.src))
	p.blocks(t.root)
	if p.out.Len() > p.limit {
		return plainPage(text.src, errTooMuchOutput, o), nil
	}
	return template.HTML(p.out.String()), nil
}

var errTooMuchOutput = errors.New("the text would become a page many times its size")

// outputFor is how many bytes of HTML a text of the given size may become. Plain prose becomes 1.2 times its size,
// code of very short words some 10 times.
func outputFor(size int) int { return 1<<22 + 48*size }

// plainPage shows a text as it is written, with the reason.
func plainPage(src []byte, why error, o Options) template.HTML {
	var b strings.Builder
	shown := src[:min(len(src), MaxSource)]
	words := phrase.Of("This text is shown unformatted: %s.", phrase.In(phrase.Source, why.Error()))
	if len(shown) < len(src) {
		words = phrase.Of("%s Only its first %d bytes are shown.", words, len(shown))
	}
	b.WriteString(`<p class="notice">`)
	escape(&b, o.say(words))
	b.WriteString(`</p>` + "\n" + `<pre class="plain" tabindex="0">`)
	escape(&b, string(shown))
	b.WriteString("</pre>\n")
	return template.HTML(b.String())
}

// page is one rendering. All text goes through p.text or p.attr, which escape; nothing else writes what a document says.
type page struct {
	*tree
	resolver Resolver
	options  Options
	out      strings.Builder
	limit    int
	coloured int // bytes of code that were coloured
	shift    int // added to the level of headings
	marks    map[*ast.Text][]mark
	inRow    string          // the id of the row
	rows     map[string]bool // ids of rows that have an anchor
	inLink   bool            // links do not nest
	inCell   bool            // of a table, where days and ids stay on one line
	omitted  bool            // the title has been left out
}

// raw writes markup of our own.
func (p *page) raw(s string) { p.out.WriteString(s) }

// text writes text of the document.
func (p *page) text(s string) { escape(&p.out, s) }

// attr writes an attribute of an open tag.
func (p *page) attr(name, value string) {
	p.raw(" " + name + `="`)
	escape(&p.out, value)
	p.raw(`"`)
}

type stringWriter interface {
	WriteString(string) (int, error)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\x00", "\uFFFD", "\r", "")

// escape writes text so that it is text in HTML, within an element and within a quoted attribute alike.
func escape(w stringWriter, s string) {
	_, _ = w.WriteString(escaper.Replace(strings.ToValidUTF8(s, "\uFFFD")))
}

// headingShift tells by how much the levels of headings change.
func (p *page) headingShift() int {
	base, rest := p.options.base(), p.outline
	if p.titleComesFirst() {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return base - 1
	}
	return base - slices.MinFunc(rest, func(a, b Heading) int { return a.Level - b.Level }).Level
}

// titleComesFirst tells whether the body opens with the title that is to be left out.
func (p *page) titleComesFirst() bool {
	if p.options.OmitTitle == "" {
		return false
	}
	first := p.root.FirstChild()
	for first != nil && first.Kind() == ast.KindHTMLBlock && p.visibleHTML(htmlSpan(first)) == "" {
		first = first.NextSibling()
	}
	h, ok := first.(*ast.Heading)
	return ok && h.Level == 1 && p.outline[p.index[h]].Text == strings.Join(strings.Fields(p.options.OmitTitle), " ")
}

// blocks writes the blocks within a block.
func (p *page) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil && p.out.Len() <= p.limit; c = c.NextSibling() {
		p.block(c)
	}
}

// block writes one block.
func (p *page) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		p.heading(n)
	case *ast.Paragraph:
		p.paragraph(n)
	case *ast.TextBlock:
		p.inlines(n)
		if n.NextSibling() != nil {
			p.raw("\n")
		}
	case *ast.Blockquote:
		p.element("blockquote", n)
	case *callout:
		p.callout(n)
	case *calloutTitle:
		p.calloutTitle(n)
	case *ast.List:
		p.list(n)
	case *ast.ListItem:
		p.item(n)
	case *ast.ThematicBreak:
		p.raw("<hr>\n")
	case *ast.CodeBlock:
		p.pre("", p.code(n))
	case *ast.FencedCodeBlock:
		p.fence(n)
	case *ast.HTMLBlock:
		p.html(n)
	case *extast.Table:
		p.table(n)
	case *extast.DefinitionList:
		p.element("dl", n)
	case *extast.DefinitionTerm:
		p.raw("<dt>")
		p.inlines(n)
		p.raw("</dt>\n")
	case *extast.DefinitionDescription:
		p.raw("<dd>")
		p.blocks(n)
		p.raw("</dd>\n")
	case *extast.FootnoteList:
		p.footnotes(n)
	}
}

// element writes an element with the blocks of n in it.
func (p *page) element(name string, n ast.Node) {
	p.raw("<" + name + ">\n")
	p.blocks(n)
	p.raw("</" + name + ">\n")
}

// heading writes a heading, and beside it what Options.AfterHeading has to say.
func (p *page) heading(n *ast.Heading) {
	i := p.index[n]
	var beside template.HTML
	if p.options.AfterHeading != nil {
		beside = p.options.AfterHeading(i)
	}
	id := p.options.IDPrefix + Anchor(p.outline[i].ID)
	if i == 0 && !p.omitted && p.titleComesFirst() {
		p.omitted = true
		p.raw("<div")
		p.attr("id", id)
		p.raw(">" + string(beside) + "</div>\n")
		return
	}
	if beside != "" {
		p.raw(`<div class="heading">`)
	}
	tag := "h" + strconv.Itoa(min(max(n.Level+p.shift, 1), 6))
	p.raw("<" + tag)
	p.attr("id", id)
	p.aligned(n)
	p.raw(">")
	p.inlines(n)
	p.raw("</" + tag + ">")
	if beside != "" {
		p.raw(string(beside) + "</div>")
	}
	p.raw("\n")
}

// paragraph writes a paragraph. One that is a table beyond the bounds is shown line by line.
func (p *page) paragraph(n *ast.Paragraph) {
	if _, plain := n.AttributeString(plainAttribute); plain {
		p.raw(`<pre class="plain" tabindex="0">`)
		p.text(string(n.Lines().Value(p.source)))
		p.raw("</pre>\n")
		return
	}
	if isCaption(n) {
		return
	}
	p.raw("<p")
	p.aligned(n)
	p.raw(">")
	p.inlines(n)
	p.raw("</p>\n")
}

// aligned writes how a block is aligned that says so.
func (p *page) aligned(n ast.Node) {
	align, _ := n.AttributeString(alignAttribute)
	if s, _ := align.(string); s != "" {
		p.attr("class", alignments[alignment(s)])
	}
}

// list writes an ordered or an unordered list.
func (p *page) list(n *ast.List) {
	if !n.IsOrdered() {
		p.element("ul", n)
		return
	}
	p.raw("<ol")
	if n.Start != 1 {
		p.attr("start", strconv.Itoa(n.Start))
	}
	p.raw(">\n")
	p.blocks(n)
	p.raw("</ol>\n")
}

// item writes a list item.
func (p *page) item(n *ast.ListItem) {
	p.raw("<li")
	if isTask(n) {
		p.attr("class", "task")
	}
	p.raw(">")
	if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		p.raw("\n")
	}
	p.blocks(n)
	p.raw("</li>\n")
}

// isTask tells whether a list item starts with a check box.
func isTask(n *ast.ListItem) bool {
	first := n.FirstChild()
	return first != nil && first.FirstChild() != nil && first.FirstChild().Kind() == extast.KindTaskCheckBox
}

// html shows a block of raw HTML as text. A reader must be able to see that something was written there.
func (p *page) html(n *ast.HTMLBlock) {
	visible := p.visibleHTML(htmlSpan(n))
	if visible == "" || rawhtml.IsBreak(visible) {
		return
	}
	p.raw(`<pre class="raw-html" tabindex="0">`)
	p.text(visible)
	p.raw("</pre>\n")
}

// footnotes writes the notes at the end of the body.
func (p *page) footnotes(n *extast.FootnoteList) {
	p.raw(`<section class="footnotes"`)
	p.attr("aria-label", p.options.say(phrase.Of("Footnotes")))
	p.raw(">\n<ol>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		note, ok := c.(*extast.Footnote)
		if !ok {
			continue
		}
		p.raw("<li")
		p.attr("id", p.noteID("fn", note.Index, 0))
		p.raw(">\n")
		p.blocks(note)
		// A note whose last block is no paragraph has its links back beside that block.
		p.inlineChildren(note)
		p.raw("</li>\n")
	}
	p.raw("</ol>\n</section>\n")
}

// noteID gives the id of a footnote, or of its n-th mention.
func (p *page) noteID(kind string, index, mention int) string {
	id := p.options.IDPrefix + kind + "-" + strconv.Itoa(index)
	if mention > 0 {
		id += "-" + strconv.Itoa(mention+1)
	}
	return id
}
