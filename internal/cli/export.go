package cli

import (
	"context"
	"io"

	"clausebook/internal/export"

	"github.com/spf13/cobra"
)

func (a *app) exportCommand() *cobra.Command {
	o := viewOptions{}
	c := &cobra.Command{
		Use:   "export --format FORMAT[=FILE]",
		Short: "Export the traceability matrix as a workbook, CSV or JSON",
		Long: `Export writes every required document, requirement, clause and process of the
standards in use, with its state, reason, owner and evidence, and every document with
its version, its approval and the items it serves.

Formats:
  xlsx      a workbook with one sheet per kind and one row per piece of evidence
  csv       the same rows in one table, in UTF-8, as a file with a byte order mark so
            that Excel shows its letters; a value that a spreadsheet could read as a
            formula starts with an apostrophe
  json      one object; each item has its evidence and approvals`,
		Example: `  clausebook export --format xlsx=matrix.xlsx
  clausebook export --format csv | head
  clausebook export --format json=matrix.json --as-of 2026-06-30`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runExport(c.Context(), o) },
	}
	f := c.Flags()
	f.StringArrayVar(
		&o.formats,
		"format",
		[]string{"json"},
		"output `FORMAT[=FILE]` (xlsx, csv or json), to stdout if no file is given; repeatable",
	)
	f.StringVar(&o.asOf, "as-of", "", "use everything as of this day or revision")
	completeWords(c, "format", export.Formats())
	return c
}

func (a *app) runExport(ctx context.Context, o viewOptions) error {
	targets, err := a.parseTargets(o.formats, export.Formats())
	if err != nil {
		return err
	}
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	e := export.Of(p.Dossier)
	return a.emit(targets, func(w io.Writer, format string, _ bool) error { return export.WriteExport(w, e, format) })
}
