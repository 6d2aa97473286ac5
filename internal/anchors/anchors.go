// Package anchors finds the headings of a text by what links call them. It is the one place that knows which names mean a heading,
// so that no page leads where the check sees nothing, and the other way round.
package anchors

import (
	"regexp"
	"strings"
	"unicode"

	"clausebook/internal/slug"
)

// Heading is what a heading is called by. Marks are names that anchors written as HTML give the place.
type Heading struct {
	ID, Text string
	Marks    []string
}

// Names are the headings of a text by their names.
type Names map[string]int

// Top stands for the top of the page in place of a heading.
const Top = -1

// Of gives the names of headings. In order of weight they are the id; the id in any case; the words of the heading
// in any case; the id as other programs would make it, which take several hyphens for one and underscores for hyphens; the
// names of places under it. Places before the first heading are the top of the page.
func Of(headings []Heading, top []string) Names {
	n := make(Names, 2*len(headings))
	for _, name := range []func(Heading) string{
		func(h Heading) string { return h.ID },
		func(h Heading) string { return slug.Fold(h.ID) },
		func(h Heading) string { return slug.Fold(h.Text) },
		func(h Heading) string { return slug.Squeeze(h.ID) },
	} {
		for i, h := range headings {
			n.add(name(h), i)
		}
	}
	for i, h := range headings {
		n.addMarks(h.Marks, i)
	}
	n.addMarks(top, Top)
	if len(headings) > 0 {
		title := headings[0].Text
		if _, page, ok := strings.Cut(title, " : "); ok { // the space of a wiki before it
			title = page
		}
		for i, h := range headings {
			n.add(behindTitle+closed(title+h.Text), i)
		}
	}
	return n
}

// behindTitle begins the name that an export of Confluence gives a heading: behind the title of the page, both without spaces.
const behindTitle = "\x00"

// closed gives the letters and digits of words.
func closed(words string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, slug.Fold(words))
}

// add gives a heading a name that no other has yet.
func (n Names) add(name string, heading int) {
	if _, taken := n[name]; !taken && name != "" {
		n[name] = heading
	}
}

func (n Names) addMarks(names []string, heading int) {
	for _, name := range names {
		n.add(name, heading)
		n.add(slug.Fold(name), heading)
	}
}

// footnote is what other programs call a footnote or the place that mentions it: #fn:1, #fnref2:1, #fn-1, #fnref1. Here notes have other
// names.
var footnote = regexp.MustCompile(`^fn(?:ref\d*)?[:-]?(.{1,99})$`)

// Find gives the index of the heading that a fragment means, or Top.
func (n Names) Find(fragment string) (heading int, ok bool) {
	fragment, _, _ = strings.Cut(fragment, ":~:") // words that a browser is to mark
	fragment = strings.TrimPrefix(fragment, "user-content-")
	if fragment == "" {
		return Top, true
	}
	for _, name := range [...]func(string) string{
		func(s string) string { return s }, slug.Fold, slug.Of, func(s string) string { return slug.Squeeze(slug.Of(s)) },
	} {
		if i, ok := n[name(fragment)]; ok {
			return i, true
		}
	}
	if i, ok := n[behindTitle+closed(fragment)]; ok && strings.Contains(fragment, "-") {
		return i, true
	}
	if m := footnote.FindStringSubmatch(fragment); m != nil {
		if i, ok := n["[^"+m[1]+"]"]; ok {
			return i, true
		}
	}
	return Top, strings.EqualFold(fragment, "top") // as in HTML
}
