package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

var rv008 = Rule{
	ID:    "RV008",
	Title: "written down long after it was done",
	Why: "What was done is known only from a statement of much later. Pages show both days; how far that counts is for the reader " +
		"to judge.",
	Fix:      "Nothing has to be changed. Write down what was done when it is done; `approval.late_after` says how much later is usual.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
	Run:      lateActs,
}

// lateKinds are the acts that are counted together, and what they are called.
var lateKinds = [...]struct {
	kind      doc.ActKind
	one, many string
}{
	{doc.ApprovalAct, "approval", "approvals"}, {doc.ReviewAct, "review", "reviews"}, {doc.SightingAct, "sighting", "sightings"},
	{doc.RaisingAct, "case raised", "cases raised"}, {doc.ClosureAct, "closure", "closures"}, {doc.RecordAct, "record", "records"},
	{doc.IssueAct, "certificate issued", "certificates issued"}, {doc.VerifyAct, "verification", "verifications"},
	{doc.DecisionAct, "decision", "decisions"},
}

// lateActs makes one finding of each kind of act.
func lateActs(in *Input) []diag.Finding {
	if in.LateAfter.IsZero() {
		return nil
	}
	late := map[doc.ActKind][]string{}
	for _, d := range in.Docs.Documents {
		for _, w := range in.Acts.Acts(d) {
			if w.Late(in.LateAfter) {
				late[w.Kind] = append(late[w.Kind], fmt.Sprintf("`%s` (%s, said on %s)", d.ID, w.Day, w.Known))
			}
		}
	}
	var out []diag.Finding
	for _, k := range lateKinds {
		if all := late[k.kind]; len(all) > 0 {
			few := strings.Join(all[:min(3, len(all))], ", ")
			if len(all) > 3 {
				few += ", …"
			}
			out = append(out, diag.Finding{Rule: "RV008", About: string(k.kind),
				Message: fmt.Sprintf("%s written down more than %s later: %s", phrase.Plural(len(all), k.one, k.many), in.LateAfter.Words(), few),
				Hint:    "the page of each document shows both days"})
		}
	}
	return out
}
