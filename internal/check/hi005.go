package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/witness"
)

var hi005 = Rule{
	ID:       "HI005",
	Title:    "commit has an impossible time",
	Why:      "The date of a commit shows when its content was known; a future or unreadable time shows nothing.",
	Fix:      "Set the clock of the machine. What the commit approves has to be approved again by a commit with a correct time.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, c := range commits(in) {
			if why := wrongTime(c, in.Acts.Clock()); why != "" {
				out = append(out, diag.Finding{Rule: "HI005", Commit: string(c.Hash), Message: fmt.Sprintf("commit %s %s", c.Hash.Short(), why),
					Hint: "until then, its content counts only from the day on which it is read"})
			}
		}
		return out
	},
}

// wrongTime says what is wrong with the time of a commit; nothing if nothing is.
func wrongTime(c *history.Commit, clock witness.Clock) string {
	day := c.Committer.Day()
	switch _, right := clock.Landed(day); {
	case right:
		return ""
	case day.IsZero():
		return "has a time that cannot be read"
	case day.Before(clock.Day):
		return fmt.Sprintf("is dated %s, before version control of documents began", day)
	}
	return fmt.Sprintf("is dated %s, which is after %s, the as-of day", day, clock.Day)
}
