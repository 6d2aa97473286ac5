package witness

import (
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/strictyaml"
)

// Acts gives the witnesses of all acts of a document, in the order of its front matter.
func (b *Book) Acts(d *doc.Document) []Witness {
	if b == nil {
		var out []Witness
		for _, a := range d.Acts() {
			out = append(out, Witness{Act: a, State: Held})
		}
		return out
	}
	return b.of[d]
}

// Act gives the witness of an act of the document itself, such as `closed_on`; one that is Unstated where it states none.
func (b *Book) Act(d *doc.Document, kind doc.ActKind) Witness {
	for _, w := range b.Acts(d) {
		if w.Kind == kind && len(w.Path) == 1 {
			return w
		}
	}
	return Witness{}
}

// Held gives the day of an act of the document itself, if it counts as done; else zero.
func (b *Book) Held(d *doc.Document, kind doc.ActKind) date.Date {
	if w := b.Act(d, kind); w.State == Held {
		return w.Day
	}
	return date.Date{}
}

// Closed gives the witness of the closure of an entry of `actions`; one that is Unstated where it is not closed.
func (b *Book) Closed(d *doc.Document, action *strictyaml.Node) Witness {
	name, day := doc.ActionName(action), action.Get(string(doc.ClosureAct)).Text()
	for _, w := range b.Acts(d) {
		if w.Kind == doc.ClosureAct && w.Item == name && len(w.Path) == 3 && w.Day.String() == day {
			return w
		}
	}
	return Witness{}
}

// Done tells whether an entry of `actions` is closed: on a day that counts, or by somebody who gives no day.
func (b *Book) Done(d *doc.Document, action *strictyaml.Node) bool {
	if action.Get(string(doc.ClosureAct)).Text() == "" {
		return action.Get("closed_by").Text() != ""
	}
	return b.Closed(d, action).State == Held
}

// Reviews gives the days on which the document was reviewed, as far as they count, in order and each once: from
// `reviewed_on` and from `reviews`.
func (b *Book) Reviews(d *doc.Document) []date.Date {
	var out []date.Date
	for _, w := range b.Acts(d) {
		if w.Kind == doc.ReviewAct && w.State == Held {
			out = append(out, w.Day)
		}
	}
	slices.SortFunc(out, date.Date.Compare)
	return slices.Compact(out)
}

// Reviewed gives the witness of the last review that counts; one that is Unstated where the document was never reviewed.
func (b *Book) Reviewed(d *doc.Document) Witness {
	var last Witness
	for _, w := range b.Acts(d) {
		if w.Kind == doc.ReviewAct && w.State == Held && !w.Day.Before(last.Day) {
			last = w
		}
	}
	return last
}

// LastReview gives the last day on which the document was reviewed; where it never was, the day of its approval, as
// declared or as other evidence shows it. Zero where none counts.
func (b *Book) LastReview(d *doc.Document) date.Date {
	if all := b.Reviews(d); len(all) > 0 {
		return all[len(all)-1]
	}
	if on := b.Held(d, doc.ApprovalAct); !on.IsZero() || b == nil || b.approved == nil {
		return on
	}
	return b.approved(d)
}

// ReviewDue gives the day by which the next review is due; zero where none is planned or nothing began the interval.
func (b *Book) ReviewDue(d *doc.Document) date.Date {
	last := b.LastReview(d)
	if d.ReviewEvery.IsZero() || last.IsZero() {
		return date.Date{}
	}
	return last.Add(d.ReviewEvery)
}

// Evidence gives the span of days of which a record is evidence, and whether it is one yet. From is zero where it has no
// period. What a report, a log or an extract says of a period, it says up to the day on which it was made: the earlier of
// the two ends its span, so that a period that goes on into the future buys no time. Minutes and audits are evidence of
// their date. A record without a date is taken to be made when its period ends, or now if that has not come.
func (b *Book) Evidence(d *doc.Document) (span doc.Span, ok bool) {
	if b.Ahead(d) || d.Adopted && !d.IsRecord() { // other programs date pages so
		return doc.Span{}, false
	}
	made := b.Act(d, doc.RecordAct).Day
	switch {
	case d.Period.To.IsZero() || !made.IsZero() && datedTypes[d.Type]:
		span.To = made
	case !made.IsZero():
		span = doc.Span{From: d.Period.From, To: earlier(d.Period.To, made)}
	default:
		span = doc.Span{From: d.Period.From, To: earlier(d.Period.To, b.now())}
	}
	return span, !span.To.IsZero()
}

// datedTypes are the types of records that are evidence of the day on which something was held.
var datedTypes = map[string]bool{"minutes": true, "audit-report": true}

// Ahead tells whether a record is written ahead of what it is to be evidence of: its date is later than anything that could
// have recorded it, or its period has not begun.
func (b *Book) Ahead(d *doc.Document) bool {
	if !d.IsRecord() {
		return false
	}
	made := b.Act(d, doc.RecordAct)
	if made.State != Unstated {
		return made.State != Held
	}
	return !d.Period.From.IsZero() && !b.now().IsZero() && d.Period.From.After(b.now())
}

// now gives the day of judgement; zero where there is none.
func (b *Book) now() date.Date {
	if b == nil {
		return date.Date{}
	}
	return b.clock.Day
}

// earlier gives the earlier of two days; a zero day is none.
func earlier(a, b date.Date) date.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
