// Package config reads clausebook.yaml once, checks it, and gives every package plain values.
//
// The configuration is trusted: it comes from the repository's owner, not from a document. Flags over file over
// defaults; a repository without the file builds with the defaults.
package config

import (
	"strconv"
	"time"

	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/diag"
)

// FileName is the configuration's name in the repository root.
const FileName = "clausebook.yaml"

// Config is the checked configuration.
type Config struct {
	Title        string
	Organization string
	BaseURL      string        // where the site will stand; empty for relative addresses only
	SiteURLs     []string      // where the documents are published too, as host and path
	Language     string        // BCP 47, default "en"
	Content      content.Place // where the documents are, default the folder "content"
	Output       string        // folder of the site, default "public"
	Theme        string        // folder whose files override the built-in theme, empty for none
	Log          string        // folder of the log of heads, outside the repository; empty where none is kept
	Timezone     string        // in which the day of an instant is told, by its IANA name; default UTC
	AsOf         date.Date     // the day on which dates are judged; zero for today
	Standards    []string      // ids of built-in standards or paths of files, the first is the primary one
	Scheme       string        // id of a built-in certification scheme or path of a file
	Defaults     []Default
	Fields       map[string]string            // a name that existing documents use -> ours
	Values       map[string]map[string]string // a key of ours -> a word that existing documents use -> ours
	Conditions   map[string]Condition
	Waivers      []Waiver
	Approval     Approval
	History      History
	Periods      []Period
	Forge        Forge
	Severity     map[diag.RuleID]Severity
	Pseudonyms   Pseudonyms
	Look         Look

	Path string // relative to the repository root; empty if there is no file
}

// Zone is the zone of judgement: the day of an instant is its day there, on every page and in every verdict.
func (c Config) Zone() *time.Location {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return time.UTC // Load does not let such a name through
	}
	return zone
}

// Default is front matter that documents under a path pattern have unless they say otherwise.
type Default struct {
	Pattern     string              // with * and **, relative to the content folder
	FrontMatter map[string]string   // the values that are scalars
	Lists       map[string][]string // the values that are lists; a key is in one of the two
}

// Condition is a fact about the organization. A condition that does not hold needs a reason.
type Condition struct {
	Holds  bool
	Reason string
	Pos    diag.Pos
}

// Waiver accepts for a time that a required document or a requirement is not met.
type Waiver struct {
	Target     string // id of a required document or requirement
	Reason     string
	ApprovedBy string // person id
	Expires    date.Date
	Pos        diag.Pos
}

// Grades are the words for what an approval may rest on, the weakest first.
var Grades = []string{"declared", "paper", "own-hand", "trailer", "merge", "forge", "signed"}

// Approval says which approvals count.
type Approval struct {
	LeastGrade         string              // declared | paper | own-hand | trailer | merge | forge | signed; default declared
	Trailers           []string            // default Approved-by, Reviewed-by
	SeparationOfDuties bool                // an approver must not be an author; default true
	SeparatedTypes     []string            // document types for which it holds; nil for all but records
	Roles              map[string][]string // document type -> roles that may approve it
	Quorum             map[string]Quorum   // document type -> how many have to approve it; one where it is not named
	PolicyOwner        string              // role that may approve a lowering of these rules; empty for the one that approves policies
	Minor              Minor               // what an owner may approve without the approver
	AllowedSigners     string              // path of an SSH allowed-signers file in the repository
	OpenPGPKeys        string              // path of a folder or file of armored public keys
	Exports            string              // path of a folder of committed review exports
	Settle             date.Period         // after which a grant written by whom it favours counts; default P7D
	LateAfter          date.Period         // between an act and its landing, after which both days are told; default P31D
	AppliesToAll       bool                // approvals of earlier days have to reach today's least grade as well
	Adopted            Adopted             // texts that are taken as an import; nothing where it is zero
}

// Adopted says up to where texts are taken as an import: by whoever brought them, of an author whom nobody knows.
type Adopted struct {
	Commit     string    // the last commit of it, by its full name; empty where a day says it
	Day        date.Date // the last day of it; zero where a commit says it
	LeastGrade string    // of the approvals that they claim; default declared
	Reason     string
	Pos        diag.Pos
}

// IsZero tells whether nothing is adopted.
func (a Adopted) IsZero() bool { return a.Commit == "" && a.Day.IsZero() }

// Alike tells whether two adoptions let the same texts in at the same grade. They may give other reasons.
func (a Adopted) Alike(b Adopted) bool {
	return a.Commit == b.Commit && a.Day == b.Day && a.LeastGrade == b.LeastGrade
}

// Until gives the end of the import as the configuration writes it.
func (a Adopted) Until() string {
	if a.Commit != "" {
		return a.Commit
	}
	return a.Day.String()
}

// Quorum says how many different people have to approve a document.
type Quorum struct {
	Approvers int
	Parties   bool // one of ours, and one of each party that the document names
}

// String gives the quorum as the configuration writes it.
func (q Quorum) String() string {
	if q.Parties {
		return "parties"
	}
	return strconv.Itoa(max(q.Approvers, 1))
}

// Minor says which corrections the owner of a document may approve: those of at most so many words. None where that is zero.
type Minor struct {
	Roles []string // the owners who may; nil for all
	Words int
}

// Period is an audit period, both days inclusive.
type Period struct {
	ID, Name string
	From, To date.Date
	Pos      diag.Pos
}

// Forge says where the repository is hosted, so that pages can link there.
type Forge struct {
	Kind   string // github | gitlab | gitea | bitbucket | azure | gerrit, empty for none
	URL    string // of the repository, without a trailing slash
	Branch string // the branch that edit links name, default "main"
}

// Pseudonyms says whether the site shows people by role and token instead of by name. The key makes the tokens.
type Pseudonyms struct {
	On  bool
	Key string
}

// Look changes colours of the built-in theme, each #rrggbb or empty, and shows a logo from the repository.
// OnAccent is black or white, whichever is legible on the accent.
type Look struct{ Accent, OnAccent, AccentDark, OnAccentDark, Link, LinkDark, Logo string }

// Severity overrides the severity of a rule. Off needs a reason.
type Severity struct {
	Level  diag.Severity
	Reason string
	Pos    diag.Pos
}
