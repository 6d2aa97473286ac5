package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var tx005 = Rule{
	ID:       "TX005",
	Title:    "text marked as unfinished",
	Why:      "An approved text that calls itself unfinished looks as if nobody had read it.",
	Fix:      "Do what the note says, or record it as an improvement with an owner and a due date.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning, // in drafts it only informs
	Text:     leftovers,
}

func leftovers(t *text) []diag.Finding {
	var out []diag.Finding
	t.words(func(from, to int) {
		switch string(t.prose[from:to]) {
		case "TODO", "FIXME", "TBD", "TBC", "XXX":
			f := t.finding("TX005", from, to, fmt.Sprintf("`%s` is left in the text", t.prose[from:to]), "do it, or record it as an improvement")
			if t.doc.Status != doc.Approved {
				f.Severity = diag.Info
			}
			out = append(out, f)
		}
	})
	return out
}
