package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var ce003 = Rule{
	ID:       "CE003",
	Title:    "audit of a certification body without certificate or stage",
	Why:      "An audit counts for the cycle of a certificate only if its report says for which one it was held, and as which step.",
	Fix:      "Name the certificates under `certificates`, and the step under `stage`.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run:      strayAudits,
}

// strayAudits looks at reports that name a certificate and no stage, one that is none, or a stage where several certificates are
// possible.
func strayAudits(in *Input) []diag.Finding {
	if in.Certified == nil {
		return nil
	}
	var out []diag.Finding
	find := func(d *doc.Document, key, message, hint string) {
		out = append(out, diag.Finding{Rule: "CE003", Pos: d.Pos(key), Document: string(d.ID), Message: message, Hint: hint})
	}
	for _, d := range in.Certified.Stray {
		if len(d.Front.Get("certificates").Texts()) == 0 {
			find(d, "stage", "the report does not say for which of the certificates the audit was held", "add `certificates`")
			continue
		}
		find(d, "certificates", "none of the documents that `certificates` names is a certificate that counts",
			"name documents of type certificate that are no drafts")
	}
	for _, d := range ofType(in, "audit-report") {
		if len(d.Front.Get("certificates").Texts()) > 0 && d.Front.Get("stage").Text() == "" {
			find(d, "certificates", "the report names a certificate and does not say which step of its cycle the audit was",
				"add `stage`: stage-1, stage-2, surveillance, recertification or follow-up")
		}
	}
	return out
}
