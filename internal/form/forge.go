package form

import (
	"fmt"
	"strings"
	"unicode"
)

// AtCommit names a commit behind something that was made from it; nothing where none is known.
func AtCommit(hash string) string {
	if hash == "" {
		return ""
	}
	return ", commit " + hash[:min(len(hash), 12)]
}

// Prose writes a text of ours for Markdown: what stands in backticks as code, and nothing that a document put into it
// as markup, mention or link.
func Prose(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 { // a backtick without its pair is a character like any other
		return Inert(s)
	}
	var b strings.Builder
	for i, part := range parts {
		if i%2 == 1 {
			part = "<code>" + Inert(part) + "</code>"
		} else {
			part = Inert(part)
		}
		b.WriteString(part)
	}
	return b.String()
}

// Inert writes a text so that Markdown shows exactly it. Characters of markup become references, which are never
// markup. That does not hold off a forge, which looks for @names, #numbers and the like in the finished page: a blank without
// width parts the sign from its word. It also parts what GitHub would make a link of.
func Inert(s string) string {
	const blank = "\u200b"
	runes := []rune(Clean(s))
	var b strings.Builder
	for i, r := range runes {
		next := ' '
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		switch {
		case strings.ContainsRune("@#!$%&~^", r) && (unicode.IsLetter(next) || unicode.IsDigit(next) || strings.ContainsRune("_-\"{", next)):
			fmt.Fprintf(&b, "&#%d;%s", r, blank)
		case r == ':' && next == '/', r == '.' && endsInWWW(runes[:i]):
			fmt.Fprintf(&b, "&#%d;%s", r, blank)
		case strings.ContainsRune("\\`*_{}[]<>#!|~@$^&%", r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func endsInWWW(before []rune) bool {
	return len(before) >= 3 && strings.EqualFold(string(before[len(before)-3:]), "www")
}
