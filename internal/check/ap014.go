package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

var ap014 = Rule{
	ID:    "AP014",
	Title: "imported texts without evidence of approval",
	Why: "They were committed before clausebook was set up, or are adopted as an import, when nobody could know what would count. The " +
		"pages say that their approval is not evidenced.",
	Fix:      "Have each approved when it is next changed or reviewed, or all at once by a signed tag that names them.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		since := "clausebook was set up"
		var names []string
		awaited(in, before, func(d *doc.Document, a awaitedApproval) diag.Finding {
			names = append(names, "`"+string(d.ID)+"`")
			if _, by := in.landed(a.version); in.Elsewhere.Adopts(by) {
				since = in.Elsewhere.Words().String()
			}
			return diag.Finding{}
		})
		if len(names) == 0 {
			return nil
		}
		few := firstOf(names)
		texts := phrase.Plural(len(names), "text", "texts")
		return []diag.Finding{{
			Rule:    "AP014",
			Message: fmt.Sprintf("%s from before %s without evidence of approval: %s", texts, since, few),
			Hint:    "`clausebook approve` takes several ids at once",
		}}
	},
}

// firstOf lists the first names of many.
func firstOf(names []string) string {
	few := strings.Join(names[:min(3, len(names))], ", ")
	if len(names) > 3 {
		few += ", …"
	}
	return few
}
