package serve

import (
	"slices"

	"clausebook/internal/config"
	"clausebook/internal/conflict"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/people"
	"clausebook/internal/standard"
)

// unreadable are the rules whose findings mean that a file is not understood at all, as in the middle of typing.
var unreadable = []diag.RuleID{
	doc.RuleTooLarge, doc.RuleUnreadable, doc.RuleUnclosed, doc.RuleSyntax, doc.RuleDuplicate, doc.RuleAlias, doc.RuleLimit,
	people.RuleSyntax, conflict.Rule, standard.RuleUnreadable, standard.RuleSchema, config.RuleSyntax,
}

// newlyBroken gives the findings of files that the site in use still understood. A file that was broken before is no
// reason to hold back the rest.
func newlyBroken(old, next *state) []diag.Finding {
	was := map[string]bool{}
	for _, f := range old.project.Dossier.Findings {
		if slices.Contains(unreadable, f.Rule) {
			was[f.Pos.File] = true
		}
	}
	var out []diag.Finding
	for _, f := range next.project.Dossier.Findings {
		if slices.Contains(unreadable, f.Rule) && !was[f.Pos.File] {
			out = append(out, f)
		}
	}
	return out
}
