package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"clausebook/internal/report"
	"clausebook/internal/transition"
)

func (a *app) standardsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "standards",
		Short:   "List the standards included in clausebook",
		Example: "  clausebook standards\n  clausebook standards diff iso20000-1-2011 iso20000-1-2018",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			lib, err := transition.Included(builtinStandards())
			if err != nil {
				return err
			}
			return report.WriteStandards(a.out, lib.Standards)
		},
	}
	c.AddCommand(a.standardsDiffCommand())
	return c
}

func (a *app) standardsDiffCommand() *cobra.Command {
	o := viewOptions{}
	c := &cobra.Command{
		Use:     "diff OLD NEW",
		Short:   "Tell what a set written for one standard lacks for another",
		Long:    transition.Long,
		Example: "  clausebook standards diff iso20000-1-2011 iso20000-1-2018",
		Args:    cobra.ExactArgs(2),
		RunE:    func(c *cobra.Command, args []string) error { return a.runStandardsDiff(c.Context(), args, o) },
	}
	o.flags(c)
	return c
}

func (a *app) runStandardsDiff(ctx context.Context, names []string, o viewOptions) error {
	targets, err := a.parseTargets(o.formats, viewFormats)
	if err != nil {
		return err
	}
	lib, err := transition.Included(names)
	if err != nil {
		return usageError{err}
	}
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	r, err := transition.Between(p.Dossier.Docs, p.Dossier.Standards, lib)
	if err != nil {
		return usageError{err}
	}
	return a.emit(targets, func(w io.Writer, format string, _ bool) error { return transition.Write(w, r, format) })
}
