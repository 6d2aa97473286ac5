package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var rq006 = Rule{
	ID:       "RQ006",
	Title:    "waiver has expired",
	Why:      "A waiver accepts a gap for a limited time; after that it is a gap like any other.",
	Fix:      "Close the gap, or have the waiver renewed with a reason and a new end date.",
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, w := range in.Waivers {
			if !w.Expires.IsZero() && w.Expires.Before(in.AsOf) {
				out = append(out, diag.Finding{Rule: "RQ006", Pos: w.Pos, Subject: w.Target, About: itemRef(in, w.Target),
					Message: fmt.Sprintf("the waiver for `%s` expired on %s", w.Target, w.Expires),
					Hint:    "remove it if the gap is closed, or have it renewed"})
			}
		}
		return out
	},
}
