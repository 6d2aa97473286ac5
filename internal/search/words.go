package search

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const maxWord = 60 // bytes; what is longer is no word that anybody asks for

// eachWord takes a text apart into the words by which it is found, and calls give for each. "POL-CHG" gives pol-chg, pol and
// chg; letters lose their accents. The script of the search page does the same to what is asked for. The slice is only
// valid during the call.
func eachWord(text string, give func(word []byte)) {
	folded := fold(text)
	start := 0
	for start < len(folded) {
		for start < len(folded) && !inWord(folded[start]) {
			start++
		}
		end := start
		for end < len(folded) && inWord(folded[end]) {
			end++
		}
		chunk(bytes.Trim(folded[start:end], "-."), give)
		start = end
	}
}

// inWord tells whether a byte of folded text belongs to a word. Dots and dashes do, for the sake of ids.
func inWord(b byte) bool {
	return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' || b == '-' || b == '.' || b >= utf8.RuneSelf
}

// chunk gives a word and, where it is put together, its parts. Lone numbers within an id find nothing of use.
func chunk(word []byte, give func([]byte)) {
	if len(word) == 0 || len(word) > maxWord {
		return
	}
	give(word)
	if !bytes.ContainsAny(word, "-.") {
		return
	}
	for part := range bytes.FieldsFuncSeq(word, func(r rune) bool { return r == '-' || r == '.' }) {
		if bytes.ContainsFunc(part, unicode.IsLetter) {
			give(part)
		}
	}
}

// fold makes letters small and takes their accents away; whatever is neither letter nor digit becomes a space,
// but for dots and dashes. Most text is ASCII, and goes the short way.
func fold(text string) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		b := text[i]
		if b >= utf8.RuneSelf {
			return foldLong(text)
		}
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		out = append(out, b)
	}
	return out
}

func foldLong(text string) []byte {
	out := make([]byte, 0, len(text))
	for _, r := range norm.NFKD.String(text) {
		r = unicode.ToLower(r)
		switch {
		case unicode.Is(unicode.Mn, r):
		case r < utf8.RuneSelf || unicode.IsLetter(r) || unicode.IsDigit(r):
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, ' ')
		}
	}
	return out
}
