package cli

import (
	"context"
	"fmt"

	"clausebook/internal/form"

	"github.com/spf13/cobra"

	example "clausebook"
	"clausebook/internal/demo"
	"clausebook/internal/phrase"
)

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo DIR",
		Short: "Create a demo repository with two years of invented history",
		Long: `Demo writes the example documents into a new git repository with two years of history:
an import of the documents in force, several authors, merged pull requests, approvals of
different grades, former versions, nonconformities from the day they are raised. It also
has what an auditor should notice: an approval by the author, a change after approval, a
claim dated in the future. The company, the people and the approvals are invented, and
the signing keys are derived from the names, so they protect nothing.`,
		Example: "  clausebook demo /tmp/demo && clausebook -C /tmp/demo build",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.runDemo(c.Context(), args[0]) },
	}
}

func (a *app) runDemo(ctx context.Context, dir string) error {
	s, err := demo.Write(ctx, dir, example.FS)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s: %s, %s, %s, %s to %s\n", form.Clean(dir), phrase.Plural(s.Documents, "document", "documents"),
		phrase.Plural(s.Commits, "commit", "commits"), phrase.Plural(s.Requests, "pull request", "pull requests"), s.From, s.To)
	for _, n := range s.Notable {
		fmt.Fprintf(a.out, "  worth a look: %s\n", n)
	}
	fmt.Fprintf(a.out, "next: clausebook -C %s build\n", form.Clean(dir))
	return nil
}
