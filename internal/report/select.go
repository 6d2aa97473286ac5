package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/form"
	"clausebook/internal/trace"
)

// Only gives the report with nothing but the findings that are asked for. What follows from a finding that is not asked for
// stands on its own.
func (r Report) Only(asked func(diag.Finding) bool) Report {
	not := func(f Finding) bool { return !asked(f.Finding) }
	r = r.without(not)
	r.Open = r.Open.without(func(g Gap) bool { return !g.is(asked) })
	_, gaps := apart(beyond(r.OlderGaps, not))
	r.Older, _ = apart(beyond(slices.Concat(r.Older, r.OlderGaps), not))
	for i := range r.Older {
		r.Older[i].Older = true
	}
	r.OlderGaps = gaps
	r.Accepted, _ = apart(beyond(r.Accepted, not))
	r.Excepted = slices.DeleteFunc(slices.Clone(r.Excepted), func(x check.Excepted) bool { return !asked(x.Finding) })
	return r
}

// told are the rules that tell of gaps, by the state.
var told = map[trace.State]diag.RuleID{trace.Missing: "RQ001", trace.Draft: "RQ002", trace.Overdue: "RQ003", trace.Partly: "RQ004",
	trace.Unapproved: "RQ005", undecided: "RQ009", uncovered: "CV003"}

// is tells whether a gap is asked for, with one of the documents that it rests on or without any.
func (g Gap) is(asked func(diag.Finding) bool) bool {
	at := g.Evidence
	if len(at) == 0 {
		at = []Place{{}}
	}
	return slices.ContainsFunc(at, func(p Place) bool {
		return asked(diag.Finding{Rule: told[g.State], Subject: g.ref(), Document: p.Document, Pos: diag.Pos{File: p.File, Line: p.Line}})
	})
}

// WriteStatistics writes how many findings each rule has, the most frequent first.
func WriteStatistics(w io.Writer, r Report) error {
	type line struct {
		rule  diag.RuleID
		worst diag.Severity
		found []Finding
	}
	at := map[diag.RuleID]*line{}
	var lines []*line
	for _, f := range r.shown() {
		l := at[f.Rule]
		if l == nil {
			l = &line{rule: f.Rule}
			at[f.Rule], lines = l, append(lines, l)
		}
		l.found = append(l.found, f)
		l.worst = max(l.worst, f.Severity)
	}
	slices.SortFunc(lines, func(a, b *line) int {
		return cmp.Or(cmp.Compare(len(b.found), len(a.found)), cmp.Compare(a.rule, b.rule))
	})
	out := form.Writer{W: w}
	for _, l := range lines {
		out.Printf("%5d  %-7s  %s  %s\n", len(l.found), l.worst, l.rule, r.ruleOf(l.rule, l.found...).Title)
	}
	if out.Err != nil {
		return fmt.Errorf("write the statistics: %w", out.Err)
	}
	return nil
}
