// Package whole finds in a text what has to stay on one line: days, ids, numbers with hyphens, versions.
package whole

import (
	"regexp"
	"strings"
)

// Stretch is a part of a text that stays on one line, or what stands between such parts.
type Stretch struct {
	Text  string
	Class string // of what stays on one line; empty for the rest
}

var (
	dayIn = regexp.MustCompile(`\b\d{4}-\d\d-\d\d\b`)

	// keptIn finds what reads as one word and would else break: ids, days, months and numbers at their hyphens, a version after
	// the word. Words of a language, such as "in-review", begin with a small letter or go on with small ones.
	keptIn = regexp.MustCompile(`\b(?:[Vv]ersions? \d+(?:\.\d+)*|(?:[A-Z]+[A-Z0-9]*|\d+[A-Za-z]*)(?:[._][A-Za-z0-9]+)*` +
		`(?:-[A-Za-z0-9]+(?:[._][A-Za-z0-9]+)*)+)\b`)
)

// Longest is how many letters may stay on one line: a column of a telephone has room for them.
const Longest = 24

// Stretches takes a text apart at its days, ids and versions, each of which stays on one line.
func Stretches(text string) []Stretch {
	if !mayKeep(text) {
		return []Stretch{{Text: text}}
	}
	var out []Stretch
	at := 0
	for _, word := range keptIn.FindAllStringIndex(text, -1) {
		class := classOf(text, word[0], word[1])
		if class == "" {
			continue
		}
		if word[0] > at {
			out = append(out, Stretch{Text: text[at:word[0]]})
		}
		out = append(out, Stretch{Text: text[word[0]:word[1]], Class: class})
		at = word[1]
	}
	if at < len(text) {
		out = append(out, Stretch{Text: text[at:]})
	}
	return out
}

// mayKeep tells whether anything can stay on one line: there are many more texts than expressions are quick to search. A word of which a
// hyphen is a part has a capital letter or a digit before it.
func mayKeep(text string) bool {
	if strings.Contains(text, "ersion") {
		return true
	}
	before := false // a capital letter or a digit, of the word that is being passed
	for i := range len(text) {
		switch c := text[i]; {
		case c == '-' && before:
			return true
		case '0' <= c && c <= '9' || 'A' <= c && c <= 'Z':
			before = true
		case c == '.' || c == '_' || 'a' <= c && c <= 'z':
		default:
			before = false
		}
	}
	return false
}

// classOf gives the class of a word that may stay on one line; none where it is the end of a longer one, or too long.
func classOf(text string, from, to int) string {
	word := text[from:to]
	switch {
	case len(word) > Longest || from > 0 && text[from-1] == '-' || to < len(text) && text[to] == '-':
		return ""
	case dayIn.FindString(word) == word:
		return "date"
	}
	return "kept"
}
