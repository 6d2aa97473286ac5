package check

import (
	"fmt"
	"regexp"

	"clausebook/internal/diag"
)

var hi006 = Rule{
	ID:    "HI006",
	Title: "main line was merged into a branch that took its place",
	Why: "What counts as landed, and what as of before a change, follows the first parents. Here they lead over a local branch, and what " +
		"was " +
		"the main line counts as merged into it.",
	Fix: "Merge the branch into the main line, not the other way round; use `git pull --ff-only` or `--rebase` on the main line, or " +
		"requests.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		if in.History == nil {
			return nil
		}
		var out []diag.Finding
		for c := range in.History.MainLine() {
			if c.Merge() && foxtrot(c.Subject) {
				out = append(out, diag.Finding{Rule: "HI006", Commit: string(c.Hash),
					Message: fmt.Sprintf("commit %s of %s by %s made the main line the second parent: “%s”",
						c.Hash.Short(), c.Committer.Day(), c.Author.Name, c.Subject),
					Hint: "look at what its first parent brought, which no merge into the main line shows"})
			}
		}
		return out
	},
}

// pulled is the subject that git gives a merge of a branch as another repository has it.
var pulled = regexp.MustCompile(`^Merge (remote-tracking )?branch '(?:[^/']+/)?(main|master|trunk)'( of \S+)?(?: into (\S+))?$`)

// foxtrot tells whether a subject says that a main line was merged into a local branch of the same name, as `git pull` does it
// where both have commits of their own. Merges of the main line into other branches are in order.
func foxtrot(subject string) bool {
	m := pulled.FindStringSubmatch(subject)
	return m != nil && (m[1] != "" || m[3] != "") && (m[4] == "" || m[4] == m[2])
}
