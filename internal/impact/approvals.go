package impact

import (
	"fmt"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/ledger"
)

// judge knows both sides and the grade that an approval has to reach after: the greater of both, so that no change can
// lower it for itself.
type judge struct {
	before, after Side
	least         ledger.Grade
}

// approvals tells which approvals of a document ceased or began to count. A document that is removed takes its approval
// along; that it is removed says enough.
func (j judge) approvals(p pair) (lost, given []Approval) {
	if p.after == nil {
		return nil, nil
	}
	was, counted := j.counted(p.before)
	now, claimed := j.after.Approvals.Current(p.after)
	counts := claimed && now.Counts(j.least)
	a := Approval{Document: p.after.ID, Title: p.after.Title, Path: p.after.Path}
	if counted && !counts {
		a.Version, a.Reason = was, j.doubt(p.after, now, claimed)
		lost = append(lost, a)
	}
	if counts && (!counted || now.Version != was.Version) {
		a.Version = now
		given = append(given, a)
	}
	return lost, given
}

// counted gives the approval that counted before.
func (j judge) counted(d *doc.Document) (ledger.Version, bool) {
	if d == nil {
		return ledger.Version{}, false
	}
	v, ok := j.before.Approvals.Current(d)
	return v, ok && v.Counts(j.before.Approvals.Least)
}

// doubt says why the document as it is has no approval that counts.
func (j judge) doubt(d *doc.Document, v ledger.Version, claimed bool) string {
	if d.Status != doc.Approved {
		return fmt.Sprintf("its status is now `%s`", d.Status)
	}
	if !claimed {
		return fmt.Sprintf("version `%s` has no approval", d.Version)
	}
	var doubts []string
	for _, x := range v.Verdicts {
		if x.Voids {
			doubts = append(doubts, x.Message.String())
		}
	}
	if len(doubts) == 0 {
		return fmt.Sprintf(
			"the approval of version `%s` is only %s; at least %s is required",
			v.Version,
			v.Shown(),
			max(j.least, ledger.Declared).Needed(),
		)
	}
	return strings.Join(doubts, "; ")
}

// need tells whether a document still needs an approval, and by whom. Records are evidence of what was done, and what is
// retired is not relied on.
func (j judge) need(p pair) (Need, bool) {
	d := p.after
	if d == nil || d.IsRecord() || d.Status.Retired() {
		return Need{}, false
	}
	if v, ok := j.after.Approvals.Current(d); ok && v.Counts(j.least) {
		return Need{}, false
	}
	return Need{Document: d.ID, Title: d.Title, Path: d.Path, Version: d.Version, Status: d.Status, Approvers: j.approvers(p),
		Least: max(j.least, ledger.Declared)}, true
}

// approvers gives who may approve: whom the document named before the change, else whom it names now, else the roles
// that the configuration before the change gives its type.
func (j judge) approvers(p pair) []string {
	for _, d := range []*doc.Document{p.before, p.after} {
		if d != nil && d.Approver != "" {
			return []string{d.Approver}
		}
	}
	return j.before.Config.Approval.Roles[p.after.Type]
}
