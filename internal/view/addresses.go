package view

import (
	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/inforce"
	"clausebook/internal/standard"
)

// Addresses says where everything stands. Paths are relative to the root of the site.
type Addresses struct {
	*address.Book
	Documents map[*doc.Document]string
	Histories map[*doc.Document]string
	Redlines  map[*doc.Document][]RedlineStep // newest first
	Whole     map[*doc.Document]RedlineStep   // from the first version to the last, where there are others between
	Versions  map[*doc.Document]string        // its approved versions, where they are many
	Texts     map[*inforce.Tenure]string      // version -> its text: a page of its own, or that of the document
	Then      map[history.Hash]string         // file of a former version -> its copy, where it has changed since
	Days      []ForceDay                      // for which it is listed what was in force, the latest first
	Since     map[*doc.Document]string        // audit report -> what has changed since
	Refs      map[*doc.Document]string        // what refers to it and what it serves, where that is much
	Items     map[standard.Ref]string         // with a fragment for what shares a page
	Chains    map[standard.Ref]string         // clause or process -> its whole evidence, where that is much
	Rows      map[standard.Ref]string         // item -> the place at which all evidence of it begins
	Subjects  map[standard.Ref]string         // area or stage -> its page
	Standards map[string]string               // standard id -> its overview
	Sets      map[string]string               // standard id -> its documentation set
	Stated    map[string]string               // standard id -> which of its controls apply
	Sources   map[string]string               // standard id -> what its data rest on
	Matrices  map[string]string               // standard id -> its matrix
	Slices    map[standard.Ref]string         // clause -> its slice of the matrix, where it has one
	Grids     map[standard.Ref]string         // clause -> its slice as a grid of requirements and documents
	Packs     map[standard.Ref]string         // top-level clause -> its documents, to be printed
	Data      map[*doc.Document]string
	Types     map[string]string // document type -> its register
	Roles     map[string]string
	People    map[string]string
	Parties   map[string]string
	Lists     map[ListKey]string // lists of which other pages show the beginning, or a number
	Months    []string           // of the review calendar, from the month of the as-of day on
	Periods   []AuditPeriod      // in the order of the configuration
	Files     map[string]string  // path in the repository -> copied file
	Old       []OldAddress
}

func newAddresses() *Addresses {
	documents := func() map[*doc.Document]string { return map[*doc.Document]string{} }
	items := func() map[standard.Ref]string { return map[standard.Ref]string{} }
	ids := func() map[string]string { return map[string]string{} }
	return &Addresses{Book: address.New(), Redlines: map[*doc.Document][]RedlineStep{}, Whole: map[*doc.Document]RedlineStep{},
		Texts: map[*inforce.Tenure]string{},
		Then:  map[history.Hash]string{}, Since: documents(),
		Documents: documents(), Histories: documents(), Versions: documents(), Refs: documents(), Data: documents(),
		Items: items(), Subjects: items(), Chains: items(), Rows: items(), Slices: items(), Grids: items(), Packs: items(),
		Standards: ids(), Sets: ids(), Stated: ids(), Sources: ids(), Matrices: ids(), Types: ids(),
		Roles: ids(), People: ids(), Parties: ids(), Files: ids(),
		Lists: map[ListKey]string{}}
}

// ForceDay is a day with what was in force on it.
type ForceDay struct {
	inforce.Day
	At    string
	Names []string // what ends on the day: periods; none for the end of a month or the day of judgement
}

// ForceDay gives what was in force on a day, if the site has a page for it; else nil.
func (s *View) ForceDay(on date.Date) *ForceDay {
	for i := range s.Addr.Days {
		if s.Addr.Days[i].On == on {
			return &s.Addr.Days[i]
		}
	}
	return nil
}

// ListKey names a list: what it lists, and whose list it is.
type ListKey struct{ What, Of string }

// OldAddress is an address that leads to a document which stands elsewhere today.
type OldAddress struct {
	At string
	To *doc.Document
}
