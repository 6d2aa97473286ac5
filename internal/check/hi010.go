package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var hi010 = Rule{
	ID:    "HI010",
	Title: "reviews that are kept in git are not fetched",
	Why:   "A clone gets branches and tags alone. Reviews that Gerrit or gittuf keep under other references then approve nothing here.",
	Fix: "Run the command in the hint. In a pipeline, run it after the checkout. If the server keeps no such reference, there " +
		"is nothing to do.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		if in.History == nil {
			return nil
		}
		var out []diag.Finding
		for _, u := range in.History.Unfetched {
			out = append(out, diag.Finding{Rule: "HI010", Message: fmt.Sprintf("%s is not in this clone, though %s", u.Ref, u.Because),
				Hint: "fetch it with: " + u.Fetch})
		}
		return out
	},
}
