package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"clausebook/internal/characters"
	"clausebook/internal/rawhtml"
)

// BlockKind tells what a block of a text is.
type BlockKind string

// The kinds of blocks.
const (
	BlockHeading   BlockKind = "heading"
	BlockParagraph BlockKind = "paragraph"
	BlockItem      BlockKind = "item" // of a list, its first paragraph; what else stands in it are blocks of their own
	BlockRow       BlockKind = "row"  // of a table
	BlockCode      BlockKind = "code"
	BlockTerm      BlockKind = "term" // of a definition list
	BlockNote      BlockKind = "note" // a footnote, its first paragraph
	BlockHTML      BlockKind = "html" // raw HTML, which pages show as text
	BlockComment   BlockKind = "comment"
)

// Block is a piece of a text that holds words rather than other blocks.
type Block struct {
	Kind     BlockKind
	Level    int    // of a heading, 1 to 6
	Depth    int    // in how many lists it stands
	Quote    int    // in how many quotations it stands
	Marker   string // of an item: "•", or its number such as "3."
	Head     bool   // the row names the columns
	Language string // of code
	Cells    [][]Run
	Source   string // the characters as written, without the marks of the blocks around it
	Line     int    // of the file, 1-based
}

// Style is how a run is set, as a set of bits.
type Style uint8

// The styles.
const (
	Strong Style = 1 << iota
	Emphasis
	Code
	Struck // struck out: the words are there and do not hold
	Target // the run says where the link before it points, and is no text of its own
)

var styleNames = [...]string{"strong", "emphasis", "code", "struck", "target"}

// String names the styles in a set, parted by spaces.
func (s Style) String() string {
	var names []string
	for i, name := range styleNames {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// MarshalText gives the names, for JSON.
func (s Style) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Run is a piece of text that is set in one style.
type Run struct {
	Text  string
	Style Style
}

// Blocks gives the blocks of a body whose first line has the given number in its file, in reading order: footnotes
// last. A row has a cell for each column, every other block has one. Their texts together are what Prose gives, except
// that comments are here too. The error says that the text is beyond the bounds, or cannot be read as Markdown.
func Blocks(src []byte, firstLine int) ([]Block, error) { return Read(src, firstLine).Blocks() }

// Blocks is Blocks of a text.
func (text *Text) Blocks() ([]Block, error) {
	t, done, err := text.begin()
	defer done()
	if err != nil {
		return nil, err
	}
	c := &blockCollector{tree: t}
	c.children(t.root, Block{})
	return c.out, nil
}

// blockCollector lists the blocks of a tree.
type blockCollector struct {
	*tree
	out []Block
}

// children lists the blocks within n. The first one takes over the kind and marker that around has, the others only where it stands.
func (c *blockCollector) children(n ast.Node, around Block) {
	for b := n.FirstChild(); b != nil; b = b.NextSibling() {
		if b.Type() != ast.TypeInline {
			c.block(b, around)
			around.Kind, around.Marker = "", ""
		}
	}
}

// block lists a block that stands in what around says.
func (c *blockCollector) block(n ast.Node, around Block) {
	switch n := n.(type) {
	case *ast.List:
		around.Depth++
		c.list(n, around)
	case *ast.Blockquote:
		around.Quote++
		c.children(n, around)
	case *callout:
		around.Quote++
		c.children(n, around)
	case *calloutTitle:
		around.Kind = BlockParagraph
		c.leaf(n, around)
	case *extast.DefinitionDescription:
		around.Depth++
		c.children(n, around)
	case *extast.Footnote:
		around.Kind, around.Marker = BlockNote, strconv.Itoa(n.Index)
		c.children(n, around)
	case *extast.Table:
		for row := n.FirstChild(); row != nil; row = row.NextSibling() {
			c.row(row, around)
		}
	case *ast.FencedCodeBlock:
		around.Language = c.language(n)
		c.codeBlock(n, around)
	case *ast.CodeBlock:
		c.codeBlock(n, around)
	case *ast.HTMLBlock:
		c.htmlBlock(n, around)
	case *ast.Heading:
		around.Kind, around.Level = BlockHeading, n.Level
		c.leaf(n, around)
	case *extast.DefinitionTerm:
		around.Kind = BlockTerm
		c.leaf(n, around)
	case *ast.Paragraph, *ast.TextBlock:
		if around.Kind == "" {
			around.Kind = BlockParagraph
		}
		c.leaf(n, around)
	default:
		c.children(n, around)
	}
}

// list lists the items of a list.
func (c *blockCollector) list(n *ast.List, around Block) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		around.Kind, around.Marker = BlockItem, "•"
		if n.IsOrdered() {
			around.Marker = strconv.Itoa(number) + "."
			number++
		}
		c.children(item, around)
	}
}

// leaf lists a block that holds text; nothing if there is none.
func (c *blockCollector) leaf(n ast.Node, b Block) {
	runs := c.runs(n)
	if blank(runs) {
		return
	}
	b.Cells, b.Source = [][]Run{runs}, c.written(n)
	c.add(b, c.blockSpan(n).start)
}

// row lists a row of a table.
func (c *blockCollector) row(n ast.Node, b Block) {
	b.Kind, b.Marker = BlockRow, ""
	_, b.Head = n.(*extast.TableHeader)
	var sources []string
	start, empty := -1, true
	for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
		runs := c.runs(cell)
		b.Cells, sources = append(b.Cells, runs), append(sources, c.written(cell))
		empty = empty && blank(runs)
		if start < 0 && cell.Lines().Len() > 0 {
			start = cell.Lines().At(0).Start
		}
	}
	b.Source = strings.Join(sources, " | ")
	if !empty {
		c.add(b, max(start, 0))
	}
}

// codeBlock lists a block of code, with its line breaks.
func (c *blockCollector) codeBlock(n ast.Node, b Block) {
	b.Kind, b.Source = BlockCode, c.code(n)
	if text := strings.TrimRight(b.Source, " \t\r\n"); text != "" {
		b.Cells = [][]Run{{{text, Code}}}
		c.add(b, blockStart(n))
	}
}

// htmlBlock lists the comments of raw HTML, and what else stands in it.
func (c *blockCollector) htmlBlock(n *ast.HTMLBlock, b Block) {
	at := htmlSpan(n)
	b.Marker = ""
	for _, p := range rawhtml.Split(c.source[at.start:at.stop]) {
		if p.Kind != rawhtml.Comment {
			continue
		}
		b.Kind, b.Source = BlockComment, characters.Clean(string(c.source[at.start+p.Start:at.start+p.Stop]))
		if text := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(b.Source, "<!--"), "-->")); text != "" {
			b.Cells = [][]Run{{{text, 0}}}
			c.add(b, at.start+p.Start)
		}
	}
	if text := c.visibleHTML(at); text != "" {
		b.Kind, b.Source, b.Cells = BlockHTML, text, [][]Run{{{text, 0}}}
		c.add(b, at.start)
	}
}

func (c *blockCollector) add(b Block, start int) {
	b.Line = c.ruler.First + c.ruler.Line(start)
	c.out = append(c.out, b)
}

// written gives the lines of a block as they stand in the source.
func (c *blockCollector) written(n ast.Node) string {
	return characters.Clean(strings.TrimSpace(string(n.Lines().Value(c.source))))
}

func blank(runs []Run) bool {
	for _, r := range runs {
		if strings.TrimSpace(r.Text) != "" {
			return false
		}
	}
	return true
}

// runs gives the text of a block in its styles.
func (c *blockCollector) runs(n ast.Node) []Run {
	var w runWriter
	w.tree = c.tree
	if title, ok := n.(*calloutTitle); ok {
		w.add(title.mark(), Strong)
	}
	if !cellOfBlocks(n) {
		w.inlines(n, 0)
		w.finish()
		return w.out
	}
	eachLeaf(n, w.leaf)
	w.finish()
	return w.out
}

// runWriter collects runs. What it takes over of the markup is what Prose takes over. The text of the last run is still being written.
type runWriter struct {
	*tree
	out  []Run
	text strings.Builder
}

// leaf adds a block in a cell, parted from the one before it.
func (w *runWriter) leaf(n ast.Node) {
	if len(w.out) > 0 {
		w.add(" ", 0)
	}
	switch n := n.(type) {
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		w.add(strings.TrimRight(w.code(n), "\r\n"), Code)
	case *ast.HTMLBlock:
		w.add(w.visibleHTML(htmlSpan(n)), 0)
	default:
		if title, ok := n.(*calloutTitle); ok {
			w.add(title.mark(), Strong)
		}
		w.inlines(n, 0)
	}
}

func (w *runWriter) inlines(n ast.Node, style Style) {
	for i := n.FirstChild(); i != nil; i = i.NextSibling() {
		w.inline(i, style)
	}
}

func (w *runWriter) inline(n ast.Node, style Style) {
	switch n := n.(type) {
	case *extast.Strikethrough:
		w.inlines(n, style|Struck)
	case *tagged:
		w.tagged(n, style)
	case *ast.Emphasis:
		w.inlines(n, style|[]Style{Emphasis, Strong}[min(n.Level, 2)-1])
	case *ast.CodeSpan:
		w.add(w.codeSpan(n), style|Code)
	case *extast.TaskCheckBox:
		w.add(map[bool]string{true: "[x] ", false: "[ ] "}[n.IsChecked], style)
	case *extast.FootnoteLink:
		w.add("[^]", style)
	case *ast.Link, *ast.Image:
		w.inlines(n, style)
		w.add(w.pointed(n), style|Target)
	case *reference:
		w.add(n.Label(), style)
		w.add(w.pointed(n), style|Target)
	default:
		var b strings.Builder
		w.writeText(&b, n)
		w.add(b.String(), style)
	}
}

// tagged takes over a tag as what is written without one. Raised and lowered text keeps its tags: 10<sup>2</sup> is not 102.
func (w *runWriter) tagged(n *tagged, style Style) {
	switch n.name {
	case "sub", "sup":
		w.add("<"+n.name+">", style)
		w.inlines(n, style)
		w.add("</"+n.name+">", style)
	default:
		w.inlines(n, style|map[string]Style{"kbd": Code, "code": Code, "strong": Strong, "em": Emphasis, "del": Struck}[n.name])
	}
}

// add adds a text, to the run before it where that has the same style.
func (w *runWriter) add(text string, style Style) {
	if text == "" {
		return
	}
	if last := len(w.out) - 1; last < 0 || w.out[last].Style != style || style&Target != 0 {
		w.finish()
		w.out = append(w.out, Run{Style: style})
	}
	w.text.WriteString(text)
}

func (w *runWriter) finish() {
	if last := len(w.out) - 1; last >= 0 {
		w.out[last].Text = w.text.String()
		w.text.Reset()
	}
}
