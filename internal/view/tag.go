package view

import (
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/trace"
)

// Tag is a state: always an icon, a word and a colour, so that it is never told by colour alone. Kind names the
// style and the icon.
type Tag struct{ Kind, Text string }

// DueSoon is the number of days before a due day from which a reader is told.
const DueSoon = 30

// The states in words. What is met is called evidenced: the site shows proof, it does not judge conformity.
var stateTags = map[trace.State]Tag{
	trace.Missing:       {"missing", "Missing"},
	trace.Draft:         {"draft", "Draft"},
	trace.Overdue:       {"overdue", "Overdue"},
	trace.Partly:        {"partly", "Partly evidenced"},
	trace.Unapproved:    {"unapproved", "Not approved"},
	trace.Waived:        {"waived", "Waived"},
	trace.NotApplicable: {"na", "Not applicable"},
	trace.Met:           {"met", "Evidenced"},
}

// State says how far something is evidenced.
func (s *View) State(state trace.State) Tag {
	tag, ok := stateTags[state]
	if !ok {
		return Tag{"na", s.T("Not judged")}
	}
	return Tag{tag.Kind, s.T(tag.Text)}
}

var statusTags = map[doc.Status]Tag{
	doc.Draft:      {"draft", "Draft"},
	doc.InReview:   {"review", "In review"},
	doc.InUse:      {"info", "In use, not evidenced"},
	doc.Approved:   {"met", "Approved"},
	doc.Superseded: {"superseded", "Superseded"},
	doc.Withdrawn:  {"withdrawn", "Withdrawn"},
	doc.Unapproved: {"unapproved", "Not approved"},
}

// Standing gives the status of a document: the worse of what it declares and of what is judged.
func (s *View) Standing(d *doc.Document) doc.Status { return trace.Status(d, s.Approvals, s.Acts) }

// StatusOf says where a document is in its life, by the worse of what it declares and of what is judged.
// Records are confirmed where documents are approved.
func (s *View) StatusOf(d *doc.Document) Tag {
	tag := s.Status(s.Standing(d))
	switch {
	case !d.IsRecord():
	case s.Standing(d) == doc.Approved:
		tag.Text = s.T("Confirmed")
	case s.Standing(d) == doc.Unapproved:
		tag.Text = s.T("Not confirmed")
	}
	return tag
}

// Status words a status.
func (s *View) Status(status doc.Status) Tag {
	tag, ok := statusTags[status]
	switch {
	case ok:
		return Tag{tag.Kind, s.T(tag.Text)}
	case status == "":
		return Tag{"unapproved", s.T("No status")}
	}
	return Tag{"unapproved", string(status)}
}

// ReviewDue gives the day by which the next review of a document is due; zero where none is planned or the document is not in use.
func (s *View) ReviewDue(d *doc.Document) date.Date { return trace.ReviewDue(d, s.Approvals, s.Acts) }

// Review says how the next review of a document stands; the zero Tag where none is planned or due.
func (s *View) Review(d *doc.Document) Tag {
	due := s.ReviewDue(d)
	if due.IsZero() {
		return Tag{}
	}
	switch days := s.AsOf.Day.DaysUntil(due); {
	case days < 0:
		return Tag{"overdue", s.T("Review overdue")}
	case days <= DueSoon:
		return Tag{"soon", s.T("Review due soon")}
	}
	return Tag{}
}

// Severity says how grave a finding is.
func (s *View) Severity(v diag.Severity) Tag {
	switch v {
	case diag.Error:
		return Tag{"error", s.T("Error")}
	case diag.Warning:
		return Tag{"warning", s.T("Warning")}
	}
	return Tag{"info", s.T("Information")}
}

// grades says in words what an approval rests on.
var gradeWords = map[ledger.Grade]string{
	ledger.Declared:   "declared in the document",
	ledger.PaperGrade: "declared in the document and shown on paper",
	ledger.OwnHand:    "entered by the approver in person",
	ledger.Trailer:    "named in a commit message",
	ledger.Merge:      "merged by somebody else",
	ledger.Forge:      "review on the forge, exported and committed",
	ledger.Signed:     "signed with a personal key",
}

func (s *View) grade(v ledger.Version) string {
	return s.T("%s (grade “%s”)", s.Basis(v), s.Plain(v.Grade.Words()))
}

// Basis says in words what an approval rests on.
func (s *View) Basis(v ledger.Version) string {
	switch {
	case v.Grade == ledger.None:
		return s.Plain(s.Docs.ByID(v.Document).Assent(phrase.Of("no evidence of an approval")))
	case v.Unsigned():
		return s.Plain(phrase.Of("exported from the forge, without a signature that counts"))
	}
	return s.T(gradeWords[v.Grade])
}
