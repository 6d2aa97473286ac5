package site

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/search"
	"clausebook/internal/standard"
)

// searchItems lists what can be found: documents that may be relied on or were, clauses and processes.
func (s *site) searchItems() []search.Item {
	var out []search.Item
	for _, d := range s.index.titles() {
		out = append(out, s.documentItem(d))
	}
	for _, std := range s.standardsOnce() {
		for i := range std.Clauses {
			out = append(out, s.clauseItem(std, &std.Clauses[i]))
		}
		for i := range std.Processes {
			out = append(out, s.processItem(std, &std.Processes[i]))
		}
	}
	for i := range out {
		s.maskItem(&out[i])
	}
	return out
}

// maskItem puts pseudonyms in place of people before texts are taken apart into words, among which a name could not be
// found.
func (s *site) maskItem(it *search.Item) {
	if s.masks == nil {
		return
	}
	it.Title, it.Tags = s.masks.Mask(it.Title), s.masks.Mask(it.Tags)
	plain := it.Parts
	it.Parts = func() []search.Part {
		out := slices.Clone(plain()) // those of clauses are shared
		for i := range out {
			out[i].Heading, out[i].Text = s.masks.Mask(out[i].Heading), s.masks.Mask(out[i].Text)
		}
		return out
	}
}

func (s *site) documentItem(d *doc.Document) search.Item {
	it := search.Item{Title: titleOf(d), Href: address.Relative("", s.addr.documents[d]), ID: string(d.ID), Names: []string{string(d.ID)}, Tags: strings.Join(d.Tags, " "),
		Kind:     search.Value{Key: plainType(d.Type), Label: s.typeWords(d.Type)},
		Owner:    s.ownerValue(d.Owner),
		Language: s.other(d.Language), Words: d.Body.Words + 20, Size: len(d.Source) - d.BodyAt,
		Parts: func() []search.Part { return s.documentParts(d) }}
	tag := s.status(d.Status)
	it.Status = search.Value{Key: string(d.Status), Label: tag.Text, Tag: tag.Kind}
	for _, u := range s.Matrix.Uses(d.ID) {
		if v := s.standardValue(u.Ref.Standard); v.Key != "" {
			it.Standards = append(it.Standards, v)
		}
		if u.Kind == standard.KindClause || u.Kind == standard.KindRequirement {
			it.Serves += " " + u.Ref.Item
		}
	}
	return it
}

// documentParts takes a document apart at its headings. The title at its top is no section: the page has one of its own.
func (s *site) documentParts(d *doc.Document) []search.Part {
	out := make([]search.Part, len(d.Body.Headings)+1)
	for i, h := range d.Body.Headings {
		if h.Level > 1 || h.Text != d.Title {
			out[i+1] = search.Part{Heading: h.Text, Fragment: markdown.Anchor(h.ID)}
		}
	}
	for _, section := range markdown.Sections(d.Source[min(d.BodyAt, len(d.Source)):]) {
		if section.Heading+1 < len(out) {
			out[section.Heading+1].Text = section.Text
		}
	}
	for _, c := range d.Covers {
		if ref, _, ok := s.Standards.Resolve(c.Target); ok && c.Section >= 0 && c.Section+1 < len(out) {
			out[c.Section+1].Covers += " " + ref.Item
		}
	}
	return out
}

func (s *site) clauseItem(std *standard.Standard, c *standard.Clause) search.Item {
	it := s.standardItem(std, c.ID, search.Value{Key: "standard-clause", Label: s.t("Clauses")})
	it.ID, it.Title, it.Names = c.ID, c.ID+" "+c.Title, []string{c.ID}
	parts := []search.Part{{Text: c.Summary}}
	for _, r := range c.Requirements {
		it.Names = append(it.Names, r.ID)
		parts = append(parts, search.Part{Heading: r.ID, Fragment: address.Anchor("req", r.ID), Text: r.Text})
	}
	it.Set(parts)
	return it
}

func (s *site) processItem(std *standard.Standard, x *standard.Process) search.Item {
	it := s.standardItem(std, x.ID, search.Value{Key: "standard-process", Label: s.t("Processes of reference models")})
	it.Title = x.Name
	parts := []search.Part{{Text: x.Purpose}}
	for _, o := range x.Outcomes {
		parts = append(parts, search.Part{Heading: o.ID, Fragment: address.Anchor("outcome", o.ID), Text: o.Text})
	}
	it.Set(parts)
	return it
}

// standardItem fills in what clauses and processes share: their state is that of the matrix.
func (s *site) standardItem(std *standard.Standard, id string, kind search.Value) search.Item {
	cell := s.cell(std.ID, id)
	tag := s.state(cell.State)
	return search.Item{Href: address.Relative("", s.addr.items[standard.Ref{Standard: std.ID, Item: id}]), Note: nameOf(std), Language: s.other(std.Language), Numbered: true,
		Kind: kind, Status: search.Value{Key: cmp.Or(string(cell.State), "not-judged"), Label: tag.Text, Tag: tag.Kind},
		Owner: s.ownerValue(cell.Owner), Standards: []search.Value{s.standardValue(std.ID)}}
}

// ownerValue is the value of a role, none where nobody is named.
func (s *site) ownerValue(role string) search.Value {
	return search.Value{Key: role, Label: short(s.roleTitle(role), 80)}
}

// standardValue is the value of a standard, none where it is not at hand.
func (s *site) standardValue(id string) search.Value {
	std := s.Standards.Standard(id)
	if std == nil {
		return search.Value{}
	}
	return search.Value{Key: id, Label: nameOf(std)}
}

// short keeps the first runes of a text.
func short(text string, runes int) string {
	if len(text) <= runes {
		return text
	}
	if r := []rune(text); len(r) > runes {
		return string(r[:runes]) + "…"
	}
	return text
}

// searchLabels words the facets.
func (s *site) searchLabels() search.Labels {
	return search.Labels{Kind: s.t("Type"), Status: s.t("Status"), Owner: s.t("Owner"), Standard: s.t("Standard")}
}
