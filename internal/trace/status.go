package trace

import (
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/witness"
)

// Status gives the status of a document as everybody is to see it: the worse of what it declares and of what is judged. A
// record that is written ahead of its day is a draft, and a text whose approval does not count is unapproved; one that is in
// review beside evidence that suffices is approved, and one whose approval was taken back is withdrawn. Matrix, pages
// and exports all ask here. No ledger, and one that rests
// on no history, cannot disprove what documents declare.
func Status(d *doc.Document, l *ledger.Ledger, acts *witness.Book) doc.Status {
	claims := d.Status == doc.Approved || d.Status.Asks()
	switch {
	case claims && acts.Ahead(d):
		return doc.Draft
	case claims && stands(d, l):
		return doc.Approved
	case l.Status(d) == doc.Withdrawn:
		return doc.Withdrawn
	case d.Status == doc.Approved:
		return doc.Unapproved
	}
	return d.Status
}

// ReviewDue gives the day by which the next review of a document is due; zero where none is planned, and where the document is not
// in use: what is a draft, or was replaced or withdrawn, owes no review.
func ReviewDue(d *doc.Document, l *ledger.Ledger, acts *witness.Book) date.Date {
	if !l.Status(d).Current() {
		return date.Date{}
	}
	return acts.ReviewDue(d)
}

// stands tells whether the text of a document counts as approved.
func stands(d *doc.Document, l *ledger.Ledger) bool {
	declared := d.Status == doc.Approved && d.ApprovedBy != "" && !d.ApprovedOn.IsZero()
	if l == nil {
		return declared
	}
	version, known := l.Current(d)
	switch {
	case known && version.Counts(l.Least):
		return true
	case version.VoidedBy() != nil:
		return false
	}
	return declared && !l.Provable
}
