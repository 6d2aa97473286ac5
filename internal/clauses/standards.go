package clauses

import (
	"fmt"
	"strconv"

	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// standardsPage lists the standards in use and says honestly what each of them is.
type standardsPage struct {
	view.Shell
	Standards []StandardRow
}

// StandardRow sums up a standard.
type StandardRow struct {
	Link         view.Link
	Subject      theme.Text // what the standard is about
	Status       theme.Text
	Licence      theme.Text // of its texts, where they are not in own words
	Notes        []theme.Text
	Amendments   []theme.Text
	Certifiable  bool
	Unreviewed   bool      // nobody has compared the data with the text of the standard
	Against      view.Link // the standard against which certificates are given instead
	Primary      bool
	Clauses      view.Link // how many, leading to their list
	Processes    view.Link
	Requirements view.Bar
	Required     view.Bar
	Matrix       view.Link
	Set          view.Link
	Stated       view.Link  // which of its controls apply
	Sources      view.Link  // what its data rest on, counted
	Sourced      theme.Text // how many required documents rest on a source that speaks of this edition
}

func standardsData(p view.Page) any {
	out := standardsPage{Shell: p.Shell(p.T("Standards"), "standards.html")}
	for _, std := range p.StandardsOnce() {
		out.Standards = append(out.Standards, StandardRowOf(p, std))
	}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, nil)...)
	return out
}

// StandardRowOf sums up a standard.
func StandardRowOf(p view.Page, std *standard.Standard) StandardRow {
	m := p.MatrixOf(std.ID)
	r := StandardRow{Link: p.Link(view.NameOf(std), p.Addr.Standards[std.ID]), Subject: p.Stated(std, std.Title),
		Status: p.Stated(std, std.Status), Licence: p.Quote(std.Language, std.Licence), Notes: p.AllStated(std, std.Notes),
		Certifiable: std.Certifiable, Unreviewed: std.Unreviewed, Primary: std == p.Standards.Primary(),
		Requirements: p.Bar(m.Requirements), Required: p.Bar(m.Required)}
	r.Requirements.Href = p.Href(p.Addr.Lists[stateKey(requirementsIn, trace.Met, std)])
	r.Required.Href = p.Href(p.Addr.Lists[stateKey(requiredIn, trace.Met, std)])
	if n := len(std.Clauses); n > 0 {
		r.Clauses = sheet.NumberTo(p, n, p.Addr.Standards[std.ID]+"#clauses")
	}
	if n := len(std.Processes); n > 0 {
		r.Processes = sheet.NumberTo(p, n, p.Addr.Standards[std.ID]+"#processes")
	}
	r.Against = against(p, std)
	for _, a := range std.Amendments {
		name := phrase.Text(fmt.Sprintf("%s (%s)", a.ID, a.Year))
		r.Amendments = append(r.Amendments, p.Say(phrase.Join([]phrase.Phrase{name, std.Say(a.Effect)}, ": ")))
	}
	if at := p.Addr.Matrices[std.ID]; at != "" {
		r.Matrix = p.Link(p.T("Traceability matrix"), at)
	}
	if at := p.Addr.Stated[std.ID]; at != "" {
		r.Stated = p.Link(p.T("Statement of applicability"), at)
	}
	if at := p.Addr.Sources[std.ID]; at != "" {
		r.Sources = p.Link(strconv.Itoa(len(std.Sources)), at)
	}
	if len(std.Required) > 0 {
		r.Set = p.Link(p.T("Documentation set"), p.Addr.Sets[std.ID])
		r.Sourced = sourced(p, std)
	}
	return r
}

// against gives the standard in use against which certificates are given, for one that knows none.
func against(p view.Page, std *standard.Standard) view.Link {
	if primary := p.Standards.Primary(); !std.Certifiable && primary.Certifiable {
		return p.Link(view.NameOf(primary), p.Addr.Standards[primary.ID])
	}
	return view.Link{}
}

// wayTo leads to what is below a standard: over the standards, and that one.
func wayTo(p view.Page, std *standard.Standard) []view.Link {
	return []view.Link{p.Link(p.T("Standards"), "standards.html"), p.Link(view.NameOf(std), p.Addr.Standards[std.ID])}
}

// standardsNav lists the standards, and below the one being read its own parts.
func standardsNav(p view.Page, current *standard.Standard) []view.NavLink {
	var out []view.NavLink
	for _, std := range p.StandardsOnce() {
		n := p.Nav(view.NameOf(std), p.Addr.Standards[std.ID])
		n.Open = std == current
		out = append(out, n)
		if std != current {
			continue
		}
		if len(std.Required) > 0 {
			out = append(out, p.Nav(p.T("Documentation set"), p.Addr.Sets[std.ID]))
		}
		if at := p.Addr.Stated[std.ID]; at != "" {
			out = append(out, p.Nav(p.T("Statement of applicability"), at))
		}
		if at := p.Addr.Sources[std.ID]; at != "" {
			out = append(out, p.Nav(p.T("Sources"), at))
		}
		for _, c := range std.Children("") {
			out = append(out, p.ClauseNav(std, c, p.Addr.Items[standard.Ref{Standard: std.ID, Item: c.ID}]))
		}
		for _, x := range std.Subjects() {
			to := p.Addr.Subjects[std.Ref(x.Item())]
			out = append(out, view.NavLink{Link: subjectLink(p, std, x), Current: p.Path == to})
		}
	}
	return append(out, p.Menu("standards.html")...)
}

// StandardsKind has one page: the standards in use.
var StandardsKind = sheet.Kind{Name: "standards", Fixed: []string{"standards.html"}, Menu: view.Menu{Section: "Clauses"},
	Pages: sheet.Fixed("standards.html", standardsData), Empty: standardsPage{}, Golden: "standards.html"}
