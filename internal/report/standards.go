package report

import (
	"fmt"
	"io"
	"text/tabwriter"

	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// WriteStandards lists standards, a line each, and says which of them are in use.
func WriteStandards(out io.Writer, all []*standard.Standard, inUse *standard.Library) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, s := range all {
		used := ""
		if inUse.Standard(s.ID) != nil {
			used = "in use"
		}
		requirements := 0
		for _, c := range s.Clauses {
			requirements += len(c.Requirements)
		}
		fmt.Fprintf(w, "%s\t%s:%s\t%s\t%s, %s, %s, %s\t%s\n", s.ID, s.Name, s.Edition, used, phrase.Plural(len(s.Clauses), "clause", "clauses"),
			phrase.Plural(requirements, "requirement", "requirements"),
			phrase.Plural(len(s.Required), "required document", "required documents"),
			phrase.Plural(len(s.Processes), "process", "processes"), s.Status)
	}
	return w.Flush()
}
