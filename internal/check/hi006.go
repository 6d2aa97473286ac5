package check

import (
	"fmt"
	"regexp"

	"clausebook/internal/diag"
)

var hi006 = Rule{
	ID:    "HI006",
	Title: "main line was merged into a branch that took its place",
	Why: "Following first parents tells what has landed and what stood before a change. Here they lead over a local branch, so what was " +
		"the main line looks as if it had been merged into it.",
	Fix: "Merge the branch into the main line, not the other way round; use `git pull --ff-only` or `--rebase` on the main line, or pull " +
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
					Hint: "look at what its first parent brought: no merge into the main line shows it"})
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
