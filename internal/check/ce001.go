package check

import (
	"clausebook/internal/certification"
	"clausebook/internal/diag"
)

var ce001 = Rule{
	ID:    certification.RuleScheme,
	Title: "certification scheme cannot be used",
	Why: "Without a scheme nothing is known of when surveillance and recertification are due, or of how long a body gives for a " +
		"corrective action.",
	Fix:      "Correct the file that `scheme` in the configuration names, or name a scheme that is included.",
	Clauses:  []string{"10.1"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.Certified == nil {
			return nil
		}
		return in.Certified.Findings
	},
}
