// Package site turns a Dossier into the plan of a static site: its pages, assets, attachments and the files that machines read.
//
// Plan lists the files and renders none of them: each page gathers its own data and renders when it is asked for, so
// that a build of ten thousand pages stays flat in memory and a live preview renders only what a browser wants. What a
// page shows comes from package page, how it looks from package theme. Every link is relative to its page, so that the
// same folder works on a server, below a sub-path and from a disk. No HTML is made here: text from documents, commits and
// file names reaches a page only through html/template, and rendered Markdown only from package markdown.
package site

import (
	"cmp"
	"io"
	"io/fs"
	"slices"
	"sort"

	"clausebook/internal/dossier"
	"clausebook/internal/editions"
	"clausebook/internal/history"
	"clausebook/internal/kept"
	"clausebook/internal/output"
	"clausebook/internal/page"
	"clausebook/internal/redline"
	"clausebook/internal/theme"
	"clausebook/internal/view"
	"clausebook/internal/why"
)

// Options say how the pages look and where attachments are read from.
type Options struct {
	// Theme holds templates/, assets/ and words/; nil for the built-in theme.
	Theme fs.FS
	// Override is looked up before Theme, file by file; nil for none.
	Override fs.FS
	// Source is the tree that the documents were read from, with the repository's root as its root. Attachments are
	// copied from it. Where it is nil they are listed with their hash, but not copied.
	Source fs.FS
	// Packs says which documents are put together to be printed; all packs where it says nothing.
	Packs view.Packs
	// Blob gives the bytes of a former version of a document. Where it is nil there are neither redlines nor pages of former
	// versions.
	Blob func(history.Hash) ([]byte, error)
	// Fields are the names that front matter has for keys, as in the configuration; former versions are read with them.
	Fields map[string]string
	// Program tells one build of the program from another.
	Program string
	// Notes, unless nil, is told what each page is made of.
	Notes *why.Book
	// Memory has what was made for the site before; nil where there is none.
	Memory *kept.Store
	// Values are words that front matter uses in place of ours, by key.
	Values map[string]map[string]string
}

// Plan lists the files of the site, sorted by path. The files may be written in any order and at the same time; none
// of them changes anything that is shared. A template that cannot be used is an error that names its file.
func Plan(d *dossier.Dossier, o Options) ([]output.File, error) {
	s, err := New(d, o)
	if err != nil {
		return nil, err
	}
	return s.Files, nil
}

// New plans a site that stays: its files are as Plan gives them.
func New(d *dossier.Dossier, o Options) (*Site, error) {
	p, err := newPlan(d, o)
	if err != nil {
		return nil, err
	}
	p.list()
	slices.SortFunc(p.files, func(a, b output.File) int { return cmp.Compare(a.Path, b.Path) })
	return &Site{p.files, p.View}, nil
}

// Find gives the file with this path from the sorted list that Plan gives.
func Find(files []output.File, path string) (output.File, bool) {
	i := sort.Search(len(files), func(i int) bool { return files[i].Path >= path })
	if i < len(files) && files[i].Path == path {
		return files[i], true
	}
	return output.File{}, false
}

// Between gives the page that compares two versions of a document, by the address of its history: what is in no plan, and is made when
// somebody asks for it.
func Between(d *dossier.Dossier, o Options) (func(history, from, to string) (output.File, bool), error) {
	p, err := newPlan(d, o)
	if err != nil {
		return nil, err
	}
	p.list()
	return func(history, from, to string) (output.File, bool) {
		sheet, ok := editions.Between(p.View, history, from, to)
		if !ok {
			return output.File{}, false
		}
		asked := plan{View: p.View}
		asked.page(editions.RedlineKind.Name, sheet)
		return asked.files[0], true
	}, nil
}

// WriteRedline writes the redline of a document as a page that needs no other file.
func WriteRedline(w io.Writer, d *dossier.Dossier, o Options, id, title string, r redline.Redline) error {
	t, err := theme.Load(o.Theme, o.Override, d.Site.Language, page.Empty())
	if err != nil {
		return err
	}
	data, err := editions.Alone(t, d, id+": "+title, r)
	if err != nil {
		return err
	}
	return t.Render(w, "redline-alone", data)
}
