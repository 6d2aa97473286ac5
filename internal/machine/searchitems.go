package machine

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/fingerprint"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
	"clausebook/internal/search"
	"clausebook/internal/standard"
	"clausebook/internal/view"
)

// SearchItems lists what can be found: documents that may be relied on or were, clauses, processes, areas and stages.
func SearchItems(s *view.View) []search.Item {
	var out []search.Item
	for _, d := range s.Index.Titles() {
		out = append(out, documentItem(s, d))
	}
	for _, std := range s.StandardsOnce() {
		for i := range std.Clauses {
			out = append(out, clauseItem(s, std, &std.Clauses[i]))
		}
		for i := range std.Processes {
			out = append(out, processItem(s, std, &std.Processes[i]))
		}
		for _, x := range std.Subjects() {
			out = append(out, subjectItem(s, std, x))
		}
	}
	for i := range out {
		maskItem(s, &out[i])
	}
	return out
}

// maskItem puts pseudonyms in place of people before texts are taken apart into words, among which a name could not be
// found.
func maskItem(s *view.View, it *search.Item) {
	if s.Masks == nil {
		return
	}
	it.Title, it.Tags = s.Masks.Mask(it.Title), s.Masks.Mask(it.Tags)
	plain := it.Parts
	it.Key = fingerprint.Digest{} // pseudonyms follow from all that is there
	it.Parts = func() []search.Part {
		out := slices.Clone(plain()) // those of clauses are shared
		for i := range out {
			out[i].Heading, out[i].Text = s.Masks.Mask(out[i].Heading), s.Masks.Mask(out[i].Text)
		}
		return out
	}
}

func documentItem(s *view.View, d *doc.Document) search.Item {
	it := search.Item{Title: view.TitleOf(d), Href: address.Relative("", s.Addr.Documents[d]), ID: string(d.ID), Names: []string{string(d.ID)},
		Tags:     strings.Join(d.Tags, " "),
		Kind:     search.Value{Key: view.PlainType(d.Type), Label: s.TypeWords(d.Type)},
		Owner:    ownerValue(s, d.Owner),
		Language: s.Other(d.Language), Words: d.Body.Words + 20, Size: len(d.Source) - d.BodyAt,
		Parts: func() []search.Part { return documentParts(s, d) }, Key: documentKey(s, d)}
	if d.Data != nil {
		for _, row := range d.Data.Rows {
			it.Words, it.Size = it.Words+2*len(row), it.Size+view.RowBytes(row)
		}
	}
	tag := s.Status(s.Standing(d)) // one word for all documents in the status, by which the search is narrowed
	it.Status = search.Value{Key: string(s.Standing(d)), Label: tag.Text, Tag: tag.Kind}
	for _, u := range s.Matrix.Uses(d.ID) {
		if v := standardValue(s, u.Ref.Standard); v.Key != "" {
			it.Standards = append(it.Standards, v)
		}
		if u.Kind == standard.KindClause || u.Kind == standard.KindRequirement {
			it.Serves += " " + u.Ref.Item
		}
	}
	return it
}

// documentKey names all that the parts of a document follow from.
func documentKey(s *view.View, d *doc.Document) fingerprint.Digest {
	covers := make([]string, len(d.Covers))
	for i, c := range d.Covers {
		if ref, _, ok := s.Standards.Resolve(c.Target); ok {
			covers[i] = strconv.Itoa(c.Section) + " " + ref.Item
		}
	}
	var rows any
	if d.Data != nil {
		rows = []any{d.Data.SHA256, d.Data.Path, d.Data.Sheet, d.Data.Partial, len(d.Data.Rows), s.Addr.Data[d]}
	}
	return fingerprint.Of(d.SHA256, d.BodyAt, d.Filled, d.Title, covers, rows)
}

// documentParts takes a document apart at its headings. The title at its top is no section: the page has one of its own.
func documentParts(s *view.View, d *doc.Document) []search.Part {
	out := make([]search.Part, len(d.Body.Headings)+1)
	for i, h := range d.Body.Headings {
		if h.Level > 1 || h.Text != d.Title {
			out[i+1] = search.Part{Heading: h.Text, Fragment: markdown.Anchor(h.ID)}
		}
	}
	for _, section := range markdown.Sections(d.Text()) {
		if section.Heading+1 < len(out) {
			out[section.Heading+1].Text = section.Text
		}
	}
	for _, c := range d.Covers {
		if ref, _, ok := s.Standards.Resolve(c.Target); ok && c.Section >= 0 && c.Section+1 < len(out) {
			out[c.Section+1].Covers += " " + ref.Item
		}
	}
	return append(out, entryParts(s, d)...)
}

// entryParts gives each row of a file of rows as something that can be found. One that does not stand on the page of its document
// is found on that of its rows.
func entryParts(s *view.View, d *doc.Document) []search.Part {
	if d.Data == nil {
		return nil
	}
	rows := d.Data.Rows
	shown, pages, out := view.ShownRows(rows), view.DataPagers(s.Addr.Data[d], rows), make([]search.Part, len(rows))
	at := 0
	for i, row := range rows {
		for i >= pages[at].To {
			at++
		}
		fragment := view.EntryAnchor(i)
		if i >= shown && pages[at].Base != "" {
			fragment = address.Relative("", address.Numbered(pages[at].Base, at)) + "#" + fragment
		}
		cells := slices.DeleteFunc(slices.Clone(row), func(c string) bool { return strings.TrimSpace(c) == "" })
		if len(cells) > 0 {
			out[i] = search.Part{Heading: phrase.Short(cells[0], maxTitle), Fragment: fragment, Text: strings.Join(cells[1:], " · ")}
		}
	}
	return out
}

// maxTitle bounds the name under which a row is found, in letters.
const maxTitle = 80

func clauseItem(s *view.View, std *standard.Standard, c *standard.Clause) search.Item {
	it := standardItem(s, std, c.ID, c.Title, search.Value{Key: "standard-clause", Label: s.T("Clauses")})
	it.ID, it.Title, it.Names = c.ID, c.ID+" "+c.Title, []string{c.ID}
	parts := []search.Part{{Text: c.Summary}}
	for _, r := range c.Requirements {
		it.Names = append(it.Names, r.ID)
		parts = append(parts, search.Part{Heading: r.ID, Fragment: address.Anchor("req", r.ID), Text: r.Text})
	}
	it.Set(parts)
	return it
}

func processItem(s *view.View, std *standard.Standard, x *standard.Process) search.Item {
	it := standardItem(s, std, x.ID, x.Name, search.Value{Key: "standard-process", Label: s.T("Processes of reference models")})
	it.Title = x.Name
	parts := []search.Part{{Text: x.Purpose}}
	for _, o := range x.Outcomes {
		parts = append(parts, search.Part{Heading: o.ID, Fragment: address.Anchor("outcome", o.ID), Text: o.Text})
	}
	it.Set(parts)
	return it
}

// subjectItem makes an area or a stage of the life cycle found by its title and by what is asked about it.
func subjectItem(s *view.View, std *standard.Standard, x *standard.Subject) search.Item {
	state := s.SubjectState(std, x)
	tag := s.State(state)
	it := search.Item{Title: x.Title, Href: address.Relative("", s.Addr.Subjects[std.Ref(x.Item())]), Note: view.NameOf(std),
		Language: s.Other(std.LanguageOf(x.Title)), Kind: search.Value{Key: "standard-subject", Label: s.T("Areas and stages")},
		Status:    search.Value{Key: cmp.Or(string(state), "not-judged"), Label: tag.Text, Tag: tag.Kind},
		Standards: []search.Value{standardValue(s, std.ID)}}
	it.Set([]search.Part{{Text: strings.Join(append([]string{x.Summary}, x.Questions...), " ")}})
	return it
}

// standardItem fills in what clauses and processes share: their state is that of the matrix.
func standardItem(s *view.View, std *standard.Standard, id, title string, kind search.Value) search.Item {
	cell := s.Cell(std.ID, id)
	tag := s.State(cell.State)
	return search.Item{Href: address.Relative("", s.Addr.Items[standard.Ref{Standard: std.ID, Item: id}]), Note: view.NameOf(std),
		Language: s.Other(std.LanguageOf(title)), Numbered: true,
		Kind: kind, Status: search.Value{Key: cmp.Or(string(cell.State), "not-judged"), Label: tag.Text, Tag: tag.Kind},
		Owner: ownerValue(s, cell.Owner), Standards: []search.Value{standardValue(s, std.ID)}}
}

// ownerValue is the value of a role, none where nobody is named.
func ownerValue(s *view.View, role string) search.Value {
	return search.Value{Key: role, Label: phrase.Short(s.RoleTitle(role), 80)}
}

// standardValue is the value of a standard, none where it is not at hand.
func standardValue(s *view.View, id string) search.Value {
	std := s.Standards.Standard(id)
	if std == nil {
		return search.Value{}
	}
	return search.Value{Key: id, Label: view.NameOf(std)}
}

// SearchLabels words the facets.
func SearchLabels(s *view.View) search.Labels {
	return search.Labels{Kind: s.T("Type"), Status: s.T("Status"), Owner: s.T("Owner"), Standard: s.T("Standard")}
}
