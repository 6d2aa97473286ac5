package check

import (
	"fmt"
	"unicode"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/strictyaml"
)

var tx002 = Rule{
	ID:       "TX002",
	Title:    "name that mixes scripts",
	Why:      "With a Cyrillic or Greek letter that looks like a Latin one, two different names look the same.",
	Fix:      "Write the name in a single script.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run:      mixedScripts,
}

// nameKeys are the keys of the front matter whose values are names that something is looked up by.
var nameKeys = [...]string{
	"id",
	"owner",
	"approver",
	"approved_by",
	"supplier",
	"service_owner",
	"chair",
	"seen_by",
	"fulfils",
	"covers",
	"services",
	"customers",
	"suppliers",
	"parties",
	"attendees",
	"auditors",
	"tags",
	"aliases",
}

func mixedScripts(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		out = append(out, in.alone(d).mixed...)
	}
	for _, p := range in.People.People {
		if a, b, mixed := mixture(p.ID); mixed {
			out = append(out, mixedFinding(p.Pos, p.ID, a, b))
		}
	}
	return out
}

// mixedIn looks at the names in one document.
func mixedIn(d *doc.Document) []diag.Finding {
	var out []diag.Finding
	for _, key := range nameKeys {
		for i, n := range d.Front.Get(key).Items() {
			if a, b, mixed := mixture(n.Text()); mixed {
				out = append(out, mixedFinding(namePos(d, key, i, n), n.Text(), a, b))
			}
		}
	}
	return out
}

// namePos gives the place of a value that may be one of a list or stand alone.
func namePos(d *doc.Document, key string, i int, n *strictyaml.Node) diag.Pos {
	if n.Line == 0 {
		return d.Pos(key, fmt.Sprint(i))
	}
	return diag.Pos{File: d.Path, Line: n.Line, Col: n.Col, EndCol: n.EndCol}
}

func mixedFinding(pos diag.Pos, name, a, b string) diag.Finding {
	return diag.Finding{
		Rule:    "TX002",
		Pos:     pos,
		Message: fmt.Sprintf("`%s` mixes %s and %s letters", name, a, b),
		Hint:    "write it in one script",
	}
}

// lookalikes are the scripts whose letters can be taken for one another.
var lookalikes = [...]struct {
	name  string
	table *unicode.RangeTable
}{{"Latin", unicode.Latin}, {"Cyrillic", unicode.Cyrillic}, {"Greek", unicode.Greek}, {"Armenian", unicode.Armenian}, {"Cherokee",
	unicode.Cherokee}}

// mixture gives two scripts of a word, if it has letters of more than one that look alike. A name of several words
// may have each in its own script.
func mixture(name string) (a, b string, mixed bool) {
	first := ""
	for _, r := range name {
		if r == ' ' || r == ',' {
			first = ""
			continue
		}
		for _, s := range lookalikes {
			if !unicode.Is(s.table, r) {
				continue
			}
			if first != "" && first != s.name {
				return first, s.name, true
			}
			first = s.name
		}
	}
	return "", "", false
}
