package markdown

import (
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
)

const (
	// maxHighlight is the size of a code block, in bytes, above which it is shown without colours.
	maxHighlight = 32 << 10
	// highlightTime is what the colouring of one page may take. It is the one bound that counts time, because the
	// library's lexers offer nothing else to count: some need seconds for a few kilobytes made for that end. It is
	// far above what a page needs, so that it decides about no honest text.
	highlightTime = 2 * time.Second
)

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
	if coloured, err := p.highlight(language, code); err == nil {
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
			p.raw(string(svg) + "\n<details><summary>Source of the diagram</summary>\n")
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

// highlight gives code as HTML with a class on every word that has a meaning. The error says why it stays plain.
func (p *page) highlight(language, code string) (string, error) {
	if len(code) > maxHighlight {
		return "", fmt.Errorf("code of %d bytes is over %d", len(code), maxHighlight)
	}
	lexer := lexers.Get(languageClass(language))
	if language == "" || lexer == nil {
		return "", fmt.Errorf("no lexer for %q", language)
	}
	next, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return "", fmt.Errorf("tokenise %s: %w", language, err)
	}
	var b strings.Builder
	for token := next(); token != chroma.EOF; token = next() {
		if time.Now().After(p.deadline) {
			return "", fmt.Errorf("tokenise %s: out of time", language)
		}
		writeToken(&b, token)
	}
	return b.String(), nil
}

// writeToken writes one token.
func writeToken(b *strings.Builder, token chroma.Token) {
	class := chroma.StandardTypes[token.Type]
	if plainTokens[class] {
		escape(b, token.Value)
		return
	}
	b.WriteString(`<span class="` + class + `">`)
	escape(b, token.Value)
	b.WriteString("</span>")
}

// plainTokens are the classes that have no colour of their own: most of a program.
var plainTokens = map[string]bool{"": true, "n": true, "nx": true, "p": true, "w": true, "x": true, "l": true, "g": true, "err": true}
