package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var ce005 = Rule{
	ID:    "CE005",
	Title: "plan for a finding of an external audit is incomplete",
	Why: "A body accepts a corrective action by its plan: the cause, and what is done about it. When it is closed, the body asks what shows " +
		"that it was done, and who verified it.",
	Fix: "Add `root_cause`, `corrective_action` and `due`; to a closed one `evidence`, the ids of documents that show it, and " +
		"`verified_by`.",
	Clauses:  []string{"10.1.1", "10.1.2"},
	Severity: diag.Warning,
	Run:      incompletePlans,
}

// incompletePlans makes one finding of all that a plan lacks. Of one that is closed MN005 asks for cause and action.
func incompletePlans(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, c := range in.Certified.Corrections() {
		d, at, state := c.Nonconformity, "raised_by", "open"
		if d.Status == doc.Draft {
			continue
		}
		var lacks []string
		for _, key := range c.Lacks() {
			if c.Closed.IsZero() || key != "root_cause" && key != "corrective_action" {
				lacks = append(lacks, "`"+key+"`")
			}
		}
		if !c.Closed.IsZero() {
			at, state = "closed_on", fmt.Sprintf("closed on %s", c.Closed)
		}
		if len(lacks) > 0 {
			out = append(out, diag.Finding{Rule: "CE005", Pos: d.Pos(at), Document: string(d.ID),
				Message: fmt.Sprintf("the finding of %s is %s without %s", c.Audit.ID, state, strings.Join(lacks, " and ")),
				Hint:    "add " + strings.Join(lacks, " and ")})
		}
	}
	return out
}
