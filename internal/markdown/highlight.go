package markdown

import (
	"github.com/yuin/goldmark/ast"

	"clausebook/internal/highlight"
	"clausebook/internal/phrase"
)

// maxHighlight is how many bytes of code on a page are coloured, which makes code some ten times as long; the rest has no colours.
const maxHighlight = 256 << 10

// diagramLanguages are drawn rather than shown as code.
var diagramLanguages = map[string]bool{"mermaid": true}

// fence writes a fenced code block.
func (p *page) fence(n *ast.FencedCodeBlock) {
	language, code := p.language(n), p.code(n)
	if diagramLanguages[language] {
		p.diagram(language, code)
		return
	}
	p.pre(language, code)
}

// pre writes code, coloured where its language is known.
func (p *page) pre(language, code string) {
	p.raw(`<pre class="chroma" tabindex="0"><code`)
	if name := highlight.ClassName(language); name != "" {
		p.attr("class", "language-"+name)
	}
	p.raw(">")
	p.highlight(language, code)
	p.raw("</code></pre>\n")
}

// diagram writes a diagram: drawn if that is possible, and its source in any case, since it is what was approved.
func (p *page) diagram(language, source string) {
	p.raw(`<figure class="diagram">` + "\n")
	drawn := false
	if p.options.Diagram != nil {
		if svg, err := p.options.Diagram(language, source); err == nil {
			p.raw(string(svg) + "\n<details><summary>")
			p.text(p.options.say(phrase.Of("Source of the diagram")))
			p.raw("</summary>\n")
			drawn = true
		}
	}
	p.raw(`<pre class="diagram" tabindex="0"><code`)
	p.attr("class", "language-"+language)
	p.raw(">")
	p.text(source)
	p.raw("</code></pre>\n")
	if drawn {
		p.raw("</details>\n")
	}
	p.raw("</figure>\n")
}

// highlight writes code with a class on every word that has a meaning, or plain where its language is not known.
func (p *page) highlight(language, code string) {
	if !highlight.Known(language) || p.coloured+len(code) > maxHighlight {
		p.text(code)
		return
	}
	p.coloured += len(code)
	highlight.Each(language, code, func(text, class string) {
		if class == "" {
			p.text(text)
			return
		}
		p.raw(`<span class="` + class + `">`)
		p.text(text)
		p.raw("</span>")
	})
}
