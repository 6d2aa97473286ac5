// Package characters gives what Markdown writes with escapes and entities as the characters for which they stand.
package characters

import (
	"bytes"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Decode resolves backslash escapes and entities in one pass, so that what an escape has made literal is not taken
// for an entity afterwards. Bytes that are no text become U+FFFD.
func Decode(raw []byte) string {
	if !bytes.ContainsAny(raw, "\\&\x00") && utf8.Valid(raw) {
		return string(raw)
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == '\\' && i+1 < len(raw) && isPunctuation(raw[i+1]):
			b.WriteByte(raw[i+1])
			i += 2
		case c == '&':
			text, n := entity(raw[i:])
			b.WriteString(text)
			i += n
		default:
			b.WriteByte(c)
			i++
		}
	}
	return Clean(b.String())
}

// maxEntity is the length of the longest entity, "&CounterClockwiseContourIntegral;".
const maxEntity = 33

// entity reads the entity at the start of raw; where there is none it gives the ampersand itself.
func entity(raw []byte) (text string, size int) {
	end := bytes.IndexByte(raw[:min(len(raw), maxEntity)], ';')
	if end < 2 {
		return "&", 1
	}
	name := string(raw[1:end])
	if name[0] != '#' {
		return named(name, string(raw[:end+1]))
	}
	digits, base := name[1:], 10
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > 7 {
		return "&", 1
	}
	if n == 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		n = utf8.RuneError
	}
	return string(rune(n)), end + 1
}

// named gives the characters of an entity by its name. The library takes the beginning of a name as well, as browsers do: it is one only if
// the semicolon goes with it.
func named(name, written string) (text string, size int) {
	text = html.UnescapeString(written)
	if text == written || strings.HasSuffix(text, ";") && name != "semi" {
		return "&", 1
	}
	return text, len(written)
}

// Clean replaces what HTML cannot hold.
func Clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// isPunctuation tells whether a byte may stand behind a backslash that escapes it.
func isPunctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// Unescape resolves percent signs once; what cannot be resolved stays as it is.
func Unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return Clean(u)
	}
	return s
}

// Words counts runs of characters between spaces that hold a letter or a digit.
func Words(s string) int {
	n, counted := 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			counted = false
		case !counted && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			n, counted = n+1, true
		}
	}
	return n
}

// WriteFolded writes a text with its spaces folded, and tells whether it has words.
func WriteFolded(out *strings.Builder, text string) (words bool) {
	for word := range strings.FieldsSeq(text) {
		if words {
			out.WriteByte(' ')
		}
		out.WriteString(word)
		words = true
	}
	return words
}
