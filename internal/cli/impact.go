package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/impact"
	"clausebook/internal/report"
)

type impactOptions struct {
	formats            []string
	base, head, failOn string
}

func (a *app) impactCommand() *cobra.Command {
	o := impactOptions{}
	c := &cobra.Command{
		Use:   "impact --base REV",
		Short: "Show how a change affects clauses, approvals and findings",
		Long: `Impact compares the current documents with those of the commit at which the change left
its base, and shows what a reviewer cannot see in the diff: clauses and required
documents that change state, approvals that no longer count, who has to approve what,
and findings that appear or disappear. Both sides are judged as of the same day.

The configuration of the base decides which checks count, so a change cannot switch off
its own. Impact needs the complete history; in a pipeline, fetch all of it.

` + impactFormatHelp(),
		Example: `  clausebook impact --base main
  clausebook impact --base origin/main --format markdown=comment.md
  clausebook impact --base v1.0 --head v2.0`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runImpact(c.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.base, "base", "", "compare with the commit at which the change left this `REV`, such as main")
	f.StringVar(&o.head, "head", "", "use this `REV` as the change instead of the work tree")
	f.StringArrayVar(&o.formats, "format", []string{"text"}, "output `FORMAT[=FILE]`, to stdout if no file is given; repeatable")
	f.StringVar(
		&o.failOn,
		"fail-on",
		"never",
		"exit with 1 if there are new findings of this severity or worse: error, warning, info or never",
	)
	completeWords(c, "format", impactFormatNames())
	completeWords(c, "fail-on", []string{"error", "warning", "info", "never"})
	return c
}

func impactFormatNames() []string {
	var names []string
	for _, f := range report.ImpactFormats() {
		names = append(names, f.Name)
	}
	return names
}

func impactFormatHelp() string {
	s := "Formats:\n"
	for _, f := range report.ImpactFormats() {
		s += fmt.Sprintf("  %-9s %s\n", f.Name, f.About)
	}
	return s
}

func (a *app) runImpact(ctx context.Context, o impactOptions) error {
	if o.base == "" {
		return usageError{fmt.Errorf("--base is missing: give the branch that the change will be merged into, such as --base main")}
	}
	threshold, err := parseFailOn(o.failOn)
	if err != nil {
		return err
	}
	targets, err := a.parseTargets(o.formats, impactFormatNames())
	if err != nil {
		return err
	}
	i, err := a.impact(ctx, o)
	if err != nil {
		return err
	}
	err = a.emit(targets, func(w io.Writer, format string, colors bool) error {
		for _, f := range report.ImpactFormats() {
			if f.Name == format {
				return f.Write(w, i, colors)
			}
		}
		return fmt.Errorf("unknown format %q", format)
	})
	if err != nil {
		return err
	}
	a.note("%s", i.Summary())
	if i.Fails(threshold) {
		return errFindings
	}
	return nil
}

// impact gathers both sides: the change first, for its day is the day of both.
func (a *app) impact(ctx context.Context, o impactOptions) (report.Impact, error) {
	bar := a.progress()
	defer bar.Done()
	after, options, err := a.gatherChange(ctx, o.base, o.head, bar.Stage)
	if err != nil {
		return report.Impact{}, err
	}
	if err := reliable(after.Dossier.History); err != nil {
		return report.Impact{}, err
	}
	before, err := gatherBase(ctx, options, after)
	if err != nil {
		return report.Impact{}, err
	}
	base := options.Base
	return report.ImpactOf(
		impact.Side{Dossier: before.Dossier, Config: before.Stated()},
		impact.Side{Dossier: after.Dossier, Config: after.Stated()},
		report.ImpactBase{Rev: o.base, Commit: string(base.Commit), Parted: base.Parted},
	), nil
}

// gatherChange gathers the side of a change: head, or the work tree where it is empty.
func (a *app) gatherChange(ctx context.Context, base, head string, stage func(string)) (*build.Project, build.Options, error) {
	options, err := a.options("", "", stage)
	if err != nil {
		return nil, options, err
	}
	if options.Base, err = build.FindBase(ctx, options, base, head); err != nil {
		return nil, options, err
	}
	options.AsOf = head
	after, err := a.gathered(build.Gather(ctx, options))
	return after, options, err
}

// gatherBase gathers the side of the base, judged as of the day of the change: or time would show as change.
func gatherBase(ctx context.Context, options build.Options, after *build.Project) (*build.Project, error) {
	options.AsOf, options.Day = string(options.Base.Commit), after.Dossier.AsOf.Day
	before, err := build.Gather(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("read the base, commit %s: %w", options.Base.Commit.Short(), err)
	}
	return before, nil
}
