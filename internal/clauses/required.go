package clauses

import (
	"clausebook/internal/address"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/view"
)

// requiredPage is the documentation set of a standard: every required document with its state.
type requiredPage struct {
	view.Shell
	Standard view.Link
	Rows     []view.RequiredRow
	Pager    view.Pager
}

const (
	requiredPerPage = 20
	maxLacking      = 600 // names of what is missing on one page, unless one document lacks more
)

// requiredParts cuts the documentation set by rows, and by how much of each is missing.
func requiredParts(s *view.View, std *standard.Standard) []view.Pager {
	lacking := func(i int) int { return len(s.Cell(std.ID, std.Required[i].ID).Missing) }
	return view.Weighed(s.Addr.Sets[std.ID], len(std.Required), requiredPerPage, maxLacking, lacking)
}

// RequiredKind has the documentation set of each standard.
var RequiredKind = sheet.Kind{Name: "required", Empty: requiredPage{}, Golden: "standards/one-2018/documentation.html",
	Claim: func(s *view.View) {
		for _, std := range s.StandardsOnce() {
			set := s.Addr.Claim(standardFolder(std), "documentation", ".html")
			s.Addr.Sets[std.ID] = set
			for part, rows := range requiredParts(s, std) {
				for _, r := range std.Required[rows.From:rows.To] {
					s.Addr.Items[std.Ref(r.ID)] = address.Numbered(set, part) + "#" + address.Anchor("doc", r.ID)
				}
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, std := range s.StandardsOnce() {
			if len(std.Required) > 0 {
				give := func(p view.Page, at view.Pager) any { return requiredData(p, std, at) }
				out = append(out, sheet.Cut(requiredParts(s, std), give)...)
			}
		}
		return out
	}}

func requiredData(p view.Page, std *standard.Standard, at view.Pager) any {
	title := p.T("Documentation set of %s", view.NameOf(std))
	out := requiredPage{Shell: p.Shell(title, "standards.html", wayTo(p, std)...),
		Standard: p.Link(view.NameOf(std), p.Addr.Standards[std.ID]), Pager: at}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	for i := at.From; i < at.To; i++ {
		out.Rows = append(out.Rows, p.WholeRow(std, &std.Required[i], 3))
	}
	return out
}
