package check

import (
	"fmt"
	"strings"

	"github.com/hmarr/codeowners"

	"clausebook/internal/diag"
)

var pe010 = Rule{
	ID:    "PE010",
	Title: "CODEOWNERS names another owner than the document",
	Why:   "The forge requests the review from somebody who is not responsible for the document.",
	Fix: "In CODEOWNERS, name a holder of the owning role or a team with the name of the role. In a file with sections, one section is " +
		"enough.",
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
	file := readOwnerFile(in.CodeOwners)
	var out []diag.Finding
	for _, f := range file.unread {
		out = append(out, diag.Finding{Rule: "PE010", Pos: diag.Pos{File: in.CodeOwnersPath, Line: f.line},
			Message: "the forge passes over this line, because it cannot be read: " + f.err.Error(), Hint: "correct the line"})
	}
	names := newOwnerNames(in)
	for _, d := range in.Docs.Documents {
		rules := file.match(in.History.InRepository(d.Path))
		if d.Owner == "" || !names.disagree(rules, d.Owner) {
			continue
		}
		out = append(out, diag.Finding{Rule: "PE010", Pos: d.Pos("owner"), Document: string(d.ID),
			Message: fmt.Sprintf("the owner is `%s`, but %s", d.Owner, namedBy(rules)),
			Hint:    "name the same role or person in both"})
	}
	return out
}

// namedBy words whom the lines of CODEOWNERS name, one line for each section.
func namedBy(rules []codeowners.Rule) string {
	words := make([]string, len(rules))
	for i, r := range rules {
		words[i] = fmt.Sprintf("line %d of CODEOWNERS names %s", r.LineNumber, ownersOf(r))
	}
	return strings.Join(words, ", ")
}

func ownersOf(rule codeowners.Rule) string {
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

// disagree tells whether the lines name somebody who is known, and nobody who holds the role. Each section of a file
// asks for an approval of its own, so that it is enough when one of them names the owner.
func (n ownerNames) disagree(rules []codeowners.Rule, role string) bool {
	known := false
	for _, r := range rules {
		for _, o := range r.Owners {
			held, ok := n.roles[foldName(nameOf(o))]
			if held[role] {
				return false
			}
			known = known || ok
		}
	}
	return known
}

// foldName makes names comparable: forges write ines-halloran where people.yaml has ines.halloran.
func foldName(name string) string {
	return strings.NewReplacer(".", "-", "_", "-").Replace(strings.ToLower(name))
}
