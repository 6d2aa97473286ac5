package search

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const maxWord = 40 // letters; of a longer word, as an address can be, the beginning is found

// unspaced are the scripts that put no spaces between words, or not everywhere where a reader would look. Their text is found
// by each two letters that stand side by side.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao,
	unicode.Khmer, unicode.Myanmar}

// isUnspaced tells whether a letter is of such a script. The mark that lengthens a vowel is of none in particular.
func isUnspaced(r rune) bool { return r >= 0x0e00 && (r == 'ー' || unicode.In(r, unspaced...)) }

// alike are letters that people write as others where their keyboard has none, and that do not come apart otherwise.
var alike = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ς': "σ"}

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
	if len(word) == 0 {
		return
	}
	if at := bytes.IndexFunc(word, isUnspaced); at >= 0 {
		parted(word, at, give)
		return
	}
	give(firstLetters(word))
	if !bytes.ContainsAny(word, "-.") {
		return
	}
	for part := range bytes.FieldsFuncSeq(word, func(r rune) bool { return r == '-' || r == '.' }) {
		if bytes.ContainsFunc(part, unicode.IsLetter) {
			give(part)
		}
	}
}

// parted takes a word apart that holds letters of a script without spaces, the first of them at a place.
func parted(word []byte, at int, give func([]byte)) {
	chunk(bytes.Trim(word[:at], "-."), give)
	rest := word[at:]
	end := bytes.IndexFunc(rest, func(r rune) bool { return !isUnspaced(r) })
	if end < 0 {
		end = len(rest)
	}
	pairs(rest[:end], give)
	chunk(bytes.Trim(rest[end:], "-."), give)
}

// pairs gives each two letters that stand side by side, and the last one alone: a letter alone is found as the beginning of a pair.
func pairs(run []byte, give func([]byte)) {
	for len(run) > 0 {
		_, first := utf8.DecodeRune(run)
		_, second := utf8.DecodeRune(run[first:])
		give(run[:first+second])
		run = run[first:]
	}
}

// firstLetters cuts a word that is too long.
func firstLetters(word []byte) []byte {
	if len(word) <= maxWord {
		return word
	}
	at, n := 0, 0
	for ; at < len(word) && n < maxWord; n++ {
		_, size := utf8.DecodeRune(word[at:])
		at += size
	}
	return word[:at]
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
		case alike[r] != "":
			out = append(out, alike[r]...)
		case unicode.Is(unicode.Mn, r):
		case r < utf8.RuneSelf || unicode.IsLetter(r) || unicode.IsDigit(r):
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, ' ')
		}
	}
	return norm.NFC.Bytes(out) // Korean syllables came apart
}
