package cli

import (
	"context"
	"io"
	"slices"

	"clausebook/internal/exchange"
	"clausebook/internal/export"

	"github.com/spf13/cobra"
)

func (a *app) exportCommand() *cobra.Command {
	o, only := viewOptions{}, ""
	c := &cobra.Command{
		Use:   "export --format FORMAT[=FILE]",
		Short: "Export the traceability matrix for spreadsheets, auditors and other programs",
		Long:  exchange.Long(),
		Example: `  clausebook export --format xlsx=matrix.xlsx
  clausebook export --format json=matrix.json --as-of 2026-06-30
  clausebook export --format oscal-assessment-results=results.json --standard iso27001-2022`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runExport(c.Context(), o, only) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.formats, "format", []string{"json"}, "output `FORMAT[=FILE]`, to stdout if no file is given; repeatable")
	f.StringVar(&o.asOf, "as-of", "", "use everything as of this day or revision")
	f.StringVar(&only, "standard", "", "write this `standard` alone")
	completeWords(c, "format", exportFormats())
	return c
}

func exportFormats() []string { return slices.Concat(export.Formats(), exchange.Formats()) }

func (a *app) runExport(ctx context.Context, o viewOptions, only string) error {
	targets, err := a.parseTargets(o.formats, exportFormats())
	if err != nil {
		return err
	}
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	if err := exchange.InUse(p.Dossier.Standards, only); err != nil {
		return usageError{err}
	}
	e := export.Of(p.Dossier).Only(only)
	return a.emit(targets, func(w io.Writer, format string, _ bool) error {
		if slices.Contains(exchange.Formats(), format) {
			return exchange.Write(w, p.Dossier, format, only)
		}
		return export.WriteExport(w, e, format)
	})
}
