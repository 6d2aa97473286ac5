package trace

import (
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

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
