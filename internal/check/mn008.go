package check

import (
	"fmt"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

var mn008 = Rule{
	ID:       "MN008",
	Title:    "audit programme leaves out a clause",
	Why:      "Internal audits have to cover every requirement within a cycle; a clause that is never audited may fail unnoticed.",
	Fix:      "Add the clause under `clauses` in the programme, or audit it and list it in the report.",
	Clauses:  []string{"9.2.1", "9.2.2"},
	Severity: diag.Warning,
	Run:      unaudited,
}

// defaultCycle is the usual time between two certifications.
var defaultCycle = date.Period{Years: 3}

// unaudited compares the clauses of the primary standard that hold requirements with those that the programme plans
// and that the reports of its cycle list. Where neither names any clause, the programme is not written in a form that
// could be compared.
func unaudited(in *Input) []diag.Finding {
	s := in.Standards.Primary()
	if s == nil {
		return nil
	}
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		if !d.Status.Current() || !fulfils(d, "internal-audit-programme") {
			continue
		}
		audited := auditedClauses(in, d)
		if len(audited) == 0 {
			continue
		}
		var missing []string
		for _, c := range s.Clauses {
			if len(c.Requirements) > 0 && !within(s, c.ID, audited) {
				missing = append(missing, c.ID)
			}
		}
		if len(missing) > 0 {
			out = append(out, diag.Finding{Rule: "MN008", Pos: d.Pos("clauses"), Document: string(d.ID),
				Message: fmt.Sprintf(
					"%s neither planned nor audited in the cycle: %s",
					phrase.Plural(len(missing), "clause is", "clauses are"),
					strings.Join(missing, ", "),
				), Hint: "add them under `clauses`"})
		}
	}
	return out
}

// auditedClauses gives what the programme plans, and what the audits of its cycle looked at.
func auditedClauses(in *Input, programme *doc.Document) map[string]bool {
	cycle, err := date.ParsePeriod(programme.Front.Get("cycle").Text())
	if err != nil { // none is given, or the schema reports it
		cycle = defaultCycle
	}
	since := in.AsOf.Add(date.Period{Years: -cycle.Years, Months: -cycle.Months, Days: -cycle.Days})
	out := map[string]bool{}
	add := func(d *doc.Document) {
		for _, c := range d.Front.Get("clauses").Texts() {
			out[c] = true
		}
	}
	add(programme)
	for _, d := range ofType(in, "audit-report") {
		if !d.Date.Before(since) {
			add(d)
		}
	}
	return out
}

// within tells whether the set has the clause or one above it.
func within(s *standard.Standard, clause string, set map[string]bool) bool {
	for c := s.Clause(clause); c != nil; c = s.Clause(c.Parent) {
		if set[c.ID] || set[s.ID+":"+c.ID] {
			return true
		}
	}
	return false
}
