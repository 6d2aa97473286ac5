package worded

import (
	"fmt"
	"strings"
)

// Size gives a size as a reader says it.
func Size(n int64) string {
	size, unit := float64(n), "B"
	for _, u := range []string{"KB", "MB", "GB"} {
		if size < 1000 {
			break
		}
		size, unit = size/1000, u
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", size), ".0") + " " + unit
}
