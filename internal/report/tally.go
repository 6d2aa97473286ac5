package report

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/phrase"
)

// Tally counts findings by severity: "3 findings (1 error, 2 warnings, 0 info)".
func Tally(c diag.Counts) string {
	if c.Total() == 0 {
		return "no findings"
	}
	return fmt.Sprintf(
		"%s (%s, %s, %d info)",
		phrase.Plural(c.Total(), "finding", "findings"),
		phrase.Plural(c.Errors, "error", "errors"),
		phrase.Plural(c.Warnings, "warning", "warnings"),
		c.Infos,
	)
}
