package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/trace"
)

var rq010 = Rule{
	ID:       "RQ010",
	Title:    "records are missing from a series",
	Why:      "If a monthly or quarterly record is missing, there is no evidence that the control was carried out.",
	Fix:      "Add the records for the periods in the finding. Where nothing happened, a record whose period holds that time is enough.",
	Clauses:  []string{"7.5.4", "9.1"},
	Severity: diag.Error, // by the strength of the requirement
	Gap:      true,
	Run:      holes,
}

// holes reports required documents that are partly there because whole periods are missing.
func holes(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, s := range in.Matrix.Standards {
		for _, c := range s.Required {
			if recordsMissing(c) && c.Listed.Item == "" {
				f := cellFinding(in, "RQ010", c)
				f.Message = fmt.Sprintf("%s: no record for %s", c.Title, strings.Join(c.Missing, ", ")) // all of them, where the reason names a few
				out = append(out, f)
			}
		}
	}
	return out
}

var period = regexp.MustCompile(`^\d{4}-(\d\d(-\d\d)?|Q[1-4])$`)

// recordsMissing tells whether a required document is partly there and nothing but records of some periods is missing.
func recordsMissing(c trace.Cell) bool { return c.State == trace.Partly && onlyPeriods(c) }

// onlyPeriods tells whether nothing but records of some periods is missing.
func onlyPeriods(c trace.Cell) bool {
	return len(c.Missing) > 0 && !slices.ContainsFunc(c.Missing, func(m string) bool { return !period.MatchString(m) })
}
