package form

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Visible escapes the characters of a JSON text that would act on a terminal, turn the writing direction or make a
// command to a build server (see logCommands). JSON has them in strings only, so the value stays the same.
func Visible(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == '#' && len(out) > 0 && out[len(out)-1] == '#':
			out = append(out, `\u0023`...)
		case !Acting(r) || r < ' ':
			out = append(out, text[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, "\\u%04x\\u%04x", high, low)
		default:
			out = fmt.Appendf(out, "\\u%04x", r)
		}
		text = text[size:]
	}
	return out
}

// Acting tells whether a character does something to a terminal or to the text around it rather than being seen.
func Acting(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 ||
		r == 0x200e || r == 0x200f || r == 0x061c || r == 0x2028 || r == 0x2029 || r >= 0xe0000 && r <= 0xe007f
}

// logCommands breaks what build servers obey anywhere in a line of a log: GitHub's ##[…], Azure's ##vso[…] and
// TeamCity's ##teamcity[…]. One character stands for one, so that columns hold.
var logCommands = strings.NewReplacer("##[", "#♯[", "##vso[", "#♯vso[", "##teamcity[", "#♯teamcity[")
