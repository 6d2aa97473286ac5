package view

import "clausebook/internal/period"

// AuditPeriod is a period with its report and the addresses of its pages.
type AuditPeriod struct {
	Report               period.Report
	At                   string
	Approvals, Versions  string // the lists of the period
	Reviews, Late        string
	Documents            string
	Clauses, Records     string
	LateReviews          []period.Review // that were held late or are overdue
	WithGaps             []period.Document
	ClauseGaps, Unserved []period.Clause
}

// Gather picks what is late and what has gaps.
func (a *AuditPeriod) Gather() {
	for _, r := range a.Report.Reviews {
		if r.Late > 0 {
			a.LateReviews = append(a.LateReviews, r)
		}
	}
	for _, d := range a.Report.Documents {
		if d.Without > 0 || d.Overdue > 0 {
			a.WithGaps = append(a.WithGaps, d)
		}
	}
	for _, c := range a.Report.Clauses {
		switch {
		case len(c.Documents) == 0:
			a.Unserved = append(a.Unserved, c)
		case c.Without > 0:
			a.ClauseGaps = append(a.ClauseGaps, c)
		}
	}
}

// Name is what people call the period, or its id.
func (a *AuditPeriod) Name() string {
	if a.Report.Name != "" {
		return a.Report.Name
	}
	return a.Report.ID
}
