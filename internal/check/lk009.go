package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk009 = Rule{
	ID:       "LK009",
	Title:    "approved document links to a draft",
	Why:      "An approved text that relies on a draft is only as reliable as the draft.",
	Fix:      "Have the draft approved, or remove the link until it is.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
	Run:      linksToDrafts,
}

// linksToDrafts passes over drafts that somebody has accepted for a time, and over new versions in the making: an
// approved version of them exists.
func linksToDrafts(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, l := range in.links {
		to := l.to.Document
		if to == nil || to == l.from || !l.from.Status.Current() || l.from.IsRecord() {
			continue
		}
		if to.Status != doc.Draft && to.Status != doc.InReview || waived(in, to) || len(in.Approvals.Versions(to.ID)) > 0 {
			continue
		}
		f := l.finding("LK009", fmt.Sprintf("`%s` has the status %s", to.ID, to.Status), "have it approved first")
		f.About = to.Path
		out = append(out, f)
	}
	return out
}
