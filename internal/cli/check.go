package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/doctor"
	"clausebook/internal/dossier"
	"clausebook/internal/form"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
	"clausebook/internal/report"
)

type checkOptions struct {
	formats                 []string
	failOn, asOf, base      string
	baseline, writeBaseline string
	all, statistics         bool
	explainUpgrade          bool
	rules                   []string // or families of them
}

func (a *app) checkCommand() *cobra.Command {
	o := checkOptions{}
	c := &cobra.Command{
		Use:   "check [PATH|ID]…",
		Short: "Report what is wrong with the documents and how to fix it",
		Long: `Check reads everything that build reads and reports findings: what is wrong and
where (file:line:col), why an auditor would care, and how to fix it.

` + formatHelp() + `
Repeat --format to write several outputs in one run; all but one need a file. Without
--format what is alike becomes one entry, where the text would be longer than a screen;
--all shows every finding. An editor or a script reads concise.

What is missing or only a draft is no finding; one line gives the number of such gaps,
and 'clausebook gaps' lists them.

A baseline lets a repository adopt clausebook before everything is fixed. The findings
in it are accepted until they are gone and only counted in the summary; all others
count. In a pull request, take the baseline from the base branch, or the change can
accept its own findings.

The whole set is always read, because a link breaks in the document that is not touched.
Ids, files and folders as arguments, and --select, say which findings are reported;
these alone decide the exit code.

After an upgrade, --explain-upgrade says in place of the findings what of them is judged
otherwise than before, why, and what to do; it always ends with 0.

With --base, as in a pull request, the findings are those that the change brings: by
rule, document and what they are about, not by line. They alone decide the exit code.
The number of older ones is given in one line; --all shows them, too. Severities come
from the configuration of the base, so a change cannot switch off its own checks. Ids
added to the base in the meantime count as taken. Waivers, conditions and exceptions
made by the change do apply; 'impact --base' shows them.`,
		Example: `  clausebook check
  clausebook check --format concise --fail-on warning
  clausebook check --format text --format sarif=findings.sarif
  clausebook check --write-baseline baseline.json
  clausebook check --baseline baseline.json
  clausebook check --base origin/main
  clausebook check --base main --all
  clausebook check POL-CHG content/records --select AP,LK003
  clausebook check --statistics
  clausebook check --explain-upgrade`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeChecked,
		RunE: func(c *cobra.Command, args []string) error {
			if o.all && !c.Flags().Changed("format") {
				o.formats = []string{"text"}
			}
			return a.runCheck(c.Context(), args, o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.formats, "format", []string{shortest}, "output `FORMAT[=FILE]`, to stdout if no file is given; repeatable")
	f.StringVar(&o.failOn, "fail-on", "error", "exit with 1 if there are findings of this severity or worse: error, warning, info or never")
	f.StringVar(&o.asOf, "as-of", "", "use everything as of this day or revision")
	f.StringVar(&o.base, "base", "", "report what the change brings since it left this `REV`, such as main")
	f.BoolVar(&o.all, "all", false, "show every finding, and with --base older ones as well; they do not decide the exit code")
	f.StringVar(&o.baseline, "baseline", "", "`FILE` of accepted findings")
	f.StringVar(&o.writeBaseline, "write-baseline", "", "accept all current findings by writing them to this `FILE`")
	f.StringArrayVar(&o.rules, "select", nil, "report findings of this `RULE|FAMILY` only, such as LK003 or AP; repeatable")
	f.BoolVar(&o.statistics, "statistics", false, "print the number of findings of each rule instead of the text")
	f.BoolVar(&o.explainUpgrade, "explain-upgrade", false, "print instead what is judged otherwise than by earlier builds, and why")
	a.logFlags(c)
	completeWords(c, "select", rulesAndFamilies())
	completeWords(c, "format", formatNames())
	completeWords(c, "fail-on", []string{"error", "warning", "info", "never"})
	return c
}

// completeChecked completes what findings are reported of: ids of documents, and files as well.
func (a *app) completeChecked(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	ids, _ := a.completeNames(func(d *dossier.Dossier) []string { return idsOf(d, func(*doc.Document) bool { return true }) })(c, nil, typed)
	return ids, cobra.ShellCompDirectiveDefault
}

// shortest is the format for whoever asks for none: what is found must fit on a screen.
const shortest = "short"

func formatNames() []string {
	var names []string
	for _, f := range report.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// formatHelp lists the formats with their few words.
func formatHelp() string {
	var b strings.Builder
	b.WriteString("Formats:\n")
	for _, f := range report.Formats() {
		fmt.Fprintf(&b, "  %-9s %s\n", f.Name, f.About)
	}
	return b.String()
}

func (a *app) runCheck(ctx context.Context, args []string, o checkOptions) error {
	threshold, err := parseFailOn(o.failOn)
	if err != nil {
		return err
	}
	targets, err := a.parseTargets(o.formats, formatNames())
	if err != nil {
		return err
	}
	options, err := a.options(o.asOf, "", nil)
	if err != nil || o.baseline != "" || o.writeBaseline != "" {
		return a.check(ctx, args, o, targets, threshold)
	}
	return a.again(ctx, options, targets, fmt.Sprintf("check %q %#v", args, o), func(a *app) error {
		return a.check(ctx, args, o, targets, threshold)
	})
}

func (a *app) check(ctx context.Context, args []string, o checkOptions, targets []target, threshold diag.Severity) (err error) {
	asked := selection{}
	if asked.rules, err = selectRules(o.rules); err != nil {
		return err
	}
	accepted, err := readBaseline(o.baseline)
	if err != nil {
		return err
	}
	p, before, err := a.gatherToCheck(ctx, o)
	if err != nil {
		return err
	}
	if asked.places, err = a.selectPlaces(p, args); err != nil {
		return err
	}
	r := report.New(p.Dossier).Against(accepted)
	r.FailOn, r.Sources = threshold, sourcesOf(p)
	if o.writeBaseline != "" {
		if r, err = a.acceptAll(r, o.writeBaseline); err != nil {
			return err
		}
	}
	if before != nil {
		r = r.Since(o.base, before.Dossier)
		r.ShowAll = o.all
	}
	r = r.Only(asked.asks)
	if o.explainUpgrade {
		return a.emit([]target{{format: "text"}}, func(w io.Writer, _ string, colors bool) error {
			r.Colors = colors
			return report.WriteUpgrade(w, r)
		})
	}
	if err := a.emit(targets, writeFindings(r, o.statistics)); err != nil {
		return err
	}
	a.summarize(r, o)
	if n := doctor.NotTakenUp(p.Dossier.Docs); n > 0 {
		a.note("not taken for documents: %s; 'clausebook doctor' says which and why", phrase.Plural(n, "file or folder", "files or folders"))
	}
	if r.Fails() {
		return errFindings
	}
	return nil
}

// gatherToCheck gathers what is checked, and the base that it is compared with where one is named.
func (a *app) gatherToCheck(ctx context.Context, o checkOptions) (p, before *build.Project, err error) {
	bar := a.progress()
	defer bar.Done()
	if o.base == "" {
		options, err := a.options(o.asOf, "", bar.Stage)
		if err != nil {
			return nil, nil, err
		}
		p, err = a.gathered(build.Gather(ctx, options))
		return p, nil, err
	}
	p, options, err := a.gatherChange(ctx, o.base, o.asOf, bar.Stage)
	if err != nil {
		return nil, nil, err
	}
	before, err = gatherBase(ctx, options, p)
	return p, before, err
}

// writeFindings writes the report in a format; in place of the text there may be statistics.
func writeFindings(r report.Report, statistics bool) func(io.Writer, string, bool) error {
	return func(w io.Writer, format string, colors bool) error {
		r.Colors = colors
		if statistics && (format == shortest || format == "text") {
			return report.WriteStatistics(w, r)
		}
		for _, f := range report.Formats() {
			if f.Name == format {
				return f.Write(w, r)
			}
		}
		return fmt.Errorf("unknown format %q", format)
	}
}

// readBaseline reads the baseline, or gives an empty one where no file is named. A file that cannot be understood is
// a mistake of usage: without it other findings would count than those that were asked for.
func readBaseline(path string) (report.Baseline, error) {
	if path == "" {
		return report.Baseline{}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return report.Baseline{}, usageError{fmt.Errorf("open the baseline: %w", err)}
	}
	defer f.Close() //nolint:errcheck // read only
	b, err := report.ReadBaseline(f)
	if err != nil {
		return b, usageError{fmt.Errorf("%s: %w", path, err)}
	}
	return b, nil
}

// acceptAll writes a baseline of all findings and gives the report in which it is in force.
func (a *app) acceptAll(r report.Report, path string) (report.Report, error) {
	b := report.BaselineOf(r)
	if err := save(path, b.Write); err != nil {
		return r, err
	}
	a.note("wrote %s to the baseline %s", phrase.Plural(len(b.Entries), "finding", "findings"), path)
	return r.Against(b), nil
}

// summarize tells on stderr what was found and what the baseline did.
func (a *app) summarize(r report.Report, o checkOptions) {
	line := fmt.Sprintf("%s in %s, dates judged as of %s", report.Tally(r.Counts()), phrase.Plural(r.Documents, "document", "documents"),
		r.AsOf)
	if n := len(r.Accepted); n > 0 {
		line += fmt.Sprintf("; the baseline accepts %d more", n)
	}
	if n := len(r.Excepted); n > 0 {
		line += fmt.Sprintf("; exceptions in documents accept %d more", n)
	}
	a.note("%s", line)
	if line := r.GapLine(); line != "" {
		a.note("%s", line)
	}
	if n := len(r.Older); n > 0 {
		more := "; --all shows them"
		if r.ShowAll {
			more = ""
		}
		a.note("older than the change and not counted: %s%s", phrase.Plural(n, "finding", "findings"), more)
	}
	if len(r.Stale) == 0 {
		return
	}
	a.note("%s in the baseline %s without a matching finding; rewrite the baseline with --write-baseline:",
		phrase.Plural(len(r.Stale), "entry", "entries"), o.baseline)
	for i, e := range r.Stale {
		if i == staleShown {
			a.note("  and %d more, in --format json", len(r.Stale)-i)
			break
		}
		a.note("  %s %s %s", e.Rule, e.File, e.Message)
	}
}

// staleShown is how many stale entries of a baseline are listed on stderr.
const staleShown = 10

// note prints a line on stderr unless the user wants quiet.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintln(a.err, form.Clean(fmt.Sprintf(format, args...)))
	}
}

// maxRead bounds the file of a project that a command reads by itself, in bytes.
const maxRead = 4 << 20

// sourcesOf gives the content of the files that findings point at, from the tree that was read.
func sourcesOf(p *build.Project) report.Sources {
	return func(path string) []byte {
		if d := p.Dossier.Docs.ByPath(path); d != nil && d.Source != nil {
			return d.Source
		}
		b, err := plain.Read(p.Source, path, maxRead)
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
