package approval

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/history"
)

// lowered finds the commits of the main line that let more count as an approval than before, and that nobody else approved.
// They take effect at once; that somebody agreed to it should be on record.
func (t *trust) lowered() []diag.Finding {
	if !t.log.Reliable() || t.in.At == nil || t.in.PolicyOf == nil {
		return nil
	}
	var out []diag.Finding
	var last *policy
	for c := range t.log.MainLine() {
		first := t.firstConfigured()
		if first == nil || c.Place < first.Place {
			continue
		}
		now := t.policyAt(c.Hash)
		if last != nil && now != last {
			if how := now.lowers(last); len(how) > 0 && !t.agreed(c, last) {
				out = append(out, diag.Finding{Rule: RuleLowered, Commit: string(c.Hash),
					Message: fmt.Sprintf("commit %s of %s by %s lowered the rules of approval: %s",
						c.Hash.Short(), dayOf(c), c.Author.Name, strings.Join(how, ", ")),
					Hint: fmt.Sprintf("have another person approve it, by a commit with the trailer `Approves: %s`", c.Hash.Short())})
			}
		}
		last = now
	}
	if t.in.Next != nil && last != nil {
		if how := t.present.lowers(last); len(how) > 0 && !t.agreed(t.next, last) {
			out = append(out, diag.Finding{Rule: RuleLowered,
				Message: fmt.Sprintf("the change of %s by %s, which is not committed, lowered the rules of approval: %s",
					dayOf(t.next), authorOf(t.next), strings.Join(how, ", ")),
				Hint: "have another person approve it, by a trailer in its commit or by a later commit with the trailer `Approves:`"})
		}
	}
	return out
}

// lowers tells in which ways rules let more count than others before them.
func (p *policy) lowers(was *policy) []string {
	var out []string
	say := func(lower bool, format string, args ...any) {
		if lower {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	say(p.least < was.least, "`least_grade` from %s to %s", was.least, p.least)
	say(was.SeparationOfDuties && !p.SeparationOfDuties, "`separation_of_duties` is off")
	say(p.SeparationOfDuties && p.freesOf(was), "`separation_of_duties` holds for fewer types")
	for _, key := range p.Trailers {
		say(!was.reviews(key), "the trailer `%s` approves", key)
	}
	for kind, roles := range was.Roles {
		now := p.Roles[kind]
		say(len(roles) > 0 && len(now) == 0, "no role is required to approve the type `%s`", kind)
		for _, role := range now {
			say(len(roles) > 0 && !slices.Contains(roles, role), "`%s` may approve the type `%s`", role, kind)
		}
	}
	slices.Sort(out)
	day := parseDay("2000-01-01")
	say(day.Add(p.Settle).Before(day.Add(was.Settle)), "`settle` is shorter")
	say(was.AppliesToAll && !p.AppliesToAll, "`applies_from` is no longer all")
	for _, file := range [...]struct{ key, was, now string }{
		{"allowed_signers", was.AllowedSigners, p.AllowedSigners}, {"openpgp_keys", was.OpenPGPKeys, p.OpenPGPKeys}, {"exports", was.Exports,
			p.Exports},
	} {
		say(file.was != "" && file.now != "" && file.was != file.now, "`%s` is `%s` instead of `%s`", file.key, file.now, file.was)
	}
	return out
}

// freesOf tells whether duties are not separated any more for some type of document.
func (p *policy) freesOf(was *policy) bool {
	if p.SeparatedTypes != nil && was.SeparatedTypes == nil && was.SeparationOfDuties {
		return true // it was for all that are maintained
	}
	return slices.ContainsFunc(was.SeparatedTypes, func(kind string) bool { return was.separates(kind) && !p.separates(kind) })
}

// agreed tells whether somebody other than its writers approved a commit that lowered the rules: by a trailer in it, or by a later
// commit or tag whose `Approves:` names it. Where separation of duties was off, or where there is one person, a writer may.
func (t *trust) agreed(c *history.Commit, before *policy) bool {
	g := grant{c, t.landedWith(c), t.before(c), t.after(c), before}
	writers := g.writers()
	alone := !before.SeparationOfDuties || g.before.persons() < 2
	return slices.ContainsFunc(append(g.approvers(t.log), t.taggers(g)...), func(p Person) bool {
		return (p.ID != "" || g.before.empty) && (alone || !slices.ContainsFunc(writers, func(w Person) bool { return same(w, p) }))
	})
}

// taggers gives who made tags whose `Approves:` line names a grant.
func (t *trust) taggers(g grant) []Person {
	var out []Person
	for _, tag := range t.in.Tags {
		for line := range strings.Lines(tag.Text) {
			key, value, _ := strings.Cut(line, ":")
			named := &history.Commit{Trailers: []history.Trailer{{Key: strings.TrimSpace(key), Value: value}}}
			if approves(named, append([]*history.Commit{g.by}, g.commits...)) && t.in.Clock.Came(tag.Tagger.Day()) {
				p, _ := g.before.join(tag.Tagger.Identity)
				out = append(out, p)
			}
		}
	}
	return out
}
