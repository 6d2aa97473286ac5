package approval

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
	"clausebook/internal/reviews"
	"clausebook/internal/trust"
	"clausebook/internal/years"
)

// This file judges what exports of forges show. An export binds a review to a text in one of two ways: the reviewed commit is
// here and has the text that landed; or the export names the commit that landed and the last commit of the branch, and the
// review is of that one and not later than the merge. Numbers in the subjects of commits bind nothing. An export is as good
// as the signature of the commit that brought it.

// maxExport bounds a file of exports, in bytes.
const maxExport = 16 << 20

// exports is what the exports of a folder say, joined to the history.
type exports struct {
	set     reviews.Set
	line    []*history.Commit                 // the main line, from its first commit
	by      map[reviews.Key][]*history.Commit // that each request landed as, the last one first; none if it matches none
	landed  map[history.Hash][]landedRequest  // by the commit of the main line
	shared  map[reviews.Key]*history.Commit   // as which each landed that is one too many there
	bringer map[string]*history.Commit        // of each file; nil where it cannot be told
	vouched map[reviews.Key]map[doc.ID]bool   // for which documents each spoke
}

// maxSharing is how many requests may have landed as one commit, as requests do that are built on each other. Forges do not bring in
// more at once; a file that says so was made to keep readers busy.
const maxSharing = 10

// landedRequest is a request at one of the commits of the main line that it landed as.
type landedRequest struct {
	*reviews.Request
	named history.Hash // the commit that the export itself says it was merged as; empty if that is told by its branch
}

// readExports reads the exports of a folder as the judged commit has them. Exports are made after a request was
// brought in, so they cannot be read from before it.
func (j *judge) readExports(folder string) *exports {
	x := &exports{by: map[reviews.Key][]*history.Commit{}, landed: map[history.Hash][]landedRequest{}, bringer: map[string]*history.Commit{},
		vouched: map[reviews.Key]map[doc.ID]bool{}, shared: map[reviews.Key]*history.Commit{}}
	if folder == "" {
		return x
	}
	x.line = slices.Collect(j.Log.MainLine())
	tree, err := j.In.At(j.Log.Head)
	if err == nil {
		err = fs.WalkDir(tree, path.Clean(folder), func(name string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if e.Type().IsRegular() && strings.EqualFold(path.Ext(name), ".json") {
				j.readExport(x, tree, name)
			}
			return nil
		})
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		j.Report(folder, "the review exports cannot be read: "+err.Error())
	}
	for _, q := range x.set.Requests() {
		j.land(x, q)
	}
	return x
}

// readExport takes in one file.
func (j *judge) readExport(x *exports, tree fs.FS, name string) {
	text, err := plain.Read(tree, name, maxExport)
	if err != nil {
		j.Report(name, "the review export cannot be read: "+err.Error())
		return
	}
	found, form, err := reviews.Parse(text)
	if err != nil {
		j.Report(name, err.Error())
	}
	var times []time.Time
	for i := range found {
		times = append(times, found[i].Times()...)
	}
	j.Reports = append(j.Reports, years.Among(name, text, times)...)
	for _, q := range x.set.Add(name, form, found) {
		j.Report(name, fmt.Sprintf("request %s of %s was merged as another commit, or from another head, according to %s; "+
			"neither counts until one of the files is corrected or removed", q.Key.Number, q.Key.Project, q.Files[0]))
	}
	x.bringer[name] = j.broughtBy(x.line, name, history.ObjectName(tree, name))
}

// land finds the commits of the main line that a request landed as. A request lands once: as the commits that the export names,
// else as what brought the last commit of its branch, else as what brought the commits that were reviewed.
func (j *judge) land(x *exports, q *reviews.Request) {
	by, named := j.landingOf(q)
	if by == nil {
		return
	}
	if len(x.landed[by.Hash]) >= maxSharing {
		x.shared[q.Key] = by
		return
	}
	for _, c := range append([]*history.Commit{by}, j.branchOf(q, by, named)...) {
		if len(x.landed[c.Hash]) < maxSharing {
			x.by[q.Key] = append(x.by[q.Key], c)
			x.landed[c.Hash] = append(x.landed[c.Hash], landedRequest{q, named})
		}
	}
}

func (j *judge) landingOf(q *reviews.Request) (by *history.Commit, named history.Hash) {
	if q.Unsure || q.Crowded() {
		return nil, ""
	}
	for _, h := range q.Landed {
		if c := j.Log.Commit(h); c != nil {
			return j.Log.LandedBy(c), h
		}
	}
	if len(q.Landed) > 0 {
		return nil, "" // it landed elsewhere
	}
	heads := []history.Hash{q.Head}
	for _, v := range q.Standing() {
		heads = append(heads, v.Head)
	}
	for _, h := range heads {
		if c := j.Log.Commit(h); c != nil {
			return j.Log.LandedBy(c), ""
		}
	}
	return nil, ""
}

// branchOf gives the commits of the main line before the one that a request was merged as that are of it too, the latest first.
func (j *judge) branchOf(q *reviews.Request, by *history.Commit, named history.Hash) []*history.Commit {
	switch {
	case named != by.Hash || by.Merge():
		return nil
	case q.Head == named:
		return j.forwarded(q, by)
	}
	return j.rebased(q, by)
}

// maxBranch bounds the commits of one branch.
const maxBranch = 1000

// forwarded gives those of a branch that was not changed as it landed: back to the commit where it began, or as many as the
// export says.
func (j *judge) forwarded(q *reviews.Request, by *history.Commit) (out []*history.Commit) {
	for c := by; len(c.Parents) == 1 && len(out) < maxBranch; {
		switch next := j.Log.Commit(c.Parents[0]); {
		case next == nil || next.Merge():
			return nil
		case next.Hash == q.Base, q.Base == "" && len(out) == q.Count-1:
			return out
		default:
			out, c = append(out, next), next
		}
	}
	return nil
}

// together is how far apart the commits are that a forge makes when it rebases a branch.
const together = time.Minute

// rebased gives those that a forge copied as it rebased the branch: made by one committer at one time, and written before they were
// reviewed. A squash is written as it is made, so it is no copy: what stands before it is of other requests, however many commits
// its branch had.
func (j *judge) rebased(q *reviews.Request, by *history.Commit) (out []*history.Commit) {
	seen := lastApproval(q)
	copied := func(c *history.Commit) bool {
		return !c.Merge() && c.Author.When.Before(c.Committer.When) && !c.Author.When.After(seen) &&
			c.Committer.Identity == by.Committer.Identity && by.Committer.When.Sub(c.Committer.When).Abs() <= together
	}
	for c := by; copied(c) && len(c.Parents) == 1 && len(out) < maxBranch && (q.Count == 0 || len(out) < q.Count-1); {
		next := j.Log.Commit(c.Parents[0])
		if next == nil || !copied(next) {
			break
		}
		out, c = append(out, next), next
	}
	return out
}

// lastApproval gives when a request was last approved before it was merged.
func lastApproval(q *reviews.Request) (last time.Time) {
	for _, v := range q.Standing() {
		if v.State == reviews.Approved && (q.Merged.IsZero() || !v.When.After(q.Merged)) && v.When.After(last) {
			last = v.When
		}
	}
	return last
}

// broughtBy gives the commit that brought a file as it is: the one that has it while none of its parents has.
func (j *judge) broughtBy(line []*history.Commit, name, blob string) *history.Commit {
	if blob == "" || blob == "?" {
		return nil
	}
	has := func(h history.Hash) bool { return j.NameAt(h, name) == blob }
	at := sort.Search(len(line), func(i int) bool { return has(line[i].Hash) })
	if at == len(line) {
		return nil
	}
	c := line[at]
	for {
		i := slices.IndexFunc(c.Parents, has)
		if i < 0 {
			return c
		}
		parent := j.Log.Commit(c.Parents[i])
		if parent == nil {
			return nil
		}
		c = parent
	}
}

// opener gives who opened the request that a commit of the main line brought in.
func (x *exports) opener(c *history.Commit) (reviews.Account, bool) {
	for _, q := range x.landed[c.Hash] {
		if !q.Opener.IsZero() && !q.Opener.Bot {
			return q.Opener, true
		}
	}
	return reviews.Account{}, false
}

// inAccount gives a function that finds the person behind a user of a forge.
func inAccount(a reviews.Account) func(*trust.Directory) (trust.Person, bool) {
	return func(d *trust.Directory) (trust.Person, bool) {
		p, bot := d.Join(d.Account(a))
		return p, bot || a.Bot
	}
}

// fromReviews gives the approvers whom exported reviews name for the request that brought a version in.
func (s *timeline) fromReviews(e *entry, a act, authors []author) []candidate {
	if a.commit != a.by {
		return nil
	}
	var out []candidate
	for _, q := range s.exports.landed[a.by.Hash] {
		for _, v := range q.Standing() {
			if v.State == reviews.Approved || v.State == reviews.Stale || v.State == reviews.Unofficial {
				out = append(out, s.fromReview(e, a, q, v, authors))
			}
		}
	}
	return slices.DeleteFunc(out, func(c candidate) bool { return s.ToCome(c.day) })
}

// fromReview gives one reviewer as approver, with the doubt that another text was reviewed than the one that landed.
func (s *timeline) fromReview(e *entry, a act, q landedRequest, v reviews.Review, authors []author) candidate {
	c := candidate{who: inAccount(v.By), day: s.dayOfReview(a, v), change: a.by}
	c.late = s.Later(c.day, a.by)
	c.person, _ = c.who(s.Now)
	grade, brought := s.weakest(e, q, v, authors)
	c.evidence = ledger.Evidence{Grade: grade, Commit: a.commit.Hash, Pos: diag.Pos{File: v.File}, Export: true,
		What: phrase.Of("review of %s by %s (%s) on %s; %s", q.Key.Number, c.person, v.By.Login, c.day, brought)}
	switch {
	case v.State == reviews.Stale:
		c.doubt(ledger.RuleStaleHead, a.commit.Hash,
			phrase.Of("%s reviewed an earlier text of %s than the one that was merged as %s in commit %s",
				c.person, q.Key.Number, e.claim.words(), a.commit.Hash.Short()))
	case v.State == reviews.Unofficial:
		c.doubt(ledger.RuleReview, a.commit.Hash, phrase.Of("%s approved %s in the review of %s, which the forge does not count "+
			"as a review of somebody "+
			"with the right to approve", c.person, e.claim.words(), q.Key.Number))
	case a.text != e.content:
		c.stale(e, a)
	case v.Head != "" && !s.reviewed(e, a, q, v):
		c.doubt(ledger.RuleStaleHead, a.commit.Hash, phrase.Of("%s reviewed commit %s of %s, but a different text was merged as %s in commit %s",
			c.person, v.Head.Short(), q.Key.Number, e.claim.words(), a.commit.Hash.Short()))
	case v.Head == "" && !s.reviewedLast(e, a, q, v.When):
		c.doubt(ledger.RuleStaleHead, a.commit.Hash, phrase.Of("nothing shows that %s reviewed the text of %s that was merged as %s in commit %s",
			c.person, q.Key.Number, e.claim.words(), a.commit.Hash.Short()))
	}
	if len(c.doubts) == 0 && c.person.ID != "" {
		s.exports.vouch(q.Key, s.doc.ID)
	}
	return c
}

// vouch notes that a request speaks for a document.
func (x *exports) vouch(k reviews.Key, id doc.ID) {
	if x.vouched[k] == nil {
		x.vouched[k] = map[doc.ID]bool{}
	}
	x.vouched[k][id] = true
}

// dayOfReview gives the day of which a review speaks: the one on which it was given, but never before the reviewed commit was there;
// that of the landing where the forge does not say.
func (s *timeline) dayOfReview(a act, v reviews.Review) date.Date {
	if v.When.IsZero() {
		return a.commit.Committer.Day()
	}
	day := date.Of(v.When.In(a.commit.Committer.When.Location()))
	if seen := s.Log.Commit(v.Head); seen != nil && day.AddDays(1).Before(seen.Committer.Day()) {
		return seen.Committer.Day()
	}
	return day
}

// weakest gives the worth of the least of the files on which a review rests: the one that has it, and those that say what the request
// was merged as, from where and by whom. Who writes one of these could lay a review of one text at the door of another.
func (s *timeline) weakest(e *entry, q landedRequest, v reviews.Review, authors []author) (ledger.Grade, phrase.Phrase) {
	grade, brought := s.worth(e, v.File, authors)
	seen := []*history.Commit{s.exports.bringer[v.File]}
	for _, file := range q.Frame {
		by := s.exports.bringer[file]
		if slices.Contains(seen, by) {
			continue
		}
		seen = append(seen, by)
		if g, words := s.worth(e, file, authors); g < grade {
			grade, brought = g, words
		}
	}
	return grade, brought
}

// worth gives the grade of an export, and words for who brought it: forge, if the commit that brought it is signed by a key that
// was trusted before it, of somebody who is no author of the text, or of the forge where the commit is of a listed bot. Without
// such a signature anybody could have written it, as they could have written a trailer.
func (s *timeline) worth(e *entry, file string, authors []author) (ledger.Grade, phrase.Phrase) {
	c := s.exports.bringer[file]
	if c == nil {
		return ledger.Trailer, phrase.Of("nothing shows who brought the export")
	}
	unsigned := phrase.Of("exported without a signature that counts, by %s (commit %s)", c.Author.Name, c.Hash.Short())
	by := s.Log.LandedBy(c)
	if c.Signature == history.Unsigned || !s.checksKeys(by) {
		return ledger.Trailer, unsigned
	}
	if p, bot := s.Before(by).Join(c.Author.Written); bot && p.ID != "" && s.byForge(e, c) {
		return ledger.Forge, phrase.Of("exported by %s, signed by the forge (commit %s)", p, c.Hash.Short())
	}
	found := s.sealOf(act{commit: c, by: by})
	if found.Soundness != keys.Good || found.Person.ID == "" || found.Granted || s.stolen(found.Key, c.Committer.Day(), c) ||
		s.ownKey(e, found.Person.ID, found.Made, keyOfPerson(found.Person.ID), by) ||
		s.isAuthor(candidate{who: trust.ListedAs(found.Person), person: found.Person, change: by}, authors) {
		return ledger.Trailer, unsigned
	}
	return ledger.Forge, phrase.Of("exported and signed by %s (commit %s)", found.Person, c.Hash.Short())
}

// reviewed tells whether the reviewed commit has the text that landed. If the history does not have that commit, as after
// a squash, it must be the last commit of the branch that the export says was merged, reviewed before it was.
func (s *timeline) reviewed(e *entry, a act, q landedRequest, v reviews.Review) bool {
	if blob, ok := s.blobAt(v.Head, a.seen.Path, a.seen.From); ok {
		if s.Log.Commit(v.Head) != nil || !s.holds(blob, e) {
			return s.holds(blob, e)
		} // a commit that only this clone has can speak against the export, but not for it
	}
	return v.Head == q.Head && !v.When.After(mergedAt(a, q)) && s.mergedWith(e, a, q)
}

// mergedWith tells whether the commit that the export says the request was merged as has the text that was approved.
func (s *timeline) mergedWith(e *entry, a act, q landedRequest) bool {
	if q.named == "" {
		return false
	}
	blob, ok := s.blobAt(q.named, a.seen.Path, a.seen.From)
	return ok && s.holds(blob, e)
}

// holds tells whether a file that a revision of the document is has the text that was approved.
func (s *timeline) holds(blob history.Hash, e *entry) bool {
	return slices.ContainsFunc(s.Log.Revisions(s.doc.Path), func(r history.Revision) bool {
		return r.Blob == blob && !r.Deleted() && s.binds(r.Facts) == e.content
	})
}

// mergedAt gives when a request was merged, as the export says or the commit does.
func mergedAt(a act, q landedRequest) time.Time {
	if q.Merged.IsZero() {
		return a.commit.Committer.When
	}
	return q.Merged
}

// blobAt gives the document as a commit has it, under one of its paths; nothing if the commit is not in the
// repository. A commit without the document gives an empty name.
func (s *timeline) blobAt(commit history.Hash, paths ...string) (history.Hash, bool) {
	tree, err := s.In.At(s.Log.Now(commit))
	if err != nil {
		return "", false
	}
	for _, p := range paths {
		if p == "" {
			continue
		}
		if name := history.ObjectName(tree, p); name != "" {
			return history.Hash(name), true
		}
	}
	return "", true
}

// reviewedLast is for forges that do not say which commit was reviewed. It tells whether the review is of the last commit of the
// branch: not older than that commit, nor than the last push if the export tells of pushes, and not later than the merge. Where the
// history has that commit, it has to hold the text.
func (s *timeline) reviewedLast(e *entry, a act, q landedRequest, when time.Time) bool {
	if when.IsZero() || when.After(mergedAt(a, q)) {
		return false
	}
	head := q.Head
	if a.commit.Merge() {
		if head != "" && s.Log.Now(head) != a.commit.Parents[1] {
			return false
		}
		head = a.commit.Parents[1]
	}
	last := s.Log.Commit(head)
	if last != nil {
		if blob, ok := s.blobAt(head, a.seen.Path, a.seen.From); ok && !s.holds(blob, e) {
			return false
		}
	}
	if !q.Pushed.IsZero() {
		return !when.Before(q.Pushed) && s.mergedWith(e, a, q)
	}
	return last != nil && !when.Before(last.Committer.When)
}

// contradicted doubts an approval that a document or a commit claims, if the same person's last word in the review of the request
// was another one, given on that day or later.
func (s *timeline) contradicted(e *entry, c *candidate) {
	if e.landing == nil || c.evidence.Grade == ledger.Forge || c.person.IsZero() {
		return
	}
	for _, q := range s.exports.landed[e.landing.Hash] {
		for _, v := range q.Standing() {
			by, _ := inAccount(v.By)(s.Now)
			day := s.dayOfReview(act{commit: e.landing}, v)
			if (v.State != reviews.Changes && v.State != reviews.Dismissed) || !trust.Same(by, c.person) || day.Before(c.day) {
				continue
			}
			c.doubt(ledger.RuleReview, e.landing.Hash, refusalWords(v.State, c, e, q, day))
		}
	}
}

func refusalWords(state reviews.State, c *candidate, e *entry, q landedRequest, day date.Date) phrase.Phrase {
	if state == reviews.Changes {
		return phrase.Of("%s is said to have approved %s on %s, but requested changes in the review of %s on %s",
			c.person, e.claim.words(), c.day, q.Key.Number, day)
	}
	return phrase.Of("%s is said to have approved %s on %s, but the review of %s by %s was dismissed",
		c.person, e.claim.words(), c.day, q.Key.Number, c.person)
}

// told gives what became of each request, and reports those that match no commit.
func (j *judge) told() []ledger.Export {
	var out []ledger.Export
	for _, q := range j.exports.set.Requests() {
		x := ledger.Export{Files: q.Files, Request: q.Key.Number + " of " + q.Key.Project, Brought: j.broughtWords(q.Files[0])}
		for _, f := range q.Forms {
			x.Form = strings.TrimPrefix(x.Form+", "+string(f), ", ")
		}
		for _, c := range j.exports.by[q.Key] {
			x.Commits = append(x.Commits, c.Hash)
		}
		if len(x.Commits) > 0 {
			x.Landed = x.Commits[0]
		}
		for id := range j.exports.vouched[q.Key] {
			x.Documents = append(x.Documents, id)
		}
		slices.Sort(x.Documents)
		x.Problem = j.showsNothing(q, x)
		out = append(out, x)
	}
	return out
}

// broughtWords names the commit that brought a file.
func (j *judge) broughtWords(file string) phrase.Phrase {
	c := j.exports.bringer[file]
	if c == nil {
		return phrase.Phrase{}
	}
	return phrase.Of("commit %s by %s", c.Hash.Short(), c.Author.Name)
}

// showsNothing says why a request speaks for no version; nothing if it does.
func (j *judge) showsNothing(q *reviews.Request, x ledger.Export) phrase.Phrase {
	switch {
	case len(x.Documents) > 0:
		return phrase.Phrase{}
	case q.Unsure:
		return phrase.Of("its exports contradict each other")
	case q.Crowded():
		return phrase.Of("more than %d people are said to have reviewed it, which is not read", reviews.MaxReviewers)
	case j.exports.shared[q.Key] != nil:
		return phrase.Of("more than %d requests are said to have been merged as commit %s, and this one is not read", maxSharing,
			j.exports.shared[q.Key].Hash.Short())
	case x.Landed == "" && len(q.Landed) > 0:
		return phrase.Of("it was merged as commit %s, which is not in this history", q.Landed[0].Short())
	case x.Landed == "" && q.Closed:
		return phrase.Of("it had not been merged when it was exported")
	case x.Landed == "" && q.Head == "":
		return phrase.Of("nothing says which commit it was merged as; export the request itself too, not only its reviews")
	case x.Landed == "":
		return phrase.Of("neither the commits of its branch nor the one it was merged as are in this history")
	case len(q.Standing()) == 0:
		return phrase.Of("it holds no review by a user; export the reviews of the request too")
	}
	return phrase.Of("none of its reviews approves a text that landed as commit %s", x.Landed.Short())
}
