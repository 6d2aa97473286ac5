package check

import (
	"fmt"

	"clausebook/internal/nearest"
)

// mostHints bounds how many different words a rule looks up the nearest name for. Each look-up compares with every
// candidate: without a bound the cost would grow with the square of the set when every document has the fault. Who
// has so many faults mends the first and asks again.
const mostHints = 200

// hints suggests the known name that a misspelt one stands for.
type hints struct {
	names []string
	known map[string]string // word -> hint
}

func newHints(names []string) *hints { return &hints{names, map[string]string{}} }

// near gives the hint for a word, or nothing.
func (h *hints) near(word string) string {
	if hint, ok := h.known[word]; ok || len(h.known) >= mostHints {
		return hint
	}
	hint := ""
	if near, ok := nearest.Name(word, h.names); ok {
		hint = fmt.Sprintf("did you mean `%s`?", near)
	}
	h.known[word] = hint
	return hint
}
