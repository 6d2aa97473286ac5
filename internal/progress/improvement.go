package progress

import (
	"clausebook/internal/address"
	"clausebook/internal/loop"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// improvementPage shows the cases of improvement with their steps, a part of the list on each page; those that do not go on come first.
type improvementPage struct {
	view.Shell
	Counts []StateCount
	Cases  []CaseItem
	Pager  view.Pager
}

// CaseItem is a case with its steps.
type CaseItem struct {
	Anchor string
	Name   view.Link
	Title  theme.Text
	Kind   string
	State  view.Tag
	Why    theme.Text // it does not go on
	Fix    theme.Text
	Owner  view.Link
	Steps  []StepItem
}

// StepItem is a step of a case.
type StepItem struct {
	Name  string
	State view.Tag
	Day   string
	By    view.Link
	Says  theme.Text
	Shown []view.Link
}

// ImprovementPath is where the cases of improvement stand.
const ImprovementPath = "improvement.html"

const casesPerPage = 30

// ImprovementKind has the pages of the cases of improvement.
var ImprovementKind = sheet.Kind{Name: "improvement", Fixed: []string{ImprovementPath},
	Menu:  view.Menu{Under: "audits.html", Local: "Cases of improvement"},
	Empty: improvementPage{}, Golden: ImprovementPath,
	Pages: func(s *view.View) []sheet.Sheet {
		all := s.Loop.All()
		return sheet.Parts(ImprovementPath, len(all), casesPerPage, func(p view.Page, at view.Pager) any { return improvementData(p, all, at) })
	}}

func improvementData(p view.Page, all []*loop.Case, at view.Pager) any {
	out := improvementPage{Shell: p.Shell(p.T("Cases of improvement"), "audits.html"), Pager: at}
	out.Description = theme.Own(p.T("From what raised a case to what came of it, step by step"))
	p.TypesNav(&out.Shell, "audits.html")
	out.Counts = countStates(p, all, func(c *loop.Case) loop.State { return c.State }, caseTag,
		loop.Stuck, loop.Open, loop.Done, loop.Declined)
	for _, c := range all[at.From:at.To] {
		out.Cases = append(out.Cases, caseItem(p, c))
	}
	return out
}

func caseTag(p view.Page, s loop.State) view.Tag {
	switch s {
	case loop.Stuck:
		return view.Tag{Kind: "overdue", Text: p.T("Stuck")}
	case loop.Done:
		return view.Tag{Kind: "met", Text: p.T("Done")}
	case loop.Declined:
		return view.Tag{Kind: "na", Text: p.T("Decided against")}
	case loop.Unsaid:
		return view.Tag{}
	}
	return view.Tag{Kind: "soon", Text: p.T("Open")}
}

func kindWord(p view.Page, k loop.Kind) string {
	switch k {
	case loop.Nonconformity:
		return p.T("Nonconformity")
	case loop.Improvement:
		return p.T("Improvement")
	case loop.Opportunity:
		return p.T("Opportunity that an audit found")
	}
	return p.T("Objective or benefit that was missed")
}

func caseItem(p view.Page, c *loop.Case) CaseItem {
	out := CaseItem{Anchor: address.Anchor("case", c.Name()), Name: p.Named(c.Document),
		Title: p.Thread(p.Quote(c.Document.Language, c.Title)), Kind: kindWord(p, c.Kind), State: caseTag(p, c.State), Owner: p.Whoever(c.Owner)}
	out.Name.Text, out.Name.ID, out.Name.Lang = string(c.Document.ID), true, ""
	if c.Item != "" {
		out.Name.Text = c.Item
		out.Name.Href = originLink(p, loop.Origin{Name: c.Item, Document: c.Document.ID}).Href
	}
	if c.Aim != nil {
		out.Name.Href = p.Href(ObjectivesPath + "#" + aimAnchor(c.Aim))
	}
	if c.State == loop.Stuck {
		out.Why, out.Fix = p.Thread(p.Say(phrase.Of("%s.", c.Why))), p.Say(phrase.Of("%s.", c.Fix))
	}
	for i, s := range c.Steps {
		step := StepItem{Name: p.T(c.StepName(i)), State: caseTag(p, s.State), Says: p.Thread(p.Say(s.Says))}
		if s.State != loop.Unsaid {
			step.Day, step.By = s.Day.String(), p.Whoever(s.By)
		}
		for _, o := range s.Shown {
			step.Shown = append(step.Shown, originLink(p, o))
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

// originLink leads to what is called by a name: a document, an entry or a row, or an objective or benefit.
func originLink(p view.Page, o loop.Origin) view.Link {
	d := p.Docs.ByID(o.Document)
	if string(o.Document) == o.Name || d == nil {
		link := p.Document(o.Document)
		if d == nil {
			link.Text = o.Name
		}
		return link
	}
	for _, a := range p.Aims.Of(d) {
		if a.ID == o.Name {
			return view.Link{Text: o.Name, ID: true, Href: p.Href(ObjectivesPath + "#" + aimAnchor(a))}
		}
	}
	for _, run := range p.Thread(theme.Own(o.Name)) {
		if run.Whole != "" {
			return view.Link{Text: o.Name, ID: true, Href: run.Whole}
		}
	}
	return view.Link{Text: o.Name, ID: true, Href: p.Href(p.Addr.Documents[d])}
}
