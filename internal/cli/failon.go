package cli

import (
	"fmt"

	"clausebook/internal/diag"
)

// parseFailOn reads the severity from which findings make a command fail; diag.Unset for never.
func parseFailOn(word string) (diag.Severity, error) {
	if word == "never" {
		return diag.Unset, nil
	}
	s, err := diag.ParseSeverity(word)
	if err != nil || s == diag.Off {
		return diag.Unset, usageError{fmt.Errorf("--fail-on %s: must be error, warning, info or never", word)}
	}
	return s, nil
}

// failing gives errFindings if a finding reaches the threshold.
func failing(fs []diag.Finding, threshold diag.Severity) error {
	if threshold == diag.Unset {
		return nil
	}
	for _, f := range fs {
		if f.Severity >= threshold {
			return errFindings
		}
	}
	return nil
}
