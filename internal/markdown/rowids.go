package markdown

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"clausebook/internal/ids"
)

const maxNames = 5000 // ids that are kept of one body

// mention keeps a word that has the form of an id.
func (c *collector) mention(word string) {
	if !c.names[word] && len(c.names) < maxNames {
		word = strings.Clone(word)
		c.names[word] = true
		c.body.Names = append(c.body.Names, word)
	}
}

// rows keeps the ids of the rows of a table, but for those that another table has.
func (c *collector) rows(n *extast.Table) {
	before := len(c.body.Rows)
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if id := c.rowID(row); id != "" && !slices.Contains(c.body.Rows[:before], id) && len(c.body.Rows) < maxNames {
			c.body.Rows = append(c.body.Rows, id)
		}
	}
}

// rowID gives the id by which a row is called.
func (t *tree) rowID(row ast.Node) string {
	if row.Kind() != extast.KindTableRow {
		return ""
	}
	return ids.OfRow(func(i int) string {
		cell := row.FirstChild()
		for ; i > 0 && cell != nil; i-- {
			cell = cell.NextSibling()
		}
		if cell == nil {
			return ""
		}
		return t.textOf(cell)
	})
}
