package check

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/history"
)

var hi002 = Rule{
	ID:    "HI002",
	Title: "history was rewritten",
	Why: "Commits that were there at an earlier run are gone from a protected branch, so approvals and dates that depend on them can no " +
		"longer be shown.",
	Fix: "Find out who rewrote the branch and why, and protect it against force pushes. If it was right, list the commit under " +
		"`history.acknowledged` in clausebook.yaml, with the reason.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run:      rewritten,
}

// rewritten tells of what protected lines lost, run after run, until a person who is listed has given the reason.
func rewritten(in *Input) []diag.Finding {
	if in.History == nil {
		return nil
	}
	var out []diag.Finding
	for _, l := range in.History.Memory.Lost {
		if in.History.Commit(l.Head) != nil || // moved, and here under another name
			slices.ContainsFunc(in.Acknowledged, func(a config.Acknowledged) bool { return in.settles(a, l) }) {
			continue
		}
		out = append(out, diag.Finding{Rule: "HI002", Commit: string(l.Head), Subject: l.Line,
			Message: fmt.Sprintf("commit %s was the head of %s at an earlier run and is no longer part of it", l.Head.Short(), l.Line),
			Hint: fmt.Sprintf("compare with another clone or with the last evidence pack; if it was right, add "+
				"`history: {acknowledged: [{lost: \"%s\", reason: …, by: …}]}` to the configuration", l.Head.Short())})
	}
	return out
}

// settles tells whether an acknowledgement is of this loss, and of somebody.
func (in *Input) settles(a config.Acknowledged, l history.Lost) bool {
	return len(a.Lost) >= 7 && strings.HasPrefix(string(l.Head), a.Lost) && a.Reason != "" && in.answers(a)
}

// answers tells whether the person is known who takes responsibility for it.
func (in *Input) answers(a config.Acknowledged) bool {
	_, known := in.People.Person(a.By)
	return known
}
