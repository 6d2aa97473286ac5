package aims

import (
	"clausebook/internal/date"
	"clausebook/internal/phrase"
)

// writing is how long it may take to write down what was measured.
var writing = date.Period{Days: 31}

// judge says how an aim stands on the day of the book: an objective by the last value up to the day by which it was due, a benefit,
// which is to last, by the last one of all.
func (b *Book) judge(a *Aim) {
	a.Over = !a.Due.IsZero() && a.Due.Before(b.Day)
	for i := range a.Values {
		v := &a.Values[i]
		v.Counts = a.From.IsZero() || !v.Span.To.Before(a.From)
		if !v.Counts || a.Kind == Objective && !a.Due.IsZero() && v.Span.To.After(a.Due) {
			continue
		}
		a.Judged = v
	}
	b.next(a)
	if a.Judged == nil {
		a.State, a.Reason = NotMeasured, phrase.Of("nothing has been measured; the target is %s", a.Wants())
		if a.Over {
			a.Reason = phrase.Of("nothing was measured by %s; the target was %s", a.Due, a.Wants())
		}
		return
	}
	a.State = NotMet
	if a.reaches(a.Judged.Quantity) {
		a.State = Met
	}
	a.Reason = phrase.Of("%s for %s; the target is %s", a.Words(a.Judged.Quantity), SpanWords(a.Judged.Span), a.Wants())
	a.follow()
}

// follow compares the value judged with the last one before it that is of a like period.
func (a *Aim) follow() {
	for i := range a.Values {
		v := &a.Values[i]
		if v == a.Judged {
			break
		}
		if Alike(v.Span, a.Judged.Span) {
			a.Before = v
		}
	}
	if a.Before != nil {
		a.Trend = a.against(a.Judged.Quantity, a.Before.Quantity)
	}
}

// next finds the day by which an aim is to be measured next: one cadence after the last value, with a month for writing it down; where
// none was measured, after the first day that counts.
func (b *Book) next(a *Aim) {
	last := a.From
	if n := len(a.Values); n > 0 {
		last = a.Values[n-1].Span.To
	}
	if a.Every.IsZero() || last.IsZero() || !a.Due.IsZero() && !last.Before(a.Due) {
		return
	}
	a.Next = last.Add(a.Every)
	if !a.Due.IsZero() && a.Due.Before(a.Next) {
		a.Next = a.Due
	}
	a.Next = a.Next.Add(writing)
	a.Late = a.Next.Before(b.Day)
}

// Missed tells whether somebody has to act: the day by which it was due is over, or the last two values of like periods, and it is not
// met. Reason says by what.
func (a *Aim) Missed() (phrase.Phrase, bool) {
	switch {
	case a.State != NotMet:
		return phrase.Phrase{}, false
	case a.Over:
		return phrase.Of("not met on %s: %s", a.Due, a.Reason), true
	case a.Before != nil && a.Before.Counts && !a.reaches(a.Before.Quantity):
		return phrase.Of("not met twice: %s, and %s for %s before it", a.Reason, a.Words(a.Before.Quantity), SpanWords(a.Before.Span)), true
	}
	return phrase.Phrase{}, false
}

// TrendWords says which way it goes, and against what; why nobody can say where it is measured and no trend is known.
func (a *Aim) TrendWords() phrase.Phrase {
	if a.Judged == nil {
		return phrase.Phrase{}
	}
	if a.Before == nil {
		if a.Judged == &a.Values[0] {
			return phrase.Of("one value alone is no trend")
		}
		return phrase.Of("no earlier value is of a period of this length")
	}
	words, span := a.Words(a.Before.Quantity), SpanWords(a.Before.Span)
	switch a.Trend {
	case Better:
		return phrase.Of("better than before: %s for %s", words, span)
	case Worse:
		return phrase.Of("worse than before: %s for %s", words, span)
	}
	return phrase.Of("as before: %s for %s", words, span)
}

// StateOf tells how the aim would stand by one value.
func (a *Aim) StateOf(v Value) State {
	if a.reaches(v.Quantity) {
		return Met
	}
	return NotMet
}
