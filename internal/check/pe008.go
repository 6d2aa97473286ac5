package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe008 = Rule{
	ID:       "PE008",
	Title:    "role is held only by somebody who has left",
	Why:      "According to people.yaml the role is filled, but its holders have left.",
	Fix:      "End the entry of the holder with `to`, and add a successor with `from`.",
	Clauses:  []string{"5.3"},
	Severity: diag.Warning,
	Run:      leavers,
}

func leavers(in *Input) []diag.Finding {
	byID := map[string]people.Person{}
	for _, p := range in.People.People {
		byID[p.ID] = p
	}
	var out []diag.Finding
	for _, r := range in.People.Roles {
		var gone []string
		here := false
		for _, h := range r.Holders {
			p, known := byID[h.Person]
			switch {
			case !known || !holds(h, in):
			case p.Active(in.AsOf):
				here = true
			default:
				gone = append(gone, fmt.Sprintf("%s, who left on %s", p.Name, p.To))
			}
		}
		if len(gone) > 0 && !here {
			out = append(out, diag.Finding{Rule: "PE008", Pos: r.Pos,
				Message: fmt.Sprintf("the role `%s` is held only by %s", r.ID, strings.Join(gone, " and ")), Hint: "add a successor"})
		}
	}
	return out
}

// holds tells whether a holding covers the day of judgement.
func holds(h people.Holding, in *Input) bool {
	return (h.From.IsZero() || !in.AsOf.Before(h.From)) && (h.To.IsZero() || !in.AsOf.After(h.To))
}
