package site

import (
	"clausebook/internal/address"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
)

// processPage shows a process of a reference model: purpose, outcomes, and who covers it.
type processPage struct {
	Shell
	Standard    Link
	Status      theme.Text
	Certifiable bool
	Against     Link
	Notes       []theme.Text
	ID          string
	Group       theme.Text
	Area        Link
	Purpose     theme.Text
	Outcomes    []OutcomeRow
	Reason      theme.Text
	Clauses     []FactRow
	Chain       []ChainRow
	ChainRest   Link
	Mend        *MendRow
}

// OutcomeRow is an observable result of a process, with the documents that cover it by name.
type OutcomeRow struct {
	ID, Anchor string
	Text       theme.Text
	Evidence   []Link
	Rest       Link
}

// processesPage lists the documents that describe processes and the processes of every reference model.
type processesPage struct {
	Shell
	Documents []DocumentRow
	Whole     []Link // to the registers, where not all of their documents are shown
	Models    []ModelRow
}

// ModelRow is a standard with processes.
type ModelRow struct {
	Link   Link
	Status theme.Text
	Groups []ProcessGroup
}

const (
	maxOutcome     = 10 // documents named beside an outcome
	shownProcesses = 60 // of our own, on the page of the process landscape
)

var processKind = Kind{Name: "process", Empty: processPage{}, Golden: "standards/model/process-change.html",
	Claim: func(s *site) {
		for _, std := range s.standardsOnce() {
			for _, proc := range std.Processes {
				at := s.addr.Page(standardFolder(std), "process-"+proc.ID)
				s.addr.items[std.Ref(proc.ID)] = at
				for _, o := range proc.Outcomes {
					s.addr.items[std.Ref(o.ID)] = at + "#" + address.Anchor("outcome", o.ID)
				}
			}
		}
	},
	Pages: func(s *site) []Sheet {
		var out []Sheet
		for _, std := range s.standardsOnce() {
			for i := range std.Processes {
				if proc := &std.Processes[i]; std.Process(proc.ID) == proc {
					out = append(out, Sheet{s.addr.items[std.Ref(proc.ID)], func(p page) any { return p.processPage(std, i) }})
				}
			}
		}
		return out
	}}

var processesKind = Kind{Name: "processes", Fixed: []string{"processes.html"}, Menu: Menu{Under: "documents.html", Local: "Process landscape"},
	Pages: fixed("processes.html", page.processes), Empty: processesPage{}, Golden: "processes.html"}

func (p page) processPage(std *standard.Standard, i int) any {
	proc := &std.Processes[i]
	cell := p.cell(std.ID, proc.ID)
	overview := p.link(nameOf(std), p.addr.standards[std.ID])
	out := processPage{Shell: p.titled(phrase.In(std.Language, proc.Name), "standards.html", p.link(p.t("Standards"), "standards.html"), overview),
		Standard: overview, Status: p.quote(std.Language, std.Status), Certifiable: std.Certifiable, Notes: p.quotes(std.Language, std.Notes), ID: proc.ID, Group: p.groupName(std, proc.Group),
		Purpose: p.quote(std.Language, proc.Purpose), Reason: p.say(cell.Reason), Mend: p.mend(cell)}
	out.Eyebrow, out.Tags = p.t("Process of %s", nameOf(std)), []Tag{p.state(cell.State)}
	out.Against = p.against(std)
	p.local(&out.Shell, p.t("Standards"), p.standardsNav(std)...)
	out.Description = out.Purpose
	for _, a := range std.Areas {
		if a.ID == proc.Area {
			out.Area = p.quoted(p.link(a.Title, p.addr.standards[std.ID]+"#"+address.Anchor("area", a.ID)), std.Language)
		}
	}
	for _, o := range proc.Outcomes {
		named := p.coveredBy(standard.Ref{Standard: std.ID, Item: o.ID})
		shown := min(len(named), maxOutcome)
		out.Outcomes = append(out.Outcomes, OutcomeRow{ID: o.ID, Anchor: address.Anchor("outcome", o.ID), Text: p.quote(std.Language, o.Text), Evidence: named[:shown],
			Rest: p.more(len(named)-shown, p.addr.chains[cell.Ref])})
	}
	for _, other := range p.standardsOnce() {
		if ids := proc.Clauses[other.ID]; len(ids) > 0 {
			out.Clauses = append(out.Clauses, FactRow{Label: nameOf(other), Values: p.clauses(other.ID, ids)})
		}
	}
	pieces := piecesOf(cell)
	out.Chain = p.chainRows(pieces[:min(len(pieces), maxChain)])
	out.ChainRest = p.more(len(pieces)-len(out.Chain), p.addr.chains[cell.Ref])
	p.processSteps(&out.Shell, std, i)
	return out
}

func (p page) processSteps(s *Shell, std *standard.Standard, i int) {
	to := func(proc standard.Process) Link {
		return p.item(standard.Ref{Standard: std.ID, Item: proc.ID})
	}
	if i > 0 {
		s.Prev = to(std.Processes[i-1])
	}
	if i+1 < len(std.Processes) {
		s.Next = to(std.Processes[i+1])
	}
}

// coveredBy lists the documents that name an item in `covers`, whether or not the matrix has a cell for it.
func (p page) coveredBy(ref standard.Ref) []Link {
	var out []Link
	for _, d := range p.index.covering()[ref] {
		out = append(out, p.documentLink(d))
	}
	return out
}

func (p page) processes() any {
	out := processesPage{Shell: p.shell(p.t("Processes"), "documents.html", p.link(p.t("Documents"), "documents.html"))}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
	for _, kind := range []string{"process", "procedure"} {
		documents := p.index.byType()[kind]
		for _, d := range documents[:min(len(documents), shownProcesses)] {
			out.Documents = append(out.Documents, p.documentRow(d))
		}
		if n := len(documents); n > shownProcesses {
			out.Whole = append(out.Whole, p.link(p.typeWords(kind)+": "+p.t("All %d", n), p.addr.types[kind]))
		}
	}
	for _, std := range p.standardsOnce() {
		if len(std.Processes) > 0 {
			out.Models = append(out.Models, ModelRow{Link: p.link(nameOf(std), p.addr.standards[std.ID]), Status: p.quote(std.Language, std.Status), Groups: p.processGroups(std)})
		}
	}
	return out
}
