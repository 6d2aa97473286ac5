package clauses

import (
	"cmp"
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// subjectPage shows an area of service management or a stage of its life cycle: what is asked about it, how far that is evidenced, and
// which documents serve it.
type subjectPage struct {
	view.Shell
	Summary      theme.Text
	Questions    []theme.Text
	Standards    []SubjectClauses
	Processes    []ProcessRow
	Related      []ProcessRow
	Documents    []view.DocumentRow
	DocumentsAre string // how many they are
	Pager        view.Pager
}

// SubjectClauses is the clauses of one standard that are about a subject.
type SubjectClauses struct {
	Standard     view.Link
	Requirements view.Bar
	Required     view.Bar
	Rows         []Row
}

const subjectDocuments = 60 // on one part of the page of a subject

// SubjectKind has a page for each area and each stage of the life cycle.
var SubjectKind = sheet.Kind{Name: "subject", Empty: subjectPage{}, Golden: "standards/model/area-change.html",
	Claim: func(s *view.View) {
		for _, std := range s.StandardsOnce() {
			for _, x := range std.Subjects() {
				s.Addr.Subjects[std.Ref(x.Item())] = s.Addr.Page(standardFolder(std), x.Item())
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, std := range s.StandardsOnce() {
			for _, x := range std.Subjects() {
				documents := subjectServed(s, std, x)
				give := func(p view.Page, at view.Pager) any { return subjectData(p, std, x, documents, at) }
				out = append(out, sheet.Parts(s.Addr.Subjects[std.Ref(x.Item())], len(documents), subjectDocuments, give)...)
			}
		}
		return out
	}}

// subjectServed lists the documents that are evidence for the clauses and processes of a subject: first what is maintained, in the order
// of types, then what shows that it was done, the newest first.
func subjectServed(s *view.View, std *standard.Standard, x *standard.Subject) []*doc.Document {
	seen := map[doc.ID]bool{}
	var out []*doc.Document
	add := func(all []trace.Evidence) {
		for _, e := range all {
			if d := s.Docs.ByID(e.Document); d != nil && !seen[e.Document] {
				seen[e.Document] = true
				out = append(out, d)
			}
		}
	}
	for _, other := range s.StandardsOnce() {
		for _, c := range subjectClauses(other, x) {
			for _, piece := range clausePieces(s, other, c) {
				add([]trace.Evidence{piece.Evidence})
			}
		}
	}
	for _, id := range x.Processes {
		add(s.Cell(std.ID, id).Evidence)
	}
	rank := map[string]int{}
	for i, t := range s.Types() {
		rank[t] = i
	}
	record := func(d *doc.Document) int {
		if d.IsRecord() {
			return 1
		}
		return 0
	}
	slices.SortFunc(out, func(a, b *doc.Document) int {
		if n := cmp.Compare(record(a), record(b)); n != 0 {
			return n
		}
		if a.IsRecord() {
			return cmp.Or(b.Date.Compare(a.Date), view.CompareDocuments(a, b))
		}
		return cmp.Or(cmp.Compare(rank[a.Type], rank[b.Type]), view.CompareDocuments(a, b))
	})
	return out
}

// subjectClauses gives the clauses of a standard about a subject with all below them, each once, in the order of the standard.
func subjectClauses(std *standard.Standard, x *standard.Subject) []*standard.Clause {
	wanted := map[*standard.Clause]bool{}
	for _, id := range x.Clauses[std.ID] {
		for _, c := range std.Below(id) {
			wanted[c] = true
		}
	}
	return slices.DeleteFunc(everyClause(std), func(c *standard.Clause) bool { return !wanted[c] })
}

func subjectData(p view.Page, std *standard.Standard, x *standard.Subject, documents []*doc.Document, at view.Pager) any {
	out := subjectPage{Shell: p.Titled(std.Say(x.Title), "standards.html", p.Section("standards.html"),
		p.Link(view.NameOf(std), p.Addr.Standards[std.ID])), Summary: p.Stated(std, x.Summary), Pager: at}
	out.Eyebrow, out.Description = subjectWord(p, x), out.Summary
	out.Tags = []view.Tag{p.State(p.SubjectState(std, x))}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	subjectSteps(p, &out.Shell, std, x)
	out.Documents = p.DocumentRows(documents[at.From:at.To])
	out.DocumentsAre = p.N(len(documents), "document", "documents")
	if at.From > 0 {
		return out
	}
	out.Questions = p.AllStated(std, x.Questions)
	for _, other := range p.StandardsOnce() {
		if clauses := subjectClauses(other, x); len(clauses) > 0 {
			out.Standards = append(out.Standards, subjectOf(p, other, clauses))
		}
	}
	out.Processes, out.Related = processRows(p, std, x.Processes), processRows(p, std, x.Related)
	return out
}

// subjectOf sums up the clauses of one standard that are about a subject.
func subjectOf(p view.Page, std *standard.Standard, clauses []*standard.Clause) SubjectClauses {
	out := SubjectClauses{Standard: p.Link(view.NameOf(std), p.Addr.Standards[std.ID]), Rows: Rows(p, std, clauses)}
	var requirements, required []trace.Cell
	seen := map[string]bool{}
	for _, c := range clauses {
		for _, r := range c.Requirements {
			requirements = append(requirements, p.Cell(std.ID, r.ID))
		}
		for _, cell := range requiredCells(p.View, std, std.Ref(c.ID)) {
			if !seen[cell.Ref.Item] {
				seen[cell.Ref.Item] = true
				required = append(required, cell)
			}
		}
	}
	out.Requirements, out.Required = p.Bar(requirements), p.Bar(required)
	return out
}

// subjectWord says what kind of subject it is.
func subjectWord(p view.Page, x *standard.Subject) string {
	if x.Kind == standard.StageKind {
		return p.T("Stage of the life cycle")
	}
	return p.T("Area of service management")
}

// subjectLink leads to the page of a subject.
func subjectLink(p view.Page, std *standard.Standard, x *standard.Subject) view.Link {
	return p.Quoted(p.Link(x.Title, p.Addr.Subjects[std.Ref(x.Item())]), std.LanguageOf(x.Title))
}

// subjectSteps lead to the subjects before and after, of the same kind.
func subjectSteps(p view.Page, s *view.Shell, std *standard.Standard, x *standard.Subject) {
	all := slices.DeleteFunc(std.Subjects(), func(o *standard.Subject) bool { return o.Kind != x.Kind })
	i := slices.Index(all, x)
	if i > 0 {
		s.Prev = subjectLink(p, std, all[i-1])
	}
	if i+1 < len(all) {
		s.Next = subjectLink(p, std, all[i+1])
	}
}

// subjectsOf lists the areas and stages that a clause belongs to.
func subjectsOf(p view.Page, std *standard.Standard, c *standard.Clause) []view.FactRow {
	areas, stages := view.FactRow{Label: p.T("Areas")}, view.FactRow{Label: p.T("Stages of the life cycle")}
	for _, other := range p.StandardsOnce() {
		for _, x := range other.Subjects() {
			if !slices.Contains(subjectClauses(std, x), c) {
				continue
			}
			row := &areas
			if x.Kind == standard.StageKind {
				row = &stages
			}
			row.Values = append(row.Values, subjectLink(p, other, x))
		}
	}
	return slices.DeleteFunc([]view.FactRow{areas, stages}, func(r view.FactRow) bool { return len(r.Values) == 0 })
}
