package approval

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
)

// maxPaper bounds a file whose hash is told of an earlier time, in bytes.
const maxPaper = 64 << 20

// paper is the record of an entry, with what is wrong with it.
type paper struct {
	ledger.Paper
	fault  phrase.Phrase   // why it shows nothing; empty where it does
	by     *history.Commit // that changed or removed it; nil where none did, or where it is not committed
	unseen bool            // it may be sound, but is not here
}

// paperOf gives the record that a document names for an entry; nil where it names none.
func (s *timeline) paperOf(e *entry) *paper {
	named := s.namings(e)
	if len(named) == 0 {
		return nil
	}
	first, last := named[0], named[len(named)-1]
	p := &paper{Paper: ledger.Paper{ApprovalRecord: last.record}}
	switch was, is := first.record, last.record; {
	case was.Document != is.Document || was.Version != is.Version:
		p.fault = phrase.Of("it takes the place of `%s`, which was named on %s", was.String(), first.by.Committer.Day())
	case is.Document != "":
		s.minuted(p, first)
	default:
		s.scanned(e, p, first, last)
	}
	return p
}

// naming of a record: what a revision names, where it stood and the commit of the main line that landed it.
type recordNaming struct {
	record doc.ApprovalRecord
	from   string // path of the document
	by     *history.Commit
}

// namings gives the records that an entry named as it landed, in order, each change once; none where it names none any more.
func (s *timeline) namings(e *entry) []recordNaming {
	var out []recordNaming
	add := func(text, from string, by *history.Commit) {
		r := recordNaming{doc.UnpackRecord(text), from, by}
		if last := len(out) - 1; !r.record.IsZero() && (last < 0 || out[last].record != r.record || out[last].from != from) {
			out = append(out, r)
		}
	}
	var last *history.Revision
	for _, c := range e.carriers {
		if c.Revision == c.landed {
			last = c.landed
			add(last.Facts.Record, last.Path, s.LandedBy(c.Commit))
		}
	}
	switch {
	case last == nil:
		add(e.facts.Record, s.doc.Path, nil)
	case last.Facts.Record == "":
		return nil
	}
	return out
}

// scanned judges a record that is a file: it has to be the one that there was when it was named first.
func (s *timeline) scanned(e *entry, p *paper, first, last recordNaming) {
	if p.Path, p.fault = s.docs.RecordPath(last.from, last.record.File); !p.fault.IsZero() {
		return
	}
	was, by := s.fileSince(s.cameFrom(p.Path, first), first.by)
	if s.isNext(first.by) {
		was = "" // what is named and what it is come together
	}
	if e != s.current && s.Log.Reliable() {
		p.Blob, p.Commit, p.SHA256 = was, hashOf(by), s.hashAt(by, p.Path)
		if was == "" {
			p.fault = phrase.Of("there was no such file")
		}
		return
	}
	asset := s.docs.Asset(p.Path)
	switch now := s.fileNow(p.Path); {
	case now == "" && was != "":
		p.fault, p.by = phrase.Of("it was removed"), s.changedFile(p.Path)
	case now == "":
		p.fault = phrase.Of("there is no such file")
	case asset != nil && asset.Pointer:
		p.fault, p.unseen = phrase.Of("it was not fetched: here is only the pointer that Git LFS keeps in its place"), true
	case was != "" && was != now && !s.storedAs(asset, by, p.Path):
		p.fault, p.by = phrase.Of("it is another file than the one that was named on %s", first.by.Committer.Day()), s.changedFile(p.Path)
	default:
		p.Blob, p.Commit = now, hashOf(by)
		if asset != nil {
			p.SHA256 = asset.SHA256
		}
	}
}

// cameFrom gives the path by which history knows a file that may have been moved since it was named: the present one, if that file
// stood then where it was named.
func (s *timeline) cameFrom(now string, first recordNaming) string {
	then, why := s.docs.RecordPath(first.from, first.record.File)
	if !why.IsZero() || first.record.File == "" || then == now || first.by == nil {
		return now
	}
	for _, l := range s.Log.Landings(now) {
		if l.By.Place <= first.by.Place && !l.Last().Deleted() && l.Last().Path == then {
			return now
		}
	}
	return then
}

// fileSince gives a file as it was at a commit of the main line, or as it came after that, with the commit that brought it.
func (s *timeline) fileSince(name string, at *history.Commit) (history.Hash, *history.Commit) {
	var was history.Hash
	var by *history.Commit
	for _, l := range s.landingsOf(name) {
		last := l.Last()
		if at != nil && l.By.Place > at.Place && was != "" {
			break
		}
		if was, by = last.Blob, l.By; last.Deleted() {
			was = ""
		}
	}
	return was, by
}

// landingsOf gives the landings of a file that may be there no more.
func (s *timeline) landingsOf(name string) []history.Landing {
	if all := s.Log.Landings(name); len(all) > 0 {
		return all
	}
	for _, former := range s.Log.Former() {
		if former.Path != name {
			continue
		}
		var out []history.Landing
		for i := range slices.Backward(former.Revisions) {
			r := &former.Revisions[i]
			if r.Commit != nil {
				out = append(out, history.Landing{By: s.LandedBy(r.Commit), Revisions: []*history.Revision{r}})
			}
		}
		slices.SortStableFunc(out, func(a, b history.Landing) int { return cmp.Compare(a.By.Place, b.By.Place) })
		return out
	}
	return nil
}

// changedFile gives the commit of the main line that changed or removed a file last; nil where the work tree did.
func (s *timeline) changedFile(name string) *history.Commit {
	all := s.landingsOf(name)
	if len(all) == 0 || s.Log.HeadBlob(name) != s.fileNow(name) {
		return nil
	}
	return all[len(all)-1].By
}

// isNext tells whether a commit is the one to come, or unknown.
func (s *timeline) isNext(c *history.Commit) bool { return c == nil || c == s.Next }

// fileNow gives a file as the tree that is judged has it; nothing where it has none.
func (s *timeline) fileNow(name string) history.Hash {
	if a := s.docs.Asset(name); a != nil {
		return history.Hash(a.Blob)
	}
	if s.docs.Bare() {
		return s.Log.HeadBlob(name)
	}
	return ""
}

// storedAs tells whether a file is what a pointer of Git LFS, which history keeps in its place, stands for.
func (s *timeline) storedAs(a *doc.Asset, by *history.Commit, name string) bool {
	if a == nil || by == nil || s.In.At == nil {
		return false
	}
	tree, err := s.In.At(by.Hash)
	if err != nil {
		return false
	}
	raw, err := plain.Read(tree, name, 1<<10)
	return err == nil && strings.Contains(string(raw), "oid sha256:"+a.SHA256)
}

// hashAt gives the SHA-256 of a file as a commit has it; nothing where it cannot be read.
func (s *timeline) hashAt(by *history.Commit, name string) string {
	if by == nil || by == s.Next || s.In.At == nil {
		return ""
	}
	tree, err := s.In.At(by.Hash)
	if err != nil {
		return ""
	}
	raw, err := plain.Read(tree, name, maxPaper)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// minuted judges a record that is a version of a document: it has to be there, no draft, and to say what it said when it was named.
func (s *timeline) minuted(p *paper, first recordNaming) {
	d := s.docs.ByID(p.Document)
	s.elsewhere = true
	switch {
	case p.Document == s.doc.ID:
		p.fault = phrase.Of("a document cannot be the record of its own approval")
		return
	case d == nil:
		p.fault = phrase.Of("there is no document with this id")
		return
	case p.Version == "":
		p.fault = phrase.Of("its version has to be named as well, as in `%s %s`", d.ID, d.Version)
		return
	}
	p.Path = d.Path
	then, now := s.versionSince(d, p.Version, first.by)
	switch {
	case now == nil:
		p.fault = phrase.Of("the document never had this version")
	case now.status == string(doc.Draft) || now.status == string(doc.InReview) || now.status == string(doc.Withdrawn):
		p.fault = phrase.Of("it is no approved version: its status is `%s`", now.status)
	case then.text != now.text:
		p.fault, p.by = phrase.Of("it does not say what it said when it was named"), now.by
	default:
		p.Blob, p.Commit, p.SHA256 = now.blob, hashOf(now.by), d.SHA256
		if now.blob != history.Hash(d.Blob) {
			p.SHA256 = s.hashAt(now.by, now.path)
		}
	}
}

// versionState is a version of a document as one commit of the main line, or the work tree, has it.
type versionState struct {
	text, status, path string
	blob               history.Hash
	by                 *history.Commit // nil for the work tree
}

// versionSince gives a version of a document as it was at a commit, or as it came after that, and as it stands last.
func (s *timeline) versionSince(d *doc.Document, version string, at *history.Commit) (then, now *versionState) {
	take := func(f history.Facts, path string, blob history.Hash, by *history.Commit) {
		if f.Version != version {
			return
		}
		now = &versionState{text: doc.Binds(f), status: f.Status, path: path, blob: blob, by: by}
		if then == nil || at != nil && by != nil && by.Place <= at.Place {
			then = now
		}
	}
	for _, l := range s.Log.Landings(d.Path) {
		if last := l.Last(); !last.Deleted() && !last.Unread {
			take(last.Facts, last.Path, last.Blob, l.By)
		}
	}
	if history.Hash(d.Blob) != s.Log.HeadBlob(d.Path) || !s.Log.Reliable() {
		take(d.Facts(), d.Path, history.Hash(d.Blob), nil)
	}
	if s.isNext(at) {
		then = now
	}
	return then, now
}

// onPaper raises what is declared to what paper shows, or doubts it where the record shows nothing.
func (s *timeline) onPaper(e *entry, c *candidate) {
	p := e.paper
	switch {
	case p == nil || c.evidence.Grade > ledger.PaperGrade:
	case p.fault.IsZero():
		c.evidence.Grade = ledger.PaperGrade
		c.evidence.What = phrase.Of("%s; %s shows it on paper", c.evidence.What, "`"+p.String()+"`")
	case !p.unseen:
		c.doubt(ledger.RuleRecord, hashOf(p.by), s.recordDoubt(e, p))
	}
}

// recordDoubt says what is wrong with a record.
func (s *timeline) recordDoubt(e *entry, p *paper) phrase.Phrase {
	out := phrase.Of("`approval_record` of %s names `%s`: %s", e.claim.words(), p.String(), p.fault)
	if p.by != nil && p.by != s.Next {
		return phrase.Of("%s (commit %s)", out, p.by.Hash.Short())
	}
	return out
}

// recorded notes the record of a version, or what is wrong with it where nothing rests on it.
func (s *timeline) recorded(e *entry, v *ledger.Version) {
	switch p := e.paper; {
	case p == nil:
	case p.fault.IsZero():
		v.Record = p.Paper
	case !slices.ContainsFunc(v.Verdicts, func(d ledger.Verdict) bool { return d.Rule == ledger.RuleRecord }):
		v.Verdicts = append(v.Verdicts, ledger.Verdict{Rule: ledger.RuleRecord, Commit: hashOf(p.by), Message: s.recordDoubt(e, p)})
	}
}
