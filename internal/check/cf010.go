package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var cf010 = Rule{
	ID:       "CF010",
	Title:    "place of documents names nothing",
	Why:      "A folder that is misspelt in `content:` is not checked, and a pattern that is misspelt in `exclude:` leaves out nothing.",
	Fix:      "Correct the folder, file or pattern, or take it out.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, name := range in.Docs.Idle {
			out = append(out, diag.Finding{Rule: "CF010", Pos: diag.Pos{File: in.Config}, Message: fmt.Sprintf("`%s` means no file", name),
				Hint: "correct it, or take it out; paths of a list are told from the project root, patterns as those of `defaults`"})
		}
		return out
	},
}
