package clauses

import (
	"cmp"
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// evidencePage lists the documents that serve as evidence under a clause, type by type.
type evidencePage struct {
	view.Shell
	Of     view.Link // the clause
	Total  int
	Groups []EvidenceGroup
	Pager  view.Pager
}

// EvidenceGroup is those of one type.
type EvidenceGroup struct {
	Anchor string
	Type   string
	Count  string // of all; none where the group began on the part before
	Rows   []view.DocumentRow
}

const (
	evidencePerPage = 60
	evidenceUnder   = "documents that are evidence under the clause"
)

// EvidenceKind has the documents that serve as evidence under a clause.
// The numbers of the matrix, by clause and type, lead there.
var EvidenceKind = sheet.Kind{Name: "evidence", Empty: evidencePage{}, Golden: "standards/one-2018/4-evidence.html",
	Claim: func(s *view.View) {
		for _, list := range evidenceLists(s) {
			s.Addr.Lists[evidenceKey(list.std, list.clause)] = s.Addr.Page(standardFolder(list.std), list.clause.ID+"-evidence")
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, list := range evidenceLists(s) {
			give := func(p view.Page, at view.Pager) any { return evidenceData(p, list, at) }
			out = append(out, sheet.Parts(s.Addr.Lists[evidenceKey(list.std, list.clause)], len(list.documents), evidencePerPage, give)...)
		}
		return out
	}}

// evidenceList is the documents of a clause, sorted by type.
type evidenceList struct {
	std       *standard.Standard
	clause    *standard.Clause
	documents []*doc.Document
}

func evidenceKey(std *standard.Standard, c *standard.Clause) view.ListKey {
	return view.ListKey{What: evidenceUnder, Of: std.Ref(c.ID).String()}
}

// evidenceLists gives the lists to which the numbers of the matrix lead.
func evidenceLists(s *view.View) []evidenceList {
	var out []evidenceList
	for _, std := range s.StandardsOnce() {
		for i := range std.Clauses {
			if c := &std.Clauses[i]; heated(s, std, c) {
				if found := evidenceOf(s, std, c); len(found) > 0 {
					out = append(out, evidenceList{std, c, found})
				}
			}
		}
	}
	return out
}

// heated tells whether a clause has a row of its own in the table of evidence by clause and type.
func heated(s *view.View, std *standard.Standard, c *standard.Clause) bool {
	return c.Level == 1 && std.Clause(c.ID) == c && len(s.Types()) <= heatTypes
}

// evidenceOf gives the different documents that serve as evidence under a clause, by type and id.
func evidenceOf(s *view.View, std *standard.Standard, c *standard.Clause) []*doc.Document {
	seen := map[doc.ID]bool{}
	byType := map[string][]*doc.Document{}
	for _, cell := range s.RequirementCells(std, c.ID) {
		for _, e := range cell.Evidence {
			if d := s.Docs.ByID(e.Document); d != nil && !seen[e.Document] {
				seen[e.Document] = true
				byType[d.Type] = append(byType[d.Type], d)
			}
		}
	}
	var out []*doc.Document
	for _, kind := range s.Types() {
		slices.SortFunc(byType[kind], func(a, b *doc.Document) int { return cmp.Compare(a.ID, b.ID) })
		out = append(out, byType[kind]...)
	}
	return out
}

func evidenceData(p view.Page, list evidenceList, at view.Pager) any {
	of := p.StepTo(list.std, list.clause)
	out := evidencePage{Of: of, Total: len(list.documents), Pager: at,
		Shell: p.Shell(p.T("Documents that serve as evidence"), "standards.html", append(Crumbs(p, list.std, list.clause), of)...)}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, list.std)...)
	for i := at.From; i < at.To; {
		kind := list.documents[i].Type
		group := EvidenceGroup{Anchor: address.Anchor("type", kind), Type: p.TypeWords(kind)}
		if i == 0 || list.documents[i-1].Type != kind {
			group.Count = theme.Group(countType(list.documents, kind))
		}
		for ; i < at.To && list.documents[i].Type == kind; i++ {
			group.Rows = append(group.Rows, p.DocumentRow(list.documents[i]))
		}
		out.Groups = append(out.Groups, group)
	}
	return out
}

func countType(documents []*doc.Document, kind string) int {
	n := 0
	for _, d := range documents {
		if d.Type == kind {
			n++
		}
	}
	return n
}

// heat counts by clause of the second level and type of document where evidence lies, so that a thin place shows.
func heat(p view.Page, std *standard.Standard) *HeatTable {
	t := &HeatTable{}
	types := p.Types()
	for _, kind := range types {
		t.Types = append(t.Types, p.TypeWords(kind))
	}
	for i := range std.Clauses {
		c := &std.Clauses[i]
		if !heated(p.View, std, c) {
			continue
		}
		row := HeatRow{Clause: p.Link(c.ID, slice(p.View, std, c.ID)), Title: p.Stated(std, c.Title)}
		documents := evidenceOf(p.View, std, c)
		for _, kind := range types {
			row.Cells = append(row.Cells, heatCell(p, documents, kind, p.Addr.Lists[evidenceKey(std, c)]))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 || len(types) == 0 {
		return nil
	}
	return t
}

// heatCell leads to the first document of the type in the list.
func heatCell(p view.Page, documents []*doc.Document, kind, list string) view.Link {
	first := slices.IndexFunc(documents, func(d *doc.Document) bool { return d.Type == kind })
	if first < 0 {
		return view.Link{Text: "–"}
	}
	return sheet.NumberTo(p, countType(documents, kind), address.Numbered(list, first/evidencePerPage)+"#"+address.Anchor("type", kind))
}
