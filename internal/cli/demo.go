package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	example "clausebook"
	"clausebook/internal/demo"
	"clausebook/internal/report"
)

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo DIR",
		Short: "Make a git repository with two years of invented history to try clausebook on",
		Long: `Demo writes the example documents into a new git repository with two years of history:
an import of what was in force, authors, merged pull requests, approvals of several grades,
former versions, nonconformities from the day they are raised. It also holds what an auditor
should see caught: an approval by the author, a change after the approval, a claim ahead of its
day. Company, people and approvals are invented, and the signing keys are made from the names:
they protect nothing.`,
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
	fmt.Fprintf(a.out, "%s: %d documents, %d commits, %d pull requests, %s to %s\n", report.Clean(dir), s.Documents, s.Commits, s.Requests, s.From, s.To)
	for _, n := range s.Notable {
		fmt.Fprintf(a.out, "  worth a look: %s\n", n)
	}
	fmt.Fprintf(a.out, "next: clausebook -C %s build\n", report.Clean(dir))
	return nil
}
