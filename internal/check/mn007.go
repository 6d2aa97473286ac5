package check

import (
	"cmp"
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var mn007 = Rule{
	ID:       "MN007",
	Title:    "audit finding without a nonconformity",
	Why:      "The cause of an audit finding has to be corrected; without a nonconformity there is no evidence that it was.",
	Fix:      "Raise the nonconformity and name its id in the finding.",
	Clauses:  []string{"10.1.1", "9.2.2"},
	Severity: diag.Error,
	Run:      unraised,
}

// unraised looks at major and minor findings. Opportunities and good practice need no correction.
func unraised(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, d := range ofType(in, "audit-report") {
		for i, n := range d.Front.Get("audit_findings").Items() {
			if grade := n.Get("grade").Text(); grade != "major" && grade != "minor" {
				continue
			}
			f := diag.Finding{Rule: "MN007", Pos: d.Pos("audit_findings", fmt.Sprint(i), "nonconformity"), Document: string(d.ID)}
			name := cmp.Or(n.Get("id").Text(), fmt.Sprint(i+1))
			raised := n.Get("nonconformity").Text()
			target := in.Docs.ByID(doc.ID(raised))
			switch {
			case raised == "":
				f.Message, f.Hint = fmt.Sprintf(
					"the finding %s is %s but has no nonconformity",
					name,
					n.Get("grade").Text(),
				), "create one with `clausebook new nonconformity`"
			case target == nil:
				f.Message, f.Hint = fmt.Sprintf(
					"the finding %s refers to `%s`, but no document has that id",
					name,
					raised,
				), "correct the id, or add the document"
			case target.Type != "nonconformity":
				f.Message, f.Hint = fmt.Sprintf(
					"the finding %s refers to `%s`, which is a document of type %s",
					name,
					raised,
					target.Type,
				), "refer to a nonconformity"
			default:
				continue
			}
			out = append(out, f)
		}
	}
	return out
}
