package approval

import (
	"strings"

	"clausebook/internal/history"
	"clausebook/internal/people"
)

// directory joins the identities of commits and evidence to the persons of a register. Only an address joins: a name
// proves nothing. Looking up an address costs the same however many people there are.
type directory struct {
	*people.Register
	byEmail map[string]*people.Person // nil where two persons give the same address: it identifies nobody
}

// newDirectory gives the directory of a register, which may be nil.
func newDirectory(r *people.Register) *directory {
	if r == nil {
		r = &people.Register{}
	}
	d := &directory{Register: r, byEmail: map[string]*people.Person{}}
	for i := range r.People {
		for _, e := range r.People[i].Emails {
			key := foldAddress(e)
			if other, taken := d.byEmail[key]; taken && other != &r.People[i] {
				d.byEmail[key] = nil
				continue
			}
			d.byEmail[key] = &r.People[i]
		}
	}
	return d
}

// foldAddress makes addresses comparable.
func foldAddress(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// empty tells whether nobody is listed, so that nothing can be said about who is known.
func (d *directory) empty() bool { return len(d.People) == 0 }

// join gives the person behind an identity, and whether it is a machine.
func (d *directory) join(who history.Identity) (p Person, bot bool) {
	if known := d.byEmail[foldAddress(who.Email)]; known != nil && who.Email != "" {
		return personOf(*known, who.Email), known.Bot
	}
	return Person{Name: who.Name, Email: who.Email}, isBot(who)
}

// named gives the person whom a text names: by id, by address, or by nothing that is known.
func (d *directory) named(text string) (p Person, bot bool) {
	text = strings.TrimSpace(text)
	if known, ok := d.Person(text); ok {
		return personOf(known, ""), known.Bot
	}
	return d.join(parseIdentity(text))
}

// personOf gives a listed person as evidence names them, by their first address unless another was used.
func personOf(p people.Person, email string) Person {
	if email == "" && len(p.Emails) > 0 {
		email = p.Emails[0]
	}
	return Person{ID: p.ID, Name: p.Name, Email: email}
}

// parseIdentity reads "Name <address>", an address alone, or a name alone.
func parseIdentity(text string) history.Identity {
	name, rest, ok := strings.Cut(text, "<")
	if ok {
		email, _, _ := strings.Cut(rest, ">")
		return history.Identity{Name: strings.TrimSpace(name), Email: strings.TrimSpace(email)}
	}
	if strings.Contains(text, "@") && !strings.ContainsAny(text, " \t") {
		return history.Identity{Email: text}
	}
	return history.Identity{Name: text}
}

// isBot tells whether an unlisted identity is a machine by the marks that forges give their own.
func isBot(who history.Identity) bool {
	return strings.HasSuffix(who.Name, "[bot]") || strings.Contains(foldAddress(who.Email), "[bot]@")
}

// isForge tells whether an identity is the forge itself, which commits for whoever pressed the button.
func isForge(who history.Identity) bool {
	switch foldAddress(who.Email) {
	case "noreply@github.com", "noreply@gitlab.com", "noreply@bitbucket.org", "noreply@dev.azure.com", "noreply@codeberg.org":
		return true
	}
	return strings.EqualFold(who.Name, "GitHub") || strings.EqualFold(who.Name, "GitLab")
}

// same tells whether two may be one person. Where one of them is not listed, an equal name is enough for the doubt:
// else a second address would hide that authors approve their own work.
func same(a, b Person) bool {
	switch {
	case a.ID != "" && b.ID != "":
		return a.ID == b.ID
	case a.Email != "" && foldAddress(a.Email) == foldAddress(b.Email):
		return true
	}
	return a.Name != "" && strings.EqualFold(strings.Join(strings.Fields(a.Name), " "), strings.Join(strings.Fields(b.Name), " "))
}

// String gives the name by which messages call a person.
func (p Person) String() string {
	switch {
	case p.Name != "":
		return p.Name
	case p.ID != "":
		return p.ID
	}
	return p.Email
}
