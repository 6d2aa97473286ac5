package certification

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// Correction is a nonconformity that an external audit raised, with the day that its body wants to see.
type Correction struct {
	Nonconformity, Audit *doc.Document
	Grade                string
	Raised, Closed       date.Date // as far as they count; zero where they do not
	Limit                date.Date // the latest day by the report of the audit, else by the scheme; zero where nobody sets one
	Scheme               bool      // Limit is the scheme's
	Basis                Basis     // of such a limit
}

// Corrections gives the nonconformities of external audits, the latest first.
func (b *Book) Corrections() []Correction {
	if b == nil {
		return nil
	}
	var out []Correction
	for _, d := range b.docs.Documents {
		if c, is := b.Correction(d); is {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(x, y Correction) int {
		return cmp.Or(y.Raised.Compare(x.Raised), cmp.Compare(x.Nonconformity.ID, y.Nonconformity.ID))
	})
	return out
}

// Correction tells of a nonconformity whether an external audit raised it, and by when its body wants it corrected. The days of the
// scheme hold for audits of a certification alone: what else outsiders audit has the day that they name, or none.
func (b *Book) Correction(d *doc.Document) (Correction, bool) {
	if b == nil || d.Type != "nonconformity" || d.Status == doc.Withdrawn || d.Status == doc.Superseded {
		return Correction{}, false
	}
	audit := b.docs.ByID(doc.ID(d.Front.Get("raised_by").Text()))
	if audit == nil || !External(audit) {
		return Correction{}, false
	}
	c := Correction{Nonconformity: d, Audit: audit, Grade: d.Front.Get("grade").Text(), Raised: b.acts.Held(d, doc.RaisingAct),
		Closed: b.acts.Held(d, doc.ClosureAct)}
	for _, f := range audit.Front.Get("audit_findings").Items() {
		if f.Get("nonconformity").Text() == string(d.ID) {
			c.Limit, _ = date.Parse(f.Get("due").Text())
		}
	}
	rule, is := b.Scheme.Finding(c.Grade, StageOf(audit))
	if c.Limit.IsZero() && StageOf(audit) != "" && is && !rule.Within.IsZero() && !c.Raised.IsZero() {
		c.Limit, c.Scheme, c.Basis = c.Raised.Add(rule.Within), true, rule.Basis
	}
	return c, true
}

// CaseDue gives the day by which a case is due: its own, else that of the body; zero where nobody has set one.
func (b *Book) CaseDue(d *doc.Document) date.Date {
	if due := d.Day("due"); !due.IsZero() {
		return due
	}
	c, _ := b.Correction(d)
	return c.Limit
}

// Lacks gives the keys that the plan for the correction has to have and has not: cause, action and day while it is open, and what
// shows that it was taken, and to whom, once it is closed.
func (c Correction) Lacks() []string {
	keys := []string{"root_cause", "corrective_action"}
	switch {
	case !c.Closed.IsZero():
		keys = append(keys, "evidence", "verified_by")
	case c.Limit.IsZero() || c.Scheme: // nobody has named a day for this one
		keys = append(keys, "due")
	}
	return slices.DeleteFunc(keys, func(key string) bool { return len(c.Nonconformity.Front.Get(key).Texts()) > 0 })
}

// Time says how the correction stands to the day of the body.
func (c Correction) Time(day date.Date) phrase.Phrase {
	if c.Limit.IsZero() {
		return phrase.Of("no day is known by which the body wants it corrected")
	}
	late := c.Limit.DaysUntil(cmp.Or(c.Closed, day))
	switch {
	case !c.Closed.IsZero() && late > 0:
		return phrase.Of("closed %s after the day of the body", days(late))
	case !c.Closed.IsZero():
		return phrase.Of("closed by the day of the body")
	case late > 0:
		return phrase.Of("open %s after the day of the body", days(late))
	}
	return phrase.Of("open, %s to the day of the body", days(-late))
}
