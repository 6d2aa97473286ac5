package approval

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
	"clausebook/internal/witness"
)

// candidate is somebody who may have approved a version, and what shows it.
type candidate struct {
	evidence ledger.Evidence
	who      func(*trust.Directory) (p trust.Person, bot bool) // as evidence names them, joined to the people of some time
	person   trust.Person                                      // joined to the present people
	day      date.Date                                         // of the act
	stamp    *stamp                                            // of the commit or tag that shows it; nil for what the front matter declares
	change   *history.Commit                                   // of the main line, by which the act came in; nil if none did
	notes    []phrase.Phrase                                   // what else is to be known of the authority
	author   bool                                              // wrote the text, or stands in for somebody who did
	until    date.Date                                         // the last day before it was taken back; zero if it was not
	shared   bool                                              // it counts only together with that of others: a vote in a meeting
	late     bool                                              // given after the change had landed
	minor    bool                                              // an owner's, of a minor correction
	named    bool                                              // as approver, and not as one who reviewed it
	brought  bool                                              // the import brought it as a claim of an earlier day; its author is unknown
	doubts   []ledger.Verdict                                  // that speak against this evidence, not against the version
	authority
}

// doubt adds something that speaks against the evidence.
func (c *candidate) doubt(rule diag.RuleID, commit history.Hash, message phrase.Phrase) {
	c.doubts = append(c.doubts, ledger.Verdict{Rule: rule, Message: message, Commit: commit, Voids: true})
}

// sound tells whether nothing speaks against the evidence but, perhaps, that its approver is an author.
func (c candidate) sound() bool { return len(c.doubts) == 0 }

// held tells whether nothing speaks against the evidence but that the approval was taken back later.
func (c candidate) held() bool {
	return !slices.ContainsFunc(c.doubts, func(d ledger.Verdict) bool { return d.Rule != ledger.RuleWithdrawn })
}

// rank orders candidates before their grade does.
func (c candidate) rank() int {
	switch {
	case c.sound() && !c.author && !c.shared && !c.minor:
		return 0
	case c.sound() && !c.author:
		return 1
	case c.sound():
		return 2
	case !c.author:
		return 3
	}
	return 4
}

// telling tells whether the doubts are shown even if there is better evidence: a review or signature that fails is a sign
// that something is wrong, a trailer that fails is not.
func (c candidate) telling() bool {
	return c.evidence.Grade >= ledger.Forge && !c.author
}

// candidates gives everybody who may have approved a version, the best first: sound evidence by somebody else, then
// sound evidence by an author, then the rest; among equals the higher grade, then the earlier.
func (s *timeline) candidates(e *entry, authors []author) []candidate {
	var out []candidate
	switch {
	case e.retires:
		out = s.byHand(e)
	case !e.claim.asks():
		out = s.declared(e)
	}
	s.eachAct(e, func(a act) {
		out = append(out, s.fromTrailers(e, a, authors)...)
		out = append(out, s.fromSignature(e, a, authors)...)
		out = append(out, s.fromReviews(e, a, authors)...)
		out = append(out, s.fromNote(e, a)...)
	})
	out = append(out, s.fromTags(e, authors)...)
	out = append(out, s.fromAttestations(e, authors)...)
	kept := out[:0]
	for _, c := range out {
		var bot bool
		if c.person, bot = c.who(s.Now); bot || c.person.IsZero() {
			continue
		}
		c.author = !c.brought && s.barred(e, c, authors)
		s.timed(e, &c)
		s.contradicted(e, &c)
		s.contradictedAside(e, &c)
		s.authorize(e, &c)
		c.author = c.author || among(authors, c.as) && !c.as.IsZero()
		s.minor(e, &c)
		if e.given.IsZero() || c.day.Before(e.given) {
			e.given = c.day
		}
		s.withdraw(e, &c)
		kept = append(kept, c)
	}
	slices.SortStableFunc(kept, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(b.evidence.Grade, a.evidence.Grade), a.day.Compare(b.day))
	})
	return kept
}

// barred tells whether a candidate is among the authors of a text where that matters: records are confirmed, by whoever wrote
// them too.
func (s *timeline) barred(e *entry, c candidate, authors []author) bool {
	return !s.PolicyBefore(c.change).Confirms(e.facts.Type) && s.isAuthor(c, authors)
}

// isAuthor tells whether a candidate is among the authors, by the people of now or by those of before the change, and by
// the identities that commits give as well as by what .mailmap makes of them: neither may hide what the other shows.
func (s *timeline) isAuthor(c candidate, authors []author) bool {
	before := s.Before(c.change)
	then, _ := c.who(before)
	return slices.ContainsFunc(authors, func(a author) bool {
		if a.folded != "" && c.evidence.Commit != a.folded && c.evidence.Grade >= ledger.OwnHand && c.evidence.Grade != ledger.Trailer {
			return false // what a squash left in doubt is settled by an act of the approver's own
		}
		for _, who := range a.identities() {
			is, _ := s.Now.Join(who)
			was, _ := before.Join(who)
			if trust.Same(is, c.person) || trust.Same(was, then) {
				return true
			}
		}
		return trust.Same(a.person, c.person)
	})
}

// act is a commit in which an approval may stand.
type act struct {
	commit *history.Commit
	by     *history.Commit   // of the main line, that brought it in
	seen   *history.Revision // what it left of the document
	text   string            // of that, as far as an approval binds it
}

// eachAct visits the commits that carry a version, those of the main line that landed them, and those that name the
// document in a `Document:` trailer while it stood so, each once.
func (s *timeline) eachAct(e *entry, visit func(act)) {
	visited := map[history.Hash]bool{}
	once := func(a act) {
		if !visited[a.commit.Hash] {
			visited[a.commit.Hash] = true
			visit(a)
		}
	}
	for _, r := range e.carriers {
		by := s.LandedBy(r.Commit)
		once(act{r.Commit, by, r.Revision, r.text})
		once(act{by, by, r.landed, s.binds(r.landed.Facts)})
	}
	for _, c := range s.naming[s.doc.ID] {
		if seen := s.standing(e, c); seen != nil {
			once(act{c, c, seen, s.binds(seen.Facts)})
		}
	}
}

// standing gives what a document was at a commit of the main line that did not touch it, if that made the claim of an
// entry; else nothing.
func (s *timeline) standing(e *entry, c *history.Commit) *history.Revision {
	var last *history.Revision
	for _, l := range s.landings {
		if l.By.Place > c.Place {
			break
		}
		last = l.Last()
	}
	if last == nil {
		return nil
	}
	if e.retires && s.retires(last) {
		return last
	}
	if claim, ok := s.claims(last); !ok || claim != e.claim {
		return nil
	}
	return last
}

// stale adds a doubt if the act was on another text than the one that landed.
func (c *candidate) stale(e *entry, a act) {
	if a.text != e.content {
		c.doubt(ledger.RuleStaleHead, a.commit.Hash, phrase.Of("%s approved the text of commit %s, but a different text was merged as %s",
			c.person, a.commit.Hash.Short(), e.claim.words()))
	}
}

// declared gives the approvers whom the front matter names. It needs both a name and a day, and a revision that landed
// when the approval can have been given.
func (s *timeline) declared(e *entry) []candidate {
	if e.carriedOver() {
		return nil
	}
	var out []candidate
	for _, said := range e.lines.names {
		day := parseDay(said.on)
		if day.IsZero() || s.ToCome(day) || s.impossible(e, day) {
			continue
		}
		c := candidate{who: s.Named(said.name, e.landing), day: day, change: e.landing, brought: said.brought(e, day), named: true}
		person, _ := c.who(s.Now)
		grade, what := s.entered(e, said, c, person)
		c.evidence = ledger.Evidence{Grade: grade, What: what, Commit: e.commitOf(), Pos: s.place(e)}
		s.onPaper(e, &c)
		out = append(out, c)
	}
	return out
}

// brought tells whether an approval came in as a claim of an earlier day with the first documents.
func (said statement) brought(e *entry, day date.Date) bool {
	return said.imported && day.AddDays(witness.Grace).Before(e.landing.Committer.Day())
}

// carriedOver tells whether the lines that declare the approval are those of another text: a text that was changed, or
// raised to another version, beside lines that stayed as they were is proposed and not approved.
func (e *entry) carriedOver() bool {
	return e.lines.by != "" && e.lines.on != "" && e.facts.ApprovedBy == e.lines.by && e.facts.ApprovedOn == e.lines.on &&
		!e.lines.declare(e.facts.Version, e.content)
}

// entered gives the grade of an approval that the front matter declares, and who entered it there: the approver by own
// hand, or somebody else. Who entered what came with the import is not known.
func (s *timeline) entered(e *entry, said statement, c candidate, person trust.Person) (ledger.Grade, phrase.Phrase) {
	if said.wrote == nil || said.imported {
		return ledger.Declared, phrase.Of("front matter names %s on %s", person, c.day)
	}
	commit := said.wrote.Commit
	landed := s.LandedBy(commit)
	writer, bot := s.Before(landed).Join(s.MailmapBefore(landed).Proper(commit.Author.Written))
	then, _ := c.who(s.Before(e.landing))
	switch {
	case !bot && then.ID != "" && writer.ID == then.ID:
		return ledger.OwnHand, inCommit(phrase.Of("%s committed the approval of %s personally", person, c.day), commit.Hash)
	case writer.IsZero():
		return ledger.Declared, phrase.Of("front matter names %s on %s", person, c.day)
	}
	return ledger.Declared, phrase.Of("front matter names %s on %s, entered by %s", person, c.day, writer)
}

// impossible tells whether every revision that states an approval landed before the day that it states. The work tree
// lands today.
func (s *timeline) impossible(e *entry, day date.Date) bool {
	if e.landing == nil {
		return false
	}
	return !slices.ContainsFunc(e.carriers, func(c carrier) bool {
		by := s.LandedBy(c.Commit)
		landed, _ := s.In.Clock.Landed(by.Committer.Day())
		return by == s.Next && s.In.Clock.Day.IsZero() || !day.After(landed.AddDays(witness.Grace))
	})
}

// place gives where the front matter names the approver: exactly for the present text, as a file for an older one.
func (s *timeline) place(e *entry) diag.Pos {
	if e == s.current {
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
	copied := sync.OnceValue(func() history.Hash { return s.copiedFrom(a) })
	for _, t := range a.commit.Trailers {
		if !s.PolicyBefore(a.by).Reviews(t.Key) || !s.speaksFor(a.commit, e) {
			continue
		}
		grade, where := s.requestGrade(e, a.commit, authors)
		for _, text := range people.Names(t.Value) {
			c := candidate{who: s.Named(text, a.by), day: a.commit.Committer.Day(), change: a.by, stamp: s.stampOf(a.commit),
				named: !strings.EqualFold(t.Key, "Reviewed-by")}
			c.person, _ = c.who(s.Now)
			c.evidence = ledger.Evidence{Grade: grade, Commit: a.commit.Hash,
				What: phrase.Of("trailer %s of %s in %s of %s", t.Key, c.person, where, c.day)}
			c.stale(e, a)
			c.copied(e, a, copied())
			out = append(out, c)
		}
	}
	return out
}

// requestGrade tells what the trailers of a commit are worth, and what to call it. Names in commits are free text, so those
// of a merge are worth more than a trailer only if the forge itself signed it, by a key kept here before, and its author
// is a listed person other than the authors. A squash names nobody who brought it in.
func (s *timeline) requestGrade(e *entry, c *history.Commit, authors []author) (ledger.Grade, phrase.Phrase) {
	switch {
	case c.Request == "" || !c.Mainline:
		return ledger.Trailer, phrase.Of("commit")
	case len(c.Parents) == 2 && s.byForge(e, c) && s.isOther(c, authors):
		return ledger.Merge, phrase.Of("merge %s", c.Request)
	case c.Merge():
		return ledger.Trailer, phrase.Of("merge %s", c.Request)
	case strings.HasPrefix(c.Request, "I"): // Gerrit's id of a change, which lands as it is
		return ledger.Trailer, phrase.Of("change %s", c.Request)
	}
	return ledger.Trailer, phrase.Of("squash %s", c.Request)
}

// byForge tells whether a commit of the main line bears a good signature of the forge: by a key that the files of keys
// gave to the forge's address before the commit, and that no author of the text brought there not long before.
func (s *timeline) byForge(e *entry, c *history.Commit) bool {
	if c.Signature == history.Unsigned || s.In.At == nil {
		return false
	}
	if s.stolen(s.keyOf(c), c.Committer.Day(), c) {
		return false
	}
	payload, signature, err := keys.SplitCommit(c.Raw)
	if err != nil {
		return false
	}
	made := keys.Signed{Payload: payload, Signature: signature, Kind: c.Signature, When: trust.SignedAt(c.Committer.When, s.NewestParent(c))}
	return keyOfForge(trust.Seal{Checked: s.KeysBefore(c).Check(made)}) && !s.ownKey(e, "", made, keyOfForge, s.LandedBy(c))
}

// isOther tells whether the author of a commit is a listed person other than the authors of a text, by the .mailmap of before it as
// well as by the one that is read. Somebody who is not listed could be anybody.
func (s *timeline) isOther(c *history.Commit, authors []author) bool {
	by := s.LandedBy(c)
	for _, who := range [...]history.Identity{c.Author.Identity, s.MailmapBefore(by).Proper(c.Author.Written)} {
		for _, d := range []*trust.Directory{s.Now, s.Before(by)} {
			p, bot := d.Join(who)
			if bot || trust.IsForge(who) || p.ID == "" || slices.ContainsFunc(authors, func(a author) bool {
				return slices.ContainsFunc(a.identities(), func(i history.Identity) bool { other, _ := d.Join(i); return trust.Same(other, p) })
			}) {
				return false
			}
		}
	}
	return true
}
