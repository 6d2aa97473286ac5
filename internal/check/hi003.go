package check

import (
	"fmt"
	"time"

	"clausebook/internal/diag"
	"clausebook/internal/history"
)

var hi003 = Rule{
	ID:       "HI003",
	Title:    "commit is dated before the one it follows",
	Why:      "One of the two dates is wrong, so the order of events is not reliable.",
	Fix:      "Record which of the two dates is right; set the clock of the machine, and do not set commit dates by hand.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run:      disorder,
}

// skew is how far the clocks of two machines may differ before an order of commits is doubted.
const skew = 24 * time.Hour

// disorder compares commits whose order is certain: each with its parents, and the commits of the main line with each
// other, document by document.
func disorder(in *Input) []diag.Finding {
	if in.History == nil {
		return nil
	}
	type pair struct{ later, earlier *history.Commit }
	seen := map[pair]bool{}
	var out []diag.Finding
	compare := func(later, earlier *history.Commit) {
		if earlier == nil || seen[pair{later, earlier}] || earlier.Committer.When.Sub(later.Committer.When) <= skew {
			return
		}
		seen[pair{later, earlier}] = true
		out = append(out, diag.Finding{Rule: "HI003", Commit: string(later.Hash),
			Message: fmt.Sprintf(
				"commit %s is dated %s, but follows commit %s of %s",
				later.Hash.Short(),
				later.Committer.Day(),
				earlier.Hash.Short(),
				earlier.Committer.Day(),
			),
			Hint: "check with `git log` which of the two dates is right"})
	}
	for _, c := range commits(in) {
		for _, p := range c.Parents {
			compare(c, in.History.Commit(p))
		}
	}
	for _, d := range in.Docs.Documents {
		var later *history.Commit
		for _, r := range in.History.Revisions(d.Path) {
			if r.Commit.Mainline {
				if later != nil {
					compare(later, r.Commit)
				}
				later = r.Commit
			}
		}
	}
	return out
}
