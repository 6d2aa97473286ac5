package impact

import (
	"cmp"
	"fmt"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/people"
	"clausebook/internal/trust"
)

// granted gives what the change lets people do: roles that it gives them from a day that is over, and commits of one person that
// .mailmap gives to another. None of it helps the change itself; a reviewer should see it all the same.
func granted(before, after Side) []Setting {
	out := append(backdated(before, after), joined(before, after)...)
	slices.SortFunc(out, func(a, b Setting) int { return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.After, b.After)) })
	return slices.Compact(out)
}

// backdated gives the holdings of roles that begin before the day of judgement and that nothing said before the change.
func backdated(before, after Side) []Setting {
	if after.People == nil {
		return nil
	}
	var out []Setting
	for _, role := range after.People.Roles {
		for _, h := range role.Holders {
			if h.From.IsZero() || !h.From.Before(after.AsOf.Day) || held(before.People, role.ID, h) {
				continue
			}
			out = append(out, Setting{What: fmt.Sprintf("role `%s` of %s", role.ID, h.Person),
				After: fmt.Sprintf("from %s on, which is over; it counts from the day on which it lands", h.From)})
		}
	}
	return out
}

// held tells whether a person was stated to hold a role on the first day of a holding.
func held(r *people.Register, role string, h people.Holding) bool {
	if r == nil {
		return false
	}
	was, _ := r.Role(role)
	return slices.ContainsFunc(was.Holders, func(w people.Holding) bool {
		return w.Person == h.Person && !later(w.From, h.From) && (w.To.IsZero() || !later(h.From, w.To))
	})
}

// later tells whether a day comes after another; a zero day comes first.
func later(a, b date.Date) bool { return !a.IsZero() && a.After(b) }

// joined gives whose commits .mailmap gives to another listed person than before, or to none any more.
func joined(before, after Side) []Setting {
	if after.People == nil || after.History == nil || before.History == nil {
		return nil
	}
	d := trust.NewDirectory(after.People)
	var out []Setting
	for _, r := range trust.Remapped(before.History.Mailmap(), after.History.Mailmap(), d) {
		out = append(out, Setting{What: fmt.Sprintf("commits of %s, by .mailmap", r), Before: r.Was.ID, After: r.Now.ID})
	}
	return out
}
