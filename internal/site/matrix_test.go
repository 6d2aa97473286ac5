package site

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// TestSlices holds that every requirement stands on exactly one slice, that no slice is longer than the bound unless
// one clause alone is, and that the whole matrix leaves nothing out.
func TestSlices(t *testing.T) {
	d := sample(t)
	std := d.Standards.Standards[0]
	one := d.Matrix.Standards[0]
	for i := range 6 {
		c := standard.Clause{ID: fmt.Sprintf("8.%d", 10+i), Parent: "8", Level: 2, Title: "More"}
		for j := range 30 {
			id := fmt.Sprintf("%s-x%d", c.ID, j)
			c.Requirements = append(c.Requirements, standard.Requirement{ID: id, Clause: c.ID, Text: "text", Kind: "activity"})
			one.Requirements = append(one.Requirements, trace.Cell{Ref: standard.Ref{Standard: std.ID, Item: id}, Kind: standard.KindRequirement,
				State: trace.Missing})
		}
		std.Clauses = append(std.Clauses, c)
	}
	std.Index()
	d.Matrix = trace.NewMatrix(d.AsOf.Day, []trace.StandardMatrix{one}, nil)
	pages := render(t, planOf(t, d, Options{}))
	crawl(t, pages)
	for _, c := range std.Clauses {
		for _, r := range c.Requirements {
			link := "#req-" + r.ID + `"`
			n := 0
			for at, src := range pages {
				if strings.HasPrefix(at, "matrix/") && strings.HasSuffix(at, ".html") && !strings.Contains(at, "-grid") {
					n += strings.Count(src, link)
				}
			}
			if n != 1 || strings.Count(pages["matrix.html"], link) != 1 {
				t.Errorf("%s stands on %d slices and %d times in the whole matrix", r.ID, n, strings.Count(pages["matrix.html"], link))
			}
		}
	}
	if rows := strings.Count(pages["matrix/one-2018-8.12.html"], "#req-"); rows != 30 {
		t.Errorf("the slice of 8.12 has %d rows, want 30", rows)
	}
	if whole := pages["matrix/one-2018-8.html"]; !strings.Contains(whole, `href="one-2018-8.12.html"`) ||
		strings.Contains(whole, "#req-8.12-x0") {
		t.Error("the slice of clause 8 does not lead to its parts")
	}
}
