package markdown

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"clausebook/internal/ids"
)

// alignments are the classes of cells; no style attribute is ever written, so that a page's policy can forbid them.
var alignments = map[extast.Alignment]string{
	extast.AlignLeft: "align-left", extast.AlignRight: "align-right", extast.AlignCenter: "align-center",
}

// table writes a table in a region of its own, which scrolls where the page is narrow and can be reached by keyboard.
func (p *page) table(n *extast.Table) {
	p.raw(`<div class="table-scroll" tabindex="0" role="region"`)
	p.attr("aria-label", tableLabel(p.header(n)))
	p.raw(">\n<table>\n")
	p.caption(n)
	body := n.FirstChild()
	if body != nil && body.Kind() == extast.KindTableHeader {
		p.raw("<thead>\n")
		p.row(body, "th")
		p.raw("</thead>\n")
		body = body.NextSibling()
	}
	if body != nil {
		p.raw("<tbody>\n")
		for row := body; row != nil && p.out.Len() <= p.limit; row = row.NextSibling() {
			p.row(row, "td")
		}
		p.raw("</tbody>\n")
	}
	p.raw("</table>\n</div>\n")
}

// caption writes the words before a table that name it.
func (p *page) caption(n *extast.Table) {
	if before := n.PreviousSibling(); before != nil && isCaption(before) {
		p.raw("<caption>")
		p.inlines(before)
		p.raw("</caption>\n")
	}
}

// isCaption tells whether a paragraph names the table after it.
func isCaption(n ast.Node) bool {
	_, names := n.AttributeString(captionAttribute)
	return names && n.NextSibling() != nil && n.NextSibling().Kind() == extast.KindTable
}

// row writes the cells of a row.
func (p *page) row(n ast.Node, tag string) {
	outerRow := p.inRow
	p.startRow(n)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		tag := tag
		if _, names := c.AttributeString(namesAttribute); names {
			tag = "th"
		}
		p.raw("<" + tag)
		if tag == "th" {
			p.attr("scope", scopeOf(c))
		}
		p.covers(c)
		if cell, ok := c.(*extast.TableCell); ok && alignments[cell.Alignment] != "" {
			p.attr("class", alignments[cell.Alignment])
		}
		p.raw(">")
		outer := p.inCell
		p.inCell = true
		if cellOfBlocks(c) {
			p.blocks(c)
		} else {
			p.inlines(c)
		}
		p.inCell = outer
		p.raw("</" + tag + ">")
	}
	p.raw("</tr>\n")
	p.inRow = outerRow
}

// startRow begins a row. The first of an id can be linked to.
func (p *page) startRow(n ast.Node) {
	p.raw("<tr")
	if p.inRow = p.rowID(n); p.inRow != "" && !p.rows[p.inRow] {
		p.rows[p.inRow] = true
		p.attr("id", p.options.IDPrefix+ids.Anchor(p.inRow))
	}
	p.raw(">")
}

// scopeOf tells what a cell names: its column, or its row where it stands first in one.
func scopeOf(cell ast.Node) string {
	if cell.Parent().Kind() == extast.KindTableRow && cell.PreviousSibling() == nil {
		return "row"
	}
	return "col"
}

// covers writes how many columns and rows a cell covers.
func (p *page) covers(cell ast.Node) {
	if n := spanOf(cell, columnsAttribute); n > 1 {
		p.attr("colspan", strconv.Itoa(n))
	}
	if n := spanOf(cell, rowsAttribute); n > 1 {
		p.attr("rowspan", strconv.Itoa(n))
	}
}

// maxTableLabel bounds the name of a table, in bytes.
const maxTableLabel = 120

// tableLabel names a table by the words of its header.
func tableLabel(header []string) string {
	label := "Table: " + strings.Join(header, ", ")
	if len(label) <= maxTableLabel {
		return label
	}
	label = label[:maxTableLabel]
	for !utf8.ValidString(label) {
		label = label[:len(label)-1]
	}
	return label + "…"
}
