package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"clausebook/internal/browse"
	"clausebook/internal/build"
	"clausebook/internal/diag"
	"clausebook/internal/form"
	"clausebook/internal/history"
	"clausebook/internal/output"
	"clausebook/internal/phrase"
	"clausebook/internal/report"
	"clausebook/internal/serve"
	"clausebook/internal/view"
)

type serveOptions struct {
	host string
	port int
	poll time.Duration
	open bool

	anyPort bool // nobody asked for that very port
}

func (a *app) serveCommand() *cobra.Command {
	o := serveOptions{}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site and reload it as you write",
		Long: `Serve shows the site on this machine only. It renders a page when a browser requests
it, and reloads open pages when a document, the configuration, the theme or the history
changes. In a large set the text that you saved comes first, and its page says that
the rest is still being judged. While an edit is broken, the last good page stays and shows the finding.`,
		Example: `  clausebook serve
  clausebook serve --open         and show it in a browser
  clausebook serve --port 8080
  clausebook serve --poll 1s      if the file system sends no change events`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o.anyPort = !c.Flags().Changed("port")
			return a.runServe(c.Context(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.host, "host", "127.0.0.1", "loopback address to listen on")
	f.IntVarP(&o.port, "port", "p", 4000, "port; 0 picks a free one, and without this flag another one is taken if a program uses it")
	f.BoolVar(&o.open, "open", false, "open the site in the browser of this machine")
	f.DurationVar(&o.poll, "poll", 0, "check the files at this interval instead of waiting for change events")
	return c
}

func (a *app) runServe(ctx context.Context, o serveOptions) error {
	start := time.Now()
	bar := a.progress()
	var last *build.Project // what has not changed is taken over from it
	gather := func(ctx context.Context) (*build.Project, error) {
		options, err := a.options("", "", bar.Stage)
		if err != nil {
			return nil, err
		}
		options.Previous, options.Trend = last, true
		p, err := build.Gather(ctx, options)
		if err == nil {
			last = p
		}
		return p, err
	}
	return serve.Run(ctx, serve.Options{
		Host: o.host, Port: o.port, Elsewhere: o.anyPort, Poll: o.poll, Gather: gather,
		Standing: func(ctx context.Context) []output.File {
			look, err := a.lookAt(ctx, buildOptions{packs: string(view.UsualPacks)})
			if err != nil {
				return nil // gathering will say it
			}
			_, files, _ := look.Last()
			return files
		},
		Listening: func(url string) { a.note("  %s answers; documents and history are being read", url) },
		Log: func(format string, args ...any) {
			fmt.Fprintf(a.err, "  %s %s\n", a.now().Format(time.TimeOnly), form.Clean(fmt.Sprintf(format, args...)))
		},
		Ready: func(url string, p *build.Project) {
			bar.Done()
			d := p.Dossier
			fmt.Fprintf(
				a.err,
				"  %s · %s · %s\n",
				phrase.Plural(len(d.Docs.Documents), "document", "documents"),
				commits(d.History),
				time.Since(start).Round(time.Millisecond),
			)
			fmt.Fprintf(a.err, "  %s → %s_problems\n", report.Tally(diag.Count(d.Findings)), url)
			if words := report.GapsOf(d, report.Filter{}).Words(); words != "" {
				fmt.Fprintf(a.err, "  %s → %sgaps.html\n", words, url)
			}
			if d.History.State != history.Complete {
				fmt.Fprintf(a.err, "  note: %s\n", form.Clean(d.History.Reason))
			}
			fmt.Fprintf(a.out, "  ready  %s   (Ctrl+C to stop)\n", url)
			if o.open {
				a.showIn(ctx, url)
			}
		},
	})
}

// showIn opens the site in a browser. Without one the address stands on the terminal.
func (a *app) showIn(ctx context.Context, url string) {
	if err := browse.Open(ctx, url); err != nil {
		a.note("  no browser could be opened: %s; open %s yourself", err, url)
	}
}
