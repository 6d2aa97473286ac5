package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
)

// voiding marks the finding of the doubt for which an approval does not count.
const voiding = "voiding"

// verdicts turns the approval ledger's doubts about what is in force now into findings. Doubts about versions that
// have been replaced stay in the history pages.
func verdicts(in *Input, rule diag.RuleID) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		v, ok := in.Approvals.Current(d)
		if !ok {
			continue
		}
		void := v.VoidedBy()
		for i := range v.Verdicts {
			doubt := &v.Verdicts[i]
			if doubt.Rule != rule {
				continue
			}
			f := diag.Finding{Rule: rule, Pos: d.Pos("approved_by"), Document: string(d.ID), Message: doubt.Message.String(), Words: doubt.Message,
				Commit: string(doubt.Commit)}
			if doubt == void {
				f.About = voiding
			}
			if rule == ledger.RuleWithdrawn {
				f.Severity, f.Pos = diag.Info, d.Pos("withdrawn")
			}
			if !doubt.Voids && (rule == ledger.RuleSelfApproval || rule == ledger.RuleAmongAuthors) {
				f.Severity, f.Hint = diag.Info, "separation of duties is off here (`approval.separation_of_duties`), "+
					"so this is stated as a fact, not as a fault"
			}
			out = append(out, f)
		}
	}
	return out
}

// missing gives the findings of documents that lack an approval for which nobody waits any more.
func missing(in *Input, rule diag.RuleID) []diag.Finding {
	var out []diag.Finding
	for _, f := range verdicts(in, rule) {
		if !in.waits(doc.ID(f.Document)) {
			out = append(out, f)
		}
	}
	return out
}
