// Package check runs the rules over documents, people, standards, history and matrix, and gives the findings.
//
// A rule is a value in a file of its own: id, title, why an auditor cares, how to fix it, severity, and its
// function. The same value feeds the check, `clausebook explain`, the rules page and docs/rules.md. Rules whose
// findings come out of parsing (front matter, YAML, links' schemes) have no function here: their package reports
// them, and the value gives them their words and severity.
package check

import (
	"clausebook/internal/aims"
	"clausebook/internal/certification"
	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/kept"
	"clausebook/internal/ledger"
	"clausebook/internal/loop"
	"clausebook/internal/people"
	"clausebook/internal/rows"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/witness"
)

// Rule is one check.
type Rule struct {
	ID       diag.RuleID
	Title    string                      // what is wrong, a few words
	Why      string                      // why an auditor cares
	Fix      string                      // how to fix it
	Clauses  []string                    // clauses of the standard that it rests on
	Severity diag.Severity               // unless the configuration or the strength of a requirement says otherwise
	PerFile  bool                        // all that it finds in one file is one finding, at the first place
	Gap      bool                        // something is not there yet: the list of gaps tells it and decides by it, see Result
	Firm     bool                        // neither the configuration nor a baseline in the repository makes it less severe
	Run      func(*Input) []diag.Finding // looks at the whole set; nil where Text or another package finds
	Text     func(*text) []diag.Finding  // looks at one document alone; nil where Run or another package finds
}

// Input is everything that rules may look at. A zero field means that it is not known: the rules that need it then
// say nothing.
type Input struct {
	AsOf      date.Date
	Docs      *doc.Set
	People    *people.Register
	Standards *standard.Library
	History   *history.Log
	Approvals *ledger.Ledger
	Elsewhere *imported.Scope // what came into the repository from elsewhere; nil where nothing is known of it
	Acts      *witness.Book
	Rows      *rows.Book
	Matrix    *trace.Matrix
	Certified *certification.Book // nil where nothing is known of certificates
	Aims      *aims.Book          // objectives and benefits
	Loop      *loop.Book          // cases of improvement

	Conditions map[string]config.Condition
	Waivers    []config.Waiver
	Periods    []config.Period // audit periods
	Policy     config.Approval // which approvals count
	Config     string          // the configuration file; empty where there is none
	BaseURL    string          // where the site stands

	CodeOwners []byte // the forge's CODEOWNERS file

	Reserved       []string          // addresses of pages of the site that show no document
	CodeOwnersPath string            // of that file, relative to the project root
	Gained         map[doc.ID]string // ids that the base branch has gained since this branch left it -> path there
	Touched        map[doc.ID]bool   // documents that the change brings or changes; nil where nothing is compared with a base
	LateAfter      date.Period       // between an act and its landing, after which it was written down late
	Settle         date.Period       // how long after the landing of a text evidence of its approval may still come

	Acknowledged []config.Acknowledged // commits that a protected line lost, with the reason
	Moved        config.Moved          // when the history was moved
	Strays       []diag.Finding        // what is wrong with the file of former names

	Memory *Memory     // what was read of documents alone; nil remembers nothing
	Kept   *kept.Store // the same from one run to the next; may be nil

	alone   func(*doc.Document) *reading      // what rules take from a document alone
	awaited map[*doc.Document]awaitedApproval // approvals that documents in force lack
	links   []link                            // every link that leads to a document or file, resolved once
}
