package check

import (
	"fmt"

	"clausebook/internal/applicability"
	"clausebook/internal/diag"
)

var st010 = Rule{
	ID:       "ST010",
	Title:    "control is called implemented and nothing shows it",
	Why:      "An auditor asks to see the control at work; the statement says that it is, and names neither a document nor a place.",
	Fix:      "Name under `evidence` the documents that show it, or say where it can be seen.",
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		return ofRows(in, "ST010", func(row applicability.Row) string {
			if row.Answer != applicability.Applies || row.Status != applicability.Implemented || len(row.Evidence)+len(row.Other) > 0 {
				return ""
			}
			return fmt.Sprintf("control %s is called implemented, but no evidence is named", row.Control)
		})
	},
}
