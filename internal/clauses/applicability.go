package clauses

import (
	"clausebook/internal/applicability"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// applicabilityPage shows which controls of a standard apply, as its statement of applicability says, and how each stands.
type applicabilityPage struct {
	view.Shell
	Statement view.Link
	Standing  view.Tag // of the statement itself
	Counts    theme.Text
	Groups    []ControlGroup
}

// ControlGroup is controls under one clause.
type ControlGroup struct {
	Clause view.Link
	Title  theme.Text
	Rows   []ControlRow
}

// ControlRow is a control with what is said of it.
type ControlRow struct {
	Control  view.Link
	Title    theme.Text
	Applies  view.Tag
	Status   theme.Text
	Reason   theme.Text
	Evidence []view.Link
	State    view.Tag // by the documents
}

// ApplicabilityKind has a page for each standard of which a statement of applicability speaks.
var ApplicabilityKind = sheet.Kind{Name: "applicability", Empty: applicabilityPage{}, Golden: "standards/model/applicability.html",
	Claim: func(s *view.View) {
		for _, st := range s.Matrix.Stated.All() {
			s.Addr.Stated[st.Standard.ID] = s.Addr.Claim(standardFolder(st.Standard), "applicability", ".html")
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, st := range s.Matrix.Stated.All() {
			out = append(out, sheet.Sheet{At: s.Addr.Stated[st.Standard.ID], Data: func(p view.Page) any { return applicabilityData(p, st) }})
		}
		return out
	}}

func applicabilityData(p view.Page, st *applicability.Statement) any {
	std := st.Standard
	out := applicabilityPage{Shell: p.Shell(p.T("Statement of applicability"), "standards.html", wayTo(p, std)...),
		Statement: p.Document(st.Document.ID), Standing: p.StatusOf(st.Document), Counts: p.Say(countsOf(st))}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	for _, c := range std.Controls() {
		if n := len(out.Groups); n == 0 || out.Groups[n-1].Clause.Text != c.Parent {
			out.Groups = append(out.Groups, controlGroup(p, std, c.Parent))
		}
		last := &out.Groups[len(out.Groups)-1]
		last.Rows = append(last.Rows, controlRow(p, st, c))
	}
	return out
}

// countsOf says of how many controls the statement says what.
func countsOf(st *applicability.Statement) phrase.Phrase {
	n := map[applicability.Answer]int{}
	for _, row := range st.Rows {
		n[row.Answer]++
	}
	said := n[applicability.Applies] + n[applicability.DoesNot]
	return phrase.Of("%s, %s, %s.", phrase.Count(n[applicability.Applies], "%d control applies", "%d controls apply"),
		phrase.Count(n[applicability.DoesNot], "%d does not", "%d do not"),
		phrase.Count(len(st.Standard.Controls())-said, "of %d nothing is said", "of %d nothing is said"))
}

func controlGroup(p view.Page, std *standard.Standard, id string) ControlGroup {
	out := ControlGroup{Clause: view.Link{Text: id}}
	if c := std.Clause(id); c != nil {
		out.Clause, out.Title = p.Link(id, p.Addr.Items[std.Ref(id)]), p.Stated(std, c.Title)
	}
	return out
}

func controlRow(p view.Page, st *applicability.Statement, c *standard.Clause) ControlRow {
	std := st.Standard
	row, listed := st.Row(c.ID)
	out := ControlRow{Control: p.Link(c.ID, p.Addr.Items[std.Ref(c.ID)]), Title: p.Stated(std, c.Title),
		State: p.State(p.Cell(std.ID, c.ID).State), Reason: p.Thread(p.Quote(st.Document.Language, row.Reason))}
	out.Control.ID = true
	switch {
	case !listed:
		out.Applies = view.Tag{Kind: "missing", Text: p.T("Not listed")}
	case row.Answer == applicability.Applies:
		out.Applies, out.Status = view.Tag{Kind: "met", Text: p.T("Applies")}, p.Say(row.Status.Words())
	case row.Answer == applicability.DoesNot:
		out.Applies = view.Tag{Kind: "na", Text: p.T("Does not apply")}
	default:
		out.Applies = view.Tag{Kind: "missing", Text: p.T("Not stated")}
	}
	for _, id := range row.Evidence {
		out.Evidence = append(out.Evidence, p.Document(id))
	}
	for _, words := range row.Other {
		out.Evidence = append(out.Evidence, view.Link{Text: words})
	}
	return out
}
