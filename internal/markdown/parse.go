package markdown

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"clausebook/internal/characters"
	"clausebook/internal/dialect"
	"clausebook/internal/ids"
	"clausebook/internal/rawhtml"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Parse reads a body whose first line has the given number in its file, and keeps what other packages ask about.
// What cannot be rendered as written is listed in Problems; a text over MaxSource has that one problem alone.
func Parse(src []byte, firstLine int) Body { return Read(src, firstLine).Body() }

// Body is Parse of a text.
func (text *Text) Body() Body {
	t, done, err := text.begin()
	defer done()
	if err != nil {
		return Body{
			Words:    characters.Words(string(text.src)),
			Problems: []Problem{{Kind: ProblemTooLarge, Detail: err.Error(), Place: Place{Line: text.line, Col: 1, EndCol: 1}}},
		}
	}
	c := &collector{tree: t, opened: map[string]bool{}, spelled: map[string]bool{}, named: map[string]bool{}, names: map[string]bool{},
		alt: map[ast.Node]bool{}}
	c.body.Headings, c.body.Top = t.outline, t.top
	c.blocks(t.root)
	c.finish()
	return c.body
}

// collector goes through a tree and fills a Body.
type collector struct {
	*tree
	body    Body
	opened  map[string]bool   // tags seen, so that their closing tags are not reported as well
	spelled map[string]bool   // short forms seen
	named   map[string]bool   // marks of other programs seen
	names   map[string]bool   // words of the form of an id seen
	alt     map[ast.Node]bool // nodes within the words of an image
}

// blocks visits a block and all below it.
func (c *collector) blocks(n ast.Node) {
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		c.fence(n)
		c.words(n, c.code(n))
	case *ast.CodeBlock:
		c.words(n, c.code(n))
	case *ast.HTMLBlock:
		c.html(htmlSpan(n), ProblemHTML)
		c.words(n, c.visibleHTML(htmlSpan(n)))
	case *extast.Table:
		c.table(n)
	case *ast.ThematicBreak: // as which a line below the head of a table of Pandoc is read
		c.forms(span{max(n.Pos(), 0), c.ruler.LineEnd(c.ruler.Line(max(n.Pos(), 0)))})
	}
	if first := n.FirstChild(); first != nil && first.Type() == ast.TypeInline {
		c.inlines(n)
		c.label(n)
		text := c.textOf(n)
		c.words(n, text)
		c.abbreviations(n, text)
		ids.In(text, func(from, to int) { c.mention(text[from:to]) })
		return
	}
	for b := n.FirstChild(); b != nil; b = b.NextSibling() {
		c.blocks(b)
	}
}

// inlines visits the inline nodes of a block.
func (c *collector) inlines(n ast.Node) {
	for i := n.FirstChild(); i != nil; i = i.NextSibling() {
		switch i := i.(type) {
		case *ast.RawHTML:
			c.html(htmlSpan(i), ProblemRawHTML)
		case *ast.Text:
			c.foreign(i)
		default:
			c.reach(i)
		}
		if i.Kind() != ast.KindCodeSpan {
			c.inlines(i)
		}
	}
}

// reach keeps an inline node that is a link. Within the words of an image it is none.
func (c *collector) reach(n ast.Node) {
	if n.Parent().Kind() == ast.KindImage || c.alt[n.Parent()] {
		c.alt[n] = true
		return
	}
	if l, refused, ok := c.link(n); refused != nil {
		c.problems = append(c.problems, *refused)
	} else if ok {
		c.body.Links = append(c.body.Links, l)
	}
}

// words counts the words of a block's text towards the section in which the block stands.
func (c *collector) words(n ast.Node, text string) {
	count := characters.Words(text)
	c.body.Words += count
	if _, isHeading := n.(*ast.Heading); isHeading {
		return
	}
	if i := c.section(c.blockSpan(n).start); i >= 0 {
		c.body.Headings[i].Words += count
	}
}

// label keeps the text in bold that opens a paragraph or a list item.
func (c *collector) label(n ast.Node) {
	if n.Kind() != ast.KindParagraph && n.Kind() != ast.KindTextBlock {
		return
	}
	first := n.FirstChild()
	if first.Kind() == extast.KindTaskCheckBox && first.NextSibling() != nil {
		first = first.NextSibling()
	}
	bold, isBold := first.(*ast.Emphasis)
	tag, isTag := first.(*tagged)
	if isBold && bold.Level == 2 || isTag && tag.name == "strong" {
		if text := strings.TrimSpace(strings.TrimSuffix(c.textOf(first), ":")); text != "" {
			c.body.Labels = append(c.body.Labels, text)
		}
	}
}

// fence keeps a fenced code block. Its place is the line that opens it.
func (c *collector) fence(n *ast.FencedCodeBlock) {
	at := max(n.Pos(), 0)
	f := Fence{
		Language: c.language(n),
		Section:  c.section(at),
		Place:    c.place(span{at, c.ruler.LineEnd(c.ruler.Line(at))}),
	}
	if diagramLanguages[f.Language] {
		f.Source = c.code(n)
	}
	if name := dialect.Fenced(f.Language); name != "" {
		c.name(name, span{at, c.ruler.LineEnd(c.ruler.Line(at))})
	}
	c.body.Fences = append(c.body.Fences, f)
}

// CheckDiagrams asks of every diagram whether it can be drawn, and adds to Problems those that cannot. An error that
// has a method Place, which gives line, column and end column within the source, is shown there, any other at the
// fence.
func (b *Body) CheckDiagrams(check func(language, source string) error) {
	for _, f := range b.Fences {
		if !diagramLanguages[f.Language] {
			continue
		}
		err := check(f.Language, f.Source)
		if err == nil {
			continue
		}
		p := Problem{Kind: ProblemDiagram, Detail: err.Error(), Place: f.Place}
		var placed interface {
			error
			Place() (line, col, endCol int)
		}
		if errors.As(err, &placed) {
			line, col, end := placed.Place()
			// The lines of a fence are indented as the fence itself is.
			p.Place = Place{f.Line + line, f.Col - 1 + col, f.Col - 1 + end}
		}
		b.Problems = append(b.Problems, p)
	}
	slices.SortStableFunc(b.Problems, func(a, b Problem) int { return a.Place.compare(b.Place) })
}

// language gives the first word after the opening mark, in lower case.
func (t *tree) language(n *ast.FencedCodeBlock) string {
	if n.Info == nil {
		return ""
	}
	word, _, _ := strings.Cut(strings.TrimSpace(characters.Decode(n.Info.Segment.Value(t.source))), " ")
	return strings.ToLower(word)
}

// table keeps a table's shape. Its place is the header row.
func (c *collector) table(n *extast.Table) {
	tb := Table{Section: c.section(max(n.Pos(), 0)), Rows: n.ChildCount() - 1, Header: c.header(n)}
	at := max(n.Pos(), 0)
	if first := n.FirstChild(); first != nil && first.FirstChild() != nil && first.FirstChild().Lines().Len() > 0 {
		// The table may have been cut from a longer paragraph, of which the library keeps the position.
		if cell := blockStart(first.FirstChild()); c.ruler.Line(cell) != c.ruler.Line(at) {
			at = c.ruler.Start(c.ruler.Line(cell))
		}
	}
	tb.Place = c.place(span{at, c.ruler.LineEnd(c.ruler.Line(at))})
	tb.Section = c.section(at)
	c.body.Tables = append(c.body.Tables, tb)
	c.rows(n)
}

// header gives the words of a table's header cells.
func (t *tree) header(n *extast.Table) []string {
	var out []string
	if head := n.FirstChild(); head != nil && head.Kind() == extast.KindTableHeader {
		for cell := head.FirstChild(); cell != nil; cell = cell.NextSibling() {
			out = append(out, t.textOf(cell))
		}
	}
	return out
}

// html keeps the comments in raw HTML and reports its tags. A closing tag is reported only if it is alone.
func (c *collector) html(s span, kind ProblemKind) {
	for _, p := range rawhtml.Split(c.source[s.start:s.stop]) {
		at := span{s.start + p.Start, s.start + p.Stop}
		switch p.Kind {
		case rawhtml.Comment:
			c.comment(at)
		case rawhtml.OpenComment:
			c.refuse(kind, "<!-- without -->", span{at.start, at.start + len("<!--")})
		case rawhtml.Tag, rawhtml.Whole:
			if name, closes := p.Closes(); p.Name == "br" || closes && c.opened[name] {
				continue
			}
			c.opened[p.Name] = true
			c.refuse(kind, "<"+p.Name+">", at)
		}
	}
}

// comment keeps one comment.
func (c *collector) comment(s span) {
	inner := span{min(s.start+len("<!--"), s.stop), max(s.start+len("<!--"), s.stop-len("-->"))}
	inner.stop = min(inner.stop, s.stop)
	raw := string(c.source[inner.start:inner.stop])
	left := len(raw) - len(strings.TrimLeft(raw, " \t\r\n"))
	place := c.place(s)
	start := c.place(span{inner.start + left, inner.start + left})
	c.body.Comments = append(c.body.Comments, Comment{
		Text:     strings.TrimSpace(raw),
		TextLine: start.Line,
		TextCol:  start.Col,
		Section:  c.section(s.start),
		Place:    place,
	})
}

func (c *collector) refuse(kind ProblemKind, detail string, at span) {
	c.problems = append(c.problems, refusal{kind, detail, at})
}

// finish puts everything in the order of the text: the tree has footnotes at its end.
func (c *collector) finish() {
	slices.SortStableFunc(c.problems, func(a, b refusal) int { return cmp.Compare(a.span.start, b.span.start) })
	for _, p := range c.problems[:min(len(c.problems), maxProblems)] {
		c.body.Problems = append(c.body.Problems, Problem{p.kind, p.detail, c.place(p.span)})
	}
	slices.SortStableFunc(c.body.Links, func(a, b Link) int { return a.Place.compare(b.Place) })
	slices.SortStableFunc(c.body.Comments, func(a, b Comment) int { return a.Place.compare(b.Place) })
	slices.SortStableFunc(c.body.Fences, func(a, b Fence) int { return a.Place.compare(b.Place) })
	slices.SortStableFunc(c.body.Tables, func(a, b Table) int { return a.Place.compare(b.Place) })
}

// link reads an inline node as a link. ok is false for a node that is none, and for one that is refused; then refused says why.
func (t *tree) link(n ast.Node) (l Link, refused *refusal, ok bool) {
	at, known := t.spans[n]
	if !known {
		return Link{}, nil, false
	}
	if r, isReference := n.(*reference); isReference {
		l = Link{Kind: r.kind, Target: r.Target, Fragment: r.Fragment, Text: r.Words, Image: r.IsImage()}
	} else {
		if t.expand(n); t.expanded > maxExpansion(len(t.source)) {
			return Link{}, &refusal{ProblemTooLarge, "link definitions used so often that they multiply the text", at}, false
		}
		a := t.address(n)
		if a.Refused != "" {
			return Link{}, &refusal{ProblemScheme, a.Refused, at}, false
		}
		l = Link{Kind: kindOf(a), Target: a.Target, Fragment: a.Fragment, Text: t.textOf(n), Image: n.Kind() == ast.KindImage}
	}
	if l.Image && l.Kind != LinkRelative && l.Kind != LinkDocument {
		return Link{}, &refusal{ProblemImage, l.Target + l.Fragment, at}, false
	}
	l.Row, l.Section, l.Place = inRow(n), t.section(at.start), t.place(at)
	return l, nil, true
}

// kindOf tells how a link of Markdown names its target.
func kindOf(a dialect.Destination) LinkKind {
	switch {
	case a.External:
		return LinkExternal
	case a.Within:
		return LinkFragment
	case a.Named:
		return LinkDocument
	}
	return LinkRelative
}

// destination gives where a link of Markdown points, escapes and entities resolved.
func (t *tree) destination(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Link:
		return characters.Decode(n.Destination)
	case *ast.Image:
		return characters.Decode(n.Destination)
	case *ast.AutoLink:
		url := characters.Clean(string(n.URL(t.source)))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(url), "mailto:") {
			return "mailto:" + url
		}
		return url
	}
	return ""
}

// address gives where a link of Markdown points. A definition is taken apart once, however often it is used.
func (t *tree) address(n ast.Node) dialect.Destination {
	raw := rawDestination(n)
	if raw == nil {
		return dialect.ReadDestination(t.destination(n))
	}
	if a, ok := t.addresses[string(raw)]; ok {
		return a
	}
	a := dialect.Destination{Refused: dialect.TooLong}
	if len(raw) <= 4*dialect.Longest {
		a = dialect.ReadDestination(t.destination(n))
	}
	t.addresses[string(raw)] = a
	return a
}

// expand counts what the uses of link definitions add to the text.
func (t *tree) expand(n ast.Node) {
	switch n := n.(type) {
	case *ast.Link:
		if n.Reference != nil {
			t.expanded += len(n.Destination) + len(n.Title)
		}
	case *ast.Image:
		if n.Reference != nil {
			t.expanded += len(n.Destination) + len(n.Title)
		}
	}
}

func rawDestination(n ast.Node) []byte {
	switch n := n.(type) {
	case *ast.Link:
		return n.Destination
	case *ast.Image:
		return n.Destination
	}
	return nil
}
