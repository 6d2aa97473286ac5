package trace

import (
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/series"
)

// rhythm compares dated records with the cadence of the required document or, where they are of an activity that never
// rests, with the months of the audit period. What is kept by reviews has no records of its days.
func (j *joiner) rhythm(r *requirer) {
	recurs := !r.doc.Cadence.IsZero() || r.doc.Operational
	if !recurs || slices.ContainsFunc(r.current, func(c claim) bool { return !c.ReviewEvery.IsZero() }) {
		return
	}
	s := series.Of(spans(r.current), r.doc.Cadence)
	switch {
	case len(s.Records) == 0 && r.doc.Kind == "record":
		r.fault(fault{state: Partly, words: undated(list(ids(r.current), allEvidence(r.cell.Ref)), len(r.current)),
			missing: []string{"date"}, fix: do(phrase.Of("set date or period in %s", placeOf(r.current[0].Document, "date")))})
	case len(s.Records) == 0:
	case r.doc.Operational:
		j.months(r, s)
	default:
		j.cadence(r, s)
	}
}

// undated says of records, which the words name, that nobody knows of which days they are evidence.
func undated(records phrase.Phrase, n int) phrase.Phrase {
	if n == 1 {
		return phrase.Of("%s has no date or period, so it is not clear what it is evidence of", records)
	}
	return phrase.Of("%s have no date or period, so it is not clear what they are evidence of", records)
}

// spans gives the days that the records among the claims are evidence of.
func spans(claims []claim) []doc.Span {
	var out []doc.Span
	for _, c := range claims {
		if c.record() {
			out = append(out, doc.Span{From: c.from, To: c.until})
		}
	}
	return out
}

// cadence finds the next record overdue, or others left out in the twelve months up to the day.
func (j *joiner) cadence(r *requirer, s series.Series) {
	due := s.Due()
	r.due(due)
	again := j.write(r)
	if due.Before(j.AsOf) {
		r.fault(fault{state: Overdue, since: due, by: phrase.Of("due"), fix: again,
			words: phrase.Of("the latest record is from %s; the next one was due by %s (%s)",
				s.Newest().To, due, r.doc.CadenceWords())})
	}
	if holes := s.Holes(series.LastYear(j.AsOf)); len(holes) > 0 {
		names := series.Names(holes)
		r.fault(fault{state: Partly, missing: names, since: holes[0].Due, by: phrase.Of("due"), fix: again,
			words: phrase.Of("no record for %s", list(names, allMissing(r.cell.Ref)))})
	}
}

// months finds the months of the audit period that no record covers.
func (j *joiner) months(r *requirer, s series.Series) {
	m := s.Months(j.measured(), j.AsOf)
	if len(m.Open) == 0 {
		return
	}
	r.fault(fault{state: Partly, missing: m.Names(), share: Share{m.Covered, m.All()}, since: m.Due(), by: phrase.Of("due"), fix: j.recover(r,
		m),
		words: phrase.Of("records cover %d of %s since %s; not covered: %s", m.Covered, phrase.Count(m.All(), "%d month", "%d months"),
			m.Within.From, phrase.List(m.Ranges(), listed, allMissing(r.cell.Ref)))})
}

// recover says how months come to be covered. A record whose period holds the first of them ends at its date: with a later
// date it covers more.
func (j *joiner) recover(r *requirer, m series.Months) Fix {
	for _, c := range r.current {
		if c.record() && c.Period.Contains(m.Open[0]) && c.until.Before(m.Open[0]) {
			return do(phrase.Of("bring %s up to date and set its new date in %s", c.ID, placeOf(c.Document, "date")))
		}
	}
	return j.write(r)
}

// measured gives the days whose months records of operation are to cover.
func (j *joiner) measured() doc.Span { return series.Measured(j.Periods, j.Acts.Begun(), j.AsOf) }
