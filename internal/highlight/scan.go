// Package highlight turns code into its pieces with what each is: a keyword, a string, a comment, a number.
//
// It knows the words of languages and the marks around strings and comments, and no grammar (ADR 35). Its caller escapes and writes.
package highlight

import "strings"

// The classes of words in code. Their colours stand in the theme's style sheet; the names are those that highlighters
// have used since Pygments, so that a theme for one of them fits.
const (
	classKeyword  = "k"
	classConstant = "kc"
	classString   = "s"
	classComment  = "c"
	classNumber   = "m"
	classFunction = "nf"
	classKey      = "nt"
	classAttr     = "na"
	classVariable = "nv"
	classInserted = "gi"
	classDeleted  = "gd"
	classHeading  = "gh"
)

// scanner goes through code once, from left to right, and never back: what it costs is a multiple of the length of the
// code, whatever the code is.
type scanner struct {
	lexicon
	code  string
	at    int
	plain int // where the text begins that has no class and is not written yet
	inTag bool
	fresh bool // nothing but spaces and dashes stands before this in its line
	visit func(text, class string)
}

// Known tells whether code in a language has words that are known.
func Known(language string) bool {
	_, ok := languagesByName()[language]
	return ok
}

// Each gives the pieces of code in a language in order, each with the class of words of its kind; none where it has no meaning
// of its own. Code in a language that is not known is one piece.
func Each(language, code string, visit func(text, class string)) {
	k, ok := languagesByName()[language]
	if !ok {
		visit(code, "")
		return
	}
	s := &scanner{lexicon: k, code: code, fresh: true, visit: visit}
	for s.at < len(s.code) {
		from := s.at
		class := s.next()
		if class == "" {
			s.fresh = s.code[from] == '\n' || s.fresh && strings.Trim(s.code[from:s.at], " \t-") == ""
			continue
		}
		s.write(from, class)
		s.fresh = false
	}
	s.flush(len(s.code))
}

// next steps over one piece of code, at least a byte of it, and gives its class.
func (s *scanner) next() string {
	switch s.form {
	case formMarkup:
		return s.nextMarkup()
	case formDiff:
		return s.nextLine()
	}
	rest, c := s.code[s.at:], s.code[s.at]
	switch {
	case s.comment(rest):
		return classComment
	case s.longString(rest), s.opens(c):
		if s.isKey() {
			return classKey
		}
		return classString
	case c == '$' && s.variables && len(rest) > 1 && (letter(rest[1]) || rest[1] == '{'):
		s.at += 2
		s.skip(func(c byte) bool { return letter(c) || digit(c) })
		return classVariable
	case letter(c) || c == '#' || c == '@' && s.isInside(c):
		return s.word()
	case digit(c):
		s.skip(func(c byte) bool { return letter(c) || digit(c) || c == '.' })
		return classNumber
	}
	s.at++
	return ""
}

// comment steps over a comment. One that does not end goes on to the end of the code.
func (s *scanner) comment(rest string) bool {
	for _, mark := range s.block {
		if strings.HasPrefix(rest, mark[0]) {
			s.past(mark[1], len(mark[0]))
			return true
		}
	}
	for _, mark := range s.line {
		if strings.HasPrefix(rest, mark) && (mark == "//" || s.at == 0 || strings.IndexByte(" \t\n", s.code[s.at-1]) >= 0) {
			s.skip(func(c byte) bool { return c != '\n' })
			return true
		}
	}
	return false
}

func (s *scanner) longString(rest string) bool {
	for _, mark := range s.long {
		if strings.HasPrefix(rest, mark) {
			s.past(mark, len(mark))
			return true
		}
	}
	return false
}

// past steps behind the next mark, looked for after some bytes, or to the end of the code.
func (s *scanner) past(mark string, after int) {
	from := min(s.at+after, len(s.code))
	s.at = len(s.code)
	if end := strings.Index(s.code[from:], mark); end >= 0 {
		s.at = from + end + len(mark)
	}
}

// opens steps over a string if one begins here. It ends with its line at the latest.
func (s *scanner) opens(mark byte) bool {
	if strings.IndexByte(s.quotes, mark) < 0 || mark == '\'' && s.afterWord() {
		return false
	}
	for s.at++; s.at < len(s.code) && s.code[s.at] != '\n'; s.at++ {
		switch s.code[s.at] {
		case '\\':
			if s.at+1 < len(s.code) && s.code[s.at+1] != '\n' {
				s.at++
			}
		case mark:
			s.at++
			return true
		}
	}
	return true
}

// word steps over a word and tells what it is.
func (s *scanner) word() string {
	from := s.at
	s.at++
	s.skip(func(c byte) bool { return letter(c) || digit(c) || s.isInside(c) })
	word := s.code[from:s.at]
	if s.fold {
		word = strings.ToLower(word)
	}
	switch {
	case s.fresh && s.isKey():
		return classKey
	case s.isWord[word]:
		return classKeyword
	case strings.Contains(constants, " "+word+" "):
		return classConstant
	case s.at < len(s.code) && s.code[s.at] == '(':
		return classFunction
	}
	return ""
}

// isKey tells whether a mark follows that makes a key of what was stepped over.
func (s *scanner) isKey() bool {
	if s.keys == "" {
		return false
	}
	i := s.at
	for i < len(s.code) && s.code[i] == ' ' {
		i++
	}
	return i < len(s.code) && strings.IndexByte(s.keys, s.code[i]) >= 0
}

// afterWord tells whether the mark here stands within a word, as an apostrophe does.
func (s *scanner) afterWord() bool {
	return s.at > 0 && (letter(s.code[s.at-1]) || digit(s.code[s.at-1]))
}

func (s *scanner) isInside(c byte) bool { return strings.IndexByte(s.inside, c) >= 0 }

// nextMarkup steps over a piece of HTML or XML.
func (s *scanner) nextMarkup() string {
	rest, c := s.code[s.at:], s.code[s.at]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		s.past("-->", 4)
		return classComment
	case c == '<' && len(rest) > 1 && (letter(rest[1]) || strings.IndexByte("/!?", rest[1]) >= 0):
		s.at, s.inTag = s.at+2, true
		s.skip(nameByte)
		return classKey
	case s.inTag && c == '>':
		s.at, s.inTag = s.at+1, false
		return classKey
	case s.inTag && (c == '"' || c == '\''):
		s.past(string(c), 1)
		return classString
	case s.inTag && letter(c):
		s.skip(nameByte)
		return classAttr
	}
	s.at++
	return ""
}

// nextLine steps over a line of a comparison.
func (s *scanner) nextLine() string {
	first := s.code[s.at:min(s.at+5, len(s.code))]
	s.skip(func(c byte) bool { return c != '\n' })
	s.at = min(s.at+1, len(s.code))
	switch {
	case strings.HasPrefix(first, "@@"), first == "diff ", first == "index":
		return classHeading
	case first[0] == '+':
		return classInserted
	case first[0] == '-':
		return classDeleted
	}
	return ""
}

func (s *scanner) skip(while func(byte) bool) {
	for s.at < len(s.code) && while(s.code[s.at]) {
		s.at++
	}
}

// write hands on what was stepped over with its class, and what stands before it without one.
func (s *scanner) write(from int, class string) {
	s.flush(from)
	s.visit(s.code[from:s.at], class)
	s.plain = s.at
}

func (s *scanner) flush(to int) {
	if to > s.plain {
		s.visit(s.code[s.plain:to], "")
	}
	s.plain = to
}

// letter tells whether a byte belongs to a word: all bytes of what is not ASCII do.
func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func nameByte(c byte) bool { return letter(c) || digit(c) || strings.IndexByte(":-.", c) >= 0 }
