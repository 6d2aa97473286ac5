package witness

import "clausebook/internal/date"

// Grace is the number of days by which clocks and time zones may put an act after the landing that states it.
const Grace = 1

// firstYear is when version control of documents began to be usual: what bears an earlier time has a wrong clock.
const firstYear = 1990

// Clock is the day on which dates are judged. Pinned tells that it was chosen, so that commits may be later than it
// without a fault: they count as landed on it. A zero day judges nothing.
type Clock struct {
	Day    date.Date
	Pinned bool
}

// Landed gives the day by which a commit of this day is taken to have landed, and whether its time can be right. What
// is later than the clock, or cannot be read, is there all the same: it landed by the day of judgement.
func (c Clock) Landed(day date.Date) (landed date.Date, right bool) {
	switch {
	case day.IsZero() || day.Year() < firstYear:
		return c.Day, false
	case c.Day.IsZero() || !day.After(c.Day):
		return day, true
	}
	return c.Day, c.Pinned || !day.After(c.Day.AddDays(Grace))
}

// Future tells whether a day lies so far after the day of judgement that clocks and zones do not explain it.
func (c Clock) Future(day date.Date) bool {
	return !c.Day.IsZero() && day.After(c.Day.AddDays(Grace))
}

// Came tells whether a day has come.
func (c Clock) Came(day date.Date) bool { return c.Day.IsZero() || !day.After(c.Day) }
