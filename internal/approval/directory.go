package approval

import (
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"

	"clausebook/internal/date"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/witness"
)

// directory joins the identities of commits and evidence to the persons of a register. Only an address joins: a name
// proves nothing. Looking somebody up costs the same however many people there are.
type directory struct {
	empty    bool                      // nobody is listed, so that nothing can be said about who is known
	gone     bool                      // nobody is listed any more: nobody has authority
	unusable bool                      // the file is there and cannot be used
	byEmail  map[string]*people.Person // nil where two persons give the same address: it identifies nobody
	byKey    map[string]*people.Person // by fingerprint; likewise
	byID     map[string]*people.Person
	roles    map[string][]people.Holding
	titles   map[string]bool // of roles, in lower case

	compromised map[string]date.Date // since when keys are, by fingerprint
}

// newDirectory gives the directory of a register, which may be nil.
func newDirectory(r *people.Register) *directory {
	if r == nil {
		r = &people.Register{}
	}
	d := &directory{empty: len(r.People) == 0, unusable: len(r.People) == 0 && len(r.Findings) > 0,
		byEmail: map[string]*people.Person{}, byKey: map[string]*people.Person{},
		byID: make(map[string]*people.Person, len(r.People)), roles: make(map[string][]people.Holding, len(r.Roles)),
		titles: make(map[string]bool, len(r.Roles)), compromised: map[string]date.Date{}}
	for _, role := range r.Roles {
		if _, dup := d.roles[role.ID]; !dup {
			d.roles[role.ID] = role.Holders
			d.titles[strings.ToLower(role.Title)] = true
		}
	}
	for i := range r.People {
		p := &r.People[i]
		if _, dup := d.byID[p.ID]; !dup {
			d.byID[p.ID] = p
		}
		for _, e := range p.Emails {
			enlist(d.byEmail, people.FoldAddress(e), p)
			if _, login, ok := strings.Cut(people.FoldAddress(e), "+"); ok && strings.Contains(login, "@users.noreply.") {
				enlist(d.byEmail, "+"+login, p) // where a forge gives the login without its number
			}
		}
		for _, k := range p.Keys {
			name := fingerprint(k.Text)
			enlist(d.byKey, name, p)
			if first, known := d.compromised[name]; !k.CompromisedFrom.IsZero() && (!known || k.CompromisedFrom.Before(first)) {
				d.compromised[name] = k.CompromisedFrom
			}
		}
	}
	return d
}

// without gives the directory of an organization in which nobody has authority, for it listed people before and does not
// any more, or in a file that cannot be used.
func (d *directory) without() *directory {
	out := *d
	out.empty, out.gone = false, true
	return &out
}

// enlist notes what identifies a person. What two give identifies nobody.
func enlist(at map[string]*people.Person, key string, p *people.Person) {
	if other, taken := at[key]; taken && other != p {
		p = nil
	}
	at[key] = p
}

// fingerprint gives the fingerprint of a key that people.yaml lists: an SSH public key, or a fingerprint of either
// kind as ssh-keygen and gpg print them.
func fingerprint(key string) string {
	key = strings.TrimSpace(key)
	if pub, err := parseKey(key); err == nil {
		return ssh.FingerprintSHA256(pub)
	}
	if strings.HasPrefix(key, "SHA256:") {
		return key
	}
	return strings.ToUpper(strings.Join(strings.Fields(key), ""))
}

// holds tells whether a person holds a role on a day.
func (d *directory) holds(person, role string, on date.Date) bool {
	return slices.ContainsFunc(d.roles[role], func(h people.Holding) bool { return h.Person == person && within(h.From, h.To, on) })
}

// active tells whether a person belongs to the organization on a day; nobody does who is not listed.
func (d *directory) active(person string, on date.Date) bool {
	p := d.byID[person]
	return p != nil && within(p.From, p.To, on)
}

// within tells whether a day lies in a span, with a day of grace on either side: it may end at midnight somewhere else.
func within(from, to, on date.Date) bool {
	return (from.IsZero() || !on.AddDays(witness.Grace).Before(from)) && (to.IsZero() || !on.After(to.AddDays(witness.Grace)))
}

// join gives the person behind an identity, and whether it is a machine.
func (d *directory) join(who history.Identity) (p Person, bot bool) {
	if known := d.byEmail[people.FoldAddress(who.Email)]; known != nil && who.Email != "" {
		return personOf(*known, who.Email), known.Bot
	}
	return Person{Name: who.Name, Email: who.Email}, isBot(who)
}

// named gives the person whom a text names: by id, by address, or by nothing that is known.
func (d *directory) named(text string) (p Person, bot bool) {
	text = strings.TrimSpace(text)
	if known, ok := d.byID[text]; ok {
		return personOf(*known, ""), known.Bot
	}
	return d.join(parseIdentity(text))
}

// signatory gives the person whom a signature identifies: by the key that the register lists, else by the addresses
// that the file of keys gives it. A machine, or a key of two persons, identifies nobody.
func (d *directory) signatory(c checked) Person {
	found := d.byKey[c.key]
	for _, address := range c.addresses {
		p := d.byEmail[people.FoldAddress(address)]
		switch {
		case d.byKey[c.key] != nil || p == nil || p == found:
		case found != nil:
			return Person{}
		default:
			found = p
		}
	}
	if found == nil || found.Bot {
		return Person{}
	}
	return personOf(*found, "")
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
	return strings.HasSuffix(who.Name, "[bot]") || strings.Contains(people.FoldAddress(who.Email), "[bot]@")
}

// isForge tells whether an identity is the forge itself, which commits for whoever pressed the button.
func isForge(who history.Identity) bool {
	switch people.FoldAddress(who.Email) {
	case "noreply@github.com", "noreply@gitlab.com", "noreply@bitbucket.org", "noreply@dev.azure.com", "noreply@codeberg.org":
		return true
	}
	return strings.EqualFold(who.Name, "GitHub") || strings.EqualFold(who.Name, "GitLab")
}

// same tells whether two may be one person. Where one of them is not listed, a name or address that looks the same is
// enough for the doubt: else a second address would hide that authors approve their own work.
func same(a, b Person) bool {
	switch {
	case a.ID != "" && b.ID != "":
		return a.ID == b.ID
	case a.Email != "" && people.FoldAddress(a.Email) == people.FoldAddress(b.Email):
		return true
	}
	local := people.LocalPart(a.Email)
	return people.Alike(a.Name, b.Name) || local != "" && local == people.LocalPart(b.Email)
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

// names tells whether a line names a listed person.
func (d *directory) names(line, id string) bool {
	for _, text := range people.Names(line) {
		if p, _ := d.named(text); p.ID != "" && p.ID == id {
			return true
		}
	}
	return false
}
