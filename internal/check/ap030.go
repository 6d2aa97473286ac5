package check

import (
	"fmt"
	"slices"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
)

var ap030 = Rule{
	ID:    "AP030",
	Title: "approved document retired without an approval",
	Why: "People stop working by a text that is retired. That binds them as a new version does, so whoever approves the document decides on " +
		"it. Of a successor that names it in `supersedes`, the approval is enough.",
	Fix: "Have somebody who may approve the document commit the retirement, or agree to it by a trailer, an export or a signature, as to " +
		"a version. Else set `status: approved` again.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if v, ok := in.Approvals.Retired[d.ID]; ok && !in.succeeded(d) {
				out = append(out, in.retirement(d, v))
			}
		}
		return out
	},
}

// succeeded tells whether an approved document names another one as what it takes the place of. Then its own approval decides.
func (in *Input) succeeded(d *doc.Document) bool {
	return slices.ContainsFunc(in.Docs.Documents, func(by *doc.Document) bool {
		return by.Status == doc.Approved && slices.Contains(by.Supersedes, d.ID)
	})
}

// retirement says that nobody who may approve a document agreed to its retirement, as gravely as of a version.
func (in *Input) retirement(d *doc.Document, v ledger.Version) diag.Finding {
	f := diag.Finding{Rule: "AP030", Pos: d.Pos("status"), Document: string(d.ID)}
	landed, by := in.landed(v)
	who := "the work tree"
	if by != nil {
		f.Commit = string(by.Hash)
		who = fmt.Sprintf("commit %s of %s by %s", by.Hash.Short(), landed, by.Author.Name)
	}
	f.Message = fmt.Sprintf("%s set the status %s, but nothing shows that %s agreed", who, d.Status, in.whoMayApprove(d))
	f.Hint = "it counts if one of them commits it; else " + howToAgree(in.Approvals.Least, d)
	switch in.patienceFor(d, v) {
	case inChange, before:
		f.Severity = diag.Info
	case settling:
		f.Severity = diag.Warning
		f.Message += fmt.Sprintf("; it becomes an error after %s", landed.Add(in.Settle))
	case exhausted:
	}
	return f
}
