package site

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/address"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

// standardsPage lists the standards in use and says honestly what each of them is.
type standardsPage struct {
	Shell
	Standards []StandardRow
}

// StandardRow sums up a standard.
type StandardRow struct {
	Link         Link
	Subject      theme.Text // what the standard is about
	Status       theme.Text
	Notes        []theme.Text
	Amendments   []theme.Text
	Certifiable  bool
	Against      Link // the standard against which certificates are given instead
	Primary      bool
	Clauses      int
	Processes    int
	Requirements Bar
	Required     Bar
	Matrix       Link
	Set          Link
}

// standardPage is the overview of one standard.
type standardPage struct {
	Shell
	StandardRow
	Rows   []TreeRow
	Areas  []EntryRow
	Stages []EntryRow
	Groups []ProcessGroup
}

// TreeRow is a clause in the table of all clauses.
type TreeRow struct {
	Level  int
	Clause Link
	Title  theme.Text
	State  Tag
	Reason theme.Text
	Bar    Bar
}

// ProcessGroup is processes that a reference model puts together.
type ProcessGroup struct {
	Name      theme.Text
	Processes []ProcessRow
}

// ProcessRow is a process in a list.
type ProcessRow struct {
	Link     Link
	Purpose  theme.Text
	State    Tag
	Evidence []Link
}

// requiredPage is the documentation set of a standard: every required document with its state.
type requiredPage struct {
	Shell
	Standard Link
	Rows     []RequiredRow
	Pager    Pager
}

func (p page) standards() any {
	out := standardsPage{Shell: p.shell(p.t("Standards"), "standards.html")}
	for _, std := range p.Standards.Standards {
		out.Standards = append(out.Standards, p.standardRow(std))
	}
	p.local(&out.Shell, p.t("Standards"), p.standardsNav(nil)...)
	return out
}

func (p page) standardRow(std *standard.Standard) StandardRow {
	m := p.matrixOf(std.ID)
	r := StandardRow{Link: p.link(nameOf(std), p.addr.standards[std.ID]), Subject: p.quote(std.Language, std.Title), Status: p.quote(std.Language, std.Status), Notes: p.quotes(std.Language, std.Notes),
		Certifiable: std.Certifiable, Primary: std == p.Standards.Primary(), Clauses: len(std.Clauses), Processes: len(std.Processes),
		Requirements: p.bar(m.Requirements), Required: p.bar(m.Required)}
	r.Against = p.against(std)
	for _, a := range std.Amendments {
		r.Amendments = append(r.Amendments, p.quote(std.Language, fmt.Sprintf("%s (%s): %s", a.ID, a.Year, a.Effect)))
	}
	if at := p.addr.matrices[std.ID]; at != "" {
		r.Matrix = p.link(p.t("Traceability matrix"), at)
	}
	if len(std.Required) > 0 {
		r.Set = p.link(p.t("Documentation set"), p.addr.sets[std.ID])
	}
	return r
}

// quotes gives several texts in one language.
func (p page) quotes(language string, texts []string) []theme.Text {
	var out []theme.Text
	for _, t := range texts {
		out = append(out, p.quote(language, t))
	}
	return out
}

// against gives the standard in use against which certificates are given, for one that knows none.
func (p page) against(std *standard.Standard) Link {
	if primary := p.Standards.Primary(); !std.Certifiable && primary.Certifiable {
		return p.link(nameOf(primary), p.addr.standards[primary.ID])
	}
	return Link{}
}

// standardsNav lists the standards, and below the one being read its own parts.
func (p page) standardsNav(current *standard.Standard) []NavLink {
	var out []NavLink
	for _, std := range p.Standards.Standards {
		n := p.nav(nameOf(std), p.addr.standards[std.ID])
		n.Open = std == current
		out = append(out, n)
		if std != current {
			continue
		}
		if len(std.Required) > 0 {
			out = append(out, p.nav(p.t("Documentation set"), p.addr.sets[std.ID]))
		}
		for _, c := range children(std, "") {
			out = append(out, p.clauseNav(std, c, p.addr.items[standard.Ref{Standard: std.ID, Item: c.ID}]))
		}
	}
	return out
}

// standardsOnce gives each standard once, should two files share an id.
func (s *site) standardsOnce() []*standard.Standard {
	var out []*standard.Standard
	seen := map[string]bool{}
	for _, std := range s.Standards.Standards {
		if !seen[std.ID] {
			seen[std.ID] = true
			out = append(out, std)
		}
	}
	return out
}

const requiredPerPage = 24

var standardsKind = Kind{Name: "standards", Fixed: []string{"standards.html"}, Menu: Menu{Section: "Standards"},
	Pages: fixed("standards.html", page.standards), Empty: standardsPage{}, Golden: "standards.html"}

var standardKind = Kind{Name: "standard", Empty: standardPage{}, Golden: "standards/model/index.html",
	Claim: func(s *site) {
		for _, std := range s.standardsOnce() {
			s.addr.standards[std.ID] = s.addr.Claim(standardFolder(std), "index", ".html")
		}
	},
	Pages: func(s *site) []Sheet {
		var out []Sheet
		for _, std := range s.standardsOnce() {
			out = append(out, Sheet{s.addr.standards[std.ID], func(p page) any { return p.standardPage(std) }})
		}
		return out
	}}

var requiredKind = Kind{Name: "required", Empty: requiredPage{}, Golden: "standards/one-2018/documentation.html",
	Claim: func(s *site) {
		for _, std := range s.standardsOnce() {
			set := s.addr.Claim(standardFolder(std), "documentation", ".html")
			s.addr.sets[std.ID] = set
			for i, r := range std.Required {
				s.addr.items[std.Ref(r.ID)] = address.Numbered(set, i/requiredPerPage) + "#" + address.Anchor("doc", r.ID)
			}
		}
	},
	Pages: func(s *site) []Sheet {
		var out []Sheet
		for _, std := range s.standardsOnce() {
			if n := len(std.Required); n > 0 {
				give := func(p page, at Pager) any { return p.required(std, at) }
				out = append(out, parts(s.addr.sets[std.ID], n, requiredPerPage, give)...)
			}
		}
		return out
	}}

// standardFolder is where the pages of a standard stand.
func standardFolder(std *standard.Standard) string { return "standards/" + address.Slug(std.ID) + "/" }

func (p page) standardPage(std *standard.Standard) any {
	out := standardPage{Shell: p.shell(nameOf(std), "standards.html", p.link(p.t("Standards"), "standards.html")), StandardRow: p.standardRow(std)}
	p.local(&out.Shell, p.t("Standards"), p.standardsNav(std)...)
	out.Description = out.Subject
	for _, c := range std.Clauses {
		cell := p.cell(std.ID, c.ID)
		out.Rows = append(out.Rows, TreeRow{Level: c.Level, Clause: p.clause(std.ID, c.ID), Title: p.quote(std.Language, c.Title),
			State: p.state(cell.State), Reason: p.say(cell.Reason), Bar: p.bar(p.requirementCells(std, c.ID))})
	}
	for _, a := range std.Areas {
		out.Areas = append(out.Areas, p.areaRow(std, a))
	}
	for _, st := range std.Stages {
		out.Stages = append(out.Stages, p.stageRow(std, st))
	}
	out.Groups = p.processGroups(std)
	return out
}

// areaRow shows an area on the page of its standard; Link.Title holds its fragment.
func (p page) areaRow(std *standard.Standard, a standard.Area) EntryRow {
	row := EntryRow{Link: p.quoted(Link{Text: a.Title, Title: address.Anchor("area", a.ID)}, std.Language)}
	var states []trace.State
	for _, id := range a.Processes {
		row.Parts = append(row.Parts, p.item(standard.Ref{Standard: std.ID, Item: id}))
		states = append(states, p.cell(std.ID, id).State)
	}
	if primary := p.Standards.Primary(); primary != nil {
		row.Parts = append(row.Parts, p.clauses(primary.ID, a.Clauses[primary.ID])...)
	}
	row.State = p.state(worst(states))
	return row
}

func (p page) stageRow(std *standard.Standard, st standard.Stage) EntryRow {
	row := EntryRow{Link: p.quoted(Link{Text: st.Title, Title: address.Anchor("stage", st.ID)}, std.Language), Summary: p.quote(std.Language, st.Summary)}
	var states []trace.State
	for _, other := range p.standardsOnce() {
		row.Parts = append(row.Parts, p.clauses(other.ID, st.Clauses[other.ID])...)
		if other == p.Standards.Primary() {
			for _, id := range st.Clauses[other.ID] {
				states = append(states, p.cell(other.ID, id).State)
			}
		}
	}
	row.State = p.state(worst(states))
	return row
}

// processGroups lists the processes by group, in the order in which groups first appear.
func (p page) processGroups(std *standard.Standard) []ProcessGroup {
	var out []ProcessGroup
	at := map[string]int{}
	for _, proc := range std.Processes {
		i, known := at[proc.Group]
		if !known {
			i = len(out)
			at[proc.Group] = i
			out = append(out, ProcessGroup{Name: p.groupName(std, proc.Group)})
		}
		cell := p.cell(std.ID, proc.ID)
		out[i].Processes = append(out[i].Processes, ProcessRow{Link: p.item(standard.Ref{Standard: std.ID, Item: proc.ID}),
			Purpose: p.quote(std.Language, proc.Purpose), State: p.state(cell.State), Evidence: p.evidenceLinks(cell.Evidence, 3)})
	}
	return out
}

// groupName makes a title of a group's id: "sms-general" is "SMS general".
func (p page) groupName(std *standard.Standard, id string) theme.Text {
	words := strings.ReplaceAll(id, "-", " ")
	if words == "" {
		return theme.Own(p.t("Processes"))
	}
	words = strings.ReplaceAll(words, "sms", "SMS")
	first, size := utf8.DecodeRuneInString(words)
	return p.quote(std.Language, string(unicode.ToUpper(first))+words[size:])
}

func (p page) required(std *standard.Standard, at Pager) any {
	title := p.t("Documentation set of %s", nameOf(std))
	out := requiredPage{Shell: p.shell(title, "standards.html", p.link(p.t("Standards"), "standards.html"), p.link(nameOf(std), p.addr.standards[std.ID])),
		Standard: p.link(nameOf(std), p.addr.standards[std.ID]), Pager: at}
	p.local(&out.Shell, p.t("Standards"), p.standardsNav(std)...)
	for i := at.From; i < at.To; i++ {
		out.Rows = append(out.Rows, p.requiredRow(std, &std.Required[i], 3))
	}
	return out
}
