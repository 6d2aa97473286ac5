package ledger

import (
	"fmt"

	"clausebook/internal/diag"
)

// ExportCount is how many requests exports describe, how many of them match a commit, and how many speak for a document.
type ExportCount struct{ Requests, Matched, Speaking int }

// CountExports counts what became of requests.
func CountExports(all []Export) ExportCount {
	n := ExportCount{Requests: len(all)}
	for _, x := range all {
		if x.Landed != "" {
			n.Matched++
		}
		if len(x.Documents) > 0 {
			n.Speaking++
		}
	}
	return n
}

// shownUnmatched is how many requests of one file that match no commit are named one by one.
const shownUnmatched = 5

// Unmatched reports the requests that match no commit: what they say counts for nothing, and nobody would notice. A file with many of
// them, such as a list of all requests of a project, has one finding.
func Unmatched(all []Export) []diag.Finding {
	byFile := map[string][]Export{}
	var files []string
	for _, x := range all {
		if x.Landed != "" {
			continue
		}
		file := x.Files[0]
		if byFile[file] == nil {
			files = append(files, file)
		}
		byFile[file] = append(byFile[file], x)
	}
	var out []diag.Finding
	for _, file := range files {
		found := byFile[file]
		if len(found) > shownUnmatched {
			out = append(out, diag.Finding{Rule: RuleUnmatched, Pos: diag.Pos{File: file},
				Message: fmt.Sprintf("%d requests match no commit here, among them %s: %s", len(found), found[0].Request, found[0].Problem)})
			continue
		}
		for _, x := range found {
			out = append(out, diag.Finding{Rule: RuleUnmatched, Pos: diag.Pos{File: file},
				Message: fmt.Sprintf("request %s matches no commit here: %s", x.Request, x.Problem)})
		}
	}
	return out
}
