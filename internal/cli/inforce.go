package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"clausebook/internal/date"
	"clausebook/internal/export"
)

type inForceOptions struct {
	formats  []string
	on, asOf string
}

func (a *app) inForceCommand() *cobra.Command {
	o := inForceOptions{}
	c := &cobra.Command{
		Use:   "in-force [ID...]",
		Short: "Show which version of each document was in force on a day",
		Long: `In-force lists the maintained documents with the version that was in force on a day,
since when, who approved it and on what evidence. Documents that were there and had no
version in force are listed with their state, deleted ones with the day on which they
were deleted.

A version is in force from the latest of its approval, its effective_from and the day
on which its text reached the repository, until the day before the next one. The text of
the first commit counts from its approval. Where the repository says so only later, both
days are shown. A day in the future shows what is scheduled.

--on is the day that is asked about; --as-of decides what is known: the work tree, or a
day or revision.

Formats: text, json, csv and md (Markdown).`,
		Example: `  clausebook in-force --on 2026-03-31
  clausebook in-force POL-CHG PRC-CHG --on 2026-03-31
  clausebook in-force --on 2026-03-31 --as-of 2026-03-31
  clausebook in-force --on 2026-12-31 --format csv=in-force.csv`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeEach(documentNames),
		RunE:              func(c *cobra.Command, args []string) error { return a.runInForce(c.Context(), args, o) },
	}
	f := c.Flags()
	f.StringVar(&o.on, "on", "", "the `DAY` that is asked about (default: the day on which dates are judged)")
	f.StringVar(&o.asOf, "as-of", "", "use everything as of this day or revision")
	f.StringArrayVar(&o.formats, "format", []string{"text"}, "output `FORMAT[=FILE]`, to stdout if no file is given; repeatable")
	completeWords(c, "format", export.InForceFormats())
	return c
}

func (a *app) runInForce(ctx context.Context, names []string, o inForceOptions) error {
	targets, err := a.parseTargets(o.formats, export.InForceFormats())
	if err != nil {
		return err
	}
	var on date.Date
	if o.on != "" {
		if on, err = date.Parse(o.on); err != nil {
			return usageError{fmt.Errorf("--on %s: not a day; %s", o.on, date.Advice(o.on))}
		}
	}
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	if on.IsZero() {
		on = p.Dossier.AsOf.Day
	}
	r, unknown := export.InForceOn(p.Dossier, on, names)
	if unknown != "" {
		return unknownName("no document", unknown, documentNames(p.Dossier))
	}
	err = a.emit(targets, func(w io.Writer, format string, _ bool) error { return export.WriteInForce(w, r, format) })
	if err != nil {
		return err
	}
	for _, line := range r.Summary() {
		a.note("%s", line)
	}
	return nil
}
