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
		Short: "Show what a change does to clauses, approvals and findings",
		Long: `Impact compares the documents as they stand with those of the commit at which the
change left its base, and tells what a reviewer cannot see from the lines: clauses
and required documents whose state changes, approvals that no longer count, who has
to approve what, findings that come and go. Both sides are judged as of one day.

Which checks count is decided by the configuration of the base: a change cannot
switch off its own. The whole history is needed; in a pipeline, fetch all of it.

` + impactFormatHelp(),
		Example: `  clausebook impact --base main
  clausebook impact --base origin/main --format markdown=comment.md
  clausebook impact --base v1.0 --head v2.0`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runImpact(c.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.base, "base", "", "compare with where the change left this `REV`, such as main")
	f.StringVar(&o.head, "head", "", "take this `REV` as the change, not the work tree")
	f.StringArrayVar(&o.formats, "format", []string{"text"}, "`FORMAT[=FILE]`: how it is written, and where if not to stdout; repeatable")
	f.StringVar(&o.failOn, "fail-on", "never", "exit with 1 for new findings of this severity or worse: error, warning, info or never")
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
		return usageError{fmt.Errorf("what is the change compared with? Name the branch that it is to go into: --base main")}
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
		return fmt.Errorf("no format is called %q", format)
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
	defer bar.done()
	after, options, err := a.gatherChange(ctx, o.base, o.head, bar.stage)
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
	return report.ImpactOf(impact.Side{Dossier: before.Dossier, Config: before.Config}, impact.Side{Dossier: after.Dossier, Config: after.Config},
		report.ImpactBase{Rev: o.base, Commit: string(base.Commit), Parted: base.Parted}), nil
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
	after, err := gathered(build.Gather(ctx, options))
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
