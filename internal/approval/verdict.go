package approval

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
	"clausebook/internal/witness"
)

// words names a version in a message.
func (c claim) words() phrase.Phrase {
	if c.version == "" {
		return phrase.Of("the document")
	}
	return phrase.Of("version %s", c.version)
}

// inCommit names the commit that shows something, if there is one.
func inCommit(what phrase.Phrase, h history.Hash) phrase.Phrase {
	if h == "" {
		return what
	}
	return phrase.Of("%s (commit %s)", what, h.Short())
}

// turns turns an entry into the approved version. Where its approval was taken back and it was approved again later, these are two.
func (s *timeline) turns(e *entry) []ledger.Version {
	found := s.evidenceFor(e)
	for len(e.next) > 0 && !s.settles(e, found) {
		e.proceed()
		e.least, e.quorum = s.asked(e.landing), s.quorumAsked(e.landing)
		found = s.evidenceFor(e)
	}
	before := slices.DeleteFunc(slices.Clone(found), func(c candidate) bool { return c.until.IsZero() })
	again := slices.DeleteFunc(slices.Clone(found), func(c candidate) bool { return !c.until.IsZero() })
	if len(before) > 0 && len(again) > 0 && again[0].sound() {
		return []ledger.Version{s.version(e, before), s.version(e, again)}
	}
	return []ledger.Version{s.version(e, found)}
}

// version turns an entry and the evidence of its approval into the approved version: who wrote it, the best evidence, and all
// doubts.
func (s *timeline) version(e *entry, found []candidate) ledger.Version {
	v := ledger.Version{Document: s.doc.ID, Version: e.claim.version, Revision: e.revision,
		Content: e.facts.Prose, Bound: e.content, On: parseDay(e.claim.on), Asked: e.least, InReview: e.claim.asks()}
	if e.revision != nil && e.revision.Commit == s.Next {
		v.Revision = nil
	}
	authors := e.authors
	for _, a := range authors {
		if !slices.ContainsFunc(v.Authors, func(p trust.Person) bool { return trust.Same(p, a.person) }) {
			v.Authors = append(v.Authors, a.person)
		}
	}
	if len(found) > 0 {
		best := found[0]
		v.Until = best.until
		v.Approver, v.As, v.Role, v.Grade, v.Minor = best.person, best.as, best.role, best.evidence.Grade, best.minor
		if v.On.IsZero() {
			v.On = best.day
		}
		v.Verdicts = append(slices.Concat(v.Verdicts, best.doubts), s.unconfirmed(e, found)...)
		if best.author {
			v.Verdicts = append(v.Verdicts, s.selfApproval(e, v))
		}
		v.Verdicts = append(v.Verdicts, fromOwnDay(e, best, &v)...)
	}
	v.Verdicts = append(v.Verdicts, s.count(e, &v, found)...)
	v.Evidence = evidenceOf(found)
	if len(found) > 0 {
		s.adopt(e, &v, found[0])
	}
	v.Verdicts = append(v.Verdicts, tellingDoubts(found)...)
	v.Verdicts = append(v.Verdicts, s.signatureDoubts(e, authors)...)
	v.Verdicts = append(v.Verdicts, s.votesAgainst(e, v)...)
	v.Verdicts = append(v.Verdicts, s.changedAfter(e, v)...)
	v.Verdicts = append(v.Verdicts, s.tooWeak(e, v)...)
	if v.VoidedBy() == nil {
		v.Verdicts = append(v.Verdicts, besides(found)...)
	}
	s.recorded(e, &v)
	s.word(&v)
	return v
}

// word puts what is said of a version into the words for its document: records are confirmed.
func (s *timeline) word(v *ledger.Version) {
	for i := range v.Verdicts {
		v.Verdicts[i].Message = s.doc.Assent(v.Verdicts[i].Message)
	}
	for i := range v.Evidence {
		v.Evidence[i].What = s.doc.Assent(v.Evidence[i].What)
	}
}

// settles tells whether somebody approved the text of an entry with nothing against it. What comes later under the same version is then
// a change after the approval, and else the text that awaits one.
func (s *timeline) settles(e *entry, found []candidate) bool {
	apart := s.PolicyBefore(e.landing).Separates(e.facts.Type)
	return slices.ContainsFunc(found, func(c candidate) bool { return c.held() && !(c.author && apart) }) && len(s.unconfirmed(e, found)) == 0
}

// evidenceFor finds who wrote what an entry approves, and gives who may have approved it.
func (s *timeline) evidenceFor(e *entry) []candidate {
	e.authors, e.paper = s.authors(e), s.paperOf(e)
	found := s.candidates(e, e.authors)
	if s.Next != nil && len(found) > 0 && slices.ContainsFunc(e.wrote, func(r *history.Revision) bool { return r.Commit == s.Next }) {
		s.unsigned = true
	}
	return found
}

// fromOwnDay lets evidence of a forge or a signature count from its own day. A document that gives an earlier one is told so.
func fromOwnDay(e *entry, best candidate, v *ledger.Version) []ledger.Verdict {
	if best.evidence.Grade < ledger.Forge || !best.sound() || !best.day.After(v.On.AddDays(witness.Grace)) {
		return nil
	}
	said := v.On
	v.On = best.day
	return []ledger.Verdict{{Rule: ledger.RuleLate, Commit: best.evidence.Commit,
		Message: phrase.Of("the document says that %s was approved on %s, but the evidence is of %s; the approval counts from then on",
			e.claim.words(), said, best.day)}}
}

// evidenceOf gives what an approval rests on: the evidence of its approver, then what else is sound, by grade.
func evidenceOf(found []candidate) []ledger.Evidence {
	var out []ledger.Evidence
	for i, c := range found {
		if i > 0 && !c.sound() {
			continue
		}
		out = append(out, c.evidence)
		for _, note := range c.notes {
			again := func(e ledger.Evidence) bool { return e.Commit == c.evidence.Commit && e.What.Equal(note) }
			if !slices.ContainsFunc(out, again) { // one commit may show an approval in two ways
				out = append(out, ledger.Evidence{What: note, Commit: c.evidence.Commit})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b ledger.Evidence) int { return cmp.Compare(b.Grade, a.Grade) })
	return out
}

// tellingDoubts gives the doubts about strong evidence that was passed over for better evidence. They do not void the
// approval, which rests on the better one.
func tellingDoubts(found []candidate) []ledger.Verdict {
	var out []ledger.Verdict
	for _, c := range found[min(1, len(found)):] {
		if !c.telling() {
			continue
		}
		for _, d := range c.doubts {
			d.Voids = false
			out = append(out, d)
		}
	}
	return out
}

// besides names those who are said to have approved as well and had no authority, where the approval counts without them.
func besides(found []candidate) []ledger.Verdict {
	var out []ledger.Verdict
	for i, c := range found {
		told := func(other candidate) bool { return trust.Same(other.person, c.person) }
		if !found[0].sound() || !c.named || slices.ContainsFunc(found[:i], told) { // whose better evidence stands before counts, or is told
			continue
		}
		for _, d := range c.doubts {
			if d.Rule == ledger.RuleNoRole {
				out = append(out, ledger.Verdict{Rule: ledger.RuleBeside, Commit: d.Commit,
					Message: phrase.Of("%s; the approval of %s counts without it", d.Message, found[0].person)})
			}
		}
	}
	return out
}

// author is a person who changed the substance of a version, with the identity as the commit gives it, and as the .mailmap makes it
// that is read, and the one of before the text landed.
type author struct {
	person                  trust.Person
	identity, written, then history.Identity
	folded                  history.Hash // the commit that names the person as co-author alone, beside their approval; empty for others
}

// identities gives all by which an author may be known: none hides what another shows.
func (a author) identities() []history.Identity {
	return []history.Identity{a.identity, a.written, a.then}
}

// authors gives who wrote a version: the authors and co-authors of its changes of substance, and who opened the
// request that brought them in, machines apart, each once.
func (s *timeline) authors(e *entry) []author {
	var out []author
	add := func(who, written, then history.Identity, folded history.Hash) {
		p, bot := s.Now.Join(who)
		i := slices.IndexFunc(out, func(o author) bool { return trust.Same(o.person, p) && o.written == written })
		switch {
		case bot || p.IsZero():
		case i < 0:
			out = append(out, author{p, who, written, then, folded})
		case folded == "":
			out[i].folded = ""
		}
	}
	for _, r := range slices.Concat(e.shared, e.wrote) {
		if s.JoinsOnly(r) {
			continue // its parents' authors stand in their own commits
		}
		landing := s.LandedBy(r.Commit)
		then := s.MailmapBefore(landing)
		add(r.Commit.Author.Identity, r.Commit.Author.Written, then.Proper(r.Commit.Author.Written), "")
		for i, co := range r.Commit.CoAuthors {
			add(co, r.Commit.CoWritten[i], then.Proper(r.Commit.CoWritten[i]), s.foldedIn(r, co))
		}
		if opener, ok := s.exports.opener(landing); ok {
			who := s.Now.Account(opener)
			add(who, who, who, "")
		}
	}
	return out
}

// foldedIn tells whether a revision names somebody as co-author beside their own approval, and in which commit. That is how a
// squash leaves the commit of an approver: whether they wrote anything else of it, nobody can tell.
func (s *timeline) foldedIn(r *history.Revision, co history.Identity) history.Hash {
	if p, _ := s.Now.Join(co); !r.Commit.Merge() && p.ID != "" && s.Now.Names(s.fill(r.Facts).ApprovedBy, p.ID) {
		return r.Commit.Hash
	}
	return ""
}

// commitOf gives the commit that shows an entry, if one holds it.
func (e *entry) commitOf() history.Hash {
	if e.revision == nil {
		return ""
	}
	return e.revision.Commit.Hash
}

// selfApproval doubts an approval by an author, in other words where there were several, or by somebody who stands in for one.
func (s *timeline) selfApproval(e *entry, v ledger.Version) ledger.Verdict {
	d := ledger.Verdict{Rule: ledger.RuleSelfApproval, Commit: e.commitOf(), Voids: s.PolicyBefore(e.landing).Separates(e.facts.Type),
		Message: phrase.Of("%s approved %s on %s, but is also its only author", v.Approver, e.claim.words(), v.On)}
	if len(v.Authors) > 1 {
		d.Rule = ledger.RuleAmongAuthors
		d.Message = phrase.Of("%s approved %s on %s, but is also one of its %d authors", v.Approver, e.claim.words(), v.On, len(v.Authors))
	}
	if !v.As.IsZero() && !among(e.authors, v.Approver) {
		d.Message = phrase.Of("%s approved %s on %s as deputy of %s, who wrote it", v.Approver, e.claim.words(), v.On, v.As)
	}
	d.Message = inCommit(d.Message, d.Commit)
	return d
}

// changedAfter doubts an approval of a text that is not the text under that version any more.
func (s *timeline) changedAfter(e *entry, v ledger.Version) []ledger.Verdict {
	doubt := func(commit history.Hash, voids bool, message phrase.Phrase) []ledger.Verdict {
		return []ledger.Verdict{{Rule: ledger.RuleChangedAfter, Commit: commit, Voids: voids, Message: message}}
	}
	what := e.claim.words()
	switch c := e.changed; {
	case c != nil && e.restored == nil:
		return doubt(c.Hash, true, s.changedBy(what, v, c, e.how))
	}
	if found := s.shifted(e); found != nil {
		c := cmp.Or(found.commit, s.Next)
		return doubt(c.Hash, true, s.changedBy(what, v, c, found.what))
	}
	switch c := e.changed; {
	case c != nil && e.restored == s.Next:
		return doubt(c.Hash, false,
			phrase.Of("%s was approved on %s, changed in substance by commit %s and changed back in a change that is not committed",
				what, v.On, c.Hash.Short()))
	case c != nil:
		return doubt(
			c.Hash,
			false,
			phrase.Of(
				"%s was approved on %s, changed in substance by commit %s and changed back by commit %s",
				what,
				v.On,
				c.Hash.Short(),
				e.restored.Hash.Short(),
			),
		)
	}
	return nil
}

// changedBy says that an approved version was changed by a commit, and how where its words do not tell.
func (s *timeline) changedBy(what phrase.Phrase, v ledger.Version, c *history.Commit, how phrase.Phrase) phrase.Phrase {
	message := phrase.Of("%s was approved on %s, then changed in substance on %s by %s (commit %s)",
		what, v.On, c.Committer.Day(), trust.AuthorOf(c), c.Hash.Short())
	if c == s.Next {
		message = phrase.Of("%s was approved on %s, then changed in substance on %s by %s in a change that is not committed",
			what, v.On, c.Committer.Day(), trust.AuthorOf(c))
	}
	if how.IsZero() {
		return message
	}
	return phrase.Of("%s: %s", message, how)
}

// tooWeak doubts what rests on nothing, or on less than is asked for. Where history cannot be read nobody knows
// whether there is more.
func (s *timeline) tooWeak(e *entry, v ledger.Version) []ledger.Verdict {
	doubt := func(rule diag.RuleID, message phrase.Phrase) []ledger.Verdict {
		return []ledger.Verdict{{Rule: rule, Commit: e.commitOf(), Voids: true, Message: message}}
	}
	switch {
	case v.Grade == ledger.None && s.ToCome(parseDay(e.facts.ApprovedOn)):
		return doubt(
			ledger.RuleUnapproved,
			phrase.Of("%s has the status approved, but its approval date, %s, is in the future", e.claim.words(), e.facts.ApprovedOn),
		)
	case v.Grade == ledger.None && e.facts.ApprovedBy != "" && s.impossible(e, parseDay(e.facts.ApprovedOn)):
		return doubt(
			ledger.RuleUnapproved,
			phrase.Of("%s has the status approved, but its approval date, %s, is later than the commit that states it (commit %s)",
				e.claim.words(), e.facts.ApprovedOn, e.commitOf().Short()),
		)
	case v.Grade == ledger.None && s.Log.Reliable():
		return doubt(ledger.RuleUnapproved, phrase.Of("%s has the status approved, but %s", e.claim.words(), inCommit(s.lack(e), e.commitOf())))
	case v.Grade == ledger.None:
		return doubt(
			ledger.RuleUnapproved,
			phrase.Of("%s has the status approved, but the front matter names neither approver nor date", e.claim.words()),
		)
	case v.Grade < e.least && e.revision != nil:
		weak := inCommit(phrase.Of("the approval of %s by %s on %s is only %s", e.claim.words(), v.Approver, v.On, v.Shown()), e.commitOf())
		return doubt(ledger.RuleBelowGrade, phrase.Of("%s; at least %s is required", weak, e.least.Needed()))
	}
	return nil
}

// lack says what is missing from a claim without evidence.
func (s *timeline) lack(e *entry) phrase.Phrase {
	key, miss := s.nearMiss(e)
	switch {
	case miss != "":
		return phrase.Of(
			"the line %s in the message of commit %s is not in its last paragraph, where git looks for trailers",
			key+":",
			miss.Short(),
		)
	case e.carriedOver():
		return phrase.Of("approved_by and approved_on were written for another text, version %s", e.lines.version)
	case e.facts.ApprovedBy != "" && s.namesNobody(e.facts.ApprovedBy, e.landing):
		return phrase.Of("approved_by is “%s”, which does not name a person", e.facts.ApprovedBy)
	case s.emptyTrailer(e) != nil:
		return phrase.Of("the trailer %s is “%s”, which does not name a person", s.emptyTrailer(e).Key, s.emptyTrailer(e).Value)
	case e.facts.ApprovedBy == "" && e.claim.on == "":
		return phrase.Of("nothing shows who approved it and when")
	case e.facts.ApprovedBy == "":
		return phrase.Of("nothing shows who approved it on %s", e.claim.on)
	}
	return phrase.Of("nothing shows when %s approved it", e.facts.ApprovedBy)
}

// emptyTrailer finds a trailer that stands where an approver should be named and names nobody; nil if there is none.
func (s *timeline) emptyTrailer(e *entry) *history.Trailer {
	var found *history.Trailer
	s.eachAct(e, func(a act) {
		for _, t := range a.commit.Trailers {
			if found == nil && s.PolicyBefore(a.by).Reviews(t.Key) && s.speaksFor(a.commit, e) && s.namesNobody(t.Value, a.by) {
				found = &t
			}
		}
	})
	return found
}

// namesNobody tells whether a line names no person: nobody at all, or programs alone.
func (s *timeline) namesNobody(line string, change *history.Commit) bool {
	return !slices.ContainsFunc(people.Names(line), func(name string) bool {
		_, bot := s.Named(name, change)(s.Now)
		return !bot
	})
}

// nearMiss finds a line that was meant as an approval and that git does not read as a trailer, because it does not stand
// in the last paragraph of the message: its key, and the commit.
func (s *timeline) nearMiss(e *entry) (key string, in history.Hash) {
	s.eachAct(e, func(a act) {
		for line := range strings.Lines(a.commit.Body) {
			found, _, ok := strings.Cut(line, ":")
			if found = strings.TrimSpace(found); in == "" && ok && s.PolicyBefore(a.by).Reviews(found) {
				key, in = found, a.commit.Hash
			}
		}
	})
	return key, in
}
