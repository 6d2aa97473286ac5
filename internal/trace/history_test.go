package trace_test

import "clausebook/internal/history"

// logOf gives a history without revisions, reliable or not.
func logOf(reliable bool) *history.Log {
	if reliable {
		return &history.Log{State: history.Complete}
	}
	return &history.Log{State: history.NoRepository}
}
