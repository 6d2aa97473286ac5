package site

import (
	"clausebook/internal/address"
	"clausebook/internal/approval"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/masks"
	"clausebook/internal/people"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

// site is a Dossier as pages see it. Nothing in it changes once every address is claimed.
type site struct {
	*dossier.Dossier
	masks  *masks.Masks // nil where people are shown by name
	theme  *theme.Theme
	blob   func(history.Hash) ([]byte, error) // nil where former versions cannot be read
	copies bool                               // attachments are copied
	addr   *addresses
	index  index
	menus  []Menu

	abbreviations abbreviations
}

// settings are what a site takes beside the Dossier.
type settings struct {
	theme *theme.Theme
	menus []Menu
	// copies says that attachments are copied; else they are listed with their hash alone.
	copies bool
	// blob gives the bytes of a former version of a document. Where it is nil there are no redlines.
	blob func(history.Hash) ([]byte, error)
}

// newSite looks at a Dossier, in which nothing has an address yet. Where pseudonyms are asked for, its people are those.
func newSite(from *dossier.Dossier, o settings) *site {
	d := complete(*from)
	s := &site{Dossier: d, theme: o.theme, blob: o.blob, copies: o.copies, addr: newAddresses(), menus: o.menus}
	if d.Site.Pseudonyms.On {
		s.masks = masks.New(masks.Sources{Key: d.Site.Pseudonyms.Key, Day: d.AsOf.Day, People: d.People, Docs: d.Docs,
			History: d.History, Approvals: d.Approvals, T: s.theme.Words.T})
		d.People = s.masks.Register(d.People)
	}
	s.index = newIndex(s)
	s.abbreviations = findAbbreviations(d.Docs, s.language())
	return s
}

// at begins a page of a kind that stands at an address.
func (s *site) at(kind, path string) page {
	return page{site: s, kind: kind, path: path, root: address.Up(path)}
}

// complete puts empty values where the Dossier has none, so that pages need not ask: a site without history or
// standards is a site that says so, not a crash.
func complete(d dossier.Dossier) *dossier.Dossier {
	if d.Docs == nil {
		d.Docs = doc.NewSet("", nil, nil, nil)
	}
	if d.People == nil {
		d.People = &people.Register{}
	}
	if d.Standards == nil {
		d.Standards = &standard.Library{}
	}
	if d.History == nil {
		d.History = &history.Log{State: history.NoRepository}
	}
	if d.Approvals == nil {
		d.Approvals = approval.NewLedger(approval.None, nil)
	}
	if d.Matrix == nil {
		d.Matrix = trace.NewMatrix(d.AsOf.Day, nil, nil)
	}
	return &d
}
