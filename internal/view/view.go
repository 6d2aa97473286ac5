// Package view is a Dossier as pages see it: links to where things stand, states and sentences in the words of the site's
// language, and the rows that several kinds of pages show.
//
// A View is made once for a site. Page is a View from the place of one page: it gives links that lead from there. What one
// kind of page alone shows is in package page. What is not for pages but for programs (the matrix and the register as JSON,
// the calendar, the feed, what a search can find) is gathered here, and written by package site. These two packages are the
// only ones that read a Dossier to make a site of it.
package view

import (
	"clausebook/internal/address"
	"clausebook/internal/diagram"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/inforce"
	"clausebook/internal/kept"
	"clausebook/internal/ledger"
	"clausebook/internal/masks"
	"clausebook/internal/people"
	"clausebook/internal/readings"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

// View is a Dossier as pages see it. Nothing that can be seen in it changes once every address is claimed.
type View struct {
	*dossier.Dossier
	Masks  *masks.Masks // nil where people are shown by name
	Theme  *theme.Theme
	Blob   func(history.Hash) ([]byte, error) // nil where former versions cannot be read
	Reader *doc.Reader                        // of former versions
	Memory *kept.Store                        // what was made for the site before; nil where there is none
	Copies bool                               // attachments are copied
	Packs  Packs
	Addr   *Addresses
	Index  Index
	menus  []Menu

	readings *readings.Book // of former versions
	pictures *diagram.Gallery

	Abbreviations Abbreviations
}

// Packs says which documents are put together to be printed.
type Packs string

// The packs. No word means all of them.
const (
	AllPacks     Packs = "all"
	ChapterPacks Packs = "chapters" // those of the main clauses, without that of the whole set
	NoPacks      Packs = "none"
	UsualPacks   Packs = "auto" // those that somebody prints
)

// PacksOptions are the words for packs that can be asked for.
var PacksOptions = []Packs{UsualPacks, AllPacks, ChapterPacks, NoPacks}

// UsualPack is how many documents a pack has at most that is there without being asked for: more are not printed at one go.
const UsualPack = 300

// PacksOnRequest is where pages say how the others are made.
const PacksOnRequest = "about.html#packs"

// Options are what a View takes beside the Dossier.
type Options struct {
	Theme *theme.Theme
	Menus []Menu
	// Copies says that attachments are copied; else they are listed with their hash alone.
	Copies bool
	// Packs says which documents are put together to be printed.
	Packs Packs
	// Blob gives the bytes of a former version of a document. Where it is nil there are no redlines.
	Blob func(history.Hash) ([]byte, error)
	// Fields are the names that front matter has for keys, as in the configuration.
	Fields map[string]string
	// Values are words that front matter uses in place of ours, by key.
	Values map[string]map[string]string
	// Memory has what was made for the site before; nil where there is none.
	Memory *kept.Store
}

// New looks at a Dossier, in which nothing has an address yet. Where pseudonyms are asked for, its people are those.
func New(from *dossier.Dossier, o Options) *View {
	d := complete(*from)
	s := &View{Dossier: d, Theme: o.Theme, Blob: o.Blob, Memory: o.Memory, Copies: o.Copies, Packs: o.Packs, Addr: newAddresses(),
		menus:  o.Menus,
		Reader: &doc.Reader{Folder: d.Docs.Folder, Fields: o.Fields, Values: o.Values}}
	if d.Site.Pseudonyms.On {
		s.Masks = masks.New(masks.Sources{Key: d.Site.Pseudonyms.Key, Day: d.AsOf.Day, People: d.People, Docs: d.Docs,
			History: d.History, Approvals: d.Approvals, T: s.Theme.Words.T})
		d.People = s.Masks.Register(d.People)
	}
	s.pictures = &diagram.Gallery{}
	s.readings = &readings.Book{Blob: o.Blob, Reader: s.Reader}
	if s.Masks != nil {
		s.readings.Hide = func(front, body string) string { return s.Masks.Mask(front) + s.Masks.Shield(body) }
	}
	s.Index = newIndex(s)
	s.Abbreviations = findAbbreviations(d.Docs, s.Language())
	return s
}

// At begins a page of a kind that stands at an address.
func (s *View) At(kind, path string) Page {
	return Page{View: s, kind: kind, Path: path, Root: address.Up(path)}
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
		d.Approvals = ledger.NewLedger(ledger.None, nil)
	}
	if d.InForce == nil {
		d.InForce = inforce.Read(inforce.Input{Docs: d.Docs, History: d.History, Approvals: d.Approvals, Elsewhere: d.Elsewhere,
			Clock: d.AsOf.Clock()})
	}
	if d.Matrix == nil {
		d.Matrix = trace.NewMatrix(d.AsOf.Day, nil, nil)
	}
	return &d
}
