package history

import "strings"

// The rule of what a trailer is follows git's trailer.c: the last paragraph that is not the title counts if all its
// lines are trailers, or if git wrote one of them and at least a quarter are trailers. Lines that begin with a
// blank go on from the line before; lines that begin with # are comments.

// generated are the beginnings of lines that git itself writes.
var generated = []string{"Signed-off-by: ", "(cherry picked from commit "}

// trailerBlock gives where the block of trailers of a message starts and ends, in bytes.
func trailerBlock(message string) (start, end int) {
	end = len(message) - ignoredTail(message)
	return trailerStart(message[:end]), end
}

// trailerStart finds the first line of the block, reading upwards; len(text) if there is none. A block has a blank line
// above it, so that the title can hold none.
func trailerStart(text string) int {
	c := blockCount{}
	for at := lastLine(text); at >= 0; at = lastLine(text[:at]) {
		line := lineAt(text, at)
		if done, isBlock := c.add(line); done {
			if isBlock {
				return at + len(line)
			}
			return len(text)
		}
	}
	return len(text)
}

// blockCount counts the lines of a paragraph, read upwards.
type blockCount struct {
	trailers, others int
	folded           int  // lines that may go on from a trailer still to come
	known            bool // git wrote one of the trailers
	started          bool // a line that is not blank was seen
}

// add counts one line. At a blank line above the paragraph it is done and tells whether the paragraph is a block.
func (c *blockCount) add(line string) (done, isBlock bool) {
	switch {
	case strings.HasPrefix(line, "#"):
		c.others += c.folded
		c.folded = 0
	case isBlank(line):
		if !c.started {
			return false, false
		}
		c.others += c.folded
		return true, c.known && c.trailers*3 >= c.others || c.trailers > 0 && c.others == 0
	case isGenerated(line):
		c.trailers, c.folded, c.known, c.started = c.trailers+1, 0, true, true
	case separator(line) >= 1 && !isSpace(line[0]):
		c.trailers, c.folded, c.started = c.trailers+1, 0, true
	case isSpace(line[0]):
		c.folded, c.started = c.folded+1, true
	default:
		c.others, c.folded, c.started = c.others+1+c.folded, 0, true
	}
	return false, false
}

// isGenerated tells whether git wrote the line.
func isGenerated(line string) bool {
	for _, g := range generated {
		if strings.HasPrefix(line, g) {
			return true
		}
	}
	return false
}

// lastLine gives where the last line of a text starts; -1 for an empty text.
func lastLine(text string) int {
	if text == "" {
		return -1
	}
	return strings.LastIndexByte(text[:len(text)-1], '\n') + 1
}

// lineAt gives the line that starts at a position, with its end.
func lineAt(text string, at int) string {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return text[at : at+i+1]
	}
	return text[at:]
}

// ignoredTail gives how many bytes at the end of a message git passes over: comments, a list of conflicts, and all
// below a scissors line.
func ignoredTail(message string) int {
	cut := scissors(message)
	tail, inConflicts, at := 0, false, 0
	for line := range strings.Lines(message) {
		if at >= cut {
			break
		}
		switch {
		case line[0] == '#' || line[0] == '\n':
			if tail == 0 {
				tail = at
			}
		case line == "Conflicts:\n":
			inConflicts = true
			if tail == 0 {
				tail = at
			}
		case inConflicts && line[0] == '\t':
		case tail != 0:
			tail, inConflicts = 0, false
		}
		at += len(line)
	}
	if tail != 0 {
		return len(message) - tail
	}
	return len(message) - cut
}

// scissors gives where a line begins below which git ignores everything.
func scissors(message string) int {
	const line = "# ------------------------ >8 ------------------------\n"
	if strings.HasPrefix(message, line) {
		return 0
	}
	if i := strings.Index(message, "\n"+line); i >= 0 {
		return i + 1
	}
	return len(message)
}

// parseTrailers reads the lines of a block. Lines that are no trailers are passed over.
func parseTrailers(block string) []Trailer {
	var items []string
	open := false
	for line := range strings.Lines(block) {
		if open && isSpace(line[0]) {
			items[len(items)-1] += line
			continue
		}
		items = append(items, line)
		open = separator(line) >= 1
	}
	var trailers []Trailer
	for _, item := range items {
		if at := separator(item); at >= 1 && item[0] != '#' {
			trailers = append(trailers, Trailer{Key: trim(item[:at]), Value: unfold(trim(item[at+1:]))})
		}
	}
	return trailers
}

// separator gives the position of the colon after a token of letters, digits and hyphens, or -1.
func separator(line string) int {
	blank := false
	for i := range len(line) {
		switch c := line[i]; {
		case c == ':':
			return i
		case !blank && (isAlnum(c) || c == '-'):
		case i > 0 && (c == ' ' || c == '\t'):
			blank = true
		default:
			return -1
		}
	}
	return -1
}

// unfold joins the lines of a value by single blanks.
func unfold(value string) string {
	if !strings.Contains(value, "\n") {
		return value
	}
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] != '\n' {
			b.WriteByte(value[i])
			continue
		}
		for i+1 < len(value) && isSpace(value[i+1]) {
			i++
		}
		b.WriteByte(' ')
	}
	return trim(b.String())
}

// isBlank tells whether a line holds nothing but white space.
func isBlank(line string) bool { return trim(line) == "" }

// trim cuts what git counts as white space from both ends.
func trim(s string) string { return strings.Trim(s, " \t\n\r") }

// isSpace tells whether git counts a byte as white space.
func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// isAlnum tells whether a byte is an ASCII letter or digit.
func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
