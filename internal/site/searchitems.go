package site

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/standard"
)

// searchItems lists what can be found: documents that may be relied on or were, clauses and processes.
func (s *site) searchItems() []searchItem {
	var out []searchItem
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
func (s *site) maskItem(it *searchItem) {
	if s.masks == nil {
		return
	}
	it.title, it.tags = s.masks.mask(it.title), s.masks.mask(it.tags)
	plain := it.parts
	it.parts = func() []searchPart {
		out := slices.Clone(plain()) // those of clauses are shared
		for i := range out {
			out[i].heading, out[i].text = s.masks.mask(out[i].heading), s.masks.mask(out[i].text)
		}
		return out
	}
}

func (s *site) documentItem(d *doc.Document) searchItem {
	it := searchItem{title: titleOf(d), href: relative("", s.addr.documents[d]), id: string(d.ID), names: []string{string(d.ID)}, tags: strings.Join(d.Tags, " "),
		kind:     facetValue{key: plainType(d.Type), label: s.typeWords(d.Type)},
		owner:    s.ownerValue(d.Owner),
		language: s.theme.words.other(d.Language), words: d.Body.Words + 20, size: len(d.Source) - d.BodyAt,
		parts: func() []searchPart { return s.documentParts(d) }}
	tag := s.status(d.Status)
	it.status = facetValue{key: string(d.Status), label: tag.Text, tag: tag.Kind}
	for _, u := range s.Matrix.Uses(d.ID) {
		if v := s.standardValue(u.Ref.Standard); v.key != "" {
			it.standards = append(it.standards, v)
		}
		if u.Kind == standard.KindClause || u.Kind == standard.KindRequirement {
			it.serves += " " + u.Ref.Item
		}
	}
	return it
}

// documentParts takes a document apart at its headings. The title at its top is no section: the page has one of its own.
func (s *site) documentParts(d *doc.Document) []searchPart {
	out := make([]searchPart, len(d.Body.Headings)+1)
	for i, h := range d.Body.Headings {
		if h.Level > 1 || h.Text != d.Title {
			out[i+1] = searchPart{heading: h.Text, fragment: markdown.Anchor(h.ID)}
		}
	}
	for _, section := range markdown.Sections(d.Source[min(d.BodyAt, len(d.Source)):]) {
		if section.Heading+1 < len(out) {
			out[section.Heading+1].text = section.Text
		}
	}
	for _, c := range d.Covers {
		if ref, _, ok := s.Standards.Resolve(c.Target); ok && c.Section >= 0 && c.Section+1 < len(out) {
			out[c.Section+1].covers += " " + ref.Item
		}
	}
	return out
}

func (s *site) clauseItem(std *standard.Standard, c *standard.Clause) searchItem {
	it := s.standardItem(std, c.ID, facetValue{key: "standard-clause", label: s.t("Clauses")})
	it.id, it.title, it.names = c.ID, c.ID+" "+c.Title, []string{c.ID}
	parts := []searchPart{{text: c.Summary}}
	for _, r := range c.Requirements {
		it.names = append(it.names, r.ID)
		parts = append(parts, searchPart{heading: r.ID, fragment: anchor("req", r.ID), text: r.Text})
	}
	it.set(parts)
	return it
}

func (s *site) processItem(std *standard.Standard, x *standard.Process) searchItem {
	it := s.standardItem(std, x.ID, facetValue{key: "standard-process", label: s.t("Processes of reference models")})
	it.title = x.Name
	parts := []searchPart{{text: x.Purpose}}
	for _, o := range x.Outcomes {
		parts = append(parts, searchPart{heading: o.ID, fragment: anchor("outcome", o.ID), text: o.Text})
	}
	it.set(parts)
	return it
}

// standardItem fills in what clauses and processes share: their state is that of the matrix.
func (s *site) standardItem(std *standard.Standard, id string, kind facetValue) searchItem {
	cell := s.cell(std.ID, id)
	tag := s.state(cell.State)
	return searchItem{href: relative("", s.addr.items[standard.Ref{Standard: std.ID, Item: id}]), note: nameOf(std), language: s.theme.words.other(std.Language), numbered: true,
		kind: kind, status: facetValue{cmp.Or(string(cell.State), "not-judged"), tag.Text, tag.Kind},
		owner: s.ownerValue(cell.Owner), standards: []facetValue{s.standardValue(std.ID)}}
}

// ownerValue is the value of a role, none where nobody is named.
func (s *site) ownerValue(role string) facetValue {
	return facetValue{key: role, label: short(s.roleTitle(role), 80)}
}

// standardValue is the value of a standard, none where it is not at hand.
func (s *site) standardValue(id string) facetValue {
	std := s.Standards.Standard(id)
	if std == nil {
		return facetValue{}
	}
	return facetValue{key: id, label: nameOf(std)}
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
