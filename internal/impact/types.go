// Package impact says what a change does: it holds two Dossiers against each other, one of before and one of after.
//
// It is about what a reviewer must know and cannot see from the lines that changed: clauses that lose or gain their
// evidence, approvals that no longer count, who has to approve what. Both sides must be judged as of the same day, or
// time shows as change. Where the two sides disagree about what counts, the side before decides: a change must not
// grant itself anything.
package impact

import (
	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// Side is one of the two things that are compared.
type Side struct {
	*dossier.Dossier
	Config config.Config
}

// Impact is what a change does.
type Impact struct {
	Documents []Document // touched, by path
	Cells     []Cell     // items of standards whose state changed, in the standards' order
	Lost      []Approval // counted before and do not count any more, by document
	Given     []Approval // count now and did not before, by document
	Needed    []Need     // touched documents that still need an approval, by path
	Settings  []Setting  // what the configuration decides otherwise now
	Tell      []Tell     // of what certification bodies want to hear, by certificate
}

// Kind tells what happened to a document.
type Kind string

// The kinds of changes.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Moved   Kind = "moved" // the same bytes under another path
	Changed Kind = "changed"
)

// Document is a document that the change touches.
type Document struct {
	ID     doc.ID
	WasID  doc.ID // where the change gave it another id
	Title  string
	Path   string // where it stood, if it was removed
	From   string // the path before, where it is another one
	Kind   Kind
	Class  history.Class // how far a changed document changed; empty for those that were added or removed
	Rows   bool          // the rows beside it changed
	Before Stand
	After  Stand
}

// Stand is what a document says of itself.
type Stand struct {
	Version string
	Status  doc.Status
}

// Cell is an item of a standard whose state changed. A state is empty where the standard was or is not in use.
type Cell struct {
	Ref           standard.Ref
	Kind          standard.Kind
	Title         string
	Strength      standard.Strength
	Before, After trace.State
	Was, Reason   string // why it had the state before, and why it has the one after
	Worse         bool
}

// Approval is an approved version of a document that began or ceased to count.
type Approval struct {
	Document doc.ID
	Title    string
	Path     string
	Version  ledger.Version
	Reason   string // why it ceased to count
}

// Need is a touched document whose present text nobody has approved so that it counts.
type Need struct {
	Document  doc.ID
	Title     string
	Path      string
	Version   string
	Status    doc.Status
	Approvers []string     // ids of roles of which one must approve, or of the one person who must; empty where nobody has said
	Least     ledger.Grade // the grade that the approval must reach
}

// Setting is something that the configuration decides otherwise after the change.
type Setting struct {
	What          string // in words, such as "severity of RQ001"
	Before, After string // empty where it was or is not set
}
