package period

import (
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
)

// series gives the records of each required document that is retained as evidence at some cadence. Whose cadence it is,
// the standard's data say.
func (t teller) series() []Series {
	records := t.records()
	var out []Series
	for _, s := range t.Standards.Standards {
		for _, r := range s.Required {
			if r.Kind != "record" || r.Cadence.IsZero() {
				continue
			}
			ref := standard.Ref{Standard: s.ID, Item: r.ID}
			one := Series{Ref: ref, Title: r.Title, Cadence: r.Cadence, Expected: t.expected(r.Cadence), Longest: t.longest(records[ref])}
			for _, x := range records[ref] {
				if t.holds(x.On) {
					one.Records = append(one.Records, x)
				}
			}
			out = append(out, one)
		}
	}
	return out
}

// records gives the records of each required document up to the as-of day, by the day that they are evidence of.
func (t teller) records() map[standard.Ref][]Record {
	out := map[standard.Ref][]Record{}
	for _, d := range t.Docs.Documents {
		on := evidenceDay(d)
		if !d.Status.Current() || on.IsZero() || on.After(t.AsOf) {
			continue
		}
		for _, name := range d.Fulfils {
			if ref, kind, ok := t.Standards.Resolve(name); ok && kind == standard.KindRequired {
				out[ref] = append(out[ref], Record{d, on})
			}
		}
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b Record) int { return a.On.Compare(b.On) })
	}
	return out
}

// evidenceDay gives the last day that a document is evidence of; zero where it is of none.
func evidenceDay(d *doc.Document) date.Date {
	if !d.Period.To.IsZero() {
		return d.Period.To
	}
	return d.Date
}

// expected counts the whole cadences in the days looked at.
func (t teller) expected(cadence date.Period) int {
	n := 0
	for end := t.span.From.Add(cadence).AddDays(-1); !end.After(t.span.To); end = t.span.From.Add(times(cadence, n+1)).AddDays(-1) {
		n++
	}
	return n
}

func times(p date.Period, n int) date.Period {
	return date.Period{Years: p.Years * n, Months: p.Months * n, Days: p.Days * n}
}

// longest counts the days of the longest time without a record that reaches into the period. Before the first record
// ever, time counts from the beginning of the period.
func (t teller) longest(records []Record) int {
	last, longest := t.span.From, 0
	for _, r := range records {
		switch {
		case r.On.After(t.span.To):
		case r.On.Before(t.span.From):
			last = r.On
			continue
		default:
			longest, last = max(longest, last.DaysUntil(r.On)), r.On
		}
	}
	return max(longest, last.DaysUntil(t.span.To))
}
