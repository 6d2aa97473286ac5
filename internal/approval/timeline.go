package approval

import (
	"cmp"
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// landing is what one commit of the main line brought to a document: itself, or the commits of the branch that it
// merged. What a branch went through before it landed was never in force.
type landing struct {
	by        *history.Commit
	revisions []*history.Revision // oldest first
}

// last gives the revision that landed: the newest one.
func (l landing) last() *history.Revision { return l.revisions[len(l.revisions)-1] }

// landings gives the history of a document in the order in which it reached the main line. A branch that was started
// early and merged late comes late.
func landings(log *history.Log, path string) []landing {
	revisions := log.Revisions(path)
	var out []landing
	at := map[history.Hash]int{}
	for i := len(revisions) - 1; i >= 0; i-- {
		r := &revisions[i]
		by := landedBy(log, r.Commit)
		n, ok := at[by.Hash]
		if !ok {
			n = len(out)
			at[by.Hash] = n
			out = append(out, landing{by: by})
		}
		out[n].revisions = append(out[n].revisions, r)
	}
	slices.SortStableFunc(out, func(a, b landing) int { return cmp.Compare(a.by.Place, b.by.Place) })
	return out
}

// landedBy gives the commit of the main line that brought in c.
func landedBy(log *history.Log, c *history.Commit) *history.Commit {
	if c.Mainline {
		return c
	}
	if by := log.Commit(c.Landed); by != nil {
		return by
	}
	return c
}

// claim is what a document says of its approval. A new claim is a new approved version.
type claim struct{ version, on string }

// entry is an approved version while its document's history is walked.
type entry struct {
	claim    claim
	facts    history.Facts
	landing  *history.Commit     // nil if no commit holds it
	revision *history.Revision   // the one that landed; nil if no commit holds it
	approver string              // who was to approve it, as the document said before
	imported bool                // it came into the repository with this claim
	wrote    []*history.Revision // the changes of substance since the approved version before
	carriers []carrier           // the revisions that make the claim
	content  string              // the prose that was approved
	changed  *history.Commit     // landed another prose under the same claim
	restored *history.Commit     // and this one took it back
	unsaved  bool                // the work tree has another prose under the same claim
}

// carrier is a revision that makes a claim, and the one that its landing left in force.
type carrier struct {
	*history.Revision
	landed *history.Revision
}

// timeline walks the history of one document and collects the approved versions in it.
type timeline struct {
	*judge
	doc       *doc.Document
	inherited history.Facts
	known     map[claim]*entry
	entries   []*entry            // oldest first
	wrote     []*history.Revision // changes of substance since the last approved version
	approver  string              // who is to approve it, as the document says so far
	began     bool                // something has landed
}

// land takes in what one commit of the main line brought.
func (s *timeline) land(l landing) {
	final := map[claim]int{}
	for i, r := range l.revisions {
		if c, ok := s.claims(r); ok && (s.known[c] == nil || s.known[c].landing == l.by) {
			final[c] = i
			s.begin(c, l.by)
		}
	}
	for i, r := range l.revisions {
		if r.Class == history.Substance && !r.Deleted() {
			s.wrote = append(s.wrote, r)
		}
		c, ok := s.claims(r)
		if !ok {
			continue
		}
		e := s.known[c]
		if e.landing == l.by && i == final[c] {
			s.settle(e, r)
		}
		e.carriers = append(e.carriers, carrier{r, l.last()})
	}
	s.compare(l)
	if last := l.last(); !last.Unread {
		s.approver = s.fill(last.Facts).Approver
	}
	s.began = true
}

// claims gives what a revision says of its approval, if it says that it is approved.
func (s *timeline) claims(r *history.Revision) (claim, bool) {
	if r.Deleted() || r.Unread {
		return claim{}, false
	}
	f := s.fill(r.Facts)
	return claim{f.Version, f.ApprovedOn}, f.Status == string(doc.Approved)
}

// fill gives facts with what the configuration's defaults add.
func (s *timeline) fill(f history.Facts) history.Facts {
	f.Version = cmp.Or(f.Version, s.inherited.Version)
	f.Status = cmp.Or(f.Status, s.inherited.Status)
	f.Approver = cmp.Or(f.Approver, s.inherited.Approver)
	f.ApprovedBy = cmp.Or(f.ApprovedBy, s.inherited.ApprovedBy)
	f.ApprovedOn = cmp.Or(f.ApprovedOn, s.inherited.ApprovedOn)
	return f
}

// begin opens the entry of a claim that was not made before.
func (s *timeline) begin(c claim, by *history.Commit) *entry {
	e := s.known[c]
	if e == nil {
		e = &entry{claim: c, landing: by, approver: s.approver, imported: !s.began}
		s.known[c] = e
		s.entries = append(s.entries, e)
	}
	return e
}

// settle fixes what was approved: the revision that landed, and who wrote it.
func (s *timeline) settle(e *entry, r *history.Revision) {
	e.revision, e.facts, e.content = r, s.fill(r.Facts), r.Facts.Prose
	e.approver = cmp.Or(e.approver, e.facts.Approver)
	e.wrote, s.wrote = s.wrote, nil
}

// compare notes when a landing left another prose in force under a claim that was made before.
func (s *timeline) compare(l landing) {
	r := l.last()
	c, ok := s.claims(r)
	if !ok || s.known[c].landing == l.by || r.Facts.Prose == "" {
		return
	}
	switch e := s.known[c]; {
	case r.Facts.Prose != e.content && (e.changed == nil || e.restored != nil):
		e.changed, e.restored = r.Commit, nil
	case r.Facts.Prose == e.content && e.changed != nil && e.restored == nil:
		e.restored = r.Commit
	}
}

// present takes in the document as it stands now, which may be newer than every commit.
func (s *timeline) present() {
	d := s.doc
	if d.Status != doc.Approved {
		return
	}
	c := claim{d.Version, d.ApprovedOn.String()}
	e := s.known[c]
	if e == nil {
		e = s.begin(c, nil)
		e.facts = history.Facts{Version: d.Version, Status: string(d.Status), Approver: d.Approver, ApprovedBy: d.ApprovedBy, ApprovedOn: c.on}
		e.approver = cmp.Or(e.approver, d.Approver)
		e.content = proseHash(d)
		return
	}
	e.facts.ApprovedBy = cmp.Or(e.facts.ApprovedBy, d.ApprovedBy)
	if history.Hash(d.Blob) != s.log.HeadBlob(d.Path) {
		e.unsaved = proseHash(d) != e.content
	}
}
