package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"
)

const (
	noisiest = 1.25 // how many times longer than at its best the fixed work may take
	attempts = 4    // of a run, before the machine is refused
	loops    = 5    // of fixed work, of which the median counts
	pause    = 100 * time.Millisecond
)

// meter tells by fixed work whether something else uses the processors.
type meter struct {
	best  time.Duration // of the fixed work, ever
	work  work
	noisy bool // measure all the same
}

// work is fixed work. It gives how long it took, and how many times longer that was than the processors worked on it: 1
// where they did nothing else, which tells of a load that is always there.
type work func() (took time.Duration, crowded float64)

// newMeter looks at the machine for some seconds and refuses it if it is noisy.
func newMeter(work work, noisy bool) (*meter, error) {
	m := &meter{work: work, noisy: noisy}
	var worst float64
	for range 20 {
		worst = max(worst, m.load())
		time.Sleep(pause)
	}
	if worst > noisiest && !noisy {
		return nil, noiseError{"before the first run", worst, m.best}
	}
	return m, nil
}

// fixedWork hashes the same bytes on every processor, and takes as long as the slowest.
func fixedWork() (time.Duration, float64) {
	start, spent, processors := time.Now(), ownTime(), runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for range processors {
		all.Go(func() {
			sum := sha256.Sum256(nil)
			for range 150_000 {
				sum = sha256.Sum256(sum[:])
			}
			runtime.KeepAlive(sum)
		})
	}
	all.Wait()
	took := time.Since(start)
	if spent = ownTime() - spent; spent <= 0 { // it is not known here
		return took, 1
	}
	return took, took.Seconds() * float64(processors) / spent.Seconds()
}

// load says how many times longer the fixed work takes now than at its best, or than it would alone, whichever is more.
func (m *meter) load() float64 {
	var took []time.Duration
	var crowded []float64
	for range loops {
		t, c := m.work()
		took, crowded = append(took, t), append(crowded, c)
	}
	slices.Sort(took)
	slices.Sort(crowded)
	if m.best == 0 || took[0] < m.best {
		m.best = took[0]
	}
	return max(float64(took[loops/2])/float64(m.best), crowded[loops/2])
}

// noiseError says that the machine was refused.
type noiseError struct {
	when string
	load float64
	best time.Duration
}

func (e noiseError) Error() string {
	return fmt.Sprintf(`the machine is too noisy to measure on
Fixed work that takes %s when nothing else runs took %.2f times as long %s; at most %.2f times is accepted.
Stop what else runs here and try again. To measure all the same, with a remark in the tables: make bench BENCH=-noisy`,
		e.best.Round(100*time.Microsecond), e.load, e.when, noisiest)
}

// around makes a run ready and measures it, between two looks at the machine. A run with noise about it is thrown away
// and done again; ready is told how often that has happened.
func (m *meter) around(ctx context.Context, what string, ready func(attempt int) error, measured func() (sample, error)) (sample, error) {
	var worst float64
	for attempt := range attempts {
		if err := ctx.Err(); err != nil {
			return sample{}, err
		}
		if err := ready(attempt); err != nil {
			return sample{}, fmt.Errorf("make ready for %s: %w", what, err)
		}
		before := m.load()
		s, err := measured()
		if err != nil {
			return sample{}, fmt.Errorf("%s: %w", what, err)
		}
		s.load = max(before, m.load())
		if s.load <= noisiest || m.noisy {
			return s, nil
		}
		worst = max(worst, s.load)
	}
	return sample{}, noiseError{"beside " + what, worst, m.best}
}
