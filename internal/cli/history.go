package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"clausebook/internal/dossier"
	"clausebook/internal/export"
	"clausebook/internal/history"
)

func (a *app) historyCommand() *cobra.Command {
	o := viewOptions{}
	c := &cobra.Command{
		Use:   "history ID",
		Short: "Show the versions, revisions and approvals of one document",
		Long: `History shows which versions of a document were approved, by whom, when and on what
evidence, with every doubt about the approval; and the commits that changed the
document, including those before it was moved. Deleted documents have a history, too.

It needs the complete history: in a shallow clone, the oldest commit is not the first,
so it proves nothing.`,
		Example: `  clausebook history POL-CHG
  clausebook history content/policies/change.md --format json`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeNames(documentNames),
		RunE:              func(c *cobra.Command, args []string) error { return a.runHistory(c.Context(), args[0], o) },
	}
	o.flags(c)
	return c
}

func documentNames(d *dossier.Dossier) []string {
	return slices.Concat(export.DocumentNames(d), export.FormerNames(d))
}

func (a *app) runHistory(ctx context.Context, id string, o viewOptions) error {
	targets, err := a.parseTargets(o.formats, viewFormats)
	if err != nil {
		return err
	}
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	if err := reliable(p.Dossier.History); err != nil {
		return err
	}
	h, ok := export.HistoryOf(p.Dossier, id)
	if !ok {
		return unknownName("no document", id, documentNames(p.Dossier))
	}
	return a.emit(targets, func(w io.Writer, format string, colors bool) error {
		if format == "json" {
			return export.WriteHistoryJSON(w, h)
		}
		return export.WriteHistoryText(w, h, colors)
	})
}

// reliable refuses a history that cannot support statements, with the command that fixes it.
func reliable(l *history.Log) error {
	if l.Reliable() {
		return nil
	}
	if l.Fix == "" {
		return fmt.Errorf("no history to show: %s", l.Reason)
	}
	return fmt.Errorf("no history to show: %s\nfix it with: %s", l.Reason, l.Fix)
}
