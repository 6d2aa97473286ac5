package report

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/phrase"
	"clausebook/internal/trace"
)

// Gaps stand apart from findings: the list of gaps tells each of them and decides by it, and the findings say in one line how
// many there are. What follows from a gap is fixed with it and told with it.

// gapWords counts gaps in words, as the list of gaps does: "7 gaps (5 missing, 2 draft), 1 condition undecided"; nothing where
// there are none.
func gapWords(gaps []Finding) string {
	count := map[diag.RuleID]int{}
	for _, g := range gaps {
		count[g.Rule]++
	}
	count["RQ010"] += count["ST006"] // both are there in part
	var states, parts []string
	for _, s := range [...]struct {
		rule  diag.RuleID
		words string
	}{{"RQ001", string(trace.Missing)}, {"RQ002", string(trace.Draft)}, {"RQ010", string(trace.Partly)}} {
		if n := count[s.rule]; n > 0 {
			states = append(states, fmt.Sprintf("%d %s", n, s.words))
		}
	}
	if len(states) > 0 {
		n := count["RQ001"] + count["RQ002"] + count["RQ010"]
		parts = append(parts, fmt.Sprintf("%s (%s)", phrase.Plural(n, "gap", "gaps"), strings.Join(states, ", ")))
	}
	points := pointWords(func(s trace.State) int {
		return map[trace.State]int{undecided: count["RQ009"], uncovered: count["CV003"]}[s]
	})
	if points != "" {
		parts = append(parts, points)
	}
	return strings.Join(parts, ", ")
}

// GapLine says in one line how many gaps there are beside the findings, and what lists them; empty where there are none.
func (r Report) GapLine() string {
	own, older := gapWords(r.Gaps), gapWords(r.OlderGaps)
	switch {
	case r.Base == "" && own != "":
		return own + ": run 'clausebook gaps'"
	case own != "" && older != "":
		return fmt.Sprintf("the change opens %s, beside %d that were open before: run 'clausebook gaps'", own, len(r.OlderGaps))
	case own != "":
		return fmt.Sprintf("the change opens %s: run 'clausebook gaps'", own)
	case older != "":
		return older + ", open before the change: run 'clausebook gaps'"
	}
	return ""
}

// apart parts a list into findings and gaps.
func apart(list []Finding) (findings, gaps []Finding) {
	for _, f := range list {
		if check.IsGap(f.Rule) {
			gaps = append(gaps, f)
		} else {
			findings = append(findings, f)
		}
	}
	return findings, gaps
}

// without gives the report without what is known. What follows from a known gap and is not known stands among the findings.
func (r Report) without(known func(Finding) bool) Report {
	findings, _ := apart(beyond(r.Findings, known)) // a gap that followed from a finding stands among the gaps
	freed, gaps := apart(beyond(r.Gaps, known))
	r.Gaps = gaps
	r.Findings = slices.Concat(findings, freed)
	slices.SortStableFunc(r.Findings, func(a, b Finding) int { return a.Compare(b.Finding) })
	r.Findings = slices.CompactFunc(r.Findings, func(a, b Finding) bool { return a.Fingerprint == b.Fingerprint })
	return r
}
