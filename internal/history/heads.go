package history

import (
	"fmt"
	"strings"
)

// That a branch was rewritten follows from no commit: it shows only against the head that it had when it was last read.
// These heads are remembered in a small file of their own, so that they outlive the index of the history, which another
// version of the tool makes anew and which a short history does not have.

// headsFormat is raised whenever the meaning of the file changes.
const headsFormat = "clausebook heads 1\n"

// maxHeads bounds the branches whose heads are remembered.
const maxHeads = 64

// lastHead is where a branch was when it was last read.
type lastHead struct {
	branch string
	head   oid
}

// remember notes where a branch is now, and tells whether it lost the commit at which it was before.
func (c *historyCache) remember(now reading, g *graph) *Rewrite {
	known := parseHeads(c.heads.Load())
	heads := []lastHead{{now.branch, now.head}}
	var lost *Rewrite
	for _, h := range known {
		if h.branch != now.branch {
			heads = append(heads, h)
			continue
		}
		if _, still := g.find(h.head); !still {
			lost = &Rewrite{hashOf(h.head), hashOf(now.head)}
		}
	}
	if len(known) == 0 || known[0] != heads[0] {
		c.note(c.heads.save(formatHeads(heads[:min(len(heads), maxHeads)])))
	}
	return lost
}

// formatHeads writes one head a line, the branch read last first.
func formatHeads(heads []lastHead) []byte {
	var out strings.Builder
	for _, h := range heads {
		fmt.Fprintf(&out, "%s %s\n", h.head, h.branch)
	}
	return []byte(out.String())
}

// parseHeads reads what formatHeads wrote. Other lines, which the checksum makes unlikely, are passed over.
func parseHeads(text []byte) (heads []lastHead) {
	for line := range strings.Lines(string(text)) {
		digits, branch, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if head, valid := parseOID(digits); ok && valid && branch != "" {
			heads = append(heads, lastHead{branch, head})
		}
	}
	return heads
}
