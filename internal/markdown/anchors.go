package markdown

import "clausebook/internal/anchors"

// Anchors gives the headings by what links call them.
func (b Body) Anchors() anchors.Names { return newAnchors(b.Headings, b.Top) }

func newAnchors(outline []Heading, top []string) anchors.Names {
	headings := make([]anchors.Heading, len(outline))
	for i, h := range outline {
		headings[i] = anchors.Heading{ID: h.ID, Text: h.Text, Marks: h.Marks}
	}
	return anchors.Of(headings, top)
}
