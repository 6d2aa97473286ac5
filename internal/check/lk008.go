package check

import (
	"fmt"
	"slices"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk008 = Rule{
	ID:       "LK008",
	Title:    "link to a document that is no longer in force",
	Why:      "Readers may work from a text that was replaced or withdrawn.",
	Fix:      "Link to the document that replaced it.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run:      linksToRetired,
}

// linksToRetired looks at documents in force. Records speak of their time, and a successor names its predecessor.
func linksToRetired(in *Input) []diag.Finding {
	heirs := map[doc.ID]*doc.Document{}
	for _, d := range in.Docs.Documents {
		for _, id := range d.Supersedes {
			if d.Status.Current() {
				heirs[id] = d
			}
		}
	}
	var out []diag.Finding
	for _, l := range in.links {
		to := l.to.Document
		if to == nil || !in.Approvals.Status(to).Retired() || !l.from.Status.Current() || l.from.IsRecord() ||
			slices.Contains(l.from.Supersedes, to.ID) {
			continue
		}
		hint := "link to the document in force"
		if heir := heirs[to.ID]; heir != nil {
			hint = fmt.Sprintf("it was replaced by `%s`", heir.ID)
		}
		out = append(out, l.finding("LK008", fmt.Sprintf("`%s` is %s", to.ID, to.Status), hint))
	}
	return out
}
