package markdown

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"clausebook/internal/href"
	"clausebook/internal/ids"
	"clausebook/internal/shortform"
)

// Expansion is what a page says about a short form.
type Expansion struct {
	Title string // what it stands for
	Href  string // where that is told to those who have no pointer to rest on it; may be empty
	Lang  string // of the title, where it is not that of the text
}

// mark is a short form to be explained: so many bytes of what a text node says.
type mark struct {
	from, to int
	first    bool // of its kind on the page
	Expansion
	id *Reference // it is an id, and leads there
}

// explainer chooses the short forms of a text that a page explains: the first of each kind in each section of the
// highest level, since readers come to a section by a link and do not read from the top. Headings, links and code are
// left as they are, and so is a section that spells the short form out before it uses it.
type explainer struct {
	*tree
	known func(short string) (Expansion, bool)
	found func(id string) (Reference, bool)
	top   int // level of the highest headings in the source
	marks map[*ast.Text][]mark
	here  map[string]bool // explained in this section
	seen  map[string]bool // explained on the page

	text  strings.Builder // of the block being read
	knots []knot
}

// knot ties a stretch of a block's text to the node that it comes from.
type knot struct {
	node        *ast.Text
	start, stop int
}

// explain goes through the text once, and looks each word up that has the form of an abbreviation or of an id.
func (p *page) explain() {
	known, found := p.options.Abbreviation, p.options.Thread
	if known == nil && found == nil {
		return
	}
	if known == nil {
		known = func(string) (Expansion, bool) { return Expansion{}, false }
	}
	e := &explainer{tree: p.tree, known: known, found: found, top: p.options.base() - p.shift,
		marks: map[*ast.Text][]mark{}, here: map[string]bool{}, seen: map[string]bool{}}
	for n := p.root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == extast.KindFootnoteList {
			clear(e.here)
		}
		eachLeaf(n, e.leaf)
	}
	p.marks = e.marks
}

// leaf marks the short forms of one block.
func (e *explainer) leaf(n ast.Node) {
	switch n.Kind() {
	case ast.KindCodeBlock, ast.KindFencedCodeBlock, ast.KindHTMLBlock:
		return
	}
	if _, plain := n.AttributeString(plainAttribute); plain {
		return
	}
	heading, isHeading := n.(*ast.Heading)
	if isHeading && heading.Level <= e.top {
		clear(e.here)
	}
	e.gather(n)
	said := map[int]bool{}
	for _, s := range shortform.Spellings(e.text.String()) {
		said[s.At] = true
	}
	if short, long := e.listed(n); long != "" {
		e.here[short], e.seen[short] = true, true
	}
	if isHeading {
		e.knots = nil // what a heading spells out is known below it, and is not marked
	}
	e.words(said)
	e.thread()
}

// thread marks the ids of the block that lead somewhere, each as a whole.
func (e *explainer) thread() {
	if e.found == nil || len(e.knots) == 0 {
		return
	}
	text, next := e.text.String(), 0
	ids.In(text, func(from, to int) {
		for next < len(e.knots) && e.knots[next].stop <= from {
			next++
		}
		if next == len(e.knots) || from < e.knots[next].start || e.knots[next].stop < to {
			return
		}
		k := e.knots[next]
		if ref, known := e.found(text[from:to]); known && href.Safe(ref.Href) {
			m := mark{from: from - k.start, to: to - k.start, id: &ref}
			others := slices.DeleteFunc(e.marks[k.node], func(o mark) bool { return o.from < m.to && m.from < o.to })
			at, _ := slices.BinarySearchFunc(others, m, func(o, m mark) int { return o.from - m.from })
			e.marks[k.node] = slices.Insert(others, at, m)
		}
	})
}

// gather takes the text of a block.
func (e *explainer) gather(n ast.Node) {
	e.text.Reset()
	e.knots = e.knots[:0]
	e.inlines(n)
}

func (e *explainer) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			start := e.text.Len()
			e.writeText(&e.text, c)
			e.knots = append(e.knots, knot{c, start, e.text.Len()})
		case *ast.Emphasis, *extast.Strikethrough, *tagged:
			e.inlines(c)
		default:
			e.writeText(&e.text, c)
		}
	}
}

// words goes through the words of the block. Said are the offsets at which one is spelled out.
func (e *explainer) words(said map[int]bool) {
	text, next := e.text.String(), 0
	for at := 0; at < len(text); {
		size := shortform.WordSize(text[at:])
		if size == 0 {
			_, size = utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		from, to := at, at+size
		at = to
		short, many := shortform.Of(text[from:to])
		switch {
		case short == "" || e.here[short]:
		case said[from]:
			e.here[short], e.seen[short] = true, true
		case shortform.Apart(text, from, to):
			if many {
				to--
			}
			for next < len(e.knots) && e.knots[next].stop <= from {
				next++
			}
			if next < len(e.knots) && e.knots[next].start <= from && to <= e.knots[next].stop {
				e.mark(short, e.knots[next], from, to)
			}
		}
	}
}

// mark has a short form explained where it is known.
func (e *explainer) mark(short string, k knot, from, to int) {
	if x, known := e.known(short); known && x.Title != "" {
		e.marks[k.node] = append(e.marks[k.node], mark{from: from - k.start, to: to - k.start, first: !e.seen[short], Expansion: x})
		e.here[short], e.seen[short] = true, true
	}
}

// id writes an id that leads somewhere. In the row that is called by it, it is text.
func (p *page) id(id string, to Reference) {
	if id == p.inRow {
		p.kept(id)
		return
	}
	p.raw("<a")
	p.attr("href", to.Href)
	p.title(nil, to.Title)
	p.raw(">")
	p.kept(id)
	p.raw("</a>")
}

// on paper in brackets, once a page.
func (p *page) abbreviation(short string, m mark) {
	link := href.Safe(m.Href)
	if link {
		p.raw(`<a class="abbr"`)
		p.attr("href", m.Href)
		p.raw(">")
	}
	p.raw("<abbr")
	if m.first {
		p.attr("class", "first")
	}
	if m.Lang != "" {
		p.attr("lang", m.Lang)
	}
	p.attr("title", m.Title)
	p.raw(">")
	p.text(short)
	p.raw("</abbr>")
	if link {
		p.raw("</a>")
	}
}
