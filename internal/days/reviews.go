package days

import (
	"sort"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// reviewsPage is the calendar of what falls due: overdue first, then the next twelve months, then later.
type reviewsPage struct {
	view.Shell
	Overdue DueList
	Soon    DueList
	Months  []DueMonth
	Load    *Chart
	Later   DueList
	None    []view.DocumentRow // documents that are relied on and have no planned review
	NoneOf  int
	Rest    view.Link // to those that have no room here
}

// DueList is the beginning of a list of things that fall due, with how many there are and the way to the others.
type DueList struct {
	Count int
	Rows  []view.DueRow
	Rest  view.Link
}

// DueMonth is what falls due in one month.
type DueMonth struct {
	Link   view.Link // to the page of the month
	Anchor string
	DueList
}

// Where the lists of what is due stand.
const (
	calendarMonths = 12
	shownDue       = 20 // rows of one list on the page of all months
	duePerPage     = 120
	overduePath    = "reviews/overdue.html"
	soonPath       = "reviews/soon.html"
	NowPath        = "reviews/now.html"
	laterPath      = "reviews/later.html"
)

// monthAt gives the first day of the i-th month of the calendar, which begins with that of the as-of day.
func monthAt(s *view.View, i int) date.Date {
	return date.New(s.AsOf.Day.Year(), s.AsOf.Day.Month(), 1).Add(date.Period{Months: i})
}

// between gives what falls due from one day on and before another; a zero end stands for ever.
func between(s *view.View, from, before date.Date) []view.DueDay {
	all := s.Due()
	start := sort.Search(len(all), func(i int) bool { return !all[i].Day.Before(from) })
	end := len(all)
	if !before.IsZero() {
		end = sort.Search(len(all), func(i int) bool { return !all[i].Day.Before(before) })
	}
	return all[start:max(start, end)]
}

// DueNow gives what is overdue or falls due soon.
func DueNow(s *view.View) []view.DueDay {
	return between(s, date.Date{}, s.AsOf.Day.AddDays(view.DueSoon+1))
}

// ReviewsKind is the calendar. It has one page for all, and one for each month, for what is overdue and for what is later.
var ReviewsKind = sheet.Kind{Name: "reviews", Fixed: []string{"reviews.html"}, Menu: view.Menu{Section: "Reviews",
	Local: "Review calendar"},
	Pages: sheet.Fixed("reviews.html", reviewsData), Empty: reviewsPage{}, Golden: "reviews.html"}

func reviewsData(p view.Page) any {
	out := reviewsPage{Shell: p.Shell(p.T("Review calendar"), "reviews.html")}
	out.Description = theme.Own(p.T("What is due, when and for whom"))
	relabel(p, &out.Shell)
	PeriodNav(p, &out.Shell)
	day := p.AsOf.Day
	out.Overdue = dueList(p, between(p.View, date.Date{}, day), overduePath)
	out.Soon = dueList(p, DueSoon(p.View), soonPath)
	counts := make([]int, len(p.Addr.Months))
	for i, at := range p.Addr.Months {
		name, label := p.MonthName(monthAt(p.View, i))
		due := between(p.View, monthAt(p.View, i), monthAt(p.View, i+1))
		counts[i] = len(due)
		out.Months = append(out.Months, DueMonth{Link: p.Link(name, at), Anchor: "month-" + label, DueList: dueList(p, due, at)})
	}
	out.Later = dueList(p, between(p.View, monthAt(p.View, calendarMonths), date.Date{}), laterPath)
	out.Load = loadChart(p, out.Months, counts)
	none := Unplanned(p.View)
	out.None, out.NoneOf = p.DocumentRows(none[:min(len(none), ShownUnplanned)]), len(none)
	out.Rest = p.More(len(none)-len(out.None), UnplannedPath)
	return out
}

// DueSoon gives what falls due within so many days that a reader is told.
func DueSoon(s *view.View) []view.DueDay {
	return between(s, s.AsOf.Day, s.AsOf.Day.AddDays(view.DueSoon+1))
}

// dueList shows the beginning of what falls due; the page at the address has all of it.
func dueList(p view.Page, due []view.DueDay, at string) DueList {
	out := DueList{Count: len(due)}
	for _, e := range due[:min(len(due), shownDue)] {
		out.Rows = append(out.Rows, p.DueRow(e))
	}
	out.Rest = p.More(len(due)-len(out.Rows), at)
	return out
}

// Unplanned lists maintained documents that are approved and have no planned review.
func Unplanned(s *view.View) []*doc.Document {
	var out []*doc.Document
	for _, d := range s.Docs.Documents {
		if s.Approvals.Status(d).Current() && !d.IsRecord() && s.ReviewDue(d).IsZero() && !caseTypes[d.Type] {
			out = append(out, d)
		}
	}
	return out
}

// Where documents without a planned review are listed, and how many of them stand on the page of all months.
const (
	ShownUnplanned = 50
	UnplannedPath  = "reviews/unplanned.html"
)

// caseTypes are documents that are closed rather than reviewed.
var caseTypes = map[string]bool{"nonconformity": true, "improvement": true, "contract": true, "agreement": true,
	"certificate": true}

// loadChart shows how many things fall due in each of the coming months.
func loadChart(p view.Page, months []DueMonth, counts []int) *Chart {
	c := Chart{ID: "load-chart", Title: p.T("What is due, month by month"), Head: p.T("Month"),
		Desc:   p.T("Reviews, records, actions, approvals, and ends of terms and accepted gaps that are due in each of the next twelve months."),
		Series: []ChartSeries{{Name: p.T("Due"), Kind: "load"}}}
	for i, m := range months {
		c.Rows = append(c.Rows, ChartRow{Name: view.Link{Text: m.Link.Text, Href: "#" + m.Anchor},
			Label: strings.TrimPrefix(m.Anchor, "month-"), Values: counts[i : i+1]})
	}
	return c.Draw()
}

// HomeDue is how much of what is due stands on the home page.
const HomeDue = 3 // rows on the home page
