package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/fix"
	"clausebook/internal/impact"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
)

func (a *app) fixCommand() *cobra.Command {
	var write bool
	c := &cobra.Command{
		Use:   "fix [PATH|ID|RULE]…",
		Short: "Show what can be fixed without a decision, as a diff, and write it when asked",
		Long: `Fix shows the changes that need no decision of yours as a diff that 'git apply' takes:
days and intervals in another form, a version without quotes, misspelt keys, links to a
file that was moved or is written in other letters, names where an id belongs, tabs and
missing quotes in front matter, a byte order mark. What can mean two things is left to
you; 'clausebook check' lists it.

Nothing is written without --write. A change to an approved text needs a new approval,
and fix says which ones. Arguments narrow it down: documents, files, folders, rules or
families of rules.`,
		Example: `  clausebook fix
  clausebook fix --write
  clausebook fix POL-CHG content/records
  clausebook fix FM010 LK --write`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeChecked,
		RunE:              func(c *cobra.Command, args []string) error { return a.runFix(c.Context(), args, write) },
	}
	c.Flags().BoolVar(&write, "write", false, "write the changes into the files")
	return c
}

// runFix shows or makes the changes.
func (a *app) runFix(ctx context.Context, args []string, write bool) error {
	options, err := a.options("", "", nil)
	if err != nil {
		return err
	}
	before, err := a.gathered(build.Gather(ctx, options))
	if err != nil {
		return err
	}
	asked, err := a.selectFixes(before, args)
	if err != nil {
		return err
	}
	tree, err := plain.Open(before.Dir)
	if err != nil {
		return fmt.Errorf("open the project folder: %w", err)
	}
	after := before
	judge := func(instead map[string][]byte) ([]diag.Finding, error) {
		if len(instead) > 0 {
			options.Instead = instead
			if after, err = build.Gather(ctx, options); err != nil {
				return nil, fmt.Errorf("judge the changed documents: %w", err)
			}
		}
		return after.Dossier.Findings, nil
	}
	files, err := fix.Files(judge, func(path string) ([]byte, error) { return plain.Read(tree, path, maxRead) }, asked.asks)
	if err != nil {
		return err
	}
	if write {
		err = writeFixes(before.Dir, files)
	} else {
		err = fix.WriteDiff(a.out, before.Dossier.History.Prefix, files)
	}
	if err != nil {
		return err
	}
	a.tellFixes(files, write)
	a.tellApprovals(before, after, files)
	return nil
}

// selectFixes reads the arguments: what is the name of a rule or a family is one, unless a document has that id.
func (a *app) selectFixes(p *build.Project, args []string) (selection, error) {
	var asked selection
	var places []string
	known := rulesAndFamilies()
	for _, word := range args {
		if slices.Contains(known, strings.ToUpper(word)) && !check.IsGap(diag.RuleID(strings.ToUpper(word))) && !stands(p, word) {
			asked.rules = append(asked.rules, strings.ToUpper(word))
		} else {
			places = append(places, word)
		}
	}
	var err error
	asked.places, err = a.selectPlaces(p, places)
	return asked, err
}

// writeFixes writes the files, unless one was saved by somebody else in the meantime.
func writeFixes(dir string, files []fix.File) error {
	for _, f := range files {
		if err := replace(dir, f.Path, fix.Sum(f.Before), func([]byte) ([]byte, error) { return f.After, nil }); err != nil {
			return err
		}
	}
	return nil
}

// tellFixes says what was done, and what is left to do.
func (a *app) tellFixes(files []fix.File, written bool) {
	n := 0
	for _, f := range files {
		n += len(f.Made)
	}
	what := fmt.Sprintf("%s in %s", phrase.Plural(n, "finding", "findings"), phrase.Plural(len(files), "file", "files"))
	switch {
	case n == 0:
		a.note("nothing to fix without a decision; 'clausebook check' lists what is left")
	case written:
		a.note("fixed: %s; 'git diff' shows the changes", what)
	default:
		a.note("can be fixed: %s; nothing was written: add --write", what)
	}
}

// tellApprovals names the documents whose text needs an approval again with the changes.
func (a *app) tellApprovals(before, after *build.Project, files []fix.File) {
	if before == after {
		return
	}
	change := impact.Compare(impact.Side{Dossier: before.Dossier, Config: before.Stated()},
		impact.Side{Dossier: after.Dossier, Config: after.Stated()})
	for _, l := range change.Lost {
		if slices.ContainsFunc(files, func(f fix.File) bool { return f.Path == l.Path }) {
			a.note("%s needs a new approval: version %s was approved as it stands without the change", l.Document, l.Version.Version)
		}
	}
}
