package check

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hmarr/codeowners"

	"clausebook/internal/diag"
)

var pe010 = Rule{
	ID:       "PE010",
	Title:    "CODEOWNERS names another owner than the document",
	Why:      "The forge asks somebody to review the change who does not answer for the document.",
	Mend:     "Let the line of CODEOWNERS name a holder of the owner's role, or a team of the role's name.",
	Clauses:  []string{"5.3", "7.5.3"},
	Severity: diag.Warning,
	Run:      codeOwners,
}

// codeOwners compares only what can be compared: an owner of the file counts if it is the address of a person, or if
// its name is that of a role or person. Where none of them is known, nothing is said.
func codeOwners(in *Input) []diag.Finding {
	if len(in.CodeOwners) == 0 || in.People.Path == "" {
		return nil
	}
	rules, err := codeowners.ParseFile(bytes.NewReader(in.CodeOwners))
	if err != nil {
		return []diag.Finding{{Rule: "PE010", Pos: diag.Pos{File: "CODEOWNERS"}, Message: "CODEOWNERS cannot be read: " + err.Error(), Hint: "correct the line"}}
	}
	names := newOwnerNames(in)
	lines := newOwnerLines(rules)
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		rule := lines.match(d.Path)
		if d.Owner == "" || rule == nil || !names.disagree(rule, d.Owner) {
			continue
		}
		out = append(out, diag.Finding{Rule: "PE010", Pos: d.Pos("owner"), Document: string(d.ID),
			Message: fmt.Sprintf("the owner is `%s`, and line %d of CODEOWNERS names %s", d.Owner, rule.LineNumber, ownersOf(rule)),
			Hint:    "let both name the same role or person"})
	}
	return out
}

// ownerLines are the lines of CODEOWNERS, so arranged that a file is not held against each of them: plain paths are
// looked up, and only patterns are tried one by one.
type ownerLines struct {
	plain    map[string]*codeowners.Rule // the last line of each path
	patterns []*codeowners.Rule
}

func newOwnerLines(rules codeowners.Ruleset) ownerLines {
	l := ownerLines{plain: map[string]*codeowners.Rule{}}
	for i := range rules {
		raw := rules[i].RawPattern()
		if strings.HasPrefix(raw, "/") && !strings.ContainsAny(raw, `*?\`) {
			l.plain[strings.Trim(raw, "/")] = &rules[i]
			continue
		}
		l.patterns = append(l.patterns, &rules[i])
	}
	return l
}

// match gives the line that decides about a file, which is the last that matches, or nil.
func (l ownerLines) match(file string) *codeowners.Rule {
	var last *codeowners.Rule
	for at := file; at != "." && at != "/"; at = path.Dir(at) {
		rule := l.plain[at]
		if rule != nil && (at != file || !strings.HasSuffix(rule.RawPattern(), "/")) && (last == nil || rule.LineNumber > last.LineNumber) {
			last = rule
		}
	}
	for _, rule := range slices.Backward(l.patterns) {
		if last != nil && rule.LineNumber < last.LineNumber {
			break
		}
		if ok, err := rule.Match(file); ok && err == nil {
			return rule
		}
	}
	return last
}

func ownersOf(rule *codeowners.Rule) string {
	words := make([]string, len(rule.Owners))
	for i, o := range rule.Owners {
		words[i] = "`" + o.String() + "`"
	}
	return strings.Join(words, ", ")
}

// ownerNames joins the owners of CODEOWNERS to roles and persons.
type ownerNames struct {
	roles map[string]map[string]bool // folded name of a role or person, or folded address -> the roles it stands for
}

func newOwnerNames(in *Input) ownerNames {
	n := ownerNames{roles: map[string]map[string]bool{}}
	for _, p := range in.People.People {
		held := map[string]bool{}
		for _, r := range in.People.RolesOf(p.ID, in.AsOf) {
			held[r] = true
		}
		n.roles[foldName(p.ID)] = held
		for _, e := range p.Emails {
			n.roles[foldName(e)] = held
		}
	}
	for _, r := range in.People.Roles {
		n.roles[foldName(r.ID)] = map[string]bool{r.ID: true}
	}
	return n
}

// disagree tells whether the rule names somebody who is known, and nobody who holds the role.
func (n ownerNames) disagree(rule *codeowners.Rule, role string) bool {
	known := false
	for _, o := range rule.Owners {
		value := o.Value
		if o.Type == codeowners.TeamOwner {
			value = value[strings.LastIndexByte(value, '/')+1:]
		}
		held, ok := n.roles[foldName(value)]
		if held[role] {
			return false
		}
		known = known || ok
	}
	return known
}

// foldName makes names comparable: forges write ines-halloran where people.yaml has ines.halloran.
func foldName(name string) string {
	return strings.NewReplacer(".", "-", "_", "-").Replace(strings.ToLower(name))
}
