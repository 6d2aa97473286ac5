package check

import (
	"fmt"
	"strings"

	"clausebook/internal/phrase"
)

// roleHints suggests the role that stands for an owner or approver who is given in another way.
func roleHints(in *Input) *hints {
	h := newHints(roleNames(in))
	h.exact = func(word string) string {
		role, _ := in.People.RoleMeant(word)
		return role.ID
	}
	h.meant = func(word string) string {
		if role, ok := in.People.RoleMeant(word); ok {
			return fmt.Sprintf("write its id, `%s`", role.ID)
		}
		p, held, ok := in.People.HeldBy(word, in.AsOf)
		switch {
		case !ok:
			return ""
		case len(held) == 0:
			return fmt.Sprintf("%s holds no role on %s; name a role, and give it to a person in %s", p.Name, in.AsOf, in.People.Path)
		}
		return fmt.Sprintf("name a role that %s holds: %s", p.Name, phrase.Or(quoted(held)))
	}
	return h
}

// approverHints suggests the role or person that stands for an approver who is given in another way.
func approverHints(in *Input) *hints {
	h := newHints(roleNames(in))
	h.exact = func(word string) string {
		role, _ := in.People.RoleMeant(word)
		return role.ID
	}
	h.meant = func(word string) string {
		if role, ok := in.People.RoleMeant(word); ok {
			return fmt.Sprintf("write its id, `%s`", role.ID)
		}
		p, held, ok := in.People.HeldBy(word, in.AsOf)
		if !ok {
			return ""
		}
		return "write " + phrase.Or(quoted(append(held, p.ID)))
	}
	return h
}

// personHints suggests the person who is given by name or address.
func personHints(in *Input, names []string) *hints {
	h := newHints(names)
	h.exact = func(word string) string {
		p, _ := in.People.PersonMeant(word)
		return p.ID
	}
	h.meant = func(word string) string {
		p, ok := in.People.PersonMeant(word)
		return idOf(p.Name, p.ID, ok)
	}
	return h
}

// partyHints suggests the party that is given by name.
func partyHints(in *Input) *hints {
	names := make([]string, len(in.People.Parties))
	for i, p := range in.People.Parties {
		names[i] = p.ID
	}
	h := newHints(names)
	h.exact = func(word string) string {
		if p, ok := in.People.PartyMeant(word); ok && strings.EqualFold(p.Name, word) {
			return p.ID // its whole name, and not the beginning of it
		}
		return ""
	}
	h.meant = func(word string) string {
		p, ok := in.People.PartyMeant(word)
		return idOf(p.Name, p.ID, ok)
	}
	return h
}

// idOf says to write an id instead of a name that was understood.
func idOf(name, id string, understood bool) string {
	if !understood {
		return ""
	}
	return fmt.Sprintf("write the id of %s, `%s`", name, id)
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "`" + w + "`"
	}
	return out
}
