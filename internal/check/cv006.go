package check

import (
	"fmt"
	"regexp"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/nearest"
)

var cv006 = Rule{
	ID:       "CV006",
	Title:    "coverage comment cannot be read",
	Why:      "The section answers the clause, but because of a slip in the comment the matrix does not show it.",
	Fix:      "Write `<!-- covers: 8.5.1.3 -->` below the heading, in lower case and with the colon; `fulfils` belongs in the front matter.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run:      misspeltComments,
}

// claims are the keys by which a document says what it answers. Of these `covers` alone is read in comments.
var claims = []string{"covers", "fulfils"}

// claimForm is a comment that begins with a word and a list: of items, each without blanks.
var claimForm = regexp.MustCompile(`^([A-Za-z][A-Za-z_-]*)(\s*:\s*|\s+)(\S[\s\S]*)$`)

// misspeltComments looks at comments of the form `word: list` or `word list` whose word is nearly `covers` or
// `fulfils`. Ordinary comments, in which prose follows, stay ordinary comments.
func misspeltComments(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		for _, c := range d.Body.Comments {
			if f, ok := misspeltComment(in, d, c); ok {
				out = append(out, f)
			}
		}
	}
	return out
}

func misspeltComment(in *Input, d *doc.Document, c markdown.Comment) (diag.Finding, bool) {
	if strings.HasPrefix(c.Text, "covers:") {
		return diag.Finding{}, false
	}
	m := claimForm.FindStringSubmatch(c.Text)
	if m == nil {
		return diag.Finding{}, false
	}
	word, colon, list := m[1], strings.Contains(m[2], ":"), m[3]
	key, near := nearest.Name(word, claims)
	if !near || !colon && key != strings.ToLower(word) && key != strings.ToLower(word)+"s" || !listsItems(in, list) {
		return diag.Finding{}, false
	}
	first, _, _ := strings.Cut(list, ",")
	f := diag.Finding{Rule: "CV006", Document: string(d.ID), About: itemRef(in, strings.TrimSpace(first)),
		Pos: diag.Pos{File: d.Path, Line: c.TextLine, Col: c.TextCol, EndCol: c.TextCol + len(word)},
		Message: fmt.Sprintf(
			"the comment `%s` looks like coverage, but cannot be read",
			word,
		), Hint: fmt.Sprintf("write `<!-- covers: %s -->`", oneLine(list))}
	if key == "fulfils" {
		f.Hint = fmt.Sprintf("write `fulfils: [%s]` in the front matter", oneLine(list))
	}
	return f, true
}

// listsItems tells whether a text is a list of things that stand in the standards, or have the form of clause numbers.
func listsItems(in *Input, list string) bool {
	for item := range strings.SplitSeq(list, ",") {
		item = strings.TrimSpace(item)
		if item != "" && itemRef(in, item) == "" && !clauseNumber.MatchString(item) {
			return false
		}
	}
	return true
}

var clauseNumber = regexp.MustCompile(`^(?:[A-Za-z0-9-]+:)?§?\d+(?:\.\d+)*(?:-[a-z0-9]+)?$`)

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
