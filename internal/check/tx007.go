package check

import (
	"bytes"
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/strictyaml"
)

var tx007 = Rule{
	ID:       "TX007",
	Title:    "placeholder not filled in",
	Why:      "Text left over from a template shows that the document was not written for this organization.",
	Fix:      "Replace the placeholder with how your organization does it, and delete the guidance once you have followed it.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning, // in drafts it only informs
	PerFile:  true,         // whoever fills in one sees the others
	Run:      unfilled,
}

// What `clausebook new` and `clausebook init` write where they cannot know what holds, and what this rule finds.
const (
	Guidance   = "guidance:"   // begins a comment that says what a section should hold
	BlankOpen  = "{{"          // begins words that are to be replaced, in text and in front matter
	BlankClose = "}}"          // ends them, at most blankLength bytes later
	Unnamed    = "to-be-named" // stands for an id that nobody has given yet: of a role, a person, a party, a service
)

const blankLength = 100

// fillers are the words with which templates begin what is to be filled in, after a square bracket.
var fillers = [...]string{
	"insert ",
	"enter ",
	"your ",
	"name of ",
	"describe ",
	"company name",
	"organization name",
	"organisation name",
	"date]",
	"role]",
	"name]",
	"…]",
	"...]",
}

// longestFiller is more than any of them has bytes; what follows is not looked at.
const longestFiller = 64

// unfilled gives the placeholders of documents and of people.yaml. One that comes from the configuration's defaults is said once, at
// the first document that has it.
func unfilled(in *Input) []diag.Finding {
	out, given := blankPeople(in), map[string]bool{}
	for _, d := range in.Docs.Documents {
		r := in.alone(d)
		out = append(out, r.blanks...)
		for _, f := range r.given {
			if !given[f.Message] {
				given[f.Message] = true
				out = append(out, f)
			}
		}
	}
	return out
}

// placeholders finds `{{…}}`, `[insert …]`, “lorem ipsum”, and comments that begin with `guidance:`, which is how
// `clausebook new` writes what a section should hold. Those that the configuration's defaults gave the document are given apart.
func placeholders(t *text) (out, given []diag.Finding) {
	find := func(from, to int, what string) {
		out = append(
			out,
			t.finding("TX007", from, to, fmt.Sprintf("`%s` is a placeholder", what), "replace it with how your organization does it"),
		)
	}
	brackets := ahead{marks: "]\n"}
	for i := 0; i < len(t.prose); i++ {
		switch rest := t.prose[i:]; {
		case bytes.HasPrefix(rest, []byte(BlankOpen)):
			if n := blank(rest); n > 0 {
				find(i, i+n, string(rest[:n]))
				i += n - len(BlankClose)
			}
		case rest[0] == '[':
			if n := filler(rest, brackets.next(t.prose, i)-i); n > 0 {
				find(i, i+n, string(rest[:n]))
			}
		case (rest[0] == 'L' || rest[0] == 'l') && len(rest) >= 11 && bytes.EqualFold(rest[:11], []byte("lorem ipsum")):
			find(i, i+11, string(rest[:11]))
		}
	}
	for _, c := range t.doc.Body.Comments {
		if strings.HasPrefix(strings.ToLower(c.Text), Guidance) {
			out = append(out, diag.Finding{Rule: "TX007", Pos: place(t.doc, c.Place), Document: string(t.doc.ID),
				Message: "a comment still contains guidance from the template", Hint: "delete it once the section is written"})
		}
	}
	own, given := blankValues(t)
	out = append(out, own...)
	if t.doc.Status != doc.Approved {
		for _, fs := range [][]diag.Finding{out, given} {
			for i := range fs {
				fs[i].Severity = diag.Info
			}
		}
	}
	return out, given
}

// filler gives the length of a bracket that is to be filled in, or 0; end is where it may close. What stands before round
// brackets is a link.
func filler(s []byte, end int) int {
	if end < 0 || s[end] == '\n' || bytes.HasPrefix(s[end+1:], []byte("(")) {
		return 0
	}
	inner := bytes.ToLower(s[1:min(end+1, longestFiller)])
	for _, f := range fillers {
		if bytes.HasPrefix(inner, []byte(f)) {
			return end + 1
		}
	}
	return 0
}

// blank gives the length of the placeholder that s begins with, or 0. A shortcode of Hugo, {{< … >}} or {{% … %}}, is none.
func blank(s []byte) int {
	if len(s) > len(BlankOpen) && (s[len(BlankOpen)] == '<' || s[len(BlankOpen)] == '%') {
		return 0
	}
	end := bytes.Index(s[:min(len(s), blankLength)], []byte(BlankClose))
	if end <= 0 || !bytes.HasPrefix(s, []byte(BlankOpen)) {
		return 0
	}
	return end + len(BlankClose)
}

// IsBlank tells whether a value of YAML holds a placeholder, or is one.
func IsBlank(value string) bool {
	at := strings.Index(value, BlankOpen)
	return value == Unnamed || at >= 0 && blank([]byte(value[at:])) > 0
}

// blankValues finds the placeholders of front matter, and apart from them those that the configuration's defaults gave.
func blankValues(t *text) (own, given []diag.Finding) {
	scalars("", t.doc.Front, func(key string, n *strictyaml.Node) {
		if !IsBlank(n.Text()) {
			return
		}
		f := diag.Finding{Rule: "TX007", Pos: diag.Pos{File: t.doc.Path, Line: n.Line, Col: n.Col, EndCol: n.EndCol}, Document: string(t.doc.ID),
			Message: fmt.Sprintf("`%s: %s` is a placeholder", key, n.Raw), Hint: "replace it with how your organization does it"}
		if n.Line == 0 {
			f.Pos.Line, f.Pos.Col = 1, 1
			f.Message, f.Hint = f.Message+" (from `defaults:` in the configuration, here and wherever it applies)", "replace it in the configuration"
			given = append(given, f)
			return
		}
		own = append(own, f)
	})
	return own, given
}

// blankPeople finds the placeholders of people.yaml.
func blankPeople(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, p := range in.People.People {
		if IsBlank(p.ID) || IsBlank(p.Name) {
			out = append(out, diag.Finding{Rule: "TX007", Pos: p.Pos, Message: fmt.Sprintf("the person `%s` is a placeholder", p.ID),
				Hint: "add the name and e-mail address, and replace the placeholder everywhere with the id"})
		}
	}
	return out
}

// scalars visits every scalar below a node of YAML with the key that it stands under.
func scalars(key string, n *strictyaml.Node, visit func(key string, n *strictyaml.Node)) {
	switch {
	case n == nil:
	case n.Kind == strictyaml.Map:
		for k, v := range n.Pairs() {
			scalars(k.Raw, v, visit)
		}
	case n.Kind == strictyaml.List:
		for _, v := range n.Values {
			scalars(key, v, visit)
		}
	default:
		visit(key, n)
	}
}
