package series

import (
	"fmt"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// Months tells which months of some days the records of an activity cover that never rests, such as the handling of incidents.
//
// A month is covered by a record whose period holds it, also where nothing happened in it; a record without a period is
// evidence of the month of its date. Several records together may cover one. A month counts once it is over and the time for
// writing its record as well, or earlier where it is covered already. The first and the last month may be cut off by the
// days that are looked at.
type Months struct {
	Within  doc.Span
	Covered int
	Open    []date.Date // the first days of the months that are not covered, in order
}

// slack is the number of days that may be left at the end or the beginning of a month: an extract of the last working day
// is one of the whole month.
const slack = 3

// Months looks at some days as of a day.
func (s Series) Months(within doc.Span, asOf date.Date) Months {
	out := Months{Within: within}
	if within.From.IsZero() || within.To.IsZero() {
		return out
	}
	spans := s.monthly()
	for first := monthOf(within.From).From; !first.After(within.To); first = first.Add(date.Period{Months: 1}) {
		month := clip(monthOf(first), within)
		length := month.From.DaysUntil(month.To) + 1
		switch {
		case !month.To.Before(asOf) || length <= slack: // it goes on, or is hardly looked at
		case left(month, spans) <= slack:
			out.Covered++
		case month.To.AddDays(Allowance).Before(asOf):
			out.Open = append(out.Open, first)
		}
	}
	return out
}

// monthly gives what the records cover, by first day: their period, or the month of their date.
func (s Series) monthly() []doc.Span {
	out := slices.Clone(s.Records)
	for i, r := range out {
		if r.From.IsZero() {
			out[i] = monthOf(r.To)
		}
	}
	slices.SortFunc(out, func(a, b doc.Span) int { return a.From.Compare(b.From) })
	return out
}

// left counts the days of a span that no other covers. The others stand by their first day.
func left(span doc.Span, covered []doc.Span) int {
	n, next := 0, span.From
	for _, c := range covered {
		if c.From.After(span.To) {
			break
		}
		n += max(next.DaysUntil(c.From), 0)
		if after := c.To.AddDays(1); after.After(next) {
			next = after
		}
	}
	return n + max(next.DaysUntil(span.To)+1, 0)
}

// Due is the last day on which the record of the first month that is not covered was in time; there must be one.
func (m Months) Due() date.Date { return clip(monthOf(m.Open[0]), m.Within).To.AddDays(Allowance) }

// All is the number of months that count.
func (m Months) All() int { return m.Covered + len(m.Open) }

// Names gives the months that are not covered, as 2026-03.
func (m Months) Names() []string {
	out := make([]string, len(m.Open))
	for i, first := range m.Open {
		out[i] = monthName(first)
	}
	return out
}

// Ranges words the months that are not covered, those in a row together.
func (m Months) Ranges() []phrase.Phrase {
	var out []phrase.Phrase
	for i := 0; i < len(m.Open); {
		end := i
		for end+1 < len(m.Open) && m.Open[end+1] == m.Open[end].Add(date.Period{Months: 1}) {
			end++
		}
		name := phrase.Text(monthName(m.Open[i]))
		if end > i {
			name = phrase.Of("%s to %s", name, monthName(m.Open[end]))
		}
		out, i = append(out, name), end+1
	}
	return out
}

// Measured gives the days whose months are to be covered: those of the audit period that a day lies in, up to that day.
// Without such a period, and as long as no month of it has to be covered yet, they are the twelve months up to the day. What
// lies before a set of documents began is not asked for; the month in which it began is not either. A zero day begun is not known.
func Measured(periods []doc.Span, begun, asOf date.Date) doc.Span {
	if asOf.IsZero() {
		return doc.Span{}
	}
	out := LastYear(asOf)
	for _, p := range periods {
		if p.Contains(asOf) && !p.From.IsZero() && monthOf(p.From).To.AddDays(Allowance).Before(asOf) {
			out = doc.Span{From: p.From, To: asOf}
		}
	}
	return Since(out, begun)
}

// Since leaves out what lies before the first whole month of a set that began on a day.
func Since(span doc.Span, begun date.Date) doc.Span {
	if begun.After(span.From) {
		span.From = begun
		if begun.Day() > 1 {
			span.From = monthOf(begun).To.AddDays(1)
		}
	}
	return span
}

// monthOf gives the month of a day.
func monthOf(day date.Date) doc.Span {
	return doc.Span{From: date.New(day.Year(), day.Month(), 1), To: date.New(day.Year(), day.Month()+1, 0)}
}

// clip gives the part of a span that lies in another.
func clip(span, within doc.Span) doc.Span {
	if span.From.Before(within.From) {
		span.From = within.From
	}
	if span.To.After(within.To) {
		span.To = within.To
	}
	return span
}

// monthName gives a month as 2026-03.
func monthName(day date.Date) string { return fmt.Sprintf("%04d-%02d", day.Year(), day.Month()) }
