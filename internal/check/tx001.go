package check

import (
	"fmt"
	"sync"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var tx001 = Rule{
	ID:       "TX001",
	Title:    "invisible or direction-changing character",
	Why:      "Such a character makes a reader see a different text from the one that is stored, compared and approved.",
	Fix:      "Remove it. Marks that Arabic, Hebrew, Indic and similar scripts need are accepted within those scripts.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run:      hiddenCharacters,
}

// maxHidden bounds the findings of one file: a hostile one could hold nothing else.
const maxHidden = 20

// hiddenCharacters looks at the names of all files and at whole documents.
func hiddenCharacters(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		out = append(out, hiddenInName(d.Path, string(d.ID))...)
		out = append(out, in.alone(d).hidden...)
	}
	for _, a := range in.Docs.Assets {
		out = append(out, hiddenInName(a.Path, "")...)
	}
	return out
}

// hiddenInName looks at the path of a file, which pages and lists show too.
func hiddenInName(p, document string) []diag.Finding {
	runes := []rune(p)
	leftward := func() bool { return hasScript(runes, rightToLeft) }
	closed := func() bool { return balanced(runes) }
	for i, r := range runes {
		if unicode.Is(hidden, r) && !welcome(runes, i, leftward, closed) {
			return []diag.Finding{{Rule: "TX001", Pos: diag.Pos{File: p}, Document: document,
				Message: fmt.Sprintf("the name of the file holds U+%04X, %s", r, hiddenName(r)), Hint: "rename the file"}}
		}
	}
	return nil
}

// hiddenIn goes through one file line by line, front matter, code and comments too, for it is there that nobody looks twice.
func hiddenIn(d *doc.Document) []diag.Finding {
	var out []diag.Finding
	for i, line := 0, 1; i < len(d.Source) && len(out) < maxHidden; line++ {
		end, plain := i, true
		for end < len(d.Source) && d.Source[end] != '\n' {
			plain = plain && d.Source[end] < utf8.RuneSelf
			end++
		}
		if !plain {
			out = append(out, hiddenInLine(d, string(d.Source[i:end]), line)...)
		}
		i = end + 1
	}
	return out[:min(len(out), maxHidden)]
}

func hiddenInLine(d *doc.Document, line string, number int) []diag.Finding {
	var out []diag.Finding
	runes := []rune(line)
	leftward := sync.OnceValue(func() bool { return hasScript(runes, rightToLeft) })
	closed := sync.OnceValue(func() bool { return balanced(runes) })
	for i, r := range runes {
		if !unicode.Is(hidden, r) || welcome(runes, i, leftward, closed) {
			continue
		}
		out = append(
			out,
			diag.Finding{Rule: "TX001", Document: string(d.ID), Pos: diag.Pos{File: d.Path, Line: number, Col: i + 1, EndCol: i + 2},
				Message: fmt.Sprintf("the invisible character U+%04X (%s) changes how the line looks", r, hiddenName(r)), Hint: "delete it"},
		)
	}
	return out
}

// hidden are the characters that cannot be seen, or that change the direction in which others are shown.
var hidden = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x034f, 0x034f, 1}, {0x061c, 0x061c, 1}, {0x115f, 0x1160, 1}, {0x17b4, 0x17b5, 1}, {0x180b, 0x180f, 1},
		{0x200b, 0x200f, 1}, {0x202a, 0x202e, 1}, {0x2060, 0x206f, 1}, {0x3164, 0x3164, 1}, {0xfe00, 0xfe0f, 1},
		{0xfeff, 0xfeff, 1}, {0xffa0, 0xffa0, 1}, {0xfff9, 0xfffb, 1},
	},
	R32: []unicode.Range32{{0xe0000, 0xe0fff, 1}},
}

func hiddenName(r rune) string {
	switch {
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return "direction override or isolate"
	case r == 0x200e, r == 0x200f, r == 0x061c:
		return "direction mark"
	case r >= 0xe0000 && r <= 0xe007f:
		return "tag character"
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef:
		return "variation selector"
	}
	return "zero width"
}

// rightToLeft are the scripts whose prose may need direction marks and isolates.
var rightToLeft = []*unicode.RangeTable{
	unicode.Arabic,
	unicode.Hebrew,
	unicode.Syriac,
	unicode.Thaana,
	unicode.Nko,
	unicode.Adlam,
	unicode.Samaritan,
	unicode.Mandaic,
}

// joining are the scripts in which joiners and non-joiners belong to the spelling.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
	unicode.Oriya,
	unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
	unicode.Javanese, unicode.Balinese,
}

// spaceless are the scripts that mark where a line may break with a space of no width.
var spaceless = []*unicode.RangeTable{
	unicode.Thai,
	unicode.Lao,
	unicode.Khmer,
	unicode.Myanmar,
	unicode.Han,
	unicode.Hiragana,
	unicode.Katakana,
	unicode.Tibetan,
}

// welcome tells whether the script around a hidden character has a use for it. An override is never welcome: prose in
// any script can be written without one. leftward tells whether the line has a script that runs from right to left,
// closed whether its changes of direction end in it; both look at the whole line, so they are worked out once.
func welcome(line []rune, i int, leftward, closed func() bool) bool {
	before, after := neighbour(line, i, -1), neighbour(line, i, 1)
	beside := func(scripts []*unicode.RangeTable) bool {
		return unicode.In(before, scripts...) || unicode.In(after, scripts...)
	}
	switch r := line[i]; {
	case r == 0x202d || r == 0x202e:
		return false
	case r == 0x202a, r == 0x202b, r == 0x202c, r >= 0x2066 && r <= 0x2069:
		return leftward() && closed()
	case r == 0x200e, r == 0x200f, r == 0x061c:
		return leftward()
	case r == 0x200c:
		return beside(joining)
	case r == 0x200d:
		return beside(joining) || pictograph(before) && pictograph(after)
	case r == 0x200b:
		return beside(spaceless)
	case r >= 0xfe00 && r <= 0xfe0f:
		return pictograph(before) || unicode.In(before, unicode.Han, unicode.Mongolian, unicode.Myanmar)
	case r >= 0xe0100 && r <= 0xe01ef:
		return unicode.In(before, unicode.Han)
	case r >= 0xe0020 && r <= 0xe007f:
		return before == 0x1f3f4 // the flags of England, Scotland and Wales
	case r >= 0x180b && r <= 0x180f:
		return unicode.In(before, unicode.Mongolian)
	case r == 0x17b4, r == 0x17b5:
		return unicode.In(before, unicode.Khmer)
	case r == 0x115f, r == 0x1160:
		return beside([]*unicode.RangeTable{unicode.Hangul})
	}
	return false
}

// neighbour gives the nearest visible character to the left or right, or 0. At most a few hidden ones are passed
// over, as many as a flag or a family of pictographs has.
func neighbour(line []rune, i, step int) rune {
	for n := 0; n < 8; n++ {
		if i += step; i < 0 || i >= len(line) {
			return 0
		}
		if !unicode.Is(hidden, line[i]) {
			return line[i]
		}
	}
	return 0
}

func hasScript(line []rune, scripts []*unicode.RangeTable) bool {
	for _, r := range line {
		if unicode.In(r, scripts...) && !unicode.Is(hidden, r) { // marks belong to a script, too
			return true
		}
	}
	return false
}

// balanced tells whether every change of direction in the line ends in it, so that it cannot reach what follows.
func balanced(line []rune) bool {
	embedded, isolated := 0, 0
	for _, r := range line {
		switch {
		case r == 0x202a || r == 0x202b:
			embedded++
		case r == 0x202c:
			embedded--
		case r >= 0x2066 && r <= 0x2068:
			isolated++
		case r == 0x2069:
			isolated--
		}
		if embedded < 0 || isolated < 0 {
			return false
		}
	}
	return embedded == 0 && isolated == 0
}

// pictograph tells whether the rune is a picture, or one of the keys and signs that can be shown as one.
func pictograph(r rune) bool {
	return unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) || r >= '0' && r <= '9' || r == '#' || r == '*' || r == 0xa9 || r == 0xae ||
		unicode.Is(unicode.Sm, r) ||
		unicode.Is(unicode.Po, r) && r > 0x2000
}
