package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"clausebook/internal/site"
)

func (a *app) whyCommand() *cobra.Command {
	output := ""
	c := &cobra.Command{
		Use:   "why PAGE",
		Short: "Say what a page of the site stands on, and what of it has changed since the last build",
		Long: `Why lists what a page is made of: its document, what it names, its template, the words,
the day on which dates are judged. Where the site was built before, it says which parts of
the page have changed since, and so why the next build writes the page again.

PAGE is an address in the site, or the id of a document. Nothing is written.`,
		Example: `  clausebook why POL-CHG
  clausebook why matrix.html
  clausebook why history/pol-chg.html --output /tmp/site`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeNames(documentNames),
		RunE:              func(c *cobra.Command, args []string) error { return a.runWhy(c.Context(), output, args[0]) },
	}
	c.Flags().StringVarP(&output, "output", "o", "", "folder of the site (default: public, or output: in the configuration)")
	return c
}

func (a *app) runWhy(ctx context.Context, output, name string) error {
	bar := a.progress()
	defer bar.Done()
	p, err := a.gatherSite(ctx, buildOptions{}, nil, bar.Stage)
	if err != nil {
		return err
	}
	story, err := p.Why(p.Target(output), name)
	bar.Done()
	var none *site.NoPageError
	if errors.As(err, &none) {
		return usageError{fmt.Errorf("%w\nto list the files of a site: cat %s/.clausebook-files", err, p.Target(output).Dir)}
	}
	if err != nil {
		return err
	}
	return story.Write(a.out)
}
