package recount

import (
	"cmp"
	"slices"
	"strings"
)

var states = strings.Fields("missing draft overdue partly unapproved waived not-applicable met") // the worst first

func rank(state string) int { return slices.Index(states, state) }

func worst(a, b string) string { return states[min(rank(a), rank(b))] }

// required tells the state of a required document by those that fulfil it.
func (c *Count) required(r item) {
	state, newest, next, owner, spans, have, covered := "missing", "", "", "", 0, map[string]bool{}, map[string]bool{}
	for _, d := range c.docs {
		if !slices.Contains(d.Fulfils, r.ID) || d.stands == "" {
			continue
		}
		if c.add(d.ID, "fulfils "+r.ID); d.stands == "draft" && d.Status == "draft" {
			c.add(d.ID, "drafts of "+r.ID)
		}
		if owner = cmp.Or(owner, d.Owner); d.stands == "draft" {
			state = states[max(rank(state), rank("draft"))]
			continue
		}
		if state = worst(d.stands, map[bool]string{true: "met", false: state}[rank(state) <= rank("draft")]); d.next != "" {
			next = cmp.Or(min(cmp.Or(next, d.next), d.next), d.next)
		}
		for _, of := range slices.Concat(d.Services, d.Parties, d.Customers, []string{d.ID, d.Supplier}) {
			have[of] = true
		}
		until := d.Date
		if until != "" && d.Period.To != "" && d.Type != "minutes" && d.Type != "audit-report" {
			until, spans = min(until, d.Period.To), 1
		}
		newest = max(newest, until)
		for n := 0; until != "" && end(cmp.Or(d.Period.From, until), n) <= end(until, 0); n++ {
			month := end(cmp.Or(d.Period.From, until), n)
			covered[month] = covered[month] || d.Period.From == "" || month <= until
		}
	}
	if c.covers(r, covered); r.Operational && rank(state) <= rank("draft") {
		delete(c.Lists, "months "+r.ID)
	}
	recurs := months[r.Cadence]
	undated := r.Kind == "record" && recurs > 0 && next == "" && newest == ""
	if next == "" && newest != "" && recurs > 0 {
		if next = after(newest, recurs, 0); newest == end(newest, 0) {
			next = end(newest, recurs)
		}
		next = after(next, 0, 31*max(spans, b(recurs == 1)))
	}
	if rank(state) > rank("draft") && (undated || c.lacks(r, have) || r.Operational && c.rests(covered)) {
		state = worst(state, "partly")
	}
	if state = c.excused(r, state); r.Kind != "record" || rank(state) <= rank("draft") || state == "not-applicable" {
		next = ""
	}
	for _, w := range c.Waivers {
		if w.Target == r.ID && state != "met" && w.Expires >= c.today {
			state, next = "waived", ""
			c.due(w.Expires, "Gap accepted by management until this day", r.ID, owner)
		}
	}
	c.due(next, "Next record", r.ID, owner)
	if owner = cmp.Or(owner, strings.ReplaceAll(strings.ToLower(r.Owner), " ", "-")); state != "met" && state != "not-applicable" {
		c.add(r.ID, "gaps", "gaps of "+owner)
	}
	c.add(r.ID, "asked of "+owner)
	c.stands[r.ID], c.strengths[r.ID] = state, r.Strength
	for _, clause := range r.Clauses {
		c.add(r.ID, "required "+state)
		for _, up := range above(clause) {
			c.add(r.ID, "of "+up+" required "+state)
			if state == "met" || state == "not-applicable" {
				c.add(r.ID, "no gaps under "+up)
			}
		}
	}
}

// excused leaves out what depends on a condition that does not hold here.
func (c *Count) excused(r item, state string) string {
	told, _ := c.Conditions.(map[string]any)
	said := told[r.Condition]
	if m, ok := said.(map[string]any); ok {
		said = m["holds"]
	}
	return map[bool]string{true: "not-applicable", false: state}[said == false]
}

// lacks tells whether a live service, a supplier or, where either may have it, a service and a customer has no such document.
func (c *Count) lacks(r item, have map[string]bool) bool {
	service := slices.ContainsFunc(c.docs, func(d *document) bool { return d.State == "live" && !have[d.ID] })
	kind := map[string]string{"per-service-or-customer": "customer", "per-supplier": "supplier"}[r.Cardinality]
	if r.Type == "agreement" && kind == "supplier" {
		kind = "internal-supplier"
	}
	party := false
	for _, p := range c.Parties {
		party = party || p.Kind == kind && !have[p.ID]
	}
	return map[string]bool{"per-service": service, "per-supplier": party, "per-service-or-customer": service && party}[r.Cardinality]
}

// rests tells whether a month of the audit period is not covered although its record would have to be there.
func (c *Count) rests(covered map[string]bool) bool {
	for _, p := range c.Periods {
		for n := 0; p.holds(c.today) && after(end(p.From, n), 0, 31) < c.today; n++ {
			if !covered[end(p.From, n)] {
				return true
			}
		}
	}
	return false
}

// requirement tells the state of a requirement: the worst of what it needs, or the best of what covers it where that may count instead.
func (c *Count) requirement(r item, clause string) string {
	covered, needed, by := "", "", ""
	for _, d := range c.docs {
		if d.stands != "" && rank(d.stands) > rank(covered) && (slices.Contains(d.Covers, r.ID) || slices.Contains(d.Covers, clause)) {
			covered = d.stands
		}
	}
	firm := slices.ContainsFunc(r.Required, func(id string) bool { return c.strengths[id] != "recommended" })
	for _, id := range r.Required {
		state := c.stands[id]
		counts := state != "not-applicable" && (!firm || c.strengths[id] != "recommended")
		if counts && (needed == "" || firm == (rank(state) < rank(needed)) && state != needed) {
			needed, by = state, id
		}
	}
	if needed == "" && r.Required != nil {
		needed = "not-applicable"
	}
	instead := needed != "not-applicable" && (r.Kind == "activity" || c.strengths[by] == "recommended")
	if needed == "" || instead && rank(covered) > rank(needed) {
		needed = cmp.Or(covered, "missing")
	}
	return c.excused(r, needed)
}
