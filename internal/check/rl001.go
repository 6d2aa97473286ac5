package check

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var rl001 = Rule{
	ID:       "RL001",
	Title:    "documents supersede each other in a circle",
	Why:      "Nobody can say which of them is in force.",
	Fix:      "Remove `supersedes` from the older document.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run:      supersedeCycles,
}

// supersedeCycles reports each circle once, at the document of the circle that comes first by path.
func supersedeCycles(in *Input) []diag.Finding {
	var out []diag.Finding
	const (
		unseen = iota
		open
		done
	)
	state := map[doc.ID]int{}
	var path []doc.ID
	var visit func(d *doc.Document)
	visit = func(d *doc.Document) {
		state[d.ID] = open
		path = append(path, d.ID)
		for i, id := range d.Supersedes {
			next := in.Docs.ByID(id)
			if next == nil {
				continue
			}
			switch state[id] {
			case unseen:
				visit(next)
			case open:
				circle := append(slices.Clone(path[slices.Index(path, id):]), id)
				out = append(out, diag.Finding{Rule: "RL001", Pos: d.Pos("supersedes", fmt.Sprint(i)), Document: string(d.ID),
					Message: "circular `supersedes`: " + joinIDs(circle, " → "), Hint: "remove `supersedes` from the older document"})
			}
		}
		path = path[:len(path)-1]
		state[d.ID] = done
	}
	for _, d := range in.Docs.Documents {
		if state[d.ID] == unseen {
			visit(d)
		}
	}
	return out
}

func joinIDs(ids []doc.ID, sep string) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = "`" + string(id) + "`"
	}
	return strings.Join(words, sep)
}
