package report

import (
	"bytes"
	"strings"
	"testing"

	"clausebook/internal/check"
	"clausebook/internal/diag"
)

// TestTitlesFollowTheKindOfDocument holds that what formats say of a rule is said of records in the words of records.
func TestTitlesFollowTheKindOfDocument(t *testing.T) {
	t.Parallel()
	of := func(file string) Finding {
		return Finding{Finding: diag.Finding{Rule: "AP001", Severity: diag.Error, Pos: diag.Pos{File: file, Line: 2}, Message: "said"}}
	}
	record, policy := of("content/min.md"), of("content/pol.md")
	write := map[string]func(*bytes.Buffer, Report) error{
		"statistics": func(b *bytes.Buffer, r Report) error { return WriteStatistics(b, r) },
		"github":     func(b *bytes.Buffer, r Report) error { return writeGitHub(b, r) },
		"sarif":      func(b *bytes.Buffer, r Report) error { return writeSARIF(b, r) },
		"json":       func(b *bytes.Buffer, r Report) error { return writeJSON(b, r) },
	}
	for name, c := range map[string]struct {
		found []Finding
		want  string
	}{
		"record":   {[]Finding{record}, "confirmed by its own author"},
		"document": {[]Finding{policy}, "approved by its own author"},
		"both":     {[]Finding{record, policy}, "approved or confirmed by its own author"},
	} {
		r := Report{Rules: check.Rules(), Findings: c.found, Records: map[string]bool{"content/min.md": true}}
		for format, write := range write {
			var b bytes.Buffer
			if err := write(&b, r); err != nil {
				t.Fatal(err)
			}
			want := c.want
			if format == "github" { // one line for each finding, in its own words
				want = strings.TrimPrefix(want, "approved or ")
			}
			if !strings.Contains(b.String(), want) || name == "record" && strings.Contains(b.String(), "approved by its own") {
				t.Errorf("%s, %s: want %q in\n%s", name, format, want, b.String())
			}
		}
	}
}
