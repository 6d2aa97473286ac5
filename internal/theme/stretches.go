package theme

import (
	"regexp"
	"strings"
)

// Stretch is a part of a text that is a day, or what stands between days.
type Stretch struct {
	Text string
	Day  bool
}

var dayIn = regexp.MustCompile(`\b\d{4}-\d\d-\d\d\b`)

// Stretches takes a text apart at its days, each of which stays on one line.
func Stretches(text string) []Stretch {
	if strings.IndexByte(text, '-') < 0 {
		return []Stretch{{Text: text}}
	}
	var out []Stretch
	at := 0
	for _, day := range dayIn.FindAllStringIndex(text, -1) {
		if day[0] > at {
			out = append(out, Stretch{Text: text[at:day[0]]})
		}
		out = append(out, Stretch{Text: text[day[0]:day[1]], Day: true})
		at = day[1]
	}
	if at < len(text) {
		out = append(out, Stretch{Text: text[at:]})
	}
	return out
}
