package stencil

import (
	"html/template"
	"reflect"
	"strings"
	"text/template/parse"
)

// finish writes a text to the end of a page, escaped.
type finish func(page []byte, text string) []byte

// printed gives what an action says as text, and what writes it. html/template has put the escapers of the place behind it; without one
// nothing is printed.
func (b *body) printed(pipe *parse.PipeNode, dot reflect.Type) (expr, finish) {
	n := len(pipe.Cmds)
	for n > 0 && escaperOf(pipe.Cmds[n-1]) != "" {
		n--
	}
	chain := pipe.Cmds[n:]
	if n == 0 || len(chain) == 0 {
		leave("%s has no escaper", pipe)
	}
	said := b.commands(pipe.Cmds[:n], dot)
	markup := said.typ == reflect.TypeFor[template.HTML]()
	if !markup && trusted[said.typ] {
		leave("a value of type %s", said.typ)
	}
	text := said.asText()
	last := escaperOf(chain[len(chain)-1])
	if markup {
		if len(chain) > 1 || last != "_html_template_htmlescaper" {
			leave("markup at a place for text")
		}
		return text, func(page []byte, text string) []byte { return append(page, text...) }
	}
	if last != "_html_template_htmlescaper" && last != "_html_template_attrescaper" && last != "_html_template_rcdataescaper" {
		leave("the escaper %s", last)
	}
	for _, cmd := range chain[:len(chain)-1] {
		text = text.through(filterOf(escaperOf(cmd)))
	}
	return text, appendEscaped
}

// trusted are the types to which html/template gives another meaning than that of a text.
var trusted = map[reflect.Type]bool{reflect.TypeFor[template.CSS](): true, reflect.TypeFor[template.HTMLAttr](): true,
	reflect.TypeFor[template.JS](): true, reflect.TypeFor[template.JSStr](): true, reflect.TypeFor[template.URL](): true,
	reflect.TypeFor[template.Srcset](): true}

// escaperOf gives the name of an escaper that html/template has added; none for what the template itself says.
func escaperOf(cmd *parse.CommandNode) string {
	if id, ok := cmd.Args[0].(*parse.IdentifierNode); ok && len(cmd.Args) == 1 && strings.HasPrefix(id.Ident, "_html_template_") {
		return id.Ident
	}
	return ""
}

// filterOf gives an escaper that is not the last one.
func filterOf(name string) func(string) string {
	switch name {
	case "_html_template_urlfilter":
		return filterURL
	case "_html_template_urlnormalizer":
		return func(s string) string { return processURL(s, true) }
	case "_html_template_urlescaper":
		return func(s string) string { return processURL(s, false) }
	}
	leave("the escaper %s", name)
	panic("not reached")
}

// inText holds what is written for a character of a text or of the value of an attribute.
var inText = [256]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

// appendEscaped is html/template's escaper of texts and of attributes in quotes.
func appendEscaped(page []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if instead := inText[text[i]]; instead != "" {
			page = append(append(page, text[from:i]...), instead...)
			from = i + 1
		}
	}
	return append(page, text[from:]...)
}

// filterURL is html/template's filter of addresses.
func filterURL(s string) string {
	if scheme, _, ok := strings.Cut(s, ":"); ok && !strings.Contains(scheme, "/") {
		if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
			return "#ZgotmplZ"
		}
	}
	return s
}

const digits = "0123456789abcdef"

// processURL is html/template's way to put a text into an address, as a whole or as a part of its query.
func processURL(s string, whole bool) string {
	var out []byte
	from := 0
	for i := range len(s) {
		if stays(s, i, whole) {
			continue
		}
		out = append(append(out, s[from:i]...), '%', digits[s[i]>>4], digits[s[i]&15])
		from = i + 1
	}
	if from == 0 {
		return s
	}
	return string(append(out, s[from:]...))
}

// stays tells whether a byte of an address stays as it is.
func stays(s string, i int, whole bool) bool {
	switch c := s[i]; c {
	case '!', '#', '$', '&', '*', '+', ',', '/', ':', ';', '=', '?', '@', '[', ']':
		return whole
	case '-', '.', '_', '~':
		return true
	case '%':
		return whole && i+2 < len(s) && hex(s[i+1]) && hex(s[i+2])
	default:
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
}

func hex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
