package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var st005 = Rule{
	ID:       standard.RuleMapping,
	Title:    "mapping between standards cannot be right",
	Why:      "Evidence of one standard would count for the wrong item of another, or for none.",
	Fix:      "Correct the row of `mappings` in the standard's file: use items of the edition in use, and give each pair one relation.",
	Severity: diag.Error,
}
