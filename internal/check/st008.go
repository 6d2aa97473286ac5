package check

import (
	"fmt"

	"clausebook/internal/applicability"
	"clausebook/internal/diag"
)

var st008 = Rule{
	ID:       "ST008",
	Title:    "statement of applicability gives no reason",
	Why:      "An auditor asks why a control applies or not. Without a reason, one that is left out still counts as missing.",
	Fix:      "Write under `reason` why the control applies, such as a risk or a contract, or why it does not.",
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		return ofRows(in, "ST008", func(row applicability.Row) string {
			switch {
			case row.Reason != "" || row.Answer == applicability.Unsaid:
				return ""
			case row.Answer == applicability.DoesNot:
				return fmt.Sprintf("control %s does not apply, but no reason is given", row.Control)
			}
			return fmt.Sprintf("control %s applies, but no reason is given", row.Control)
		})
	},
}

// statements gives the statements of applicability; nil where no matrix is known.
func statements(in *Input) *applicability.Book {
	if in.Matrix == nil {
		return nil
	}
	return in.Matrix.Stated
}

// ofRows makes a finding of each row of each statement of which something is to be said.
func ofRows(in *Input, rule diag.RuleID, say func(applicability.Row) string) []diag.Finding {
	var out []diag.Finding
	for _, s := range statements(in).All() {
		for _, row := range s.Rows {
			if said := say(row); said != "" {
				out = append(out, diag.Finding{Rule: rule, Pos: row.Pos, Document: string(s.Document.ID), Message: said})
			}
		}
	}
	return out
}
