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
	return failingOf(diag.Count(fs), threshold)
}

// failingOf does so from the numbers of findings.
func failingOf(c diag.Counts, threshold diag.Severity) error {
	for severity, n := range map[diag.Severity]int{diag.Error: c.Errors, diag.Warning: c.Warnings, diag.Info: c.Infos} {
		if threshold != diag.Unset && n > 0 && severity >= threshold {
			return errFindings
		}
	}
	return nil
}
