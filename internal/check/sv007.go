package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var sv007 = Rule{
	ID:       "SV007",
	Title:    "live service depends on a retired one",
	Why:      "Either the retired service still runs unmanaged, or the description of what the live service needs is wrong.",
	Fix:      "List what the service depends on today under `depends_on`.",
	Clauses:  []string{"8.2.4", "8.5.2.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, s := range services(in, "live", "pipeline") {
			for i, n := range s.Front.Get("depends_on").Items() {
				if on := in.Docs.ByID(doc.ID(n.Text())); on != nil && retired(on) {
					out = append(out, diag.Finding{Rule: "SV007", Pos: s.Pos("depends_on", fmt.Sprint(i)), Document: string(s.ID),
						Message: fmt.Sprintf("`%s` depends on `%s`, which is retired", s.ID, on.ID), Hint: "replace it with its successor"})
				}
			}
		}
		return out
	},
}

// retired tells whether a service is no longer delivered.
func retired(s *doc.Document) bool {
	return s.Front.Get("state").Text() == "retired" || s.Status.Retired()
}
