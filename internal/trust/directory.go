package trust

import (
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/people"
	"clausebook/internal/reviews"
	"clausebook/internal/witness"
)

// Directory joins the identities of commits and evidence to the persons of a register. Only an address joins: a name
// proves nothing. Looking somebody up costs the same however many people there are.
type Directory struct {
	Empty    bool                      // nobody is listed, so that nothing can be said about who is known
	Gone     bool                      // nobody is listed any more: nobody has authority
	unusable bool                      // the file is there and cannot be used
	ByEmail  map[string]*people.Person // nil where two persons give the same address: it identifies nobody
	ByKey    map[string]*people.Person // by fingerprint; likewise
	ByID     map[string]*people.Person
	Roles    map[string][]people.Holding
	titles   map[string]bool // of roles, in lower case

	Compromised map[string]date.Date // since when keys are, by fingerprint
}

// NewDirectory gives the directory of a register, which may be nil.
func NewDirectory(r *people.Register) *Directory {
	if r == nil {
		r = &people.Register{}
	}
	d := &Directory{Empty: len(r.People) == 0, unusable: len(r.People) == 0 && len(r.Findings) > 0,
		ByEmail: map[string]*people.Person{}, ByKey: map[string]*people.Person{},
		ByID: make(map[string]*people.Person, len(r.People)), Roles: make(map[string][]people.Holding, len(r.Roles)),
		titles: make(map[string]bool, len(r.Roles)), Compromised: map[string]date.Date{}}
	for _, role := range r.Roles {
		if _, dup := d.Roles[role.ID]; !dup {
			d.Roles[role.ID] = role.Holders
			d.titles[strings.ToLower(role.Title)] = true
		}
	}
	for i := range r.People {
		p := &r.People[i]
		if _, dup := d.ByID[p.ID]; !dup {
			d.ByID[p.ID] = p
		}
		for _, e := range p.Emails {
			enlist(d.ByEmail, people.FoldAddress(e), p)
			if _, login, ok := strings.Cut(people.FoldAddress(e), "+"); ok && strings.Contains(login, "@users.noreply.") {
				enlist(d.ByEmail, "+"+login, p) // where a forge gives the login without its number
			}
		}
		for _, k := range p.Keys {
			name := keys.Fingerprint(k.Text)
			enlist(d.ByKey, name, p)
			if first, known := d.Compromised[name]; !k.CompromisedFrom.IsZero() && (!known || k.CompromisedFrom.Before(first)) {
				d.Compromised[name] = k.CompromisedFrom
			}
		}
	}
	return d
}

// without gives the directory of an organization in which nobody has authority, for it listed people before and does not
// any more, or in a file that cannot be used.
func (d *Directory) without() *Directory {
	out := *d
	out.Empty, out.Gone = false, true
	return &out
}

// enlist notes what identifies a person. What two give identifies nobody.
func enlist(at map[string]*people.Person, key string, p *people.Person) {
	if other, taken := at[key]; taken && other != p {
		p = nil
	}
	at[key] = p
}

// Holds tells whether a person holds a role on a day.
func (d *Directory) Holds(person, role string, on date.Date) bool {
	return slices.ContainsFunc(d.Roles[role], func(h people.Holding) bool { return h.Person == person && Within(h.From, h.To, on) })
}

// Active tells whether a person belongs to the organization on a day; nobody does who is not listed.
func (d *Directory) Active(person string, on date.Date) bool {
	p := d.ByID[person]
	return p != nil && Within(p.From, p.To, on)
}

// Within tells whether a day lies in a span, with a day of grace on either side: it may end at midnight somewhere else.
func Within(from, to, on date.Date) bool {
	return (from.IsZero() || !on.AddDays(witness.Grace).Before(from)) && (to.IsZero() || !on.After(to.AddDays(witness.Grace)))
}

// Join gives the person behind an identity, and whether it is a machine.
func (d *Directory) Join(who history.Identity) (p Person, bot bool) {
	if known := d.ByEmail[people.FoldAddress(who.Email)]; known != nil && who.Email != "" {
		return PersonOf(*known, who.Email), known.Bot
	}
	return Person{Name: who.Name, Email: who.Email}, isBot(who)
}

// Named gives the person whom a text names: by id, by address, or by nothing that is known.
func (d *Directory) Named(text string) (p Person, bot bool) {
	text = strings.TrimSpace(text)
	if known, ok := d.ByID[text]; ok {
		return PersonOf(*known, ""), known.Bot
	}
	return d.Join(ParseIdentity(text))
}

// Signatory gives the person whom a signature identifies: by the key that the register lists, else by the addresses
// that the file of keys gives it. A machine, or a key of two persons, identifies nobody.
func (d *Directory) Signatory(c keys.Checked) Person {
	found := d.ByKey[c.Key]
	for _, address := range c.Addresses {
		p := d.ByEmail[people.FoldAddress(address)]
		switch {
		case d.ByKey[c.Key] != nil || p == nil || p == found:
		case found != nil:
			return Person{}
		default:
			found = p
		}
	}
	if found == nil || found.Bot {
		return Person{}
	}
	return PersonOf(*found, "")
}

// PersonOf gives a listed person as evidence names them, by their first address unless another was used.
func PersonOf(p people.Person, email string) Person {
	if email == "" && len(p.Emails) > 0 {
		email = p.Emails[0]
	}
	return Person{ID: p.ID, Name: p.Name, Email: email}
}

// ParseIdentity reads "Name <address>", an address alone, or a name alone.
func ParseIdentity(text string) history.Identity {
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

// IsForge tells whether an identity is the forge itself, which commits for whoever pressed the button.
func IsForge(who history.Identity) bool {
	switch people.FoldAddress(who.Email) {
	case "noreply@github.com", "noreply@gitlab.com", "noreply@bitbucket.org", "noreply@dev.azure.com", "noreply@codeberg.org":
		return true
	}
	return strings.EqualFold(who.Name, "GitHub") || strings.EqualFold(who.Name, "GitLab")
}

// Same tells whether two may be one person. Where one of them is not listed, a name or address that looks the same is
// enough for the doubt: else a second address would hide that authors approve their own work.
func Same(a, b Person) bool {
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

// Names tells whether a line names a listed person.
func (d *Directory) Names(line, id string) bool {
	for _, text := range people.Names(line) {
		if p, _ := d.Named(text); p.ID != "" && p.ID == id {
			return true
		}
	}
	return false
}

// IsRole tells whether a name is the id or the title of a role.
func (d *Directory) IsRole(name string) bool {
	_, known := d.Roles[name]
	return known || d.titles[strings.ToLower(name)]
}

// Persons counts the people who are no machines.
func (d *Directory) Persons() int {
	n := 0
	for _, p := range d.ByID {
		if !p.Bot {
			n++
		}
	}
	return n
}

// Person is someone as evidence names them, joined to people.yaml where possible.
type Person struct {
	ID    string // person id, empty if unknown
	Name  string
	Email string
}

// IsZero tells whether nobody is named.
func (p Person) IsZero() bool { return p == Person{} }

// ListedAs gives a function that finds a person by id.
func ListedAs(p Person) func(*Directory) (Person, bool) {
	return func(d *Directory) (Person, bool) {
		if known := d.ByID[p.ID]; known != nil {
			return PersonOf(*known, p.Email), known.Bot
		}
		return Person{Name: p.Name, Email: p.Email}, false
	}
}

// Machine gives the name of the listed bot or forge that a signature is of.
func (d *Directory) Machine(c keys.Checked) (name string, ok bool) {
	if known := d.ByKey[c.Key]; known != nil {
		return known.Name, known.Bot
	}
	for _, address := range c.Addresses {
		who := history.Identity{Email: address}
		if p, bot := d.Join(who); bot && p.ID != "" {
			return p.Name, true
		}
		if IsForge(who) {
			return address, true
		}
	}
	return "", false
}

// Compromised gives since when keys of people.yaml may have been used by somebody else, by their fingerprints.
func Compromised(r *people.Register) map[string]date.Date { return NewDirectory(r).Compromised }

// Account joins a user of a forge to an identity, by the address that the forge shows or those that forges give their users for
// commits. A login alone proves nothing: anybody can choose one.
func (d *Directory) Account(a reviews.Account) history.Identity {
	name := a.Name
	if name == "" {
		name = a.Login
	}
	host, _, _ := strings.Cut(a.Host, ":")
	addresses := []string{a.Email}
	for _, form := range []string{a.ID + "+" + a.Login, a.ID + "-" + a.Login, a.Login} {
		addresses = append(addresses, form+"@users.noreply."+host, form+"@noreply."+host)
	}
	for _, address := range addresses {
		if address != "" && d.ByEmail[people.FoldAddress(address)] != nil {
			return history.Identity{Name: name, Email: address}
		}
	}
	return history.Identity{Name: name, Email: a.Login + "@users.noreply." + host}
}

// OfForge tells whether a key that is listed under an address is a forge's: of one that everybody knows, or of a server of one's own,
// which signs as noreply too.
func OfForge(address string) bool {
	return IsForge(history.Identity{Email: address}) || strings.HasPrefix(people.FoldAddress(address), "noreply@")
}
