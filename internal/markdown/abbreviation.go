package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"clausebook/internal/dialect"
	"clausebook/internal/shortform"
)

// Abbreviation is a short form that a text spells out: as “service level agreement (SLA)”, as “SLA (service level
// agreement)”, as “SLA: service level agreement” where a block begins so, or in a table or a definition list that
// explains short forms. Of several meanings within one text the first counts.
type Abbreviation struct {
	Short, Long string
	Section     int // index of the heading it stands under, -1 before the first
}

// maxAbbreviations is how many are kept of one body.
const maxAbbreviations = 200

// abbreviations keeps what a block with this text spells out.
func (c *collector) abbreviations(n ast.Node, text string) {
	keep := func(short, long string) {
		if len(c.body.Abbreviations) < maxAbbreviations && !c.spelled[short] {
			c.spelled[short] = true
			c.body.Abbreviations = append(c.body.Abbreviations, Abbreviation{short, long, c.section(c.blockSpan(n).start)})
		}
	}
	if short, long := c.listed(n); long != "" {
		keep(short, long)
	}
	for _, s := range shortform.Spellings(text) {
		keep(s.Short, s.Long)
	}
}

// listed gives the short form that a term of a definition list or a first cell consists of, and what it stands for.
func (t *tree) listed(n ast.Node) (short, long string) {
	var meaning ast.Node
	switch n.Kind() {
	case extast.KindDefinitionTerm:
		if meaning = n.NextSibling(); meaning != nil {
			meaning = meaning.FirstChild()
		}
	case extast.KindTableCell:
		row := n.Parent()
		if n.PreviousSibling() != nil || row.Kind() != extast.KindTableRow || !t.listsShortForms(row.Parent()) {
			return "", ""
		}
		meaning = n.NextSibling()
	}
	if meaning == nil {
		return "", ""
	}
	short, _ = shortform.Of(t.textOf(n))
	if short == "" {
		return "", ""
	}
	return short, shortform.Clip(t.textOf(meaning))
}

func (t *tree) listsShortForms(table ast.Node) bool {
	head := table.FirstChild()
	return head != nil && head.FirstChild() != nil && shortform.IsListHead(t.textOf(head.FirstChild()))
}

// abbreviationLists makes lists of terms of the lines by which MkDocs and Markdown Extra explain short forms: *[SLA]: words.
type abbreviationLists struct{}

// Transform takes a paragraph all lines of which are such.
func (abbreviationLists) Transform(n *ast.Paragraph, reader text.Reader, _ parser.Context) {
	list := extast.NewDefinitionList(0, nil)
	list.SetPos(n.Pos())
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		short, long, ok := dialect.Abbreviation(line.Value(reader.Source()))
		if !ok {
			return
		}
		at := line.Start - line.Padding
		term, meaning, words := extast.NewDefinitionTerm(), extast.NewDefinitionDescription(), ast.NewTextBlock()
		term.Lines().Append(text.NewSegment(at+short.Start, at+short.Stop))
		words.Lines().Append(text.NewSegment(at+long.Start, at+long.Stop))
		meaning.AppendChild(meaning, words)
		list.AppendChild(list, term)
		list.AppendChild(list, meaning)
	}
	n.Parent().ReplaceChild(n.Parent(), n, list)
}
