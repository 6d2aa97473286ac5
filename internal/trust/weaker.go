package trust

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/imported"
)

// This file finds what lets more count outside the section `approval:`: milder severities, other names for what states an approval,
// branches that may be rewritten, losses that are accepted, commits under other names, and roles that are given back in time.

// stating are the keys of front matter that state an approval or review, or decide on who may give it.
var stating = map[string]bool{"status": true, "version": true, "type": true, "approver": true, "approved_by": true, "approved_on": true,
	"reviewed_on": true, "approval_record": true, "withdrawn": true}

// weakens tells in which ways the rest of a configuration lets more pass than another before it.
func (t *Book) weakens(was, now config.Config) []string {
	var out lowering
	for _, id := range rulesOf(was.Severity, now.Severity) {
		before, after := t.severity(was, id), t.severity(now, id)
		out.say(after < before && guards(id), "the severity of %s from %s to %s", id, before, after)
	}
	for theirs, ours := range now.Fields {
		out.say(stating[ours] && was.Fields[theirs] != ours, "the field `%s` is read as `%s`", theirs, ours)
	}
	for key, words := range now.Values {
		for word, ours := range words {
			out.say(stating[key] && was.Values[key][word] != ours, "the word `%s` of `%s` is read as `%s`", word, key, ours)
		}
	}
	for _, branch := range was.History.Protected {
		out.say(len(now.History.Protected) > 0 && !slices.Contains(now.History.Protected, branch), "the branch `%s` is no longer protected",
			branch)
	}
	out.say(was.History.Protected == nil && len(now.History.Protected) > 0 && !protectsMain(now.History.Protected),
		"the main line is no longer among the protected branches")
	out.say(was.Log != "" && now.Log != was.Log, "heads are no longer written down in the log in `%s`", was.Log)
	for _, a := range now.History.Acknowledged {
		known := slices.ContainsFunc(was.History.Acknowledged, func(b config.Acknowledged) bool { return a.Lost == b.Lost })
		out.say(!known, "the loss of commit %s is accepted", a.Lost)
	}
	slices.Sort(out)
	return append(out, movesMore(was.History.Moved, now.History.Moved)...)
}

// guards tells whether a rule tells of approvals, or of who may lower what they need. How others are told lets no more count.
func guards(id diag.RuleID) bool {
	return strings.HasPrefix(string(id), "AP") || slices.Contains([]diag.RuleID{"CF005", RuleLowered, "HI002", "HI007", "PE012"}, id)
}

// severity gives how severe what a rule finds is with a configuration.
func (t *Book) severity(c config.Config, id diag.RuleID) diag.Severity {
	if t.In.Severity == nil {
		return 0
	}
	return cmp.Or(c.Severity[id].Level, t.In.Severity(id))
}

// rulesOf gives the rules whose severity one of some configurations decides, in order.
func rulesOf(all ...map[diag.RuleID]config.Severity) []diag.RuleID {
	var out []diag.RuleID
	for _, of := range all {
		out = slices.AppendSeq(out, maps.Keys(of))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// protectsMain tells whether the usual name of a main line is among branches.
func protectsMain(branches []string) bool {
	return slices.Contains(branches, "main") || slices.Contains(branches, "master")
}

// movesMore tells whether more commits are understood by other names than before.
func movesMore(was, now config.Moved) []string {
	var out lowering
	switch {
	case now.IsZero():
	case was.IsZero():
		out.say(true, "commits up to %s are understood by their former names", now.At())
	default:
		out.say(was.At() != now.At(), "`history.moved.at` is %s instead of %s", now.At(), was.At())
		out.say(was.Map != now.Map, "`history.moved.map` is `%s` instead of `%s`", now.Map, was.Map)
	}
	return out
}

// remapped tells whether a commit of the main line changed the file of former names.
func (t *Book) remapped(was, now *Policy, c *history.Commit) []string {
	file := now.whole.History.Moved.Map
	if file == "" || file != was.whole.History.Moved.Map || c == t.Next || len(c.Parents) == 0 ||
		t.NameAt(c.Parents[0], file) == t.NameAt(c.Hash, file) {
		return nil
	}
	return []string{"the former names in `" + file + "` were changed"}
}

// backdated gives the holdings of roles that a state of people.yaml adds and that reach back before its landing by more than is usual,
// as far as nobody could see them in the state before.
func (t *Book) backdated(i int) []string {
	var out lowering
	landed, by := t.Landed(i), t.States[i].Landing.By
	usual := t.PolicyBefore(by).LateAfter
	was, now := t.State(i-1), t.State(i)
	for role, holders := range now.Roles {
		for _, h := range holders {
			late := !h.From.IsZero() && !usual.IsZero() && h.From.Add(usual).Before(landed)
			out.say(late && !was.Holds(h.Person, role, h.From), "%s holds the role `%s` from %s on, which was not stated until %s",
				h.Person, role, h.From, landed)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// adoptsMore tells in which ways rules adopt more than others before them.
func (t *Book) adoptsMore(was, now config.Adopted) []string {
	var out lowering
	if now.IsZero() {
		return nil
	}
	if was.IsZero() {
		out.say(true, "texts that landed up to %s are adopted, with grade %s", now.Until(), now.LeastGrade)
		return out
	}
	out.say(t.reach(now) > t.reach(was), "`adopted.until` is %s instead of %s", now.Until(), was.Until())
	rank := func(a config.Adopted) int { return slices.Index(config.Grades, a.LeastGrade) }
	out.say(rank(now) < rank(was), "`adopted.least_grade` from %s to %s", was.LeastGrade, now.LeastGrade)
	return out
}

// reach gives the place of the main line up to which an adoption reaches; less than any where it reaches none.
func (t *Book) reach(a config.Adopted) int {
	if c := imported.Last(t.Log, a); c != nil {
		return c.Place
	}
	return -1
}
