package search

import (
	"slices"
	"strings"

	"clausebook/internal/fingerprint"
)

// Item is one thing that can be found.
type Item struct {
	Title, Href, ID, Note string
	Language              string   // where it is another one than that of the site
	Names                 []string // ids under which it comes first: its own, and of a clause its requirements'
	Tags, Serves          string   // words that stand beside the text; the clauses and requirements that it covers
	Kind, Status, Owner   Value
	Standards             []Value // those that it belongs to or serves

	Words, Size int                // of its text, to plan by; size in bytes
	Numbered    bool               // the headings of its parts are numbers, which say nothing about it
	Parts       func() []Part      // its text, read when asked for: all texts at once would fill the memory
	Key         fingerprint.Digest // of all that the text follows from; zero where it has no name
}

// said is all that the words of an item follow from.
func (it *Item) said() []any {
	return []any{it.Names, it.Title, it.Tags, it.Serves, it.Numbered, it.Key}
}

// named tells whether the text of each item has a name, by which what was made of it is known again.
func named(items []Item) bool {
	return !slices.ContainsFunc(items, func(it Item) bool { return it.Key == fingerprint.Digest{} })
}

// Part is a section of an item, with the numbers of what it covers. Heading and fragment are empty for what
// stands before the first heading. A fragment with an address before it leads to another page than that of the item.
type Part struct{ Heading, Fragment, Text, Covers string }

// Set gives an item its parts, and with them its size.
func (it *Item) Set(parts []Part) {
	for _, p := range parts {
		it.Words += len(strings.Fields(p.Text)) + 4
		it.Size += len(p.Text) + len(p.Heading)
	}
	it.Parts, it.Key = func() []Part { return parts }, fingerprint.Of(parts)
}
