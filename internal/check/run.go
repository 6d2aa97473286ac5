package check

import (
	"cmp"
	"fmt"
	"slices"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/nearest"
)

// Run runs every rule, joins what other packages found while reading, and settles each finding's severity: the
// configuration's word first, then the rule's own for this case, then the rule's default. The result is sorted.
func Run(in *Input, read []diag.Finding, severity map[diag.RuleID]config.Severity) []diag.Finding {
	byID := map[diag.RuleID]Rule{}
	found := slices.Concat(read, in.Docs.Findings, in.People.Findings, in.Standards.Findings)
	for _, d := range in.Docs.Documents {
		found = append(found, d.Findings...)
	}
	for _, r := range Rules() {
		byID[r.ID] = r
		if r.Run != nil {
			found = append(found, r.Run(in)...)
		}
	}
	found = append(found, unknownRules(byID, severity)...)
	out := found[:0]
	for _, f := range found {
		f.Severity = cmp.Or(severity[f.Rule].Level, f.Severity, byID[f.Rule].Severity, diag.Error)
		if f.Severity != diag.Off {
			out = append(out, f)
		}
	}
	diag.Sort(out)
	return slices.CompactFunc(out, same)
}

// same tells whether two findings say one thing about one place.
func same(a, b diag.Finding) bool {
	return a.Rule == b.Rule && a.Pos == b.Pos && a.Message == b.Message && a.Subject == b.Subject
}

// unknownRules reports severities that are given to no rule.
func unknownRules(rules map[diag.RuleID]Rule, severity map[diag.RuleID]config.Severity) []diag.Finding {
	names := make([]string, 0, len(rules))
	for id := range rules {
		names = append(names, string(id))
	}
	slices.Sort(names)
	var out []diag.Finding
	for id, s := range severity {
		if _, ok := rules[id]; !ok {
			out = append(out, diag.Finding{Rule: config.RuleUnknownKey, Pos: s.Pos,
				Message: fmt.Sprintf("no rule is called `%s`", id), Hint: didYouMean(string(id), names)})
		}
	}
	return out
}

func didYouMean(word string, candidates []string) string {
	if near, ok := nearest.Name(word, candidates); ok {
		return fmt.Sprintf("did you mean `%s`?", near)
	}
	return ""
}
