package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var id001 = Rule{
	ID:    "ID001",
	Title: "two documents with the same id",
	Why:   "A reference to the id could mean either document, and so could an approval.",
	Fix: "Give one of the two an id that was never used before. Ids that differ only in upper and lower case count as the same, " +
		"because they would share an address.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
	Run:      duplicateIDs,
}

func duplicateIDs(in *Input) []diag.Finding {
	var out []diag.Finding
	first := map[string]*doc.Document{}
	for _, d := range in.Docs.Documents {
		key := strings.ToLower(string(d.ID))
		other, dup := first[key]
		if !dup {
			first[key] = d
			continue
		}
		out = append(out, diag.Finding{Pos: d.Pos("id"), Rule: "ID001", Document: string(d.ID),
			Message: fmt.Sprintf("the id `%s` is already used by `%s`", d.ID, other.Path),
			Hint:    "give this document another id",
			Related: []diag.Note{{Pos: other.Pos("id"), Message: "first used here"}}})
	}
	return out
}
