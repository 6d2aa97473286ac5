package markdown

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"

	"clausebook/internal/phrase"
)

const (
	// Code above these sizes, in bytes, is shown without colours: a block, all blocks of a page, a line. The
	// library's lexers are regular expressions that look back and ahead, and cost more than the code is long.
	maxHighlight     = 16 << 10
	maxHighlightPage = 64 << 10
	maxHighlightLine = 500
	maxHighlightRows = 800 // lines of a block
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

// highlight gives code as HTML with a class on every word that has a meaning. The error says why it stays plain.
func (p *page) highlight(language, code string) (string, error) {
	lexer, ok := lexersByName()[language]
	if !ok {
		return "", fmt.Errorf("no lexer for %q", language)
	}
	if p.coloured += len(code); len(code) > maxHighlight || p.coloured > maxHighlightPage || !shapely(code) {
		return "", fmt.Errorf("%d bytes of code are over the bounds", len(code))
	}
	next, err := lexer.Tokenise(nil, code)
	if err != nil {
		return "", fmt.Errorf("tokenise %s: %w", language, err)
	}
	var b strings.Builder
	var last chroma.Token
	// Neighbours of one type are joined here and not by the library, which would go on joining past the deadline.
	for token := next(); token != chroma.EOF; token = next() {
		if time.Now().After(p.deadline) {
			return "", fmt.Errorf("tokenise %s: out of time", language)
		}
		if token.Type == last.Type {
			last.Value += token.Value
			continue
		}
		writeToken(&b, last)
		last = token
	}
	writeToken(&b, last)
	return b.String(), nil
}

// shapely tells whether code has lines of such length and number as people write.
func shapely(code string) bool {
	rows := 0
	for line := range strings.Lines(code) {
		if rows++; rows > maxHighlightRows || len(line) > maxHighlightLine {
			return false
		}
	}
	return true
}

// lexersByName gives the lexers by the names and aliases of their languages, in lower case. The library's own look-up
// falls back to trying hundreds of file name patterns, which a text of many made-up languages would make it do often.
var lexersByName = sync.OnceValue(func() map[string]chroma.Lexer {
	names := map[string]chroma.Lexer{}
	for _, lexer := range lexers.GlobalLexerRegistry.Lexers {
		for _, name := range append(lexer.Config().Aliases, lexer.Config().Name) {
			names[strings.ToLower(name)] = lexer
		}
	}
	return names
})

// writeToken writes one token.
func writeToken(b *strings.Builder, token chroma.Token) {
	if token.Value == "" {
		return
	}
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
