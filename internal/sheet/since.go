package sheet

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/view"
)

// HeldAudits gives the reports of audits held by the day of judgement, the latest first.
func HeldAudits(s *view.View) []*doc.Document {
	out := slices.Clone(s.Index.ByType()["audit-report"])
	out = slices.DeleteFunc(out, func(d *doc.Document) bool { return AuditDay(d).IsZero() || AuditDay(d).After(s.AsOf.Day) })
	slices.SortStableFunc(out, func(a, b *doc.Document) int {
		return cmp.Or(AuditDay(b).Compare(AuditDay(a)), view.CompareDocuments(a, b))
	})
	return out
}

// AuditDay is the last day of an audit: what changes later, it cannot have seen.
func AuditDay(d *doc.Document) date.Date { return cmp.Or(d.Period.To, d.Date) }

// ChangesTable lists what became of documents.
func ChangesTable(p view.Page, changes []inforce.Change) view.FactTable {
	t := view.FactTable{ID: "changes", Caption: p.T("Changes"), Header: []string{p.T("Day"), p.T("Document"), p.T("ID"), p.T("What changed"),
		p.T("Version"), p.T("Approved by"), p.T("Commit")}}
	for _, c := range changes {
		row := []view.FactCell{Text(c.On), {}, Ident(c.ID()), Text(p.Plain(c.What.Words())), {}, {}, {}}
		if c.Document != nil {
			row[1] = Cell(p.Named(c.Document).Untitled())
		} else {
			row[1], row[4] = Text(c.Gone.Title), Ident(view.PlainVersion(c.Gone.Version))
		}
		if c.Version != nil {
			row[4] = sinceVersion(p, c)
			row[5] = Cell(p.Approver(c.Version.Version))
		}
		if c.Commit != nil {
			row[6] = Cell(p.Commit(string(c.Commit.Hash)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sinceVersion leads to the version of a change, to the one before it, and to what differs.
func sinceVersion(p view.Page, c inforce.Change) view.FactCell {
	out := Cell(p.Edition(c.Version))
	if c.Before != nil {
		before := p.Edition(c.Before)
		before.Text, before.ID = p.T("before: %s", before.Text), false
		out.Values = append(out.Values, before)
	}
	if step, ok := p.RedlineTo(c.Document, c.Version.Version); ok && c.What == inforce.Replaced {
		out.Values = append(out.Values, p.Link(p.T("redline"), step.At))
	}
	return out
}

// NewestFirst sorts changes by their days, the latest first, and those of one day by document.
func NewestFirst(changes []inforce.Change) {
	slices.SortStableFunc(changes, func(a, b inforce.Change) int { return cmp.Or(b.On.Compare(a.On), cmp.Compare(a.ID(), b.ID())) })
}
