package site

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"time"

	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

// reviewsPage is the calendar of what falls due: overdue first, then the next twelve months, then later.
type reviewsPage struct {
	Shell
	Overdue DueList
	Soon    DueList
	Months  []DueMonth
	Load    *Chart
	Later   DueList
	None    []DocumentRow // documents that are relied on and have no planned review
	NoneOf  int
}

// DueList is the beginning of a list of things that fall due, with how many there are and the way to the others.
type DueList struct {
	Count int
	Rows  []DueRow
	Rest  Link
}

// monthPage lists what falls due in a month, or what is overdue or falls due later; with the days of the month as a
// calendar has them.
type monthPage struct {
	Shell
	Weekdays []string
	Weeks    [][]DayCell
	Rows     []DueRow
	Pager    Pager
}

// DayCell is a day of a month; zero where a week begins before or ends after it. Due leads to the first thing that
// falls due on the day.
type DayCell struct {
	Day string
	Due Link
	Now bool // the as-of day
}

// DueRow is one thing that falls due. Anchor names the first row of its day on the page of the month.
type DueRow struct {
	Anchor    string
	Day, Away string
	What      string
	Link      Link
	Owner     Link
	Tag       Tag
}

// DueMonth is what falls due in one month.
type DueMonth struct {
	Link   Link // to the page of the month
	Anchor string
	DueList
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

const (
	calendarMonths = 12
	shownDue       = 20 // rows of one list on the page of all months
	duePerPage     = 120
	overduePath    = "reviews/overdue.html"
	laterPath      = "reviews/later.html"
)

// monthAt gives the first day of the i-th month of the calendar, which begins with that of the as-of day.
func (s *site) monthAt(i int) date.Date {
	return date.New(s.AsOf.Day.Year(), s.AsOf.Day.Month(), 1).Add(date.Period{Months: i})
}

// between gives what falls due from one day on and before another; a zero end stands for ever.
func (s *site) between(from, before date.Date) []dueDay {
	all := s.due()
	start := sort.Search(len(all), func(i int) bool { return !all[i].day.Before(from) })
	end := len(all)
	if !before.IsZero() {
		end = sort.Search(len(all), func(i int) bool { return !all[i].day.Before(before) })
	}
	return all[start:max(start, end)]
}

// The calendar has one page for all, and one for each month, for what is overdue and for what is later.
var reviewsKind = Kind{Name: "reviews", Fixed: []string{"reviews.html"}, Menu: Menu{Section: "Reviews", Local: "Review calendar"},
	Pages: fixed("reviews.html", page.reviews), Empty: reviewsPage{}, Golden: "reviews.html"}

var monthKind = Kind{Name: "month", Fixed: []string{overduePath, laterPath}, Empty: monthPage{}, Golden: "reviews/2026-08.html",
	Claim: func(s *site) {
		for i := range calendarMonths {
			_, label := s.monthName(s.monthAt(i))
			s.addr.months = append(s.addr.months, s.addr.Page("reviews/", label))
		}
	},
	Pages: (*site).monthSheets}

func (s *site) monthSheets() []Sheet {
	var out []Sheet
	for i, at := range s.addr.months {
		due := s.between(s.monthAt(i), s.monthAt(i+1))
		out = append(out, parts(at, len(due), duePerPage, func(p page, part Pager) any { return p.monthPage(i, due, part) })...)
	}
	long := func(at, title string, due []dueDay) {
		if len(due) > shownDue {
			out = append(out, parts(at, len(due), duePerPage, func(p page, part Pager) any { return p.duePage(title, due, part) })...)
		}
	}
	long(overduePath, s.t("Overdue"), s.between(date.Date{}, s.AsOf.Day))
	long(laterPath, s.t("Later"), s.between(s.monthAt(calendarMonths), date.Date{}))
	return out
}

func (p page) reviews() any {
	out := reviewsPage{Shell: p.shell(p.t("Review calendar"), "reviews.html")}
	out.Description = theme.Own(p.t("What is to be reviewed, when, and by whom"))
	p.relabel(&out.Shell)
	p.periodNav(&out.Shell)
	day := p.AsOf.Day
	out.Overdue = p.dueList(p.between(date.Date{}, day), overduePath)
	out.Soon = p.dueList(p.between(day, day.AddDays(dueSoon+1)), p.addr.months[0])
	counts := make([]int, len(p.addr.months))
	for i, at := range p.addr.months {
		name, label := p.monthName(p.monthAt(i))
		due := p.between(later(day, p.monthAt(i)), p.monthAt(i+1))
		counts[i] = len(due)
		out.Months = append(out.Months, DueMonth{Link: p.link(name, at), Anchor: "month-" + label, DueList: p.dueList(due, at)})
	}
	out.Later = p.dueList(p.between(p.monthAt(calendarMonths), date.Date{}), laterPath)
	out.Load = p.loadChart(out.Months, counts)
	out.None, out.NoneOf = p.unplanned()
	return out
}

func later(a, b date.Date) date.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// dueList shows the beginning of what falls due; the page at the address has all of it.
func (p page) dueList(due []dueDay, at string) DueList {
	out := DueList{Count: len(due)}
	for _, e := range due[:min(len(due), shownDue)] {
		out.Rows = append(out.Rows, p.dueRow(e))
	}
	out.Rest = p.more(len(due)-len(out.Rows), at)
	return out
}

// relabel gives the as-of day to the script that says anew what is overdue on a later day. A day that was chosen stays.
func (p page) relabel(s *Shell) {
	if !p.AsOf.Pinned {
		s.Relabel, s.Labels = p.AsOf.Day.String(), []Tag{{"overdue", p.t("Overdue")}, {"soon", p.t("Due soon")}}
	}
}

// duePage shows a part of what falls due, the earliest first.
func (p page) duePage(title string, due []dueDay, at Pager) monthPage {
	out := monthPage{Shell: p.shell(title, "reviews.html", p.link(p.t("Reviews"), "reviews.html")), Pager: at}
	p.relabel(&out.Shell)
	p.periodNav(&out.Shell)
	for i, e := range due[at.From:at.To] {
		row := p.dueRow(e)
		if i += at.From; i == 0 || due[i-1].day != e.day {
			row.Anchor = "day-" + row.Day
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// monthPage shows what falls due in the i-th month, what is overdue by now included.
func (p page) monthPage(i int, due []dueDay, at Pager) any {
	name, _ := p.monthName(p.monthAt(i))
	out := p.duePage(name, due, at)
	step := func(i int) Link {
		name, _ := p.monthName(p.monthAt(i))
		return p.link(name, p.addr.months[i])
	}
	if i > 0 {
		out.Prev = step(i - 1)
	}
	if i+1 < len(p.addr.months) {
		out.Next = step(i + 1)
	}
	if at.From == 0 {
		out.Weekdays, out.Weeks = p.weekdays(), p.weeks(i, due)
	}
	return out
}

func (s *site) weekdays() []string {
	var out []string
	for i := range 7 {
		out = append(out, s.t(time.Weekday((i+1)%7).String()))
	}
	return out
}

// weeks lays the days of a month out in weeks, which begin on Monday.
func (p page) weeks(month int, due []dueDay) [][]DayCell {
	count, first := map[date.Date]int{}, map[date.Date]int{}
	for i, e := range due {
		if count[e.day]++; count[e.day] == 1 {
			first[e.day] = i
		}
	}
	day, end := p.monthAt(month), p.monthAt(month+1)
	week := make([]DayCell, (int(day.Time().Weekday())+6)%7)
	var out [][]DayCell
	for ; day.Before(end); day = day.AddDays(1) {
		c := DayCell{Day: strconv.Itoa(day.Day()), Now: day == p.AsOf.Day}
		if n := count[day]; n > 0 {
			c.Due = p.link(p.t("%d due", n), address.Numbered(p.addr.months[month], first[day]/duePerPage)+"#day-"+day.String())
		}
		if week = append(week, c); len(week) == 7 {
			out, week = append(out, week), nil
		}
	}
	if len(week) > 0 {
		out = append(out, append(week, make([]DayCell, 7-len(week))...))
	}
	return out
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
