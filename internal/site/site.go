// Package site turns a Dossier into the pages of a static site, through the templates of a theme.
//
// Plan lists the files and renders none of them: each page gathers its own data and renders when it is asked for, so
// that a build of ten thousand pages stays flat in memory and a live preview renders only what a browser wants. Go
// decides what stands on a page (one struct for each kind), templates decide how. Every link is relative to its
// page, so that the same folder works on a server, below a sub-path and from a disk. No HTML is made here: text from
// documents, commits and file names reaches a page only through html/template, and rendered Markdown only from
// package markdown.
package site

import (
	"cmp"
	"io/fs"
	"slices"
	"sort"

	"clausebook/internal/approval"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/output"
	"clausebook/internal/people"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
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
	// Blob gives the bytes of a former version of a document. Where it is nil there are no redlines.
	Blob func(history.Hash) ([]byte, error)
}

// Plan lists the files of the site, sorted by path. The files may be written in any order and at the same time; none
// of them changes anything that is shared. A template that cannot be used is an error that names its file.
func Plan(d *dossier.Dossier, o Options) ([]output.File, error) {
	t, err := theme.Load(o.Theme, o.Override, d.Site.Language, emptyPages())
	if err != nil {
		return nil, err
	}
	s := newSite(complete(*d), t, o.Source)
	s.blob = o.Blob
	s.plan()
	slices.SortFunc(s.files, func(a, b output.File) int { return cmp.Compare(a.Path, b.Path) })
	return s.files, nil
}

// Find gives the file with this path from the sorted list that Plan gives.
func Find(files []output.File, path string) (output.File, bool) {
	i := sort.Search(len(files), func(i int) bool { return files[i].Path >= path })
	if i < len(files) && files[i].Path == path {
		return files[i], true
	}
	return output.File{}, false
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
