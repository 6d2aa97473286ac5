package markdown

import (
	"strings"

	"clausebook/internal/slug"
)

// Anchors finds the headings of a body by what links call them. It is the one place that knows which names mean a heading,
// so that no page leads where the check sees nothing, and the other way round.
type Anchors map[string]int

// NewAnchors gives the names of headings. In order of weight they are the id; the id in any case; the words of the heading
// in any case; the id as other programs would make it, which take several hyphens for one and underscores for hyphens; the
// names of anchors beside it.
func NewAnchors(headings []Heading) Anchors {
	a := make(Anchors, 2*len(headings))
	for _, name := range []func(Heading) string{
		func(h Heading) string { return h.ID },
		func(h Heading) string { return slug.Fold(h.ID) },
		func(h Heading) string { return slug.Fold(h.Text) },
		func(h Heading) string { return slug.Squeeze(h.ID) },
	} {
		for i, h := range headings {
			if key := name(h); key != "" {
				if _, taken := a[key]; !taken {
					a[key] = i
				}
			}
		}
	}
	for i, h := range headings {
		for _, name := range h.Marks {
			for _, key := range []string{name, slug.Fold(name)} {
				if _, taken := a[key]; !taken && key != "" {
					a[key] = i
				}
			}
		}
	}
	return a
}

// Find gives the index of the heading that a fragment means.
func (a Anchors) Find(fragment string) (int, bool) {
	fragment, _, _ = strings.Cut(fragment, ":~:") // words that a browser is to mark
	fragment = strings.TrimPrefix(fragment, "user-content-")
	if fragment == "" {
		return 0, false
	}
	for _, name := range [...]func(string) string{
		func(s string) string { return s }, slug.Fold, slug.Of, func(s string) string { return slug.Squeeze(slug.Of(s)) },
	} {
		if i, ok := a[name(fragment)]; ok {
			return i, true
		}
	}
	return 0, false
}

// IsTop tells whether a fragment that names no heading means the top of the page, as it does in HTML.
func IsTop(fragment string) bool {
	fragment, _, _ = strings.Cut(fragment, ":~:")
	return fragment == "" || strings.EqualFold(fragment, "top")
}
