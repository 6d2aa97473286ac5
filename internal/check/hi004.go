package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/history"
)

var hi004 = Rule{
	ID:       "HI004",
	Title:    "author is not listed",
	Why:      "If an author is unknown, nobody can tell whether the approver is also the author.",
	Fix:      "Add the address to the person in people.yaml, or map it to a known address of that person in .mailmap.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
	Run:      strangers,
}

// strangers reports each address that wrote documents, alone or with others, and belongs to nobody, once.
func strangers(in *Input) []diag.Finding {
	if in.People.Path == "" || in.History == nil || !in.History.Reliable() {
		return nil
	}
	known := map[string]bool{}
	for _, p := range in.People.People {
		for _, e := range p.Emails {
			known[strings.ToLower(strings.TrimSpace(e))] = true
		}
	}
	wrote := map[history.Identity][]*history.Commit{}
	var order []history.Identity
	wrotes := commits(in)
	if c := in.Approvals.Next; c != nil && c.Author.Identity != (history.Identity{}) {
		wrotes = append(wrotes, c)
	}
	for _, c := range wrotes {
		for _, who := range append([]history.Identity{c.Author.Identity}, c.CoAuthors...) {
			if known[strings.ToLower(strings.TrimSpace(who.Email))] || strings.HasSuffix(who.Name, "[bot]") ||
				strings.Contains(who.Email, "[bot]@") {
				continue
			}
			if wrote[who] == nil {
				order = append(order, who)
			}
			wrote[who] = append(wrote[who], c)
		}
	}
	var out []diag.Finding
	for _, who := range order {
		first := wrote[who][0]
		out = append(out, diag.Finding{Rule: "HI004", Pos: diag.Pos{File: in.People.Path}, Commit: string(first.Hash),
			Message: fmt.Sprintf("%s <%s> wrote %s but is not listed in %s", who.Name, who.Email, wroteWhat(wrote[who]), in.People.Path),
			Hint:    "add the address to the person's `emails`, or map it to a known one in .mailmap"})
	}
	return out
}

// wroteWhat names commits by one of them.
func wroteWhat(commits []*history.Commit) string {
	if len(commits) == 1 && commits[0].Hash == "" {
		return "what is not committed"
	}
	if len(commits) == 1 {
		return "commit " + commits[0].Hash.Short()
	}
	return fmt.Sprintf("%d commits, such as %s,", len(commits), commits[0].Hash.Short())
}
