package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"clausebook/internal/phrase"
)

// maxHighlight is how many bytes of code on a page are coloured; what comes after them is shown without colours. Colours
// make code some ten times as long.
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
	if name := languageClass(language); name != "" {
		p.attr("class", "language-"+name)
	}
	p.raw(">")
	if coloured, ok := p.highlight(language, code); ok {
		p.raw(coloured)
	} else {
		p.text(code)
	}
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

// languageClass gives a language's name if it can be part of a class, else nothing.
func languageClass(language string) string {
	for _, r := range language {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("+#.-_", r)) {
			return ""
		}
	}
	if len(language) > 32 {
		return ""
	}
	return language
}

// highlight gives code as HTML with a class on every word that has a meaning; ok is false where it stays plain.
func (p *page) highlight(name, code string) (html string, ok bool) {
	k, ok := languagesByName()[name]
	if !ok || p.coloured+len(code) > maxHighlight {
		return "", false
	}
	p.coloured += len(code)
	return colour(k, code), true
}
