// Command measure runs clausebook, and for the same work Hugo and native git, on the same repositories in turn, and
// writes what they took into docs/benchmarks.md. It is started by make bench and make bench-large, never by a test.
//
// Every run is a process of its own between two rounds of fixed work. Where that work takes longer than it does when
// nothing else runs, the run is thrown away, and in the end the machine is refused: a figure from a noisy machine is
// worse than none. Package bench writes the repositories.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// manyDocuments is the size from which on one run has to be enough.
const manyDocuments = 5_000

// settings are what the flags say.
type settings struct {
	sizes []int
	runs  int
	out   string
	work  string
	hugo  string // version of the peer
	noisy bool   // measure whatever the machine is like

	repositories []repository // whose histories alone are measured
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if ctx.Err() != nil {
			err = errors.New("interrupted")
		}
		fmt.Fprintf(os.Stderr, "measure: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, progress io.Writer) error {
	if len(args) == 2 && args[0] == readHistory {
		return readOnce(ctx, args[1])
	}
	if len(args) == 3 && args[0] == writeCorpus {
		return writeOnce(out, args[1], args[2])
	}
	s, err := parse(args, progress)
	if err != nil {
		return err
	}
	b, err := prepare(ctx, s, progress)
	if err != nil {
		return err
	}
	if len(s.repositories) > 0 {
		text, err := b.measureHistories(ctx)
		if err != nil {
			return err
		}
		return publish(out, s.out, "histories", text)
	}
	var all []*result
	for _, documents := range s.sizes {
		r, err := b.measure(ctx, documents)
		if err != nil {
			return err
		}
		all = append(all, r)
		if err := publish(out, s.out, fmt.Sprintf("%d documents", documents), r.tables(b.machine)); err != nil {
			return err
		}
	}
	return publish(out, s.out, "bars", bars(all))
}

func parse(args []string, usage io.Writer) (settings, error) {
	s := settings{hugo: os.Getenv("PEER_HUGO")}
	if s.hugo == "" {
		s.hugo = "v0.165.0"
	}
	f := flag.NewFlagSet("measure", flag.ContinueOnError)
	f.SetOutput(usage)
	sizes := f.String("sizes", "200,2000", "numbers of documents")
	f.IntVar(&s.runs, "runs", 5, "how often each command runs; once from 5,000 documents on")
	f.StringVar(&s.out, "out", "docs/benchmarks.md", "Markdown file that the tables go into; empty for none")
	f.StringVar(&s.work, "work", ".clausebook/bench", "folder in which programs and repositories are kept")
	f.BoolVar(&s.noisy, "noisy", false, "measure on a noisy machine too; the tables say so")
	only := f.String("history", "", "measure nothing but reading histories: folder:place of each repository, with commas between")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if *only != "" {
		var err error
		if s.repositories, err = repositories(*only); err != nil {
			return s, fmt.Errorf("-history: %w", err)
		}
	}
	for text := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			return s, fmt.Errorf("-sizes: %w", err)
		}
		s.sizes = append(s.sizes, n)
	}
	if s.runs < 1 {
		return s, errors.New("-runs: at least one")
	}
	return s, nil
}

// runsOf says how often each command runs at a size.
func (s settings) runsOf(documents int) int {
	if documents >= manyDocuments {
		return 1
	}
	return s.runs
}

// logger writes lines of progress with the time since the start.
type logger struct {
	out   io.Writer
	start time.Time
}

func (l logger) say(format string, args ...any) {
	fmt.Fprintf(l.out, "%6s  %s\n", time.Since(l.start).Round(time.Second), fmt.Sprintf(format, args...))
}
