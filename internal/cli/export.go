package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"clausebook/internal/report"
)

func (a *app) exportCommand() *cobra.Command {
	o := viewOptions{}
	c := &cobra.Command{
		Use:   "export --format FORMAT[=FILE]",
		Short: "Write the whole traceability matrix as a workbook, CSV or JSON",
		Long: `Export writes every required document, requirement, clause and process of the
standards in use with its state, reason, owner and evidence, and every document with
its version, approval and what it serves.

Formats:
  xlsx      a workbook with a sheet for each kind, a row for each piece of evidence
  csv       the same rows in one table; a text that a spreadsheet might take for a
            formula begins with an apostrophe
  json      one object, each item with its evidence and approvals`,
		Example: `  clausebook export --format xlsx=matrix.xlsx
  clausebook export --format csv | head
  clausebook export --format json=matrix.json --as-of 2026-06-30`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runExport(c.Context(), o) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.formats, "format", []string{"json"}, "`FORMAT[=FILE]`: xlsx, csv or json, and where if not to stdout; repeatable")
	f.StringVar(&o.asOf, "as-of", "", "read everything as of this day or revision")
	completeWords(c, "format", report.ExportFormats())
	return c
}

func (a *app) runExport(ctx context.Context, o viewOptions) error {
	targets, err := a.parseTargets(o.formats, report.ExportFormats())
	if err != nil {
		return err
	}
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	e := report.ExportOf(p.Dossier)
	return a.emit(targets, func(w io.Writer, format string, _ bool) error { return report.WriteExport(w, e, format) })
}
