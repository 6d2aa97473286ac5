package rawhtml

import "bytes"

// maxCode bounds code between braces, in bytes.
const maxCode = 4096

// QuoteCode gives a text in which the values of tags that are code between braces stand between quotes, as in HTML, so that the tags are
// tags for Markdown too. Nothing moves.
func QuoteCode(text []byte) []byte {
	if !bytes.Contains(text, []byte("={")) {
		return text
	}
	out := text
	for at := 0; at < len(text); {
		n := bytes.IndexByte(text[at:], '<')
		if n < 0 {
			break
		}
		at += n + 1
		if at == len(text) || text[at]|0x20 < 'a' || text[at]|0x20 > 'z' {
			continue
		}
		for _, code := range codesOf(text[at:min(len(text), at+maxCode)]) {
			if &out[0] == &text[0] {
				out = bytes.Clone(text)
			}
			quote(out[at+code[0] : at+code[1]])
		}
	}
	return out
}

// quote makes a value in quotes of code between braces. Of a text in quotes the braces go.
func quote(code []byte) {
	last := len(code) - 1
	if inner := bytes.TrimSpace(code[1:last]); len(inner) > 1 && bytes.IndexByte([]byte(`"'`), inner[0]) >= 0 &&
		bytes.IndexByte(inner[1:], inner[0]) == len(inner)-2 {
		code[0], code[last] = ' ', ' '
		return
	}
	for i, c := range code {
		if c == '"' {
			code[i] = '\''
		}
	}
	code[0], code[last] = '"', '"'
}

// codesOf gives where the values between braces stand in a tag, which begins with its name; nothing where the tag does not end.
func codesOf(tag []byte) [][2]int {
	var out [][2]int
	for i := 0; i < len(tag); i++ {
		switch c := tag[i]; {
		case c == '>':
			return out
		case c == '<' || c == '\n' && i+1 < len(tag) && tag[i+1] == '\n':
			return nil
		case c == '=' && i+1 < len(tag) && tag[i+1] == '{':
			size := codeEnd(tag[i+1:])
			if size == 0 {
				return nil
			}
			out = append(out, [2]int{i + 1, i + 1 + size})
			i += size
		case c == '=' && i+1 < len(tag) && (tag[i+1] == '"' || tag[i+1] == '\''):
			size := bytes.IndexByte(tag[i+2:], tag[i+1])
			if size < 0 {
				return nil
			}
			i += size + 2
		}
	}
	return nil
}

// codeEnd gives the end of the code between braces with which a text begins; 0 where the braces do not match, or an empty line is between
// them.
func codeEnd[T string | []byte](text T) int {
	depth := 0
	for i := range min(len(text), maxCode) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '\n':
			if i+1 < len(text) && text[i+1] == '\n' {
				return 0
			}
		}
	}
	return 0
}
