package check

import (
	"bytes"
	"fmt"

	"clausebook/internal/diag"
)

var tx003 = Rule{
	ID:       "TX003",
	Title:    "vague wording in a mandatory statement",
	Why:      "Nobody can tell whether a duty was met if it says “regularly” or “as appropriate”; an auditor will ask how often and by whom.",
	Fix:      "Say how often, by when, how much, or who decides.",
	Clauses:  []string{"8.1"},
	Severity: diag.Info,
	Text:     vagueDuties,
}

// duties are the words that make a sentence mandatory.
var duties = [...]string{"must", "shall"}

// vague are the words by which a duty cannot be tested; one within another comes after it.
var vague = [...]string{
	"as appropriate", "if appropriate", "where appropriate", "as needed", "if needed", "as necessary", "if necessary", "where necessary",
	"as required",
	"where possible", "if possible", "as far as possible", "as soon as possible", "periodically", "regularly", "from time to time",
	"in a timely manner",
	"timely", "adequately", "sufficiently", "reasonable", "and so on", "etc", "appropriate",
}

// vagueDuties reads sentence by sentence what is maintained. Records tell what was done, and guides bind nobody.
func vagueDuties(t *text) []diag.Finding {
	switch t.doc.Type {
	case "policy", "process", "procedure", "plan", "programme", "agreement", "contract":
	default:
		return nil
	}
	low := bytes.ToLower(t.prose)
	if len(low) != len(t.prose) { // a letter whose lower case has another length would shift all places
		return nil
	}
	var out []diag.Finding
	for from := 0; from < len(low); {
		to := sentenceEnd(low, from)
		if hasWord(low[from:to], duties[:]) >= 0 {
			for _, v := range vague {
				if at := hasWord(low[from:to], []string{v}); at >= 0 {
					out = append(
						out,
						t.finding(
							"TX003",
							from+at,
							from+at+len(v),
							fmt.Sprintf("“%s” in a mandatory statement cannot be verified", v),
							"say how often, by when or how much",
						),
					)
					copy(low[from+at:], bytes.Repeat([]byte(" "), len(v))) // so that “timely” is not found again within “in a timely manner”
				}
			}
		}
		from = to
	}
	return out
}

// sentenceEnd gives the offset after the sentence that begins at from: at a full stop before a space, at the end of a
// block or of a row or item.
func sentenceEnd(s []byte, from int) int {
	for i := from; i < len(s); i++ {
		switch {
		case (s[i] == '.' || s[i] == '!' || s[i] == '?') && i+1 < len(s) && (s[i+1] == ' ' || s[i+1] == '\n'):
			return i + 1
		case s[i] == '\n' && i+1 < len(s) && bytes.IndexByte([]byte("\n|-*#>+"), s[i+1]) >= 0:
			return i + 1
		}
	}
	return len(s)
}

// hasWord gives the offset of the first of the words that stands there as a whole word, or -1.
func hasWord(s []byte, words []string) int {
	for _, w := range words {
		for from := 0; ; {
			at := bytes.Index(s[from:], []byte(w))
			if at < 0 {
				break
			}
			at += from
			end := at + len(w)
			if (at == 0 || !letter(s[at-1])) && (end == len(s) || !letter(s[end])) {
				return at
			}
			from = end
		}
	}
	return -1
}

// letter tells whether the byte belongs to a word: letters, hyphens within, and all bytes of what is not ASCII.
func letter(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_' || b >= 0x80
}
