package site

import (
	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
)

// addresses says where everything stands. Paths are relative to the root of the site.
type addresses struct {
	*address.Book
	documents map[*doc.Document]string
	histories map[*doc.Document]string
	redlines  map[*doc.Document][]redlineStep // newest first
	versions  map[*doc.Document]string        // its approved versions, where they are many
	refs      map[*doc.Document]string        // what refers to it and what it serves, where that is much
	items     map[standard.Ref]string         // with a fragment for what shares a page
	chains    map[standard.Ref]string         // clause or process -> its whole evidence, where that is much
	standards map[string]string               // standard id -> its overview
	sets      map[string]string               // standard id -> its documentation set
	matrices  map[string]string               // standard id -> its matrix
	slices    map[standard.Ref]string         // clause -> its slice of the matrix, where it has one
	grids     map[standard.Ref]string         // clause -> its slice as a grid of requirements and documents
	packs     map[standard.Ref]string         // top-level clause -> its documents, to be printed
	data      map[*doc.Document]string
	types     map[string]string // document type -> its register
	roles     map[string]string
	people    map[string]string
	parties   map[string]string
	months    []string          // of the review calendar, from the month of the as-of day on
	periods   []auditPeriod     // in the order of the configuration
	files     map[string]string // path in the repository -> copied file
	old       []oldAddress
}

func newAddresses() *addresses {
	documents := func() map[*doc.Document]string { return map[*doc.Document]string{} }
	items := func() map[standard.Ref]string { return map[standard.Ref]string{} }
	ids := func() map[string]string { return map[string]string{} }
	return &addresses{Book: address.New(), redlines: map[*doc.Document][]redlineStep{},
		documents: documents(), histories: documents(), versions: documents(), refs: documents(), data: documents(),
		items: items(), chains: items(), slices: items(), grids: items(), packs: items(),
		standards: ids(), sets: ids(), matrices: ids(), types: ids(), roles: ids(), people: ids(), parties: ids(), files: ids()}
}
