// Package imported tells what came into the repository from elsewhere: the first commit that holds documents, and what
// `approval.adopted` of the configuration adds to it.
//
// Of a text that was imported, the commit names who brought it and not who wrote or approved it. So what it states of an earlier
// day is taken as a statement of an unknown author. An adoption reaches no further than to the commit before the one that
// states it: nobody can adopt a text in the change that brings it, nor one of later.
package imported

import (
	"errors"
	"fmt"
	"io/fs"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// RuleUntil is the rule whose findings say that an adoption cannot be used.
const RuleUntil diag.RuleID = "AP026"

// Input is what the import follows from. All but Docs and History may be left out.
type Input struct {
	Docs    *doc.Set
	History *history.Log
	Adopted config.Adopted // as the tree that is judged states it
	Day     date.Date      // of judgement
	Base    history.Hash   // where a change that has not landed left the main line

	// At gives the files of a commit, and AdoptedOf reads what the configuration among them states. A tree without a
	// configuration gives fs.ErrNotExist.
	At        func(history.Hash) (fs.FS, error)
	AdoptedOf func(fs.FS) (config.Adopted, error)

	// Configured tells whether a commit has a configuration. Without it there always was one.
	Configured func(history.Hash) bool
}

// Scope is what came from elsewhere. It is not changed once read. The methods of a nil Scope know of no import.
type Scope struct {
	First   *history.Commit // of the main line, that brought the first documents; nil where none did
	Adopted config.Adopted  // what is adopted; zero where nothing is, or where the statement cannot be used
	Until   *history.Commit // the last commit of the main line that is adopted; nil where none is

	Findings []diag.Finding // why a statement cannot be used

	configured int // the place of the main line from which on there was a configuration
}

// Read finds what came from elsewhere. Where something is adopted, the configuration of each commit of the main line is looked at.
func Read(in Input) *Scope {
	s := &Scope{}
	if in.History == nil || !in.History.Reliable() {
		return s
	}
	s.First, s.configured = firstOf(in.Docs, in.History), in.configured()
	if in.Adopted.IsZero() {
		return s
	}
	until, problem := in.until()
	if problem != "" {
		s.Findings = []diag.Finding{{Rule: RuleUntil, Pos: in.Adopted.Pos, Message: problem,
			Hint: "write the full name of a commit of this history, or a day that is over; until then nothing is adopted"}}
		return s
	}
	if s.Until = in.before(until); s.Until != nil {
		s.Adopted = in.Adopted
	}
	return s
}

// firstOf gives the commit of the main line that brought the first documents; nil where none did.
func firstOf(docs *doc.Set, log *history.Log) *history.Commit {
	var first *history.Commit
	for _, d := range docs.Documents {
		if l := log.Landings(d.Path); len(l) > 0 && (first == nil || l[0].By.Place < first.Place) {
			first = l[0].By
		}
	}
	return first
}

// until gives the commit of the main line up to which the configuration adopts, or says why there is none.
func (in Input) until() (*history.Commit, string) {
	a := in.Adopted
	if a.Commit == "" && !in.Day.IsZero() && a.Day.After(in.Day) {
		return nil, fmt.Sprintf("`approval.adopted.until: %s` lies in the future: nobody can adopt what has not been written yet", a.Day)
	}
	c := Last(in.History, a)
	switch {
	case c != nil:
		return c, ""
	case a.Commit != "":
		return nil, fmt.Sprintf("`approval.adopted.until: %s` is no commit of this history", a.Commit)
	}
	return nil, fmt.Sprintf("`approval.adopted.until: %s` is a day before the first commit", a.Day)
}

// Last gives the commit of the main line up to which an adoption reaches by its own words; nil where there is none.
func Last(log *history.Log, a config.Adopted) *history.Commit {
	if a.Commit == "" {
		return log.Until(a.Day)
	}
	c := log.Commit(history.Hash(a.Commit))
	if c == nil {
		return nil
	}
	return log.LandedBy(c)
}

// before gives the last commit up to one that landed before the adoption was stated, and before the change that states it left the
// main line; nil where there is none.
func (in Input) before(until *history.Commit) *history.Commit {
	end := until.Place
	if by := in.statedBy(); by != nil {
		end = min(end, by.Place-1)
		if fork := in.History.Fork(in.Base); fork != nil && by.Place > fork.Place {
			end = min(end, fork.Place)
		}
	} else if fork := in.History.Fork(in.Base); fork != nil {
		end = min(end, fork.Place)
	}
	if end == until.Place {
		return until
	}
	var last *history.Commit
	for c := range in.History.MainLine() {
		if c.Place > end {
			break
		}
		last = c
	}
	return last
}

// statedBy gives the commit of the main line that stated up to where is adopted, as it is stated now; nil where that is not committed
// or cannot be told.
func (in Input) statedBy() *history.Commit {
	if in.At == nil || in.AdoptedOf == nil {
		return nil
	}
	var by *history.Commit
	for c := range in.History.MainLine() { // the first commit first
		tree, err := in.At(c.Hash)
		if err != nil {
			continue // the project did not exist yet
		}
		switch then, err := in.AdoptedOf(tree); {
		case err != nil && !errors.Is(err, fs.ErrNotExist): // it could not be used, so the one before it held
		case err != nil || !then.Alike(in.Adopted):
			by = nil
		case by == nil:
			by = c
		}
	}
	return by
}

// configured gives the place of the first commit of the main line that has a configuration. One that was removed later was there.
func (in Input) configured() int {
	if in.Configured == nil {
		return 0
	}
	after := 0
	for c := range in.History.MainLine() {
		if in.Configured(c.Hash) {
			return c.Place
		}
		after = c.Place + 1
	}
	return after
}

// Spares tells whether what a commit of the main line brought is from before anybody asked for evidence of approvals: it landed before
// the first configuration, or it is adopted. That it calls itself approved says only that it was in use; of everything else it is a claim.
func (s *Scope) Spares(by *history.Commit) bool {
	return s != nil && by != nil && (by.Place < s.configured || s.Adopts(by))
}

// Holds tells whether what a commit of the main line brought came from elsewhere.
func (s *Scope) Holds(by *history.Commit) bool { return s.first(by) || s.Adopts(by) }

// first tells whether a commit brought the first documents.
func (s *Scope) first(by *history.Commit) bool {
	return s != nil && by != nil && s.First != nil && by.Hash == s.First.Hash
}

// Adopts tells whether what a commit of the main line brought is adopted.
func (s *Scope) Adopts(by *history.Commit) bool {
	return s != nil && by != nil && s.Until != nil && by.Place <= s.Until.Place
}

// Brings tells whether a commit of the main line brought a statement from elsewhere; earlier, that it is of a day before the landing.
// What was adopted may have been written here as well: there a statement of its own day has the author of its commit.
func (s *Scope) Brings(by *history.Commit, earlier bool) bool {
	return s.first(by) || earlier && s.Adopts(by)
}

// Said says what is adopted, as a sentence; nothing where nothing is.
func (s *Scope) Said() phrase.Phrase {
	if s == nil || s.Until == nil {
		return phrase.Phrase{}
	}
	return phrase.Of("Texts that landed up to %s are taken as imported: their approvals count from grade “%s” upwards, and nobody is called "+
		"the author of what they state of earlier days. The reason given: %s", s.Words(), s.Adopted.LeastGrade, s.Adopted.Reason)
}

// Words says up to where texts are adopted, after "from before" or "up to".
func (s *Scope) Words() phrase.Phrase {
	if s.Adopted.Commit == "" {
		return phrase.Of("the end of %s", s.Adopted.Day)
	}
	return phrase.Of("commit %s of %s", s.Until.Hash.Short(), s.Until.Committer.Day())
}
