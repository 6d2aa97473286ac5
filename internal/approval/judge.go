package approval

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/markdown"
	"clausebook/internal/people"
)

// Input is what approvals are judged by.
type Input struct {
	Docs    *doc.Set
	History *history.Log
	People  *people.Register // as the tree that is judged has it
	Policy  config.Approval
}

// Judge gives the approved versions of every document, each with its evidence and with what speaks against it. What
// needs history is said only where the history can be relied on.
func Judge(in Input) *Ledger {
	j := newJudge(in)
	versions := make(map[doc.ID][]Version, len(in.Docs.Documents))
	for _, d := range in.Docs.Documents {
		if in.Docs.ByID(d.ID) != d {
			continue // the id belongs to another document, and so does its ledger
		}
		if found := j.document(d); len(found) > 0 {
			versions[d.ID] = found
		}
	}
	return NewLedger(j.least, versions)
}

// judge carries what is the same for all documents.
type judge struct {
	log      *history.Log
	policy   config.Approval
	least    Grade
	trailers []string
	now      *directory // the people as the judged tree has them
}

// defaultTrailers are those that name an approver unless the configuration says otherwise.
var defaultTrailers = []string{"Approved-by", "Reviewed-by"}

// newJudge prepares what all documents share.
func newJudge(in Input) *judge {
	j := &judge{log: in.History, policy: in.Policy, trailers: in.Policy.Trailers}
	if j.log == nil {
		j.log = &history.Log{State: history.NoRepository}
	}
	if j.trailers == nil {
		j.trailers = defaultTrailers
	}
	var ok bool
	if j.least, ok = ParseGrade(in.Policy.LeastGrade); !ok {
		j.least = Declared
	}
	j.now = newDirectory(in.People)
	return j
}

// document gives the approved versions of one document, newest first.
func (j *judge) document(d *doc.Document) []Version {
	s := &story{judge: j, doc: d, known: map[claim]*entry{}, inherited: inheritedFacts(d)}
	if j.log.Reliable() {
		for _, l := range j.landings(d.Path) {
			s.land(l)
		}
	}
	s.present()
	versions := make([]Version, 0, len(s.entries))
	for _, e := range slices.Backward(s.entries) {
		versions = append(versions, s.version(e))
	}
	return versions
}

// proseHash gives the hash of what a document says, as history.Facts have it.
func proseHash(d *doc.Document) string {
	sum := sha256.Sum256([]byte(markdown.Prose(d.Source[min(d.BodyAt, len(d.Source)):])))
	return hex.EncodeToString(sum[:])
}

// inheritedFacts gives the values that the document has from the configuration's defaults and not from its own front
// matter. Its revisions are read without defaults, so they lack them.
func inheritedFacts(d *doc.Document) history.Facts {
	value := func(key string) string {
		if n := d.Front.Get(key); n != nil && n.Line == 0 {
			return n.Text()
		}
		return ""
	}
	return history.Facts{Version: value("version"), Status: value("status"), ApprovedBy: value("approved_by"), ApprovedOn: value("approved_on")}
}

// dayOf gives the day on which a commit was made, in the zone of who made it.
func dayOf(c *history.Commit) date.Date { return date.Of(c.Committer.When) }

// parseDay reads a day of the front matter; zero where there is none.
func parseDay(s string) date.Date {
	d, err := date.Parse(s)
	if err != nil {
		return date.Date{} // reported where the document is read
	}
	return d
}
