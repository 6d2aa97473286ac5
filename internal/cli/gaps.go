package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/dossier"
	"clausebook/internal/nearest"
	"clausebook/internal/phrase"
	"clausebook/internal/report"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

type gapsOptions struct {
	formats, owners, standards, clauses, strengths, states []string
	asOf, since, failOn                                    string
	fresh                                                  bool
	next                                                   int
}

func (a *app) gapsCommand() *cobra.Command {
	o := gapsOptions{}
	c := &cobra.Command{
		Use:   "gaps",
		Short: "List required documents and records that are missing, draft, overdue or unapproved",
		Long: `Gaps lists the required documents and records of the standards in use that are not
met: what is required, why (in our own words) and how strongly, its state, its owner,
since when, and the command that fixes it. Conditions that nobody has decided and
clauses that no document covers follow, with the states undecided and uncovered; waived
gaps are listed separately.

` + gapFormatHelp() + `
In CSV, a value that a spreadsheet could read as a formula starts with an apostrophe.

The exit code depends on the listed gaps, after all filters: by default it is 1 if an
open gap is explicitly required by the standard. Undecided conditions and uncovered
clauses count with --fail-on implied. Waived gaps do not count.

A severity set for RQ001, RQ002, RQ009, RQ010, CV003 or ST006 in the configuration decides
instead: error counts as explicit, warning as implied, info with --fail-on any only, and
off never. 'clausebook check' gives the number of these gaps and does not fail by them.`,
		Example: `  clausebook gaps
  clausebook gaps --owner service-level-manager --state overdue
  clausebook gaps --clause 8.6 --fail-on any
  clausebook gaps --format table --format xlsx=gaps.xlsx
  clausebook gaps --next 5
  clausebook gaps --since v1.0
  clausebook gaps --since main --new --fail-on any`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("next") && o.next < 1 {
				return usageError{fmt.Errorf("--next %d: give how many gaps to list, such as 5", o.next)}
			}
			return a.runGaps(c.Context(), o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.formats, "format", []string{"table"}, "output `FORMAT[=FILE]`, to stdout if no file is given; repeatable")
	f.StringSliceVar(&o.owners, "owner", nil, "only gaps of this owner: a role or person by id, title or name")
	f.StringSliceVar(&o.standards, "standard", nil, "only this standard (id)")
	f.StringSliceVar(&o.clauses, "clause", nil, "only this clause and its sub-clauses")
	f.StringSliceVar(&o.strengths, "strength", nil, "only gaps of this strength: explicit, implied or recommended")
	f.StringSliceVar(&o.states, "state", nil, "only gaps in this state: "+phrase.Or(gapStates()))
	f.StringVar(&o.asOf, "as-of", "", "use everything as of this day or revision")
	f.StringVar(&o.since, "since", "", "also show what has changed since this day or revision")
	f.BoolVar(&o.fresh, "new", false, "with --since, list only what is new or in another state since then")
	f.IntVar(&o.next, "next", 0, "list only the `N` gaps to close first, by owner; the exit code still depends on all of them")
	f.StringVar(
		&o.failOn,
		"fail-on",
		string(standard.Explicit),
		"exit with 1 if there are open gaps of this strength or higher: explicit, implied, any or never",
	)
	a.completeFlag(c, "owner", report.OwnerNames)
	a.completeFlag(c, "standard", standardIDs)
	a.completeFlag(c, "clause", clauseIDs)
	completeWords(c, "format", gapFormatNames())
	completeWords(c, "strength", strengths())
	completeWords(c, "state", gapStates())
	completeWords(c, "fail-on", []string{"explicit", "implied", "any", "never"})
	return c
}

func gapFormatNames() []string {
	var names []string
	for _, f := range report.GapFormats() {
		names = append(names, f.Name)
	}
	return names
}

func gapFormatHelp() string {
	s := "Formats:\n"
	for _, f := range report.GapFormats() {
		s += fmt.Sprintf("  %-9s %s\n", f.Name, f.About)
	}
	return s
}

// gapStates are the states in which something is listed.
func gapStates() []string {
	var out []string
	for _, s := range slices.Concat(trace.States[:], report.PointStates()) {
		if s.Gap() {
			out = append(out, string(s))
		}
	}
	return out
}

func strengths() []string {
	return []string{string(standard.Explicit), string(standard.Implied), string(standard.Recommended)}
}

func (a *app) runGaps(ctx context.Context, o gapsOptions) error {
	targets, err := a.parseTargets(o.formats, gapFormatNames())
	if err != nil {
		return err
	}
	least, err := parseFirmness(o.failOn)
	if err != nil {
		return err
	}
	if o.fresh && o.since == "" {
		return usageError{errors.New("--new goes with --since, which says since when")}
	}
	filter, err := o.filter()
	if err != nil {
		return err
	}
	options, err := a.options(o.asOf, "", nil)
	if err != nil {
		return err
	}
	return a.again(ctx, options, targets, fmt.Sprintf("gaps %#v", o), func(a *app) error {
		return a.gaps(ctx, o, targets, least, filter)
	})
}

func (a *app) gaps(ctx context.Context, o gapsOptions, targets []target, least standard.Strength, filter report.Filter) error {
	p, err := a.gatherQuietly(ctx, o.asOf)
	if err != nil {
		return err
	}
	if err := known(p.Dossier, o); err != nil {
		return err
	}
	gaps := report.GapsOf(p.Dossier, filter)
	if o.since != "" {
		before, err := a.gatherQuietly(ctx, o.since)
		if err != nil {
			return fmt.Errorf("read the gaps as of %s: %w", o.since, err)
		}
		if then, now := before.Dossier.AsOf.Day, p.Dossier.AsOf.Day; then.After(now) {
			return usageError{fmt.Errorf("--since %s: %s is after %s, the day on which the gaps are judged", o.since, then, now)}
		}
		gaps = gaps.Against(report.GapsOf(before.Dossier, filter), o.since)
	}
	if o.fresh {
		gaps = gaps.Changed()
	}
	listed := gaps
	if o.next > 0 {
		listed = gaps.Next(o.next)
	}
	if err := a.emit(targets, writeGaps(listed)); err != nil {
		return err
	}
	for _, line := range listed.Summary() {
		a.note("%s", line)
	}
	if least != "" && gaps.Fails(least) {
		return errFindings
	}
	return nil
}

func writeGaps(g report.Gaps) func(io.Writer, string, bool) error {
	return func(w io.Writer, format string, _ bool) error {
		for _, f := range report.GapFormats() {
			if f.Name == format {
				return f.Write(w, g)
			}
		}
		return fmt.Errorf("unknown format %q", format)
	}
}

// parseFirmness reads the strength from which open gaps make the command fail; empty for never.
func parseFirmness(word string) (standard.Strength, error) {
	switch word {
	case "explicit", "implied":
		return standard.Strength(word), nil
	case "any":
		return standard.Recommended, nil
	case "never":
		return "", nil
	}
	return "", usageError{fmt.Errorf("--fail-on %s: must be explicit, implied, any or never", word)}
}

// filter reads the filter; words of the standard and of people are checked when they are known.
func (o gapsOptions) filter() (report.Filter, error) {
	f := report.Filter{Standards: o.standards, Clauses: o.clauses, Owners: o.owners}
	for _, word := range o.strengths {
		if !slices.Contains(strengths(), word) {
			return f, badWord("strength", word, strengths())
		}
		f.Strengths = append(f.Strengths, standard.Strength(word))
	}
	for _, word := range o.states {
		if !slices.Contains(gapStates(), word) {
			return f, badWord("state", word, gapStates())
		}
		f.States = append(f.States, trace.State(word))
	}
	return f, nil
}

// known refuses filters that name nothing: an empty report must never come of a misspelt name.
func known(d *dossier.Dossier, o gapsOptions) error {
	if err := named("--standard", "no standard in use has that id", o.standards, standardIDs(d)); err != nil {
		return err
	}
	if err := named("--clause", "no standard in use has that clause", o.clauses, clauseIDs(d)); err != nil {
		return err
	}
	return named("--owner", "there is no such role or person", o.owners, report.OwnerNames(d))
}

func named(flag, complaint string, words, candidates []string) error {
	for _, word := range words {
		if slices.ContainsFunc(candidates, func(c string) bool { return strings.EqualFold(c, word) }) {
			continue
		}
		return usageError{fmt.Errorf("%s %s: %s%s", flag, word, complaint, nearest.Hint(word, candidates))}
	}
	return nil
}

func standardIDs(d *dossier.Dossier) []string {
	var out []string
	for _, s := range d.Standards.Standards {
		out = append(out, s.ID)
	}
	return out
}

func clauseIDs(d *dossier.Dossier) []string {
	var out []string
	for _, s := range d.Standards.Standards {
		for _, c := range s.Clauses {
			out = append(out, c.ID)
		}
	}
	return out
}
