package site

import (
	"cmp"
	"html/template"
	"io"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/output"
	"clausebook/internal/search"
	"clausebook/internal/view"
)

// Site is the plan of a site, with the way to show a text that was saved since.
type Site struct {
	Files []output.File // sorted by path
	view  *view.View
}

// Warm makes what the first search would wait for. It is called while nobody asks for anything.
func (s *Site) Warm() error {
	f, ok := Find(s.Files, search.FirstFile)
	if !ok {
		return nil
	}
	return f.Write(io.Discard)
}

// Draft is the text of a document as it was saved, of which nothing has been judged yet.
type Draft struct {
	At                  string // address of the page of the document
	Root                string // leads from there to the root of the site
	ID, Title           string
	Language, Direction string
	Text                template.HTML
}

// Draft shows a document that was read again while nothing else has changed. It says nothing that is judged, and leads where links led
// before, which still holds. A document that bears another id, and people who are shown by pseudonym, have to wait for the site.
func (s *Site) Draft(d *doc.Document) (Draft, bool) {
	was := s.view.Docs.ByPath(d.Path)
	if was == nil || was.ID != d.ID || s.view.Masks != nil {
		return Draft{}, false
	}
	at := s.view.Addr.Documents[was]
	page := s.view.At("document", at)
	language := cmp.Or(d.Language, page.Language())
	return Draft{At: at, Root: address.Up(at), ID: string(d.ID), Title: d.Title, Language: language, Direction: view.Direction(language),
		Text: page.Unjudged(d)}, at != ""
}

// PageOf gives the address of the page that shows a version of a document; nothing where the site has none.
func (s *Site) PageOf(v *inforce.Tenure) string { return s.view.Addr.Texts[v] }

// PageOfDocument gives the address of the page of a document.
func (s *Site) PageOfDocument(d *doc.Document) string { return s.view.Addr.Documents[d] }
