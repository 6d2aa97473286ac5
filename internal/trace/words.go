package trace

import (
	"slices"
	"strconv"

	"clausebook/internal/phrase"
)

func itoa(n int) string { return strconv.Itoa(n) }

// listed is the number of names that a reason gives; a page has room for all of them elsewhere.
const listed = 6

// list words names: "A", "A and B", "A, B and 4 more". Whole names the list that has all of them, as allEvidence and its like do.
func list(names []string, whole string) phrase.Phrase {
	return phrase.List(phrase.Texts(names), listed, whole)
}

// cut joins the first parts of a reason and counts the rest.
func cut(parts []phrase.Phrase, most int, whole string) phrase.Phrase {
	if len(parts) <= most {
		return phrase.Join(parts, "; ")
	}
	return phrase.Join(append(slices.Clone(parts[:most]), phrase.More(len(parts)-most, whole)), "; ")
}

// ids gives the ids of the documents, each once, in their order.
func ids(claims []claim) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range claims {
		if id := string(c.ID); !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
