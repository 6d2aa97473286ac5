package author

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longestSlug bounds the names of files.
const longestSlug = 60

// slug makes a name for a file or role out of words: lower-case letters and digits of ASCII, joined by hyphens.
func slug(words string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(words)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r): // an accent belongs to its letter
			gap = true
		}
		if b.Len() >= longestSlug {
			break
		}
	}
	return b.String()
}

// fillWords carry no meaning in titles and requirements.
var fillWords = map[string]bool{
	"the": true, "a": true, "an": true, "and": true, "or": true, "of": true, "for": true, "to": true, "in": true, "on": true, "by": true,
	"with": true, "our": true, "its": true,
	"is": true, "are": true, "at": true, "be": true, "as": true, "that": true, "which": true, "their": true, "from": true, "this": true,
}

// wordsOf gives the meaningful words of a text in lower case, without the endings by which one word becomes several.
func wordsOf(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !fillWords[w] {
			out = append(out, stem(w))
		}
	}
	return out
}

// stem cuts the endings of English words far enough that "policies" meets "policy" and "reported" meets "report". It
// only has to be the same for both sides of a comparison.
func stem(w string) string {
	for _, e := range []struct{ end, with string }{
		{"ies", "y"}, {"sses", "ss"}, {"ments", "ment"}, {"ations", "at"}, {"ation", "at"}, {"ings", ""}, {"ing", ""}, {"ated", "at"}, {"ates",
			"at"}, {"ate", "at"},
		{"ed", ""}, {"es", ""}, {"s", ""}, {"e", ""},
	} {
		if rest, ok := strings.CutSuffix(w, e.end); ok && len(rest) >= 3 && !strings.HasSuffix(w, "ss") {
			return rest + e.with
		}
	}
	return w
}

// remark makes a text fit to stand in a comment of YAML: one line, and nothing in it that a reader of YAML refuses.
func remark(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029 || r == 0xfffe ||
			r == 0xffff {
			return -1
		}
		return r
	}, inline(s))
}
