package site

import (
	"io"
	"io/fs"

	"clausebook/internal/dossier"
	"clausebook/internal/fingerprint"
	"clausebook/internal/output"
	"clausebook/internal/page"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
	"clausebook/internal/why"
)

// plan is the list of files being made.
type plan struct {
	*view.View
	tree  fs.FS // attachments are read from it; nil leaves them out
	files []output.File
	look  fingerprint.Digest // of theme and program
	notes *why.Book          // of what each page is made of; nil where nobody takes any
}

func newPlan(d *dossier.Dossier, o Options) (*plan, error) {
	t, err := theme.Load(o.Theme, o.Override, d.Site.Language, page.Empty())
	if err != nil {
		return nil, err
	}
	s := view.New(d, view.Options{Theme: t, Menus: page.Menus(), Copies: o.Source != nil, Blob: o.Blob, Packs: o.Packs,
		Fields: o.Fields, Values: o.Values, Memory: o.Memory})
	look, err := t.Key()
	if err != nil {
		return nil, err
	}
	look = append(look, fingerprint.Field{Name: "Program", Sum: fingerprint.Of(o.Program)})
	if o.Notes != nil {
		o.Notes.Share(look)
	}
	return &plan{View: s, tree: o.Source, look: fingerprint.Of(look), notes: o.Notes}, nil
}

// View gives what the pages of a site are made from, with their addresses, to whoever tells of the same in another form.
func View(d *dossier.Dossier, o Options) (*view.View, error) {
	p, err := newPlan(d, o)
	if err != nil {
		return nil, err
	}
	for _, f := range machineFiles {
		p.Addr.Take(f.at)
	}
	page.Claim(p.View)
	return p.View, nil
}

// list claims every address first, so that pages can link to each other whatever their order, and then lists the files.
func (p *plan) list() {
	for _, f := range machineFiles {
		p.Addr.Take(f.at)
	}
	page.Claim(p.View)
	for _, k := range page.Kinds {
		for _, sheet := range k.Pages(p.View) {
			p.page(k.Name, sheet)
		}
	}
	p.addMachineFiles()
	p.addLook()
	p.addAssets()
}

// page puts a page into the plan. Its data is gathered when it is rendered. A template is a function of its data, so that a page is
// named by data, theme and program: pseudonyms, which are set into finished pages, are not, and such a page is named by its bytes.
func (p *plan) page(kind string, sheet sheet.Sheet) {
	at := p.At(kind, sheet.At)
	p.file(sheet.At, kind, func(w io.Writer) error { return p.Theme.Render(w, kind, sheet.Data(at)) })
	p.files[len(p.files)-1].With = sheet.With
	if p.Masks == nil {
		p.files[len(p.files)-1].Prepare = func() (fingerprint.Digest, func(io.Writer) error, error) {
			data := sheet.Data(at)
			parts := fingerprint.Fields(data)
			p.notes.Note(sheet.At, kind, parts)
			return fingerprint.Of(p.look, kind, parts), func(w io.Writer) error { return p.Theme.Render(w, kind, data) }, nil
		}
	}
}

// file puts any file into the plan.
func (p *plan) file(at, kind string, write func(io.Writer) error) {
	if p.Masks != nil {
		write = p.Masks.Over(write)
	}
	p.copied(at, kind, write)
}

// copied puts a file into the plan that is written as it is: an asset of the theme, or what documents bring along.
func (p *plan) copied(at, kind string, write func(io.Writer) error) {
	p.files = append(p.files, output.File{Path: at, Kind: kind, Write: write})
}
