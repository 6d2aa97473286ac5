package check

import (
	"slices"

	"clausebook/internal/config"
	"clausebook/internal/diag"
)

// RunInOtherWords is Run with every message, hint and note said in other words before anything is concluded from it.
func RunInOtherWords(in *Input, severity map[diag.RuleID]config.Severity, reword func(string) string) []diag.Finding {
	in = prepare(*in)
	found := collect(in, nil)
	for i := range found {
		f := &found[i]
		f.Message, f.Hint = reword(f.Message), reword(f.Hint)
		for n := range f.Related {
			f.Related[n].Message = reword(f.Related[n].Message)
		}
	}
	out := conclude(in, found, severity)
	return slices.Concat(out.Findings, out.Gaps)
}
