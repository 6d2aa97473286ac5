package cli

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/report"
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
		Long: `Diff compares two versions of a document. A version is named as the document calls it
(2.1), or by a commit, a tag or a day (2026-03-01). Without names it compares the
version approved last with the file as it is now; with one name, that version with
the file as it is now.

Changes of the front matter come first. Then the text, block by block: what was
changed, inserted, deleted or moved. What is only written otherwise, such as lines
that are broken elsewhere, is counted and no change.

On a terminal deleted words are struck out and inserted ones underlined; elsewhere
they stand as [-deleted-] and {+inserted+}. The page that --html writes needs no other
file.`,
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
	f.StringArrayVar(&o.formats, "format", []string{"text"}, "`FORMAT[=FILE]`: text, json or html, and where if not to stdout; repeatable")
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
	r := report.Redline{Tool: p.Dossier.Tool, Document: d.Document, Title: d.Title, Redline: d.Redline}
	if err := a.emit(targets, func(w io.Writer, format string, colors bool) error { return writeDiff(w, format, colors, p, r) }); err != nil {
		return err
	}
	if names[0] == "" && r.Empty() {
		a.note("nothing changed since the version approved last; to see what that version changed, name two: see 'clausebook history %s'", report.Clean(r.Document))
	}
	return nil
}

func writeDiff(w io.Writer, format string, colors bool, p *build.Project, r report.Redline) error {
	switch format {
	case "json":
		return report.WriteRedlineJSON(w, r)
	case "html":
		o, err := build.SiteOptions(p)
		if err != nil {
			return err
		}
		return site.WriteRedline(w, p.Dossier, o, r.Document, r.Title, r.Redline)
	}
	return report.WriteRedlineText(w, r, colors)
}
