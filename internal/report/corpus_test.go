package report

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"clausebook/internal/check"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/report/reporttest"
)

// hostileReport puts every hostile text into every field of a finding that documents can reach.
func hostileReport() Report {
	var fs []diag.Finding
	for i, s := range reporttest.Hostile {
		fs = append(
			fs,
			diag.Finding{
				Rule:     "FM001",
				Severity: diag.Error,
				Pos:      diag.Pos{File: s, Line: i + 1, Col: 2, EndCol: 5},
				Message:  s,
				Hint:     s,
				Document: s,
				Subject:  s,
				Related:  []diag.Note{{Pos: diag.Pos{File: s, Line: 3}, Message: s}},
				Consequences: []diag.Finding{
					{Rule: "RQ005", Severity: diag.Error, Message: s, Subject: s},
					{Rule: "LK003", Severity: diag.Error, Pos: diag.Pos{File: s, Line: 9}, Message: s},
				},
			},
			diag.Finding{Rule: "RQ001", Severity: diag.Warning, Message: "title " + s, Subject: "std:" + s},
		)
	}
	var excepted []check.Excepted
	for _, s := range reporttest.Hostile {
		excepted = append(
			excepted,
			check.Excepted{
				Finding: diag.Finding{Rule: "TX005", Severity: diag.Warning, Pos: diag.Pos{File: s, Line: 4}, Message: s, Document: s},
				Reason:  s,
				Until:   date.New(2026, 12, 31),
				Pos:     diag.Pos{File: s, Line: 2},
			},
		)
	}
	diag.Sort(fs)
	return Report{
		Tool:      "1.2.3",
		AsOf:      date.New(2026, 11, 30),
		Documents: 7,
		Findings:  fingerprinted(fs),
		Excepted:  excepted,
		Rules:     check.Rules(),
		FailOn:    diag.Error,
	}
}

// randomReport gives a report of n findings; the same seed gives the same one.
func randomReport(seed uint64, n int) Report {
	r := rand.New(rand.NewPCG(seed, 7))
	rules := check.Rules()
	var fs []diag.Finding
	for range n {
		f := diag.Finding{Rule: rules[r.IntN(len(rules))].ID, Severity: diag.Severity(int(diag.Info) + r.IntN(3)),
			Message: fmt.Sprintf("finding %d of `thing`", r.IntN(40))}
		if r.IntN(4) > 0 {
			f.Pos.File = fmt.Sprintf("content/%d.md", r.IntN(9))
			f.Pos.Line = r.IntN(30)
			if f.Pos.Line > 0 && r.IntN(3) > 0 {
				f.Pos.Col = 1 + r.IntN(20)
				f.Pos.EndCol = f.Pos.Col + r.IntN(5)
			}
		} else {
			f.Subject = fmt.Sprintf("iso20000-1-2018:item-%d", r.IntN(9))
		}
		if r.IntN(5) == 0 {
			f.Message += reporttest.Hostile[r.IntN(len(reporttest.Hostile))]
		}
		fs = append(fs, f)
	}
	diag.Sort(fs)
	return Report{
		Tool:      "1.2.3",
		AsOf:      date.New(2026, 11, 30),
		Documents: 9,
		Findings:  fingerprinted(fs),
		Rules:     rules,
		FailOn:    diag.Severity(int(diag.Info) + r.IntN(3)),
	}
}

// small is a report as a reader meets it, for golden files.
func small(t *testing.T) Report {
	t.Helper()
	source := "---\nid: POL-CHG\nstatus: aproved\n---\n# Change policy\n\nSee [the SLA](../services/emial.md).\n"
	fs := []diag.Finding{
		{
			Rule:     "RQ001",
			Severity: diag.Error,
			Message:  "Demand forecast and consumption report: no document fulfils it",
			Subject:  "iso20000-1-2018:demand-report",
			Hint:     "`clausebook new demand-report`",
		},
		{Rule: "FM006", Severity: diag.Error, Pos: diag.Pos{File: "content/policies/change.md", Line: 3, Col: 9, EndCol: 16}, Document: "POL-CHG",
			Message: "`aproved` is no status", Hint: "did you mean `approved`?"},
		{
			Rule:     "LK001",
			Severity: diag.Warning,
			Pos:      diag.Pos{File: "content/policies/change.md", Line: 7, Col: 5, EndCol: 36},
			Document: "POL-CHG",
			Message:  "no file `content/services/emial.md`",
			Related:  []diag.Note{{Pos: diag.Pos{File: "content/services/email.md"}, Message: "the nearest name"}},
		},
		{
			Rule:     "RV002",
			Severity: diag.Info,
			Pos:      diag.Pos{File: "content/policies/change.md"},
			Document: "POL-CHG",
			Message:  "the review is due in 12 days",
		},
	}
	rules := []check.Rule{
		{
			ID:       "RQ001",
			Title:    "required document is missing",
			Why:      "The standard asks for it.",
			Fix:      "Write it.",
			Clauses:  []string{"7.5.1", "7.5.4"},
			Severity: diag.Error,
		},
		{ID: "FM006", Title: "not among the words", Why: "Tools sort by it.", Fix: "Choose one of the words.", Severity: diag.Error},
		{
			ID:       "LK001",
			Title:    "link target does not exist",
			Why:      "The evidence cannot be seen.",
			Fix:      "Correct the path.",
			Clauses:  []string{"7.5.3"},
			Severity: diag.Error,
		},
		{ID: "RV002", Title: "review is due soon", Why: "A review planned in time is not late.", Fix: "Plan it.", Severity: diag.Info},
		{ID: "ZZ999", Title: "has no findings", Severity: diag.Info},
	}
	return Report{
		Tool:      "1.2.3",
		AsOf:      date.New(2026, 11, 30),
		Commit:    "0123456789abcdef0123456789abcdef01234567",
		Documents: 2,
		Findings:  fingerprinted(fs),
		Rules:     rules,
		FailOn:    diag.Error,
		Sources:   func(string) []byte { return []byte(source) },
	}
}
