package check

import (
	"fmt"
	"strconv"

	"clausebook/internal/diag"
)

var mn002 = Rule{
	ID:       "MN002",
	Title:    "meeting without its quorum",
	Why:      "A decision by fewer people than the organization's own rule requires is not valid.",
	Fix:      "Have the decisions confirmed by a meeting with a quorum, or correct the list of attendees if it is incomplete.",
	Clauses:  []string{"9.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range ofType(in, "minutes") {
			need, err := strconv.Atoi(d.Front.Get("quorum").Text())
			if err != nil { // none is given, or it is no number, which the schema reports
				continue
			}
			if present := distinct(d.Front.Get("attendees").Texts()); present < need {
				out = append(out, diag.Finding{Rule: "MN002", Pos: d.Pos("quorum"), Document: string(d.ID),
					Message: fmt.Sprintf("%d attended, but the quorum is %d", present, need), Hint: "have the decisions confirmed"})
			}
		}
		return out
	},
}

func distinct(names []string) int {
	seen := map[string]bool{}
	for _, n := range names {
		seen[n] = true
	}
	return len(seen)
}
