// Package dossier holds the one value that every output is a view of.
//
// The site, the reports, the exit code and the exports all read a Dossier and nothing else, so that no two of them
// can disagree. It is plain data and is never changed once gathered: a rebuild makes a new one.
package dossier

import (
	"clausebook/internal/aims"
	"clausebook/internal/certification"
	"clausebook/internal/check"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/inforce"
	"clausebook/internal/ledger"
	"clausebook/internal/loop"
	"clausebook/internal/people"
	"clausebook/internal/rows"
	"clausebook/internal/said"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/witness"
)

// Dossier is everything that is known about a service management system at one moment.
type Dossier struct {
	Site      Site
	AsOf      AsOf
	Tool      string // version of clausebook
	Docs      *doc.Set
	People    *people.Register
	Standards *standard.Library
	History   *history.Log
	Strays    []diag.Finding  // former names of commits that cannot be used
	Elsewhere *imported.Scope // what came into the repository from elsewhere
	Approvals *ledger.Ledger
	Acts      *witness.Book       // what documents say was done, and what the history shows of it
	InForce   *inforce.Book       // which version of a document was in force when
	Rows      *rows.Book          // rows of registers and records, and who changed or removed one; read when asked for
	Certified *certification.Book // what documents say of certificates, and what comes next by the scheme
	Aims      *aims.Book          // objectives and benefits, with what was measured of them
	Loop      *loop.Book          // cases of improvement, and where they do not go on
	Matrix    *trace.Matrix
	Rules     []check.Rule     // every rule that was run, for the rules page and explain
	Findings  []diag.Finding   // sorted, with severity
	Gaps      []diag.Finding   // what is not there yet, sorted, with severity; never among the findings
	Excepted  []check.Excepted // findings that documents except with a reason and an end
	Awaited   []check.Awaited  // documents whose approval has still to be shown, and by when
	Spoken    *said.Book       // the language of what rules and findings say; nil for English
	Trend     *Trend           // nil where nobody asked for it
}

// Site is what the configuration says about the site as such.
type Site struct {
	Title        string
	Organization string
	BaseURL      string
	Language     string
	Forge        Forge
	Periods      []Period
	Pseudonyms   Pseudonyms
	Look         Look
	LateAfter    date.Period // between an act and its landing, after which both days are told
}

// Look is what the configuration says of colours, each as #rrggbb or empty, and the path of a logo in the repository.
// OnAccent is black or white, whichever is legible on the accent.
type Look struct{ Accent, OnAccent, AccentDark, OnAccentDark, Link, LinkDark, Logo string }

// Coloured tells whether any colour is given.
func (l Look) Coloured() bool { return l.Accent+l.AccentDark+l.Link+l.LinkDark != "" }

// Pseudonyms says whether people are shown by role and token instead of by name. Nobody can work a token out from a
// name without the key.
type Pseudonyms struct {
	On  bool
	Key string
}

// Forge is where the repository is hosted.
type Forge struct{ Kind, URL, Branch string }

// Period is an audit period, both days inclusive.
type Period struct {
	ID, Name string
	From, To date.Date
}

// AsOf is the day on which dates are judged, and where the documents come from.
type AsOf struct {
	Day      date.Date
	Pinned   bool   // by the configuration or a flag, rather than today
	Revision string // the revision that was read instead of the work tree; empty for the work tree
	Borrowed bool   // the revision has no configuration, and was read with the present one
}

// Clock gives the clock by which acts and commits are judged.
func (a AsOf) Clock() witness.Clock { return witness.Clock{Day: a.Day, Pinned: a.Pinned} }

// Trend is how the required documents came to stand as they do: past days, the oldest first, each judged as of that
// day. The present is the Matrix. Without a history that can be relied on there are no past days.
type Trend struct{ Points []TrendPoint }

// TrendPoint is the last day of a month. The text is that of the last commit of the main line by then, with its own
// configuration, where it had one, people and history; the standards are those of today.
type TrendPoint struct {
	Day      date.Date
	Commit   history.Hash
	Items    map[string]map[trace.State][]string // standard -> state -> ids of required documents; nil where the day is not judged
	Unjudged Unjudged
	Borrowed bool // the commit has no configuration, and was read with the present one
}

// Counts gives how many required documents of a standard were in each state; nothing where the day is not judged.
func (t TrendPoint) Counts(std string) map[trace.State]int {
	n := map[trace.State]int{}
	for state, items := range t.Items[std] {
		n[state] = len(items)
	}
	return n
}

// Unjudged says why a past day cannot be judged; empty where it was.
type Unjudged string

// The reasons why a past day cannot be judged.
const (
	NoDocuments     Unjudged = "no-documents"     // the folder of documents did not exist
	NoConfiguration Unjudged = "no-configuration" // the configuration cannot be used
	Unreadable      Unjudged = "unreadable"       // something of it cannot be read
)
