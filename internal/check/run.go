package check

import (
	"cmp"
	"fmt"
	"slices"

	"clausebook/internal/approval"
	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/people"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/witness"
)

// Run runs every rule, joins what other packages found while reading, and settles each finding's severity: the
// configuration's word first, then the rule's own for this case, then the rule's default. Findings that a document
// excepts with a reason and an end are given apart, so that they neither count nor get lost. What follows from another
// finding is given with that one, see follows. Both lists are sorted.
func Run(in *Input, read []diag.Finding, severity map[diag.RuleID]config.Severity) ([]diag.Finding, []Excepted) {
	in = prepare(*in)
	return conclude(in, collect(in, read), severity)
}

// collect gives what every rule and every other package found, as it comes.
func collect(in *Input, read []diag.Finding) []diag.Finding {
	found := slices.Concat(read, in.Docs.Findings, in.People.Findings, in.Standards.Findings, in.Approvals.Findings)
	for _, d := range in.Docs.Documents {
		found = append(found, d.Findings...)
	}
	for _, r := range Rules() {
		if r.Run != nil {
			found = append(found, r.Run(in)...)
		}
	}
	return append(found, readTexts(in)...)
}

// conclude settles severities and parts the findings into those that stand, with what follows from them, and those
// that are excepted.
func conclude(in *Input, found []diag.Finding, severity map[diag.RuleID]config.Severity) ([]diag.Finding, []Excepted) {
	byID := map[diag.RuleID]Rule{}
	for _, r := range Rules() {
		byID[r.ID] = r
	}
	found = append(found, unknownRules(byID, severity)...)
	excused, stale := newExcuses(in, byID)
	found, excepted := excused.part(found)
	found = append(append(found, stale...), excused.idle()...)
	out := gatherConsequences(in, settle(found, byID, severity), severity)
	return out, settleExcepted(excepted, byID, severity)
}

// prepare gives a copy of the input in which nothing is nil but what rules ask for by name, and links are resolved.
func prepare(in Input) *Input {
	if in.Docs == nil {
		in.Docs = &doc.Set{}
	}
	if in.People == nil {
		in.People = &people.Register{}
	}
	if in.Standards == nil {
		in.Standards = &standard.Library{}
	}
	if in.Approvals == nil {
		in.Approvals = approval.NewLedger(approval.None, nil)
	}
	if in.Acts == nil {
		in.Acts = witness.Read(in.Docs, in.History, witness.Clock{Day: in.AsOf})
	}
	if in.Matrix == nil {
		in.Matrix = trace.NewMatrix(in.AsOf, nil, nil)
	}
	in.links = resolveLinks(in.Docs)
	in.awaited = findAwaited(&in)
	return &in
}

// settle gives every finding its severity, drops those that are off and those that are said twice, and sorts.
func settle(found []diag.Finding, rules map[diag.RuleID]Rule, severity map[diag.RuleID]config.Severity) []diag.Finding {
	out := found[:0]
	for _, f := range found {
		f.Severity = severityOf(f, rules, severity)
		if f.Severity != diag.Off {
			out = append(out, f)
		}
	}
	diag.Sort(out)
	return slices.CompactFunc(out, same)
}

func severityOf(f diag.Finding, rules map[diag.RuleID]Rule, severity map[diag.RuleID]config.Severity) diag.Severity {
	return cmp.Or(severity[f.Rule].Level, f.Severity, rules[f.Rule].Severity, diag.Error)
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
				Message: fmt.Sprintf("no rule has the id `%s`", id), Hint: newHints(names).near(string(id))})
		}
	}
	return out
}
