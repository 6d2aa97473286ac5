package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk003 = Rule{
	ID:       "LK003",
	Title:    "reference to an unknown document",
	Why:      "The referenced document does not exist in this set, or has another id.",
	Fix:      "Use the id of a document, or write the document.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, l := range in.links {
			if (l.to.Fault == doc.FaultTarget || l.to.Fault == doc.FaultTitle) && byID(l.Link) {
				f := l.finding("LK003", l.to.Message, l.to.Hint)
				f.About, f.Edit = l.Target, l.edit(in)
				out = append(out, f)
			}
		}
		return out
	},
}
