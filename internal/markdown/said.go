package markdown

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"clausebook/internal/characters"
)

// Said is what a body gives its readers, in forms to compare. How it is written makes no difference to any of them.
type Said struct {
	Prose string // as Prose gives it
	// Structure is the text with its blocks, lists, cells, code and links, but without the rows of tables that may hold
	// records of their own, which are Rows. Of a relative link it holds the fragment alone: where the path leads depends on
	// the folder, and is told by Targets.
	Structure, Rows string
	Targets         []string // of the relative links and images, in the order of the text
}

// Say gives what a body says. The tables that may hold records of their own stand under one of the headings that rows
// names; where it names none, they are all but those of the document's versions.
func Say(src []byte, rows []string) Said {
	t, err := grow(src, 1)
	if err != nil {
		return unrendered(src)
	}
	return t.say(rows)
}

// unrendered gives what a text says that is not rendered as Markdown.
func unrendered(src []byte) Said {
	text := strings.Join(strings.Fields(characters.Clean(string(src))), " ")
	return Said{Prose: text, Structure: text}
}

// say is Say of a tree.
func (t *tree) say(rows []string) Said {
	w := &structureWriter{tree: t, holdRows: HoldRows(t.outline, rows)}
	w.out = &w.structure
	w.structure.Grow(len(t.source) + len(t.source)/4)
	w.children(t.root)
	slices.SortStableFunc(w.targets, func(a, b target) int { return cmp.Compare(a.at, b.at) })
	said := Said{Structure: w.structure.String(), Rows: w.rows.String()}
	for _, found := range w.targets {
		said.Targets = append(said.Targets, found.path)
	}
	t.expanded = 0 // the uses of link definitions are counted in each walk
	p := &proseWriter{tree: t, faithful: true}
	p.out.Grow(len(t.source))
	p.blocks(t.root)
	said.Prose = p.out.String()
	return said
}

// HoldRows tells of each heading, by its index, whether a table under it may hold records of their own, as Say takes them.
func HoldRows(outline []Heading, rows []string) func(section int) bool {
	named := make(map[string]bool, len(rows))
	for _, name := range rows {
		named[foldHeading(name)] = true
	}
	hold := make([]bool, len(outline))
	for i, h := range outline {
		name := foldHeading(h.Text)
		hold[i] = named[name] || h.Parent >= 0 && len(rows) > 0 && hold[h.Parent] || len(rows) == 0 && !versionHeadings[name]
	}
	return func(section int) bool {
		if section < 0 {
			return len(rows) == 0
		}
		return hold[section]
	}
}

// versionHeadings are those under which documents list their own versions.
var versionHeadings = map[string]bool{"versions": true, "version history": true, "document history": true, "revision history": true,
	"change history": true, "versionen": true, "versionsverlauf": true, "versionshistorie": true,
	"änderungshistorie": true, "dokumenthistorie": true}

func foldHeading(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// target is where a relative link leads, and where it stands.
type target struct {
	at   int
	path string
}

// structureWriter writes a text with its structure. Marks begin with a zero byte, which no text holds.
type structureWriter struct {
	*tree
	holdRows        func(section int) bool
	structure, rows strings.Builder
	out             *strings.Builder // one of both
	targets         []target
}

// mark writes a mark of structure.
func (w *structureWriter) mark(parts ...string) {
	w.out.WriteString("\n\x00")
	for _, p := range parts {
		w.out.WriteString(p)
	}
	w.out.WriteByte(' ')
}

// children writes the blocks within n.
func (w *structureWriter) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
}

// within writes the blocks of n between two marks.
func (w *structureWriter) within(n ast.Node, parts ...string) {
	w.mark(append([]string{"("}, parts...)...)
	w.children(n)
	w.mark(")")
}

func (w *structureWriter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		w.mark("h", strconv.Itoa(n.Level))
		w.words(n)
	case *ast.List:
		kind := "list"
		if n.IsOrdered() {
			kind = "from " + strconv.Itoa(n.Start)
		}
		w.within(n, kind)
	case *ast.ListItem:
		w.within(n, "item")
	case *ast.Blockquote:
		w.within(n, "quote")
	case *callout:
		w.within(n, "box ", n.kind)
	case *calloutTitle:
		w.mark("title")
		w.words(n)
	case *extast.DefinitionDescription:
		w.within(n, "description")
	case *extast.DefinitionTerm:
		w.mark("term")
		w.words(n)
	case *extast.Footnote:
		w.within(n, "note", strconv.Itoa(n.Index))
	case *extast.Table:
		w.table(n)
	case *ast.FencedCodeBlock:
		w.code(n, w.language(n))
	case *ast.CodeBlock:
		w.code(n, "")
	case *ast.HTMLBlock:
		if text := w.visibleHTML(htmlSpan(n)); text != "" {
			w.mark("html")
			w.out.WriteString(strings.Join(strings.Fields(text), " "))
		}
	case *ast.ThematicBreak:
		w.mark("rule")
	case *ast.Paragraph, *ast.TextBlock:
		if text := w.text(n); text != "" {
			w.mark("p")
			w.out.WriteString(text)
		}
	default:
		w.children(n)
	}
}

// code writes a block of code as it stands, line ends apart.
func (w *structureWriter) code(n ast.Node, language string) {
	w.mark("code ", language)
	w.out.WriteString(strings.TrimRight(strings.ReplaceAll(w.tree.code(n), "\r\n", "\n"), "\n"))
}

// table writes a table: its columns into the structure, and its rows there or, where they may be records, apart.
func (w *structureWriter) table(n *extast.Table) {
	w.mark("table")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if _, head := row.(*extast.TableHeader); !head && n.FirstChild().Kind() == extast.KindTableHeader && w.holdRows(w.section(w.rowStart(n,
			row))) {
			w.out = &w.rows
		}
		w.mark("row")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			w.cell(cell)
		}
		w.out = &w.structure
	}
	w.rows.WriteString("\n\x00end")
}

// cell writes a cell, with what it covers where that is more than a cell.
func (w *structureWriter) cell(cell ast.Node) {
	columns, rows := spanOf(cell, columnsAttribute), spanOf(cell, rowsAttribute)
	if columns > 1 || rows > 1 {
		w.mark("cell ", strconv.Itoa(columns), " by ", strconv.Itoa(rows))
	} else {
		w.mark("cell")
	}
	if cellOfBlocks(cell) {
		w.children(cell)
		return
	}
	w.words(cell)
}

// rowStart gives where a row stands: where its first cell with text does, else where the table does.
func (w *structureWriter) rowStart(table, row ast.Node) int {
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		if cell.Lines().Len() > 0 {
			return blockStart(cell)
		}
	}
	return max(table.Pos(), 0)
}

func (w *structureWriter) words(n ast.Node) {
	var b strings.Builder
	w.inlines(&b, n)
	characters.WriteFolded(w.out, b.String())
}

// text gives the inline nodes of a block, spaces folded.
func (w *structureWriter) text(n ast.Node) string {
	var b strings.Builder
	w.inlines(&b, n)
	return strings.Join(strings.Fields(b.String()), " ")
}

func (w *structureWriter) inlines(b *strings.Builder, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() != ast.TypeInline && c.FirstChild() != nil { // a block in a cell
			w.inlines(b, c)
			b.WriteByte(' ')
			continue
		}
		w.inline(b, c)
	}
}

// inline writes an inline node. Emphasis is how a text is written; that words are code or struck out is what it says.
func (w *structureWriter) inline(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *extast.Strikethrough:
		b.WriteString("\x00~")
		w.inlines(b, n)
		b.WriteString("\x00~")
	case *extast.TaskCheckBox:
		b.WriteString(map[bool]string{true: "\x00x ", false: "\x00o "}[n.IsChecked])
	case *extast.FootnoteLink:
		b.WriteString("\x00^" + strconv.Itoa(n.Index))
	case *ast.Emphasis:
		w.inlines(b, n)
	case *tagged:
		w.tagged(b, n)
	case *ast.CodeSpan:
		b.WriteString("\x00`" + w.codeSpan(n) + "\x00`")
	case *ast.Link:
		b.WriteString("\x00[")
		w.inlines(b, n)
		w.leadsTo(b, n)
	case *ast.Image:
		b.WriteString("\x00!")
		w.inlines(b, n)
		w.leadsTo(b, n)
	case *ast.AutoLink:
		b.WriteString("\x00[")
		w.writeText(b, n)
		w.leadsTo(b, n)
	case *reference:
		b.WriteString(map[bool]string{true: "\x00!", false: "\x00["}[n.Embedded] + n.Words)
		w.leadsTo(b, n)
	default:
		w.writeText(b, n)
	}
}

// tagged writes what is said with a tag as what is said without one.
func (w *structureWriter) tagged(b *strings.Builder, n *tagged) {
	mark := map[string]string{"del": "\x00~", "code": "\x00`", "sub": "\x00<sub", "sup": "\x00<sup", "kbd": "\x00<kbd"}[n.name]
	b.WriteString(mark)
	w.inlines(b, n)
	b.WriteString(mark)
}

// leadsTo ends a link with where it leads. One that is refused leads nowhere, and readers are told why.
func (w *structureWriter) leadsTo(b *strings.Builder, n ast.Node) {
	defer b.WriteString("\x00]")
	l, refused, ok := w.link(n)
	if refused != nil {
		b.WriteString("\x00-" + refused.detail)
	}
	if !ok {
		return
	}
	b.WriteString("\x00" + strconv.Itoa(int(l.Kind)))
	if l.Bound() {
		w.targets = append(w.targets, target{w.spans[n].start, path.Clean(l.Target)})
	} else {
		b.WriteString(l.Target)
	}
	if l.Fragment != "" {
		b.WriteString("#" + l.Fragment)
	}
	if title := tooltip(n); title != "" {
		b.WriteString("\x00" + title)
	}
}
