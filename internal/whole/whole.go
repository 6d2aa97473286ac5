// Package whole finds in a text what has to stay on one line: days, ids, numbers with hyphens, versions.
package whole

import "strings"

// Stretch is a part of a text that stays on one line, or what stands between such parts.
type Stretch struct {
	Text    string
	Element string // of HTML, for what stays on one line: "time" for a day, "bdi" for an id or a version; empty for the rest
}

// Longest is how many letters may stay on one line: a column of a telephone has room for them.
const Longest = 24

// Stretches takes a text apart at its days, ids and versions, each of which stays on one line.
func Stretches(text string) []Stretch {
	if !mayKeep(text) {
		return []Stretch{{Text: text}}
	}
	if isDay(text) {
		return []Stretch{{text, "time"}}
	}
	var out []Stretch
	at := 0
	for from, to := next(text, 0); to > 0; from, to = next(text, to) {
		element := elementOf(text, from, to)
		if element == "" {
			continue
		}
		if from > at {
			out = append(out, Stretch{Text: text[at:from]})
		}
		out = append(out, Stretch{Text: text[from:to], Element: element})
		at = to
	}
	if at < len(text) {
		out = append(out, Stretch{Text: text[at:]})
	}
	return out
}

// next finds what reads as one word and would else break, from a place on: ids, days, months and numbers at their hyphens, a version after
// the word. Words of a language, such as "in-review", begin with a small letter or go on with small ones. Nothing ends at 0.
func next(text string, from int) (start, end int) {
	for i := from; i < len(text); i++ {
		if !letterOrDigit(text[i]) || i > 0 && inWord(text[i-1]) {
			continue
		}
		if end := version(text, i); end > 0 {
			return i, end
		}
		if end := hyphened(text, i); end > 0 {
			return i, end
		}
	}
	return 0, 0
}

// version gives the end of "version 1.2" at a place; 0 for none.
func version(text string, at int) (end int) {
	rest, ok := strings.CutPrefix(text[at+1:], "ersion")
	if !ok || text[at] != 'V' && text[at] != 'v' {
		return 0
	}
	i := len(text) - len(strings.TrimPrefix(rest, "s"))
	for i < len(text) && (text[i] == ' ' && end == 0 || text[i] == '.' && end > 0) {
		last := while(text, i+1, digit)
		if last == i+1 {
			break
		}
		if i = last; wordEnds(text, i) {
			end = i
		}
	}
	return end
}

// hyphened gives the end of a word with hyphens that begins with capital letters or a digit; 0 for none.
func hyphened(text string, at int) (end int) {
	i := while(text, at, capitalOrDigit)
	if digit(text[at]) {
		i = while(text, while(text, at, digit), letter)
	}
	if i == at {
		return 0
	}
	hyphen := false
	for i < len(text) && (text[i] == '-' || text[i] == '.' || text[i] == '_') {
		last := while(text, i+1, letterOrDigit)
		if last == i+1 {
			break
		}
		hyphen = hyphen || text[i] == '-'
		if i = last; hyphen && wordEnds(text, i) {
			end = i
		}
	}
	return end
}

// while gives the first place from which on something no longer holds.
func while(text string, i int, holds func(byte) bool) int {
	for i < len(text) && holds(text[i]) {
		i++
	}
	return i
}

// wordEnds tells whether a word that goes up to a place ends there.
func wordEnds(text string, i int) bool { return i == len(text) || !inWord(text[i]) }

func digit(c byte) bool          { return '0' <= c && c <= '9' }
func capitalOrDigit(c byte) bool { return digit(c) || 'A' <= c && c <= 'Z' }
func letter(c byte) bool         { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func letterOrDigit(c byte) bool  { return digit(c) || letter(c) }
func inWord(c byte) bool         { return letterOrDigit(c) || c == '_' }

// isDay tells whether a text has the form of a day.
func isDay(text string) bool {
	if len(text) != len("2006-01-02") {
		return false
	}
	for i := range len(text) {
		if hyphen := i == 4 || i == 7; hyphen && text[i] != '-' || !hyphen && !digit(text[i]) {
			return false
		}
	}
	return true
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

// elementOf gives the element of a word that may stay on one line; none where it is the end of a longer one, or too long.
func elementOf(text string, from, to int) string {
	word := text[from:to]
	switch {
	case len(word) > Longest || from > 0 && text[from-1] == '-' || to < len(text) && text[to] == '-':
		return ""
	case isDay(word):
		return "time"
	}
	return "bdi"
}

// Folders takes a path apart behind its slashes, so that it breaks between folders and not within their names.
func Folders(path string) []string { return strings.SplitAfter(path, "/") }
