package dialect

import (
	"bytes"
	"path"
	"regexp"
	"strconv"
	"strings"

	"clausebook/internal/characters"
)

// Reference is a link by a name between two pairs of brackets, as wikis and programs for notes have them.
type Reference struct {
	Clause           bool // of a standard, [[§8.2]]
	Target, Fragment string
	Words            string
	Embedded         bool // ![[…]]: what it leads to is to be shown in its place
	Width, Height    int  // of a picture, 0 where the reference does not say
}

// Label gives the words to show when nobody knows the title of the target.
func (r Reference) Label() string {
	switch {
	case r.Words != "":
		return r.Words
	case r.Clause:
		return "§" + r.Target
	case r.Target == "":
		return r.Fragment
	}
	return r.Target
}

// IsImage tells whether the reference stands for a picture.
func (r Reference) IsImage() bool {
	switch strings.ToLower(path.Ext(r.Target)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp":
		return r.Embedded
	}
	return false
}

// maxReference bounds what may stand between the brackets, in bytes.
const maxReference = 512

// ReadReference reads the reference with which a line begins, and tells how many bytes it takes; 0 if there is none.
// [[a]](b) is left to CommonMark, for which it is a link with the text "[a]".
func ReadReference(line []byte) (Reference, int) {
	inner, embedded := bytes.CutPrefix(line, []byte("!"))
	inner, ok := bytes.CutPrefix(inner, []byte("[["))
	if !ok {
		return Reference{}, 0
	}
	stop := bytes.IndexAny(inner[:min(len(inner), maxReference)], "[]\n")
	if stop < 0 || !bytes.HasPrefix(inner[stop:], []byte("]]")) || bytes.HasPrefix(inner[stop+2:], []byte("(")) {
		return Reference{}, 0
	}
	r := newReference(inner[:stop])
	if r.Target == "" && r.Fragment == "" {
		return r, 0
	}
	if r.Embedded = embedded && !r.Clause && r.Target != ""; r.IsImage() {
		r.takeSize()
	}
	return r, len(line) - len(inner) + stop + 2
}

// newReference takes apart what stands between the brackets. In a table the bar before the words has to be written \|, as it would end
// the cell otherwise.
func newReference(inner []byte) Reference {
	name, words, _ := bytes.Cut(inner, []byte("|"))
	r := Reference{Words: strings.TrimSpace(characters.Decode(words))}
	left := strings.TrimSpace(characters.Decode(bytes.TrimSuffix(name, []byte(`\`))))
	if clause, ok := strings.CutPrefix(left, "§"); ok {
		r.Clause, r.Target = true, strings.TrimSpace(clause)
		return r
	}
	target, fragment, _ := strings.Cut(left, "#")
	r.Target, r.Fragment = strings.TrimSpace(target), strings.TrimSpace(fragment)
	return r
}

// pictureWords finds the size of a picture after its words.
var pictureWords = regexp.MustCompile(`(?:^|\\?\|)[ \t]*(\d{1,4})(?:x(\d{1,4}))?[ \t]*$`)

// takeSize takes the size of a picture off the words.
func (r *Reference) takeSize() {
	m := pictureWords.FindStringSubmatch(r.Words)
	if m == nil {
		return
	}
	r.Width, _ = strconv.Atoi(m[1])
	r.Height, _ = strconv.Atoi(m[2]) // 0 where there is none
	r.Words = strings.TrimSuffix(r.Words, m[0])
}

// OpeningBracket gives the place of the bracket that the one at close ends, not before start; -1 if there is none.
func OpeningBracket(source []byte, start, close int) int {
	depth := 0
	for i := close - 1; i >= start; i-- {
		escaped := i > start && source[i-1] == '\\'
		switch {
		case source[i] == ']' && !escaped:
			depth++
		case source[i] == '[' && !escaped && depth > 0:
			depth--
		case source[i] == '[' && !escaped:
			return i
		}
	}
	return -1
}
