package redline

import "testing"

// TestBudget wants that the last step is still taken, and that whoever asks for more is told and remembered.
func TestBudget(t *testing.T) {
	t.Parallel()
	b := budget{left: 3}
	for n, c := range []struct {
		steps     int
		left, met bool
	}{{2, true, false}, {1, true, false}, {0, true, false}, {1, false, true}, {0, false, true}} {
		if left := b.spend(c.steps); left != c.left || b.met != c.met {
			t.Errorf("spending %d at %d: left %v, met %v", c.steps, n, left, b.met)
		}
	}
}

// TestBudgetGrowsWithTheText wants that a long text has the steps that it needs.
func TestBudgetGrowsWithTheText(t *testing.T) {
	t.Parallel()
	if small, large := newBudget(0).left, newBudget(1000).left; small < 1<<20 || large-small != 256_000 {
		t.Errorf("%d steps for nothing, %d for 1,000 bytes", small, large)
	}
}
