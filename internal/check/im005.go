package check

import (
	"fmt"

	"clausebook/internal/aims"
	"clausebook/internal/diag"
)

var im005 = Rule{
	ID:    "IM005",
	Title: "case answers what nobody knows",
	Why:   "What a case answers counts as taken up. A name by which nothing is called leaves it open, and nobody sees that somebody acts.",
	Fix: "Use the id of an audit finding, objective, benefit, decision, action or row, or of a document; " +
		"DOCUMENT#ID where several have it.",
	Clauses:  []string{"10.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.Loop == nil {
			return nil
		}
		var out []diag.Finding
		for _, a := range in.Loop.Unknown {
			f := diag.Finding{Rule: "IM005", Pos: a.Document.Pos("answers", fmt.Sprint(a.Number)), Document: string(a.Document.ID),
				Message: fmt.Sprintf("nothing is called `%s`", a.Name), Hint: "use the id of a finding, objective, benefit, decision, action or row"}
			if _, id := aims.Qualified(a.Name); a.Could > 1 {
				f.Message = fmt.Sprintf("%d documents have an objective or benefit `%s`", a.Could, id)
				f.Hint = "name the document too: DOCUMENT#" + id
			}
			out = append(out, f)
		}
		return out
	},
}
