package lsp_test

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/gittest"
)

// BenchmarkFindings types a dangling link into one of 2,000 committed documents, and takes it away: from the message of the edit to that
// of the findings.
func BenchmarkFindings(b *testing.B) {
	files := map[string]string{"content/people.yaml": people, "clausebook.yaml": "title: T\n", "content/a.md": policy}
	for i := range 1999 {
		files[fmt.Sprintf("content/p%04d.md", i)] = strings.ReplaceAll(process, "PRC-A", fmt.Sprintf("PRC-%04d", i))
	}
	r := gittest.New(b)
	r.Write(files)
	r.Git(gittest.Run{}, "add", "-A")
	r.Commit(gittest.Run{Author: "Ada Lind <ada@example.org>", When: "2026-01-02T10:00:00Z"}, "content: begin")
	e := startIn(b, r.Dir)
	e.opens("content/a.md", policy)
	e.call("textDocument/hover", e.here("content/a.md", policy, "Purpose", 0), nil)
	version := 1
	for b.Loop() {
		version += 2
		e.types("content/a.md", version, rng{pos{10, 0}, pos{10, 0}}, "[[GONE]]")
		e.with("content/a.md", "LK003")
		e.types("content/a.md", version+1, rng{pos{10, 0}, pos{10, 8}}, "")
		e.without("LK003")
	}
}
