package page

import (
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// ownersPage lists all that answer for required documents, where the home page has no room for all of them.
type ownersPage struct {
	view.Shell
	Owners []OwnerRow
	Pager  view.Pager
}

const (
	ownersPath    = "owners.html"
	ownersPerPage = 150
)

var ownersKind = sheet.Kind{Name: "owners", Fixed: []string{ownersPath}, Empty: ownersPage{}, Golden: ownersPath, Crowded: true,
	Pages: func(s *view.View) []sheet.Sheet {
		n := len(countOwners(s))
		if n <= shownOwners {
			return nil
		}
		return sheet.Parts(ownersPath, n, ownersPerPage, func(p view.Page, at view.Pager) any {
			out := ownersPage{Shell: p.Shell(p.T("By owner"), "index.html", p.Link(p.T("Readiness"), "index.html")), Pager: at}
			out.Owners = ownerRows(p)[at.From:at.To]
			return out
		})
	}}
