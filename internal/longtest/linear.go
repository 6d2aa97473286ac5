package longtest

import (
	"testing"
	"time"
)

// noticed is from when on the time that work takes is looked at: below it a square of its size could not do harm, nor be measured.
const noticed = time.Second

// Linear holds that work costs no more than its size: a ratio, so that neither a busy machine nor a detector of races decides. Work that
// takes long is held against a quarter of it, which takes a quarter of the time where cost grows with the size, and a sixteenth where it
// grows with its square.
func Linear(t testing.TB, what string, size int, work func(size int)) {
	t.Helper()
	took := func(size int) time.Duration {
		start := time.Now()
		work(size)
		return time.Since(start)
	}
	whole, part := took(size), time.Duration(0)
	for range 3 { // other work may slow down one of the two
		if whole < noticed {
			return
		}
		if part = took(size / 4); whole < 9*part {
			return
		}
		whole = took(size)
	}
	t.Errorf("%s: a size of %d takes %v, a quarter of it %v", what, size, whole, part)
}
