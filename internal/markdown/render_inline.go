package markdown

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"clausebook/internal/anchors"
	"clausebook/internal/characters"
	"clausebook/internal/href"
	"clausebook/internal/phrase"
	"clausebook/internal/whole"
)

// inlines writes the inline nodes within a node.
func (p *page) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil && p.out.Len() <= p.limit; c = c.NextSibling() {
		p.inline(c)
	}
}

// inlineChildren writes the inline nodes among the children of a block that holds blocks.
func (p *page) inlineChildren(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeInline {
			p.inline(c)
		}
	}
}

// inline writes one inline node.
func (p *page) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		p.plainText(n)
	case *ast.String:
		p.text(string(n.Value))
	case *ast.CodeSpan:
		p.raw("<code>")
		p.text(p.codeSpan(n))
		p.raw("</code>")
	case *ast.Emphasis:
		p.wrap([]string{"em", "strong"}[min(n.Level, 2)-1], n)
	case *extast.Strikethrough:
		p.wrap("del", n)
	case *tagged:
		p.wrap(n.name, n)
	case *extast.TaskCheckBox:
		p.checkBox(n)
	case *reference:
		p.reference(n)
	case *ast.Link, *ast.AutoLink:
		p.link(n)
	case *ast.Image:
		p.image(n)
	case *ast.RawHTML:
		if p.isBreak(n) {
			p.raw("<br>")
		}
	case *extast.FootnoteLink:
		p.mention(n)
	case *extast.FootnoteBacklink:
		p.backlink(n)
	}
}

// kept writes text; in the cell of a table days, ids and versions stay on one line.
func (p *page) kept(text string) {
	if !p.inCell {
		p.text(text)
		return
	}
	for _, s := range whole.Stretches(text) {
		if s.Element == "" {
			p.text(s.Text)
			continue
		}
		p.raw("<" + s.Element + ">")
		p.text(s.Text)
		p.raw("</" + s.Element + ">")
	}
}

// plainText writes text with the line break after it.
func (p *page) plainText(n *ast.Text) {
	text, at := p.literal(n), 0
	for _, m := range p.marks[n] {
		p.kept(text[at:m.from])
		if m.id != nil {
			p.id(text[m.from:m.to], *m.id)
		} else {
			p.abbreviation(text[m.from:m.to], m)
		}
		at = m.to
	}
	p.kept(text[at:])
	switch {
	case n.HardLineBreak():
		p.raw("<br>\n")
	case n.SoftLineBreak():
		p.raw("\n")
	}
}

// wrap writes an element with the inline nodes of n in it.
func (p *page) wrap(name string, n ast.Node) {
	p.raw("<" + name + ">")
	p.inlines(n)
	p.raw("</" + name + ">")
}

// checkBox writes the box of a task. It says its state in words too, as it has no label.
func (p *page) checkBox(n *extast.TaskCheckBox) {
	box, state := `<input type="checkbox" disabled`, phrase.Of("not done")
	if n.IsChecked {
		box, state = box+" checked", phrase.Of("done")
	}
	p.raw(box)
	p.attr("aria-label", p.options.say(state))
	p.raw("> ")
}

// link writes a link, or its words and the reason where there is nothing to link to.
func (p *page) link(n ast.Node) {
	l, refused, ok := p.tree.link(n)
	words := func() { p.words(n, Reference{}) }
	switch {
	case p.inLink:
		words()
	case refused != nil:
		p.missing(words, phrase.Of("link not allowed: %s", phrase.In(phrase.Source, refused.detail)))
	case !ok:
		words()
	case l.Kind == LinkExternal && p.leaves(l):
		p.raw("<a")
		p.attr("class", "external")
		p.attr("href", href.Escape(l.Target))
		p.title(n, "")
		p.attr("rel", "noopener noreferrer")
		p.anchor(words)
	default:
		p.internal(n, l)
	}
}

// leaves tells whether an address in the web is none of the site's own, to which the resolver gives another way.
func (p *page) leaves(l Link) bool {
	ref := p.resolve(l)
	return !href.Safe(ref.Href) || ref.Href == l.Target
}

// internal writes a link to somewhere in the site.
func (p *page) internal(n ast.Node, l Link) {
	ref := p.resolve(l)
	words := func() { p.words(n, ref) }
	if !href.Safe(ref.Href) {
		p.missing(words, missingReason(ref))
		return
	}
	p.raw("<a")
	p.attr("href", ref.Href)
	p.title(n, ref.Title)
	p.anchor(words)
}

// anchor ends an open <a tag, writes the words, and closes it.
func (p *page) anchor(words func()) {
	p.raw(">")
	p.inLink = true
	words()
	p.inLink = false
	p.raw("</a>")
}

// words writes the words of a link: its own, else those that the Resolver gave, else its target. A link without
// words could be neither seen nor spoken.
func (p *page) words(n ast.Node, ref Reference) {
	switch n := n.(type) {
	case *ast.AutoLink:
		p.text(string(n.Label(p.source)))
	case *reference:
		p.text(cmp.Or(ref.Words, n.Words, ref.Text, n.Label()))
	default:
		switch {
		case n.HasChildren():
			p.inlines(n)
		case ref.Text != "":
			p.text(ref.Text)
		default:
			p.text(baseName(p.destination(n)))
		}
	}
}

// missing writes words that would have been a link, with the reason why they are none.
func (p *page) missing(words func(), why phrase.Phrase) {
	p.raw(`<span class="missing">`)
	words()
	p.raw(`<span class="visually-hidden"> (`)
	p.text(p.options.say(why))
	p.raw(")</span></span>")
}

func missingReason(ref Reference) phrase.Phrase {
	if ref.Missing != "" {
		return phrase.Text(ref.Missing)
	}
	return phrase.Of("the target does not exist")
}

// resolve asks for a link's address. A heading of this body is found without asking, and so is its top.
func (p *page) resolve(l Link) Reference {
	if l.Kind == LinkFragment {
		if p.anchors == nil {
			p.anchors = newAnchors(p.outline, p.top)
		}
		i, ok := p.anchors.Find(l.Fragment)
		switch {
		case ok && i != anchors.Top:
			return Reference{Href: "#" + p.options.IDPrefix + Anchor(p.outline[i].ID), Text: p.outline[i].Text}
		case ok:
			return Reference{Href: "#" + cmp.Or(strings.TrimSuffix(p.options.IDPrefix, "-"), "top")}
		}
	}
	if p.resolver == nil {
		return Reference{}
	}
	return p.resolver.Resolve(l)
}

// maxTitle bounds a tooltip, in bytes.
const maxTitle = 512

// title writes the tooltip of a link: its own, else the one that the Resolver gave.
func (p *page) title(n ast.Node, other string) {
	if own := tooltip(n); own != "" {
		other = own
	}
	if other != "" {
		p.attr("title", other)
	}
}

// tooltip gives the tooltip that a link of Markdown has itself.
func tooltip(n ast.Node) string {
	var own []byte
	switch n := n.(type) {
	case *ast.Link:
		own = n.Title
	case *ast.Image:
		own = n.Title
	}
	return characters.Decode(own[:min(len(own), maxTitle)])
}

// reference writes a link by a name, or the picture for which it stands. Of another text that is to be shown in its place it says so.
func (p *page) reference(n *reference) {
	if n.IsImage() {
		p.image(n)
		return
	}
	p.link(n)
	if l, _, ok := p.tree.link(n); ok && n.Embedded && href.Safe(p.resolve(l).Href) {
		p.text(" (" + p.options.say(phrase.Of("embedded here: follow the link to read it")) + ")")
	}
}

// image writes an image of the content folder. Every other image would be fetched from elsewhere when the page is
// read, and is named in words instead.
func (p *page) image(n ast.Node) {
	l, refused, ok := p.tree.link(n)
	words := func() { p.text(p.textOf(n)) }
	if refused != nil || !ok {
		why := phrase.Of("image not shown")
		if refused != nil {
			why = phrase.Of("image not shown: %s", phrase.In(phrase.Source, refused.detail))
		}
		p.missing(words, why)
		return
	}
	ref := p.resolve(l)
	if scheme, has := href.Scheme(ref.Href); !href.Safe(ref.Href) || has && scheme != "http" && scheme != "https" {
		p.missing(words, phrase.Of("image not shown: %s", missingReason(ref)))
		return
	}
	p.raw("<img")
	p.attr("src", ref.Href)
	p.attr("alt", p.textOf(n))
	p.title(n, ref.Title)
	for _, name := range []string{"width", "height"} {
		if size, _ := n.AttributeString(name); size != nil {
			p.attr(name, fmt.Sprint(size))
		}
	}
	p.raw(` loading="lazy">`)
}

// mention writes the number of a footnote where the text speaks of it.
func (p *page) mention(n *extast.FootnoteLink) {
	p.raw("<sup")
	p.attr("id", p.noteID("fnref", n.Index, n.RefIndex))
	p.attr("class", "footnote-mention")
	p.raw(">")
	number := strconv.Itoa(n.Index)
	if p.inLink {
		p.raw(number + "</sup>")
		return
	}
	p.raw("<a")
	p.attr("href", "#"+p.noteID("fn", n.Index, 0))
	p.attr("aria-label", p.options.say(phrase.Of("Footnote %s", number)))
	p.raw(">" + number + "</a></sup>")
}

// backlink writes the way back from a footnote to the text.
func (p *page) backlink(n *extast.FootnoteBacklink) {
	label := phrase.Of("Back to the text")
	if n.RefCount > 1 {
		label = phrase.Of("%s, mention %d", label, n.RefIndex+1)
	}
	p.raw(" <a")
	p.attr("class", "footnote-back")
	p.attr("href", "#"+p.noteID("fnref", n.Index, n.RefIndex))
	p.attr("aria-label", p.options.say(label))
	p.raw(">↩</a>")
}
