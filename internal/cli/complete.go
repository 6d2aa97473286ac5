package cli

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/dossier"
)

// completionPatience is how long a shell is kept waiting for words.
const completionPatience = 3 * time.Second

// completeWords lets a shell complete the values of a flag.
func completeWords(c *cobra.Command, flag string, words []string) {
	err := c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // a flag of this program that does not exist
	}
}

// completeNames lets a shell complete the first argument from what the project holds. What cannot be read in time
// completes nothing.
func (a *app) completeNames(names func(*dossier.Dossier) []string) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		ctx, stop := context.WithTimeout(contextOf(c), completionPatience)
		defer stop()
		quiet := *a
		quiet.err = io.Discard
		p, err := quiet.gatherQuietly(ctx, "")
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		return names(p.Dossier), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeEach lets a shell complete every argument, without those that are there.
func (a *app) completeEach(names func(*dossier.Dossier) []string) cobra.CompletionFunc {
	first := a.completeNames(names)
	return func(c *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		found, how := first(c, nil, word)
		return slices.DeleteFunc(found, func(name string) bool { return slices.Contains(args, name) }), how
	}
}

// contextOf gives the context of a command; a completion may have none.
func contextOf(c *cobra.Command) context.Context {
	if ctx := c.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}

// gatherQuietly gathers for a command that prints one result, with its progress on a terminal.
func (a *app) gatherQuietly(ctx context.Context, asOf string) (*build.Project, error) {
	bar := a.progress()
	defer bar.Done()
	o, err := a.options(asOf, "", bar.Stage)
	if err != nil {
		return nil, err
	}
	if asOf != "" { // a tree of the past may well have had no content yet
		p, err := build.Gather(ctx, o)
		a.noteBorrowed(p)
		return p, err
	}
	return a.gathered(build.Gather(ctx, o))
}
