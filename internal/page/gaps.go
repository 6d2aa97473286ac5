package page

import (
	"slices"
	"strings"

	"clausebook/internal/clauses"
	"clausebook/internal/days"
	"clausebook/internal/progress"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// gapsPage lists exactly the required documents that are not met, worst first, each with the command that fixes it.
// Accepted gaps stand apart, with who accepted them and until when.
type gapsPage struct {
	view.Shell
	Total   int
	Words   []string
	Groups  []GapGroup
	Points  []view.FindingRow  // conditions that nobody has decided and clauses that nothing covers
	Stuck   []view.FindingRow  // improvement, objectives and benefits that do not go on
	Cases   view.Link          // to the cases of improvement
	Open    view.Link          // to all requirements
	Unmet   int                // requirements that are not met
	OpenIn  []clauses.InState  // the same by their states
	Beside  []openBeside       // the same of other standards
	Exempt  []view.RequiredRow // what does not apply, with the reason
	Trend   view.Link          // how it came about; empty where that was not asked for
	HasData bool
	Pager   view.Pager
}

// openBeside counts the requirements of a standard beside the first that are not met, and leads to its matrix.
type openBeside struct {
	Standard string
	Open     view.Link
}

// GapGroup is the gaps of one state, or those of them that stand on this part of the list. Note says what the state means, where its
// name does not.
type GapGroup struct {
	State  view.Tag
	Note   string
	Anchor string
	Count  int // in all parts
	Rows   []view.RequiredRow
}

const gapsPerPage = 50

var gapsKind = sheet.Kind{Name: "gaps", Fixed: []string{"gaps.html"},
	Menu:   view.Menu{Under: "index.html", Local: "Gaps"},
	Empty:  gapsPage{},
	Golden: "gaps.html",
	Pages: func(s *view.View) []sheet.Sheet {
		open := open(s)
		return sheet.Parts("gaps.html", len(open), gapsPerPage, func(p view.Page, at view.Pager) any { return gapsData(p, open, at) })
	}}

// open gives the gaps that nobody has accepted, worst first.
func open(s *view.View) []trace.Cell {
	return slices.DeleteFunc(s.Matrix.Gaps(), func(c trace.Cell) bool { return c.State == trace.Waived })
}

// gapsData shows a part of the list. What is waived and what does not apply stands at the end of the last part.
func gapsData(p view.Page, open []trace.Cell, at view.Pager) any {
	out := gapsPage{Shell: p.Shell(p.T("Gaps"), "index.html", p.Section("index.html")), HasData: len(p.Matrix.Standards) > 0, Pager: at}
	out.Description = theme.Own(p.T("Required documents and records that are not evidenced, worst first"))
	gaps := p.Matrix.Gaps()
	out.Total = len(gaps)
	count := trace.Tally(open)
	for _, state := range trace.States {
		if rows := gapRows(p, open[at.From:at.To], state); len(rows) > 0 {
			out.Groups = append(out.Groups, GapGroup{State: p.State(state), Anchor: stateAnchor(state), Count: count[state], Rows: rows})
		}
	}
	if at.To == at.Total {
		if rows := gapRows(p, gaps, trace.Waived); len(rows) > 0 {
			out.Groups = append(out.Groups, GapGroup{State: p.State(trace.Waived), Anchor: stateAnchor(trace.Waived), Count: len(rows), Rows: rows,
				Note: p.T("Gaps that somebody with authority has accepted for a limited time. They are still gaps.")})
		}
		out.Points, out.Stuck = points(p), stuck(p)
		out.Cases = p.Link(p.T("Cases of improvement"), progress.ImprovementPath)
	}
	days.ReadinessNav(p, &out.Shell)
	fillGaps(p, &out)
	return out
}

// points gives the gaps that are no required documents, which stand in the list by their states.
func points(p view.Page) []view.FindingRow {
	var out []view.FindingRow
	for _, f := range p.Dossier.Gaps {
		if strings.HasPrefix(string(f.Rule), "IM") {
			continue
		}
		if _, kind, ok := p.Standards.Resolve(f.Subject); !ok || kind != standard.KindRequired {
			out = append(out, p.FindingRow(f))
		}
	}
	return out
}

// stuck gives what does not go on of improvement.
func stuck(p view.Page) []view.FindingRow {
	var out []view.FindingRow
	for _, f := range p.Dossier.Gaps {
		if strings.HasPrefix(string(f.Rule), "IM") {
			out = append(out, p.FindingRow(f))
		}
	}
	return out
}

func fillGaps(p view.Page, out *gapsPage) {
	primary := p.Standards.Primary()
	if primary == nil {
		return
	}
	m := p.MatrixOf(primary.ID)
	out.Words = clauses.Readiness(p.View, m)
	out.Open = p.Link(p.T("Traceability matrix"), "matrix.html")
	if p.Trend != nil {
		out.Trend = p.Link(p.T("Readiness over time"), days.TrendPath)
	}
	out.OpenIn, out.Unmet = clauses.OpenRequirements(p, primary)
	for _, std := range p.StandardsOnce() {
		if _, n := clauses.OpenRequirements(p, std); n > 0 && std != primary {
			open := p.Link(p.N(n, "open requirement", "open requirements"), p.Addr.Matrices[std.ID])
			out.Beside = append(out.Beside, openBeside{view.NameOf(std), open})
		}
	}
	if out.Pager.To == out.Pager.Total {
		out.Exempt = gapRows(p, m.Required, trace.NotApplicable)
	}
}

// stateAnchor names the gaps of a state.
func stateAnchor(s trace.State) string { return "state-" + string(s) }

func gapRows(p view.Page, cells []trace.Cell, state trace.State) []view.RequiredRow {
	var out []view.RequiredRow
	for _, c := range cells {
		if c.State == state {
			out = append(out, p.GapRow(c))
		}
	}
	return out
}
