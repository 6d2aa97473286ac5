package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

var rq009 = Rule{
	ID:       "RQ009",
	Title:    "condition is undecided",
	Why:      "Whether the document is required depends on a fact about the organization that nobody has stated. Until then, it is required.",
	Fix:      "State the fact under `conditions` in clausebook.yaml, with a reason where it does not hold.",
	Clauses:  []string{"7.5.1"},
	Severity: diag.Warning,
	Gap:      true,
	Run:      undecided,
}

// undecided reports a condition only where a gap depends on it: where the document is there, nothing is left to decide.
func undecided(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, s := range in.Standards.Standards {
		open := map[string][]string{} // condition -> items that are gaps
		for _, d := range s.Required {
			if gap(in, standard.Ref{Standard: s.ID, Item: d.ID}) {
				open[d.Condition] = append(open[d.Condition], "`"+d.ID+"`")
			}
		}
		for _, c := range s.Conditions {
			if items := open[c.ID]; len(items) > 0 && !decided(in, c.ID) {
				verb := "depends"
				if len(items) > 1 {
					verb = "depend"
				}
				out = append(out, diag.Finding{Rule: "RQ009", Subject: standard.Ref{Standard: s.ID, Item: c.ID}.String(),
					Message: fmt.Sprintf("%s The configuration does not say, and %s %s on it", c.Text, strings.Join(items, ", "), verb),
					Hint:    fmt.Sprintf("write `conditions: {%s: true}`, or `{holds: false, reason: …}`", c.ID)})
			}
		}
	}
	return out
}

// gap tells whether the matrix has the item as a gap that nobody has accepted.
func gap(in *Input, ref standard.Ref) bool {
	c := in.Matrix.Cell(ref)
	return c != nil && c.State.Gap() && c.State != trace.Waived
}

func decided(in *Input, condition string) bool {
	_, hyphens := in.Conditions[condition]
	_, underscores := in.Conditions[strings.ReplaceAll(condition, "-", "_")]
	return hyphens || underscores
}
