package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"clausebook/internal/bench"
)

// result is what a size has shown.
type result struct {
	title    string // of a repository that is not ours
	size     bench.Size
	runs     int
	rows     []*row
	timings  string // of the last cold build, as clausebook prints them
	markdown int64  // bytes
	noisy    int    // runs with more noise about them than is accepted
	floor    string // memory that any process seems to have had at least
	day      time.Time
}

// row is one tool in one scenario, run by run.
type row struct {
	what, tool string
	runs       []sample
}

// row gives the row of a tool in a scenario; nil if it has no part in it.
func (r *result) row(what, tool string) *row {
	for _, row := range r.rows {
		if row.what == what && row.tool == tool {
			return row
		}
	}
	return nil
}

// name says of what the result is.
func (r *result) name() string { return cmp.Or(r.title, fmt.Sprintf("%d documents", r.size.Documents)) }

func (r *result) add(what, tool string, s sample) {
	at := r.row(what, tool)
	if at == nil {
		at = &row{what: what, tool: tool}
		r.rows = append(r.rows, at)
	}
	at.runs = append(at.runs, s)
	if s.load > noisiest {
		r.noisy++
	}
	if what == coldBuild && tool == ours {
		r.timings = s.text
	}
}

// measure runs all scenarios of a size, round by round.
func (b *benchmark) measure(ctx context.Context, documents int) (*result, error) {
	r := &result{size: bench.SizeOf(documents), runs: b.runsOf(documents), day: time.Now().UTC()}
	us, peer, err := b.contenders(ctx, documents)
	if err != nil {
		return nil, err
	}
	if r.markdown, err = markdownIn(us.dir); err != nil {
		return nil, err
	}
	past, err := b.histories(ctx, us.dir, "content", start)
	if err != nil {
		return nil, err
	}
	all := append(b.scenarios(us, peer), past...)
	for round := range r.runs {
		for _, sc := range all {
			if err := b.play(ctx, r, sc, round); err != nil {
				return nil, fmt.Errorf("%d documents: %w", documents, err)
			}
		}
	}
	r.floor = field("/proc/self/status", "VmHWM")
	return r, nil
}

// play lets every tool of a scenario have its turn.
func (b *benchmark) play(ctx context.Context, r *result, sc scenario, round int) error {
	for _, turn := range sc.turns {
		ready := turn.ready
		if ready == nil {
			ready = func(context.Context, int) error { return nil }
		}
		what := fmt.Sprintf("%s, %s", sc.what, turn.tool)
		s, err := b.meter.around(ctx, what, func(attempt int) error {
			if attempt > 0 {
				b.say("again, for something else used the processors: %s", what)
			}
			return ready(ctx, attempt)
		}, func() (sample, error) { return turn.run(ctx) })
		if err != nil {
			return err
		}
		r.add(sc.what, turn.tool, s)
		b.say("%s, round %d of %d: %s: %s, %s of the processor, %d MiB", r.name(), round+1, r.runs, what,
			s.wall.Round(time.Millisecond), (s.user + s.system).Round(time.Millisecond), s.peak>>20)
	}
	return nil
}
