package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/witness"
)

var hi005 = Rule{
	ID:       "HI005",
	Title:    "commit bears a time that cannot be right",
	Why:      "The day of a commit is the day on which what it states was known; a time to come, or one that cannot be read, shows no day at all.",
	Mend:     "Set the clock of the machine. What the commit approves has to be approved again by one whose time is right.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, c := range commits(in) {
			if why := wrongTime(c, in.Acts.Clock()); why != "" {
				out = append(out, diag.Finding{Rule: "HI005", Commit: string(c.Hash), Message: fmt.Sprintf("commit %s %s", c.Hash.Short(), why),
					Hint: "what it states counts from the day on which it is read"})
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
		return "bears a time that cannot be read"
	case day.Before(clock.Day):
		return fmt.Sprintf("is dated %s, before version control of documents began", day)
	}
	return fmt.Sprintf("is dated %s, which is after %s, the day dates are judged as of", day, clock.Day)
}
