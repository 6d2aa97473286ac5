package site

import (
	"cmp"
	"slices"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/trace"
)

// reviewsPage is the calendar of what falls due: overdue first, then the next twelve months, then later.
type reviewsPage struct {
	Shell
	Overdue []DueRow
	Soon    []DueRow
	Months  []DueMonth
	Load    *Chart
	Later   int
	LaterOf []DueRow
	None    []DocumentRow // documents that are relied on and have no planned review
	NoneOf  int
}

// DueRow is one thing that falls due.
type DueRow struct {
	Day, Away string
	What      string
	Link      Link
	Owner     Link
	Tag       Tag
}

// DueMonth is what falls due in one month.
type DueMonth struct {
	Name, Anchor string
	Label        string // in figures, for the chart
	Rows         []DueRow
}

// dueDay is one thing that falls due: a review, a record, the end of a waiver or of an agreement.
type dueDay struct {
	day      date.Date
	what     string
	owner    string // role id
	document *doc.Document
	cell     *trace.Cell
}

// due lists all due days, the earliest first.
func (s *site) due() []dueDay { return s.index.due() }

func findDue(s *site) []dueDay {
	var out []dueDay
	for _, d := range s.Docs.Documents {
		if day := d.ReviewDue(); d.Status.Current() && !day.IsZero() {
			out = append(out, dueDay{day: day, what: "Review", owner: d.Owner, document: d})
		}
		if day, err := date.Parse(d.Front.Get("ends_on").Text()); err == nil && d.Status.Current() {
			out = append(out, dueDay{day: day, what: "End of the term", owner: d.Owner, document: d})
		}
	}
	for _, m := range s.Matrix.Standards {
		for i := range m.Required {
			if c := &m.Required[i]; c.State == trace.Waived && c.Waiver != nil && !c.Waiver.Expires.IsZero() {
				out = append(out, dueDay{day: c.Waiver.Expires, what: "Waiver expires", owner: c.Owner, cell: c})
			} else if r := requiredOf(s, c); !c.Due.IsZero() && r == "record" {
				out = append(out, dueDay{day: c.Due, what: "Next record", owner: c.Owner, cell: c})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b dueDay) int {
		return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.what, b.what), cmp.Compare(a.id(), b.id()))
	})
	return out
}

// requiredOf tells whether a cell is of a document or of a record.
func requiredOf(s *site, c *trace.Cell) string {
	if std := s.Standards.Standard(c.Ref.Standard); std != nil {
		if r := std.RequiredDocument(c.Ref.Item); r != nil {
			return r.Kind
		}
	}
	return ""
}

func (e dueDay) id() string {
	if e.document != nil {
		return string(e.document.ID)
	}
	return e.cell.Ref.String()
}

func (e dueDay) title() string {
	if e.document != nil {
		return titleOf(e.document)
	}
	return e.cell.Title
}

func (p page) dueRow(e dueDay) DueRow {
	row := DueRow{Day: e.day.String(), Away: p.relativeDay(e.day), What: p.t(e.what), Owner: p.owner(e.owner)}
	if e.document != nil {
		row.Link = p.named(e.document)
	} else {
		row.Link = p.item(e.cell.Ref)
		row.Link.Text = cmp.Or(e.cell.Title, row.Link.Text)
	}
	switch days := p.AsOf.Day.DaysUntil(e.day); {
	case days < 0:
		row.Tag = Tag{"overdue", p.t("Overdue")}
	case days <= dueSoon:
		row.Tag = Tag{"soon", p.t("Due soon")}
	}
	return row
}

const maxDue = 100 // rows of one list

func (p page) reviews() any {
	out := reviewsPage{Shell: p.shell(p.t("Review calendar"), "reviews.html")}
	out.Description = p.t("What is to be reviewed, when, and by whom")
	p.periodNav(&out.Shell)
	start := date.New(p.AsOf.Day.Year(), p.AsOf.Day.Month(), 1)
	for i := range 12 {
		first := start.Add(date.Period{Months: i})
		if i == 0 {
			first = start
		}
		name, label := p.monthName(first)
		out.Months = append(out.Months, DueMonth{Name: name, Label: label, Anchor: "month-" + label})
	}
	counts := make([]int, len(out.Months))
	for _, e := range p.due() {
		p.sortDue(&out, counts, start, e)
	}
	out.Load = p.loadChart(out.Months, counts)
	out.None, out.NoneOf = p.unplanned()
	return out
}

// sortDue puts a due day where a reader looks for it.
func (p page) sortDue(out *reviewsPage, counts []int, start date.Date, e dueDay) {
	row := p.dueRow(e)
	days := p.AsOf.Day.DaysUntil(e.day)
	if days < 0 {
		if len(out.Overdue) < rowsPerPage {
			out.Overdue = append(out.Overdue, row)
		}
		return
	}
	if days <= dueSoon && len(out.Soon) < maxDue {
		out.Soon = append(out.Soon, row)
	}
	month := 12*(e.day.Year()-start.Year()) + int(e.day.Month()) - int(start.Month())
	switch {
	case month >= len(out.Months):
		if out.Later++; len(out.LaterOf) < maxDue/2 {
			out.LaterOf = append(out.LaterOf, row)
		}
	default:
		if counts[month]++; len(out.Months[month].Rows) < maxDue {
			out.Months[month].Rows = append(out.Months[month].Rows, row)
		}
	}
}

// unplanned lists maintained documents that are approved and have no planned review.
func (p page) unplanned() ([]DocumentRow, int) {
	var out []DocumentRow
	n := 0
	for _, d := range p.Docs.Documents {
		if !d.Status.Current() || d.IsRecord() || !d.ReviewDue().IsZero() || caseTypes[d.Type] {
			continue
		}
		if n++; len(out) < 50 {
			out = append(out, p.documentRow(d))
		}
	}
	return out, n
}

// caseTypes are documents that are closed rather than reviewed.
var caseTypes = map[string]bool{"nonconformity": true, "improvement": true, "contract": true, "agreement": true}

func (s *site) month(m time.Month) string { return s.t(m.String()) }
