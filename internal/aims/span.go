package aims

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

var partOfYear = regexp.MustCompile(`^([0-9]{4})(?:-(?:H([12])|Q([1-4])|([0-9]{2})))?$`)

// span reads what a value was measured over: a year, a half, a quarter, a month, a day, or two days with a slash between them.
func span(text string) (doc.Span, bool) {
	text = strings.TrimSpace(text)
	if first, last, two := strings.Cut(text, "/"); two {
		from, err := date.Parse(strings.TrimSpace(first))
		to, err2 := date.Parse(strings.TrimSpace(last))
		return doc.Span{From: from, To: to}, err == nil && err2 == nil && !to.Before(from)
	}
	if day, err := date.Parse(text); err == nil {
		return doc.Span{From: day, To: day}, true
	}
	m := partOfYear.FindStringSubmatch(text)
	if m == nil {
		return doc.Span{}, false
	}
	year, _ := strconv.Atoi(m[1])
	first, months := 1, 12
	switch number := func(s string) int { n, _ := strconv.Atoi(s); return n }; {
	case m[2] != "":
		first, months = 6*number(m[2])-5, 6
	case m[3] != "":
		first, months = 3*number(m[3])-2, 3
	case m[4] != "":
		first, months = number(m[4]), 1
	}
	if year == 0 || first < 1 || first > 12 {
		return doc.Span{}, false
	}
	return months2span(year, first, months), true
}

func months2span(year, first, months int) doc.Span {
	from := date.New(year, time.Month(first), 1)
	return doc.Span{From: from, To: from.Add(date.Period{Months: months}).AddDays(-1)}
}

// SpanWords gives a period as short as it can be written: 2026, 2026-Q3, 2026-07, a day, or from one to another.
func SpanWords(s doc.Span) phrase.Phrase {
	if s.From == s.To {
		return phrase.Of("%s", s.To)
	}
	year, first := s.From.Year(), int(s.From.Month())
	is := func(months int) bool { return s == months2span(year, first, months) }
	switch {
	case s.From.IsZero() || year != s.To.Year():
	case is(1):
		return phrase.Text(s.From.String()[:len("2026-07")])
	case is(3) && first%3 == 1:
		return phrase.Of("%s, quarter %d", phrase.Text(strconv.Itoa(year)), first/3+1)
	case is(6) && first%6 == 1:
		return phrase.Of("%s, half %d", phrase.Text(strconv.Itoa(year)), first/6+1)
	case is(12):
		return phrase.Text(strconv.Itoa(year))
	}
	return phrase.Of("%s to %s", s.From, s.To)
}

// Alike tells whether values of two periods can be compared: both are of about the same length, or both count from the same day on.
func Alike(a, b doc.Span) bool {
	x, y := a.From.DaysUntil(a.To)+1, b.From.DaysUntil(b.To)+1
	return a.From == b.From || 10*max(x, y) <= 13*min(x, y)
}
