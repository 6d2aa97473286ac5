package people

import (
	"fmt"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/diag"
)

// checkDeputies finds deputyships that cannot take effect: of oneself, of somebody who is not listed, of or by a machine; and
// people who stand in for each other at once, so that nobody is left of them.
func (r *Register) checkDeputies() {
	c := &circles{Register: r, place: map[string]int{}, steps: mostSteps}
	for i, p := range r.People {
		if _, dup := c.place[p.ID]; !dup {
			c.place[p.ID] = i
		}
	}
	for i, p := range r.People {
		for _, d := range p.Deputy {
			if message, hint := c.unfit(p, d); message != "" {
				r.Findings = append(r.Findings, diag.Finding{Rule: RuleDeputy, Pos: d.Pos, Message: message, Hint: hint, About: d.For})
			} else if path := c.walk(i, d, span{}, []string{p.ID}); path != nil {
				r.Findings = append(r.Findings, diag.Finding{Rule: RuleDeputy, Pos: d.Pos, Severity: diag.Warning, About: d.For,
					Message: fmt.Sprintf("`%s` and `%s` stand in for each other on the same days", path[0], path[1]),
					Hint:    "let somebody else stand in for one of them on those days"})
			}
		}
	}
}

// unfit says why a deputyship cannot take effect, and what to do; nothing if it can.
func (c *circles) unfit(p Person, d Deputyship) (message, hint string) {
	at, known := c.place[d.For]
	switch {
	case d.For == "": // the schema reports it
	case d.For == p.ID:
		return fmt.Sprintf("`%s` cannot be deputy of themselves", p.ID), fmt.Sprintf("name the person for whom `%s` stands in", p.ID)
	case !known:
		return fmt.Sprintf("`%s` is deputy of `%s`, who is not listed under `people:`", p.ID, d.For), c.suggest(d.For)
	case p.Bot:
		return fmt.Sprintf("`%s` is a machine and cannot be anybody's deputy", p.ID), "name a person who stands in"
	case c.People[at].Bot:
		return fmt.Sprintf("`%s` cannot be deputy of `%s`, which is a machine", p.ID, d.For), "remove the entry"
	}
	return "", ""
}

// mostSteps bounds the search for circles, so that a file made of nothing else is read in time.
const mostSteps = 100_000

// circles looks for people who stand in for each other, directly or by others, on the same days.
type circles struct {
	*Register
	place map[string]int // of people, by id
	steps int
}

// span is the days that some deputyships have in common; zero ends are open.
type span struct{ from, to date.Date }

// meet gives what two spans have in common, and whether that is a day at all.
func (s span) meet(from, to date.Date) (span, bool) {
	if s.from.IsZero() || from.After(s.from) {
		s.from = from
	}
	if s.to.IsZero() || !to.IsZero() && to.Before(s.to) {
		s.to = to
	}
	return s, s.from.IsZero() || s.to.IsZero() || !s.to.Before(s.from)
}

// walk follows a deputyship and those of its principal, through people who come later in the file than the first one, until
// it is back there. It gives the people on the way, or nothing.
func (c *circles) walk(first int, d Deputyship, days span, path []string) []string {
	next, known := c.place[d.For]
	days, overlap := days.meet(d.From, d.To)
	c.steps--
	switch {
	case !known || !overlap || c.steps < 0 || next < first:
		return nil
	case next == first && len(path) > 1:
		return path
	case next == first || slices.Contains(path, d.For):
		return nil
	}
	for _, on := range c.People[next].Deputy {
		if found := c.walk(first, on, days, append(path[:len(path):len(path)], d.For)); found != nil {
			return found
		}
	}
	return nil
}
