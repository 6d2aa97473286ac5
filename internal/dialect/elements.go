package dialect

import (
	"regexp"
	"strings"

	"clausebook/internal/rawhtml"
)

// elementMark is a tag that fills its line and opens an element. A value may be code between braces, which may hold others.
var elementMark = regexp.MustCompile(`^<([A-Za-z][\w.]*)((?:[ \t]+[A-Za-z_:][\w:.-]*(?:=[ \t]*(?:"[^"\n]*"|'[^'\n]*'|` +
	`\{(?:[^{}\n]|\{[^{}\n]*\})*\}|[^\s"'<>=` + "`" + `{}]+))?)*)[ \t]*>[ \t\r\n]*$`)

// attributeMark is a name in a tag with its value, which is a text in quotes, or without any.
var attributeMark = regexp.MustCompile(`([A-Za-z_:][\w:.-]*)(?:=[ \t]*(?:"([^"]*)"|'([^']*)'|` +
	`\{(?:[^{}\n]|\{[^{}\n]*\})*\}|([^\s"'=]+)))?`)

// ownParts are elements whose parts are tags of their own, or code: they are read as HTML, however they are written.
var ownParts = map[string]bool{"table": true, "thead": true, "tbody": true, "tfoot": true, "tr": true, "td": true, "th": true, "ul": true,
	"ol": true, "li": true, "dl": true, "dt": true, "dd": true, "pre": true, "script": true, "style": true, "textarea": true, "summary": true,
	"a": true, "p": true, "link": true, "svg": true, "select": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true}

// isComponent tells whether a tag is that of a component of MDX, which is written with a capital, and not one of HTML in capitals.
func isComponent(name string) bool {
	return name[0] >= 'A' && name[0] <= 'Z' && name != strings.ToUpper(name)
}

// elementBox reads a tag that opens an element whose content is Markdown: a component of MDX, or one of HTML that says markdown. One that
// leads somewhere is none.
func elementBox(line []byte) (Box, bool) {
	m := elementMark.FindSubmatchIndex(line)
	if m == nil {
		return Box{}, false
	}
	written := string(line[m[2]:m[3]])
	name := strings.ToLower(written)
	b := Box{End: End{tag: "</" + written + ">"}}
	holds := isComponent(written)
	switch {
	case ownParts[name]:
		return Box{}, false
	case holds:
		b.Kind = boxTags[name]
	case name == "details":
		b.Kind = name
	}
	for _, w := range attributeMark.FindAllSubmatchIndex(line[m[4]:m[5]], -1) {
		key, at := strings.ToLower(string(line[m[4]+w[2]:m[4]+w[3]])), Span{}
		for g := 4; g < len(w); g += 2 {
			if w[g] >= 0 {
				at = Span{m[4] + w[g], m[4] + w[g+1]}
			}
		}
		value := string(line[at.Start:at.Stop])
		switch key {
		case "href", "to", "link", "url", "values":
			return Box{}, false
		case "markdown":
			holds = holds || value != "0"
		default:
			b.attribute(key, value, at)
		}
	}
	return b, holds
}

// attribute takes in an attribute of an element.
func (b *Box) attribute(key, value string, at Span) {
	switch key {
	case "type", "kind", "variant", "intent", "class", "classname":
		for word := range strings.FieldsSeq(strings.ToLower(value)) {
			if other := tagColors[word]; other != "" {
				word = other
			}
			if IsNamed(word) && b.Kind != KindTab {
				b.Kind = word
			}
		}
	case "title", "label", "header", "heading", "summary":
		b.Title = at
	case "value":
		if b.Kind == KindTab && b.Title.Stop == 0 {
			b.Title = at
		}
	case "id":
		b.Name = value
	}
}

var emptyAnchor = regexp.MustCompile(`^\[\](?:\(\))?\{:?[ \t]*(?:[.#][^{}\s]+[ \t]*)+\}`)

// EmptyAnchor gives the size of a link or a span without words with which a line begins, as MkDocs and Pandoc name a place; 0 if there is
// none. The name is one of Places.
func EmptyAnchor(line []byte) int { return len(emptyAnchor.Find(line)) }

// classed is a span of Pandoc whose class says how its words look, and nothing that readers would have to know.
var classed = regexp.MustCompile(`^\[([^\[\]\n*_!<>` + "`" + `\\]+)\]\{[ \t]*(?:[.](?:underline|ul|mark|smallcaps|nolink|nobreak|nowrap|` +
	`lead|small|highlight|emphasis|strong|custom|toc)[ \t]*|[\w-]+="[^"{}\n]*"[ \t]*)+\}`)

// Classed gives the words of a span of Pandoc with which a line begins, [words]{.underline}, and the size of it all; 0 if there is none.
func Classed(line []byte) (words Span, size int) {
	m := classed.FindSubmatchIndex(line)
	if m == nil {
		return Span{}, 0
	}
	return Span{m[2], m[3]}, m[1]
}

// inHTML is Markdown that stands within HTML, where it is none.
var inHTML = regexp.MustCompile(`\]\([^()\s]+\)|\*\*[^*\s][^*\n]*\*\*|(?m:^[ \t]*#{1,6} \S)`)

// WithinHTML gives where Markdown first stands between the tags of some HTML.
func WithinHTML(html []byte) (at Span, ok bool) {
	if !inHTML.Match(html) {
		return Span{}, false
	}
	code := false
	for _, p := range rawhtml.Split(html) {
		switch {
		case p.Name == "pre" || p.Name == "code":
			code = true
		case p.Name == "/pre" || p.Name == "/code":
			code = false
		case p.Kind == rawhtml.Text && !code:
			if m := inHTML.FindIndex(html[p.Start:p.Stop]); m != nil {
				return Span{p.Start + m[0], p.Start + m[1]}, true
			}
		}
	}
	return Span{}, false
}

// MarkdownInHTML is what Markdown within HTML is called.
const MarkdownInHTML = "Markdown within HTML, `**…**`"
