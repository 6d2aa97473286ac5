package report

import (
	"cmp"
	"fmt"
	"strings"

	"clausebook/internal/approval"
	"clausebook/internal/date"
	"clausebook/internal/dossier"
)

// Approval is an approved version of a document: by whom, when and on what evidence.
type Approval struct {
	Version  string             `json:"version"`
	On       date.Date          `json:"on,omitzero"`
	Approver *Person            `json:"approver,omitempty"`
	Role     string             `json:"role,omitempty"` // that gave the authority on that day
	Grade    string             `json:"grade"`
	Counts   bool               `json:"counts"` // reaches the grade asked for, and no verdict voids it
	Commit   string             `json:"commit,omitempty"`
	Authors  []Person           `json:"authors"`
	Evidence []ApprovalEvidence `json:"evidence"`
	Verdicts []Verdict          `json:"verdicts"`
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

func approvalOf(d *dossier.Dossier, v approval.Version) Approval {
	a := Approval{Version: v.Version, On: v.On, Role: v.Role, Grade: v.Grade.String(), Counts: v.Counts(d.Approvals.Least),
		Authors: []Person{}, Evidence: []ApprovalEvidence{}, Verdicts: []Verdict{}}
	if !v.Approver.IsZero() {
		p := personOf(v.Approver)
		a.Approver = &p
	}
	if v.Revision != nil && v.Revision.Commit != nil {
		a.Commit = string(v.Revision.Commit.Hash)
	}
	for _, p := range v.Authors {
		a.Authors = append(a.Authors, personOf(p))
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

func personOf(p approval.Person) Person { return Person(p) }

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
	return s
}

func names(people []Person) string {
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = p.Words()
	}
	return strings.Join(out, ", ")
}

func (e ApprovalEvidence) words() string {
	s := e.What
	switch {
	case e.Commit != "":
		s += ", commit " + e.Commit[:min(len(e.Commit), 12)]
	case e.File != "":
		s += fmt.Sprintf(", %s:%d", e.File, e.Line)
	}
	return s
}
