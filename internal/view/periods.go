package view

import (
	"slices"

	"clausebook/internal/inforce"
	"clausebook/internal/period"
)

// AuditPeriod is a period with its report and the addresses of its pages.
type AuditPeriod struct {
	Report               period.Report
	At                   string
	Versions, Reviews    string // the lists of the period
	Documents            string
	Clauses, Records     string
	Given                []versionTurn
	WithGaps             []period.Document
	ClauseGaps, Unserved []period.Clause
}

// versionTurn is an approval that was given in the period, or whose version took effect in it.
type versionTurn struct {
	*inforce.Tenure
	Effect string // the day on which it took effect, where that lies in the period
}

// Gather joins approvals and effects, and picks what has gaps.
func (a *AuditPeriod) Gather() {
	effect := map[*inforce.Tenure]string{}
	for _, e := range a.Report.Effects {
		effect[e.Tenure] = e.On.String()
	}
	for _, g := range a.Report.Approvals {
		a.Given = append(a.Given, versionTurn{g.Tenure, effect[g.Tenure]})
		delete(effect, g.Tenure)
	}
	for _, e := range a.Report.Effects { // approved before the period
		if _, left := effect[e.Tenure]; left {
			a.Given = append(a.Given, versionTurn{e.Tenure, e.On.String()})
		}
	}
	slices.SortStableFunc(a.Given, func(x, y versionTurn) int { return x.On.Compare(y.On) })
	for _, d := range a.Report.Documents {
		if d.Without > 0 || d.Overdue > 0 {
			a.WithGaps = append(a.WithGaps, d)
		}
	}
	for _, c := range a.Report.Clauses {
		switch {
		case c.Documents == 0:
			a.Unserved = append(a.Unserved, c)
		case c.Without > 0:
			a.ClauseGaps = append(a.ClauseGaps, c)
		}
	}
}

// Late counts the reviews that were held late or are overdue.
func (a *AuditPeriod) Late() int {
	n := 0
	for _, r := range a.Report.Reviews {
		if r.Late > 0 {
			n++
		}
	}
	return n
}

// Name is what people call the period, or its id.
func (a *AuditPeriod) Name() string {
	if a.Report.Name != "" {
		return a.Report.Name
	}
	return a.Report.ID
}
