package date

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"clausebook/internal/phrase"
)

var (
	ymd     = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	numbers = regexp.MustCompile(`^(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4})$`)
	span    = regexp.MustCompile(`^(?:every )?(\d+|one|two|three|six|twelve) ?-?(years?|yrs?|y|months?|mon|m|weeks?|w|days?|d)$`)
)

// dayForm says how days are written.
const dayForm = "write a day as YYYY-MM-DD, such as 2026-03-31"

// Advice says how to write the day that a text most likely means; a day that there is not is told with the reason.
func Advice(text string) string {
	text = strings.TrimSpace(text)
	if m := ymd.FindStringSubmatch(text); m != nil {
		if why := impossible(m[1], m[2], m[3]); why != "" {
			return why
		}
	}
	if d, ok := InWords(text); ok {
		return "write it as `" + d.String() + "`"
	}
	if m := numbers.FindStringSubmatch(text); m != nil {
		return ofNumbers(m[1], m[3], m[4], m[2])
	}
	return dayForm
}

// Meant gives the day that a text means, where it can mean no other.
func Meant(text string) (Date, bool) {
	text = strings.TrimSpace(text)
	if d, ok := InWords(text); ok {
		return d, true
	}
	if m := numbers.FindStringSubmatch(text); m != nil {
		if days := daysOf(m[1], m[3], m[4], m[2]); len(days) > 0 && days[0] == days[len(days)-1] {
			return days[0], true
		}
	}
	return Date{}, false
}

// impossible says why there is no such day: "February 2026 has 28 days". Nothing where there is one.
func impossible(year, month, day string) string {
	y, m, d := number(year), number(month), number(day)
	if m < 1 || m > 12 {
		return "a year has 12 months: " + dayForm
	}
	if last := New(y, time.Month(m)+1, 0).Day(); d < 1 || d > last {
		return fmt.Sprintf("%s %d has %d days: write the day that is meant", time.Month(m), y, last)
	}
	return ""
}

// ofNumbers says which days three numbers can mean. With dots the first is the day, as where dots are used; otherwise it is not
// known, unless one of them is no month.
func ofNumbers(a, b, year, between string) string {
	var days []string
	for _, d := range daysOf(a, b, year, between) {
		days = append(days, "`"+d.String()+"`")
	}
	switch {
	case len(days) == 2 && days[0] == days[1]:
		return "write it as " + days[0]
	case len(days) == 2:
		return "write it as " + phrase.Or(days) + ", whichever day it is"
	case len(days) == 1:
		return "write it as " + days[0]
	}
	return dayForm
}

// daysOf gives the days that three numbers can mean, see ofNumbers.
func daysOf(a, b, year, between string) []Date {
	var days []Date
	for _, one := range [][2]string{{b, a}, {a, b}} { // month, day
		if (between != "." || len(days) == 0 && one[0] == b) && impossible(year, one[0], one[1]) == "" {
			days = append(days, New(number(year), time.Month(number(one[0])), number(one[1])))
		}
	}
	return days
}

// often are the words for an interval.
var often = map[string]string{"yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "every year": "P1Y", "once a year": "P1Y",
	"a year":      "P1Y",
	"half-yearly": "P6M", "biannually": "P6M", "semi-annually": "P6M", "twice a year": "P6M", "every half year": "P6M",
	"quarterly": "P3M", "every quarter": "P3M", "monthly": "P1M", "every month": "P1M", "weekly": "P1W", "every week": "P1W",
	"daily": "P1D", "every day": "P1D", "biennially": "P2Y", "every two years": "P2Y"}

// PeriodAdvice says how to write the interval that a text most likely means.
func PeriodAdvice(text string) string {
	if p, ok := PeriodMeant(text); ok {
		return "write it as `" + p + "`"
	}
	text = strings.ToLower(strings.TrimSpace(text))
	if n, err := strconv.Atoi(text); err == nil && n > 0 && n < 1000 {
		return fmt.Sprintf("say of what: `P%dD` for %s, `P%dM` for %s, `P%dY` for %s", n, phrase.Plural(n, "day", "days"),
			n, phrase.Plural(n, "month", "months"), n, phrase.Plural(n, "year", "years"))
	}
	return "write P1Y for a year, P6M for six months, P2W for two weeks"
}

// PeriodMeant gives the interval that a text means, where it can mean no other.
func PeriodMeant(text string) (string, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if p := often[text]; p != "" {
		return p, true
	}
	if m := span.FindStringSubmatch(text); m != nil {
		return "P" + strconv.Itoa(number(m[1])) + strings.ToUpper(m[2][:1]), true
	}
	p := "P" + strings.ToUpper(strings.TrimPrefix(text, "p"))
	return p, isPeriod(p)
}

func isPeriod(text string) bool {
	_, err := ParsePeriod(text)
	return err == nil
}

// number reads digits or the word for a number, of which the forms above let none other through.
func number(text string) int {
	if n, ok := map[string]int{"one": 1, "two": 2, "three": 3, "six": 6, "twelve": 12}[text]; ok {
		return n
	}
	n, _ := strconv.Atoi(text) // digits
	return n
}
