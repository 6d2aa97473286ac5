// Package shortform finds in a text what short forms stand for, as in “service level agreement (SLA)”.
//
// It reads words alone: which of several meanings counts, and where in a document, its caller says.
package shortform

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds.
const (
	maxShort = 10  // letters of a short form
	MaxLong  = 160 // bytes of what it stands for
)

// listHeads are names of the first column of a table that explains short forms.
var listHeads = map[string]bool{
	"abbreviation": true, "abbreviations": true, "acronym": true, "short": true, "short form": true, "term": true, "word": true,
	"abkürzung": true, "kurzform": true, "kürzel": true, "begriff": true, "wort": true,
}

// IsListHead tells whether the first column of a table with this name holds short forms that the table explains.
func IsListHead(name string) bool { return listHeads[strings.ToLower(name)] }

// Clip bounds what a short form stands for, at a space.
func Clip(long string) string {
	long = strings.Join(strings.Fields(long), " ")
	if len(long) <= MaxLong {
		return long
	}
	if at := strings.LastIndexByte(long[:MaxLong], ' '); at > 0 {
		return long[:at] + " …"
	}
	return ""
}

// Spelling is a place at which a short form is spelled out. At is the offset of the short form.
type Spelling struct {
	Short, Long string
	At          int
}

// Spellings finds what the text of one block spells out.
func Spellings(text string) []Spelling {
	var out []Spelling
	if s, ok := introduced(text); ok {
		out = append(out, s)
	}
	for from := 0; ; {
		open := strings.IndexByte(text[from:], '(')
		if open < 0 {
			return out
		}
		open += from
		from = open + 1
		end := strings.IndexByte(text[from:min(len(text), from+MaxLong)], ')')
		if end < 0 {
			continue
		}
		if s, ok := bracketed(text, open, from+end); ok {
			out = append(out, s)
		}
	}
}

// introduced reads a block that begins with a short form and a colon or a dash.
func introduced(text string) (Spelling, bool) {
	lead := len(text) - len(strings.TrimLeft(text, " "))
	size := WordSize(text[lead:])
	short, _ := Of(text[lead : lead+size])
	rest := strings.TrimLeft(text[lead+size:], " ")
	mark, after := utf8.DecodeRuneInString(rest)
	if short == "" || !strings.ContainsRune(":–—=", mark) {
		return Spelling{}, false
	}
	long := firstWords(rest[after:min(len(rest), after+MaxLong)], short)
	return Spelling{short, long, lead}, long != ""
}

// bracketed reads a pair of brackets: a short form in them after its words, or its words in them after a short form.
func bracketed(text string, open, end int) (Spelling, bool) {
	inner := text[open+1 : end]
	if cut := strings.IndexAny(inner, ",;"); cut >= 0 {
		inner = inner[:cut]
	}
	if short, many := Of(strings.TrimSpace(inner)); short != "" {
		long := lastWords(tail(text[:open]), short)
		if many && strings.HasSuffix(long, "s") && !strings.HasSuffix(long, "ss") {
			long = long[:len(long)-1]
		}
		return Spelling{short, long, open + 1 + strings.Index(inner, short)}, long != ""
	}
	before := strings.TrimRight(text[:open], " ")
	at := strings.LastIndexFunc(before, func(r rune) bool { return !InWord(r) }) + 1
	if at > 0 {
		_, size := utf8.DecodeRuneInString(before[at-1:])
		at += size - 1
	}
	short, _ := Of(before[at:])
	words := wordsOf(inner)
	if short == "" || !spells(words, short, false) && !spells(words, short, true) {
		return Spelling{}, false
	}
	return Spelling{short, strings.Join(strings.Fields(inner), " "), at}, true
}

// tail gives the end of a text, whole words that may be what a short form stands for.
func tail(text string) string {
	if len(text) <= MaxLong {
		return text
	}
	text = text[len(text)-MaxLong:]
	return text[strings.IndexByte(text, ' ')+1:]
}

// Of gives the short form that a word is, without the s that makes it several: two to ten letters and digits,
// a capital first, at least half of them capitals. It is empty where the word is none.
func Of(word string) (short string, many bool) {
	if one, ok := strings.CutSuffix(word, "s"); ok && strings.ToUpper(one) == one {
		word, many = one, true
	}
	runes, capitals := 0, 0
	for _, r := range word {
		if runes++; runes > maxShort || !unicode.IsLetter(r) && !unicode.IsDigit(r) || runes == 1 && !unicode.IsUpper(r) {
			return "", false
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	if capitals < 2 || 2*capitals < runes {
		return "", false
	}
	return word, many
}

// lastWords gives the words at the end of a text that a short form stands for, the fewest that do.
func lastWords(text, short string) string {
	text = strings.TrimRight(text, " \u00a0\"'”“»«’‘")
	if stop := strings.LastIndexFunc(text, func(r rune) bool { return !inPhrase(r) }); stop >= 0 {
		_, size := utf8.DecodeRuneInString(text[stop:])
		text = text[stop+size:]
	}
	words := wordsOf(text)
	for _, within := range []bool{false, true} {
		for n := 1; n <= len(words); n++ {
			if part := words[len(words)-n:]; spells(part, short, within) {
				return Clip(text[part[0].from:])
			}
		}
	}
	return ""
}

// firstWords gives the words at the start of a text that a short form stands for, the fewest that do.
func firstWords(text, short string) string {
	if stop := strings.IndexFunc(text, func(r rune) bool { return !inPhrase(r) }); stop >= 0 {
		text = text[:stop]
	}
	words := wordsOf(text)
	for _, within := range []bool{false, true} {
		for n := 1; n <= len(words); n++ {
			if part := words[:n]; spells(part, short, within) {
				last := part[n-1]
				return Clip(text[part[0].from : last.from+len(last.text)])
			}
		}
	}
	return ""
}

// inPhrase tells whether a rune may stand between the words that one short form stands for.
func inPhrase(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune(" \u00a0-'’", r)
}

// phraseWord is a word and where it stands.
type phraseWord struct {
	text string
	from int
}

// maxPhrase is how many words a short form may stand for, small ones included.
const maxPhrase = 2 * maxShort

// wordsOf gives the words of a phrase, those tied by hyphens one by one.
func wordsOf(text string) []phraseWord {
	var out []phraseWord
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += size
			continue
		}
		from := i
		for i < len(text) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '\'' || r == '’') {
			i += size
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		out = append(out, phraseWord{text[from:i], from})
	}
	return out
}

// smallWords need not show in a short form.
var smallWords = map[string]bool{
	"a": true, "an": true, "and": true, "as": true, "at": true, "by": true, "for": true, "from": true, "in": true, "of": true, "on": true,
	"or": true, "the": true, "to": true, "with": true,
	"am": true, "auf": true, "das": true, "dem": true, "den": true, "der": true, "des": true, "die": true, "für": true, "im": true,
	"mit": true, "und": true, "von": true, "zu": true, "zum": true, "zur": true,
}

// spells tells whether words stand for a short form. Each gives its first letter, in order; small words between them
// need not. Within says that long words may give letters from inside as well, as in “database” for DB: one for every
// four of theirs. Bit i of reach says that the words so far can stand for the first i letters.
func spells(words []phraseWord, short string, within bool) bool {
	letters := []rune(strings.ToLower(short))
	if len(words) == 0 || len(words) > maxPhrase {
		return false
	}
	reach := uint(1)
	for n, w := range words {
		word := []rune(strings.ToLower(w.text))
		next := uint(0)
		if 0 < n && n < len(words)-1 && smallWords[string(word)] {
			next = reach
		}
		for i := range letters {
			if reach&(1<<i) == 0 || word[0] != letters[i] {
				continue
			}
			next |= 1 << (i + 1)
			if within {
				next |= inside(word, letters, i)
			}
		}
		reach = next
	}
	return reach&(1<<len(letters)) != 0
}

// inside gives the further letters that a word can stand for beyond its first, which is letter i.
func inside(word, letters []rune, i int) (reach uint) {
	i++
	taken := 1
	for at := 1; at < len(word) && i < len(letters); at++ {
		if word[at] != letters[i] {
			continue
		}
		i++
		if taken++; 4*taken > len(word) {
			break
		}
		reach |= 1 << i
	}
	return reach
}

// InWord tells whether a rune belongs to a word. A hyphen does: what is tied to a short form by one is another word.
func InWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '-' || r == '_'
}

// WordSize gives the length of the word that a text begins with.
func WordSize(text string) int {
	if end := strings.IndexFunc(text, func(r rune) bool { return !InWord(r) }); end >= 0 {
		return end
	}
	return len(text)
}

// Apart tells whether a word stands for itself: it is no part of a path, an address or a number such as TN/0417, and
// does not stand alone in brackets, where it would explain what is before them.
func Apart(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, size := utf8.DecodeRuneInString(text[to:])
	beyond, _ := utf8.DecodeRuneInString(text[to+size:])
	switch {
	case before == '(' && after == ')':
		return false
	case strings.ContainsRune(`\@#.&=`, before):
		return false
	case before == '/':
		last, _ := utf8.DecodeLastRuneInString(text[:from-1])
		return unicode.IsUpper(last)
	case after == '/':
		return unicode.IsUpper(beyond) || !InWord(beyond)
	}
	return !(strings.ContainsRune(`\@.&=`, after) && InWord(beyond))
}

// abbreviation writes a short form with what it stands for: as a tooltip, as a link for those who touch or type, and
