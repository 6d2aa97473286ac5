// Package ids finds in a text the words that have the form of an id, such as CHG-2026-0186, and tells by which of its cells a row is
// called.
//
// Which of them are ids, the rows and documents tell that carry them. A word is taken whole: CHG-2026 is no part of CHG-2026-0186.
package ids

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The least and the most bytes of a word that is taken for an id.
const (
	shortest = 3
	longest  = 64
)

// Is tells whether a word has the form of an id: it begins with a letter, and has a digit, or a hyphen between capital letters. Words
// of a language, such as "in-review", and quarters, such as "Q1-2026", have another.
func Is(word string) bool {
	if len(word) < shortest || len(word) > longest || !isLetter(word[0]) || !isWord(word[len(word)-1]) || isQuarter(word) {
		return false
	}
	small, digit, joint := false, false, false
	for i := range len(word) {
		switch c := word[i]; {
		case 'a' <= c && c <= 'z':
			small = true
		case 'A' <= c && c <= 'Z':
		case '0' <= c && c <= '9':
			digit = true
		case isJoint(c) && isWord(word[i-1]):
			joint = true
		default:
			return false
		}
	}
	capital := word[0] <= 'Z'
	return digit && (joint || capital) || joint && !small
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func isWord(c byte) bool   { return isLetter(c) || '0' <= c && c <= '9' }
func isJoint(c byte) bool  { return c == '-' || c == '.' || c == '_' }

// isQuarter tells whether a word is a part of a year: Q1-2026, H2, W07, KW12.
func isQuarter(word string) bool {
	rest := strings.TrimLeft(strings.TrimPrefix(word, "K"), "QHW")
	if rest == word || len(word)-len(rest) > 2 {
		return false
	}
	return rest != "" && strings.Trim(rest, "0123456789-./_") == ""
}

// In goes through the words of a text that have the form of an id. What stands in an address of the web or of mail is none.
func In(text string, found func(from, to int)) {
	for at := 0; at < len(text); {
		size := 0
		for at+size < len(text) && !isSpace(text[at+size]) {
			size++
		}
		if field := text[at : at+size]; size >= shortest && !strings.Contains(field, "://") && !strings.Contains(field, "@") {
			inField(text, at, at+size, found)
		}
		at += size + 1
	}
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// inField goes through the words between two spaces.
func inField(text string, from, to int, found func(from, to int)) {
	for at := from; at < to; {
		start := at
		for at < to {
			r, size := utf8.DecodeRuneInString(text[at:to])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (r >= utf8.RuneSelf || !isJoint(byte(r))) {
				break
			}
			at += size
		}
		if end := start + len(strings.TrimRight(text[start:at], "-._")); Is(text[start:end]) {
			found(start, end)
		}
		if at == start {
			_, size := utf8.DecodeRuneInString(text[at:to])
			at += size
		}
	}
}

// OfRow gives the id by which a row is called: its first cell, or the one after a day that stands first. It is empty where that is
// no id.
func OfRow(cell func(i int) string) string {
	first := strings.TrimSpace(cell(0))
	if isDay(first) {
		first = strings.TrimSpace(cell(1))
	}
	if !Is(first) {
		return ""
	}
	return first
}

// isDay tells whether a cell is a day, as in 2026-01-31, with or without the time.
func isDay(cell string) bool {
	return len(cell) >= len("2026-01-31") && cell[4] == '-' && strings.Trim(cell, "0123456789-:T ") == ""
}

// Anchor names a row on its page.
func Anchor(id string) string { return "row-" + id }
