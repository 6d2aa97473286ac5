package approval

import (
	"cmp"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// claim is what a document says of its approval. A new claim is a new approved version.
type claim struct{ version, on string }

// entry is an approved version while its document's history is walked.
type entry struct {
	claim    claim
	facts    history.Facts
	landing  *history.Commit     // nil if no commit holds it
	revision *history.Revision   // the one that landed; nil if no commit holds it
	approver string              // who was to approve it, as the document said before
	least    Grade               // that was asked for when it landed
	imported bool                // it came into the repository with this claim
	wrote    []*history.Revision // the changes of substance since the approved version before
	authors  []author            // of those
	carriers []carrier           // the revisions that make the claim
	content  string              // what was approved, as far as an approval binds it
	changed  *history.Commit     // landed another text under the same claim
	restored *history.Commit     // and this one took it back
	how      phrase.Phrase       // the text was changed, where it was not by its words
	lines    lines               // that declare the approval, and the text beside which they were written
	pending  bool                // the work tree carries the claim on in a text that is not committed
	unsaved  bool                // and the text is another one there
}

// carrier is a revision that makes a claim, and the one that its landing left in force.
type carrier struct {
	*history.Revision
	landed *history.Revision
	text   string // of the revision, as far as an approval binds it
}

// lines are approved_by and approved_on with the text beside which they were written: they declare an approval of that
// text and of no other.
type lines struct {
	by, on        string
	version, text string
	wrote         *history.Revision // that has them first; nil for the work tree
	imported      bool              // the import added the document with them
}

// declare tells whether the lines were written beside this text.
func (l lines) declare(version, text string) bool { return l.version == version && l.text == text }

// timeline walks the history of one document and collects the approved versions in it.
type timeline struct {
	*judge
	doc       *doc.Document
	landings  []history.Landing
	inherited history.Facts
	known     map[claim]*entry
	entries   []*entry                       // oldest first
	seen      map[history.Hash]history.Facts // of all versions, by the name of the file
	wrote     []*history.Revision            // changes of substance since the last approved version
	approver  string                         // who is to approve it, as the document says so far
	lines     lines                          // as the document has them so far
}

// land takes in what one commit of the main line brought.
func (s *timeline) land(l history.Landing) {
	final := map[claim]int{}
	for i, r := range l.Revisions {
		if c, ok := s.claims(r); ok && (s.known[c] == nil || s.known[c].landing == l.By) {
			final[c] = i
			s.begin(c, l.By)
		}
	}
	for i, r := range l.Revisions {
		s.readLines(r)
		if s.rewrites(r) {
			s.wrote = append(s.wrote, r)
		}
		c, ok := s.claims(r)
		if !ok {
			continue
		}
		e := s.known[c]
		if e.landing == l.By && i == final[c] {
			s.settle(e, r)
		}
		e.carriers = append(e.carriers, carrier{r, l.Last(), s.binds(r.Facts)})
	}
	s.compare(l)
	if last := l.Last(); !last.Unread {
		s.approver = s.fill(last.Facts).Approver
	}
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
	f.Type = cmp.Or(f.Type, s.inherited.Type)
	f.Approver = cmp.Or(f.Approver, s.inherited.Approver)
	return f
}

// begin opens the entry of a claim that was not made before.
func (s *timeline) begin(c claim, by *history.Commit) *entry {
	e := s.known[c]
	if e == nil {
		e = &entry{claim: c, landing: by, approver: s.approver, least: s.asked(by), imported: by != nil && by == s.imported}
		s.known[c] = e
		s.entries = append(s.entries, e)
	}
	return e
}

// readLines notes when approved_by and approved_on were written anew.
func (s *timeline) readLines(r *history.Revision) {
	if r.Deleted() || r.Unread {
		return
	}
	f := s.fill(r.Facts)
	if f.ApprovedBy != s.lines.by || f.ApprovedOn != s.lines.on {
		s.lines = lines{by: f.ApprovedBy, on: f.ApprovedOn, version: f.Version, text: s.binds(f), wrote: r,
			imported: r.Added() && s.log.LandedBy(r.Commit) == s.imported}
	}
}

// settle fixes what was approved: the revision that landed, and who wrote it.
func (s *timeline) settle(e *entry, r *history.Revision) {
	e.revision, e.facts, e.content = r, s.fill(r.Facts), s.binds(r.Facts)
	e.approver = cmp.Or(e.approver, e.facts.Approver)
	e.lines = s.lines
	e.wrote, s.wrote = s.wrote, nil
}

// compare notes when a landing left another text in force under a claim that was made before.
func (s *timeline) compare(l history.Landing) {
	r := l.Last()
	c, ok := s.claims(r)
	now := s.binds(r.Facts)
	if !ok || s.known[c].landing == l.By || now == "" {
		return
	}
	switch e := s.known[c]; {
	case now != e.content && (e.changed == nil || e.restored != nil):
		e.changed, e.restored, e.how = r.Commit, nil, howChanged(e.facts, s.fill(r.Facts))
	case now == e.content && e.changed != nil && e.restored == nil:
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
		e.facts = d.Facts()
		e.facts.ApprovedOn = c.on
		e.approver = cmp.Or(e.approver, d.Approver)
		e.content = s.binds(e.facts)
		if e.lines = s.lines; d.ApprovedBy != s.lines.by || c.on != s.lines.on {
			e.lines = lines{by: d.ApprovedBy, on: c.on, version: d.Version, text: e.content}
		}
		return
	}
	e.facts.ApprovedBy = cmp.Or(e.facts.ApprovedBy, d.ApprovedBy)
	if history.Hash(d.Blob) != s.log.HeadBlob(d.Path) {
		e.pending = true
		if now := d.Facts(); s.binds(now) != e.content {
			e.unsaved, e.how = true, howChanged(e.facts, now)
		}
	}
}
