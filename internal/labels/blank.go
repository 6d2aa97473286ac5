package labels

import (
	"regexp"
	"strings"
)

// A blank is words in brackets of one kind, the form of a day or of a version in letters, or a line to write on. An address in angle
// brackets, a link and a wiki link are none.
var blanks = regexp.MustCompile(`^(?:\[[^\[\]].*\]|<[^<>@:/]*>|\{[^{}]*\}|\{\{.*\}\}|` +
	`(?i:y{2,4}|j{2,4}|m{2,3}|d{1,2}|t{2})(?:[-./ ]+(?i:y{2,4}|j{2,4}|m{2,3}|d{1,2}|t{2})){2}|(?i:v?[xyzn](?:\.[xyzn])+)|_{2,}|\.{3,}|…)$`)

// A name has a blank where one of its words is letters that stand for a number or a day.
var blankNames = regexp.MustCompile(`(?:^|[^A-Za-z])(?i:x{3,}|n{3,}|yyyy(?:mmdd)?|jjjj(?:mmtt)?)(?:[^A-Za-z]|$)`)

// BlankName tells whether the name of a file is one that a template holds in the place of one: yyyymmdd-title.md, ADR-NNNN.md.
func BlankName(name string) bool { return blankNames.MatchString(name) }

// Blank tells whether a value is what a template holds in the place of one: `[name of the owner]`, `<date>`, `YYYY-MM-DD`, `X.Y`.
func Blank(value string) bool {
	value = strings.TrimSpace(value)
	return blanks.MatchString(value) && !strings.Contains(value, "][")
}
