package page

import (
	"clausebook/internal/address"
	"clausebook/internal/content"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// redirectPage leads from an old address to the one that holds now.
type redirectPage struct {
	view.Shell
	Target view.Link
}

// redirectKind comes last: an address that something has today stays its.
var redirectKind = sheet.Kind{Name: "redirect", Empty: redirectPage{}, Golden: "old/scope.html", Claim: claimRedirects,
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, old := range s.Addr.Old {
			out = append(out, sheet.Sheet{At: old.At, Data: func(p view.Page) any { return redirectData(p, old.To) }})
		}
		return out
	}}

// claimRedirects takes the addresses that documents name as their old ones, and those that they had under another id, as
// their history shows: an id that was written then, or one that was made from the path that the file had.
func claimRedirects(s *view.View) {
	claim := func(at string, d *doc.Document) {
		if s.Addr.Take(at) {
			s.Addr.Old = append(s.Addr.Old, view.OldAddress{At: at, To: d})
		}
	}
	for _, d := range s.Docs.Documents {
		for _, alias := range d.Aliases {
			if at, ok := address.AliasPath(alias); ok {
				claim(at, d)
			}
		}
	}
	for _, d := range s.Docs.Documents {
		for _, r := range s.History.Revisions(d.Path) {
			if !r.Unread {
				claim("documents/"+address.Slug(string(formerID(s.Docs.Folder, r)))+".html", d)
			}
		}
	}
}

// formerID gives the id that a document had at a revision.
func formerID(folder content.Place, r history.Revision) doc.ID {
	if r.Facts.ID != "" {
		return doc.ID(r.Facts.ID)
	}
	return doc.DerivedID(folder, r.Path)
}

func redirectData(p view.Page, d *doc.Document) any {
	return redirectPage{Shell: p.Titled(view.TitleWords(d), ""), Target: p.Named(d)}
}
