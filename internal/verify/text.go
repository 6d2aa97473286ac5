package verify

import (
	"fmt"
	"io"

	"clausebook/internal/form"
)

// WriteText writes the results for a terminal: what became of a check, by sign and word, what it shows, and what was found.
func WriteText(w io.Writer, results []Result, colors bool) error {
	paint := map[Outcome]func(...any) string{Done: form.Paint(colors, form.Green), Skipped: form.Paint(colors, form.Yellow),
		Failed: form.Paint(colors, form.Red)}
	sign := map[Outcome]string{Done: "✓", Skipped: "–", Failed: "✗"}
	for _, r := range results {
		head := fmt.Sprintf("%s %-7s", sign[r.Outcome], r.Outcome)
		if _, err := fmt.Fprintf(w, "%s  %-20s %s\n", paint[r.Outcome](head), r.Name, r.Shows); err != nil {
			return err
		}
		if r.Detail == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "%32s%s\n", "", form.Clean(r.Detail)); err != nil {
			return err
		}
	}
	return nil
}
