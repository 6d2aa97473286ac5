package process

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// patience is how long work may take before its progress is shown.
const patience = 500 * time.Millisecond

// Progress shows on the terminal what is being done, once it takes longer than patience. It is silent elsewhere.
type Progress struct {
	bar   *progressbar.ProgressBar
	start time.Time
}

// NewProgress shows progress on a terminal. Without one it is silent.
func NewProgress(terminal io.Writer) *Progress {
	p := &Progress{start: time.Now()}
	if terminal == nil {
		return p
	}
	p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(terminal), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetVisibility(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetElapsedTime(false))
	return p
}

// Stage says what is being done.
func (p *Progress) Stage(what string) {
	if p.bar == nil || time.Since(p.start) < patience {
		return
	}
	p.bar.Describe(what)
}

// Count says how many of a number of things are done. It gives nil where nobody looks.
func (p *Progress) Count(what string, total int) func(int) {
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

// Done takes it off the terminal.
func (p *Progress) Done() {
	if p.bar != nil {
		_ = p.bar.Finish() // as above
	}
}
