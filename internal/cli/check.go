package cli

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/report"
)

type checkOptions struct {
	format, failOn, asOf string
}

func (a *app) checkCommand() *cobra.Command {
	o := checkOptions{}
	c := &cobra.Command{
		Use:   "check",
		Short: "Report what is wrong with the documents, and how to mend it",
		Long: `Check reads everything that build reads and reports the findings: what is wrong,
at file:line:col, why an auditor would care, and how to mend it.`,
		Example: `  clausebook check
  clausebook check --format concise
  clausebook check --fail-on warning`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runCheck(c.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.format, "format", "text", "how findings are written: text or concise")
	f.StringVar(&o.failOn, "fail-on", "error", "exit with 1 for findings of this severity or worse: error, warning, info or never")
	f.StringVar(&o.asOf, "as-of", "", "read everything as of this day or revision")
	return c
}

func (a *app) runCheck(ctx context.Context, o checkOptions) error {
	threshold, err := parseFailOn(o.failOn)
	if err != nil {
		return err
	}
	if o.format != "text" && o.format != "concise" {
		return usageError{fmt.Errorf("--format %s: want text or concise", o.format)}
	}
	bar := a.progress()
	defer bar.done()
	p, err := a.gather(ctx, o.asOf, "", bar.stage)
	if err != nil {
		return err
	}
	bar.done()
	if err := a.writeFindings(p, o.format); err != nil {
		return err
	}
	if !a.quiet {
		d := p.Dossier
		fmt.Fprintf(a.err, "%s in %d documents, dates judged as of %s\n", tally(d.Findings), len(d.Docs.Documents), d.AsOf.Day)
	}
	return failing(p.Dossier.Findings, threshold)
}

func (a *app) writeFindings(p *build.Project, format string) error {
	if format == "concise" {
		return report.Concise(a.out, p.Dossier.Findings)
	}
	return report.Text(a.out, p.Dossier.Findings, sourcesOf(p), whyOf, a.colors(a.out))
}

// sourcesOf gives the content of the files that findings point at, from the tree that was read.
func sourcesOf(p *build.Project) report.Sources {
	return func(path string) []byte {
		if d := p.Dossier.Docs.ByPath(path); d != nil && d.Source != nil {
			return d.Source
		}
		b, err := fs.ReadFile(p.Source, path)
		if err != nil {
			return nil // the finding stands without its excerpt
		}
		return b
	}
}

func whyOf(id diag.RuleID) string {
	r, _ := check.Find(string(id))
	return r.Why
}
