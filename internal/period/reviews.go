package period

import (
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
)

// turns gives the turns of the reviews of a document: each review or counting approval begins one, the next ends it.
// A document without an interval has none.
func (t assessment) turns(d *doc.Document) []Review {
	if d.ReviewEvery.IsZero() {
		return nil
	}
	looks := t.looks(d)
	var out []Review
	for i, last := range looks {
		r := Review{Document: d, Due: last.Add(d.ReviewEvery)}
		end := t.AsOf
		if i+1 < len(looks) {
			r.Held = looks[i+1]
			end = r.Held
		}
		r.Late = max(r.Due.DaysUntil(end), 0)
		out = append(out, r)
	}
	return out
}

// looks gives the days up to the as-of day on which somebody reviewed or approved the document, in order.
func (t assessment) looks(d *doc.Document) []date.Date {
	days := t.Acts.Reviews(d)
	if t.Docs.ByID(d.ID) == d {
		for _, v := range t.Approvals.Versions(d.ID) {
			if inforce.Approved(v, t.Approvals.Least) {
				days = append(days, v.On)
			}
		}
	}
	days = slices.DeleteFunc(days, func(day date.Date) bool { return day.IsZero() || day.After(t.AsOf) })
	slices.SortFunc(days, date.Date.Compare)
	return slices.Compact(days)
}

// inPeriod gives the turns that were due or held in the period.
func (t assessment) inPeriod(reviews []Review) []Review {
	var out []Review
	for _, r := range reviews {
		if t.holds(r.Due) || t.holds(r.Held) {
			out = append(out, r)
		}
	}
	return out
}

// day is the day by which a turn stands in the list: when it was held, or due.
func (r Review) day() date.Date {
	if !r.Held.IsZero() {
		return r.Held
	}
	return r.Due
}
