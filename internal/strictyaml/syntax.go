package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"clausebook/internal/phrase"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// legible refuses what would be lost or read in two ways before any syntax: bytes that are no UTF-8, control
// characters, and line breaks that YAML 1.1 knows and YAML 1.2 and editors do not.
func (p *parser) legible(src []byte) bool {
	line, col := 1, 1
	for rest := bytes.TrimPrefix(src, byteOrderMark); len(rest) > 0; col++ {
		r, size := utf8.DecodeRune(rest)
		if message, hint := illegible(r, size, rest); message != "" {
			p.report(CodeSyntax, line, col, message, hint)
			return false
		}
		if r == '\n' {
			line, col = line+1, 0
		}
		rest = rest[size:]
	}
	return true
}

// illegible says what is wrong with the character r of size bytes at the start of rest, or nothing.
func illegible(r rune, size int, rest []byte) (message, hint string) {
	switch {
	case r == utf8.RuneError && size == 1:
		return "not valid UTF-8", "save it as UTF-8"
	case r == '\r' && !bytes.HasPrefix(rest, []byte("\r\n")), r == 0x85, r == 0x2028, r == 0x2029:
		return fmt.Sprintf("the line break U+%04X, which only some tools recognise", r), "use an ordinary line break"
	case r < ' ' && r != '\t' && r != '\n' && r != '\r', r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
		return fmt.Sprintf("the control character U+%04X", r), "remove it"
	case r == 0xfeff:
		return "a byte order mark inside the text", "remove it"
	}
	return "", ""
}

// syntax words an error of the library.
func (p *parser) syntax(err error) {
	var le *yaml.LoadError
	if !errors.As(err, &le) {
		p.report(CodeSyntax, 1, 1, "not readable as YAML: "+short(err.Error()), "")
		return
	}
	at := le.Mark
	if p.isEnd(at.Line, at.Column) && le.ContextMark.Line > 0 {
		at = le.ContextMark // what is open to the end of the file is fixed where it starts
	}
	line, col := at.Line, at.Column
	for line > len(p.lines) || line > 1 && len(p.line(line)) == 0 { // the end of the file is the end of its last words
		line--
		col = len(p.line(line)) + 1
	}
	code, message, hint := p.word(le, line, col)
	p.report(code, max(line, 1), max(col, 1), message, hint)
}

// isEnd tells whether nothing but blanks follows.
func (p *parser) isEnd(line, col int) bool {
	for i := max(line, 1); i <= len(p.lines); i++ {
		if rest := p.line(i); i > line && len(rest) > 0 || i == line && col <= len(rest) {
			return false
		}
	}
	return true
}

func (p *parser) word(le *yaml.LoadError, line, col int) (code, message, hint string) {
	switch here := p.runeAt(line, col); {
	case strings.Contains(le.Message, "max depth"):
		return CodeLimit, fmt.Sprintf("nested deeper than %d levels", p.limits.Depth), "flatten the structure"
	case strings.HasPrefix(le.Message, "unknown anchor"):
		return CodeAlias, "anchors and aliases are not supported", "write the value out"
	case strings.Contains(le.Message, "tab character"), here == '\t':
		return CodeSyntax, "a tab, where YAML needs spaces", "indent with spaces"
	case strings.Contains(le.Message, "cannot start any token"):
		return CodeSyntax, fmt.Sprintf("a value that starts with `%c` must be in quotes", here), "put the value in quotes"
	case strings.HasPrefix(le.Message, "mapping values"):
		return CodeSyntax, "unexpected `: `", "quote a value that holds `: `, and check the indentation"
	case strings.Contains(le.ContextMsg, "quoted scalar") && strings.Contains(le.Message, "end of stream"):
		return CodeSyntax, "the quote is never closed", "close the quotes"
	case strings.Contains(le.ContextMsg, "flow") && p.isEnd(le.Mark.Line, le.Mark.Column):
		return CodeSyntax, "the bracket is never closed", "close it, or write one item per line"
	case strings.Contains(le.ContextMsg, "flow"):
		return CodeSyntax, "the bracket is not closed, or a comma is missing between two items", "write a list as [a, b], or one item per line"
	}
	if name, value, ok := p.joined(le.Mark.Line); ok {
		return CodeSyntax, fmt.Sprintf("no blank after the colon of `%s:`", name), fmt.Sprintf("write `%s: %s`", name, value)
	}
	if strings.Contains(le.Message, "did not find expected key") {
		if l := p.line(line); col > 1 && strings.TrimSpace(string(l[:min(col-1, len(l))])) != "" {
			return CodeSyntax, "there is more text behind the value", "put the whole value in quotes"
		}
		return CodeSyntax, "the line is indented otherwise than its neighbours", "let keys of one level begin in the same column"
	}
	return CodeSyntax, "not readable as YAML: " + short(le.Message), "check the indentation, and quote values that hold `: ` or `#`"
}

// unspaced is a line with a key and a value and no blank between them. A scheme of an address is none.
var unspaced = regexp.MustCompile(`^\s*([A-Za-z_][\w-]*):([^\s/:][^:]*)$`)

// joined gives key and value of a line at which the library gave up, or of the line before it, where no blank stands between them.
func (p *parser) joined(line int) (name, value string, ok bool) {
	for i := line; i >= max(line-1, 1); i-- {
		if m := unspaced.FindStringSubmatch(string(p.line(i))); m != nil {
			return m[1], strings.TrimSpace(m[2]), true
		}
	}
	return "", "", false
}

func (p *parser) runeAt(line, col int) rune {
	if l := p.line(line); col >= 1 && col <= len(l) {
		return l[col-1]
	}
	return ' '
}

// short cuts a name from a foreign text to a length that a message can hold.
func short(s string) string { return phrase.Short(s, 80) }
