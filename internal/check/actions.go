package check

import (
	"cmp"
	"fmt"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/strictyaml"
)

// action is something that minutes say is to be done.
type action struct {
	doc    *doc.Document
	node   *strictyaml.Node
	number int // in its list, from 0
	name   string
	due    date.Date
}

// openActions gives the actions that nobody has closed, or whose closure cannot have happened yet, of all documents in force: of meetings,
// of improvements and of nonconformities.
func openActions(in *Input) []action {
	var out []action
	for _, d := range in.Docs.Documents {
		if !d.Status.Current() {
			continue
		}
		for i, n := range d.Front.Get("actions").Items() {
			if in.Acts.Done(d, n) {
				continue
			}
			a := action{doc: d, node: n, number: i, name: cmp.Or(n.Get("id").Text(), fmt.Sprint(i+1))}
			a.due, _ = date.Parse(n.Get("due").Text()) // a text that is no date is reported by the schema
			out = append(out, a)
		}
	}
	return out
}

// finding gives a finding at a key of the action, or at the action where it has no such key.
func (a action) finding(rule diag.RuleID, key, message, hint string) diag.Finding {
	return diag.Finding{
		Rule:     rule,
		Pos:      a.doc.Pos("actions", fmt.Sprint(a.number), key),
		Document: string(a.doc.ID),
		Message:  message,
		Hint:     hint,
	}
}
