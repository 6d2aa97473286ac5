// Package progress is the kinds of pages about improvement: objectives and benefits with what was measured of them, and cases of
// improvement from what raised them to what came of them.
package progress

import (
	"clausebook/internal/address"
	"clausebook/internal/aims"
	"clausebook/internal/date"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// objectivesPage shows objectives and benefits, a part of the list on each page.
type objectivesPage struct {
	view.Shell
	Counts []StateCount
	Groups []AimGroup
	Pager  view.Pager
}

// StateCount is how many objectives or benefits, or cases, are in a state.
type StateCount struct {
	State view.Tag
	Count int
}

// countStates counts things by state, in the order of the states given; one that nothing is in is left out.
func countStates[T any, S comparable](p view.Page, all []T, of func(T) S, tag func(view.Page, S) view.Tag, states ...S) []StateCount {
	n := map[S]int{}
	for _, one := range all {
		n[of(one)]++
	}
	var out []StateCount
	for _, s := range states {
		if n[s] > 0 {
			out = append(out, StateCount{tag(p, s), n[s]})
		}
	}
	return out
}

// Attention tells how many objectives and benefits are not met, and how many cases of improvement are stuck, and leads to them.
func Attention(p view.Page) []view.Link {
	missed, stuck := 0, len(p.Loop.Stuck())
	for _, a := range p.Aims.InUse() {
		if a.State == aims.NotMet {
			missed++
		}
	}
	var out []view.Link
	if missed > 0 {
		out = append(out, p.Link(p.N(missed, "objective or benefit not met", "objectives or benefits not met"), ObjectivesPath))
	}
	if stuck > 0 {
		out = append(out, p.Link(p.N(stuck, "case of improvement stuck", "cases of improvement stuck"), ImprovementPath))
	}
	return out
}

// AimGroup is the objectives or the benefits on a page.
type AimGroup struct {
	Title, Anchor string
	Aims          []AimItem
}

// AimItem is an objective or a benefit with what was measured of it.
type AimItem struct {
	Anchor string
	ID     string
	Text   theme.Text
	State  view.Tag
	Reason theme.Text
	Trend  theme.Text // which way it goes; why nobody can say where that is not known; nothing where nothing was measured
	Facts  []view.FactRow
	Chart  *Way
	Values *view.FactTable
}

// ObjectivesPath is where objectives and benefits stand.
const ObjectivesPath = "objectives.html"

const aimsPerPage = 12

// ObjectivesKind has the pages of objectives and benefits.
var ObjectivesKind = sheet.Kind{Name: "objectives", Fixed: []string{ObjectivesPath},
	Menu:  view.Menu{Under: "audits.html", Local: "Objectives and benefits"},
	Empty: objectivesPage{}, Golden: ObjectivesPath,
	Pages: func(s *view.View) []sheet.Sheet {
		all := s.Aims.InUse()
		return sheet.Parts(ObjectivesPath, len(all), aimsPerPage, func(p view.Page, at view.Pager) any { return objectivesData(p, all, at) })
	}}

func objectivesData(p view.Page, all []*aims.Aim, at view.Pager) any {
	out := objectivesPage{Shell: p.Shell(p.T("Objectives and benefits"), "audits.html"), Pager: at}
	out.Description = theme.Own(p.T("Objectives and expected benefits with their targets and what was measured"))
	p.TypesNav(&out.Shell, "audits.html")
	out.Counts = countStates(p, all, func(a *aims.Aim) aims.State { return a.State }, aimTag, aims.NotMet, aims.NotMeasured, aims.Met)
	titles := map[aims.Kind]string{aims.Objective: p.T("Objectives"), aims.Benefit: p.T("Benefits")}
	for _, a := range all[at.From:at.To] {
		if n := len(out.Groups); n == 0 || out.Groups[n-1].Anchor != string(a.Kind) {
			out.Groups = append(out.Groups, AimGroup{Title: titles[a.Kind], Anchor: string(a.Kind)})
		}
		last := &out.Groups[len(out.Groups)-1]
		last.Aims = append(last.Aims, aimItem(p, a))
	}
	return out
}

func aimTag(p view.Page, s aims.State) view.Tag {
	switch s {
	case aims.Met:
		return view.Tag{Kind: "met", Text: p.T("Met")}
	case aims.NotMet:
		return view.Tag{Kind: "missing", Text: p.T("Not met")}
	}
	return view.Tag{Kind: "soon", Text: p.T("Not measured")}
}

// aimAnchor names an objective or benefit on its page.
func aimAnchor(a *aims.Aim) string { return address.Anchor("aim", a.Name()) }

func aimItem(p view.Page, a *aims.Aim) AimItem {
	language := a.Document.Language
	out := AimItem{Anchor: aimAnchor(a), ID: a.ID, Text: p.Thread(p.Quote(language, a.Text)), State: aimTag(p, a.State),
		Reason: p.Say(phrase.Of("%s.", a.Reason)), Chart: drawWay(p, a), Values: valuesTable(p, a)}
	if trend := a.TrendWords(); !trend.IsZero() {
		out.Trend = p.Say(phrase.Of("Trend: %s.", trend))
	}
	fact := func(label string, values ...view.Link) {
		if len(values) > 0 && values[0].Text != "" {
			out.Facts = append(out.Facts, view.FactRow{Label: label, Values: values})
		}
	}
	if a.Measure != "" {
		out.Facts = append(out.Facts, view.FactRow{Label: p.T("Measure"), Said: p.Quote(language, a.Measure)})
	}
	out.Facts = append(out.Facts, view.FactRow{Label: p.T("Target"), Said: p.Say(a.Wants())})
	if !a.Baseline.IsZero() {
		out.Facts = append(out.Facts, view.FactRow{Label: p.T("Before"), Said: p.Say(a.Words(a.Baseline))})
	}
	fact(p.T("Due"), dayOf(a.Due))
	if !a.Next.IsZero() && !(a.Over && a.State != aims.NotMeasured) {
		row := view.FactRow{Label: p.T("To be measured by"), Values: []view.Link{dayOf(a.Next)}}
		if a.Late {
			row.Tag = view.Tag{Kind: "overdue", Text: p.T("Overdue")}
		}
		out.Facts = append(out.Facts, row)
	}
	fact(p.T("Owner"), p.Whoever(a.Owner))
	fact(p.T("Stated in"), p.Named(a.Document))
	var evidence []view.Link
	for _, id := range a.Evidence {
		evidence = append(evidence, p.Document(id))
	}
	fact(p.T("Evidence"), evidence...)
	return out
}

func dayOf(d date.Date) view.Link {
	if d.IsZero() {
		return view.Link{}
	}
	return view.Link{Text: d.String()}
}

// shownValues is how many values a page shows of each objective; a document with more has them all.
const shownValues = 24

// valuesTable lists the values, the newest first; nothing where there are none.
func valuesTable(p view.Page, a *aims.Aim) *view.FactTable {
	if len(a.Values) == 0 {
		return nil
	}
	t := &view.FactTable{ID: aimAnchor(a) + "-values", Caption: p.T("What was measured"),
		Header: []string{p.T("Period"), p.T("Value"), p.T("State"), p.T("Document")}}
	for i := len(a.Values) - 1; i >= max(0, len(a.Values)-shownValues); i-- {
		v := a.Values[i]
		tag := view.Tag{Kind: "na", Text: p.T("Before it began")}
		if v.Counts {
			tag = aimTag(p, a.StateOf(v))
		}
		t.Rows = append(t.Rows, []view.FactCell{said(p, aims.SpanWords(v.Span)), said(p, a.Words(v.Quantity)), {Tag: tag},
			sheet.Cell(p.Named(v.Document))})
	}
	t.Rest = p.More(len(a.Values)-len(t.Rows), p.Addr.Documents[a.Values[0].Document])
	return t
}

// said is a cell with words in which another language may stand.
func said(p view.Page, words phrase.Phrase) view.FactCell {
	return view.FactCell{Values: []view.Link{{Text: p.Plain(words)}}, Said: p.Say(words)}
}
