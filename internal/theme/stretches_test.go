package theme

import (
	"strings"
	"testing"
)

// TestDaysStayOnALine takes texts of cells apart at their days, and puts them together again.
func TestDaysStayOnALine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-01-31":                          "[2026-01-31]",
		"2026-01-31, said on 2026-03-01":      "[2026-01-31], said on [2026-03-01]",
		"2026-01-01 to 2026-06-30 (90 days)":  "[2026-01-01] to [2026-06-30] (90 days)",
		"CHG-2026-0186":                       "CHG-2026-0186",
		"12026-01-012 is none, 2026-01 is no": "12026-01-012 is none, 2026-01 is no",
		"":                                    "",
	} {
		got, whole := "", ""
		for _, s := range Stretches(text) {
			if whole += s.Text; s.Day {
				got += "[" + s.Text + "]"
			} else {
				got += s.Text
			}
		}
		if got != want || whole != text || strings.Contains(got, "[]") {
			t.Errorf("%q is taken apart as %q, want %q", text, got, want)
		}
	}
}
