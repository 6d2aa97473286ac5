package check

import (
	"fmt"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/nearest"
	"clausebook/internal/phrase"
)

// mostHints bounds how many different words a rule looks up the nearest name for. Each look-up compares with every
// candidate: without a bound the cost would grow with the square of the set when every document has the fault. Who
// has so many faults fixes the first and asks again.
const mostHints = 200

// hints suggests the known name that a misspelt one stands for.
type hints struct {
	names []string
	known map[string]string   // word -> the name nearest to it, or nothing
	meant func(string) string // words what a text stands for that is no misspelt name; nil where nothing can
	exact func(string) string // gives the name that a text stands for and can only stand for; nil where nothing can
	said  map[string]string   // word -> what meant said of it
}

func newHints(names []string) *hints {
	return &hints{names: names, known: map[string]string{}, said: map[string]string{}}
}

// near gives the hint for a word, or nothing.
func (h *hints) near(word string) string {
	if said := h.standsFor(word); said != "" {
		return said
	}
	name := h.name(word)
	if name == "" {
		return ""
	}
	return fmt.Sprintf("did you mean `%s`?", name)
}

// standsFor words what a text stands for, or nothing.
func (h *hints) standsFor(word string) string {
	if said, ok := h.said[word]; ok || h.meant == nil || len(h.said) >= mostHints {
		return said
	}
	h.said[word] = h.meant(word)
	return h.said[word]
}

// name gives the name nearest to a word, or nothing.
func (h *hints) name(word string) string {
	if name, ok := h.known[word]; ok || len(h.known) >= mostHints {
		return name
	}
	h.known[word], _ = nearest.Name(word, h.names)
	return h.known[word]
}

// edit gives the edit that writes a known name in place of a word that is made of the same letters and digits.
func (h *hints) edit(d *doc.Document, at diag.Pos, word string) *diag.Edit {
	name, ok := nearest.Same(word, h.names)
	if !ok && h.exact != nil {
		name = h.exact(word)
	}
	if name == "" {
		return nil
	}
	return d.Instead(at, word, name)
}

// daysBetween counts the days between two days in words: "1 day", "30 days".
func daysBetween(from, to date.Date) string { return phrase.Plural(from.DaysUntil(to), "day", "days") }
