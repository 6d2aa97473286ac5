package history

import (
	"cmp"
	"slices"
	"strings"
)

// Mailmap is the .mailmap of one commit. The zero value changes nothing.
type Mailmap struct{ of *mailmap }

// Proper gives the proper identity of one that a text names.
func (m Mailmap) Proper(who Identity) Identity { return m.of.proper(who) }

// MappedBy gives the identities of which some .mailmaps speak, each once and in order. One without a name stands for all names that
// none of them tells apart.
func MappedBy(all ...Mailmap) []Identity {
	var out []Identity
	for _, m := range all {
		if m.of == nil {
			continue
		}
		for email, at := range m.of.byEmail {
			out = append(out, Identity{Email: email})
			for name := range at.byName {
				out = append(out, Identity{Name: name, Email: email})
			}
		}
	}
	slices.SortFunc(out, func(a, b Identity) int { return cmp.Or(cmp.Compare(a.Email, b.Email), cmp.Compare(a.Name, b.Name)) })
	return slices.Compact(out)
}

// mailmap maps the identities of commits to the proper ones, as git reads .mailmap. The nil map changes nothing.
type mailmap struct {
	byEmail map[string]*mapping // lower-case address -> how to map it
}

// mapping says what an address maps to, for any name and for certain names.
type mapping struct {
	proper Identity
	byName map[string]Identity // lower-case name as committed
}

// parseMailmap reads a .mailmap file. Lines that say nothing are passed over, as git does.
func parseMailmap(text string) *mailmap {
	m := &mailmap{byEmail: map[string]*mapping{}}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		name1, email1, rest, ok := nameAndEmail(line, false)
		if !ok {
			continue
		}
		name2, email2, _, ok := nameAndEmail(rest, true)
		if ok {
			m.add(Identity{name1, email1}, name2, email2)
		} else {
			m.add(Identity{Name: name1}, "", email1)
		}
	}
	return m
}

// nameAndEmail reads "Name <address>" from the start of a line and gives what follows.
func nameAndEmail(line string, allowEmpty bool) (name, email, rest string, ok bool) {
	name, after, opened := strings.Cut(line, "<")
	email, rest, closed := strings.Cut(after, ">")
	if !opened || !closed || email == "" && !allowEmpty {
		return "", "", "", false
	}
	return trim(name), email, rest, true
}

// add keeps one line. An empty part of the proper identity leaves that part as committed.
func (m *mailmap) add(proper Identity, name, email string) {
	key := strings.ToLower(email)
	at := m.byEmail[key]
	if at == nil {
		at = &mapping{byName: map[string]Identity{}}
		m.byEmail[key] = at
	}
	if name != "" {
		at.byName[strings.ToLower(name)] = proper
		return
	}
	if proper.Name != "" {
		at.proper.Name = proper.Name
	}
	if proper.Email != "" {
		at.proper.Email = proper.Email
	}
}

// proper gives the proper identity of one as committed.
func (m *mailmap) proper(who Identity) Identity {
	if m == nil {
		return who
	}
	at := m.byEmail[strings.ToLower(who.Email)]
	if at == nil {
		return who
	}
	to, named := at.byName[strings.ToLower(who.Name)]
	if !named {
		to = at.proper
	}
	if to.Name != "" {
		who.Name = to.Name
	}
	if to.Email != "" {
		who.Email = to.Email
	}
	return who
}
