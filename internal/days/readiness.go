package days

import (
	"clausebook/internal/address"
	"clausebook/internal/dossier"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// readinessPage lists the required documents of every standard by their state on a day.
type readinessPage struct {
	view.Shell
	About     string
	InForce   view.Link // what was in force on the day; nothing where the site does not say it
	Standards []readinessOf
}

type readinessOf struct {
	Name, Anchor  string
	Asked         string          // anchor of all that applied
	Parts         []readinessPart // of it
	NotApplicable []readinessPart
}

// readinessPart is a part of the chart: one state, or several that it counts as one.
type readinessPart struct {
	Anchor string
	States []readinessState
}

type readinessState struct {
	Anchor string
	Tag    view.Tag
	Items  []view.Link
}

// ReadinessKind has a page for each day that the trend counts. Its numbers lead there.
var ReadinessKind = sheet.Kind{Name: "readiness", Empty: readinessPage{}, Golden: "trend/2026-05-31.html",
	Claim: func(s *view.View) {
		for _, at := range countedDays(s) {
			s.Addr.Lists[readinessOn(at)] = s.Addr.Page("trend/", at.Day.String())
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, at := range countedDays(s) {
			out = append(out, sheet.Sheet{At: s.Addr.Lists[readinessOn(at)], Data: func(p view.Page) any { return readinessData(p, at) }})
		}
		return out
	}}

func readinessOn(at dossier.TrendPoint) view.ListKey {
	return view.ListKey{What: "readiness", Of: at.Day.String()}
}

// countedDays gives the days of the trend that were judged; none where there is no trend to show.
func countedDays(s *view.View) []dossier.TrendPoint {
	if s.Trend == nil || !trendKnown(s) {
		return nil
	}
	var out []dossier.TrendPoint
	for _, at := range trendDays(s) {
		if known(at) {
			out = append(out, at)
		}
	}
	return out
}

func readinessData(p view.Page, at dossier.TrendPoint) any {
	day := at.Day.String()
	out := readinessPage{Shell: p.Shell(p.T("Readiness on %s", day), "index.html", p.Link(p.T("Readiness"), "index.html"),
		p.Link(p.T("Readiness over time"), TrendPath)),
		About: p.T("Required documents and records by their state at the end of %s. Each leads to how it stands today.", day)}
	if in := p.ForceDay(at.Day); in != nil {
		out.InForce = p.Link(p.T("What was in force on that day"), in.At)
	}
	ReadinessNav(p, &out.Shell)
	for _, std := range p.StandardsOnce() {
		if len(std.Required) > 0 {
			out.Standards = append(out.Standards, readinessOfStandard(p, at, std))
		}
	}
	return out
}

func readinessOfStandard(p view.Page, at dossier.TrendPoint, std *standard.Standard) readinessOf {
	out := readinessOf{Name: view.NameOf(std), Anchor: std.ID, Asked: partAnchor(std, "asked")}
	for _, part := range TrendParts {
		out.Parts = appendPart(p, out.Parts, at, std, part.Series.Kind, part.states)
	}
	out.NotApplicable = appendPart(p, nil, at, std, "not-applicable", []trace.State{trace.NotApplicable})
	return out
}

// appendPart adds the states of a part in which anything was.
func appendPart(p view.Page, to []readinessPart, at dossier.TrendPoint, std *standard.Standard, name string,
	states []trace.State) []readinessPart {
	part := readinessPart{Anchor: partAnchor(std, name)}
	for _, state := range states {
		ids := at.Items[std.ID][state]
		if len(ids) == 0 {
			continue
		}
		one := readinessState{Anchor: stateAnchor(std, state), Tag: p.State(state)}
		for _, id := range ids {
			one.Items = append(one.Items, requiredLink(p, std, id))
		}
		part.States = append(part.States, one)
	}
	if len(part.States) == 0 {
		return to
	}
	return append(to, part)
}

func requiredLink(p view.Page, std *standard.Standard, id string) view.Link {
	link := p.Item(standard.Ref{Standard: std.ID, Item: id})
	if r := std.RequiredDocument(id); r != nil {
		link.Text = r.Title
	}
	return link
}

func partAnchor(std *standard.Standard, name string) string {
	return address.Anchor("part", std.ID+"-"+name)
}

func stateAnchor(std *standard.Standard, state trace.State) string {
	return address.Anchor("state", std.ID+"-"+string(state))
}

// readinessTo leads a number of a day to the list of what it counts.
func readinessTo(p view.Page, at dossier.TrendPoint, n int, anchor string) view.Link {
	list := p.Addr.Lists[readinessOn(at)]
	if list == "" {
		return sheet.NumberTo(p, n, "")
	}
	return sheet.NumberTo(p, n, list+"#"+anchor)
}
