package site

import (
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
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
	Trend   Link          // how it came about; empty where that was not asked for
	HasData bool
	Pager   Pager
}

// GapGroup is the gaps of one state, or those of them that stand on this part of the list.
type GapGroup struct {
	State  Tag
	Anchor string
	Count  int // in all parts
	Rows   []RequiredRow
}

const gapsPerPage = 60

var gapsKind = Kind{Name: "gaps", Fixed: []string{"gaps.html"}, Menu: Menu{Section: "Gaps"}, Empty: gapsPage{}, Golden: "gaps.html",
	Pages: func(s *site) []Sheet {
		open := s.open()
		return parts("gaps.html", len(open), gapsPerPage, func(p page, at Pager) any { return p.gaps(open, at) })
	}}

// open gives the gaps that nobody has accepted, worst first.
func (s *site) open() []trace.Cell {
	return slices.DeleteFunc(s.Matrix.Gaps(), func(c trace.Cell) bool { return c.State == trace.Waived })
}

// stateGap gives the place in the list of gaps where those of one state start.
func (s *site) stateGap(state trace.State) string {
	open := s.open()
	if state == trace.Waived {
		return address.Numbered("gaps.html", (max(len(open), 1)-1)/gapsPerPage) + "#state-waived"
	}
	i := slices.IndexFunc(open, func(c trace.Cell) bool { return c.State == state })
	if i < 0 {
		return "gaps.html"
	}
	return address.Numbered("gaps.html", i/gapsPerPage) + "#state-" + string(state)
}

// gaps shows a part of the list. What is waived and what does not apply stands at the end of the last part.
func (p page) gaps(open []trace.Cell, at Pager) any {
	out := gapsPage{Shell: p.shell(p.t("Gaps"), "gaps.html"), HasData: len(p.Matrix.Standards) > 0, Pager: at}
	out.Description = theme.Own(p.t("Required documents and records that are not evidenced, worst first"))
	gaps := p.Matrix.Gaps()
	out.Total = len(gaps)
	count := trace.Tally(open)
	for _, state := range trace.States {
		if rows := p.gapRows(open[at.From:at.To], state); len(rows) > 0 {
			out.Groups = append(out.Groups, GapGroup{State: p.state(state), Anchor: "state-" + string(state), Count: count[state], Rows: rows})
		}
	}
	if at.To == at.Total {
		out.Waived = p.gapRows(gaps, trace.Waived)
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
	if p.Trend != nil {
		out.Trend = p.link(p.t("Readiness over time"), trendPath)
	}
	for _, c := range m.Requirements {
		if c.State.Gap() {
			out.Unmet++
		}
	}
	if out.Pager.To == out.Pager.Total {
		out.Exempt = p.gapRows(m.Required, trace.NotApplicable)
	}
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

// MendRow says how to mend what an item lacks: by a command, or else by what to do.
type MendRow struct {
	Command string
	Do      theme.Text
}

// mend gives nothing for what needs no mending.
func (p page) mend(c trace.Cell) *MendRow {
	if c.Mend.IsZero() {
		return nil
	}
	return &MendRow{Command: c.Mend.Command, Do: p.say(c.Mend.Do)}
}

// missingSince says since when a required document is missing, and what shows it.
func (p page) missingSince(c trace.Cell) theme.Text {
	switch {
	case c.State != trace.Missing || c.SinceBy.IsZero():
		return nil
	case c.Since.IsZero():
		return p.say(c.SinceBy)
	}
	return p.say(phrase.Of("missing since %s (%s): %s", c.Since, phrase.Count(c.Since.DaysUntil(p.AsOf.Day), "%d day", "%d days"), c.SinceBy))
}

// gapRow shows a cell whether or not its standard is at hand.
func (p page) gapRow(c trace.Cell) RequiredRow {
	if std := p.Standards.Standard(c.Ref.Standard); std != nil {
		if r := std.RequiredDocument(c.Ref.Item); r != nil {
			return p.requiredRow(std, r, 3)
		}
	}
	row := RequiredRow{ID: c.Ref.Item, Anchor: address.Anchor("doc", c.Ref.Item), Title: theme.Own(c.Title), Link: Link{Text: c.Title}, State: p.state(c.State),
		Reason: p.say(c.Reason), Since: p.missingSince(c), Missing: p.lacking(c, nil, ""), Owner: p.owner(c.Owner), Due: p.dueWords(c), Mend: p.mend(c), Waiver: p.waiver(c), Strength: p.strength(c.Strength)}
	row.Evidence, row.Rest = p.evidence(c, 3)
	return row
}
