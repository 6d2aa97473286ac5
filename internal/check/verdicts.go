package check

import (
	"clausebook/internal/diag"
)

// verdicts turns the approval ledger's doubts about what is in force now into findings. Doubts about versions that
// have been replaced stay in the history pages.
func verdicts(in *Input, rule diag.RuleID) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		v, ok := in.Approvals.Current(d)
		if !ok {
			continue
		}
		for _, doubt := range v.Verdicts {
			if doubt.Rule == rule {
				out = append(out, diag.Finding{Rule: rule, Pos: d.Pos("approved_by"), Document: string(d.ID), Message: doubt.Message.String(), Commit: string(doubt.Commit)})
			}
		}
	}
	return out
}
