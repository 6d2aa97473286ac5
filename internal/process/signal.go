// Package process is what a command is as a process of the system: signals, the collector of memory, profiles, progress on a terminal.
package process

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// grace is how long a command has to end by itself after a signal. It leaves room for a loaded machine, so that the
// program is gone within a second.
const grace = 600 * time.Millisecond

// Interruption is the signal that asked the program to end, if one did.
type Interruption struct{ code atomic.Int32 }

// Code is the exit code that tells of the signal; 0 where there was none.
func (i *Interruption) Code() int { return int(i.code.Load()) }

// WatchSignals gives a context that the first signal to end cancels. Whatever the program does then, be it computing,
// or waiting for a file or a lock, a second signal or the end of grace ends it. What a build leaves behind the next one
// removes. stop lets go of the signals. Other is the exit code for a signal that has no number.
func WatchSignals(errOut io.Writer, other int32) (ctx context.Context, was *Interruption, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	was = &Interruption{}
	signals, done := make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			was.code.Store(exitCodeOf(s, other))
			cancel()
		case <-done:
			return
		}
		select {
		case <-signals:
		case <-time.After(grace):
		case <-done:
			return
		}
		go fmt.Fprintln(errOut, "clausebook: interrupted") // nobody may be reading
		time.Sleep(20 * time.Millisecond)
		os.Exit(int(was.code.Load()))
	}()
	return ctx, was, func() {
		signal.Stop(signals)
		close(done)
		cancel()
	}
}

// exitCodeOf gives what a shell reports for a program that a signal ended: 130 or 143.
func exitCodeOf(s os.Signal, other int32) int32 {
	if n, ok := s.(syscall.Signal); ok {
		return int32(128 + n)
	}
	return other
}
