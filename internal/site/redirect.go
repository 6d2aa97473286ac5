package site

import (
	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// redirectPage leads from an old address to the one that holds now.
type redirectPage struct {
	Shell
	Target Link
}

// oldAddress is an address that leads to a document which stands elsewhere today.
type oldAddress struct {
	at string
	to *doc.Document
}

// redirectKind comes last: an address that something has today stays its.
var redirectKind = Kind{Name: "redirect", Empty: redirectPage{}, Golden: "old/scope.html", Claim: (*site).claimRedirects,
	Pages: func(s *site) []Sheet {
		var out []Sheet
		for _, old := range s.addr.old {
			out = append(out, Sheet{old.at, func(p page) any { return p.redirect(old.to) }})
		}
		return out
	}}

// claimRedirects takes the addresses that documents name as their old ones, and those that they had under another id, as
// their history shows: an id that was written then, or one that was made from the path that the file had.
func (s *site) claimRedirects() {
	claim := func(at string, d *doc.Document) {
		if s.addr.Take(at) {
			s.addr.old = append(s.addr.old, oldAddress{at, d})
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
func formerID(folder string, r history.Revision) doc.ID {
	if r.Facts.ID != "" {
		return doc.ID(r.Facts.ID)
	}
	return doc.DerivedID(folder, r.Path)
}

func (p page) redirect(d *doc.Document) any {
	return redirectPage{Shell: p.titled(titleWords(d), ""), Target: p.named(d)}
}
