package page

import (
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// referencesPage lists all that refers to a document, and all that it serves, where its own page has room for a part.
type referencesPage struct {
	view.Shell
	Document  view.Link
	Uses      []view.UseRow
	Backlinks []view.BacklinkGroup
	Pager     view.Pager
}

const referencesPerPage = 220

// What does not fit on the page of a document has a page of its own.
var referencesKind = sheet.Kind{Name: "references", Empty: referencesPage{}, Golden: "references/pol-sco.html", Crowded: true,
	Claim: func(s *view.View) {
		for _, d := range s.Docs.Documents {
			if len(served(s.Matrix.Uses(d.ID))) > shownUses || crowded(s, d) {
				s.Addr.Refs[d] = s.Addr.Page("references/", string(d.ID))
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		return sheet.EachDocument(s, s.Addr.Refs, func(d *doc.Document, at string) []sheet.Sheet {
			n := len(served(s.Matrix.Uses(d.ID))) + len(s.Index.Backlinks()[d.ID])
			return sheet.Parts(at, n, referencesPerPage, func(p view.Page, part view.Pager) any { return referencesData(p, d, part) })
		})
	}}

// served groups what a document serves: one item that it serves in one way by several of its sections is one entry.
func served(all []trace.Use) [][]trace.Use {
	var out [][]trace.Use
	for i, u := range all {
		last := len(out) - 1
		if i > 0 && out[last][0].Ref == u.Ref && out[last][0].How == u.How {
			out[last] = append(out[last], u)
		} else {
			out = append(out, []trace.Use{u})
		}
	}
	return out
}

// crowded tells whether more documents speak of this one in one way than its page lists.
func crowded(s *view.View, d *doc.Document) bool {
	count := map[string]int{}
	for _, b := range s.Index.Backlinks()[d.ID] {
		if count[b.Relation]++; count[b.Relation] > shownBacklinks {
			return true
		}
	}
	return false
}

// referencesData shows a part of what a document serves and then of what refers to it, as one list.
func referencesData(p view.Page, d *doc.Document, at view.Pager) any {
	out := referencesPage{Shell: p.Titled(phrase.Of("References of %s", view.TitleWords(d)), view.SectionOfType(d.Type),
		p.Section(view.SectionOfType(d.Type)), p.Named(d)),
		Document: p.Named(d), Pager: at}
	p.TypeNav(&out.Shell, d)
	uses, links := served(p.Matrix.Uses(d.ID)), p.Index.Backlinks()[d.ID]
	n := len(uses)
	for _, u := range uses[min(at.From, n):min(at.To, n)] {
		out.Uses = append(out.Uses, p.Use(d, u))
	}
	out.Backlinks = p.Grouped(links[max(at.From-n, 0):max(at.To-n, 0)])
	return out
}
