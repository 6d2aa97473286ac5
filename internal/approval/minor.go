package approval

import (
	"slices"
	"strconv"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
	"clausebook/internal/redline"
	"clausebook/internal/trust"
)

// This file lets owners approve minor corrections where the rules say so: a version that raises only the last number of the one
// before, changes no control data that an approval binds, and touches few words. All is held against the last version that
// the approver approved, so that many small steps make no large one.

// minor turns the lack of authority of an owner into a minor correction that the owner approved, or says why it is none. An owner
// may have written it: that the change is small and its redline shown stands for the second person.
func (s *timeline) minor(e *entry, c *candidate) {
	rules := s.PolicyBefore(c.change)
	if rules.Minor.Words == 0 || e.base == nil || e.meeting.Held() || !c.author && c.sound() {
		return
	}
	if slices.ContainsFunc(c.doubts, func(d ledger.Verdict) bool { return d.Rule != ledger.RuleNoRole }) || !s.owns(e, c, rules) {
		return
	}
	words, why := s.correction(e, rules.Minor.Words)
	if why.IsZero() {
		c.author, c.minor, c.doubts, c.authority = false, true, nil, authority{role: s.ownerOf(e)}
		c.notes = append(c.notes, phrase.Of("minor correction of %s approved by the owner", phrase.Count(words, "%d word", "%d words")))
		return
	}
	if c.author && c.sound() && !raisesLast(e.base.claim.version, e.claim.version) {
		return // whoever may approve anyway has approved a version of their own
	}
	c.author, c.doubts = false, nil
	c.doubt(ledger.RuleMinor, c.evidence.Commit,
		phrase.Of("%s approved %s on %s as its owner, but it is no minor correction of version %s: %s",
			c.person, e.claim.words(), c.day, e.base.claim.version, why))
}

// owns tells whether a candidate held the role that owned the document before, and whether its owners may approve corrections.
func (s *timeline) owns(e *entry, c *candidate, rules *trust.Policy) bool {
	owner, before := s.ownerOf(e), s.State(s.authorityAt(c))
	id, listed := c.listed(before)
	return listed && owner != "" && (rules.Minor.Roles == nil || slices.Contains(rules.Minor.Roles, owner)) &&
		before.Active(id, c.day) && before.Holds(id, owner, c.day)
}

// ownerOf gives the role that owned a document when it was last approved.
func (s *timeline) ownerOf(e *entry) string {
	if own := doc.Bound(e.base.facts, "owner"); own != "" {
		return own
	}
	if n := s.doc.Front.Get("owner"); n != nil && n.Line == 0 {
		return n.Text() // as the configuration gives it
	}
	return ""
}

// correction gives how many words an entry touches, or why it is no minor correction.
func (s *timeline) correction(e *entry, most int) (words int, why phrase.Phrase) {
	keys := slices.DeleteFunc(doc.BoundChanged(e.base.facts, e.facts),
		func(key string) bool { return key == "effective_from" })
	switch {
	case !raisesLast(e.base.claim.version, e.claim.version):
		return 0, phrase.Of("it raises more than the last number")
	case len(keys) > 0:
		return 0, phrase.Of("%s changed", "`"+strings.Join(keys, "`, `")+"`")
	}
	was, ok := s.textOf(e.base)
	is, read := s.textOf(e)
	if !ok || !read {
		return 0, phrase.Of("its text cannot be read")
	}
	found := redline.Compare(was, is).Counts
	words = max(found.Words.Inserted, found.Words.Deleted)
	switch {
	case found.Moved > 0:
		return words, phrase.Of("it moves passages")
	case words > most:
		return words, phrase.Of("it touches %s, and at most %d may be touched", phrase.Count(words, "%d word", "%d words"), most)
	}
	return words, phrase.Phrase{}
}

// textOf reads the text of an entry.
func (s *timeline) textOf(e *entry) (redline.Text, bool) {
	raw := s.doc.Source
	if e.revision != nil {
		if s.In.At == nil {
			return redline.Text{}, false
		}
		tree, err := s.In.At(e.revision.Commit.Hash)
		if err != nil {
			return redline.Text{}, false
		}
		if raw, err = plain.Read(tree, e.revision.Path, doc.MaxFile); err != nil {
			return redline.Text{}, false
		}
	}
	t := doc.Take(raw)
	return redline.Text{Front: t.Front, Block: t.Block, Body: t.Body, BodyLine: t.BodyLine}, true
}

// raisesLast tells whether a version raises only the last number of another: 1.3 after 1.2, and 1.2.1, which has one more. A
// version of a single number has no smaller part to raise.
func raisesLast(was, is string) bool {
	a, b := numbers(was), numbers(is)
	if len(a) > 1 && len(b) == len(a)+1 {
		a = append(a, 0)
	}
	last := len(a) - 1
	return last > 0 && len(b) == len(a) && slices.Equal(a[:last], b[:last]) && b[last] > a[last]
}

// numbers gives the numbers of a version such as v1.2; none where it is written in another way.
func numbers(version string) []int {
	var out []int
	for part := range strings.SplitSeq(strings.TrimPrefix(version, "v"), ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil
		}
		out = append(out, n)
	}
	return out
}
