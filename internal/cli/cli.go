// Package cli is the command line: commands, flags, what is printed and the exit code.
//
// It is the only package that prints and the only one that knows exit codes. Results go to stdout, everything else
// to stderr. Each command is a file: an options struct, its flags, and a run function that a test can call.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"clausebook/internal/build"
	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/form"
	"clausebook/internal/history"
	"clausebook/internal/nearest"
	"clausebook/internal/plain"
	"clausebook/internal/process"
	"clausebook/internal/report"
)

// The exit codes, as the help says.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailed   = 2
	exitUsage    = 3
)

// errFindings says that findings reach the severity at which the command fails. It is not printed.
var errFindings = errors.New("findings")

// usageError is a mistake on the command line.
type usageError struct{ error }

// app is what every command shares.
type app struct {
	out, err io.Writer
	now      func() time.Time
	dir      string
	config   string
	color    string
	quiet    bool
	heads    headsFlags
}

// Main runs the command line and gives the exit code.
func Main(args []string, in io.Reader, out, errOut io.Writer) int {
	process.SteerCollector()
	ctx, interrupted, stop := process.WatchSignals(errOut, exitFailed)
	defer stop()
	a := &app{out: out, err: errOut, now: time.Now}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	err := root.ExecuteContext(ctx)
	if code := interrupted.Code(); code != 0 && errors.Is(err, context.Canceled) {
		fmt.Fprintln(errOut, "clausebook: interrupted")
		return code
	}
	return a.exit(err)
}

// Commands gives all commands, for whoever describes them; they print nothing.
func Commands() *cobra.Command {
	a := &app{out: io.Discard, err: io.Discard, now: time.Now}
	return a.root()
}

// exit prints an error once and maps it to an exit code.
func (a *app) exit(err error) int {
	var usage usageError
	var invalid *config.InvalidError
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, &invalid):
		a.printInvalid(invalid)
		return exitUsage
	case errors.As(err, &usage):
		a.complain(err)
		return exitUsage
	}
	a.complain(err)
	return exitFailed
}

// complain prints an error, line by line as it was made, and nothing in it can act on the terminal.
func (a *app) complain(err error) {
	for i, line := range strings.Split(plain.Words(err), "\n") {
		prefix := "clausebook: "
		if i > 0 {
			prefix = "  "
		}
		fmt.Fprintf(a.err, "%s%s\n", prefix, form.Clean(line))
	}
}

func (a *app) printInvalid(e *config.InvalidError) {
	for i := range e.Findings {
		e.Findings[i].Severity = diag.Error
	}
	sources := func(path string) []byte {
		tree, err := plain.Open(a.inProject("."))
		if err != nil {
			return nil // the excerpt is an extra; the finding stands without it
		}
		b, _ := plain.Read(tree, path, maxRead) // likewise
		return b
	}
	if err := report.Text(a.err, e.Findings, sources, whyOf, a.colors(a.err)); err != nil {
		fmt.Fprintf(a.err, "clausebook: %s\n", err)
	}
	fmt.Fprintln(a.err, "clausebook: the configuration is not valid")
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "clausebook",
		Short: "Check a service management system kept in git, and build its audit site",
		Long: `clausebook reads a service management system kept as Markdown with front matter in
git, checks it against the documentation that ISO/IEC 20000-1:2018 requires, and
builds a linked static site with a traceability matrix from the commit history.

It shows what is evidenced and what is not known. It does not certify anything.`,
		Example: `  clausebook build          the site, into public/
  clausebook check          findings at file:line:col, with how to fix them
  clausebook serve          a live preview while you write`,
		Version:       Version(),
		SilenceErrors: true, SilenceUsage: true, SuggestionsMinimumDistance: 2,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&a.dir, "dir", "C", ".", "project folder, or any folder inside it")
	flags.StringVar(&a.config, "config", config.FileName, "configuration file in the project folder")
	flags.StringVar(&a.color, "color", "auto", "colour the output: auto, always or never")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print results and errors only")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w%s\nsee '%s --help'", err, nearestFlag(c, err), c.CommandPath())}
	})
	root.AddCommand(
		a.buildCommand(),
		a.checkCommand(),
		a.fixCommand(),
		a.gapsCommand(),
		a.impactCommand(),
		a.doctorCommand(),
		a.traceCommand(),
		a.historyCommand(),
		a.inForceCommand(),
		a.diffCommand(),
		a.exportCommand(),
		a.packCommand(),
		a.verifyCommand(),
		a.serveCommand(),
		a.lspCommand(),
		a.pdfCommand(),
		a.explainCommand(),
		a.whyCommand(),
		a.logCommand(),
		a.witnessCommand(),
		a.standardsCommand(),
		a.themeCommand(),
		a.versionCommand(),
		a.demoCommand(),
	)
	root.AddCommand(a.newCommand(), a.approveCommand(), a.reviewCommand(), a.reviewsCommand(), a.remindCommand(),
		a.initCommand())
	root.SetHelpTemplate(root.HelpTemplate() + exitCodeHelp)
	wrapArgs(root)
	return root
}

const exitCodeHelp = `
Exit codes: 0 clean, 1 findings at or above --fail-on, 2 could not run,
3 bad configuration or usage, 130 or 143 interrupted by a signal.
`

// wrapArgs makes a wrong number of arguments, or an unknown command, a mistake of usage.
func wrapArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usageError{fmt.Errorf("%w%s\nsee '%s --help'", err, nearestBelow(c, args), c.CommandPath())}
			}
			return nil
		}
	}
	if !c.HasParent() {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := cobra.OnlyValidArgs(c, nil); err != nil || len(args) > 0 {
				return usageError{errors.New(unknownCommand(c, args[0]))}
			}
			return nil
		}
		c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	}
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
}

// nearestFlag gives the flag of a command that one most likely stands for that is none.
func nearestFlag(c *cobra.Command, err error) string {
	var no *pflag.NotExistError
	if !errors.As(err, &no) {
		return ""
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return nearest.Hint("--"+no.GetSpecifiedName(), names)
}

// nearestBelow gives the commands below one that most likely stand for an argument that is none of them.
func nearestBelow(c *cobra.Command, args []string) string {
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	if len(args) == 0 {
		return ""
	}
	return nearest.Hint(args[0], names)
}

func unknownCommand(c *cobra.Command, name string) string {
	msg := fmt.Sprintf("unknown command %q", name)
	if near := c.SuggestionsFor(name); len(near) > 0 {
		msg += fmt.Sprintf(": did you mean %q?", near[0])
	}
	return msg + "\nsee 'clausebook --help'"
}

// gatherSite gathers for commands that show pages, which have the trend on them.
func (a *app) gatherSite(ctx context.Context, o buildOptions, timings *build.Timings, stage func(string)) (*build.Project, error) {
	options, err := a.siteOptions(o, timings, stage)
	if err != nil {
		return nil, err
	}
	return a.gathered(build.Gather(ctx, options))
}

// siteOptions gives what the flags of commands that show pages say.
func (a *app) siteOptions(o buildOptions, timings *build.Timings, stage func(string)) (build.Options, error) {
	options, err := a.options(o.asOf, o.baseURL, stage)
	options.Trend, options.Masked, options.Timings, options.NoCache = true, o.masked, timings, o.noCache
	return options, err
}

// gathered says of a folder that holds no project how to begin one, and of a revision from before the configuration that it was
// read with the present one.
func (a *app) gathered(p *build.Project, err error) (*build.Project, error) {
	if errors.Is(err, doc.ErrNoFolder) {
		return nil, fmt.Errorf("%w\nto start here: clausebook init; to import existing Markdown: clausebook init --adopt", err)
	}
	a.noteBorrowed(p)
	return p, err
}

// noteBorrowed says that a revision from before the configuration is read with the present one.
func (a *app) noteBorrowed(p *build.Project) {
	if p != nil && p.Dossier.AsOf.Borrowed {
		a.note("note: commit %s has no %s and is read with the present one", history.Hash(p.Dossier.AsOf.Revision).Short(), p.Config.Path)
	}
}

// options gives what the flags say to package build.
func (a *app) options(asOf, baseURL string, stage func(string)) (build.Options, error) {
	dir, err := build.FindRoot(a.dir)
	if err != nil {
		return build.Options{}, err
	}
	return build.Options{
		Dir: dir,
		Log: a.heads.folder, SinceCheckpoint: a.heads.since,
		Config:  a.config,
		AsOf:    asOf,
		BaseURL: baseURL,
		Tool:    Version(),
		Program: program(),
		Now:     a.now,
		Stage:   stage,
		Env:     os.Getenv,
	}, nil
}

func (a *app) inProject(path string) string {
	dir, err := build.FindRoot(a.dir)
	if err != nil {
		dir = a.dir
	}
	return dir + string(os.PathSeparator) + path
}

// colors tells whether to write colours to w: as asked, else to a terminal unless NO_COLOR is set.
func (a *app) colors(w io.Writer) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && terminal(w)
}

func terminal(w io.Writer) bool {
	f, ok := bare(w).(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// progress shows on the terminal what is being done, and nothing where there is none.
func (a *app) progress() *process.Progress {
	if a.quiet || !terminal(a.err) {
		return process.NewProgress(nil)
	}
	return process.NewProgress(bare(a.err))
}
