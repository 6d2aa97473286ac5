package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var cv002 = Rule{
	ID:       "CV002",
	Title:    "fulfils an unknown required document",
	Why:      "The document does not count for anything, and the intended required document is reported as missing.",
	Fix:      "Use the id of a required document; the pages of the standard list all of them.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run:      unknownFulfils,
}

func unknownFulfils(in *Input) []diag.Finding {
	var out []diag.Finding
	names := newHints(requiredNames(in.Standards))
	for _, d := range in.Docs.Documents {
		for i, name := range d.Fulfils {
			if _, kind, ok := in.Standards.Resolve(name); ok && kind == standard.KindRequired {
				continue
			}
			out = append(out, diag.Finding{Rule: "CV002", Pos: d.Pos("fulfils", fmt.Sprint(i)), Document: string(d.ID),
				Message: fmt.Sprintf("`%s` is not a required document of the standards in use", name),
				Hint:    names.near(name), About: itemRef(in, names.name(name)), Edit: names.edit(d, d.Pos("fulfils", fmt.Sprint(i)), name)})
		}
	}
	return out
}

// itemRef gives the qualified id of an item that is named with or without its standard; nothing if there is none.
func itemRef(in *Input, name string) string {
	ref, _, ok := in.Standards.Resolve(name)
	if !ok {
		return ""
	}
	return ref.String()
}

func requiredNames(l *standard.Library) []string {
	var out []string
	for i, s := range l.Standards {
		prefix := s.ID + ":"
		if i == 0 {
			prefix = ""
		}
		for _, r := range s.Required {
			out = append(out, prefix+r.ID)
		}
	}
	return out
}
