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
	return &addresses{
		Book: address.New(), documents: map[*doc.Document]string{}, histories: map[*doc.Document]string{},
		redlines: map[*doc.Document][]redlineStep{},
		versions: map[*doc.Document]string{}, refs: map[*doc.Document]string{}, chains: map[standard.Ref]string{}, grids: map[standard.Ref]string{}, parties: map[string]string{},
		items: map[standard.Ref]string{}, standards: map[string]string{}, sets: map[string]string{},
		matrices: map[string]string{}, slices: map[standard.Ref]string{}, packs: map[standard.Ref]string{}, data: map[*doc.Document]string{}, types: map[string]string{}, roles: map[string]string{},
		people: map[string]string{}, files: map[string]string{},
	}
}
