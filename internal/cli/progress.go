package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// patience is how long work may take before its progress is shown.
const patience = 500 * time.Millisecond

// progress shows on the terminal what is being done, once it takes longer than patience. It is silent elsewhere.
type progress struct {
	bar   *progressbar.ProgressBar
	start time.Time
}

func (a *app) progress() *progress {
	p := &progress{start: time.Now()}
	if a.quiet || !terminal(a.err) {
		return p
	}
	p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(bare(a.err)), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetVisibility(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetElapsedTime(false))
	return p
}

func (p *progress) stage(what string) {
	if p.bar == nil || time.Since(p.start) < patience {
		return
	}
	p.bar.Describe(what)
}

func (p *progress) count(what string, total int) func(int) {
	if p.bar == nil {
		return nil
	}
	p.bar.ChangeMax(total)
	return func(done int) {
		if time.Since(p.start) < patience {
			return
		}
		p.bar.Describe(what)
		_ = p.bar.Set(done) // a progress bar that cannot draw is no reason to stop
	}
}

func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish() // as above
	}
}
