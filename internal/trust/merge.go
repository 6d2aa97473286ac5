package trust

import (
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/plain"
)

// JoinsOnly tells whether a merge wrote nothing of its own into a document: each of its lines was in one of its parents,
// and each line that all parents have is still there. Whoever makes such a merge is no author. A version that cannot be
// read counts as written by the merger.
func (t *Book) JoinsOnly(r *history.Revision) bool {
	if !r.Commit.Merge() || t.In.At == nil {
		return false
	}
	merged, ok := t.linesAt(r.Commit.Hash, r.Path, r.From)
	if !ok {
		return false
	}
	parents := make([]map[string]bool, len(r.Commit.Parents))
	for i, p := range r.Commit.Parents {
		if parents[i], ok = t.linesAt(p, r.Path, r.From); !ok {
			return false
		}
	}
	for line := range merged {
		if !inSome(parents, line) {
			return false
		}
	}
	for line := range parents[0] {
		if !merged[line] && inAll(parents, line) {
			return false
		}
	}
	return true
}

// linesAt gives the lines of a document as a commit has it, under one of its paths.
func (t *Book) linesAt(commit history.Hash, paths ...string) (map[string]bool, bool) {
	tree, err := t.In.At(commit)
	if err != nil {
		return nil, false
	}
	for _, p := range paths {
		if p == "" {
			continue
		}
		text, err := plain.Read(tree, p, doc.MaxFile)
		if err != nil {
			continue
		}
		lines := map[string]bool{}
		for line := range strings.Lines(string(text)) {
			lines[strings.TrimSpace(line)] = true
		}
		return lines, true
	}
	return nil, false
}

// inSome tells whether a line is in one of several texts.
func inSome(texts []map[string]bool, line string) bool {
	for _, t := range texts {
		if t[line] {
			return true
		}
	}
	return false
}

// inAll tells whether a line is in all of several texts.
func inAll(texts []map[string]bool, line string) bool {
	for _, t := range texts {
		if !t[line] {
			return false
		}
	}
	return true
}
