package days

import (
	"slices"

	"clausebook/internal/view"
)

// duties is what is overdue, due soon or due within three months for a role or a person. Each of the three is a list of its own,
// to which the number of it leads.
type duties struct {
	key    view.ListKey
	anchor string // on the page of the role or person
	title  string
	page   string // of the role or person
	due    []view.DueDay
	of     func(view.Page) view.Link
}

// DutyList is the beginning of such a list on the page of a role or person.
type DutyList struct {
	Anchor, Title string
	DueList
}

const (
	roleDue   = 12 // rows of one list on the page of a role or person
	dutyDays  = 90
	ofRole    = " for the role"
	ofAPerson = " for the person"
)

// The lists of duties by their anchors.
const (
	OverdueList = "overdue"
	SoonList    = "soon"
	laterList   = "later"
)

// DueOfRole gives what is due for a role.
func DueOfRole(s *view.View, id string) []duties {
	wanted := func(e view.DueDay) bool { return e.Owner == id }
	return dutiesOf(s, ofRole, id, s.Addr.Roles[id], wanted, func(p view.Page) view.Link { return p.Role(id) })
}

// DueOfPerson gives what is due for the roles that a person holds on the as-of day, and for the person by name.
func DueOfPerson(s *view.View, id string) []duties {
	roles := s.People.RolesOf(id, s.AsOf.Day)
	wanted := func(e view.DueDay) bool { return e.Owner == id || slices.Contains(roles, e.Owner) }
	return dutiesOf(s, ofAPerson, id, s.Addr.People[id], wanted, func(p view.Page) view.Link { return p.Person(id) })
}

func dutiesOf(s *view.View, what, id, page string, wanted func(view.DueDay) bool, of func(view.Page) view.Link) []duties {
	var out []duties
	for _, l := range []struct{ anchor, title string }{
		{OverdueList, s.T("Overdue")}, {SoonList, s.T("Due within 30 days")}, {laterList, s.T("Due in 31 to 90 days")},
	} {
		out = append(out, duties{key: view.ListKey{What: l.anchor + what, Of: id}, anchor: l.anchor, title: l.title, page: page, of: of})
	}
	for _, e := range s.Due() {
		days := s.AsOf.Day.DaysUntil(e.Day)
		if days > dutyDays {
			break
		}
		if wanted(e) {
			list := &out[2]
			switch {
			case days < 0:
				list = &out[0]
			case days <= view.DueSoon:
				list = &out[1]
			}
			list.due = append(list.due, e)
		}
	}
	return out
}

// dutyLists gives the lists that are too long for the page of their role or person.
func dutyLists(s *view.View) []duties {
	var out []duties
	seen := map[string]bool{}
	add := func(lists []duties) {
		for _, list := range lists {
			if at := list.page + "#" + list.anchor; len(list.due) > roleDue && !seen[at] {
				seen[at] = true
				out = append(out, list)
			}
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

// DutyRows gives what the page of a role or person shows, and the ways to the rest.
func DutyRows(p view.Page, lists []duties) []DutyList {
	var out []DutyList
	for _, l := range lists {
		if len(l.due) == 0 {
			continue
		}
		d := DutyList{Anchor: l.anchor, Title: l.title, DueList: DueList{Count: len(l.due)}}
		for _, e := range l.due[:min(len(l.due), roleDue)] {
			d.Rows = append(d.Rows, p.DueRow(e))
		}
		d.Rest = p.More(len(l.due)-len(d.Rows), p.Addr.Lists[l.key])
		out = append(out, d)
	}
	return out
}
