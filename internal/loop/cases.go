package loop

import (
	"cmp"
	"fmt"

	"clausebook/internal/aims"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// open begins the case of a document, which its first step raised.
func (r *reader) open(kind Kind, d *doc.Document) *Case {
	c := &Case{Kind: kind, Document: d, Title: d.Title, State: Open, Owner: d.Owner, Pos: d.Pos("raised_on")}
	c.Steps[Raised] = Step{State: Done, Day: r.Acts.Held(d, doc.RaisingAct), By: d.Owner, Shown: r.origins(d)}
	return c
}

// stick says why a case does not go on, and what to do; the first that says so counts.
func (c *Case) stick(step int, since date.Date, why, fix phrase.Phrase, key ...string) {
	c.Steps[step].State = Stuck
	if c.State == Stuck {
		return
	}
	c.State, c.Since, c.Why, c.Fix = Stuck, since, why, fix
	if len(key) > 0 {
		c.Pos = c.Document.Pos(key...)
	}
}

// nonconformity follows one from its cause to the check of the action's effect.
func (r *reader) nonconformity(d *doc.Document) *Case {
	c := r.open(Nonconformity, d)
	closed := r.Acts.Held(d, doc.ClosureAct)
	text := func(key string) string { return d.Front.Get(key).Text() }
	c.Steps[Decided] = r.said(d, "root_cause", phrase.Of("no cause is given"))
	r.act(c, closed)
	if text("corrective_action") != "" {
		c.Steps[Acted].Says = quoted(d, text("corrective_action"))
	}
	c.Steps[Checked] = r.said(d, "effectiveness", phrase.Of("not checked yet"))
	r.verify(c)
	switch raised := c.Steps[Raised].Day; {
	case !closed.IsZero():
		c.State = Done
		if c.Steps[Checked].State != Done {
			c.stick(Checked, closed, phrase.Of("closed on %s, and nothing says whether the action had its effect", closed),
				phrase.Of("add `effectiveness`"), "closed_on")
			c.Told = true
		}
	case c.Steps[Decided].State != Done && !raised.IsZero() && raised.Add(DecideWithin).Before(r.Day):
		c.stick(Decided, raised.Add(DecideWithin), phrase.Of("raised on %s, and no cause is given", raised),
			phrase.Of("add `root_cause`"), "raised_on")
	}
	return c
}

// said gives a step that a text of front matter tells of.
func (r *reader) said(d *doc.Document, key string, none phrase.Phrase) Step {
	if text := d.Front.Get(key).Text(); text != "" {
		return Step{State: Done, By: d.Owner, Says: quoted(d, text)}
	}
	return Step{State: Open, By: d.Owner, Says: none}
}

const shown = 160 // runes of a text

func quoted(d *doc.Document, text string) phrase.Phrase {
	return phrase.In(d.Language, phrase.Short(text, shown))
}

// act tells how far what was decided is done: by the closure of the case, else by its actions, else by its due day.
func (r *reader) act(c *Case, closed date.Date) {
	d := c.Document
	s := &c.Steps[Acted]
	until := r.Due(d)
	*s = Step{State: Open, By: d.Owner, Day: until, Says: phrase.Of("nothing says by when")}
	done, n, next := 0, 0, date.Date{}
	for i, item := range d.Front.Get("actions").Items() {
		n++
		due, _ := date.Parse(item.Get("due").Text())
		switch {
		case r.Acts.Done(d, item):
			done++
		case !due.IsZero() && due.Before(r.Day):
			c.stick(Acted, due, phrase.Of("the action %s was due on %s", phrase.Text(cmp.Or(item.Get("id").Text(), fmt.Sprint(i+1))), due),
				phrase.Of("close it with `closed_on` and `closed_by`, or agree on a later day"), "actions", fmt.Sprint(i), "due")
			c.Told = true
			fallthrough
		default:
			if next.IsZero() || !due.IsZero() && due.Before(next) {
				next = due
			}
		}
	}
	switch {
	case !closed.IsZero():
		*s = Step{State: Done, Day: closed, By: d.Owner, Says: phrase.Of("closed")}
	case n > 0 && done < n && !next.IsZero():
		s.Says, s.Day = phrase.Of("%d of %d actions are done; the next is due on %s", done, n, next), next
	case n > 0:
		s.Says = phrase.Of("%d of %d actions are done", done, n)
	case !s.Day.IsZero():
		s.Says = phrase.Of("due on %s", s.Day)
	}
	if closed.IsZero() && !until.IsZero() && until.Before(r.Day) {
		c.stick(Acted, until, phrase.Of("was due on %s and is not closed", until),
			phrase.Of("close it with `closed_on`, or agree on a later day"), "due")
		c.Told = c.Told || c.Kind == Nonconformity
	}
}

// verify notes who checked the effect, and the documents that show what was done.
func (r *reader) verify(c *Case) {
	d, s := c.Document, &c.Steps[Checked]
	if on := r.Acts.Held(d, doc.VerifyAct); !on.IsZero() {
		s.State, s.Day, s.By = Done, on, d.Front.Get("verified_by").Text()
	}
	for _, id := range d.Front.Get("evidence").Texts() {
		c.Steps[Acted].Shown = append(c.Steps[Acted].Shown, Origin{id, doc.ID(id)})
	}
}

// opportunities looks at those that an audit found: whether a case answers them, or another document speaks of them.
func (r *reader) opportunities(d *doc.Document) {
	for i, f := range d.Front.Get("audit_findings").Items() {
		id := f.Get("id").Text()
		if f.Get("grade").Text() != "opportunity" || r.answered[string(d.ID)+"#"+id] != nil || r.spoken[id] && id != "" ||
			f.Get("follow_up").Text() != "" {
			continue
		}
		day := r.Acts.Held(d, doc.RecordAct)
		c := &Case{Kind: Opportunity, Document: d, Item: cmp.Or(id, fmt.Sprint(i+1)), Title: f.Get("text").Text(), State: Open, Owner: d.Owner,
			Pos: d.Pos("audit_findings", fmt.Sprint(i))}
		c.Steps[Raised] = Step{State: Done, Day: day, By: d.Owner, Shown: []Origin{{string(d.ID), d.ID}}}
		c.Steps[Decided] = Step{State: Open, Says: phrase.Of("nobody has taken it up")}
		c.Steps[Acted], c.Steps[Checked] = Step{State: Unsaid}, Step{State: Unsaid}
		if limit := day.Add(DecideWithin); !day.IsZero() && limit.Before(r.Day) {
			c.stick(Decided, limit, phrase.Of("found on %s, and nothing says what was decided about it", day),
				phrase.Of("say under `follow_up` of the finding what was decided, or name it under `answers` of an improvement"))
		}
		r.add(c)
	}
}

// missed looks at an objective or benefit: if it is missed, a case has to answer it.
func (r *reader) missed(a *aims.Aim) {
	why, missed := a.Missed()
	if !missed || r.answered[a.Name()] != nil {
		return
	}
	c := &Case{Kind: Missed, Document: a.Document, Item: a.ID, Title: a.Text, Aim: a, State: Open, Owner: a.Owner, Pos: a.Pos("id")}
	c.Steps[Raised] = Step{State: Done, Day: a.Judged.Span.To, By: a.Owner, Says: why,
		Shown: []Origin{{string(a.Judged.Document.ID), a.Judged.Document.ID}}}
	c.Steps[Acted], c.Steps[Checked] = Step{State: Unsaid}, Step{State: Unsaid}
	c.stick(Decided, a.Judged.Span.To, why, phrase.Of("name it under `answers` of an improvement or a nonconformity"))
	c.Steps[Decided].Says = phrase.Of("nobody has taken it up")
	r.add(c)
}
