package site

import (
	"clausebook/internal/trace"
)

// gapsPage lists exactly the required documents that are not met, worst first, each with the command that mends it.
// Accepted gaps stand apart, with who accepted them and until when.
type gapsPage struct {
	Shell
	Total   int
	Words   []string
	Groups  []GapGroup
	Waived  []RequiredRow
	Open    Link // requirements that are not met
	Unmet   int
	Exempt  []RequiredRow // what does not apply, with the reason
	HasData bool
}

// GapGroup is the gaps of one state.
type GapGroup struct {
	State  Tag
	Anchor string
	Rows   []RequiredRow
}

func (p page) gaps() any {
	out := gapsPage{Shell: p.shell(p.t("Gaps"), "gaps.html"), HasData: len(p.Matrix.Standards) > 0}
	out.Description = p.t("Required documents and records that are not evidenced, worst first")
	gaps := p.Matrix.Gaps()
	out.Total = len(gaps)
	for _, state := range trace.States {
		rows := p.gapRows(gaps, state)
		switch {
		case len(rows) == 0:
		case state == trace.Waived:
			out.Waived = rows
		default:
			out.Groups = append(out.Groups, GapGroup{State: p.state(state), Anchor: "state-" + string(state), Rows: rows})
		}
	}
	p.fillGaps(&out)
	return out
}

func (p page) fillGaps(out *gapsPage) {
	primary := p.Standards.Primary()
	if primary == nil {
		return
	}
	m := p.matrixOf(primary.ID)
	out.Words = p.readiness(m)
	out.Open = p.link(p.t("Traceability matrix"), "matrix.html")
	for _, c := range m.Requirements {
		if c.State.Gap() {
			out.Unmet++
		}
	}
	out.Exempt = p.gapRows(m.Required, trace.NotApplicable)
	out.TOC = p.gapTOC(out)
}

func (p page) gapTOC(out *gapsPage) []Heading {
	var toc []Heading
	for _, g := range out.Groups {
		toc = append(toc, Heading{Text: g.State.Text, Href: "#" + g.Anchor, Level: 1})
	}
	if len(out.Waived) > 0 {
		toc = append(toc, Heading{Text: p.t("Waived"), Href: "#state-waived", Level: 1})
	}
	if len(out.Exempt) > 0 {
		toc = append(toc, Heading{Text: p.t("Not applicable"), Href: "#exempt", Level: 1})
	}
	return toc
}

func (p page) gapRows(cells []trace.Cell, state trace.State) []RequiredRow {
	var out []RequiredRow
	for _, c := range cells {
		if c.State == state {
			out = append(out, p.gapRow(c))
		}
	}
	return out
}

// gapRow shows a cell whether or not its standard is at hand.
func (p page) gapRow(c trace.Cell) RequiredRow {
	if std := p.Standards.Standard(c.Ref.Standard); std != nil {
		if r := std.RequiredDocument(c.Ref.Item); r != nil {
			return p.requiredRow(std, r, 3)
		}
	}
	row := RequiredRow{ID: c.Ref.Item, Anchor: anchor("doc", c.Ref.Item), Title: c.Title, Link: Link{Text: c.Title}, State: p.state(c.State),
		Reason: c.Reason, Missing: c.Missing, Owner: p.owner(c.Owner), Due: p.dueWords(c), Mend: c.Mend, Waiver: p.waiver(c), Strength: p.strength(c.Strength)}
	row.Evidence, row.More = p.evidence(c.Evidence, 3)
	return row
}
