package site

import (
	"io"
	"io/fs"

	"clausebook/internal/address"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/masks"
	"clausebook/internal/output"
	"clausebook/internal/theme"
)

// site is a plan being made, and later what its pages read. Nothing in it changes once Plan has returned.
type site struct {
	*dossier.Dossier
	masks *masks.Masks // nil where people are shown by name
	theme *theme.Theme
	tree  fs.FS // attachments are read from it; nil leaves them out
	blob  func(history.Hash) ([]byte, error)
	addr  *addresses
	index index
	menus []Menu
	files []output.File

	abbreviations abbreviations
}

func newSite(d *dossier.Dossier, t *theme.Theme, tree fs.FS) *site {
	s := &site{Dossier: d, theme: t, tree: tree, addr: newAddresses(), menus: menus(Kinds)}
	if d.Site.Pseudonyms.On {
		s.masks = masks.New(masks.Sources{Key: d.Site.Pseudonyms.Key, Day: d.AsOf.Day, People: d.People, Docs: d.Docs, History: d.History, Approvals: d.Approvals, T: t.Words.T})
		d.People = s.masks.Register(d.People)
	}
	s.index = newIndex(s)
	s.abbreviations = findAbbreviations(d.Docs, s.language())
	return s
}

// plan claims every address first, so that pages can link to each other whatever their order, and then lists them.
func (s *site) plan() {
	s.claim()
	for _, k := range Kinds {
		for _, sheet := range k.Pages(s) {
			s.page(k.Name, sheet)
		}
	}
	s.planData()
	s.planAssets()
	s.planLook()
}

// claim keeps the addresses that carry no id, so that no document or standard can take them, and gives out the others.
func (s *site) claim() {
	for _, k := range Kinds {
		for _, at := range k.Fixed {
			s.addr.Take(at)
		}
	}
	for _, f := range machineFiles {
		s.addr.Take(f.at)
	}
	s.claimFiles()
	for _, k := range Kinds {
		if k.Claim != nil {
			k.Claim(s)
		}
	}
}

// page puts a page into the plan. Its data is gathered when it is rendered.
func (s *site) page(kind string, sheet Sheet) {
	p := page{site: s, kind: kind, path: sheet.At, root: address.Up(sheet.At)}
	s.file(sheet.At, kind, func(w io.Writer) error { return s.theme.Render(w, kind, sheet.Data(p)) })
}

// claimFiles gives addresses to the files that are copied.
func (s *site) claimFiles() {
	if s.tree == nil {
		return
	}
	for _, a := range s.Docs.Assets {
		if a.Path != s.People.Path { // it holds addresses and keys, which pages do not show either
			s.addr.files[a.Path] = s.addr.File(s.Docs.Folder, a.Path)
		}
	}
	for _, d := range s.Docs.Documents {
		if d.Data != nil && s.addr.files[d.Data.Path] == "" {
			s.addr.files[d.Data.Path] = s.addr.File(s.Docs.Folder, d.Data.Path)
		}
	}
}

// file puts any file into the plan.
func (s *site) file(at, kind string, write func(io.Writer) error) {
	if s.masks != nil {
		write = s.masks.Over(write)
	}
	s.copied(at, kind, write)
}

// copied puts a file into the plan that is written as it is: an asset of the theme, or what documents bring along.
func (s *site) copied(at, kind string, write func(io.Writer) error) {
	s.files = append(s.files, output.File{Path: at, Kind: kind, Write: write})
}
