package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/nearest"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Explain what a rule checks, why it matters and how to fix its findings",
		Example: `  clausebook explain RQ001
  clausebook explain           all rules, one per line`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, r := range check.Rules() {
					fmt.Fprintf(a.out, "%s  %-7s  %s\n", r.ID, r.Severity, r.Title)
				}
				return nil
			}
			return a.explain(args[0])
		},
	}
}

func (a *app) explain(id string) error {
	r, ok := check.Find(strings.ToUpper(id))
	if !ok {
		return usageError{fmt.Errorf("no rule has the id %q%s\nto list all rules: clausebook explain; for clauses and documents: "+
			"clausebook trace", id, nearest.Hint(id, ruleNames()))}
	}
	fmt.Fprintf(a.out, "%s: %s\n\nseverity:  %s\n", r.ID, r.Title, r.Severity)
	if len(r.Clauses) > 0 {
		fmt.Fprintf(a.out, "based on:  ISO/IEC 20000-1:2018, %s\n", strings.Join(r.Clauses, ", "))
	}
	fmt.Fprintf(a.out, "why:       %s\nfix:       %s\n", r.Why, r.Fix)
	if r.Gap {
		fmt.Fprintln(a.out, "told:      by 'clausebook gaps', which lists it and decides by it; check only counts it")
	}
	if causes := check.GroupedUnder(r.ID); len(causes) > 0 {
		fmt.Fprintf(a.out, "grouped:   under its cause, if a finding of %s causes it\n", joinIDs(causes))
	}
	return nil
}

func joinIDs(ids []diag.RuleID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}

func ruleNames() []string {
	var names []string
	for _, r := range check.Rules() {
		names = append(names, string(r.ID))
	}
	return names
}
