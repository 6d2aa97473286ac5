// Package history turns a git repository into the revisions of every document: which commit changed what.
//
// One walk over all commits serves all documents. The tree of each commit is compared with its parent's and equal
// subtrees are skipped by their hash, so the cost follows what changed and not how much there is. History that is
// cut short (a shallow or partial clone) or that cannot be read is named as such: a first commit that is not the
// first commit is never given as a date.
//
// Objects are read by package objects; go-git gives the references, the format of the
// configuration file and the names and types of objects (ADR 14). Nothing in a repository is ever written.
package history

import (
	"time"

	"clausebook/internal/date"
)

// Hash is the lower-case hexadecimal name of a git object.
type Hash string

// Short gives the first twelve digits.
func (h Hash) Short() string { return string(h[:min(len(h), 12)]) }

// Identity is a name and address as a commit gives them, after .mailmap.
type Identity struct{ Name, Email string }

// Stamp is an identity with a time, in the zone of judgement. The time is zero where the commit gives none that can be
// read.
type Stamp struct {
	Identity
	Written Identity // as the commit gives it, before .mailmap
	When    time.Time
}

// Day is the day of the time in the zone of judgement; zero where the time cannot be read. It is the one convention for
// the day of a commit or tag.
func (s Stamp) Day() date.Date {
	if s.When.IsZero() {
		return date.Date{}
	}
	return date.Of(s.When)
}

// in moves the time into a zone; nil stands for UTC.
func (s Stamp) in(zone *time.Location) Stamp {
	if s.When.IsZero() {
		return s
	}
	if zone == nil {
		zone = time.UTC
	}
	s.When = s.When.In(zone)
	return s
}

// Trailer is one line of the last paragraph of a commit message, by git's own rule of what a trailer is.
type Trailer struct{ Key, Value string }

// Commit is what is known of one commit.
type Commit struct {
	Hash      Hash
	Tree      Hash
	Parents   []Hash
	Author    Stamp
	Committer Stamp
	CoAuthors []Identity // from Co-authored-by trailers
	CoWritten []Identity // the same, as the commit gives them, before .mailmap
	Subject   string
	Body      string // without subject and trailers
	Trailers  []Trailer
	Signature SignatureKind // presence only; whether it is good is the approval package's question
	Request   string        // pull or merge request number or change id that the message names, such as "#12" or "!7"
	Mainline  bool          // on the first-parent line of HEAD
	Landed    Hash          // the mainline commit that brought it in; itself if Mainline
	Place     int           // of Landed on the main line, counted from its first commit: what landed later has a greater one
	Raw       []byte        // the commit object as stored, which is what a signature covers; not to be changed
}

// Merge tells whether the commit has more than one parent.
func (c *Commit) Merge() bool { return len(c.Parents) > 1 }

// SignatureKind tells which kind of signature a commit carries.
type SignatureKind string

// The kinds of signatures.
const (
	Unsigned SignatureKind = ""
	OpenPGP  SignatureKind = "openpgp"
	SSH      SignatureKind = "ssh"
	X509     SignatureKind = "x509"
)

// Class tells how much a revision changed the document.
type Class string

// The classes of revisions, least first.
const (
	Move       Class = "move"       // another path or file mode, the same bytes
	Metadata   Class = "metadata"   // the front matter alone
	Formatting Class = "formatting" // the body, but not its prose
	Substance  Class = "substance"  // the prose
)

// Facts are what a document says of itself in one blob. They are derived by the Reader that the caller gives.
type Facts struct {
	ID      string
	Version string
	Status  string
	Title   string
	// Approver, ApprovedBy and ApprovedOn are what the front matter declares, as written.
	Approver, ApprovedBy, ApprovedOn string
	Prose                            string // hash of the normalized prose, hex
	Metadata                         string // hash of the front matter, hex
	Body                             string // hash of the body as written, hex; where it is empty, changed metadata hide changed formatting
	Acts                             string // what it says was done, and when, as the Reader writes it
	// What an approval binds: the front matter that it does, a key a line, and hashes of the text with its structure, of the
	// rows that may be records of their own, and of the paths of its relative links. Type tells whether they are.
	Type, Control, Structure, Rows, Links string
	Fulfils                               string // ids of the required documents that it says it fulfils, with commas between
	Withdrawn                             string // which approvals were taken back, as the Reader writes it
	Record                                string // what shows its approval on paper, as the Reader writes it
	Meeting                               string // of minutes: who chaired, then who attended, one a line
	Parties                               string // ids of the parties that it names, with commas between
}

// Revision is a document as one commit left it.
type Revision struct {
	Commit  *Commit
	Path    string
	From    string // the path before, where the commit moved the document; otherwise empty
	Blob    Hash   // empty if the commit deleted the document
	OldBlob Hash   // empty if the commit added it
	Mode    uint32
	Class   Class
	Facts   Facts // of Blob; of OldBlob for a deletion
	Unread  bool  // that blob is not in the repository or damaged, so that Facts are not known
	Ignored bool  // the commit is listed in .git-blame-ignore-revs
}

// Added tells whether the commit put the document where there was none: its first revision, or its return after a
// deletion.
func (r Revision) Added() bool { return r.OldBlob == "" }

// Deleted tells whether the revision removed the document.
func (r Revision) Deleted() bool { return r.Blob == "" }

// State tells how far the history can be relied on.
type State string

// The states of a history. Only Complete supports statements about when something first happened.
const (
	Complete     State = "complete"
	NoRepository State = "no-repository" // the folder is in no git repository
	NoCommits    State = "no-commits"
	Shallow      State = "shallow"     // cut off at a depth
	Partial      State = "partial"     // objects are missing that the history needs
	Unsupported  State = "unsupported" // SHA-256 objects, reftable or another format that cannot be read
)

// Log is the history of a folder of documents. It is not changed after Read.
type Log struct {
	State   State
	Reason  string // why the state is not Complete, one sentence
	Fix     string // the command that fixes it
	Head    Hash
	Branch  string   // the branch of HEAD, empty if detached
	Prefix  string   // the project root relative to the top of the repository; empty if they are the same
	Commits int      // commits reachable from Head
	Notes   []string // what was met and handled, such as replace refs that are not followed

	Memory    Memory      // of the protected lines
	Unfetched []Unfetched // references with reviews that the clone lacks
	Moved     Moved       // what became of the moves that were given

	stood   map[string]string // see Standing
	foreign map[string]bool   // see Without

	view *view  // nil where nothing is known
	key  string // what was read and how; see indexKey
}

// Trail is a document that HEAD has no more, under the last path it had.
type Trail struct {
	Path      string
	Revisions []Revision // newest first, so that the deletion comes first
}

// Reliable tells whether the history can support statements.
func (l *Log) Reliable() bool { return l.State == Complete }
