package days

import (
	"slices"

	"clausebook/internal/view"
)

// duties is what is overdue or falls due within three months for a role or a person.
type duties struct {
	key  view.ListKey
	page string // of the role or person
	due  []view.DueDay
	of   func(view.Page) view.Link
}

const (
	roleDue   = 30 // rows on the page of a role or person
	dutyDays  = 90
	dueOfThe  = "what is due for the "
	ofRole    = dueOfThe + "role"
	ofAPerson = dueOfThe + "person"
)

// DueOfRole gives what is due for a role.
func DueOfRole(s *view.View, id string) duties {
	return duties{view.ListKey{What: ofRole, Of: id}, s.Addr.Roles[id],
		dutiesOf(s, func(e view.DueDay) bool { return e.Owner == id }),
		func(p view.Page) view.Link { return p.Role(id) }}
}

// DueOfPerson gives what is due for the roles that a person holds on the as-of day, and for the person by name.
func DueOfPerson(s *view.View, id string) duties {
	roles := s.People.RolesOf(id, s.AsOf.Day)
	return duties{view.ListKey{What: ofAPerson, Of: id}, s.Addr.People[id],
		dutiesOf(s, func(e view.DueDay) bool { return e.Owner == id || slices.Contains(roles, e.Owner) }),
		func(p view.Page) view.Link { return p.Person(id) }}
}

func dutiesOf(s *view.View, wanted func(view.DueDay) bool) []view.DueDay {
	var out []view.DueDay
	for _, e := range s.Due() {
		if s.AsOf.Day.DaysUntil(e.Day) > dutyDays {
			break
		}
		if wanted(e) {
			out = append(out, e)
		}
	}
	return out
}

// dutyLists gives the lists that are too long for the page of their role or person.
func dutyLists(s *view.View) []duties {
	var out []duties
	seen := map[string]bool{}
	add := func(list duties) {
		if len(list.due) > roleDue && !seen[list.page] {
			seen[list.page] = true
			out = append(out, list)
		}
	}
	for _, r := range s.People.Roles {
		add(DueOfRole(s, r.ID))
	}
	for _, m := range s.People.People {
		add(DueOfPerson(s, m.ID))
	}
	return out
}

// Beginning gives what the page of the role or person shows, and the way to the rest.
func (d duties) Beginning(p view.Page) ([]view.DueRow, view.Link) {
	var out []view.DueRow
	for _, e := range d.due[:min(len(d.due), roleDue)] {
		out = append(out, p.DueRow(e))
	}
	return out, p.More(len(d.due)-len(out), p.Addr.Lists[d.key])
}
