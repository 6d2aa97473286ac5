package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/phrase"
)

var ap021 = Rule{
	ID:    "AP021",
	Title: "approvals count because they are adopted",
	Why: "`approval.adopted` takes texts from before as an import: their approvals count from a lower grade on, and nobody knows who wrote " +
		"them. Whoever relies on one of them should know that.",
	Fix:      "Nothing has to be done. Each text gets an approval of its own when it is next changed or reviewed.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		var names []string
		for _, d := range in.Docs.Documents {
			if v, ok := in.Approvals.Current(d); ok && v.Adopted && v.Counts(in.Approvals.Least) {
				names = append(names, "`"+string(d.ID)+"`")
			}
		}
		if len(names) == 0 {
			return nil
		}
		return []diag.Finding{{Rule: "AP021", Pos: in.Elsewhere.Adopted.Pos,
			Message: fmt.Sprintf("%s because `approval.adopted` reaches up to %s: %s",
				phrase.Plural(len(names), "approval counts", "approvals count"), in.Elsewhere.Words(), firstOf(names)),
			Hint: "the reason given is: " + in.Elsewhere.Adopted.Reason}}
	},
}
