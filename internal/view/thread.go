package view

import (
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/ids"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
	"clausebook/internal/thread"
)

// findDataPages gives the parts in which the rows of data files are shown that do not fit on the pages of their documents.
func (s *View) findDataPages() map[*doc.Document][]Pager {
	out := map[*doc.Document][]Pager{}
	for d, at := range s.Addr.Data {
		out[d] = DataPagers(at, d.Data.Rows)
	}
	return out
}

// placeAt gives the address of what is called by an id.
func (s *View) placeAt(at thread.Place) string {
	page := s.Addr.Documents[at.Document]
	switch {
	case at.Row >= 0:
		if parts := s.Index.dataAt()[at.Document]; len(parts) > 0 && at.Row >= ShownRows(at.Document.Data.Rows) {
			part := slices.IndexFunc(parts, func(p Pager) bool { return at.Row < p.To })
			page = address.Numbered(parts[part].Base, part)
		}
		return page + "#" + EntryAnchor(at.Row)
	case at.Anchor != "":
		return page + "#" + at.Anchor
	}
	return page
}

// called gives the place of what is called by an id, as seen from a document; no document is its own.
func (p Page) called(id string, from *doc.Document) (markdown.Reference, bool) {
	at, known := p.Index.thread()[id]
	if !known || p.Addr.Documents[at.Document] == "" || at.Document == from && at.Row < 0 && at.Anchor == "" {
		return markdown.Reference{}, false
	}
	return markdown.Reference{Href: p.Href(p.placeAt(at)), Title: p.Masks.Shield(TitleOf(at.Document))}, true
}

// named gives the places of the ids that the text of a document names, which its rendering follows from.
func (p Page) named(d *doc.Document) []markdown.Reference {
	var out []markdown.Reference
	for _, id := range d.Body.Names {
		if ref, known := p.called(id, d); known {
			out = append(out, markdown.Reference{Text: id, Href: ref.Href, Title: ref.Title})
		}
	}
	return out
}

// mostThreads is how many ids of one text lead somewhere: a link is many times as long as what it says.
const mostThreads = 12

// Thread has the ids in a text lead to what is called by them.
func (p Page) Thread(text theme.Text) theme.Text { return p.thread(text, "") }

// thread leaves out one id, that of the row in which the text stands.
func (p Page) thread(text theme.Text, own string) theme.Text {
	var out theme.Text
	left := mostThreads
	for _, run := range text {
		at := 0
		ids.In(run.Text, func(from, to int) {
			id := run.Text[from:to]
			ref, known := p.called(id, nil)
			if !known || run.Whole != "" || id == own || left == 0 {
				return
			}
			left--
			if at < from {
				out = append(out, phrase.Run{Text: run.Text[at:from], Lang: run.Lang})
			}
			out = append(out, phrase.Run{Text: id, Whole: ref.Href})
			at = to
		})
		if at < len(run.Text) || at == 0 {
			rest := run
			rest.Text = run.Text[at:]
			out = append(out, rest)
		}
	}
	return out
}

// leading gives a text of the front matter of a document if ids in it lead somewhere; else nothing.
func (p Page) leading(d *doc.Document, text string) theme.Text {
	said := p.Thread(p.Quote(d.Language, text))
	if !slices.ContainsFunc(said, func(r phrase.Run) bool { return r.Whole != "" }) {
		return nil
	}
	return said
}
