package cli

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/export"
	"clausebook/internal/form"
	"clausebook/internal/site"
)

type diffOptions struct {
	formats []string
	html    string
}

var diffFormats = []string{"text", "json", "html"}

func (a *app) diffCommand() *cobra.Command {
	o := diffOptions{}
	c := &cobra.Command{
		Use:   "diff ID [OLDER [NEWER]]",
		Short: "Show what changed between two versions of a document, word by word",
		Long: `Diff compares two versions of a document. Give a version by its number in the document
(2.1), or by commit, tag or day (2026-03-01). With no version, it compares the last
approved version with the current file; with one, that version with the current file.

Changes in the front matter come first, then changes in the text, block by block:
changed, inserted, deleted or moved. Changes in formatting only, such as different
line breaks, are counted but not shown.

On a terminal, deleted words are struck through and inserted words are underlined;
elsewhere they are written as [-deleted-] and {+inserted+}. The page written by --html
needs no other files.`,
		Example: `  clausebook diff POL-CHG
  clausebook diff POL-CHG 1.0 1.1
  clausebook diff POL-CHG 2026-01-01 --html redline.html`,
		Args:              cobra.RangeArgs(1, 3),
		ValidArgsFunction: a.completeNames(documentNames),
		RunE: func(c *cobra.Command, args []string) error {
			if o.html != "" {
				if !c.Flags().Changed("format") {
					o.formats = nil
				}
				o.formats = append(o.formats, "html="+o.html)
			}
			return a.runDiff(c.Context(), args, o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(
		&o.formats,
		"format",
		[]string{"text"},
		"output `FORMAT[=FILE]` (text, json or html), to stdout if no file is given; repeatable",
	)
	f.StringVar(&o.html, "html", "", "write a page to this `FILE`: short for --format html=FILE")
	completeWords(c, "format", diffFormats)
	return c
}

func (a *app) runDiff(ctx context.Context, args []string, o diffOptions) error {
	targets, err := a.parseTargets(o.formats, diffFormats)
	if err != nil {
		return err
	}
	p, err := a.gatherQuietly(ctx, "")
	if err != nil {
		return err
	}
	if err := reliable(p.Dossier.History); err != nil {
		return err
	}
	names := append(args[1:], "", "")
	d, err := build.Diff(ctx, p, args[0], names[0], names[1])
	if errors.Is(err, build.ErrNoDocument) {
		return unknownName("no document", args[0], documentNames(p.Dossier))
	}
	if err != nil {
		return err
	}
	r := export.Redline{Tool: p.Dossier.Tool, Document: d.Document, Title: d.Title, Redline: d.Redline}
	if err := a.emit(targets, func(w io.Writer, format string, colors bool) error { return writeDiff(w, format, colors, p, r) }); err != nil {
		return err
	}
	if names[0] == "" && r.Empty() {
		a.note(
			"nothing has changed since the last approved version; to see what that version changed, give two versions: see 'clausebook history %s'",
			form.Clean(r.Document),
		)
	}
	return nil
}

func writeDiff(w io.Writer, format string, colors bool, p *build.Project, r export.Redline) error {
	switch format {
	case "json":
		return export.WriteRedlineJSON(w, r)
	case "html":
		o, err := build.SiteOptions(p)
		if err != nil {
			return err
		}
		return site.WriteRedline(w, p.Dossier, o, r.Document, r.Title, r.Redline)
	}
	return export.WriteRedlineText(w, r, colors)
}
