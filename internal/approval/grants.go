package approval

import (
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/history"
	"clausebook/internal/people"
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
	c.notes = append(c.notes, phrase.Of("authority of %s on %s was stated on %s by %s", c.person, c.day, s.landed(0), by))
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

// landedAtLast gives the day on which a state of people.yaml landed, as the latest of the commits up to it says.
func (t *trust) landedAtLast(i int) date.Date {
	if day := t.latestAt(t.states[i].place); day.After(t.landed(i)) {
		return day
	}
	return t.landed(i)
}

// latestAt gives the latest day of the main line up to a place: what is dated back is no older than what it stands on.
func (t *trust) latestAt(place int) date.Date {
	if t.latest == nil {
		var day date.Date
		for c := range t.log.MainLine() {
			if d, right := t.in.Clock.Landed(dayOf(c)); right && d.After(day) {
				day = d
			}
			t.latest = append(t.latest, day)
		}
		if to := t.knownSince(t.next); to.After(day) {
			day = to
		}
		t.latest = append(t.latest, day)
	}
	if place >= len(t.latest) {
		return date.Date{}
	}
	return t.latest[place]
}

// interested gives who wrote a grant, if that was whom it favours or an author of the text, and nobody else has approved it.
// In an organization of one person, and where separation of duties was off before, nobody else is asked.
func (s *timeline) interested(e *entry, favoured string, at int, before *policy) (Person, bool) {
	var granting []*history.Commit
	for _, r := range s.states[at].landing.Revisions {
		granting = append(granting, r.Commit)
	}
	return s.party(e, favoured, grant{s.states[at].landing.By, granting, s.state(at - 1), s.state(at), before})
}

// appointed doubts an approval by somebody whom the document names as approver only since a change of the one whom it favours, or of an
// author of the text. Like any grant it counts once another person approved that change, or approval.settle has passed, or a version
// that names them was approved by whom the document had named before.
func (s *timeline) appointed(e *entry, c *candidate) {
	if e.renamed == nil || e.base != nil && e.base.facts.Approver == e.approver {
		return
	}
	by := e.renamed.By
	g := grant{by: by, before: s.before(by), after: s.after(by), rules: s.policyBefore(by)}
	for _, r := range e.renamed.Revisions {
		g.commits = append(g.commits, r.Commit)
	}
	id, _ := c.listed(g.after)
	until := s.latestAt(by.Place).Add(g.rules.Settle)
	if id == "" || s.in.Clock.Day.IsZero() || !s.in.Clock.Day.Before(until) {
		return
	}
	if writer, ok := s.party(e, id, g); ok {
		c.doubt(RuleSelfAuthorized, by.Hash,
			phrase.Of("%s approved %s on %s; %s made them the approver (commit %s), "+
				"which counts once another person approved that commit, or from %s on",
				c.person, e.claim.words(), c.day, writer, by.Hash.Short(), until))
	}
}

// grant is a change that gives somebody authority or a key.
type grant struct {
	by            *history.Commit   // of the main line
	commits       []*history.Commit // that wrote it
	before, after *directory
	rules         *policy // of before
}

// party does what interested says, for any grant.
func (s *timeline) party(e *entry, favoured string, g grant) (Person, bool) {
	if !g.rules.SeparationOfDuties || g.before.persons() < 2 {
		return Person{}, false
	}
	writers, whom := g.writers(), listedAs(Person{ID: favoured})
	party := func(p Person) bool {
		them, _ := whom(g.after)
		return same(them, p) || slices.ContainsFunc(e.authors, func(a author) bool { return same(a.person, p) })
	}
	n := slices.IndexFunc(writers, party)
	if n < 0 {
		return Person{}, false
	}
	for _, by := range g.approvers(s.log) {
		if p, _ := by.who(g.before); p.ID != "" && !party(p) && !slices.ContainsFunc(writers, func(w Person) bool { return same(w, p) }) {
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

// writers gives who wrote a grant, by the people of before it and of it.
func (g grant) writers() []Person {
	var out []Person
	for _, c := range g.commits {
		all := slices.Concat([]history.Identity{c.Author.Identity, c.Author.Written}, c.CoAuthors, c.CoWritten)
		for _, who := range all {
			for _, d := range []*directory{g.before, g.after} {
				p, _ := d.join(who)
				out = append(out, p)
			}
		}
	}
	return out
}

// consent is somebody who approved a change that lets more count, and the day.
type consent struct {
	who func(*directory) (Person, bool)
	day date.Date
}

// joined gives the way to the person behind an identity.
func joined(who history.Identity) func(*directory) (Person, bool) {
	return func(d *directory) (Person, bool) { return d.join(who) }
}

// approvers gives who approved a grant: those whom the trailers of its commits name, and the authors of later commits whose
// `Approves:` trailer names one of them, with the people of their trailers.
func (g grant) approvers(log *history.Log) []consent {
	var out []consent
	granting := append([]*history.Commit{g.by}, g.commits...)
	commits := slices.Clone(granting)
	for _, c := range log.Mentioning("Approves:") {
		if c.Place > g.by.Place && approves(c, granting) {
			out = append(out, consent{joined(c.Author.Identity), dayOf(c)})
			commits = append(commits, c)
		}
	}
	for _, c := range commits {
		for _, trailer := range c.Trailers {
			if g.rules.reviews(trailer.Key) {
				for _, text := range people.Names(trailer.Value) {
					out = append(out, consent{func(d *directory) (Person, bool) { return d.named(text) }, dayOf(c)})
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

// keyGrant finds the change that made a key somebody's, if it landed not long before the change that the key approves; nil if
// the key is older, or among the first keys that there were.
func (t *trust) keyGrant(made signed, person Person, change *history.Commit) *grant {
	day := t.in.Clock.Day
	if day.IsZero() {
		return nil
	}
	from := t.eve(change)
	if s := t.keysAt(from).seal(made, t.before(change)); s.soundness != good || s.person.ID != person.ID {
		from = t.log.Head // a tag may be by a key of later
	}
	var before *directory
	var ring *keyring
	for c := t.log.Commit(from); c != nil && len(c.Parents) > 0; c = t.log.Commit(c.Parents[0]) {
		rules := t.policyBefore(c)
		if c = t.log.LandedBy(c); !day.Before(t.latestAt(c.Place).Add(rules.Settle)) {
			return nil
		}
		was, had := before, ring
		if before, ring = t.before(c), t.keysBefore(c); before == was && ring == had {
			continue // neither people nor keys changed, so the signature need not be checked again
		}
		if s := ring.seal(made, before); s.soundness == good && s.person.ID == person.ID {
			continue
		}
		if ring.none() && len(before.byKey) == 0 {
			return nil // these are the first keys
		}
		return &grant{c, t.landedWith(c), before, t.after(c), rules}
	}
	return nil
}

// none tells whether there is no key.
func (k *keyring) none() bool { return len(k.signers) == 0 && len(k.entities) == 0 }

// landedWith gives the commits that a commit of the main line brought in, itself only where it is no merge.
func (t *trust) landedWith(by *history.Commit) []*history.Commit {
	if !by.Merge() {
		return []*history.Commit{by}
	}
	var out []*history.Commit
	seen := map[history.Hash]bool{}
	for open := slices.Clone(by.Parents[1:]); len(open) > 0; {
		c := t.log.Commit(open[0])
		open = open[1:]
		if c == nil || seen[c.Hash] || c.Landed != by.Hash {
			continue
		}
		seen[c.Hash] = true
		out = append(out, c)
		open = append(open, c.Parents...)
	}
	return out
}

// settledKey doubts an approval by a key that its holder, or an author of the text, made trusted not long ago.
func (s *timeline) settledKey(e *entry, c *candidate, made signed, key string) {
	g := s.keyGrant(made, c.person, c.change)
	if g == nil {
		return
	}
	if writer, ok := s.party(e, c.person.ID, *g); ok {
		c.doubt(RuleSelfAuthorized, g.by.Hash,
			phrase.Of("%s approved %s on %s with key %s, which %s made trusted (commit %s); "+
				"it counts once another person approved that commit, or from %s on",
				c.person, e.claim.words(), c.day, key, writer, g.by.Hash.Short(), s.latestAt(g.by.Place).Add(g.rules.Settle)))
	}
}
