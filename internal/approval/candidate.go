package approval

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// candidate is somebody who may have approved a version, and what shows it.
type candidate struct {
	evidence Evidence
	who      func(*directory) (p Person, bot bool) // as evidence names them, joined to the people of some time
	person   Person                                // joined to the present people
	day      date.Date                             // of the act
	change   *history.Commit                       // of the main line, by which the act came in; nil if none did
	role     string                                // that gave the authority on that day, empty if none did
	note     phrase.Phrase                         // what else is to be known of the authority
	author   bool
	doubts   []Verdict // that speak against this evidence, not against the version
}

// named gives a function that finds the person whom a text names in the directory of any time.
func named(text string) func(*directory) (Person, bool) {
	return func(d *directory) (Person, bool) { return d.named(text) }
}

// doubt adds something that speaks against the evidence.
func (c *candidate) doubt(rule diag.RuleID, commit history.Hash, message phrase.Phrase) {
	c.doubts = append(c.doubts, Verdict{Rule: rule, Message: message, Commit: commit, Voids: true})
}

// sound tells whether nothing speaks against the evidence but, perhaps, that its approver is an author.
func (c candidate) sound() bool { return len(c.doubts) == 0 }

// rank orders candidates before their grade does.
func (c candidate) rank() int {
	switch {
	case c.sound() && !c.author:
		return 0
	case c.sound():
		return 1
	case !c.author:
		return 2
	}
	return 3
}

// telling tells whether the doubts are shown even if there is better evidence: a review or signature that fails is a sign
// that something is wrong, a trailer that fails is not.
func (c candidate) telling() bool {
	return c.evidence.Grade >= Forge && !c.author
}

// candidates gives everybody who may have approved a version, the best first: sound evidence by somebody else, then
// sound evidence by an author, then the rest; among equals the higher grade, then the earlier.
func (s *timeline) candidates(e *entry, authors []author) []candidate {
	out := s.declared(e)
	s.eachAct(e, func(a act) {
		out = append(out, s.fromTrailers(e, a, authors)...)
		out = append(out, s.fromSignature(e, a, authors)...)
		out = append(out, s.fromReviews(e, a)...)
	})
	out = append(out, s.fromTags(e, authors)...)
	kept := out[:0]
	for _, c := range out {
		var bot bool
		if c.person, bot = c.who(s.now); bot || c.person.IsZero() {
			continue
		}
		c.author = s.isAuthor(c, authors)
		s.authorize(e, &c)
		kept = append(kept, c)
	}
	slices.SortStableFunc(kept, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(b.evidence.Grade, a.evidence.Grade), a.day.Compare(b.day))
	})
	return kept
}

// isAuthor tells whether a candidate is among the authors, by the people of now or by those of before the change.
func (s *timeline) isAuthor(c candidate, authors []author) bool {
	before := s.before(c.change)
	then, _ := c.who(before)
	return slices.ContainsFunc(authors, func(a author) bool {
		if same(a.person, c.person) {
			return true
		}
		was, _ := before.join(a.identity)
		return same(was, then)
	})
}

// act is a commit in which an approval may stand.
type act struct {
	commit *history.Commit
	by     *history.Commit   // of the main line, that brought it in
	seen   *history.Revision // what it left of the document
	prose  string            // of that
}

// eachAct visits the commits that carry a version and those of the main line that landed them, each once.
func (s *timeline) eachAct(e *entry, visit func(act)) {
	visited := map[history.Hash]bool{}
	once := func(a act) {
		if !visited[a.commit.Hash] {
			visited[a.commit.Hash] = true
			visit(a)
		}
	}
	for _, r := range e.carriers {
		by := landedBy(s.log, r.Commit)
		once(act{r.Commit, by, r.Revision, r.Facts.Prose})
		once(act{by, by, r.landed, r.landed.Facts.Prose})
	}
}

// stale adds a doubt if the act was on another text than the one that landed.
func (c *candidate) stale(e *entry, a act) {
	if a.prose != e.content {
		c.doubt(RuleStaleHead, a.commit.Hash, phrase.Of("%s approved the text of commit %s, but a different text was merged as %s",
			c.person, a.commit.Hash.Short(), e.claim.words()))
	}
}

// declared gives the approver whom the front matter names. It needs both a name and a day that is not in
// the future.
func (s *timeline) declared(e *entry) []candidate {
	day := parseDay(e.facts.ApprovedOn)
	if e.facts.ApprovedBy == "" || day.IsZero() || s.toCome(day) {
		return nil
	}
	c := candidate{who: named(e.facts.ApprovedBy), day: day, change: e.landing}
	person, _ := c.who(s.now)
	c.evidence = Evidence{Grade: Declared, What: phrase.Of("front matter names %s on %s", person, day), Commit: e.commitOf(), Pos: s.place(e)}
	return []candidate{c}
}

// toCome tells whether a day is after the as-of day.
func (t *trust) toCome(day date.Date) bool { return !t.in.AsOf.IsZero() && day.After(t.in.AsOf) }

// place gives where the front matter names the approver: exactly for the present text, as a file for an older one.
func (s *timeline) place(e *entry) diag.Pos {
	if e.claim == (claim{s.doc.Version, s.doc.ApprovedOn.String()}) {
		return s.doc.Pos("approved_by")
	}
	if e.revision != nil {
		return diag.Pos{File: e.revision.Path}
	}
	return diag.Pos{File: s.doc.Path}
}

// fromTrailers gives the approvers whom the trailers of a commit name.
func (s *timeline) fromTrailers(e *entry, a act, authors []author) []candidate {
	var out []candidate
	for _, t := range a.commit.Trailers {
		if !s.isReview(t) {
			continue
		}
		c := candidate{who: named(t.Value), day: dayOf(a.commit), change: a.by}
		grade, where := s.requestGrade(a.commit, authors)
		c.person, _ = c.who(s.now)
		c.evidence = Evidence{Grade: grade, Commit: a.commit.Hash, What: phrase.Of("trailer %s of %s in %s of %s", t.Key, c.person, where, c.day)}
		c.stale(e, a)
		out = append(out, c)
	}
	return out
}

// isReview tells whether a trailer names an approver.
func (s *timeline) isReview(t history.Trailer) bool {
	return slices.ContainsFunc(s.trailers, func(key string) bool { return strings.EqualFold(key, t.Key) })
}

// requestGrade gives the grade of the trailers of a commit, and what messages call the commit. On a merge or squash of a
// request they have the grade merge if somebody other than the authors is shown to have merged it. A merge shows that by
// its author. The author of a squash is the author of the change, so that only the committer can show it.
func (s *timeline) requestGrade(c *history.Commit, authors []author) (Grade, phrase.Phrase) {
	switch {
	case c.Request == "" || !c.Mainline:
		return Trailer, phrase.Of("commit")
	case c.Merge() && s.isOther(c, c.Author.Identity, authors):
		return Merge, phrase.Of("merge %s", c.Request)
	case c.Merge():
		return Trailer, phrase.Of("merge %s", c.Request)
	case s.isOther(c, c.Committer.Identity, authors):
		return Merge, phrase.Of("squash %s", c.Request)
	}
	return Trailer, phrase.Of("squash %s", c.Request)
}

// isOther tells whether an identity is shown to be another person than the authors. Somebody who is not listed could be one
// of them, so they do not count as another, unless nobody is listed at all.
func (s *timeline) isOther(c *history.Commit, who history.Identity, authors []author) bool {
	for _, d := range []*directory{s.now, s.before(landedBy(s.log, c))} {
		p, bot := d.join(who)
		if bot || isForge(who) || p.ID == "" && !d.empty {
			return false
		}
		for _, a := range authors {
			if other, _ := d.join(a.identity); same(other, p) {
				return false
			}
		}
	}
	return true
}
