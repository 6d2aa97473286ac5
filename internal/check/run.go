package check

import (
	"cmp"
	"fmt"
	"slices"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/memo"
	"clausebook/internal/people"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/witness"
)

// Result is what the rules found. All lists are sorted.
type Result struct {
	Findings []diag.Finding // what is wrong
	Gaps     []diag.Finding // what is not there yet, of the rules that are gaps; whoever writes a system down begins with many
	Excepted []Excepted     // what documents except with a reason and an end, so that it neither counts nor gets lost
}

// Run runs every rule, joins what other packages found while reading, and settles each finding's severity: the
// configuration's word first, then the rule's own for this case, then the rule's default. What follows from another
// finding is given with that one, see follows.
func Run(in *Input, read []diag.Finding, severity map[diag.RuleID]config.Severity) Result {
	in = prepare(*in)
	return conclude(in, collect(in, read), severity)
}

// collect gives what every rule and every other package found, as it comes.
func collect(in *Input, read []diag.Finding) []diag.Finding {
	found := slices.Concat(read, in.Docs.Findings, in.People.Findings, in.Standards.Findings, in.Approvals.Findings)
	found = append(found, shared(in.Docs.Documents)...)
	for _, r := range Rules() {
		if r.Run != nil {
			found = append(found, r.Run(in)...)
		}
	}
	return append(found, readTexts(in)...)
}

// conclude settles severities and parts the findings into those that stand, with what follows from them, those that are
// gaps, and those that are excepted.
func conclude(in *Input, found []diag.Finding, severity map[diag.RuleID]config.Severity) Result {
	byID := map[diag.RuleID]Rule{}
	for _, r := range Rules() {
		byID[r.ID] = r
	}
	found = append(found, unknownRules(byID, severity)...)
	ofRecords(in.Docs, found, byID)
	ofAdopted(in.Docs, found)
	excused, stale := newExcuses(in, byID)
	found, excepted := excused.part(found)
	found = append(append(found, stale...), excused.idle()...)
	findings, gaps := partGaps(oncePerFile(gatherConsequences(in, settle(found, byID, severity), severity), byID))
	return Result{findings, gaps, settleExcepted(excepted, byID, severity)}
}

// ofRecords says of records how to fix what rules find in them: they are confirmed where the rule speaks of approval.
func ofRecords(docs *doc.Set, found []diag.Finding, rules map[diag.RuleID]Rule) {
	for i, f := range found {
		fix := rules[f.Rule].Fix
		if said := docs.ByPath(f.Pos.File).AssentWords(fix); f.Hint == "" && said != fix {
			found[i].Hint = said
		}
	}
}

// oncePerFile makes one finding of all that some rules found in a file: the first, as grave as the gravest, with what follows
// from any of them.
func oncePerFile(found []diag.Finding, rules map[diag.RuleID]Rule) []diag.Finding {
	type key struct {
		rule diag.RuleID
		file string
	}
	first, more := map[key]int{}, map[key]int{}
	var out []diag.Finding
	for _, f := range found {
		k := key{f.Rule, f.Pos.File}
		i, met := first[k]
		if !met || !rules[f.Rule].PerFile || f.Pos.File == "" {
			first[k] = len(out)
			out = append(out, f)
			continue
		}
		more[k]++
		out[i].Severity = max(out[i].Severity, f.Severity)
		out[i].Consequences = slices.Concat(out[i].Consequences, f.Consequences)
	}
	for k, n := range more {
		f := &out[first[k]]
		f.Message = fmt.Sprintf("%s, and %d more in this file", f.Message, n)
	}
	return out
}

// partGaps takes the gaps out of the list. One that follows from a finding is named with its cause and is a gap all the same.
func partGaps(found []diag.Finding) (findings, gaps []diag.Finding) {
	for _, f := range found {
		if IsGap(f.Rule) {
			gaps = append(gaps, f)
		} else {
			findings = append(findings, f)
		}
		for _, c := range f.Consequences {
			if IsGap(c.Rule) {
				c.Related = append(slices.Clone(c.Related), diag.Note{Pos: f.Pos, Message: fmt.Sprintf("follows from %s: %s", f.Rule, f.Message)})
				gaps = append(gaps, c)
			}
		}
	}
	diag.Sort(gaps)
	return findings, gaps
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
		in.Approvals = ledger.NewLedger(ledger.None, nil)
	}
	if in.Acts == nil {
		in.Acts = witness.Read(in.Docs, in.History, nil, witness.Clock{Day: in.AsOf})
	}
	if in.Matrix == nil {
		in.Matrix = trace.NewMatrix(in.AsOf, nil, nil)
	}
	if in.Memory == nil {
		in.Memory = memo.After[*doc.Document, *reading](nil) // for the rules of this run
	}
	in.alone = func(d *doc.Document) *reading {
		return in.Memory.Of(d, func() *reading { return readOnce(in.Kept, d) })
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
	if r := rules[f.Rule]; r.Firm {
		return r.Severity
	}
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
		r, ok := rules[id]
		if r.Firm && s.Level < r.Severity {
			out = append(out, diag.Finding{Rule: config.RuleOff, Pos: s.Pos,
				Message: fmt.Sprintf("`%s` stays as it is: no configuration makes it less severe", id), Hint: "remove the line"})
		}
		if !ok {
			out = append(out, diag.Finding{Rule: config.RuleUnknownKey, Pos: s.Pos,
				Message: fmt.Sprintf("no rule has the id `%s`", id), Hint: newHints(names).near(string(id))})
		}
	}
	return out
}
