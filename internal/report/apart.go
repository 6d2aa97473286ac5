package report

import (
	"fmt"
	"slices"

	"clausebook/internal/check"
)

// Gaps stand apart from findings: the list of gaps tells each of them and decides by it, and the findings say in one line how
// many there are. What follows from a gap is fixed with it and told with it.

// GapLine says in one line how many gaps there are beside the findings, as the list of gaps counts them, and what lists them; empty where
// there are none.
func (r Report) GapLine() string {
	if r.Base == "" {
		if words := r.Open.openWords(); words != "" {
			return words + ": run 'clausebook gaps'"
		}
		return ""
	}
	own, older := r.Open.Changed().openWords(), r.Open.unchanged()
	switch {
	case own != "" && older.openWords() != "":
		return fmt.Sprintf("the change opens %s, beside %d that were open before: run 'clausebook gaps'", own, len(older.Open)+len(older.Points))
	case own != "":
		return fmt.Sprintf("the change opens %s: run 'clausebook gaps'", own)
	case older.openWords() != "":
		return older.openWords() + ", open before the change: run 'clausebook gaps'"
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
