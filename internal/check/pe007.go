package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/people"
	"clausebook/internal/strictyaml"
)

var pe007 = Rule{
	ID:       "PE007",
	Title:    "approved by somebody who is not listed",
	Why:      "A name that is not in people.yaml does not show who the approver is and with what authority.",
	Fix:      "Set `approved_by` to a person from people.yaml, or add the person there with the dates of service.",
	Clauses:  []string{"5.3", "7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.People.Path == "" {
			return nil // no register of people: there is nothing to compare with
		}
		_, names := personNames(in)
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			for i, item := range d.Front.Get("approved_by").Items() {
				for _, name := range people.Written(item.Text()) {
					if f, wrong := notAPerson(in, names, d, name); wrong {
						f.Pos = placeOfItem(d, "approved_by", i, item)
						f.Edit = names.edit(d, f.Pos, name)
						out = append(out, f)
					}
				}
			}
		}
		return out
	},
}

// placeOfItem gives where an item of a value stands: that of the value where it is no list.
func placeOfItem(d *doc.Document, key string, i int, item *strictyaml.Node) diag.Pos {
	if d.Front.Get(key) == item {
		return d.Pos(key)
	}
	return d.Pos(key, fmt.Sprint(i))
}

// notAPerson says what a name is that stands for an approver and is no person of people.yaml.
func notAPerson(in *Input, names *hints, d *doc.Document, name string) (f diag.Finding, wrong bool) {
	f = diag.Finding{Rule: "PE007", Document: string(d.ID), About: name}
	p, listed := in.People.Person(name)
	role, isRole := in.People.Role(name)
	switch {
	case listed && p.Bot:
		f.Message, f.Hint = fmt.Sprintf("`%s` is a machine, and a machine approves nothing", name), "name the person who approved it"
	case listed:
		return f, false
	case people.Placeholder(name) && d.Status == doc.Approved && len(people.Names(d.ApprovedBy)) == 0:
		return f, false // AP007 says that nobody is named
	case people.Placeholder(name):
		f.Message, f.Hint = fmt.Sprintf("`%s` names nobody, and approves nothing", name), "leave `approved_by` out until somebody has approved it"
		f.Severity = diag.Info
	case isRole:
		f.Message, f.Hint = fmt.Sprintf("`%s` is a role (%s), not a person", name, role.Title), "name the person who approved it in that role"
	case people.Group(name, name):
		f.Message, f.Hint = fmt.Sprintf("`%s` is a group or a list, not a person", name), "name each person who approved it"
	default:
		f.Message, f.Hint = fmt.Sprintf("`%s` is not a person in %s", name, in.People.Path), names.near(name)
	}
	return f, true
}

// personNames gives the ids of all persons, to look up and to suggest.
func personNames(in *Input) (map[string]bool, *hints) {
	known, names := map[string]bool{}, make([]string, len(in.People.People))
	for i, p := range in.People.People {
		known[p.ID], names[i] = true, p.ID
	}
	return known, personHints(in, names)
}
