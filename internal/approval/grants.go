package approval

import (
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/witness"
)

// later tells whether evidence of a day was given after a change had landed, by more than clocks explain.
func (t *trust) later(day date.Date, change *history.Commit) bool {
	return day.After(dayOf(change).AddDays(witness.Grace))
}

// anchored notes that the authority was stated only after the act, by the first people.yaml that there was.
func (s *timeline) anchored(c *candidate, at int) {
	if at > 0 || len(s.states) == 0 || !s.landed(0).After(c.day.AddDays(witness.Grace)) {
		return
	}
	by := s.states[0].landing.Revisions[0].Commit.Author.Name
	c.note = phrase.Of("authority of %s on %s was stated on %s by %s", c.person, c.day, s.landed(0), by)
}

// settled doubts an approval on an authority that whom it favours, or an author of the text, granted not long ago. It counts
// once another person approved the grant, or some time has passed in which anybody could object.
func (s *timeline) settled(e *entry, c *candidate, at int, rules *policy, wanted phrase.Phrase) {
	id, _ := c.listed(s.state(at))
	if id == "" || len(s.states) == 0 {
		return
	}
	for ; at > 0; at-- {
		by := s.states[at].landing.By
		before := s.policyBefore(by)
		until := s.landedAtLast(at).Add(before.Settle)
		if s.in.Clock.Day.IsZero() || !s.in.Clock.Day.Before(until) {
			return
		}
		if s.knew(e, c, at-1, rules) {
			continue
		}
		if writer, ok := s.interested(e, id, at, before); ok {
			c.doubt(RuleSelfAuthorized, by.Hash,
				phrase.Of("%s approved %s on %s with %s that %s granted (commit %s); it counts once another person approved that commit, or from %s on",
					c.person, e.claim.words(), c.day, authorityOf(wanted), writer, by.Hash.Short(), until))
		}
		return
	}
}

// landedAtLast gives the day on which a state of people.yaml landed, as the latest of the commits up to it says: dating it
// back does not make it older.
func (t *trust) landedAtLast(i int) date.Date {
	if t.latest == nil {
		var day date.Date
		for c := range t.log.MainLine() {
			if d, right := t.in.Clock.Landed(dayOf(c)); right && d.After(day) {
				day = d
			}
			t.latest = append(t.latest, day)
		}
	}
	if place := t.states[i].place; place < len(t.latest) && t.latest[place].After(t.landed(i)) {
		return t.latest[place]
	}
	return t.landed(i)
}

// interested gives who wrote a grant, if that was whom it favours or an author of the text, and nobody else has approved it.
// In an organization of one person, and where separation of duties was off before, nobody else is asked.
func (s *timeline) interested(e *entry, favoured string, at int, before *policy) (Person, bool) {
	if !before.SeparationOfDuties || s.state(at-1).persons() < 2 {
		return Person{}, false
	}
	writers, whom := s.writersOf(at), listedAs(Person{ID: favoured})
	party := func(p Person) bool {
		them, _ := whom(s.state(at))
		return same(them, p) || slices.ContainsFunc(e.authors, func(a author) bool { return same(a.person, p) })
	}
	n := slices.IndexFunc(writers, party)
	if n < 0 {
		return Person{}, false
	}
	for _, p := range s.approversOf(at, before) {
		if p.ID != "" && !party(p) && !slices.ContainsFunc(writers, func(w Person) bool { return same(w, p) }) {
			return Person{}, false
		}
	}
	return writers[n], true
}

// persons counts the people who are no machines.
func (d *directory) persons() int {
	n := 0
	for _, p := range d.byID {
		if !p.Bot {
			n++
		}
	}
	return n
}

// writersOf gives who wrote a state of people.yaml, by the people of before it and of it.
func (t *trust) writersOf(at int) []Person {
	var out []Person
	for _, r := range t.states[at].landing.Revisions {
		all := slices.Concat([]history.Identity{r.Commit.Author.Identity, r.Commit.Author.Written}, r.Commit.CoAuthors, r.Commit.CoWritten)
		for _, who := range all {
			for _, d := range []*directory{t.state(at - 1), t.state(at)} {
				p, _ := d.join(who)
				out = append(out, p)
			}
		}
	}
	return out
}

// approversOf gives who approved a state of people.yaml, by the people of before it: those whom the trailers of its commits
// name, and the authors of later commits whose `Approves:` trailer names one of them, with the people of their trailers.
func (t *trust) approversOf(at int, before *policy) []Person {
	l, then := t.states[at].landing, t.state(at-1)
	var out []Person
	granting := []*history.Commit{l.By}
	for _, r := range l.Revisions {
		granting = append(granting, r.Commit)
	}
	commits := slices.Clone(granting)
	for _, c := range t.log.Mentioning("Approves:") {
		if c.Place > l.By.Place && approves(c, granting) {
			p, _ := then.join(c.Author.Identity)
			out = append(out, p)
			commits = append(commits, c)
		}
	}
	for _, c := range commits {
		for _, trailer := range c.Trailers {
			if before.reviews(trailer.Key) {
				for _, text := range peopleIn(trailer.Value) {
					p, _ := then.named(text)
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// approves tells whether an `Approves:` trailer of a commit names one of others.
func approves(c *history.Commit, others []*history.Commit) bool {
	for _, t := range c.Trailers {
		digits := strings.ToLower(strings.TrimSpace(t.Value))
		if !strings.EqualFold(t.Key, "Approves") || len(digits) < 7 {
			continue
		}
		if slices.ContainsFunc(others, func(o *history.Commit) bool { return strings.HasPrefix(string(o.Hash), digits) }) {
			return true
		}
	}
	return false
}
