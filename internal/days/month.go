package days

import (
	"strconv"
	"strings"
	"time"

	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// monthPage lists what falls due in a month, or what is overdue or falls due later; with the days of the month as a
// calendar has them.
type monthPage struct {
	view.Shell
	Weekdays []string
	Weeks    [][]DayCell
	Rows     []view.DueRow
	Pager    view.Pager
}

// DayCell is a day of a month; zero where a week begins before or ends after it. Due leads to the first thing that
// falls due on the day.
type DayCell struct {
	Day string
	Due view.Link
	Now bool // the as-of day
}

// MonthKind has a page for each month of the calendar, and for each list of what is due that is too long for its own page.
var MonthKind = sheet.Kind{Name: "month", Fixed: []string{overduePath, soonPath, NowPath, laterPath}, Empty: monthPage{},
	Golden: "reviews/2026-08.html",
	Claim: func(s *view.View) {
		for i := range calendarMonths {
			_, label := s.MonthName(monthAt(s, i))
			s.Addr.Months = append(s.Addr.Months, s.Addr.Page("reviews/", label))
		}
		for _, list := range dutyLists(s) {
			s.Addr.Lists[list.key] = s.Addr.Claim("", strings.TrimSuffix(list.page, ".html")+"-"+list.anchor, ".html")
		}
	},
	Pages: monthSheets}

func monthSheets(s *view.View) []sheet.Sheet {
	var out []sheet.Sheet
	for i, at := range s.Addr.Months {
		due := between(s, monthAt(s, i), monthAt(s, i+1))
		out = append(out, sheet.Parts(at, len(due), duePerPage, func(p view.Page, part view.Pager) any { return monthData(p, i, due, part) })...)
	}
	long := func(at, title string, due []view.DueDay, shown int) {
		if len(due) > shown {
			out = append(out, sheet.Parts(at, len(due), duePerPage, func(p view.Page, part view.Pager) any {
				return duePage(p, title, due,
					part)
			})...)
		}
	}
	long(overduePath, s.T("Overdue"), between(s, date.Date{}, s.AsOf.Day), shownDue)
	long(soonPath, s.T("Due within 30 days"), DueSoon(s), shownDue)
	long(NowPath, s.T("Overdue or due soon"), DueNow(s), HomeDue)
	long(laterPath, s.T("Later"), between(s, monthAt(s, calendarMonths), date.Date{}), shownDue)
	for _, list := range dutyLists(s) {
		give := func(p view.Page, part view.Pager) any {
			return duePage(p, list.title, list.due, part, list.of(p))
		}
		out = append(out, sheet.Parts(s.Addr.Lists[list.key], len(list.due), duePerPage, give)...)
	}
	return out
}

// relabel gives the as-of day to the script that says anew what is overdue on a later day. A day that was chosen stays.
func relabel(p view.Page, s *view.Shell) {
	if !p.AsOf.Pinned {
		s.Relabel, s.Labels = p.AsOf.Day.String(), []view.Tag{{Kind: "overdue", Text: p.T("Overdue")}, {Kind: "soon", Text: p.T("Due soon")}}
	}
}

// duePage shows a part of what falls due, the earliest first.
func duePage(p view.Page, title string, due []view.DueDay, at view.Pager, of ...view.Link) monthPage {
	out := monthPage{Shell: p.Shell(title, "reviews.html", append([]view.Link{p.Link(p.T("Reviews"), "reviews.html")}, of...)...), Pager: at}
	relabel(p, &out.Shell)
	PeriodNav(p, &out.Shell)
	for i, e := range due[at.From:at.To] {
		row := p.DueRow(e)
		if i += at.From; i == 0 || due[i-1].Day != e.Day {
			row.Anchor = "day-" + row.Day
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// monthData shows what falls due in the i-th month, what is overdue by now included.
func monthData(p view.Page, i int, due []view.DueDay, at view.Pager) any {
	name, _ := p.MonthName(monthAt(p.View, i))
	out := duePage(p, name, due, at)
	step := func(i int) view.Link {
		name, _ := p.MonthName(monthAt(p.View, i))
		return p.Link(name, p.Addr.Months[i])
	}
	if i > 0 {
		out.Prev = step(i - 1)
	}
	if i+1 < len(p.Addr.Months) {
		out.Next = step(i + 1)
	}
	if at.From == 0 {
		out.Weekdays, out.Weeks = weekdays(p.View), weeks(p, i, due)
	}
	return out
}

func weekdays(s *view.View) []string {
	var out []string
	for i := range 7 {
		out = append(out, s.T(time.Weekday((i+1)%7).String()))
	}
	return out
}

// weeks lays the days of a month out in weeks, which begin on Monday.
func weeks(p view.Page, month int, due []view.DueDay) [][]DayCell {
	count, first := map[date.Date]int{}, map[date.Date]int{}
	for i, e := range due {
		if count[e.Day]++; count[e.Day] == 1 {
			first[e.Day] = i
		}
	}
	day, end := monthAt(p.View, month), monthAt(p.View, month+1)
	week := make([]DayCell, (int(day.Time().Weekday())+6)%7)
	var out [][]DayCell
	for ; day.Before(end); day = day.AddDays(1) {
		c := DayCell{Day: strconv.Itoa(day.Day()), Now: day == p.AsOf.Day}
		if n := count[day]; n > 0 {
			c.Due = p.Link(p.T("%d due", n), address.Numbered(p.Addr.Months[month], first[day]/duePerPage)+"#day-"+day.String())
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
