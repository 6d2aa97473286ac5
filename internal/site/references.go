package site

import (
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// referencesPage lists all that refers to a document, and all that it serves, where its own page has room for a part.
type referencesPage struct {
	Shell
	Document  Link
	Uses      []UseRow
	Backlinks []BacklinkGroup
	Pager     Pager
}

const referencesPerPage = 220

// What does not fit on the page of a document has a page of its own.
var referencesKind = Kind{Name: "references", Empty: referencesPage{}, Golden: "references/pol-sco.html", Crowded: true,
	Claim: func(s *site) {
		for _, d := range s.Docs.Documents {
			if len(s.Matrix.Uses(d.ID)) > shownUses || s.crowded(d) {
				s.addr.refs[d] = s.addr.Page("references/", string(d.ID))
			}
		}
	},
	Pages: func(s *site) []Sheet {
		return s.eachDocument(s.addr.refs, func(d *doc.Document, at string) []Sheet {
			n := len(s.Matrix.Uses(d.ID)) + len(s.index.backlinks()[d.ID])
			return parts(at, n, referencesPerPage, func(p page, part Pager) any { return p.references(d, part) })
		})
	}}

// more leads to the rest of a list of which a page shows the beginning; the zero Link where nothing is left.
func (p page) more(left int, to string) Link {
	if left <= 0 {
		return Link{}
	}
	return p.link(p.t("and %d more", left), to)
}

// crowded tells whether more documents speak of this one in one way than its page lists.
func (s *site) crowded(d *doc.Document) bool {
	count := map[string]int{}
	for _, b := range s.index.backlinks()[d.ID] {
		if count[b.relation]++; count[b.relation] > shownBacklinks {
			return true
		}
	}
	return false
}

// references shows a part of what a document serves and then of what refers to it, as one list.
func (p page) references(d *doc.Document, at Pager) any {
	out := referencesPage{Shell: p.titled(phrase.Of("References of %s", titleWords(d)), p.sectionOf(d), p.link(p.t("Documents"), "documents.html"), p.named(d)),
		Document: p.named(d), Pager: at}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	uses, links := p.Matrix.Uses(d.ID), p.index.backlinks()[d.ID]
	n := len(uses)
	for _, u := range uses[min(at.From, n):min(at.To, n)] {
		out.Uses = append(out.Uses, p.use(d, u))
	}
	out.Backlinks = p.grouped(links[max(at.From-n, 0):max(at.To-n, 0)])
	return out
}
