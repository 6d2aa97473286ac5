package trace_test

import (
	"strings"
	"testing"

	"clausebook/internal/trace"
)

// TestForemost takes words whose first letter is the owner.
func TestForemost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		list string
		n    int
		want string
	}{
		{"", 3, ""},
		{"b1 a1", 0, ""},
		{"b1 a1 b2 c1 a2 b3", 5, "b1 b2 a1 a2 c1"},
		{"b1 a1 b2", 9, "b1 b2 a1"},
		{"a1 b1 a2", 2, "a1 b1"},
	} {
		list := strings.Fields(c.list)
		got := strings.Join(trace.Foremost(list, c.n, func(s string) byte { return s[0] }), " ")
		if got != c.want || strings.Join(list, " ") != c.list {
			t.Errorf("the first %d of %q are %q, want %q; the list is now %q", c.n, c.list, got, c.want, list)
		}
	}
}
