package check

import (
	"fmt"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var sv004 = Rule{
	ID:       "SV004",
	Title:    "no report on a live service in the audit period",
	Why:      "There is no evidence of how the service performed against its targets in the audit period.",
	Fix:      "Write a report that lists the service under `services`, with a `date` or `period` within the audit period.",
	Clauses:  []string{"9.4", "8.3.3"},
	Severity: diag.Warning,
	Run:      unreported,
}

// allowance is the time after which the first report of a new period, or on a service that is new, may be asked for.
var allowance = date.Period{Months: 3}

// unreported looks at the audit periods that have run for some time on the day of judgement.
func unreported(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, p := range in.Periods {
		if p.From.IsZero() || p.From.Add(allowance).After(in.AsOf) || p.To.Add(allowance).Before(in.AsOf) {
			continue
		}
		told := reportedServices(in, p)
		for _, s := range services(in, "live") {
			fresh := s.EffectiveFrom.Add(allowance).After(in.AsOf)
			if told[s.ID] || fresh && len(in.Approvals.Versions(s.ID)) < 2 {
				continue
			}
			out = append(out, diag.Finding{Rule: "SV004", Pos: s.Pos("state"), Document: string(s.ID),
				Message: fmt.Sprintf(
					"no report lists `%s` in the period %s (%s to %s)",
					s.ID,
					p.ID,
					p.From,
					p.To,
				), Hint: "list it under `services` in a report"})
		}
	}
	return out
}

// reportedServices gives the services that a report of the period names or links to.
func reportedServices(in *Input, p config.Period) map[doc.ID]bool {
	counts := func(d *doc.Document) bool {
		span := doc.Span{From: p.From, To: p.To}
		return d.Type == "report" && d.Status == doc.Approved && evidenceWithin(in, d, span)
	}
	out := map[doc.ID]bool{}
	for _, d := range in.Docs.Documents {
		if counts(d) {
			for _, id := range d.Services {
				out[id] = true
			}
		}
	}
	for _, l := range in.links {
		if l.to.Document != nil && counts(l.from) {
			out[l.to.Document.ID] = true
		}
	}
	return out
}

// evidenceWithin tells whether what a record is evidence of ends within some days, or whether it was made within them.
func evidenceWithin(in *Input, d *doc.Document, span doc.Span) bool {
	covered, ok := in.Acts.Evidence(d)
	made := in.Acts.Held(d, doc.RecordAct)
	return ok && (span.Contains(covered.To) || !made.IsZero() && span.Contains(made))
}
