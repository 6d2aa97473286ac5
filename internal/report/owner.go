package report

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/dossier"
	"clausebook/internal/form"
)

// Owner is who answers for something: the role, and who holds it on the as-of day.
type Owner struct {
	Role    string   `json:"role,omitempty"`    // id, empty where nobody is named
	Title   string   `json:"title,omitempty"`   // of the role, empty where people.yaml does not know it
	Holders []string `json:"holders,omitempty"` // names
	Usual   string   `json:"usual,omitempty"`   // where nobody is named: the role that usually has it, in words

	ids []string // of the holders
}

// OwnerColumns are the columns of an owner in a table.
var OwnerColumns = []form.Column{
	{Key: "owner", Title: "Owner (role id)", Width: 22},
	{Key: "owner_title", Title: "Owner", Width: 26},
	{Key: "holders", Title: "Held by", Width: 26},
}

// OwnerOf looks an owner up. Usual says who owns such a thing by common practice.
func OwnerOf(d *dossier.Dossier, role, usual string) Owner {
	if role == "" {
		return Owner{Usual: usual}
	}
	o := Owner{Role: role}
	if d.People == nil {
		return o
	}
	if found, ok := d.People.Role(role); ok {
		o.Title = cmp.Or(found.Title, found.ID)
		o.ids = d.People.Holders(role, d.AsOf.Day)
	} else if p, ok := d.People.Person(role); ok { // a person where a role is asked for
		o.Title, o.ids = cmp.Or(p.Name, p.ID), []string{p.ID}
	}
	for _, id := range o.ids {
		o.Holders = append(o.Holders, NameOf(d, id))
	}
	return o
}

// NameOf gives the name of a listed person, else the id.
func NameOf(d *dossier.Dossier, person string) string {
	if d.People == nil {
		return person
	}
	p, _ := d.People.Person(person)
	return cmp.Or(p.Name, person)
}

// Words says who it is on one line.
func (o Owner) Words() string {
	switch {
	case o.Role == "" && o.Usual == "":
		return "no owner named"
	case o.Role == "":
		return "no owner named; usually the " + inSentence(o.Usual)
	case o.Title == "":
		return o.Role + " (not in people.yaml)"
	case len(o.Holders) == 0:
		return o.Title + " (vacant)"
	case slices.Equal(o.Holders, []string{o.Title}):
		return o.Title
	}
	return o.Title + ": " + strings.Join(o.Holders, ", ")
}

// inSentence writes the name of a role in lower case, but for a word that is all capitals, such as SMS.
func inSentence(role string) string {
	words := strings.Fields(role)
	for i, w := range words {
		if w != strings.ToUpper(w) {
			words[i] = strings.ToLower(w)
		}
	}
	return strings.Join(words, " ")
}

// Is tells whether a word means this owner: the id or title of the role, the id or name of a holder, or where nobody is
// named the role that usually has it, whatever its case.
func (o Owner) Is(word string) bool {
	for _, s := range slices.Concat([]string{o.Role, o.Title, o.Usual}, o.Holders, o.ids) {
		if s != "" && strings.EqualFold(s, word) {
			return true
		}
	}
	return false
}

// OwnerNames gives every word that Owner.Is can know: roles and persons by id and name, and the roles that the
// standards name as usual.
func OwnerNames(d *dossier.Dossier) []string {
	var out []string
	if d.People != nil {
		for _, r := range d.People.Roles {
			out = append(out, r.ID, r.Title)
		}
		for _, p := range d.People.People {
			out = append(out, p.ID, p.Name)
		}
	}
	for _, s := range d.Standards.Standards {
		for _, r := range s.Required {
			out = append(out, r.Owner)
		}
	}
	for _, x := range d.Docs.Documents {
		out = append(out, x.Owner)
	}
	return out
}
