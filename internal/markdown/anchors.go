package markdown

import (
	"strings"

	"clausebook/internal/slug"
)

// Anchors finds the headings of a body by what links call them. It is the one place that knows which names mean a heading,
// so that no page leads where the check sees nothing, and the other way round.
type Anchors map[string]int

// Top stands for the top of the page in place of a heading.
const Top = -1

// Anchors gives the names of headings. In order of weight they are the id; the id in any case; the words of the heading
// in any case; the id as other programs would make it, which take several hyphens for one and underscores for hyphens; the
// names of places under it. Places before the first heading are the top of the page.
func (b Body) Anchors() Anchors { return newAnchors(b.Headings, b.Top) }

func newAnchors(headings []Heading, top []string) Anchors {
	a := make(Anchors, 2*len(headings))
	for _, name := range []func(Heading) string{
		func(h Heading) string { return h.ID },
		func(h Heading) string { return slug.Fold(h.ID) },
		func(h Heading) string { return slug.Fold(h.Text) },
		func(h Heading) string { return slug.Squeeze(h.ID) },
	} {
		for i, h := range headings {
			a.add(name(h), i)
		}
	}
	for i, h := range headings {
		a.addMarks(h.Marks, i)
	}
	a.addMarks(top, Top)
	return a
}

// add gives a heading a name that no other has yet.
func (a Anchors) add(name string, heading int) {
	if _, taken := a[name]; !taken && name != "" {
		a[name] = heading
	}
}

func (a Anchors) addMarks(names []string, heading int) {
	for _, name := range names {
		a.add(name, heading)
		a.add(slug.Fold(name), heading)
	}
}

// Find gives the index of the heading that a fragment means, or Top.
func (a Anchors) Find(fragment string) (heading int, ok bool) {
	fragment, _, _ = strings.Cut(fragment, ":~:") // words that a browser is to mark
	fragment = strings.TrimPrefix(fragment, "user-content-")
	if fragment == "" {
		return Top, true
	}
	for _, name := range [...]func(string) string{
		func(s string) string { return s }, slug.Fold, slug.Of, func(s string) string { return slug.Squeeze(slug.Of(s)) },
	} {
		if i, ok := a[name(fragment)]; ok {
			return i, true
		}
	}
	return Top, strings.EqualFold(fragment, "top") // as in HTML
}
