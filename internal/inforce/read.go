package inforce

import (
	"cmp"
	"slices"
	"sync"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/ledger"
	"clausebook/internal/witness"
)

// Input is what the days in force follow from. Without a history that can be relied on, landings are left out.
type Input struct {
	Docs      *doc.Set
	History   *history.Log
	Approvals *ledger.Ledger
	Elsewhere *imported.Scope // what came from elsewhere; found in the history where it is nil
	Clock     witness.Clock
}

// Book holds the lives of all documents. It is not changed once read.
type Book struct {
	docs *doc.Set
	log  *history.Log
	of   map[*doc.Document]*Life
	day  date.Date
	land func(*history.Commit) date.Date

	elsewhere *imported.Scope
	all       func() []Change // by day; worked out when first asked for
}

// Read works out the days in force of every version of every document. The cost follows the number of versions and landings.
func Read(in Input) *Book {
	if in.Elsewhere == nil {
		in.Elsewhere = imported.Read(imported.Input{Docs: in.Docs, History: in.History})
	}
	r := &reader{Input: in, known: in.History != nil && in.History.Reliable()}
	b := &Book{docs: in.Docs, log: in.History, of: make(map[*doc.Document]*Life, len(in.Docs.Documents)), day: in.Clock.Day,
		land: r.landedOn, elsewhere: in.Elsewhere}
	for _, d := range in.Docs.Documents {
		b.of[d] = r.life(d)
	}
	b.all = sync.OnceValue(b.allChanges)
	return b
}

// Of gives the life of a document.
func (b *Book) Of(d *doc.Document) *Life {
	if l := b.of[d]; l != nil {
		return l
	}
	return &Life{Document: d, day: b.day}
}

// Find gives the days of a version that the ledger has; nil where the book knows nothing of it.
func (b *Book) Find(v ledger.Version) *Tenure { return b.Of(b.docs.ByID(v.Document)).by[claimOf(v)] }

// reader carries what all documents share.
type reader struct {
	Input
	known bool // the history can be relied on
}

// landedOn gives the day by which a commit of the main line counts as landed.
func (r *reader) landedOn(c *history.Commit) date.Date {
	day, _ := r.Clock.Landed(c.Committer.Day())
	return day
}

// landing gives the commit of the main line that brought a commit in, and its day; nil where it is not known.
func (r *reader) landing(h history.Hash) (*history.Commit, date.Date) {
	if !r.known || h == "" {
		return nil, date.Date{}
	}
	c := r.History.Commit(h)
	if c == nil {
		return nil, date.Date{}
	}
	by := r.History.LandedBy(c)
	return by, r.landedOn(by)
}

func (r *reader) life(d *doc.Document) *Life {
	l := &Life{Document: d, judged: r.Approvals.Status(d), day: r.Clock.Day, landing: r.landing, by: map[claim]*Tenure{}}
	var landings []history.Landing
	if r.known {
		landings = r.History.Landings(d.Path)
		l.landings = r.stages(d, landings)
	}
	if r.Docs.ByID(d.ID) == d { // else the id, and with it the ledger, is another document's
		for _, v := range slices.Backward(r.Approvals.Versions(d.ID)) {
			l.Versions = append(l.Versions, r.version(d, v, landings))
			l.by[claimOf(v)] = l.Versions[len(l.Versions)-1]
		}
	}
	l.left = r.retirements(d, l.landings, func(landed) bool { return true })
	for _, v := range l.Versions {
		v.left = r.retirements(d, l.landings, v.putBack)
		if !v.Until.IsZero() {
			v.left = append(v.left, retirement{doc.Span{From: v.Until.AddDays(1)}, Withdrawn})
			slices.SortStableFunc(v.left, func(a, b retirement) int { return a.From.Compare(b.From) })
		}
	}
	spread(l.Versions)
	l.now = l.on(l.day)
	if v, ok := r.Approvals.Current(d); ok && len(l.Versions) > 0 && v.Counts(r.Approvals.Least) {
		l.Present = latest(l.Versions, v.Version)
	}
	l.Adopted = l.Present == nil && r.adopted(d, landings)
	return l
}

// latest gives the last version of a number.
func latest(all []*Tenure, number string) *Tenure {
	for _, v := range slices.Backward(all) {
		if v.Number() == number {
			return v
		}
	}
	return nil
}

// stages tells what the document was after each landing, with the work tree, which is the next commit, as the last one.
func (r *reader) stages(d *doc.Document, landings []history.Landing) []landed {
	var out []landed
	for _, l := range landings {
		if last := l.Last(); !last.Unread {
			out = append(out, landed{r.landedOn(l.By), cmp.Or(last.Facts.Version, given(d, "version")),
				cmp.Or(last.Facts.Status, given(d, "status")), last.Deleted(), r.Elsewhere.Spares(l.By)})
		}
	}
	if r.History.HeadBlob(d.Path) != history.Hash(d.Blob) {
		out = append(out, landed{r.Clock.Day, d.Version, string(d.Status), false, false})
	}
	return out
}

// given gives what only the defaults of the configuration say, which no revision holds.
func given(d *doc.Document, key string) string {
	if n := d.Front.Get(key); n != nil && n.Line == 0 {
		return n.Text()
	}
	return ""
}

// putBack tells whether a landing brings a version back into force after a retirement: its own text and no other's.
func (v *Tenure) putBack(at landed) bool {
	return at.version == v.Number() && at.status == string(doc.Approved)
}

// retirements gives the days on which a document was retired or not there, each up to a landing that puts it back. Without a
// history nothing tells since when it has been: by the day of judgement.
func (r *reader) retirements(d *doc.Document, stages []landed, back func(landed) bool) []retirement {
	if !r.known {
		if s, off := retiredAs(string(d.Status), false); off {
			return []retirement{{doc.Span{From: r.Clock.Day}, s}}
		}
		return nil
	}
	var out []retirement
	off := false
	for _, at := range stages {
		state, now := retiredAs(at.status, at.gone)
		switch {
		case now && !off:
			out, off = append(out, retirement{doc.Span{From: at.day}, state}), true
		case now:
			out[len(out)-1].state = state
		case off && back(at):
			out[len(out)-1].To, off = at.day.AddDays(-1), false
		}
	}
	return slices.DeleteFunc(out, func(r retirement) bool { return !r.To.IsZero() && r.To.Before(r.From) })
}

func retiredAs(status string, gone bool) (State, bool) {
	switch {
	case gone || status == string(doc.Withdrawn):
		return Withdrawn, true
	case status == string(doc.Superseded):
		return Superseded, true
	}
	return 0, false
}

// version finds from when a version was in force, or could have been, and since when the repository says so.
func (r *reader) version(d *doc.Document, v ledger.Version, landings []history.Landing) *Tenure {
	out := &Tenure{Version: v, Document: d}
	if v.Revision != nil && v.Revision.Commit != nil && r.History != nil {
		out.Landed = r.History.LandedBy(v.Revision.Commit)
	}
	out.imported = r.Elsewhere.Holds(out.Landed)
	if v.On.IsZero() || !Approved(v, r.Approvals.Least) {
		out.adopted = r.Elsewhere.Spares(out.Landed)
		return out
	}
	out.From = latestOf(v.On, effective(d, v), r.textLanded(d, out, landings))
	if said := r.said(out); said.After(out.From.AddDays(witness.Grace)) {
		out.Said = said
	}
	return out
}

// effective gives the day from which the text itself says that it holds; zero where it says none.
func effective(d *doc.Document, v ledger.Version) date.Date {
	if v.Revision != nil && v.Revision.Facts.Control != "" {
		day, _ := date.Parse(doc.Bound(v.Revision.Facts, "effective_from"))
		return day
	}
	if v.Version == d.Version {
		return d.EffectiveFrom
	}
	return date.Date{}
}

// textLanded gives the day on which the main line had the text of a version first; zero for what came with the import, and
// where the history is not known. What is not committed lands on the day of judgement.
func (r *reader) textLanded(d *doc.Document, v *Tenure, landings []history.Landing) date.Date {
	switch {
	case !r.known:
		return date.Date{}
	case v.Landed == nil:
		return r.uncommitted(d)
	case r.Elsewhere.Holds(v.Landed):
		return date.Date{}
	}
	for _, l := range landings {
		if l.By.Place >= v.Landed.Place {
			break
		}
		if last := l.Last(); v.Bound != "" && cmp.Or(last.Facts.Version, given(d, "version")) == v.Number() && r.binds(d, last) == v.Bound {
			if r.Elsewhere.Holds(l.By) {
				return date.Date{}
			}
			return r.landedOn(l.By)
		}
	}
	return r.landedOn(v.Landed)
}

// uncommitted gives the day on which the text of the work tree lands, if it is not the one of the head.
func (r *reader) uncommitted(d *doc.Document) date.Date {
	if d.Blob == "" || r.History.HeadBlob(d.Path) == history.Hash(d.Blob) {
		return date.Date{}
	}
	return r.Clock.Day
}

// binds gives what an approval of a revision binds, with the type that only the configuration may give.
func (r *reader) binds(d *doc.Document, rev *history.Revision) string {
	if rev.Deleted() || rev.Unread {
		return ""
	}
	f := rev.Facts
	f.Type = cmp.Or(f.Type, given(d, "type"))
	return doc.Binds(f)
}

// said gives the day on which the repository held both the claim and what shows it; zero where the history is not known.
func (r *reader) said(v *Tenure) date.Date {
	if !r.known || v.Landed == nil {
		return date.Date{}
	}
	day := r.landedOn(v.Landed)
	if len(v.Evidence) > 0 {
		_, shown := r.landing(v.Evidence[0].Commit)
		day = latestOf(day, shown)
	}
	return day
}

// adopted tells whether the text is one from before anybody asked for approvals, and calls itself approved.
func (r *reader) adopted(d *doc.Document, landings []history.Landing) bool {
	if d.Status != doc.Approved && d.Status != "" {
		return false
	}
	for _, l := range slices.Backward(landings) {
		if r.Elsewhere.Spares(l.By) {
			then, last := r.binds(d, l.Last()), landings[len(landings)-1].Last()
			if last.Blob == history.Hash(d.Blob) {
				return then != "" && then == r.binds(d, last)
			}
			return then != "" && then == doc.Binds(d.Facts())
		}
	}
	return false
}

// spread gives each version its days: from its first one to the day before a later version takes its place, without those on
// which the document was retired. A version that comes later in the history takes the place of all before it, also of one
// that was to take effect after it.
func spread(all []*Tenure) {
	var next *Tenure
	for _, v := range slices.Backward(all) {
		if v.Next = next; v.From.IsZero() {
			continue
		}
		span := doc.Span{From: v.From}
		if next != nil {
			span.To = next.From.AddDays(-1)
		}
		if span.To.IsZero() || !span.To.Before(span.From) {
			v.Spans = without(span, v.left)
		}
		if next == nil || v.From.Before(next.From) {
			next = v
		}
	}
}

// without gives the days of a span that lie in no retirement.
func without(span doc.Span, left []retirement) []doc.Span {
	var out []doc.Span
	for _, r := range left {
		if !r.To.IsZero() && r.To.Before(span.From) {
			continue
		}
		if !span.To.IsZero() && r.From.After(span.To) {
			break
		}
		if before := (doc.Span{From: span.From, To: r.From.AddDays(-1)}); !before.To.Before(before.From) {
			out = append(out, before)
		}
		if r.To.IsZero() {
			return out
		}
		span.From = r.To.AddDays(1)
	}
	if span.To.IsZero() || !span.To.Before(span.From) {
		out = append(out, span)
	}
	return out
}

func latestOf(days ...date.Date) date.Date { return slices.MaxFunc(days, date.Date.Compare) }
