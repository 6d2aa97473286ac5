package loop

import (
	"clausebook/internal/aims"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// improvement follows one from the decision to what came of it, against the benefits that it promised.
func (r *reader) improvement(d *doc.Document) *Case {
	c := r.open(Improvement, d)
	closed := r.Acts.Held(d, doc.ClosureAct)
	decision := d.Front.Get("decision").Text()
	r.decide(c, decision)
	r.act(c, closed)
	r.check(c, closed)
	r.verify(c)
	switch {
	case decision == "rejected":
		c.settle(Declined)
	case decision == "parked":
		c.settle(Declined)
		if due := r.Due(d); !due.IsZero() && due.Before(r.Day) {
			c.State = Open
			c.stick(Decided, due, phrase.Of("parked until %s, and not decided again", due),
				phrase.Of("decide again, or name a later day under `due`"), "due")
		}
	case !closed.IsZero():
		r.settleClosed(c, closed)
	case c.State != Stuck:
		r.undecided(c, decision)
	}
	return c
}

// settle ends a case: nothing is awaited any more.
func (c *Case) settle(as State) {
	c.State = as
	for _, at := range []int{Acted, Checked} {
		if c.Steps[at].State != Done {
			c.Steps[at] = Step{State: Unsaid}
		}
	}
}

// decide tells what was decided, when and by whom.
func (r *reader) decide(c *Case, decision string) {
	d, s := c.Document, &c.Steps[Decided]
	*s = Step{State: Open, By: d.Front.Get("decided_by").Text(), Day: r.Acts.Held(d, doc.DecisionAct),
		Says: phrase.Of("nothing says what was decided")}
	if in := d.Front.Get("decided_in").Text(); in != "" {
		s.Shown = append(s.Shown, Origin{in, doc.ID(in)})
	}
	switch {
	case decision == "parked":
		s.State, s.Says = Done, phrase.Of("parked")
	case decision == "rejected":
		s.State, s.Says = Done, phrase.Of("rejected")
	case decision == "approved" || !s.Day.IsZero():
		s.State, s.Says = Done, phrase.Of("approved")
	}
}

// check tells what came of an improvement: each benefit as it was measured, else its result in words.
func (r *reader) check(c *Case, closed date.Date) {
	d, s := c.Document, &c.Steps[Checked]
	*s = Step{State: Open, By: d.Owner, Says: phrase.Of("not measured yet")}
	var words []phrase.Phrase
	measured := true
	for _, a := range r.Aims.Of(d) {
		measured = measured && a.State != aims.NotMeasured
		words = append(words, phrase.Of("%s: %s, %s", phrase.In(d.Language, a.Text), stateWords(a.State), a.Reason))
		if a.Judged != nil && a.Judged.Span.To.After(s.Day) {
			s.Day = a.Judged.Span.To
		}
		s.Shown = append(s.Shown, shownBy(a)...)
	}
	result := d.Front.Get("result").Text()
	switch {
	case len(words) > 0:
		s.Says = phrase.Join(words, "; ")
		if measured {
			s.State = Done
		}
	case result != "":
		s.State, s.Says = Done, quoted(d, result)
	case closed.IsZero():
		s.Says = phrase.Of("not due yet")
	}
}

// shownBy gives what shows a benefit beside the document that promised it.
func shownBy(a *aims.Aim) []Origin {
	var out []Origin
	if a.Judged != nil && a.Judged.Document != a.Document {
		out = append(out, Origin{string(a.Judged.Document.ID), a.Judged.Document.ID})
	}
	for _, id := range a.Evidence {
		out = append(out, Origin{string(id), id})
	}
	return out
}

func stateWords(s aims.State) phrase.Phrase {
	switch s {
	case aims.Met:
		return phrase.Of("met")
	case aims.NotMet:
		return phrase.Of("not met")
	}
	return phrase.Of("not measured")
}

// settleClosed wants of a closed improvement that somebody says what came of it: at once where it promised nothing that can be measured,
// and in time for the measuring where it did.
func (r *reader) settleClosed(c *Case, closed date.Date) {
	c.State = Done
	limit := closed
	for _, a := range r.Aims.Of(c.Document) {
		limit = maxDay(maxDay(limit, closed.Add(CheckWithin)), a.Due)
	}
	switch {
	case c.Steps[Checked].State == Done:
	case limit.Before(r.Day):
		c.stick(Checked, limit, phrase.Of("closed on %s, and nothing says what came of it", closed),
			phrase.Of("add the measured values under `measured`, or say under `result` what came of it"), "closed_on")
	default:
		c.State = Open
	}
}

func maxDay(a, b date.Date) date.Date {
	if b.After(a) {
		return b
	}
	return a
}

// undecided wants a decision in time, and of what was approved somebody's day.
func (r *reader) undecided(c *Case, decision string) {
	raised, decided := c.Steps[Raised].Day, c.Steps[Decided]
	switch limit := raised.Add(DecideWithin); {
	case decided.State != Done && !raised.IsZero() && limit.Before(r.Day):
		c.stick(Decided, limit, phrase.Of("raised on %s, and nothing says what was decided", raised),
			phrase.Of("add `decision`, `decided_on` and `decided_by`"), "raised_on")
	case decision == "approved" && c.Steps[Acted].Day.IsZero():
		c.stick(Acted, decided.Day, phrase.Of("approved, and nothing says by when it is done"),
			phrase.Of("add `due`, or `actions` with a day each"), "decision")
	}
}
