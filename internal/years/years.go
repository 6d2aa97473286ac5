// Package years finds the days that lie outside the years of which documents, people and configurations tell. Such a day is
// nearly always a slip of the keyboard, and whoever reads a file says so at once: package check of front matter and rows, the
// readers of people.yaml, of the configuration and of exported reviews of theirs.
package years

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
)

// RuleDay is the rule of such a day.
const RuleDay diag.RuleID = "RV009"

// The years in which what documents tell of is likely to lie.
const (
	First = 1990
	Last  = 2100
)

// Hint says what to do about such a day.
const Hint = "correct the year"

// Outside tells whether a year is none of those.
func Outside(year int) bool { return year < First || year > Last }

// Words say of something, such as a key, that its day is such a day.
func Words(what, day string) string {
	return fmt.Sprintf("%s is %s, which lies outside the years %d to %d", what, day, First, Last)
}

// In finds such days in YAML, each with the keys that lead to it.
func In(file string, root *strictyaml.Node) []diag.Finding {
	var out []diag.Finding
	eachDay(root, nil, func(keys []string, n *strictyaml.Node, day date.Date) {
		if Outside(day.Year()) && n.Line > 0 {
			out = append(out, diag.Finding{Rule: RuleDay, Pos: diag.Pos{File: file, Line: n.Line, Col: n.Col, EndCol: n.EndCol},
				About: strings.Join(keys, "."), Message: Words("`"+keys[len(keys)-1]+"`", day.String()), Hint: Hint})
		}
	})
	return out
}

// worded are the keys whose values are words, also where they look like a day.
var worded = map[string]bool{"title": true, "text": true, "reason": true, "version": true, "name": true}

// eachDay visits the days of YAML with the keys that lead to them.
func eachDay(n *strictyaml.Node, keys []string, visit func([]string, *strictyaml.Node, date.Date)) {
	if n == nil {
		return
	}
	switch n.Kind {
	case strictyaml.Scalar:
		if day, err := date.Parse(n.Text()); err == nil && !day.IsZero() && len(keys) > 0 && !worded[keys[len(keys)-1]] {
			visit(keys, n, day)
		}
	case strictyaml.List:
		for _, item := range n.Values {
			eachDay(item, keys, visit)
		}
	case strictyaml.Map:
		for key, value := range n.Pairs() {
			eachDay(value, append(keys[:len(keys):len(keys)], key.Raw), visit)
		}
	}
}

// Among finds such times among those that were read off a text without places. They are one finding, where the text has the first one:
// a file may hold very many.
func Among(file string, text []byte, times []time.Time) []diag.Finding {
	odd := map[string]bool{}
	for _, t := range times {
		if !t.IsZero() && Outside(t.Year()) {
			odd[t.Format(time.DateOnly)] = true
		}
	}
	if len(odd) == 0 {
		return nil
	}
	first := slices.Min(slices.Collect(maps.Keys(odd)))
	f := diag.Finding{Rule: RuleDay, Pos: diag.Pos{File: file}, About: first, Message: Words("a time", first), Hint: "export the reviews anew"}
	if len(odd) > 1 {
		f.Message += "; so do those of " + phrase.Plural(len(odd)-1, "more day", "more days")
	}
	if at := bytes.Index(text, []byte(first)); at >= 0 {
		f.Pos.Line, f.Pos.Col = 1+bytes.Count(text[:at], []byte("\n")), at-bytes.LastIndexByte(text[:at], '\n')
	}
	return []diag.Finding{f}
}
