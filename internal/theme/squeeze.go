package theme

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

// Styles and scripts of the built-in theme are written for those who change them. What a reader's browser has to load
// is the same without comments and without the white space that is there for the eye: 59 KB instead of 72. A theme of a
// user's own is copied as it is.
//
// These are our own files, and a test keeps them in the form that this takes for granted. So two short functions do; a
// minifier parses all of CSS and JavaScript and would be one more dependency for auditors to trust.

// squeeze shortens a file of the theme by the ending of its name.
func squeeze(name string, src []byte) []byte {
	switch path.Ext(name) {
	case ".css":
		return squeezeCSS(src)
	case ".js":
		return squeezeJS(src)
	}
	return src
}

// cssParts tells apart what must stay (texts in quotes), what goes (comments) and the white space between.
var cssParts = regexp.MustCompile(`"[^"\n]*"|'[^'\n]*'|/\*(?s:.*?)\*/|\s*;?\s*\}\s*|\s*[{;,>]\s*|:\s+|\s+`)

// squeezeCSS shortens a style sheet. A space before a colon stays: in a selector it means something.
func squeezeCSS(src []byte) []byte {
	out := cssParts.ReplaceAllFunc(src, func(part []byte) []byte {
		switch {
		case part[0] == '"' || part[0] == '\'':
			return part
		case part[0] == '/':
			return nil
		}
		kept := bytes.TrimSpace(part)
		if len(kept) == 0 {
			return []byte(" ")
		}
		return kept[len(kept)-1:] // of "; }" the brace
	})
	return append(bytes.TrimSpace(out), '\n')
}

// jsComment and jsSpace tell apart what must stay (texts in quotes) and what goes: a comment at the end of a line, and spaces
// that are there for the eye.
var (
	jsComment = regexp.MustCompile("'[^'\n]*'|\"[^\"\n]*\"|`[^`\n]*`|\\s+// [^'\"`\n]*$")
	jsSpace   = regexp.MustCompile("'[^'\n]*'|\"[^\"\n]*\"|`[^`\n]*`| (?:=>|===|!==|&&|\\|\\||=|\\?|:|\\+) |[,;] |\\) \\{")
)

// squeezeJS leaves out indentation, comments and such spaces. Lines themselves stay, for the sake of
// places in error messages and because a script may leave its semicolons to them; texts that go over several lines
// must not occur.
func squeezeJS(src []byte) []byte {
	var out strings.Builder
	for line := range strings.Lines(string(src)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			line = jsComment.ReplaceAllStringFunc(line, func(part string) string { return quoted(part, "") })
			line = jsSpace.ReplaceAllStringFunc(line, func(part string) string { return quoted(part, strings.ReplaceAll(part, " ", "")) })
			out.WriteString(line + "\n")
		}
	}
	return []byte(out.String())
}

// quoted gives a text in quotes as it is, and something else for anything else.
func quoted(part, other string) string {
	if strings.ContainsRune("'\"`", rune(part[0])) {
		return part
	}
	return other
}
