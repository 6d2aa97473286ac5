// Package series tells of the records of one required document, which keep coming, when the next one is due, what was left
// out between them, and which months of an audit period they cover.
//
// A record counts for what it covers, not for when it was written. What it covers, package witness says. Required documents,
// clauses, pages of periods and exports all ask here, so that they agree.
package series

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
)

// Allowance is the number of days after the end of a period within which the record of it may still be written: the
// figures of October are compiled in November.
const Allowance = 31

// Series is the records of one required document, by the last day that each is evidence of.
//
// The rule of the cadence. A record counts up to the end of its period, or up to its date where it has no period. The next
// one is due one cadence later; to that come 31 days where the next one reports on a time that must be over first, which is
// so where records have periods and where the cadence is a month or less. Otherwise there is no grace. A day later it is
// overdue. For cadences up to a quarter, what was left out between two records is a hole: each whole cadence that lies
// between the end of what one record covers and the beginning of what the next one covers (a record without period covers one
// cadence back from its date). Before the first record there is no hole.
type Series struct {
	Records []doc.Span // both days inclusive; From is zero where the record has no period
	Cadence date.Period
}

// Of puts the spans of days that records are evidence of in order.
func Of(records []doc.Span, cadence date.Period) Series {
	s := Series{Records: slices.Clone(records), Cadence: cadence}
	slices.SortFunc(s.Records, func(a, b doc.Span) int { return cmp.Or(a.To.Compare(b.To), a.From.Compare(b.From)) })
	return s
}

// Newest gives the record that covers the latest day. There must be one.
func (s Series) Newest() doc.Span { return s.Records[len(s.Records)-1] }

// Due is the last day on which the next record is in time.
func (s Series) Due() date.Date {
	last := s.Newest()
	return s.inTime(nextEnd(last.To, s.Cadence), last)
}

// inTime gives the last day on which a record up to a day is in time, if it is like another one.
func (s Series) inTime(end date.Date, like doc.Span) date.Date {
	if !like.From.IsZero() || days(s.Cadence) <= 31 {
		return end.AddDays(Allowance)
	}
	return end
}

// nextEnd moves the end of a period by a cadence. The end of a month moves to the end of a month, so that February
// is followed by the 31st of March.
func nextEnd(end date.Date, cadence date.Period) date.Date {
	next := end.Add(cadence)
	if end.AddDays(1).Day() == 1 && cadence.Days == 0 {
		return date.New(next.Year(), next.Month()+1, 0)
	}
	return next
}

// days is the mean length of a period.
func days(p date.Period) float64 {
	return float64(p.Years)*365.2425 + float64(p.Months)*365.2425/12 + float64(p.Days)
}

// Hole is a record that was left out: the time that it should have covered, such as 2026-03 or 2026-Q1, and the last day on
// which it would have been in time.
type Hole struct {
	Name string
	Due  date.Date
}

// Names gives the names of holes.
func Names(holes []Hole) []string {
	out := make([]string, len(holes))
	for i, h := range holes {
		out[i] = h.Name
	}
	return out
}

// Holes gives what was left out, as far as it should have ended on one of the days.
func (s Series) Holes(within doc.Span) []Hole {
	length := days(s.Cadence)
	if length == 0 || length > 93 || within.To.IsZero() || len(s.Records) == 0 {
		return nil
	}
	var out []Hole
	covered := s.Records[0].To
	for _, r := range s.Records[1:] {
		begins := r.From.AddDays(-1)
		if r.From.IsZero() {
			begins = r.To.AddDays(-int(math.Round(length)))
		}
		out = append(out, s.between(covered, int(math.Round(float64(covered.DaysUntil(begins))/length)), within)...)
		covered = r.To
	}
	return out
}

// between gives the records that were left out after the day covered, as far as they should have ended on one of the days.
func (s Series) between(covered date.Date, missed int, within doc.Span) []Hole {
	end := covered
	if skip := int(float64(covered.DaysUntil(within.From))/days(s.Cadence)) - 1; skip > 0 { // long ago: no need to count it out
		end = nextEnd(end, date.Period{Years: skip * s.Cadence.Years, Months: skip * s.Cadence.Months, Days: skip * s.Cadence.Days})
		missed -= skip
	}
	var out []Hole
	for ; missed > 0; missed-- {
		end = nextEnd(end, s.Cadence)
		if end.After(within.To) {
			break
		}
		if !end.Before(within.From) {
			out = append(out, Hole{s.name(end), s.inTime(end, s.Records[0])})
		}
	}
	return out
}

// name gives the month, the quarter or else the day that a record should have covered.
func (s Series) name(end date.Date) string {
	switch s.Cadence {
	case date.Period{Months: 1}:
		return monthName(end)
	case date.Period{Months: 3}:
		return fmt.Sprintf("%04d-Q%d", end.Year(), (int(end.Month())+2)/3)
	}
	return end.String()
}

// LastYear gives the twelve months up to a day. What was left out earlier has been audited.
func LastYear(day date.Date) doc.Span {
	if day.IsZero() {
		return doc.Span{}
	}
	return doc.Span{From: day.Add(date.Period{Years: -1}).AddDays(1), To: day}
}
