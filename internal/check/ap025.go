package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
)

var ap025 = Rule{
	ID:    ledger.RuleRecord,
	Title: "record of an approval on paper cannot be relied on",
	Why: "Whoever wants to see the signature is led to a file or minutes that are missing, or are not what they were when they were named. " +
		"An approval that only they show does not count.",
	Fix: "Put the record back as it was, correct the name, or have the text approved again. A scan has to lie in the folder of " +
		"documents; of minutes, name id and version.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		out := verdicts(in, ledger.RuleRecord)
		for i := range out {
			out[i].Pos = in.Docs.ByID(doc.ID(out[i].Document)).Pos(doc.RecordKey)
		}
		for _, d := range in.Docs.Documents {
			if _, judged := in.Approvals.Current(d); judged {
				continue
			}
			if why := unrecorded(in.Docs, d); why != "" {
				out = append(out, diag.Finding{Rule: ledger.RuleRecord, Pos: d.Pos(doc.RecordKey), Document: string(d.ID),
					Message: fmt.Sprintf("`%s` names `%s`: %s", doc.RecordKey, d.Record(), why)})
			}
		}
		return out
	},
}

// unrecorded says why what a document names as the record of an approval to come can be none; nothing where it can.
func unrecorded(docs *doc.Set, d *doc.Document) string {
	r := d.Record()
	switch {
	case r.IsZero():
		return ""
	case r.Document != "" && docs.ByID(r.Document) == nil:
		return "there is no document with this id"
	case r.Document != "" && r.Version == "":
		return "its version has to be named as well"
	case r.Document != "":
		return ""
	}
	at, why := docs.RecordPath(d.Path, r.File)
	switch a := docs.Asset(at); {
	case !why.IsZero():
		return why.String()
	case a == nil:
		return "there is no such file"
	case a.Pointer:
		return "it was not fetched: here is only the pointer that Git LFS keeps in its place"
	}
	return ""
}
