package trust

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/history"
)

// RuleLowered is the rule whose findings lowered makes.
const RuleLowered diag.RuleID = "CF006" // the rules of approval were lowered and nobody else agreed

// Lowered finds the commits of the main line that let more count as an approval than before, and that nobody else approved.
// They take effect at once; that somebody agreed to it should be on record.
func (t *Book) Lowered() []diag.Finding {
	if !t.Log.Reliable() || t.In.At == nil || t.In.ConfigOf == nil {
		return nil
	}
	var out []diag.Finding
	var last *Policy
	judge := func(c *history.Commit, now *Policy) {
		how := t.remaps(c)
		if last != nil && now != last {
			how = slices.Concat(t.lowering(last, now), t.remapped(last, now, c), how)
		}
		if rules := cmp.Or(last, t.firstPolicy()); len(how) > 0 && !t.agreed(c, rules) {
			out = append(out, t.loweredBy(c, rules, how))
		}
		last = now
	}
	first := t.firstConfigured()
	for c := range t.Log.MainLine() {
		if first == nil || c.Place < first.Place {
			judge(c, nil)
		} else {
			judge(c, t.policyAt(c.Hash))
		}
	}
	if t.In.Next != nil {
		judge(t.Next, t.Present)
	}
	return append(out, t.unsaid()...)
}

// loweredBy says that a commit lets more count, and who can agree to it. In the request that brings it that is a note, and
// where nobody has said who decides on such rules.
func (t *Book) loweredBy(c *history.Commit, was *Policy, how []string) diag.Finding {
	f := diag.Finding{Rule: RuleLowered, Commit: string(c.Hash),
		Message: fmt.Sprintf("commit %s of %s by %s lowered the rules of approval: %s",
			c.Hash.Short(), c.Committer.Day(), c.Author.Name, strings.Join(how, ", "))}
	who := "another person"
	if owners := was.owners(); len(owners) > 0 {
		who = "somebody else with the role `" + strings.Join(owners, "` or `") + "`"
	} else {
		f.Severity = diag.Info
	}
	if t.alone(was, t.Before(c)) {
		who = "its author, as duties are not separated,"
	}
	if t.unlanded(c) {
		f.Severity = diag.Info
		f.Message += "; it is waiting for approval"
	}
	f.Hint = fmt.Sprintf("have %s approve it, by a commit with the trailer `Approves: %s`", who, c.Hash.Short())
	if c == t.Next {
		f.Commit = ""
		f.Message = fmt.Sprintf("the change of %s by %s, which is not committed, lowered the rules of approval: %s",
			c.Committer.Day(), AuthorOf(c), strings.Join(how, ", "))
		f.Hint = fmt.Sprintf("have %s approve it, by a trailer in its commit or by a later commit with the trailer `Approves:`", who)
	}
	return f
}

// owners gives the roles that decide on the rules of approval: the one that is named for it, else those that approve policies.
func (p *Policy) owners() []string {
	if p.PolicyOwner != "" {
		return []string{p.PolicyOwner}
	}
	return p.Roles["policy"]
}

// alone tells whether nobody else is there to agree: duties are not separated, or there is one person.
func (t *Book) alone(before *Policy, d *Directory) bool {
	return !before.SeparationOfDuties || d.Persons() < 2
}

// lowering tells in which ways rules let more count than others before them, by the history as well.
func (t *Book) lowering(was, now *Policy) []string {
	return slices.Concat(now.lowers(was), t.adoptsMore(was.Adopted, now.Adopted), t.weakens(was.whole, now.whole))
}

// lowers tells in which ways rules let more count than others before them.
func (p *Policy) lowers(was *Policy) []string {
	var out lowering
	out.say(p.bar() < was.bar(), "`least_grade` from %s to %s", config.Grades[was.bar()], config.Grades[p.bar()])
	out.say(was.SeparationOfDuties && !p.SeparationOfDuties, "`separation_of_duties` is off")
	out.say(p.SeparationOfDuties && p.FreesOf(was), "`separation_of_duties` holds for fewer types")
	for _, key := range p.Trailers {
		out.say(!was.Reviews(key), "the trailer `%s` approves", key)
	}
	out = append(out, p.widens(was)...)
	day := date.New(2000, 1, 1)
	out.say(day.Add(p.Settle).Before(day.Add(was.Settle)), "`settle` is shorter")
	out.say(was.AppliesToAll && !p.AppliesToAll, "`applies_from` is no longer all")
	out.say(was.PolicyOwner != "" && p.PolicyOwner == "", "`policy_owner` is not named any more")
	out.say(was.PolicyOwner != "" && p.PolicyOwner != "" && p.PolicyOwner != was.PolicyOwner,
		"`policy_owner` is `%s` instead of `%s`", p.PolicyOwner, was.PolicyOwner)
	out.say(p.Minor.Words > was.Minor.Words, "owners may approve corrections of up to %d words", p.Minor.Words)
	out.say(was.Minor.Words > 0 && p.Minor.Words > 0 && moreOwners(was.Minor.Roles, p.Minor.Roles),
		"more owners may approve minor corrections")
	for _, file := range [...]struct{ key, was, now string }{
		{"allowed_signers", was.AllowedSigners, p.AllowedSigners}, {"openpgp_keys", was.OpenPGPKeys, p.OpenPGPKeys}, {"exports", was.Exports,
			p.Exports},
	} {
		out.say(file.was != "" && file.now != "" && file.was != file.now, "`%s` is `%s` instead of `%s`", file.key, file.now, file.was)
	}
	return out
}

// FreesOf tells whether duties are not separated any more for some type of document.
func (p *Policy) FreesOf(was *Policy) bool {
	if p.SeparatedTypes != nil && was.SeparatedTypes == nil && was.SeparationOfDuties {
		return true // it was for all that are maintained
	}
	return slices.ContainsFunc(was.SeparatedTypes, func(kind string) bool { return was.Separates(kind) && !p.Separates(kind) })
}

// lowering is the ways in which rules let more count.
type lowering []string

// say adds a way, if it is one.
func (l *lowering) say(lower bool, format string, args ...any) {
	if lower {
		*l = append(*l, fmt.Sprintf(format, args...))
	}
}

// widens tells for which types of documents more people may approve than before, or fewer have to.
func (p *Policy) widens(was *Policy) []string {
	var out lowering
	for kind, roles := range was.Roles {
		now := p.Roles[kind]
		out.say(len(roles) > 0 && len(now) == 0, "no role is required to approve the type `%s`", kind)
		for _, role := range now {
			out.say(len(roles) > 0 && !slices.Contains(roles, role), "`%s` may approve the type `%s`", role, kind)
		}
	}
	for kind := range was.Quorum {
		then, now := was.QuorumOf(kind), p.QuorumOf(kind)
		out.say(then.Parties && !now.Parties || !now.Parties && now.Approvers < then.Approvers,
			"the quorum of the type `%s` is %s instead of %s", kind, now, then)
	}
	slices.Sort(out)
	return out
}

// moreOwners tells whether a list of roles, of which none stands for all, lets somebody in whom another did not.
func moreOwners(was, now []string) bool {
	return was != nil && (now == nil || slices.ContainsFunc(now, func(role string) bool { return !slices.Contains(was, role) }))
}

// agreed tells whether somebody other than its writers, with the role that decides on such rules, approved a commit that lowered
// them: by a trailer in it, or by a later commit or tag whose `Approves:` names it. Where duties were not separated, or where
// there is one person, a writer may.
func (t *Book) agreed(c *history.Commit, before *Policy) bool {
	return t.consented(Grant{c, t.landedWith(c), t.Before(c), t.After(c), before})
}

// consented does what agreed says, for any change that lets more count.
func (t *Book) consented(g Grant) bool {
	writers, alone := g.Writers(), t.alone(g.Rules, g.Before)
	return slices.ContainsFunc(append(t.Approvers(g), t.taggers(g)...), func(by consent) bool {
		for _, d := range []*Directory{g.Before, t.settledBy(by.day, g)} {
			p, bot := by.Who(d)
			switch {
			case bot || p.ID == "" && !d.Empty:
			case alone:
				return true
			case d.decides(g.Rules.owners(), p.ID, by.day) && !slices.ContainsFunc(writers, func(w Person) bool { return Same(w, p) }):
				return true
			}
		}
		return false
	})
}

// decides tells whether a person holds one of some roles on a day; anybody does where none is asked for.
func (d *Directory) decides(roles []string, person string, on date.Date) bool {
	return len(roles) == 0 || slices.ContainsFunc(roles, func(role string) bool { return d.Holds(person, role, on) })
}

// settledBy gives the people as they had been stated for the time of `settle` by a day, but none of before a grant: whoever came
// later may agree as well, and nobody can bring in somebody to agree.
func (t *Book) settledBy(day date.Date, g Grant) *Directory {
	for i := len(t.States) - 1; i >= 0 && t.States[i].Place > g.By.Place; i-- {
		if !t.LandedAtLast(i).Add(g.Rules.Settle).After(day) {
			return t.State(i)
		}
	}
	return g.Before
}

// taggers gives who made tags whose `Approves:` line names a grant.
func (t *Book) taggers(g Grant) []consent {
	var out []consent
	for _, tag := range t.In.Tags {
		for line := range strings.Lines(tag.Text) {
			key, value, _ := strings.Cut(line, ":")
			named := &history.Commit{Trailers: []history.Trailer{{Key: strings.TrimSpace(key), Value: value}}}
			if approves(named, append([]*history.Commit{g.By}, g.Commits...), t.Log) && t.In.Clock.Came(tag.Tagger.Day()) {
				out = append(out, consent{joined(tag.Tagger.Identity), tag.Tagger.Day()})
			}
		}
	}
	return out
}

// unsaid finds the commits that took back that a key was compromised, or since when, or that gave roles back in time, and that nobody
// else approved.
func (t *Book) unsaid() []diag.Finding {
	var out []diag.Finding
	for i := 1; i < len(t.States); i++ {
		by := t.States[i].Landing.By
		was, now := t.State(i-1), t.State(i)
		var keys []string
		for key, since := range was.Compromised {
			if then, ok := now.Compromised[key]; !ok || then.After(since) {
				keys = append(keys, "the key "+key+" was compromised from "+since.String()+" on, and is no longer said to be")
			}
		}
		slices.Sort(keys)
		how := append(keys, t.backdated(i)...)
		if g := (Grant{by, t.landedWith(by), was, now, t.PolicyBefore(by)}); len(how) > 0 && !t.consented(g) {
			out = append(out, t.loweredBy(by, g.Rules, how))
		}
	}
	return out
}
