package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

// Excepted is a finding that its document excepts for a time: accepted, not fixed.
type Excepted struct {
	Finding diag.Finding
	Reason  string
	Until   date.Date // the last day on which the exception holds
	Pos     diag.Pos  // where the document says so
}

// excuse is an exception of a document that holds on the day of judgement.
type excuse struct {
	doc    *doc.Document
	rule   diag.RuleID
	reason string
	until  date.Date
	pos    diag.Pos
	used   bool
}

// excuses are the exceptions of all documents that hold, by file and rule.
type excuses struct {
	by  map[excuseKey]*excuse
	all []*excuse
}

type excuseKey struct {
	file string
	rule diag.RuleID
}

// neverExcepted are the families that no document can except itself from: what the configuration decides, what
// history and approvals show, and exceptions themselves. A document that excuses its own approval would approve
// itself; a gap in the required set is waived in the configuration, where somebody signs for it.
var neverExcepted = [...]string{"AP", "CF", "EX", "FS", "HI", "RQ", "ST"}

// newExcuses reads the exceptions in the front matter of all documents. What does not hold becomes findings.
func newExcuses(in *Input, rules map[diag.RuleID]Rule) (*excuses, []diag.Finding) {
	e := &excuses{by: map[excuseKey]*excuse{}}
	var out []diag.Finding
	names := newHints(exceptable(rules))
	for _, d := range in.Docs.Documents {
		for i, n := range d.Front.Get("exceptions").Items() {
			x := &excuse{
				doc:    d,
				rule:   diag.RuleID(n.Get("rule").Text()),
				reason: strings.TrimSpace(n.Get("reason").Text()),
				pos:    d.Pos("exceptions", fmt.Sprint(i)),
			}
			x.until, _ = date.Parse(n.Get("until").Text()) // a text that is no date is reported by the schema
			if f, bad := x.fault(in.AsOf, rules, names); bad {
				out = append(out, f)
				continue
			}
			e.by[excuseKey{d.Path, x.rule}] = x
			e.all = append(e.all, x)
		}
	}
	return e, out
}

// exceptable lists the rules that a document can except itself from.
func exceptable(rules map[diag.RuleID]Rule) []string {
	var out []string
	for id := range rules {
		if !slices.Contains(neverExcepted[:], string(id[:2])) {
			out = append(out, string(id))
		}
	}
	slices.Sort(out)
	return out
}

// fault tells why an exception does not hold.
func (x *excuse) fault(asOf date.Date, rules map[diag.RuleID]Rule, names *hints) (diag.Finding, bool) {
	_, known := rules[x.rule]
	switch {
	case !known:
		return x.finding("EX003", fmt.Sprintf("no rule has the id `%s`", x.rule), names.near(string(x.rule))), true
	case slices.Contains(neverExcepted[:], string(x.rule[:2])):
		return x.finding("EX003", fmt.Sprintf("a document cannot have an exception from `%s`", x.rule),
			"waive the required document, or set the severity of the rule, in clausebook.yaml"), true
	case x.reason == "":
		return x.finding("EX001", fmt.Sprintf("the exception from `%s` has no reason, so it has no effect", x.rule), "add `reason`"), true
	case x.until.IsZero():
		return x.finding(
			"EX001",
			fmt.Sprintf("the exception from `%s` has no end date, so it has no effect", x.rule),
			"add `until`, its last day",
		), true
	case x.until.Before(asOf):
		return x.finding(
			"EX002",
			fmt.Sprintf("the exception from `%s` ended on %s", x.rule, x.until),
			"fix the finding, or extend the exception",
		), true
	}
	return diag.Finding{}, false
}

func (x *excuse) finding(rule diag.RuleID, message, hint string) diag.Finding {
	return diag.Finding{Rule: rule, Pos: x.pos, Document: string(x.doc.ID), Message: message, Hint: hint}
}

// part takes the findings apart into those that stand and those that are excepted.
func (e *excuses) part(found []diag.Finding) (stand []diag.Finding, excepted []Excepted) {
	if len(e.all) == 0 {
		return found, nil
	}
	for _, f := range found {
		x := e.by[excuseKey{f.Pos.File, f.Rule}]
		if x == nil {
			stand = append(stand, f)
			continue
		}
		x.used = true
		excepted = append(excepted, Excepted{Finding: f, Reason: x.reason, Until: x.until, Pos: x.pos})
	}
	return stand, excepted
}

// idle reports the exceptions that except nothing.
func (e *excuses) idle() []diag.Finding {
	var out []diag.Finding
	for _, x := range e.all {
		if !x.used {
			out = append(out, x.finding("EX004", fmt.Sprintf("the document no longer has a finding of `%s`", x.rule), "remove the exception"))
		}
	}
	return out
}

// settleExcepted gives excepted findings the severity that they would have, and sorts them as findings are.
func settleExcepted(list []Excepted, rules map[diag.RuleID]Rule, severity map[diag.RuleID]config.Severity) []Excepted {
	for i := range list {
		list[i].Finding.Severity = severityOf(list[i].Finding, rules, severity)
	}
	list = slices.DeleteFunc(list, func(x Excepted) bool { return x.Finding.Severity == diag.Off })
	slices.SortStableFunc(list, func(a, b Excepted) int {
		p, q := a.Finding.Pos, b.Finding.Pos
		return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col),
			cmp.Compare(a.Finding.Rule, b.Finding.Rule), cmp.Compare(a.Finding.Message, b.Finding.Message))
	})
	return list
}
