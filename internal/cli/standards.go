package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"clausebook/internal/author"
	"clausebook/internal/brought"
	"clausebook/internal/build"
	"clausebook/internal/plain"
	"clausebook/internal/report"
	"clausebook/internal/transition"
)

func (a *app) standardsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "standards",
		Short: "List the standards that can be used: those included in clausebook, and those of the project",
		Example: "  clausebook standards\n  clausebook standards show iso20000-1-2018\n" +
			"  clausebook standards add catalog.json --write\n  clausebook standards diff iso20000-1-2011 iso20000-1-2018",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			s, _, err := a.standards(c.Context())
			if err != nil {
				a.note("of the project nothing is known: %v", err)
				s = build.NoProject()
			}
			lib, err := s.Take(s.IDs()...)
			if err != nil {
				return err
			}
			return report.WriteStandards(a.out, lib.Standards, s.InUse)
		},
	}
	c.AddCommand(a.standardsShowCommand(), a.standardsAddCommand(), a.standardsDiffCommand())
	return c
}

// standards reads the standards that a project can name.
func (a *app) standards(ctx context.Context) (*build.Standards, build.Options, error) {
	o, err := a.options("", "", nil)
	if err != nil {
		return nil, o, err
	}
	s, err := build.ReadStandards(ctx, o)
	return s, o, err
}

// completeStandards lets a shell complete ids of standards, as many as are asked for; behind them files.
func (a *app) completeStandards(n int) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= n {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		s, _, err := a.standards(contextOf(c))
		if err != nil {
			return builtinStandards(), cobra.ShellCompDirectiveDefault
		}
		return s.IDs(), cobra.ShellCompDirectiveDefault
	}
}

func (a *app) standardsShowCommand() *cobra.Command {
	var formats []string
	c := &cobra.Command{
		Use:   "show ID|FILE",
		Short: "Show what a standard holds: clauses, requirements, required documents, sources, licence",
		Long: `Show prints a standard, one that is included or one of the project, by its id or by the
path of its file: its clauses and requirements, the documents and records that it asks
for, on what that rests, whether anybody has compared it with the text of the standard,
and under which licence its texts stand. CSV has a row for each item.`,
		Example:           "  clausebook standards show iso20000-1-2018\n  clausebook standards show standards/rules.yaml --format csv=rules.csv",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeStandards(1),
		RunE: func(c *cobra.Command, args []string) error {
			targets, err := a.parseTargets(formats, report.StandardFormats)
			if err != nil {
				return err
			}
			s, _, err := a.standards(c.Context())
			if err != nil {
				return err
			}
			lib, err := s.Take(args...)
			if err != nil {
				return usageError{err}
			}
			return a.emit(targets, func(w io.Writer, format string, _ bool) error {
				return report.WriteStandard(w, lib.Standards[0], format)
			})
		},
	}
	c.Flags().StringArrayVar(&formats, "format", []string{"text"},
		"output `FORMAT[=FILE]` (text, json or csv), to stdout if no file is given; repeatable")
	completeWords(c, "format", report.StandardFormats)
	return c
}

func (a *app) standardsAddCommand() *cobra.Command {
	var o brought.Options
	var write bool
	c := &cobra.Command{
		Use:     "add FILE",
		Short:   "Import a standard: an OSCAL catalog, a CISO Assistant library or a table",
		Long:    brought.Long(),
		Example: brought.Example,
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.runStandardsAdd(c.Context(), args[0], o, write) },
	}
	f := c.Flags()
	f.StringVar(&o.ID, "id", "", "the `ID` of the standard (default: made of its name)")
	f.StringVar(&o.Name, "name", "", "the `NAME` of the standard, without its edition")
	f.StringVar(&o.Edition, "edition", "", "the `EDITION`, such as 2022")
	f.BoolVar(&o.Text, "text", false, "take its sentences although its licence is not known; you know that you may show them")
	f.BoolVar(&write, "write", false, "write the file into the project")
	return c
}

func (a *app) runStandardsAdd(ctx context.Context, name string, o brought.Options, write bool) error {
	s, in, err := a.standards(ctx)
	if err != nil {
		return err
	}
	folder, err := plain.Open(filepath.Dir(name))
	if err != nil {
		return fmt.Errorf("open the folder of %s: %w", name, err)
	}
	raw, err := plain.Read(folder, filepath.Base(name), brought.MaxFile)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	o.Taken = s.IDs()
	r, err := brought.Read(filepath.Base(name), raw, o)
	if err != nil {
		return usageError{fmt.Errorf("%s: %w", name, err)}
	}
	for _, note := range r.Notes {
		a.note("note: %s", note)
	}
	if !write {
		a.note("nothing was written; use --write to save this as %s", r.Path)
		_, err := a.out.Write(r.Bytes)
		return err
	}
	if err := create(in.Dir, author.File{Path: r.Path, Bytes: r.Bytes}); errors.Is(err, fs.ErrExist) {
		return usageError{fmt.Errorf("%s already exists and was not changed; without --write the file is printed", r.Path)}
	} else if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "wrote       %s\n", r.Path)
	a.note("next: %s", r.Next(s.Config.Path, s.Config.Standards))
	return nil
}

func (a *app) standardsDiffCommand() *cobra.Command {
	o := viewOptions{}
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Tell what a set written for one standard lacks for another",
		Long:  transition.Long,
		Example: "  clausebook standards diff iso20000-1-2011 iso20000-1-2018\n" +
			"  clausebook standards diff iso20000-1-2018 standards/rules.yaml",
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: a.completeStandards(2),
		RunE:              func(c *cobra.Command, args []string) error { return a.runStandardsDiff(c.Context(), args, o) },
	}
	o.flags(c)
	return c
}

func (a *app) runStandardsDiff(ctx context.Context, names []string, o viewOptions) error {
	targets, err := a.parseTargets(o.formats, viewFormats)
	if err != nil {
		return err
	}
	s, _, err := a.standards(ctx)
	if err != nil {
		return err
	}
	lib, err := s.Take(names...)
	if err != nil {
		return usageError{err}
	}
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	r, err := transition.Between(p.Dossier.Docs, p.Dossier.Standards, lib)
	if err != nil {
		return usageError{err}
	}
	return a.emit(targets, func(w io.Writer, format string, _ bool) error { return transition.Write(w, r, format) })
}
