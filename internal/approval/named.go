package approval

import (
	"regexp"
	"strings"
)

// nobody are the words that stand where a name should and name nobody.
var nobody = map[string]bool{
	"":                 true,
	"tbd":              true,
	"tba":              true,
	"tbc":              true,
	"tbn":              true,
	"todo":             true,
	"to do":            true,
	"na":               true,
	"none":             true,
	"nobody":           true,
	"no one":           true,
	"nil":              true,
	"null":             true,
	"unknown":          true,
	"pending":          true,
	"open":             true,
	"name":             true,
	"x":                true,
	"xx":               true,
	"xxx":              true,
	"to be named":      true,
	"to be determined": true,
	"to be decided":    true,
	"to be confirmed":  true,
	"not applicable":   true,
	"not assigned":     true,
	"unassigned":       true,
	"someone":          true,
	"somebody":         true,
}

// marks are signs with which placeholders are dressed, and which part their words.
var marks = strings.NewReplacer(
	"_",
	" ",
	"-",
	" ",
	"*",
	" ",
	"<",
	" ",
	">",
	" ",
	"[",
	" ",
	"]",
	" ",
	"(",
	" ",
	")",
	" ",
	"{",
	" ",
	"}",
	" ",
	"?",
	" ",
	"…",
	" ",
	"—",
	" ",
	"–",
	" ",
	"`",
	" ",
	`"`,
	" ",
	"'",
	" ",
	"/",
	"",
	".",
	"",
)

// isPlaceholder tells whether a text stands where a name should and names nobody: `_tbd_`, `n/a`, `none`.
func isPlaceholder(text string) bool {
	return nobody[strings.Join(strings.Fields(marks.Replace(strings.ToLower(text))), " ")]
}

// betweenPeople is what parts people in one line: behind an address in brackets, or between words that hold no blank.
var (
	behindAddress = regexp.MustCompile(`>\s*(?:[,;&+]|\band\b)\s*`)
	betweenWords  = regexp.MustCompile(`\s*[,;&+]\s*(?:and\s+)?|\s+and\s+`)
	oneWord       = regexp.MustCompile(`^[^\sA-Z]+$|^\S+@\S+$`)
)

// peopleIn gives the texts that name one person each, of a line that may name several: "Ada <a@x>, Ben <b@x>", or "ada, ben".
// "Lind, Ada" stays one name. Placeholders name nobody.
func peopleIn(line string) []string {
	var out []string
	for _, part := range behindAddress.Split(line, -1) {
		part = strings.TrimSpace(part)
		if strings.Contains(part, "<") && !strings.Contains(part, ">") {
			part += ">" // which parted it from the next
		}
		words := betweenWords.Split(part, -1)
		if !allOneWord(words) {
			words = []string{part}
		}
		for _, w := range words {
			if !isPlaceholder(w) {
				out = append(out, w)
			}
		}
	}
	return out
}

func allOneWord(words []string) bool {
	for _, w := range words {
		if w != "" && !oneWord.MatchString(w) {
			return false
		}
	}
	return true
}

// names tells whether a line names a listed person.
func (d *directory) names(line, id string) bool {
	for _, text := range peopleIn(line) {
		if p, _ := d.named(text); p.ID != "" && p.ID == id {
			return true
		}
	}
	return false
}
