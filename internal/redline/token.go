package redline

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/markdown"
)

// token is a word, a number or a sign, with the space before it.
type token struct {
	id    int32 // the same for tokens that say the same
	space string
	text  string
	style markdown.Style
}

// block is a block with its tokens.
type block struct {
	markdown.Block
	cells  [][]token
	key    string  // the same for blocks that say the same
	bag    []int32 // its tokens with letters or digits, sorted
	weight int     // letters and digits
}

// tokenize takes the texts of a block apart.
func (c *comparer) tokenize(b markdown.Block) block {
	out := block{Block: b, cells: make([][]token, len(b.Cells))}
	var key []byte
	for i, runs := range b.Cells {
		out.cells[i] = c.tokens(runs, b.Kind == markdown.BlockCode)
		key = binary.AppendUvarint(key, uint64(len(out.cells[i])))
		for _, t := range out.cells[i] {
			key = binary.AppendUvarint(binary.AppendUvarint(key, uint64(t.id)), uint64(len(t.space)))
			key = append(key, t.space...)
			if n := letters(t.text); n > 0 {
				out.bag, out.weight = append(out.bag, t.id), out.weight+n
			}
		}
	}
	out.key = string(key)
	slices.Sort(out.bag)
	return out
}

// word is what makes tokens equal.
type word struct {
	text  string
	style markdown.Style // of those that belong to the meaning
}

// meaning are the styles that make two tokens with the same letters say different things.
const meaning = markdown.Struck | markdown.Target

// tokens takes runs apart. Spaces are folded to one, except in code, and none stand at the ends.
func (c *comparer) tokens(runs []markdown.Run, code bool) []token {
	var out []token
	space, text := "", ""
	for _, r := range runs {
		if r.Style&markdown.Target != 0 {
			if r.Text != text { // a link whose words are its target has said it
				out = append(out, c.token(" ", r.Text, r.Style))
			}
			continue
		}
		text = r.Text
		for rest := r.Text; rest != ""; {
			n := spaces(rest)
			space, rest = space+rest[:n], rest[n:]
			if rest == "" {
				break
			}
			if n = length(rest); len(out) == 0 && box(rest) {
				n = len("[x]")
			}
			out = append(out, c.token(gap(space, code, len(out) == 0), rest[:n], r.Style))
			space, rest = "", rest[n:]
		}
	}
	return out
}

// box tells whether a text begins with the box of a task, which is one sign.
func box(s string) bool { return strings.HasPrefix(s, "[x] ") || strings.HasPrefix(s, "[ ] ") }

// gap gives the space before a token as it counts: in code its lines and indents, elsewhere whether there is any.
func gap(space string, code, first bool) string {
	switch {
	case code && strings.Contains(space, "\n"):
		lines := strings.Split(space, "\n")
		for i := range lines[:len(lines)-1] {
			lines[i] = ""
		}
		return strings.Join(lines, "\n")
	case code:
		return space
	case first || space == "":
		return ""
	}
	return " "
}

func (c *comparer) token(space, text string, style markdown.Style) token {
	w := word{text, style & meaning}
	id, known := c.words[w]
	if !known {
		id = int32(len(c.words))
		c.words[w] = id
	}
	return token{id, space, text, style}
}

// spaces gives the length of the space at the start of s.
func spaces(s string) int {
	return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
}

// length gives the length of the word at the start of s: letters and digits with what joins them, as in PRO-REQ,
// 99.9 and don't; or one sign; or one character of a script that is written without spaces.
func length(s string) int {
	first, n := utf8.DecodeRuneInString(s)
	if !wordly(first) {
		return n
	}
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if wordly(r) || unicode.IsMark(r) {
			n += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[n+size:])
		if strings.ContainsRune("-_.'’:/@", r) && wordly(next) {
			n += size
			continue
		}
		break
	}
	return n
}

// wordly tells whether a character is part of words.
func wordly(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// letters counts the letters and digits of a text.
func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// textOf gives the text of tokens.
func textOf(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.space + t.text)
	}
	return b.String()
}
