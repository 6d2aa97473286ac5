package cli

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/schemas"
)

func (a *app) standardsCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "standards",
		Short:   "List the standards included in clausebook",
		Example: "  clausebook standards",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.listStandards() },
	}
}

func (a *app) listStandards() error {
	files, err := fs.Glob(schemas.FS, "standards/*.yaml")
	if err != nil {
		return fmt.Errorf("list the standards: %w", err)
	}
	var ids []string
	for _, f := range files {
		if id := strings.TrimSuffix(path.Base(f), ".yaml"); id != "crosswalk" {
			ids = append(ids, id)
		}
	}
	lib, err := standard.Load(schemas.FS, schemas.FS, ids)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, s := range lib.Standards {
		fmt.Fprintf(
			w,
			"%s\t%s:%s\t%s, %s, %s\t%s\n",
			s.ID,
			s.Name,
			s.Edition,
			phrase.Plural(len(s.Clauses), "clause", "clauses"),
			phrase.Plural(
				len(s.Required),
				"required document",
				"required documents",
			),
			phrase.Plural(len(s.Processes), "process", "processes"),
			s.Status,
		)
	}
	return w.Flush()
}
