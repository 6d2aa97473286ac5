package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var rl002 = Rule{
	ID:       "RL002",
	Title:    "front matter names an unknown document",
	Why:      "A relation to a document that does not exist (a service, a predecessor, a source) cannot be followed.",
	Fix:      "Use the id of a document, or add the document.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run:      unknownRelations,
}

// relations are the keys of the front matter whose values are ids of documents.
var relations = [...]string{"supersedes", "related", "services", "translation_of", "depends_on", "raised_by", "certificates", "evidence",
	"decided_in"}

func unknownRelations(in *Input) []diag.Finding {
	var names []string
	for _, d := range in.Docs.Documents {
		names = append(names, string(d.ID))
	}
	var out []diag.Finding
	ids := newHints(names)
	for _, d := range in.Docs.Documents {
		for _, key := range relations {
			for i, n := range d.Front.Get(key).Items() {
				if n.Text() == "" || in.Docs.ByID(doc.ID(n.Text())) != nil {
					continue
				}
				pos := d.Pos(key, fmt.Sprint(i))
				if n.Line > 0 {
					pos.Line, pos.Col, pos.EndCol = n.Line, n.Col, n.EndCol
				}
				out = append(out, diag.Finding{Rule: "RL002", Pos: pos, Document: string(d.ID),
					Message: fmt.Sprintf("`%s` names `%s`, but no document has that id", key, n.Text()), Hint: ids.near(n.Text()), About: n.Text()})
			}
		}
	}
	return out
}
