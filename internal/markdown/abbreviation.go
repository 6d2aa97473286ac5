package markdown

import (
	"strings"

	"clausebook/internal/shortform"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
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

// listHeads are names of the first column of a table that explains short forms.
var listHeads = map[string]bool{
	"abbreviation": true, "abbreviations": true, "acronym": true, "short": true, "short form": true, "term": true, "word": true,
	"abkürzung": true, "kurzform": true, "kürzel": true, "begriff": true, "wort": true,
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
	return head != nil && head.FirstChild() != nil && listHeads[strings.ToLower(t.textOf(head.FirstChild()))]
}
