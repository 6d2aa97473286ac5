package people

import (
	"slices"
	"strings"

	"clausebook/internal/date"
)

// alike tells whether two names are the same but for case and the blanks around them.
func alike(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// PersonMeant gives the person whom a text names in another way than by id: by name or by address. A name of two people means
// neither.
func (r *Register) PersonMeant(text string) (Person, bool) {
	if p, ok := r.ByEmail(text); ok {
		return p, true
	}
	return only(r.People, func(p Person) bool { return alike(p.Name, text) })
}

// RoleMeant gives the role whose title a text is.
func (r *Register) RoleMeant(text string) (Role, bool) {
	return only(r.Roles, func(role Role) bool { return alike(role.Title, text) })
}

// PartyMeant gives the party whose name a text is, or begins: Acme is Acme Ltd, if no other party begins so.
func (r *Register) PartyMeant(text string) (Party, bool) {
	if p, ok := only(r.Parties, func(p Party) bool { return alike(p.Name, text) }); ok {
		return p, true
	}
	begins := func(long, short string) bool {
		long, short = strings.ToLower(strings.TrimSpace(long)), strings.ToLower(strings.TrimSpace(short))
		return short != "" && strings.HasPrefix(long, short+" ")
	}
	return only(r.Parties, func(p Party) bool { return begins(p.Name, text) || begins(text, p.Name) || begins(text, p.ID) })
}

// HeldBy gives the roles that somebody has on a day whom a text names by id, name or address.
func (r *Register) HeldBy(text string, on date.Date) (Person, []string, bool) {
	p, ok := r.Person(text)
	if !ok {
		p, ok = r.PersonMeant(text)
	}
	if !ok {
		return Person{}, nil, false
	}
	return p, r.RolesOf(p.ID, on), true
}

// only gives the one of several things for which something holds; nothing where it holds for none or for two.
func only[T any](all []T, holds func(T) bool) (T, bool) {
	var none T
	i := slices.IndexFunc(all, holds)
	if i < 0 || slices.ContainsFunc(all[i+1:], holds) {
		return none, false
	}
	return all[i], true
}
