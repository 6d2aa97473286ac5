package check

import (
	"clausebook/internal/history"
)

// commits gives every commit that changed a document, each once, in the order of the documents.
func commits(in *Input) []*history.Commit {
	if in.History == nil {
		return nil
	}
	seen := map[history.Hash]bool{}
	var out []*history.Commit
	for _, d := range in.Docs.Documents {
		for _, r := range in.History.Revisions(d.Path) {
			if !seen[r.Commit.Hash] {
				seen[r.Commit.Hash] = true
				out = append(out, r.Commit)
			}
		}
	}
	return out
}
