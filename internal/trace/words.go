package trace

import (
	"fmt"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// listed is the number of names that a reason gives; a page has room for all of them elsewhere.
const listed = 6

// list words names: "A", "A and B", "A, B and 4 more".
func list(names []string) string {
	switch n := len(names); {
	case n == 0:
		return "nothing"
	case n == 1:
		return names[0]
	case n > listed:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:listed-1], ", "), n-listed+1)
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// quoted words names that may hold commas and spaces.
func quoted(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "“" + n + "”"
	}
	return list(out)
}

// cut joins the first parts of a reason and counts the rest.
func cut(parts []string, most int) string {
	if len(parts) <= most {
		return strings.Join(parts, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(parts[:most], "; "), len(parts)-most)
}

// count words a number of things.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
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
