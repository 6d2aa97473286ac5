package view

import (
	"cmp"
	"slices"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/trace"
)

// DueRow is one thing that falls due. Anchor names the first row of its day on the page of the month.
type DueRow struct {
	Anchor    string
	Day, Away string
	What      string
	Link      Link
	Owner     Link
	Tag       Tag
}

// DueDay is one thing that falls due: a review, a record, the end of a waiver or of an agreement.
type DueDay struct {
	Day      date.Date
	What     string
	Owner    string // role id
	Document *doc.Document
	cell     *trace.Cell
}

// Due lists all due days, the earliest first.
func (s *View) Due() []DueDay { return s.Index.due() }

func findDue(s *View) []DueDay {
	var out []DueDay
	for _, d := range s.Docs.Documents {
		if day := s.Acts.ReviewDue(d); d.Status.Current() && !day.IsZero() {
			out = append(out, DueDay{Day: day, What: "Review", Owner: d.Owner, Document: d})
		}
		if day, err := date.Parse(d.Front.Get("ends_on").Text()); err == nil && d.Status.Current() {
			out = append(out, DueDay{Day: day, What: "End of the term", Owner: d.Owner, Document: d})
		}
	}
	for _, m := range s.Matrix.Standards {
		for i := range m.Required {
			if c := &m.Required[i]; c.State == trace.Waived && c.Waiver != nil && !c.Waiver.Expires.IsZero() {
				out = append(out, DueDay{Day: c.Waiver.Expires, What: "Waiver expires", Owner: c.Owner, cell: c})
			} else if r := requiredOf(s, c); !c.Due.IsZero() && r == "record" {
				out = append(out, DueDay{Day: c.Due, What: "Next record", Owner: c.Owner, cell: c})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b DueDay) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.What, b.What), cmp.Compare(a.ID(), b.ID()))
	})
	return out
}

// requiredOf tells whether a cell is of a document or of a record.
func requiredOf(s *View, c *trace.Cell) string {
	if std := s.Standards.Standard(c.Ref.Standard); std != nil {
		if r := std.RequiredDocument(c.Ref.Item); r != nil {
			return r.Kind
		}
	}
	return ""
}

// ID names what falls due: a document, or an item of a standard.
func (e DueDay) ID() string {
	if e.Document != nil {
		return string(e.Document.ID)
	}
	return e.cell.Ref.String()
}

// Title is that of what falls due.
func (e DueDay) Title() string {
	if e.Document != nil {
		return TitleOf(e.Document)
	}
	return e.cell.Title
}

// DueRow shows one thing that falls due.
func (p Page) DueRow(e DueDay) DueRow {
	row := DueRow{Day: e.Day.String(), Away: p.relativeDay(e.Day), What: p.T(e.What), Owner: p.Owner(e.Owner)}
	if e.Document != nil {
		row.Link = p.Named(e.Document)
	} else {
		row.Link = p.Item(e.cell.Ref)
		row.Link.Text = cmp.Or(e.cell.Title, row.Link.Text)
	}
	switch days := p.AsOf.Day.DaysUntil(e.Day); {
	case days < 0:
		row.Tag = Tag{"overdue", p.T("Overdue")}
	case days <= DueSoon:
		row.Tag = Tag{"soon", p.T("Due soon")}
	}
	return row
}

func (s *View) month(m time.Month) string { return s.T(m.String()) }
