package check

import (
	"fmt"
	"strings"

	"clausebook/internal/approval"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var ap014 = Rule{
	ID:       "AP014",
	Title:    "texts from before show no approval",
	Why:      "They landed before clausebook was set up here, so nobody could know what would count; the pages say that their approval is not shown.",
	Mend:     "Have each approved as it is next changed or reviewed, or all at once by a signed tag that names them.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		var names []string
		awaited(in, before, func(d *doc.Document, _ approval.Version, _ approval.Verdict) diag.Finding {
			names = append(names, "`"+string(d.ID)+"`")
			return diag.Finding{}
		})
		if len(names) == 0 {
			return nil
		}
		few := strings.Join(names[:min(3, len(names))], ", ")
		if len(names) > 3 {
			few += ", …"
		}
		return []diag.Finding{{Rule: "AP014", Message: fmt.Sprintf("%s from before clausebook was set up, approval not shown: %s", counted(len(names), "text"), few),
			Hint: "`clausebook approve` takes several ids at once"}}
	},
}

// counted gives a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
