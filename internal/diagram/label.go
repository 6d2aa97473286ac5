package diagram

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	lineHeight = 18  // pixels, for a font of 14
	wrapWidth  = 200 // pixels, beyond which a label goes on in the next line
)

// label is text in lines, none of them much wider than wrapWidth.
type label []string

var (
	breakTag   = regexp.MustCompile(`(?i)<br\s*/?>|\\n`)
	entityText = regexp.MustCompile(`#(\w{1,8});|&(amp|lt|gt|quot|nbsp);`)
)

// entityNames are the entities that Mermaid's own documentation uses.
var entityNames = map[string]string{"quot": `"`, "amp": "&", "lt": "<", "gt": ">", "nbsp": " ", "semi": ";", "colon": ":", "hash": "#",
	"apos": "'"}

// newLabel reads a label as written: in quotes or not, with entities and <br>.
func newLabel(t text) (label, error) {
	s := strings.TrimSpace(t.s)
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	if len(s) > 1 && s[0] == '`' && s[len(s)-1] == '`' {
		s = strings.NewReplacer("**", "", "`", "").Replace(s)
	}
	if utf8.RuneCountInString(s) > maxText {
		return nil, t.fault("", "a label of more than "+strconv.Itoa(maxText)+" characters")
	}
	var out label
	for _, line := range breakTag.Split(s, -1) {
		out = append(out, wrap(plain(line))...)
	}
	return out, nil
}

// plain resolves entities, and leaves out what cannot be shown.
func plain(s string) string {
	s = entityText.ReplaceAllStringFunc(s, func(e string) string {
		name := strings.Trim(e, "#&;")
		if c, ok := entityNames[name]; ok {
			return c
		}
		if n, err := strconv.Atoi(name); err == nil && n > 31 && n < utf8.MaxRune && utf8.ValidRune(rune(n)) {
			return string(rune(n))
		}
		return e
	})
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r >= 0xFFFE && r <= 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// wrap divides a line at spaces where it is too wide.
func wrap(line string) []string {
	var out []string
	current := ""
	for _, word := range strings.Fields(line) {
		switch {
		case current == "":
			current = word
		case textWidth(current+" "+word) <= wrapWidth:
			current += " " + word
		default:
			out = append(out, current)
			current = word
		}
	}
	return append(out, current)
}

// text gives the label in one line.
func (l label) text() string { return strings.TrimSpace(strings.Join(l, " ")) }

// size gives the space that a label takes.
func (l label) size() (w, h int) {
	if l.text() == "" {
		return 0, 0
	}
	for _, line := range l {
		w = max(w, textWidth(line))
	}
	return w, len(l) * lineHeight
}

// textWidth estimates the width of text in a sans-serif font of 14 pixels, on the wide side: the reader's font is not
// known, and text that leaves its box is worse than a box that is a little wide.
func textWidth(s string) int {
	tenths := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case strings.ContainsRune("ijl.,:;|!'` ", r):
			tenths += 45
		case strings.ContainsRune("frt()[]{}/\\-\"", r):
			tenths += 58
		case strings.ContainsRune("mwMW@%", r):
			tenths += 130
		case r >= 0x1100:
			tenths += 150
		case unicode.IsUpper(r):
			tenths += 104
		default:
			tenths += 84
		}
	}
	return (tenths + 9) / 10
}
