package report

import (
	"fmt"
	"io"
	"text/tabwriter"

	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// WriteStandards lists standards, a line each.
func WriteStandards(out io.Writer, all []*standard.Standard) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, s := range all {
		fmt.Fprintf(w, "%s\t%s:%s\t%s, %s, %s\t%s\n", s.ID, s.Name, s.Edition, phrase.Plural(len(s.Clauses), "clause", "clauses"),
			phrase.Plural(len(s.Required), "required document", "required documents"),
			phrase.Plural(len(s.Processes), "process", "processes"), s.Status)
	}
	return w.Flush()
}
