package page

import (
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/history"
)

func TestFormerID(t *testing.T) {
	for want, r := range map[doc.ID]history.Revision{
		"POL-OLD":         {Path: "content/a.md", Facts: history.Facts{ID: "POL-OLD"}},
		"policies-change": {Path: "content/policies/Change.md"},
	} {
		if got := formerID("content", r); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
