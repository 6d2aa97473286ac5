package longtest

import (
	"testing"
	"time"
)

// faults counts what a test would have said.
type faults struct {
	testing.TB
	said int
}

func (f *faults) Helper()               {}
func (f *faults) Errorf(string, ...any) { f.said++ }

// TestLinear tells a square from what grows with the size, and leaves alone what is quick.
func TestLinear(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cost func(size int) time.Duration
		want int
	}{
		"quick":  {func(size int) time.Duration { return time.Duration(size*size) * time.Microsecond }, 0},
		"linear": {func(size int) time.Duration { return time.Duration(size) * 30 * time.Millisecond }, 0},
		"square": {func(size int) time.Duration { return time.Duration(size*size) * time.Millisecond }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &faults{TB: t}
			size := map[string]int{"quick": 10}[name]
			if size == 0 {
				size = 36
			}
			Linear(f, name, size, func(size int) { time.Sleep(c.cost(size)) })
			if f.said != c.want {
				t.Errorf("said %d, want %d", f.said, c.want)
			}
		})
	}
}
