package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
)

var id003 = Rule{
	ID:       "ID003",
	Title:    "id of a removed document used again",
	Why:      "Older references and approvals with this id mean the removed document, but now seem to mean this one.",
	Fix:      "Give the new document an id that was never used before.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      reusedIDs,
}

// reusedIDs looks for documents that bear the id of one that was deleted, withdrawn or superseded under another
// title. A document that came back under its own title was not retired for good.
func reusedIDs(in *Input) []diag.Finding {
	if in.History == nil || !in.History.Reliable() {
		return nil
	}
	retired := map[string]history.Revision{}
	for _, t := range in.History.Former() {
		if r := t.Revisions[0]; r.Facts.ID != "" {
			retired[r.Facts.ID] = r
		}
	}
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		was, ok := retired[string(d.ID)]
		if !ok {
			was, ok = retirement(in.History.Revisions(d.Path))
		}
		if !ok || d.DerivedID || was.Facts.ID != string(d.ID) || sameTitle(was.Facts.Title, d.Title) {
			continue
		}
		out = append(out, diag.Finding{Rule: "ID003", Pos: d.Pos("id"), Document: string(d.ID), Commit: string(was.Commit.Hash),
			Message: fmt.Sprintf(
				"`%s` was the id of “%s” until %s (commit %s)",
				d.ID,
				was.Facts.Title,
				was.Commit.Committer.Day(),
				was.Commit.Hash.Short(),
			),
			Hint: "give this document another id"})
	}
	return out
}

// retirement gives the newest revision that deleted or retired the document before it came back.
func retirement(revisions []history.Revision) (history.Revision, bool) {
	for i := 1; i < len(revisions); i++ {
		r, next := revisions[i], revisions[i-1]
		gone := r.Deleted() && !next.Deleted()
		if gone || doc.Status(r.Facts.Status).Retired() && !doc.Status(next.Facts.Status).Retired() {
			return r, true
		}
	}
	return history.Revision{}, false
}

func sameTitle(a, b string) bool { return a == "" || b == "" || strings.EqualFold(a, b) }
