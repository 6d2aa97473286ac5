package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"clausebook/internal/export"
	"clausebook/internal/history"
	"clausebook/internal/nearest"
)

// viewOptions are what commands share that show one thing.
type viewOptions struct {
	formats []string
	asOf    string
}

// viewFormats are the formats of one thing.
var viewFormats = []string{"text", "json"}

func (o *viewOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringArrayVar(
		&o.formats,
		"format",
		[]string{"text"},
		"output `FORMAT[=FILE]` (text or json), to stdout if no file is given; repeatable",
	)
	f.StringVar(&o.asOf, "as-of", "", "use everything as of this day or revision")
	completeWords(c, "format", viewFormats)
}

func (a *app) traceCommand() *cobra.Command {
	o := viewOptions{}
	c := &cobra.Command{
		Use:   "trace ID",
		Short: "Trace a clause, requirement, required document, process or document to its evidence",
		Long: `Trace shows what an id leads to. From an item of a standard, it goes down to the
required documents and to the documents that fulfil or cover it, each with its state,
the reason, file:line@commit and the approver. From a document, it goes up to the items
that the document serves.

An id from any standard but the first needs a prefix: iso20000-4:change-management.`,
		Example: `  clausebook trace 8.5.1
  clausebook trace change-management-policy
  clausebook trace POL-CHG --format json`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeNames(export.Names),
		RunE:              func(c *cobra.Command, args []string) error { return a.runTrace(c.Context(), args[0], o) },
	}
	o.flags(c)
	return c
}

func (a *app) runTrace(ctx context.Context, name string, o viewOptions) error {
	targets, err := a.parseTargets(o.formats, viewFormats)
	if err != nil {
		return err
	}
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	chain, ok := export.ChainOf(p.Dossier, name)
	if !ok {
		return unknownName("nothing", name, export.Names(p.Dossier))
	}
	if h := p.Dossier.History; h.State != history.Complete {
		a.note("note: %s; no commit can be named", h.Reason)
	}
	return a.emit(targets, func(w io.Writer, format string, colors bool) error {
		if format == "json" {
			return export.WriteChainJSON(w, chain)
		}
		return export.WriteChainText(w, chain, colors)
	})
}

// unknownName complains that what is called so does not exist, with the nearest name that does.
func unknownName(what, name string, candidates []string) error {
	return usageError{fmt.Errorf("%s has the id %q%s", what, name, nearest.Hint(name, candidates))}
}
