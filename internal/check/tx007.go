package check

import (
	"bytes"
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var tx007 = Rule{
	ID:       "TX007",
	Title:    "placeholder of a template is left",
	Why:      "Text that is the same in everybody's template shows that nobody wrote this document for this organization.",
	Mend:     "Replace the placeholder by what holds here, and delete the guidance once it is followed.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning, // in drafts it only informs
	Text:     placeholders,
}

// fillers are the words with which templates begin what is to be filled in, after a square bracket.
var fillers = [...]string{"insert ", "enter ", "your ", "name of ", "describe ", "company name", "organization name", "organisation name", "date]", "role]", "name]", "…]", "...]"}

// placeholders finds `{{…}}`, `[insert …]`, “lorem ipsum”, and comments that begin with `guidance:`, which is how
// `clausebook new` writes what a section should hold.
func placeholders(t *text) []diag.Finding {
	var out []diag.Finding
	find := func(from, to int, what string) {
		out = append(out, t.finding("TX007", from, to, fmt.Sprintf("`%s` is a placeholder", what), "replace it by what holds here"))
	}
	for i := 0; i < len(t.prose); i++ {
		switch rest := t.prose[i:]; {
		case bytes.HasPrefix(rest, []byte("{{")):
			if end := bytes.Index(rest[:min(len(rest), 100)], []byte("}}")); end > 0 {
				find(i, i+end+2, string(rest[:end+2]))
				i += end
			}
		case rest[0] == '[':
			if n := filler(rest); n > 0 {
				find(i, i+n, string(rest[:n]))
			}
		case (rest[0] == 'L' || rest[0] == 'l') && len(rest) >= 11 && bytes.EqualFold(rest[:11], []byte("lorem ipsum")):
			find(i, i+11, string(rest[:11]))
		}
	}
	for _, c := range t.doc.Body.Comments {
		if strings.HasPrefix(strings.ToLower(c.Text), "guidance:") {
			out = append(out, diag.Finding{Rule: "TX007", Pos: place(t.doc, c.Place), Document: string(t.doc.ID),
				Message: "the guidance of the template is left in a comment", Hint: "delete it once the section is written"})
		}
	}
	if t.doc.Status != doc.Approved {
		for i := range out {
			out[i].Severity = diag.Info
		}
	}
	return out
}

// filler gives the length of a bracket that is to be filled in, or 0. What stands before round brackets is a link.
func filler(s []byte) int {
	end := bytes.IndexAny(s, "]\n")
	if end < 0 || s[end] == '\n' || bytes.HasPrefix(s[end+1:], []byte("(")) {
		return 0
	}
	inner := bytes.ToLower(s[1 : end+1])
	for _, f := range fillers {
		if bytes.HasPrefix(inner, []byte(f)) {
			return end + 1
		}
	}
	return 0
}
