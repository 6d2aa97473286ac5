package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var cv001 = Rule{
	ID:       "CV001",
	Title:    "covers an unknown clause, requirement or process",
	Why:      "Coverage of something that does not exist proves nothing, and hides that the intended item is not covered.",
	Fix:      "Use an id of a standard in use; its pages list all of them, and `clausebook standards` lists the included standards.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run:      unknownCoverage,
}

func unknownCoverage(in *Input) []diag.Finding {
	var out []diag.Finding
	names := newHints(itemNames(in.Standards))
	for _, d := range in.Docs.Documents {
		for _, c := range d.Covers {
			_, kind, ok := in.Standards.Resolve(c.Target)
			if ok && kind != standard.KindRequired {
				continue
			}
			f := diag.Finding{Rule: "CV001", Pos: c.Pos, Document: string(d.ID),
				Message: fmt.Sprintf("`%s` is not a clause, requirement or process of the standards in use", c.Target),
				Hint:    names.near(c.Target), About: itemRef(in, names.name(c.Target)), Edit: names.edit(d, c.Pos, c.Target)}
			if ok {
				f.About, f.Edit = "", nil
				f.Message, f.Hint = fmt.Sprintf("`%s` is a required document, not a clause", c.Target), "list it under `fulfils` in the front matter"
			}
			out = append(out, f)
		}
	}
	return out
}

// itemNames lists what `covers` may name: items of the primary standard as such, of the others with their prefix.
func itemNames(l *standard.Library) []string {
	var out []string
	for i, s := range l.Standards {
		prefix := s.ID + ":"
		if i == 0 {
			prefix = ""
		}
		for _, c := range s.Clauses {
			out = append(out, prefix+c.ID)
			for _, r := range c.Requirements {
				out = append(out, prefix+r.ID)
			}
		}
		for _, p := range s.Processes {
			out = append(out, prefix+p.ID)
		}
	}
	return out
}
