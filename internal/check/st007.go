package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

var st007 = Rule{
	ID:       "ST007",
	Title:    "statement of applicability says nothing of a control",
	Why:      "The statement has to say of each control whether it applies, so that none is forgotten.",
	Fix:      "Give each control a row, with yes or no under `applies` and the reason.",
	Severity: diag.Error, // in drafts it only informs
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, s := range statements(in).All() {
			left := s.Unlisted()
			if len(left) == 0 {
				continue
			}
			named, more := left, ""
			if len(left) > maxNamed {
				named, more = left[:maxNamed], fmt.Sprintf(" and %d more", len(left)-maxNamed)
			}
			f := diag.Finding{Rule: "ST007", Pos: s.Document.Pos("data"), Document: string(s.Document.ID),
				Message: fmt.Sprintf("it says nothing of %s of %s: %s%s", phrase.Plural(len(left), "control", "controls"), s.Standard.Label(),
					strings.Join(named, ", "), more)}
			if s.Document.Status == doc.Draft {
				f.Severity = diag.Info
			}
			out = append(out, f)
		}
		return out
	},
}

const maxNamed = 8 // controls in one message
