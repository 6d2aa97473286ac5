// Package nearest finds the known word that a misspelt one most likely stands for.
//
// Letter case and the difference between `-`, `_` and a space do not count; beyond that about one letter in three
// may be wrong. A suggestion that is far off helps less than none, so nothing is suggested then.
package nearest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// longest bounds the words that are compared, in bytes: the cost grows with the product of both lengths, and the
// misspelt word may come from a hostile file.
const longest = 100

var fold = strings.NewReplacer("_", "-", " ", "-")

// Name gives the candidate nearest to the word, and false where none is near. Of equally near ones the first counts.
func Name(word string, candidates []string) (string, bool) {
	if word == "" || len(word) > longest {
		return "", false
	}
	word = folded(word)
	length := utf8.RuneCountInString(word)
	best, found, least := "", false, min(max(1, (length+1)/3)+1, length) // a word is never replaced as a whole
	for _, c := range candidates {
		if c == "" || len(c) > longest {
			continue
		}
		if runes := utf8.RuneCountInString(c); max(runes-length, length-runes) >= least {
			continue // the distance is no less than the difference in length
		}
		if d := levenshtein.ComputeDistance(word, folded(c)); d < least {
			best, found, least = c, true, d
		}
	}
	return best, found
}

// fewNames is how many candidates are told where none is near.
const fewNames = 10

// Hint says which candidate is most likely meant, to go behind a complaint about a word: the nearest, or where none is near all of a few;
// nothing where there are many.
func Hint(word string, candidates []string) string {
	if near, ok := Name(word, candidates); ok {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	if len(candidates) > 0 && len(candidates) <= fewNames {
		return ": there are " + strings.Join(candidates, ", ")
	}
	return ""
}

func folded(word string) string { return fold.Replace(strings.ToLower(word)) }

// Same gives the one candidate that is made of the same letters and digits as the word, in the same order: only the case and what stands
// between them differ. Nothing where there is none, or more than one.
func Same(word string, candidates []string) (string, bool) {
	if word = bare(word); word == "" || len(word) > longest {
		return "", false
	}
	found := ""
	for _, c := range candidates {
		if len(c) > 2*longest || bare(c) != word || c == found {
			continue
		}
		if found != "" {
			return "", false
		}
		found = c
	}
	return found, found != ""
}

// bare leaves of a word its letters and digits, and the dots between digits, which part numbers.
func bare(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == ':' {
			return unicode.ToLower(r)
		}
		return -1
	}, word)
}
