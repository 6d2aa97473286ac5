package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/heads"
)

var hi011 = Rule{
	ID:    heads.Rule,
	Title: "log of heads and history contradict each other",
	Why: "The log lies outside the repository and says where the protected line stood. What it names and the line has no more was " +
		"rewritten, rolled back or taken away; a log that is not as it was written can show none of that.",
	Fix: "Put back what was lost: the commits, or the files of the log. If the history had to be rewritten, begin another log, keep " +
		"this one, and say why in a record. Nothing in the repository switches this rule off, and no baseline accepts what it finds.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Firm:     true,
}
