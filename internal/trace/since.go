package trace

import (
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// inState tells since when the repository holds a document in its present status and version, and what shows it. One that
// differs in them from the last commit is in its state since no known day.
func (j *joiner) inState(d *doc.Document) (date.Date, phrase.Phrase) {
	if j.History == nil || !j.History.Reliable() {
		return date.Date{}, phrase.Phrase{}
	}
	var first *history.Commit
	landings := j.History.Landings(d.Path)
	for i := len(landings) - 1; i >= 0; i-- {
		r := landings[i].Last()
		if r.Unread || r.Deleted() || r.Facts.Status != stated(d, "status") || r.Facts.Version != stated(d, "version") {
			break
		}
		first = landings[i].By
	}
	if first == nil {
		return date.Date{}, phrase.Of("not committed")
	}
	return j.landed(first), phrase.Of("in this state since commit %s", first.Hash.Short())
}

// stated gives what a document itself says under a key, without the defaults of the configuration.
func stated(d *doc.Document, key string) string {
	if n := d.Front.Get(key); n != nil && n.Line > 0 {
		return n.Text()
	}
	return ""
}

// doubtedSince tells since when the approval of a document does not count: since the change that it did not see, or else since
// the document claims it.
func (j *joiner) doubtedSince(d *doc.Document) (date.Date, phrase.Phrase) {
	if j.Approvals == nil || j.History == nil || !j.History.Reliable() {
		return date.Date{}, phrase.Phrase{}
	}
	version, _ := j.Approvals.Current(d)
	v := version.VoidedBy()
	if v == nil || v.Rule != ledger.RuleChangedAfter {
		return j.inState(d)
	}
	c := j.History.Commit(v.Commit)
	if c == nil {
		return date.Date{}, phrase.Of("not committed")
	}
	return j.landed(j.History.LandedBy(c)), phrase.Of("changed by commit %s", c.Hash.Short())
}

// landed gives the day on which a commit of the main line landed.
func (j *joiner) landed(c *history.Commit) date.Date {
	day, _ := j.Acts.Clock().Landed(c.Committer.Day())
	return day
}

// loss is how the last document that fulfilled something ceased to: by which commit and on which day. Without a commit
// it is only gone from the work tree.
type loss struct {
	document string
	commit   *history.Commit
}

func (l loss) day() date.Date {
	if l.commit == nil {
		return date.Date{}
	}
	return l.commit.Committer.Day()
}

// missingSince tells since when a required document that nothing fulfils is missing, and what shows it. Where the
// history never held it, that is at least since it begins; a history that cannot be relied on tells nothing.
func (j *joiner) missingSince(ref standard.Ref) (date.Date, phrase.Phrase) {
	if j.History == nil || !j.History.Reliable() {
		return date.Date{}, phrase.Phrase{}
	}
	if j.lost == nil {
		j.lost = j.losses()
	}
	l, held := j.lost[ref]
	first := j.History.First()
	switch {
	case held && l.commit == nil:
		return date.Date{}, phrase.Of("%s fulfilled it and was deleted in the work tree (not committed)", l.document)
	case held:
		return l.day(), phrase.Of("%s fulfilled it until commit %s", l.document, l.commit.Hash.Short())
	case first == nil:
		return date.Date{}, phrase.Phrase{}
	}
	begins := first.Committer.Day()
	return begins, phrase.Of("not in the history of this repository, which begins on %s", begins)
}

// losses goes once through the revisions of all files, those that are deleted too.
func (j *joiner) losses() map[standard.Ref]loss {
	lost := map[standard.Ref]loss{}
	for _, path := range j.History.Paths() {
		j.losing(j.History.Revisions(path), lost)
	}
	for _, trail := range j.History.Former() {
		j.losing(trail.Revisions, lost)
	}
	return lost
}

// losing notes what the revisions of one file, newest first, fulfilled and then did not any more. The latest loss of
// all files counts, and one in the work tree is later than any.
func (j *joiner) losing(revisions []history.Revision, lost map[standard.Ref]loss) {
	seen := map[standard.Ref]bool{}
	var next *history.Commit // the commit after the revision
	for _, r := range revisions {
		if r.Deleted() {
			next = r.Commit
		}
		for name := range strings.SplitSeq(fulfilled(r.Facts), ",") {
			ref, kind, ok := j.Standards.Resolve(name)
			if !ok || kind != standard.KindRequired || seen[ref] {
				continue
			}
			seen[ref] = true
			l := loss{r.Facts.ID, next}
			if l.document == "" {
				l.document = r.Path
			}
			if old, ok := lost[ref]; !ok || next == nil || old.commit != nil && l.day().After(old.day()) {
				lost[ref] = l
			}
		}
		next = r.Commit
	}
}

// fulfilled gives what a revision fulfilled; nothing where it was not in force any more.
func fulfilled(f history.Facts) string {
	if s := doc.Status(f.Status); s == doc.Superseded || s == doc.Withdrawn {
		return ""
	}
	return f.Fulfils
}
