package lsp_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"clausebook/internal/gittest"
)

// BenchmarkFindings types a dangling link into one of 2,000 committed documents, and takes it away: an operation is one edit, from its
// message to that of the findings. The least time is what a machine with nothing else to do would take at most.
func BenchmarkFindings(b *testing.B) {
	files := map[string]string{"content/people.yaml": people, "clausebook.yaml": "title: T\n", "content/a.md": policy}
	for i := range 1999 {
		files[fmt.Sprintf("content/p%04d.md", i)] = strings.ReplaceAll(process, "PRC-A", fmt.Sprintf("PRC-%04d", i))
	}
	r := gittest.New(b)
	r.Write(files)
	before := time.Now().Add(-time.Hour)
	for name := range files { // as of files that nobody writes just now
		if err := os.Chtimes(r.Dir+"/"+name, before, before); err != nil {
			b.Fatal(err)
		}
	}
	r.Git(gittest.Run{}, "add", "-A")
	r.Commit(gittest.Run{Author: "Ada Lind <ada@example.org>", When: "2026-01-02T10:00:00Z"}, "content: begin")
	e := startIn(b, r.Dir)
	e.opens("content/a.md", policy)
	e.call("textDocument/hover", e.here("content/a.md", policy, "Purpose", 0), nil)
	version := 1
	var took []time.Duration
	for b.Loop() {
		version++
		began := time.Now()
		if version%2 == 0 {
			e.types("content/a.md", version, rng{pos{10, 0}, pos{10, 0}}, "[[GONE]]")
			e.with("content/a.md", "LK003")
		} else {
			e.types("content/a.md", version, rng{pos{10, 0}, pos{10, 8}}, "")
			e.without("LK003")
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[0].Microseconds())/1000, "ms-least")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
}
