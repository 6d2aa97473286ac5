package trust

import (
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
)

// Grant is a change that gives somebody authority or a key.
type Grant struct {
	By            *history.Commit   // of the main line
	Commits       []*history.Commit // that wrote it
	Before, After *Directory
	Rules         *Policy // of before
}

// Writers gives who wrote a grant, by the people of before it and of it.
func (g Grant) Writers() []Person {
	var out []Person
	for _, c := range g.Commits {
		all := slices.Concat([]history.Identity{c.Author.Identity, c.Author.Written}, c.CoAuthors, c.CoWritten)
		for _, who := range all {
			for _, d := range []*Directory{g.Before, g.After} {
				p, _ := d.Join(who)
				out = append(out, p)
			}
		}
	}
	return out
}

// Approvers gives who approved a grant: those whom the trailers of its commits name, and the authors of later commits whose
// `Approves:` trailer names one of them, with the people of their trailers. Authors are told by the .mailmap of before the grant.
func (t *Book) Approvers(g Grant) []consent {
	var out []consent
	granting := append([]*history.Commit{g.By}, g.Commits...)
	commits := slices.Clone(granting)
	for _, c := range t.Log.Mentioning("Approves:") {
		if c.Place > g.By.Place && approves(c, granting, t.Log) {
			out = append(out, consent{joined(t.MailmapBefore(g.By).Proper(c.Author.Written)), c.Committer.Day()})
			commits = append(commits, c)
		}
	}
	for _, c := range commits {
		for _, trailer := range c.Trailers {
			if g.Rules.Reviews(trailer.Key) {
				for _, text := range people.Names(trailer.Value) {
					out = append(out, consent{func(d *Directory) (Person, bool) { return d.Named(text) }, c.Committer.Day()})
				}
			}
		}
	}
	return out
}

// consent is somebody who approved a change that lets more count, and the day.
type consent struct {
	Who func(*Directory) (Person, bool)
	day date.Date
}

// joined gives the way to the person behind an identity.
func joined(who history.Identity) func(*Directory) (Person, bool) {
	return func(d *Directory) (Person, bool) { return d.Join(who) }
}

// approves tells whether an `Approves:` trailer of a commit names one of others, also by its name before the history was moved.
func approves(c *history.Commit, others []*history.Commit, log *history.Log) bool {
	for _, t := range c.Trailers {
		digits := strings.ToLower(strings.TrimSpace(t.Value))
		if !strings.EqualFold(t.Key, "Approves") || len(digits) < 7 {
			continue
		}
		former := log.Formerly(digits)
		if slices.ContainsFunc(others, func(o *history.Commit) bool {
			return strings.HasPrefix(string(o.Hash), digits) || former != "" && o.Hash == former
		}) {
			return true
		}
	}
	return false
}

// KeyGrant finds the change that made a key somebody's, if it landed not long before the change that the key approves; nil if
// the key is older, or among the first keys that there were.
func (t *Book) KeyGrant(made keys.Signed, counts func(Seal) bool, change *history.Commit) *Grant {
	day := t.In.Clock.Day
	if day.IsZero() {
		return nil
	}
	from := t.eve(change)
	if !counts(t.Before(change).Seal(made, t.KeysAt(from))) {
		from = t.Log.Head // a tag may be by a key of later
	}
	var before *Directory
	var ring *keys.Ring
	for c := t.Log.Commit(from); c != nil && len(c.Parents) > 0; c = t.Log.Commit(c.Parents[0]) {
		rules := t.PolicyBefore(c)
		if c = t.Log.LandedBy(c); !day.Before(t.LatestAt(c.Place).Add(rules.Settle)) {
			return nil
		}
		was, had := before, ring
		if before, ring = t.Before(c), t.KeysBefore(c); before == was && ring == had {
			continue // neither people nor keys changed, so the signature need not be checked again
		}
		if counts(before.Seal(made, ring)) {
			continue
		}
		if ring.None() && len(before.ByKey) == 0 {
			return nil // these are the first keys
		}
		return &Grant{c, t.landedWith(c), before, t.After(c), rules}
	}
	return nil
}

// Seal is what the signature of a commit or tag shows.
type Seal struct {
	keys.Checked
	Made    keys.Signed // what was signed
	Person  Person      // whose key it is; zero if nobody's who is known
	Granted bool        // the key counts only since the change itself
}

// Seal checks a signature and finds its person. A key in people.yaml need not be in a file of keys too.
func (d *Directory) Seal(made keys.Signed, k *keys.Ring) Seal {
	s := Seal{Checked: k.Check(made), Made: made}
	if s.Soundness == keys.UnknownKey && d.ByKey[s.Key] != nil {
		s.Soundness, s.Reason = keys.Good, phrase.Phrase{}
	}
	s.Person = d.Signatory(s.Checked)
	return s
}
