// Package people reads people.yaml: who works on the service management system, in which role, from when to when.
//
// Authority is judged on the day of the act, so every role is held from a day to a day. Git identities are joined
// to persons by e-mail address alone; a name proves nothing.
package people

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
)

// Person is a human being, or a bot that commits.
type Person struct {
	ID     string
	Name   string
	Emails []string
	Keys   []Key
	Bot    bool
	Party  string       // the party for which the person acts; empty for one of ours
	Deputy []Deputyship // for whom the person stands in, and when
	From   date.Date    // zero: since ever
	To     date.Date    // zero: still here
	Pos    diag.Pos
}

// Key is a key with which a person signs.
type Key struct {
	Text            string    // a fingerprint, or a public key as git's allowed-signers file writes it
	CompromisedFrom date.Date // since when somebody else may have signed with it; zero if nobody has
}

// Deputyship is the time during which a person stands in for another, both days inclusive; zero ends are open.
type Deputyship struct {
	For      string // person id
	From, To date.Date
	Pos      diag.Pos
}

// Active tells whether the person belongs to the organization on that day.
func (p Person) Active(on date.Date) bool { return within(p.From, p.To, on) }

// Role is a function with authority. Holders may change and may be several.
type Role struct {
	ID      string
	Title   string
	Holders []Holding
	Pos     diag.Pos
}

// Holding is the time during which a person holds a role, both days inclusive; zero ends are open.
type Holding struct {
	Person   string
	From, To date.Date
	Pos      diag.Pos
}

// Party is a customer, supplier or internal supplier.
type Party struct {
	ID, Name string
	Kind     string // customer | supplier | internal-supplier
	Pos      diag.Pos
}

// Register holds the people, roles and parties. It is not changed after Load. The zero value is an empty register.
type Register struct {
	Path     string // of people.yaml relative to the repository root; empty if there is none
	People   []Person
	Roles    []Role
	Parties  []Party
	Findings []diag.Finding
}

// FoldAddress makes addresses comparable: their case carries no meaning in practice.
func FoldAddress(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

func within(from, to, on date.Date) bool {
	return (from.IsZero() || !on.Before(from)) && (to.IsZero() || !on.After(to))
}

// Person gives the person with this id.
func (r *Register) Person(id string) (Person, bool) {
	for _, p := range r.People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// ByEmail gives the person who uses this address, whatever its case. An address of two people identifies neither.
func (r *Register) ByEmail(email string) (Person, bool) {
	email = FoldAddress(email)
	var found Person
	var ok bool
	for _, p := range r.People {
		if !slices.ContainsFunc(p.Emails, func(e string) bool { return FoldAddress(e) == email }) {
			continue
		}
		if ok && p.ID != found.ID {
			return Person{}, false
		}
		found, ok = p, true
	}
	return found, ok
}

// Role gives the role with this id.
func (r *Register) Role(id string) (Role, bool) {
	for _, role := range r.Roles {
		if role.ID == id {
			return role, true
		}
	}
	return Role{}, false
}

// Party gives the party with this id.
func (r *Register) Party(id string) (Party, bool) {
	for _, p := range r.Parties {
		if p.ID == id {
			return p, true
		}
	}
	return Party{}, false
}

// PartyIDs gives the ids of the parties of the kinds that are wanted.
func (r *Register) PartyIDs(wanted func(kind string) bool) []string {
	var out []string
	for _, p := range r.Parties {
		if wanted(p.Kind) {
			out = append(out, p.ID)
		}
	}
	return out
}

// Holders gives the ids of the persons who hold the role on that day. A placeholder holds none: the role is vacant.
func (r *Register) Holders(role string, on date.Date) []string {
	return slices.DeleteFunc(r.Listed(role, on), r.Nobody)
}

// Listed gives the ids that stand for the role on that day, those of placeholders as well.
func (r *Register) Listed(role string, on date.Date) []string {
	found, _ := r.Role(role)
	var out []string
	for _, h := range found.Holders {
		if within(h.From, h.To, on) {
			out = append(out, h.Person)
		}
	}
	return out
}

// Nobody tells whether an id is that of a placeholder. One of two letters may be that of somebody who has a name.
func (r *Register) Nobody(id string) bool {
	p, _ := r.Person(id)
	return Placeholder(cmp.Or(p.Name, id))
}

// RolesOf gives the ids of the roles that the person holds on that day.
func (r *Register) RolesOf(person string, on date.Date) []string {
	var out []string
	for _, role := range r.Roles {
		for _, h := range role.Holders {
			if h.Person == person && within(h.From, h.To, on) {
				out = append(out, role.ID)
				break
			}
		}
	}
	return out
}
