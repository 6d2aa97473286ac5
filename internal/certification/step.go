package certification

import (
	"cmp"
	"fmt"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/phrase"
)

// State is how a step stands.
type State string

// The states of steps.
const (
	Done    State = "done"
	Late    State = "late"    // done after its day
	Missed  State = "missed"  // not done, and overtaken by a later step
	Overdue State = "overdue" // its day has passed
	Due     State = "due"
	Ended   State = "ended" // the certificate has ended, and no later one is known
)

// Open tells whether something is still to be done.
func (s State) Open() bool { return s == Overdue || s == Due || s == Ended }

// Step is something that has to happen within a cycle, as the scheme says.
type Step struct {
	Stage    Stage
	Name     string // that tells it from others of the cycle, and stays
	What     phrase.Phrase
	From, By date.Date // By is zero where nobody has set a day
	State    State
	Audit    Held // that was held for it, or is announced for it where it is still open
	Reason   phrase.Phrase
	Basis    Basis

	year int // of a surveillance that is due once a year
}

// most bounds the steps of a cycle, whatever days a certificate names.
const most = 60

// judge finds the steps of a cycle, and how each stands.
func (b *Book) judge(c *Cycle, planned []Held) {
	c.Steps = append(c.Steps, b.initial(c)...)
	if b.Scheme == nil {
		return
	}
	watched := b.surveillance(c)
	c.Steps = append(c.Steps, watched...)
	if step, is := b.renewal(c); is {
		c.Steps = append(c.Steps, step)
	}
	for _, a := range planned {
		announce(c.Steps, a)
	}
	slices.SortStableFunc(c.Steps, func(x, y Step) int { return x.order().Compare(y.order()) })
}

// order gives the day by which steps are sorted; what has none comes last.
func (s Step) order() date.Date {
	return cmp.Or(s.By, s.Audit.Day, date.New(9999, 12, 31))
}

// initial gives the audits that led to a first certificate, as far as there are reports of them.
func (b *Book) initial(c *Cycle) []Step {
	var out []Step
	for _, a := range c.Audits {
		if a.Stage == Stage1 || a.Stage == Stage2 || a.Stage == FollowUp {
			out = append(out, Step{Stage: a.Stage, Name: string(a.Stage) + " " + a.Day.String(), What: a.Stage.Words(), State: Done, Audit: a,
				Reason: phrase.Of("held on %s", a.Day)})
		}
	}
	return out
}

// surveillance gives the surveillance audits of a cycle: the first within so long of the decision, and one in each calendar year.
func (b *Book) surveillance(c *Cycle) []Step {
	rule := b.Scheme.Surveillance
	if rule.FirstWithin.IsZero() {
		return nil
	}
	var out []Step
	step := func(name string, what phrase.Phrase, from, by date.Date, year int) {
		if by.Before(c.Expires) || c.Expires.IsZero() {
			out = append(out, Step{Stage: Surveillance, Name: name, What: what, From: from, By: by, Basis: rule.Basis, year: year})
		}
	}
	if c.First {
		step("surveillance first", phrase.Of("first surveillance"), c.From, c.From.Add(rule.FirstWithin), 0)
	}
	for year := c.From.Year() + 1; rule.EachYear && year < b.lastYear(c) && len(out) < most; year++ {
		step(fmt.Sprint("surveillance ", year), phrase.Of("surveillance in %s", fmt.Sprint(year)), date.New(year, 1, 1),
			date.New(year, 12, 31), year)
	}
	return b.settle(c, onceAYear(out, c))
}

// lastYear gives the year before which surveillance is due each year: that of the end, else the one after the present one.
func (b *Book) lastYear(c *Cycle) int {
	if c.Expires.IsZero() {
		return b.Day.Year() + 1
	}
	return c.Expires.Year()
}

// onceAYear leaves out the surveillance of the year in which the first one ends, unless the first was held in the year before.
func onceAYear(steps []Step, c *Cycle) []Step {
	if len(steps) < 2 || steps[0].year != 0 {
		return steps
	}
	first := steps[0]
	early := slices.ContainsFunc(c.Audits, func(a Held) bool { return watches(a) && a.within(first) && a.Day.Year() < first.By.Year() })
	return slices.DeleteFunc(steps, func(s Step) bool { return s.year == first.By.Year() && !early })
}

// watches tells whether an audit counts as surveillance. That for the next certificate looks at more.
func watches(a Held) bool { return a.Stage == Surveillance || a.Stage == Recertification }

func (a Held) within(s Step) bool { return !a.Day.Before(s.From) && !a.Day.After(s.By) }

// settle finds for each step the audit that was held for it: the first within its days, else the first after them that no other step has.
func (b *Book) settle(c *Cycle, steps []Step) []Step {
	used := map[int]bool{}
	for i := range steps {
		s := &steps[i]
		for k, a := range c.Audits {
			if watches(a) && a.within(*s) {
				s.State, s.Audit, s.Reason, used[k] = Done, a, phrase.Of("held on %s", a.Day), true
				break
			}
		}
	}
	for i := range steps {
		if s := &steps[i]; s.State == "" {
			b.settleLate(c, s, used)
		}
	}
	for i := range steps {
		later := slices.ContainsFunc(steps[i+1:], func(s Step) bool { return s.State == Done || s.State == Late })
		if s := &steps[i]; s.State == Overdue && (later || c.Next != nil) {
			s.State, s.Reason = Missed, phrase.Of("there is no report of one by %s", s.By)
		}
	}
	return steps
}

func (b *Book) settleLate(c *Cycle, s *Step, used map[int]bool) {
	for k, a := range c.Audits {
		if watches(a) && !used[k] && a.Day.After(s.By) {
			used[k] = true
			s.State, s.Audit = Late, a
			s.Reason = phrase.Of("held on %s, %s late", a.Day, days(s.By.DaysUntil(a.Day)))
			return
		}
	}
	if s.By.Before(b.Day) {
		s.State, s.Reason = Overdue, phrase.Of("was due by %s, and there is no report of it here", s.By)
		return
	}
	s.State, s.Reason = Due, phrase.Of("due by %s", s.By)
}

func days(n int) phrase.Phrase { return phrase.Count(n, "%d day", "%d days") }

// renewal gives the step to the next certificate; false where nobody has set an end.
func (b *Book) renewal(c *Cycle) (Step, bool) {
	rule := b.Scheme.Recertification
	s := Step{Stage: Recertification, Name: "recertification", What: phrase.Of("recertification"), By: c.Expires, Basis: rule.Basis}
	if c.Expires.IsZero() {
		s.State, s.Reason = Due, phrase.Of("the certificate names no last day, so it is not known by when")
		return s, c.Next == nil
	}
	if !rule.Begin.IsZero() {
		s.From = c.Expires.Add(date.Period{Years: -rule.Begin.Years, Months: -rule.Begin.Months, Days: -rule.Begin.Days})
	}
	for _, a := range c.Audits {
		if a.Stage == Recertification {
			s.Audit = a
		}
	}
	b.settleRenewal(c, &s, rule)
	return s, true
}

func (b *Book) settleRenewal(c *Cycle, s *Step, rule RecertificationRule) {
	switch {
	case c.Next != nil:
		s.State, s.Reason = Done, phrase.Of("%s followed", phrase.Text(string(c.Next.ID)))
		if on := b.cycle(c.Next).From; on.After(c.Expires) {
			s.State, s.Reason = Late, phrase.Of("%s followed, %s after the end", phrase.Text(string(c.Next.ID)), days(c.Expires.DaysUntil(on)))
		}
	case c.Expires.Before(b.Day) && !rule.RestoreWithin.IsZero():
		s.State = Ended
		s.Reason = phrase.Of("by its own words it ended on %s; the scheme lets the body restore it up to %s", c.Expires,
			c.Expires.Add(rule.RestoreWithin))
	case c.Expires.Before(b.Day):
		s.State, s.Reason = Ended, phrase.Of("by its own words it ended on %s", c.Expires)
	case s.Audit.Report != nil:
		s.State, s.Reason = Due, phrase.Of("audit held on %s; the next certificate is awaited by %s", s.Audit.Day, s.By)
	default:
		s.State, s.Reason = Due, phrase.Of("due by %s", s.By)
		if !s.From.IsZero() {
			s.Reason = phrase.Of("due by %s; time to begin is %s", s.By, s.From)
		}
	}
}

// announce names an audit that is planned at the step that it is for: the open one of its stage within whose days it falls, else the
// first open one that it is too late for.
func announce(steps []Step, a Held) {
	var at *Step
	for i := range steps {
		s := &steps[i]
		if s.Stage != a.Stage || !s.State.Open() || s.Stage == Surveillance && a.Day.Before(s.From) {
			continue
		}
		if at == nil || a.within(*s) && !a.within(*at) {
			at = s
		}
	}
	switch {
	case at == nil:
		return
	case !at.By.IsZero() && a.Day.After(at.By):
		at.Reason = phrase.Of("%s; planned for %s, which is too late", at.Reason, a.Day)
	default:
		at.Reason = phrase.Of("%s; planned for %s", at.Reason, a.Day)
	}
	at.Audit = a
}
