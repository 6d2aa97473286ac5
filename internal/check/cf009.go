package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var cf009 = Rule{
	ID:       "CF009",
	Title:    "rewritten history is acknowledged by nobody known",
	Why:      "That commits are gone is in order only if somebody takes responsibility for it.",
	Fix:      "Set `by` to the id of a person in people.yaml. Until then the acknowledgement has no effect.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, a := range in.Acknowledged {
			if !in.answers(a) {
				out = append(out, diag.Finding{Rule: "CF009", Pos: a.Pos,
					Message: fmt.Sprintf("the loss of commit %s is acknowledged by `%s`, who is not listed", a.Lost, a.By),
					Hint:    "name a person from people.yaml"})
			}
		}
		return out
	},
}
