// Package date holds civil dates and ISO 8601 periods: "2026-03-31" plus "P1M" is "2026-04-30".
//
// Documents speak of days, not of instants, so a Date has no time and no zone. Periods are added by the
// calendar: a year is a year, whatever number of hours it has.
package date

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/sosodev/duration"

	"clausebook/internal/phrase"
)

// Date is a day of the Gregorian calendar. The zero value means that no date is given.
type Date struct {
	year  int
	month time.Month
	day   int
}

// New gives the date of a day, normalized as time.Date does.
func New(year int, month time.Month, day int) Date {
	return Of(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Of gives the date on which t falls in t's own zone.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Parse reads YYYY-MM-DD.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date in the form YYYY-MM-DD", s)
	}
	return Of(t), nil
}

// IsZero tells whether no date is given.
func (d Date) IsZero() bool { return d == Date{} }

// Time is the start of the day in UTC.
func (d Date) Time() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

// String gives YYYY-MM-DD, or nothing for the zero date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText gives YYYY-MM-DD, so that dates read alike in every format.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Year is the year of the date.
func (d Date) Year() int { return d.year }

// Month is the month of the date.
func (d Date) Month() time.Month { return d.month }

// Day is the day of the month.
func (d Date) Day() int { return d.day }

// Compare orders dates; the zero date comes first.
func (d Date) Compare(e Date) int { return d.Time().Compare(e.Time()) }

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After tells whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// DaysUntil is the number of days from d to e, negative where e is earlier.
func (d Date) DaysUntil(e Date) int { return int((e.Time().Unix() - d.Time().Unix()) / secondsPerDay) }

const secondsPerDay = 24 * 60 * 60

// AddDays moves the date by n days.
func (d Date) AddDays(n int) Date { return Of(d.Time().AddDate(0, 0, n)) }

// Add moves the date by p, by the calendar. A day that the resulting month lacks becomes its last day.
func (d Date) Add(p Period) Date {
	if d.IsZero() {
		return d
	}
	first := New(d.year+p.Years, d.month+time.Month(p.Months), 1)
	last := New(first.year, first.month+1, 0)
	return New(first.year, first.month, min(d.day, last.day)).AddDays(p.Days)
}

// Period is a span of the calendar. The zero value means that no period is given.
type Period struct{ Years, Months, Days int }

var periodForm = regexp.MustCompile(`^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$`)

// ParsePeriod reads an ISO 8601 duration of whole years, months, weeks and days, such as P1Y or P18M. No time at all
// and more than a century are refused.
func ParsePeriod(s string) (Period, error) {
	fail := fmt.Errorf("%q is not an ISO 8601 duration such as P1Y, P6M, P2W or P30D", s)
	if !periodForm.MatchString(s) || s == "P" {
		return Period{}, fail
	}
	d, err := duration.Parse(s)
	if err != nil || d.Years > 100 || d.Months > 1200 || d.Weeks*7+d.Days > 36525 { // before they are made whole numbers
		return Period{}, fail
	}
	p := Period{Years: int(d.Years), Months: int(d.Months), Days: int(d.Weeks)*7 + int(d.Days)}
	if p.IsZero() {
		return Period{}, fail
	}
	return p, nil
}

var spokenForm = regexp.MustCompile(`^(?:every )?(?:(\d{1,3}|an?|one) )?(day|week|month|quarter|year)s?$`)

// spoken are the words that say a period by themselves.
var spoken = map[string]string{"weekly": "P7D", "monthly": "P1M", "quarterly": "P3M", "half-yearly": "P6M", "yearly": "P1Y",
	"annually": "P1Y", "annual": "P1Y"}

// PeriodInWords reads a period as people write it: "6 months", "1 year", "every quarter", "annually". Words that can
// mean two things, such as "biannual", are not read.
func PeriodInWords(s string) (Period, bool) {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	if iso, ok := spoken[s]; ok {
		s = iso
	} else if m := spokenForm.FindStringSubmatch(s); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = 1
		}
		unit := strings.ToUpper(m[2][:1])
		if m[2] == "quarter" {
			n, unit = n*3, "M"
		}
		s = fmt.Sprintf("P%d%s", n, unit)
	}
	p, err := ParsePeriod(s)
	return p, err == nil && s != ""
}

// IsZero tells whether no period is given.
func (p Period) IsZero() bool { return p == Period{} }

// String gives the ISO 8601 form, or nothing for the zero period.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	s := "P"
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Years, "Y"}, {p.Months, "M"}, {p.Days, "D"}} {
		if part.n != 0 {
			s += fmt.Sprintf("%d%s", part.n, part.unit)
		}
	}
	return s
}

// MarshalText gives the ISO 8601 form.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Every gives the period as an interval: "every month", "every 2 weeks".
func (p Period) Every() phrase.Phrase {
	switch p {
	case Period{Days: 1}:
		return phrase.Of("every day")
	case Period{Days: 7}:
		return phrase.Of("every week")
	case Period{Months: 1}:
		return phrase.Of("every month")
	case Period{Years: 1}:
		return phrase.Of("every year")
	}
	return phrase.Of("every %s", p.Words())
}

// Words gives the period as a person says it: "1 year", "18 months", "2 weeks", "1 year, 6 months and 3 days". The zero
// period says nothing.
func (p Period) Words() phrase.Phrase {
	days := phrase.Count(p.Days, "%d day", "%d days")
	if p.Days%7 == 0 && p.Years == 0 && p.Months == 0 {
		days = phrase.Count(p.Days/7, "%d week", "%d weeks")
	}
	var parts []phrase.Phrase
	for _, part := range []struct {
		n     int
		words phrase.Phrase
	}{{p.Years, phrase.Count(p.Years, "%d year", "%d years")}, {p.Months, phrase.Count(p.Months, "%d month", "%d months")}, {p.Days, days}} {
		if part.n != 0 {
			parts = append(parts, part.words)
		}
	}
	if len(parts) == 0 {
		return phrase.Phrase{}
	}
	return phrase.List(parts, len(parts), "")
}

// writtenForms are ways of writing a day that mean the same everywhere.
var writtenForms = []string{"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2 January 2006", "2 Jan 2006", "2. January 2006",
	"January 2, 2006", "Jan 2, 2006", "2-Jan-2006", time.RFC3339, "2006-01-02 15:04:05",
	"2006-01-02 15:04:05 -0700", "2 January, 2006", "January 2 2006", "2 Jan, 2006", "Jan 2 2006"}

var (
	ordinal = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)\b`)
	weekday = regexp.MustCompile(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\s+`)
	month   = regexp.MustCompile(`(?i)\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.|\bsept\b`)
)

var (
	germanMonth  = regexp.MustCompile(`(?i)\b(?:januar|jänner|februar|märz|mai|juni|juli|oktober|dezember)\b`)
	englishMonth = map[string]string{"januar": "January", "jänner": "January", "februar": "February", "märz": "March", "mai": "May",
		"juni": "June", "juli": "July", "oktober": "October", "dezember": "December"}
)

// plainly takes from a day in words what people write around it: Monday, 1st, Sept. German months become English.
func plainly(text string) string {
	text = weekday.ReplaceAllString(strings.TrimSpace(text), "")
	text = month.ReplaceAllStringFunc(text, func(m string) string { return m[:len("Sep")] })
	text = germanMonth.ReplaceAllStringFunc(text, func(m string) string { return englishMonth[strings.ToLower(m)] })
	return ordinal.ReplaceAllString(text, "$1")
}

// InWords reads a day that was not written for us, in one of the forms that can be read in one way only. 03/04/2025 can be read in two,
// and is none. Of an instant it is the day that is written.
func InWords(text string) (Date, bool) {
	text = plainly(text)
	for _, form := range writtenForms {
		if t, err := time.Parse(form, text); err == nil {
			return Of(t), true
		}
	}
	return Date{}, false
}
