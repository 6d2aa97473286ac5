package period

import (
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/series"
	"clausebook/internal/standard"
)

// series gives the records of each required document that is retained as evidence and recurs. Whose cadence it is, the
// standard's data say. What is kept as a maintained document that is reviewed has its reviews instead.
func (t assessment) series() []Series {
	records, reviewed := t.records()
	var out []Series
	for _, s := range t.Standards.Standards {
		for i := range s.Required {
			r := &s.Required[i]
			ref := standard.Ref{Standard: s.ID, Item: r.ID}
			if recurs := !r.Cadence.IsZero() || r.Operational; r.Kind == "record" && recurs && !reviewed[ref] {
				out = append(out, t.seriesOf(ref, r, records[ref]))
			}
		}
	}
	return out
}

// seriesOf looks at the records of one required document.
func (t assessment) seriesOf(ref standard.Ref, r *standard.RequiredDocument, records []Record) Series {
	out := Series{Ref: ref, Title: r.Title, Cadence: r.Cadence, Operational: r.Operational, Longest: t.longest(records)}
	spans := make([]doc.Span, len(records))
	for i, x := range records {
		spans[i] = doc.Span{From: x.from, To: x.On}
		if t.holds(x.On) || r.Operational && !x.from.IsZero() && !x.from.After(t.span.To) && !x.On.Before(t.span.From) {
			out.Records = append(out.Records, x)
		}
	}
	all := series.Of(spans, r.Cadence)
	if r.Operational {
		out.Months = all.Months(t.months(), t.AsOf)
		return out
	}
	out.Expected, out.Holes = t.expected(r.Cadence, t.start(records)), all.Holes(doc.Span{From: t.span.From, To: t.span.To})
	return out
}

// months gives the days of the period whose months are asked for: of the current one those that the matrix looks at.
func (t assessment) months() doc.Span {
	whole := doc.Span{From: t.span.From, To: t.span.To}
	return series.Since(whole, t.Acts.Begun())
}

// records gives the records of each required document up to the as-of day, by the day that they are evidence of, and
// which ones a document that is reviewed fulfils.
func (t assessment) records() (records map[standard.Ref][]Record, reviewed map[standard.Ref]bool) {
	records, reviewed = map[standard.Ref][]Record{}, map[standard.Ref]bool{}
	for _, d := range t.Docs.Documents {
		if t.Approvals.Status(d) != doc.Approved || d.TranslationOf != "" && t.Docs.ByID(d.TranslationOf) != nil {
			continue
		}
		span, _ := t.Acts.Evidence(d)
		for _, name := range d.Fulfils {
			ref, kind, ok := t.Standards.Resolve(name)
			if !ok || kind != standard.KindRequired {
				continue
			}
			reviewed[ref] = reviewed[ref] || !d.ReviewEvery.IsZero()
			if on := span.To; !on.IsZero() && !on.After(t.AsOf) {
				records[ref] = append(records[ref], Record{d, on, span.From})
			}
		}
	}
	for _, list := range records {
		slices.SortStableFunc(list, func(a, b Record) int { return a.On.Compare(b.On) })
	}
	return records, reviewed
}

// start gives the day from which on it is known that there were no other records: the beginning of the period, but where the first
// documents landed later that landing, or the first record that they brought.
func (t assessment) start(records []Record) date.Date {
	switch {
	case t.known.IsZero():
		return t.span.From
	case len(records) == 0 || records[0].On.After(t.known):
		return t.known
	case records[0].On.Before(t.span.From):
		return t.span.From
	}
	return records[0].On
}

// expected counts the whole cadences in the days from one on.
func (t assessment) expected(cadence date.Period, from date.Date) int {
	n := 0
	for end := from.Add(cadence).AddDays(-1); !end.After(t.span.To); end = from.Add(times(cadence, n+1)).AddDays(-1) {
		n++
	}
	return n
}

func times(p date.Period, n int) date.Period {
	return date.Period{Years: p.Years * n, Months: p.Months * n, Days: p.Days * n}
}

// longest counts the days of the longest time without a record that reaches into the period. Before the first record
// ever, time counts from the day since when it is known that there was none.
func (t assessment) longest(records []Record) int {
	last, longest := t.start(records), 0
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
