package clauses

import (
	"clausebook/internal/address"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// processPage shows a process of a reference model: purpose, outcomes, and who covers it.
type processPage struct {
	view.Shell
	Standard    view.Link
	Status      theme.Text
	Certifiable bool
	Against     view.Link
	Notes       []theme.Text
	ID          string
	Group       theme.Text
	Area        view.Link
	Purpose     theme.Text
	Outcomes    []OutcomeRow
	Reason      theme.Text
	Clauses     []view.FactRow
	Chain       []chainRow
	ChainRest   view.Link
	Fix         *view.FixRow
}

// OutcomeRow is an observable result of a process, with the documents that cover it.
type OutcomeRow struct {
	ID, Anchor string
	Text       theme.Text
	Evidence   []view.Link
	Rest       view.Link
}

// processesPage lists the documents that describe processes and the processes of every reference model.
type processesPage struct {
	view.Shell
	Documents []view.DocumentRow
	Whole     []view.Link // to the registers, where not all of their documents are shown
	Models    []ModelRow
}

// ModelRow is a standard with processes.
type ModelRow struct {
	Link   view.Link
	Status theme.Text
	Groups []ProcessGroup
}

const (
	maxOutcome     = 10 // documents named beside an outcome
	shownProcesses = 60 // of our own, on the page of the process landscape
)

// ProcessKind has a page for each process.
var ProcessKind = sheet.Kind{Name: "process", Empty: processPage{}, Golden: "standards/model/process-change.html",
	Claim: func(s *view.View) {
		for _, std := range s.StandardsOnce() {
			for _, proc := range std.Processes {
				at := s.Addr.Page(standardFolder(std), "process-"+proc.ID)
				s.Addr.Items[std.Ref(proc.ID)] = at
				for _, o := range proc.Outcomes {
					s.Addr.Items[std.Ref(o.ID)] = at + "#" + address.Anchor("outcome", o.ID)
				}
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, std := range s.StandardsOnce() {
			for i := range std.Processes {
				if proc := &std.Processes[i]; std.Process(proc.ID) == proc {
					out = append(out, sheet.Sheet{At: s.Addr.Items[std.Ref(proc.ID)], Data: func(p view.Page) any { return processData(p, std, i) }})
				}
			}
		}
		return out
	}}

// ProcessesKind has one page: our processes, and those of every reference model.
var ProcessesKind = sheet.Kind{Name: "processes", Fixed: []string{"processes.html"},
	Menu:  view.Menu{Under: "documents.html", Local: "Process landscape"},
	Pages: sheet.Fixed("processes.html", processesData), Empty: processesPage{}, Golden: "processes.html"}

func processData(p view.Page, std *standard.Standard, i int) any {
	proc := &std.Processes[i]
	cell := p.Cell(std.ID, proc.ID)
	overview := p.Link(view.NameOf(std), p.Addr.Standards[std.ID])
	out := processPage{Shell: p.Titled(std.Say(proc.Name), "standards.html", wayTo(p, std)...),
		Standard: overview, Status: p.Stated(std, std.Status), Certifiable: std.Certifiable, Notes: p.AllStated(std, std.Notes),
		ID: proc.ID, Group: groupName(p, std, proc.Group),
		Purpose: p.Stated(std, proc.Purpose), Reason: p.Thread(p.Say(cell.Reason)), Fix: p.Fix(cell)}
	out.Eyebrow, out.Tags = p.T("Process of %s", view.NameOf(std)), []view.Tag{p.State(cell.State)}
	out.Against = against(p, std)
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	out.Description = out.Purpose
	for i := range std.Areas {
		if a := &std.Areas[i]; a.ID == proc.Area {
			out.Area = subjectLink(p, std, a)
		}
	}
	for _, o := range proc.Outcomes {
		row := OutcomeRow{ID: o.ID, Anchor: address.Anchor("outcome", o.ID), Text: p.Stated(std, o.Text)}
		row.Evidence, row.Rest = p.EvidenceLinks(std.Ref(o.ID), outcomeEvidence(p.View, std, proc, o.ID), maxOutcome)
		out.Outcomes = append(out.Outcomes, row)
	}
	for _, other := range p.StandardsOnce() {
		if ids := proc.Clauses[other.ID]; len(ids) > 0 {
			out.Clauses = append(out.Clauses, view.FactRow{Label: view.NameOf(other), Values: p.Clauses(other.ID, ids)})
		}
	}
	pieces := processPieces(p.View, std, proc)
	out.Chain = chainRows(p, chainBeginning(pieces))
	out.ChainRest = p.More(len(pieces)-len(out.Chain), p.Addr.Chains[cell.Ref])
	processSteps(p, &out.Shell, std, i)
	return out
}

func processSteps(p view.Page, s *view.Shell, std *standard.Standard, i int) {
	to := func(proc standard.Process) view.Link {
		return p.Item(standard.Ref{Standard: std.ID, Item: proc.ID})
	}
	if i > 0 {
		s.Prev = to(std.Processes[i-1])
	}
	if i+1 < len(std.Processes) {
		s.Next = to(std.Processes[i+1])
	}
}

func processesData(p view.Page) any {
	out := processesPage{Shell: p.Shell(p.T("Processes"), "documents.html", p.Link(p.T("Documents"), "documents.html"))}
	p.TypesNav(&out.Shell, "documents.html")
	for _, kind := range []string{"process", "procedure"} {
		documents := p.Index.ByType()[kind]
		for _, d := range documents[:min(len(documents), shownProcesses)] {
			out.Documents = append(out.Documents, p.DocumentRow(d))
		}
		if n := len(documents); n > shownProcesses {
			out.Whole = append(out.Whole, p.Link(p.TypeWords(kind)+": "+p.T("All %d", n), p.Addr.Types[kind]))
		}
	}
	for _, std := range p.StandardsOnce() {
		if len(std.Processes) > 0 {
			out.Models = append(out.Models, ModelRow{Link: p.Link(view.NameOf(std), p.Addr.Standards[std.ID]),
				Status: p.Stated(std, std.Status), Groups: processGroups(p, std)})
		}
	}
	return out
}
