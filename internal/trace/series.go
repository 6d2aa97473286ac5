package trace

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/phrase"
)

// Allowance is the number of days after the end of a period within which the record of it may still be written: the
// figures of October are compiled in November.
const Allowance = 31

// series is the records of one required document, by the last day that each is evidence of.
//
// The rule of the cadence. A record counts for what it covers, not for when it was written: up to the end of its
// period, or up to its date where it has no period. The next one is due one cadence later; to that come 31 days
// where the next one reports on a time that must be over first, which is so where records have periods and where
// the cadence is a month or less. Otherwise there is no grace. A day later it is overdue. For cadences up to a
// quarter, what was left out between two records is a hole: each whole cadence that lies between the end of what one
// record covers and the beginning of what the next one covers (a record without period covers one cadence back from
// its date). Holes in the twelve months before the as-of date are reported; earlier ones have been audited, and
// before the first record there is no hole.
type series struct {
	records []span
	cadence date.Period
}

// span is what one record covers, both days inclusive. From is zero where the record has no period.
type span struct{ from, to date.Date }

// seriesOf takes the records among the claims.
func seriesOf(claims []claim, cadence date.Period) series {
	s := series{cadence: cadence}
	for _, c := range claims {
		if c.record() {
			s.records = append(s.records, span{c.from, c.until})
		}
	}
	slices.SortFunc(s.records, func(a, b span) int { return cmp.Or(a.to.Compare(b.to), a.from.Compare(b.from)) })
	return s
}

// newest gives the record that covers the latest day. There must be one.
func (s series) newest() span { return s.records[len(s.records)-1] }

// due is the last day on which the next record is in time.
func (s series) due() date.Date {
	last := s.newest()
	next := nextEnd(last.to, s.cadence)
	if !last.from.IsZero() || days(s.cadence) <= 31 {
		next = next.AddDays(Allowance)
	}
	return next
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

// holes names what was left out in the twelve months before the day.
func (s series) holes(asOf date.Date) []string {
	length := days(s.cadence)
	if length == 0 || length > 93 || asOf.IsZero() {
		return nil
	}
	var out []string
	covered := s.records[0].to
	for _, r := range s.records[1:] {
		begins := r.from.AddDays(-1)
		if r.from.IsZero() {
			begins = r.to.AddDays(-int(math.Round(length)))
		}
		out = append(out, s.between(covered, int(math.Round(float64(covered.DaysUntil(begins))/length)), asOf)...)
		covered = r.to
	}
	return out
}

// between names the records that were left out after the day covered, as far as they fall into the twelve months
// before asOf.
func (s series) between(covered date.Date, missed int, asOf date.Date) []string {
	since := asOf.Add(date.Period{Years: -1})
	end := covered
	if skip := int(float64(covered.DaysUntil(since))/days(s.cadence)) - 1; skip > 0 { // long ago: no need to count it out
		end = nextEnd(end, date.Period{Years: skip * s.cadence.Years, Months: skip * s.cadence.Months, Days: skip * s.cadence.Days})
		missed -= skip
	}
	var out []string
	for ; missed > 0; missed-- {
		end = nextEnd(end, s.cadence)
		if end.After(asOf) {
			break
		}
		if end.After(since) {
			out = append(out, s.name(end))
		}
	}
	return out
}

// name gives the month, the quarter or else the day that a record should have covered.
func (s series) name(end date.Date) string {
	switch s.cadence {
	case date.Period{Months: 1}:
		return fmt.Sprintf("%04d-%02d", end.Year(), end.Month())
	case date.Period{Months: 3}:
		return fmt.Sprintf("%04d-Q%d", end.Year(), (int(end.Month())+2)/3)
	}
	return end.String()
}

// rhythm holds dated records against the cadence of the required document.
func (j *joiner) rhythm(r *requirer) {
	if r.doc.Cadence.IsZero() || slices.ContainsFunc(r.current, func(c claim) bool { return !c.ReviewEvery.IsZero() }) {
		return
	}
	s := seriesOf(r.current, r.doc.Cadence)
	if len(s.records) == 0 {
		if r.doc.Kind == "record" {
			r.fault(
				fault{state: Partly, words: phrase.Of("%s has no date or period, so it is not clear what it is evidence of", list(ids(r.current))),
					missing: []string{"date"}, fix: do(phrase.Of("set date or period in %s", placeOf(r.current[0].Document, "date")))},
			)
		}
		return
	}
	due := s.due()
	r.due(due)
	again := run("new", r.doc.ID)
	if due.Before(j.AsOf) {
		r.fault(fault{state: Overdue, fix: again, words: phrase.Of("the latest record is from %s; the next one was due by %s (%s)",
			s.newest().to, due, r.doc.CadenceWords())})
	}
	if holes := s.holes(j.AsOf); len(holes) > 0 {
		r.fault(fault{state: Partly, missing: holes, fix: again, words: phrase.Of("no record for %s", list(holes))})
	}
}
