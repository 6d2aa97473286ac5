package author

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
)

// Person is somebody seen in the history of a repository.
type Person struct {
	ID      string
	Name    string
	Emails  []string
	Commits int // of which the person is author or co-author
	Reviews int // trailers that name the person
}

// seen says in what the person was seen.
func (p Person) seen() string {
	out := phrase.Plural(p.Commits, "commit", "commits")
	if p.Reviews > 0 {
		out += fmt.Sprintf(", named as reviewer or approver %s", phrase.Plural(p.Reviews, "time", "times"))
	}
	return out
}

// vouching are the trailers that name somebody who looked at a text.
var vouching = []string{"approved-by", "reviewed-by", "acked-by"}

// SeenIn gives the people whom the commits of documents name as authors, co-authors and in trailers, joined by `.mailmap`, by address and
// by name, the busiest first. Machines are left out, and so is who is named by no name.
func SeenIn(log *history.Log) []Person {
	c := census{byEmail: map[string]*Person{}, byName: map[string]*Person{}}
	seen := map[history.Hash]bool{}
	for _, p := range log.Paths() {
		for _, r := range log.Revisions(p) {
			if r.Commit != nil && !seen[r.Commit.Hash] {
				seen[r.Commit.Hash] = true
				c.take(log, r.Commit)
			}
		}
	}
	out := make([]Person, len(c.all))
	for i, p := range c.all {
		slices.Sort(p.Emails)
		out[i] = *p
	}
	slices.SortFunc(out, func(a, b Person) int {
		return cmp.Or(b.Commits+b.Reviews-a.Commits-a.Reviews, strings.Compare(a.Name, b.Name))
	})
	return out
}

// census counts people.
type census struct {
	all             []*Person
	byEmail, byName map[string]*Person
}

func (c *census) take(log *history.Log, commit *history.Commit) {
	for _, who := range append([]history.Identity{commit.Author.Identity}, commit.CoAuthors...) {
		if p := c.person(who); p != nil {
			p.Commits++
		}
	}
	for _, t := range commit.Trailers {
		if !slices.Contains(vouching, strings.ToLower(t.Key)) {
			continue
		}
		for _, name := range people.Names(t.Value) {
			if p := c.person(log.Proper(identityIn(name))); p != nil {
				p.Reviews++
			}
		}
	}
}

// identityIn reads "Name <address>".
func identityIn(text string) history.Identity {
	name, email, _ := strings.Cut(text, "<")
	return history.Identity{Name: strings.TrimSpace(name), Email: strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(email), ">"))}
}

// person gives who has an address or a name, and takes up who is new; nil for machines.
func (c *census) person(who history.Identity) *Person {
	id := personID(who.Name)
	if id == "" || machines.MatchString(who.Name) || machines.MatchString(who.Email) {
		return nil
	}
	email, name := strings.ToLower(who.Email), strings.ToLower(who.Name)
	p := cmp.Or(c.byEmail[email], c.byName[name])
	if p == nil {
		p = &Person{Name: who.Name, ID: id}
		c.all = append(c.all, p)
	}
	if email != "" {
		if c.byEmail[email] == nil {
			p.Emails = append(p.Emails, email)
		}
		c.byEmail[email] = p
	}
	c.byName[name] = p
	return p
}

// personID makes an id of a name: jane.doe.
func personID(name string) string { return strings.ReplaceAll(doc.RoleOf(name), "-", ".") }
