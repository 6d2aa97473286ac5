package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// alignments are the classes of cells; no style attribute is ever written, so that a page's policy can forbid them.
var alignments = map[extast.Alignment]string{
	extast.AlignLeft: "align-left", extast.AlignRight: "align-right", extast.AlignCenter: "align-center",
}

// table writes a table in a region of its own, which scrolls where the page is narrow and can be reached by keyboard.
func (p *page) table(n *extast.Table) {
	p.raw(`<div class="table-scroll" tabindex="0" role="region"`)
	p.attr("aria-label", tableLabel(p.header(n)))
	p.raw(">\n<table>\n<thead>\n")
	head := n.FirstChild()
	p.row(head, "th")
	p.raw("</thead>\n")
	if head != nil && head.NextSibling() != nil {
		p.raw("<tbody>\n")
		for row := head.NextSibling(); row != nil && p.out.Len() <= p.limit; row = row.NextSibling() {
			p.row(row, "td")
		}
		p.raw("</tbody>\n")
	}
	p.raw("</table>\n</div>\n")
}

// row writes the cells of a row.
func (p *page) row(n ast.Node, tag string) {
	if n == nil {
		return
	}
	p.raw("<tr>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.raw("<" + tag)
		if tag == "th" {
			p.attr("scope", "col")
		}
		if cell, ok := c.(*extast.TableCell); ok && alignments[cell.Alignment] != "" {
			p.attr("class", alignments[cell.Alignment])
		}
		p.raw(">")
		p.inlines(c)
		p.raw("</" + tag + ">")
	}
	p.raw("</tr>\n")
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
