package site

import "strings"

// searchItem is one thing that can be found.
type searchItem struct {
	title, href, id, note string
	language              string   // where it is another one than that of the site
	names                 []string // ids under which it comes first: its own, and of a clause its requirements'
	tags, serves          string   // words that stand beside the text; the clauses and requirements that it covers
	kind, status, owner   facetValue
	standards             []facetValue // those that it belongs to or serves

	words, size int                 // of its text, to plan by; size in bytes
	numbered    bool                // the headings of its parts are numbers, which say nothing about it
	parts       func() []searchPart // its text, read when asked for: all texts at once would fill the memory
}

// searchPart is a section of an item, with the numbers of what it covers. Heading and fragment are empty for what
// stands before the first heading.
type searchPart struct{ heading, fragment, text, covers string }

// set gives an item its parts, and with them its size.
func (it *searchItem) set(parts []searchPart) {
	for _, p := range parts {
		it.words += len(strings.Fields(p.text)) + 4
		it.size += len(p.text) + len(p.heading)
	}
	it.parts = func() []searchPart { return parts }
}
