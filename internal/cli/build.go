package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"clausebook/internal/build"
	"clausebook/internal/compress"
	"clausebook/internal/diag"
	"clausebook/internal/dossier"
	"clausebook/internal/form"
	"clausebook/internal/history"
	"clausebook/internal/output"
	"clausebook/internal/phrase"
	"clausebook/internal/process"
	"clausebook/internal/report"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

type buildOptions struct {
	asOf, baseURL, output, failOn, profile, packs string
	masked, timings, noCache                      bool
	compress                                      []string
}

func (a *app) buildCommand() *cobra.Command {
	o := buildOptions{}
	c := &cobra.Command{
		Use:   "build",
		Short: "Build the site into public/",
		Long: `Build reads the documents and the commit history, checks them against the standards
in use, and writes the site. The old site stays in place until the new one is complete.

What would come out the same is taken over from the site before. A build of which nothing
has changed since the last one writes nothing.

Findings do not fail a build, because the site is where you read them. Use --fail-on
to let them set the exit code, or run 'clausebook check'.`,
		Example: `  clausebook build
  clausebook build --as-of 2026-06-30
  clausebook build --as-of v2.1 --output /tmp/site
  clausebook build --pseudonymise --output for-the-auditor
  clausebook build --timings`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return process.Profiled(o.profile, func() error { return a.runBuild(c.Context(), o) })
		},
	}
	f := c.Flags()
	f.StringVar(&o.asOf, "as-of", "", "use documents, people, configuration and standards as of this day or revision")
	f.StringVar(&o.baseURL, "base-url", "", "address where the site will be published, for feeds and the sitemap")
	f.BoolVar(&o.masked, "pseudonymise", false, "show people by role and token instead of by name; the text of documents is not changed")
	f.StringVarP(&o.output, "output", "o", "", "folder to write the site to (default: public, or output: in the configuration)")
	f.BoolVar(&o.timings, "timings", false, "print on stderr how long each phase took, and each kind of file")
	f.StringVar(&o.packs, "packs", string(view.UsualPacks), fmt.Sprintf("packs of documents to print: all, chapters "+
		"(one for each main clause), none or auto (those of up to %d documents)", view.UsualPack))
	f.StringSliceVar(&o.compress, "compress", nil, "write a compressed copy beside each text, for web servers that send such files: gzip, br")
	f.BoolVar(&o.noCache, "no-cache", false, "read and write everything anew, and keep nothing for the next build")
	f.StringVar(&o.profile, "profile", "", "write a profile of the processor's time to this file, for 'go tool pprof'")
	a.logFlags(c)
	f.StringVar(&a.heads.key, "log-key", "", "`FILE` of the secret key that signs a checkpoint of the log of heads")
	f.StringVar(&o.failOn, "fail-on", "never", "exit with 1 if there are findings of this severity or worse: error, warning, info or never")
	return c
}

func (a *app) runBuild(ctx context.Context, o buildOptions) error {
	threshold, err := parseFailOn(o.failOn)
	if err != nil {
		return err
	}
	packs := view.Packs(o.packs)
	if !slices.Contains(view.PacksOptions, packs) {
		return usageError{fmt.Errorf("unknown packs %q: must be all, chapters, none or auto", o.packs)}
	}
	encodings, err := compress.Named(o.compress)
	if err != nil {
		return usageError{err}
	}
	start := time.Now()
	bar := a.progress()
	defer bar.Done()
	var timings *build.Timings
	if o.timings {
		timings = &build.Timings{}
	}
	look, err := a.lookAt(ctx, o)
	if err != nil {
		return err
	}
	if b, files, unchanged := look.Last(); unchanged {
		bar.Done()
		a.printBuilt(b, fmt.Sprintf(" (nothing has changed since the last build of its %s)", phrase.Plural(len(files), "file", "files")),
			look.Dir(),
			time.Since(start))
		a.printTimings(timings, time.Since(start))
		return failingOf(b.Findings, threshold)
	}
	p, err := a.gatherSite(ctx, o, timings, bar.Stage)
	if err != nil {
		return err
	}
	if err := a.recordHead(ctx, p); err != nil {
		return err
	}
	p.Packs = packs
	planned := timings.Begin(build.PhasePlan)
	files, err := build.Plan(p)
	if err != nil {
		return fmt.Errorf("plan the site: %w", err)
	}
	files = compress.Copies(files, encodings)
	planned()
	to, b := p.Target(o.output), builtOf(p, files)
	if to.Note, err = look.Note(b); err != nil {
		return err
	}
	written := timings.Begin(build.PhaseWrite)
	done, err := output.Write(ctx, to, timings.Watch(files), bar.Count("writing pages", len(files)))
	if err != nil {
		return err
	}
	p.Keep(to)
	written()
	bar.Done()
	a.printBuilt(b, taken(done), to.Dir, time.Since(start))
	a.noteHistory(p.Dossier.History)
	a.printTimings(timings, time.Since(start))
	return failing(p.Dossier.Findings, threshold)
}

// lookAt looks at what a build would look at, before anything is read.
func (a *app) lookAt(ctx context.Context, o buildOptions) (build.Look, error) {
	options, err := a.siteOptions(o, nil, nil)
	if err != nil {
		return build.Look{}, err
	}
	return build.LookAt(ctx, options, o.output, append([]string{o.packs, a.heads.key}, o.compress...)...), nil
}

// builtOf gives what there is to say of a site.
func builtOf(p *build.Project, files []output.File) build.Built {
	d := p.Dossier
	b := build.Built{Documents: len(d.Docs.Documents), Commits: commits(d.History), Tally: tallyWithGaps(d), AsOf: d.AsOf.Day.String(),
		Findings: diag.Count(d.Findings)}
	for _, f := range files {
		if filepath.Ext(f.Path) == ".html" {
			b.Pages++
		}
	}
	if d.AsOf.Pinned && d.AsOf.Revision == "" {
		b.AsOf += " (pinned)"
	} else if d.AsOf.Revision != "" {
		b.AsOf += ", documents of commit " + history.Hash(d.AsOf.Revision).Short()
	}
	return b
}

func (a *app) printBuilt(b build.Built, taken, dir string, took time.Duration) {
	if a.quiet {
		return
	}
	fmt.Fprintf(a.out, "%s, %s, %s, %s in %s\n", phrase.Plural(b.Documents, "document", "documents"), b.Commits, b.Tally,
		phrase.Plural(b.Pages, "page", "pages"), took.Round(time.Millisecond))
	fmt.Fprintf(a.out, "dates judged as of %s\n", b.AsOf)
	fmt.Fprintf(a.out, "site: %s%s\n", form.Clean(filepath.Join(shorten(dir), "index.html")), taken)
}

// noteHistory says why the history could not be used, if so.
func (a *app) noteHistory(h *history.Log) {
	if !a.quiet && h.State != history.Complete {
		fmt.Fprintf(a.err, "note: %s\n", form.Clean(h.Reason))
	}
}

// taken says how much of a site was taken over from the one before.
func taken(done output.Done) string {
	switch done.Kept {
	case 0:
		return ""
	case done.Files:
		return fmt.Sprintf(" (all of its %s are unchanged)", phrase.Plural(done.Files, "file", "files"))
	}
	return fmt.Sprintf(" (%s of %s written, the others are unchanged)", theme.Group(done.Files-done.Kept), phrase.Plural(done.Files, "file",
		"files"))
}

// printTimings prints what was asked for with --timings.
func (a *app) printTimings(t *build.Timings, total time.Duration) {
	if t == nil {
		return
	}
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 }
	fmt.Fprintf(a.err, "%-42s%10s\n", "time by phase", "ms")
	for i, name := range build.PhaseNames {
		fmt.Fprintf(a.err, "  %-40s%10.1f\n", name, ms(t.Phase(build.Phase(i))))
	}
	fmt.Fprintf(a.err, "  %-40s%10.1f\n", "total", ms(total))
	fmt.Fprintf(a.err, "%-42s%10s%12s%10s\n", "time by kind of file", "files", "bytes", "ms")
	for _, k := range t.Kinds() {
		fmt.Fprintf(a.err, "  %-40s%10d%12d%10.1f\n", k.Kind, k.Files, k.Bytes, ms(k.Took))
	}
}

func commits(l *history.Log) string {
	if l.State == history.Complete {
		return phrase.Plural(l.Commits, "commit", "commits")
	}
	return "no usable history (" + string(l.State) + ")"
}

// tallyWithGaps counts findings and, apart from them, the required documents that are not met.
func tallyWithGaps(d *dossier.Dossier) string {
	gaps := len(report.GapsOf(d, report.Filter{}).Open)
	if gaps == 0 {
		return report.Tally(diag.Count(d.Findings))
	}
	return report.Tally(diag.Count(d.Findings)) + ", " + phrase.Plural(gaps, "gap", "gaps")
}

// shorten gives a path relative to the current folder where that is shorter.
func shorten(path string) string {
	here, err := filepath.Abs(".")
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}
