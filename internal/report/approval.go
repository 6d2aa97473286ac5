package report

import (
	"cmp"
	"fmt"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/dossier"
	"clausebook/internal/inforce"
	"clausebook/internal/ledger"
	"clausebook/internal/trust"
)

// Approval is an approved version of a document: by whom, when and on what evidence.
type Approval struct {
	Version  string             `json:"version"`
	On       date.Date          `json:"on,omitzero"`
	Approver *Person            `json:"approver,omitempty"`
	Role     string             `json:"role,omitempty"`    // that gave the authority on that day
	Given    []ApprovalGiven    `json:"approvals"`         // those that count, of each person once
	Needed   int                `json:"needed,omitempty"`  // how many of them are needed
	Minor    bool               `json:"minor,omitempty"`   // the owner approved it, as a minor correction
	Adopted  bool               `json:"adopted,omitempty"` // it counts because the configuration adopts what landed by then
	Record   *ApprovalRecord    `json:"record,omitempty"`  // what shows it on paper
	Grade    string             `json:"grade"`
	Counts   bool               `json:"counts"`          // reaches the grade asked for, and no verdict voids it
	State    string             `json:"state,omitempty"` // of the version on the as-of day: in-force, superseded and so on
	From     date.Date          `json:"in_force_from,omitzero"`
	To       date.Date          `json:"in_force_to,omitzero"`
	Said     date.Date          `json:"said_on,omitzero"` // since when the repository says so, where that is later
	Commit   string             `json:"commit,omitempty"`
	Authors  []Person           `json:"authors"`
	Evidence []ApprovalEvidence `json:"evidence"`
	Verdicts []Verdict          `json:"verdicts"`
}

// ApprovalGiven is the approval of one person.
type ApprovalGiven struct {
	By    Person    `json:"by"`
	As    *Person   `json:"deputy_of,omitempty"`
	Role  string    `json:"role,omitempty"`  // that gave the authority on that day
	Party string    `json:"party,omitempty"` // for which it was given
	On    date.Date `json:"on,omitzero"`
	Grade string    `json:"grade"`
}

// ApprovalRecord is what shows an approval on paper: a file, or a version of a document.
type ApprovalRecord struct {
	File     string `json:"file"`
	Document string `json:"document,omitempty"`
	Version  string `json:"version,omitempty"`
	SHA256   string `json:"sha256,omitempty"`
	Blob     string `json:"blob,omitempty"`   // what git calls it
	Commit   string `json:"commit,omitempty"` // that brought it
}

// Words names the record: a version of a document, else a file.
func (r ApprovalRecord) Words() string {
	if r.Document != "" {
		return strings.TrimSpace(r.Document + " " + r.Version)
	}
	return r.File
}

// Person is someone whom evidence names.
type Person struct {
	ID    string `json:"id,omitempty"` // of people.yaml
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

// ApprovalEvidence is one thing that an approval rests on.
type ApprovalEvidence struct {
	Grade  string `json:"grade"`
	What   string `json:"what"`
	Commit string `json:"commit,omitempty"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
}

// Verdict is a doubt about an approval.
type Verdict struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Commit  string `json:"commit,omitempty"`
	Voids   bool   `json:"voids"`
}

// ApprovalOf gives a version and its evidence as reports have them.
func ApprovalOf(d *dossier.Dossier, v ledger.Version) Approval {
	a := Approval{Version: v.Version, On: v.On, Role: v.Role, Grade: v.Grade.String(), Counts: v.Counts(d.Approvals.Least),
		Given: givenOf(v), Needed: v.Needed, Minor: v.Minor, Adopted: v.Adopted, Record: recordOf(v.Record), Authors: []Person{},
		Evidence: []ApprovalEvidence{}, Verdicts: []Verdict{}}
	if !v.Approver.IsZero() {
		p := PersonOf(v.Approver)
		a.Approver = &p
	}
	if d.InForce != nil {
		a.inForce(d.InForce.Find(v), d.AsOf.Day)
	}
	if v.Revision != nil && v.Revision.Commit != nil {
		a.Commit = string(v.Revision.Commit.Hash)
	}
	for _, p := range v.Authors {
		a.Authors = append(a.Authors, PersonOf(p))
	}
	for _, e := range v.Evidence {
		a.Evidence = append(
			a.Evidence,
			ApprovalEvidence{Grade: e.Grade.String(), What: e.What.String(), Commit: string(e.Commit), File: e.Pos.File, Line: e.Pos.Line},
		)
	}
	for _, x := range v.Verdicts {
		a.Verdicts = append(a.Verdicts, Verdict{Rule: string(x.Rule), Message: x.Message.String(), Commit: string(x.Commit), Voids: x.Voids})
	}
	return a
}

func recordOf(p ledger.Paper) *ApprovalRecord {
	if p.Path == "" {
		return nil
	}
	return &ApprovalRecord{p.Path, string(p.Document), p.Version, p.SHA256, string(p.Blob), string(p.Commit)}
}

// inForce fills in when a version was in force.
func (a *Approval) inForce(v *inforce.Tenure, day date.Date) {
	if v == nil {
		return
	}
	if a.State = v.State(day).String(); len(v.Spans) > 0 {
		a.From, a.To, a.Said = v.From, v.To(), v.Said
	}
}

// givenOf gives the approvals that count for a version.
func givenOf(v ledger.Version) []ApprovalGiven {
	out := []ApprovalGiven{}
	for _, g := range v.Given {
		row := ApprovalGiven{By: PersonOf(g.Person), Role: g.Role, Party: g.Party, On: g.On, Grade: g.Grade.String()}
		if !g.As.IsZero() {
			as := PersonOf(g.As)
			row.As = &as
		}
		out = append(out, row)
	}
	return out
}

// PersonOf gives a person as reports have them.
func PersonOf(p trust.Person) Person { return Person(p) }

// Words names the person, by address where there is no name.
func (p Person) Words() string { return cmp.Or(p.Name, p.ID, p.Email) }

// Words tells the approval in one line.
func (a Approval) Words() string {
	s := "version " + a.Version
	if a.Approver != nil {
		s += " approved by " + a.Approver.Words()
		if a.Role != "" {
			s += " (" + a.Role + ")"
		}
	} else {
		s += " without a named approver"
	}
	if !a.On.IsZero() {
		s += " on " + a.On.String()
	}
	s += ", grade " + a.Grade
	if !a.Counts {
		s += ", does not count"
	}
	return s + a.days()
}

// days tells when the version was in force, with since when that is known.
func (a Approval) days() string {
	s := ""
	switch {
	case a.From.IsZero():
		return ""
	case a.To.IsZero():
		s = ", in force from " + a.From.String()
	default:
		s = fmt.Sprintf(", in force from %s to %s", a.From, a.To)
	}
	if !a.Said.IsZero() {
		s += ", said on " + a.Said.String()
	}
	return s
}

// Names lists people by name.
func Names(people []Person) string {
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = p.Words()
	}
	return strings.Join(out, ", ")
}

// Words says what the evidence is and where it stands.
func (e ApprovalEvidence) Words() string {
	s := e.What
	switch {
	case e.Commit != "":
		s += ", commit " + e.Commit[:min(len(e.Commit), 12)]
	case e.File != "":
		s += fmt.Sprintf(", %s:%d", e.File, e.Line)
	}
	return s
}
