package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/form"
	"clausebook/internal/phrase"
)

// upgradePlaces is how many places of a change are named.
const upgradePlaces = 3

// WriteUpgrade tells what of the findings and gaps is judged otherwise than by earlier builds of the program, and why.
func WriteUpgrade(w io.Writer, r Report) error {
	out, p := form.Writer{W: w}, form.NewPainter(r.Colors)
	here := withFollowing(slices.Concat(graded(r.Findings), r.Accepted, r.Older, r.Gaps, r.OlderGaps))
	shown, others := 0, 0
	for _, c := range check.Changes() {
		found := judgedBy(here, c.Rules)
		if len(found) == 0 {
			others++
			continue
		}
		shown++
		out.Printf("%s\n", p.Bold(c.What))
		out.Printf("  since: %s\n  here:  %s\n  why:   %s\n  do:    %s\n\n", c.Since, hereWords(found), c.Why, c.Do)
	}
	switch {
	case shown == 0:
		out.Printf("Nothing that is found here is judged otherwise than before; for what changed see docs/upgrading.md.\n")
	case others > 0:
		out.Printf("%s of judgement %s nothing here; see docs/upgrading.md.\n", phrase.Plural(others, "other change", "other changes"),
			map[bool]string{true: "shows", false: "show"}[others == 1])
	}
	if out.Err != nil {
		return fmt.Errorf("write what is judged otherwise: %w", out.Err)
	}
	return nil
}

// judgedBy gives what rules found, each finding once: one that follows from another may stand for itself as well.
func judgedBy(all []Finding, rules []diag.RuleID) []Finding {
	seen := map[string]bool{}
	var out []Finding
	for _, f := range all {
		key := string(f.Rule) + f.Pos.String() + f.Subject + f.Message
		if slices.Contains(rules, f.Rule) && !seen[key] {
			seen[key] = true
			out = append(out, f)
		}
	}
	return out
}

// hereWords counts findings by rule and names the places of the first few.
func hereWords(found []Finding) string {
	count := map[diag.RuleID]int{}
	var rules []string
	for _, f := range found {
		if count[f.Rule]++; count[f.Rule] == 1 {
			rules = append(rules, string(f.Rule))
		}
	}
	slices.Sort(rules)
	for i, rule := range rules {
		rules[i] = fmt.Sprintf("%d of %s", count[diag.RuleID(rule)], rule)
	}
	var places []string
	for _, f := range found[:min(len(found), upgradePlaces)] {
		places = append(places, linePlace(f.Finding))
	}
	more := ""
	if n := len(found) - len(places); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("%s, at %s%s", strings.Join(rules, ", "), strings.Join(places, ", "), more)
}
