package approval

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
	"clausebook/internal/witness"
)

// claim is what a document says of its approval. A new claim is a new approved version; so is one of another approver.
// A document that is in review claims none,
// but asks for one: of its very text.
type claim struct {
	version, on, by string
	text            string // where it asks, what an approval of it binds
}

// asks tells whether a document asks for an approval and claims none.
func (c claim) asks() bool { return c.text != "" }

// entry is an approved version while its document's history is walked.
type entry struct {
	claim    claim
	facts    history.Facts
	landing  *history.Commit     // nil if no commit holds it
	revision *history.Revision   // the one that landed; nil if no commit holds it
	approver string              // who was to approve it, as the document said before
	renamed  *history.Landing    // that put somebody else there than the document had named; nil if nothing did
	chair    string              // who was to confirm it, likewise
	meeting  trust.Meeting       // whose minutes it is; nobody's for other documents
	least    ledger.Grade        // that was asked for when it landed
	quorum   config.Quorum       // likewise
	wrote    []*history.Revision // the changes of substance since the approved version before
	base     *entry              // the last one before that an approver approved, of whatever text; nil if there was none
	shared   []*history.Revision // those of an earlier entry with the same text, which wrote it
	authors  []author            // of those
	given    date.Date           // the first day on which it was approved; zero where nothing shows one
	paper    *paper              // what the document names as the record of its approval; nil for nothing
	votes    []ledger.Given      // the approvals of this text at this version so far, of earlier entries as well
	carriers []carrier           // the revisions that make the claim
	content  string              // what was approved, as far as an approval binds it
	changed  *history.Commit     // landed another text under the same claim
	restored *history.Commit     // and this one took it back
	how      phrase.Phrase       // the text was changed, where it was not by its words
	lines    lines               // that declare the approval, and the text beside which they were written
	retires  bool                // it takes the document out of use
	asked    *entry              // the same version and text, from when the document was in review; nil if it was not
	next     []following         // texts that took its place under a claim that only asks for an approval
}

// following is a later text under the same claim.
type following struct {
	by       *history.Commit // that landed it
	revision *history.Revision
	facts    history.Facts
	content  string
	lines    lines
	wrote    []*history.Revision // the changes of substance that made it
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
	names         []statement
}

// statement is one name in such lines, with the day that they stated when it was written there. A name that is added to those
// that stood leaves them their day.
type statement struct {
	name, on string
	wrote    *history.Revision // that has it first; nil for the work tree
	imported bool              // it came from elsewhere
}

// declare tells whether the lines were written beside this text.
func (l lines) declare(version, text string) bool { return l.version == version && l.text == text }

// timeline walks the history of one document and collects the approved versions in it.
type timeline struct {
	*judge
	doc       *doc.Document
	landings  []history.Landing
	path      string // of the document at the head
	inherited history.Facts
	current   *entry     // what the document claims or asks now; nil if it does neither
	withdrawn []takeback // of its approvals
	known     map[claim]*entry
	entries   []*entry                       // oldest first
	seen      map[history.Hash]history.Facts // of all versions, by the name of the file
	wrote     []*history.Revision            // changes of substance since the last approved version
	approver  string                         // who is to approve it, as the document says so far
	renamed   *history.Landing               // that put somebody else there; nil if nothing did
	chair     string                         // who chaired the meeting, likewise
	lines     lines                          // as the document has them so far
	base      *entry                         // the last version that an approver approved
	inReview  *ledger.Version                // see Ledger.Asking
	written   map[int64][]*history.Revision  // by the second in which they were written
	elsewhere bool                           // what was judged follows from the text of another file too, or from what is not committed
}

// land takes in what one commit of the main line brought.
func (s *timeline) land(l history.Landing) {
	final := map[claim]int{}
	left, _ := s.claims(l.Last())
	s.takeBack(l)
	for i, r := range l.Revisions {
		if c, ok := s.claimsIn(r, left); ok && (s.known[c] == nil || s.known[c].landing == l.By) {
			final[c] = i
			s.begin(c, l.By)
		}
	}
	for i, r := range l.Revisions {
		s.readLines(r)
		if s.rewrites(r) {
			s.wrote = append(s.wrote, r)
		}
		c, ok := s.claimsIn(r, left)
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
		f := s.fill(last.Facts)
		if s.approver != "" && f.Approver != s.approver {
			s.renamed = &l
		}
		s.approver, s.chair = f.Approver, trust.MeetingOf(f).Chair
	}
}

// claims gives what a revision says of its approval, if it says that it is approved.
func (s *timeline) claims(r *history.Revision) (claim, bool) {
	if r.Deleted() || r.Unread {
		return claim{}, false
	}
	f := s.fill(r.Facts)
	if doc.Status(f.Status).Asks() {
		c := claim{version: f.Version, text: doc.Binds(f)}
		return c, c.asks()
	}
	return claim{version: f.Version, on: f.ApprovedOn, by: s.claimants(f.ApprovedBy)}, f.Status == string(doc.Approved)
}

// claimsIn gives what a revision claims within a landing. For what a text asked that did not land so, nobody is answered.
func (s *timeline) claimsIn(r *history.Revision, left claim) (claim, bool) {
	c, ok := s.claims(r)
	return c, ok && (!c.asks() || c == left)
}

// claimants gives whom a line names, in a form in which two lines that name the same people are equal.
func (s *timeline) claimants(line string) string {
	if known, ok := s.claimed[line]; ok {
		return known
	}
	var out []string
	for _, name := range people.Names(line) {
		out = append(out, s.nameKey(name))
	}
	slices.Sort(out)
	s.claimed[line] = strings.Join(slices.Compact(out), "\n")
	return s.claimed[line]
}

// nameKey gives a name in a form in which two names of one listed person are equal.
func (s *timeline) nameKey(name string) string {
	if p, _ := s.Now.Named(name); p.ID != "" {
		return p.ID
	}
	return strings.ToLower(strings.TrimSpace(name))
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
		e = &entry{claim: c, landing: by, approver: s.approver, renamed: s.renamed, chair: s.chair, least: s.asked(by), quorum: s.quorumAsked(by)}
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
		s.lines = s.restated(f, statement{on: f.ApprovedOn, wrote: r, imported: s.fromElsewhere(r, parseDay(f.ApprovedOn))})
	}
}

// fromElsewhere tells whether a revision brought what it states of a day from elsewhere.
func (s *timeline) fromElsewhere(r *history.Revision, on date.Date) bool {
	by := s.LandedBy(r.Commit)
	if s.In.Elsewhere.First == nil && by == s.Next {
		return r.Added() // these are the first documents
	}
	earlier := !on.IsZero() && on.AddDays(witness.Grace).Before(r.Commit.Committer.Day())
	return (r.Added() || s.In.Elsewhere.Adopts(by)) && s.In.Elsewhere.Brings(by, earlier)
}

// restated gives the lines of facts that state others than those before. Who is named already beside the same text keeps the
// day, if only names were added or taken away; now is what holds of the others.
func (s *timeline) restated(f history.Facts, now statement) lines {
	out := lines{by: f.ApprovedBy, on: f.ApprovedOn, version: f.Version, text: s.binds(f)}
	added := false
	for _, name := range people.Names(f.ApprovedBy) {
		said := now
		said.name = name
		stood := s.lines.find(func(old statement) bool { return s.nameKey(old.name) == s.nameKey(name) })
		if stood != nil && s.lines.declare(out.version, out.text) {
			said = *stood
		}
		added = added || stood == nil
		out.names = append(out.names, said)
	}
	if !added && out.on != s.lines.on {
		for i := range out.names {
			out.names[i] = statement{out.names[i].name, now.on, now.wrote, now.imported}
		}
	}
	return out
}

// find gives the first statement of a kind; nil if there is none.
func (l lines) find(is func(statement) bool) *statement {
	if i := slices.IndexFunc(l.names, is); i >= 0 {
		return &l.names[i]
	}
	return nil
}

// settle fixes what was approved: the revision that landed, and who wrote it.
func (s *timeline) settle(e *entry, r *history.Revision) {
	e.revision, e.facts, e.content = r, s.fill(r.Facts), s.binds(r.Facts)
	e.approver = cmp.Or(e.approver, e.facts.Approver)
	e.meeting = e.minutes()
	e.lines = s.lines
	if asked := s.known[claim{version: e.claim.version, text: e.content}]; asked != nil && asked != e {
		e.asked = asked
		e.carriers = append(e.carriers, asked.carriers...)
	}
	e.wrote, s.wrote = s.wrote, nil
}

// minutes gives who took part in a meeting by the text of an entry. Who chaired it is taken from the text of before: nobody makes
// himself the chair in confirming.
func (e *entry) minutes() trust.Meeting {
	m := trust.MeetingOf(e.facts)
	if m.Held() {
		m.Chair = cmp.Or(e.chair, m.Chair)
	}
	return m
}

// compare notes when a landing left another text in force under a claim that was made before.
func (s *timeline) compare(l history.Landing) {
	r := l.Last()
	c, ok := s.claims(r)
	now := s.binds(r.Facts)
	if !ok || s.known[c].landing == l.By || now == "" {
		return
	}
	s.follow(s.known[c], following{by: l.By, revision: r, facts: s.fill(r.Facts), content: now})
	switch e := s.known[c]; {
	case now != e.content && (e.changed == nil || e.restored != nil):
		e.changed, e.restored, e.how = r.Commit, nil, howChanged(e.facts, s.fill(r.Facts))
	case now == e.content && e.changed != nil && e.restored == nil:
		e.restored = r.Commit
	}
}

// follow notes another text under a claim that only asks for an approval. As long as nothing approves the earlier text, it is the
// later one that awaits it.
func (s *timeline) follow(e *entry, f following) {
	last := e.content
	if n := len(e.next); n > 0 {
		last = e.next[n-1].content
	}
	if e.claim.on != "" || f.content == last {
		return
	}
	f.lines = s.lines
	f.wrote, s.wrote = s.wrote, nil
	e.next = append(e.next, f)
}

// proceed takes an entry for which nothing was found to the text that took its place.
func (e *entry) proceed() {
	f := e.next[0]
	e.landing, e.revision, e.facts, e.content, e.lines, e.next = f.by, f.revision, f.facts, f.content, f.lines, e.next[1:]
	e.wrote, e.meeting = append(slices.Clone(e.wrote), f.wrote...), e.minutes()
	e.changed, e.restored, e.how = nil, nil, phrase.Phrase{}
	e.shared, e.votes = nil, nil
	for _, later := range e.next {
		switch {
		case e.changed == nil:
			e.changed, e.how = later.revision.Commit, howChanged(e.facts, later.facts)
		case later.content == e.content && e.restored == nil:
			e.restored = later.revision.Commit
		}
	}
}

// present takes in the document as it stands now, which may be newer than every commit.
func (s *timeline) present() {
	if l, ok := s.uncommitted(); ok {
		s.land(l)
	}
	d := s.doc
	if !s.Log.Reliable() {
		for _, w := range d.Withdrawals() {
			s.withdrawn = append(s.withdrawn, takeback{Withdrawal: w})
		}
	}
	switch {
	case d.Status.Asks():
		s.current = s.asking()
		return
	case d.Status != doc.Approved:
		return
	}
	c := claim{version: d.Version, on: d.Front.Get("approved_on").Text(), by: s.claimants(d.ApprovedBy)}
	if s.current = s.known[c]; s.current == nil {
		s.current = s.unrecorded(c)
	}
	s.current.facts.ApprovedBy = cmp.Or(s.current.facts.ApprovedBy, d.ApprovedBy)
}

// asking gives what the text asks that stands in review now; nil where nothing is known of it.
func (s *timeline) asking() *entry {
	for _, e := range s.entries {
		if !e.claim.asks() || e.claim.version != s.doc.Version {
			continue
		}
		now, known := s.seen[history.Hash(s.doc.Blob)]
		if !known {
			now = s.doc.Facts()
		}
		return s.known[claim{version: s.doc.Version, text: s.binds(now)}]
	}
	return nil
}

// unrecorded opens the entry of a claim of which no history tells.
func (s *timeline) unrecorded(c claim) *entry {
	d, e := s.doc, s.begin(c, nil)
	e.facts = d.Facts()
	e.approver = cmp.Or(e.approver, d.Approver)
	e.meeting = e.minutes()
	e.content = s.binds(e.facts)
	if e.lines = s.lines; d.ApprovedBy != s.lines.by || c.on != s.lines.on {
		e.lines = s.restated(s.fill(e.facts), statement{on: c.on})
	}
	return e
}
