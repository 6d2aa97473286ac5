package check

import (
	"fmt"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/strictyaml"
)

var rv009 = Rule{
	ID:    "RV009",
	Title: "day lies outside the years 1990 to 2100",
	Why: "Such a day is nearly always a slip of the keyboard. What was approved or done on it cannot be believed, and what is due on it " +
		"never comes.",
	Fix:      "Correct the year.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			eachDay(d.Front, nil, func(path []string, n *strictyaml.Node, day date.Date) {
				if y := day.Year(); y >= firstYear && y <= lastYear || n.Line == 0 {
					return
				}
				out = append(out, diag.Finding{Rule: "RV009", Pos: diag.Pos{File: d.Path, Line: n.Line, Col: n.Col, EndCol: n.EndCol},
					Document: string(d.ID), About: strings.Join(path, "."),
					Message: fmt.Sprintf("`%s` is %s, which lies outside the years %d to %d", path[len(path)-1], day, firstYear, lastYear),
					Hint:    "correct the year"})
			})
		}
		return out
	},
}

// The years in which what documents tell of is likely to lie.
const (
	firstYear = 1990
	lastYear  = 2100
)

// worded are the keys whose values are words, also where they look like a day.
var worded = map[string]bool{"title": true, "text": true, "reason": true, "version": true}

// eachDay visits the days of front matter with the keys that lead to them.
func eachDay(n *strictyaml.Node, path []string, visit func([]string, *strictyaml.Node, date.Date)) {
	if n == nil {
		return
	}
	switch n.Kind {
	case strictyaml.Scalar:
		if day, err := date.Parse(n.Text()); err == nil && !day.IsZero() && len(path) > 0 && !worded[path[len(path)-1]] {
			visit(path, n, day)
		}
	case strictyaml.List:
		for _, item := range n.Values {
			eachDay(item, path, visit)
		}
	case strictyaml.Map:
		for key, value := range n.Pairs() {
			eachDay(value, append(path[:len(path):len(path)], key.Raw), visit)
		}
	}
}
