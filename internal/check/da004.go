package check

import (
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/rows"
	"clausebook/internal/trace"
)

var da004 = Rule{
	ID:    "DA004",
	Title: "row of a confirmed report or record was changed",
	Why: "Its period is over and its text was approved or confirmed. " +
		"Figures that change afterwards are not those that anybody confirmed.",
	Fix:      "Raise the version, say what was corrected and have it confirmed again, or put the row back as it was.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			place, ok := confirmedAt(in, d)
			if !ok || !in.Rows.After(d, place) {
				continue
			}
			ended := covered(d)
			out = append(out, rowFindings(in, d, "DA004", "data", "raise the version and have it confirmed again, or put the row back",
				func(e rows.Event) bool { return !e.AppendOnly && e.At.Place > place && e.At.Day.After(ended) })...)
		}
		return out
	},
}

// covered gives the last day that a record is of.
func covered(d *doc.Document) date.Date {
	if !d.Period.To.IsZero() {
		return d.Period.To
	}
	return d.Date
}

// confirmedAt gives the place of the main line at which the present version of a report or record landed, if it has a day and
// counts as approved.
func confirmedAt(in *Input, d *doc.Document) (int, bool) {
	if in.Rows == nil || in.Approvals == nil || !d.IsRecord() || covered(d).IsZero() ||
		trace.Status(d, in.Approvals, in.Acts) != doc.Approved {
		return 0, false
	}
	v, ok := in.Approvals.Current(d)
	if !ok || v.Revision == nil || v.Revision.Commit == nil {
		return 0, false
	}
	return in.History.LandedBy(v.Revision.Commit).Place, true
}
