package trust

import (
	"cmp"
	"fmt"
	"slices"

	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// This file finds changes of .mailmap that let more count: commits and trailers of somebody that become a listed person's, and
// commits that are no longer taken for those of the person who wrote them.

// Remap is an identity of commits that a .mailmap takes for another listed person than one before it.
type Remap struct {
	Who      history.Identity // as commits give it; without a name it is any
	Was, Now Person           // who is listed; zero if nobody is
}

// Remapped gives the identities that become, or are no longer, those of a listed person. Whose own address it is stays known
// whatever a .mailmap says, so that nothing is lost where they are mapped away and nothing won where they are not any more.
func Remapped(was, now history.Mailmap, d *Directory) []Remap {
	var out []Remap
	for _, who := range history.MappedBy(was, now) {
		as := func(i history.Identity) Person {
			p, bot := d.Join(i)
			if bot || p.ID == "" {
				return Person{}
			}
			return p
		}
		then, today, own := as(was.Proper(who)), as(now.Proper(who)), as(who)
		switch {
		case own.ID != "" && today.ID == own.ID:
			continue // their own again
		case own.ID != "" && then.ID == own.ID, Same(then, Person{Name: who.Name, Email: who.Email}):
			then = Person{} // known whatever .mailmap says
		}
		if then.ID != today.ID {
			out = append(out, Remap{who, then, today})
		}
	}
	return out
}

// String names the identity as a .mailmap does.
func (r Remap) String() string {
	if r.Who.Name == "" {
		return "`" + r.Who.Email + "`"
	}
	return "`" + r.Who.Name + " <" + r.Who.Email + ">`"
}

// words says what becomes of the identity.
func (r Remap) words() string {
	switch {
	case r.Was.IsZero():
		return fmt.Sprintf(".mailmap takes %s for %s", r, r.Now)
	case r.Now.IsZero():
		return fmt.Sprintf(".mailmap no longer takes %s for %s", r, r.Was)
	}
	return fmt.Sprintf(".mailmap takes %s for %s and no longer for %s", r, r.Now, r.Was)
}

// mostRemaps is how many identities one finding names.
const mostRemaps = 5

// remaps tells in which ways a commit of the main line, or the one to come, lets more count by its .mailmap. The one that came with
// the first people.yaml speaks for all that is older.
func (t *Book) remaps(c *history.Commit) []string {
	if t.In.Mailmap == nil || len(t.States) == 0 || c.Place <= t.States[0].Place || len(c.Parents) == 0 {
		return nil
	}
	was, now := t.mailmapAt(c.Parents[0]), t.mailmapAt(c.Hash)
	if was == now {
		return nil
	}
	var out []string
	for _, d := range []*Directory{t.Before(c), t.After(c)} { // whom the commit itself lists is joined as well
		for _, r := range Remapped(was, now, d) {
			out = append(out, r.words())
		}
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) > mostRemaps {
		out = []string{phrase.Some(out, mostRemaps, "git show "+cmp.Or(c.Hash.Short(), ".mailmap"))}
	}
	return out
}

// mailmapAt gives the .mailmap of a commit, each read once; without a commit that of what is read. One that cannot be read maps nobody.
func (t *Book) mailmapAt(commit history.Hash) history.Mailmap {
	if commit == "" {
		return t.Log.Mailmap()
	}
	if m, ok := t.mailmaps[commit]; ok {
		return m
	}
	m, err := t.In.Mailmap(commit)
	if err != nil {
		t.Report(".mailmap", fmt.Sprintf("the .mailmap of commit %s cannot be read: %v", commit.Short(), err))
	}
	t.mailmaps[commit] = m
	return m
}
