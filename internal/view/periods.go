package view

import (
	"slices"

	"clausebook/internal/approval"
	"clausebook/internal/doc"
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
	Document *doc.Document
	Version  approval.Version
	Effect   string // the day on which it took effect, where that lies in the period
	counts   bool
}

// Gather joins approvals and effects, and picks what has gaps.
func (a *AuditPeriod) Gather() {
	type key struct {
		document *doc.Document
		version  string
	}
	effect := map[key]string{}
	for _, e := range a.Report.Effects {
		effect[key{e.Document, e.Version.Version}] = e.On.String()
	}
	for _, g := range a.Report.Approvals {
		k := key{g.Document, g.Version.Version}
		a.Given = append(a.Given, versionTurn{g.Document, g.Version, effect[k], g.Counts})
		delete(effect, k)
	}
	for _, e := range a.Report.Effects { // approved before the period
		if _, left := effect[key{e.Document, e.Version.Version}]; left {
			a.Given = append(a.Given, versionTurn{e.Document, e.Version, e.On.String(), true})
		}
	}
	slices.SortStableFunc(a.Given, func(x, y versionTurn) int { return x.Version.On.Compare(y.Version.On) })
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
