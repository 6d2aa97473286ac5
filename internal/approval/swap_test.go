package approval

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"clausebook/internal/config"
	"clausebook/internal/trust"
)

// TestSwappingAuthorAndApprover: while duties are separated and only one of two people may approve, by the role or as a deputy of
// its holder, an approval that counts does not count any more with the two in each other's place. That holds for maintained documents
// that came in no import, however the approval was given, alone or as one of two, and whatever was written before.
func TestSwappingAuthorAndApprover(t *testing.T) {
	t.Parallel()
	for seed := range uint64(16) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			plan := planOf(seed)
			for _, swapped := range []bool{false, true} {
				r := newRepo(t)
				r.policy.Quorum = map[string]config.Quorum{"policy": {Approvers: plan.quorum}}
				author, approver := ada, plan.approver
				if swapped {
					author, approver = approver, author
				}
				plan.play(r, author, approver)
				l := r.judge()
				v := l.Versions("POL-CHG")[0]
				if got := v.Counts(l.Least); got == swapped {
					t.Errorf("%+v swapped %v: counts %v", plan, swapped, got)
					for _, d := range v.Verdicts {
						t.Logf("%s %s", d.Rule, d.Message)
					}
				}
			}
		})
	}
}

// plan is a history to play.
type plan struct {
	approver string // bea by the role, dan as her deputy
	deputy   bool
	quorum   int
	way      int // of the approval
	changes  int // of the text before
	request  bool
}

func planOf(seed uint64) plan {
	rnd := rand.New(rand.NewPCG(seed, 36))
	p := plan{approver: bea, deputy: rnd.IntN(2) == 0, quorum: 1 + rnd.IntN(2), way: int(seed % 4), changes: 1 + rnd.IntN(3), request: rnd.IntN(2) == 0}
	if p.deputy {
		p.approver = dan
	}
	return p
}

// play writes the text as one person and has it approved by another, and by Cy where two have to.
func (p plan) play(r *testRepo, author, approver string) {
	staff := bosses("cy")
	if p.deputy {
		staff = strings.Replace(staff, "{id: dan,", "{deputy_of: [{person: bea}], id: dan,", 1)
	}
	r.commit("Eve Else <eve@else.example>", "Start", map[string]string{"content/people.yaml": staff, "content/a.md": "---\nid: A\ntype: guide\n---\nA.\n"})
	if p.request {
		r.git(author, "checkout", "-q", "-b", "change")
	}
	text := "Text."
	for i := range p.changes {
		text = fmt.Sprintf("Text number %d.", i)
		r.commit(author, "Write", page("1.0", "in-review", text, byChangeManager))
	}
	if p.request {
		r.git(author, "checkout", "-q", "main")
		r.merge(author, "change", "Merge pull request #4 from org/change")
	}
	day := r.day.AddDate(0, 0, 1).Format("2006-01-02")
	ids := trust.ParseIdentity(approver).Email
	if p.quorum == 2 {
		ids = "[" + ids + ", cy@example.org]"
	}
	lines := []string{byChangeManager, "approved_by: " + ids, "approved_on: " + day}
	trailers := "\n\nApproved-by: " + approver
	if p.quorum == 2 {
		trailers += "\nApproved-by: " + cy
	}
	switch p.way {
	case 0: // entered by somebody else
		r.commit("Eve Else <eve@else.example>", "Approve", page("1.0", "approved", text, lines...))
	case 1: // by own hand
		r.commit(approver, "Approve", page("1.0", "approved", text, lines...))
	case 2:
		r.commit("Eve Else <eve@else.example>", "Approve"+trailers, page("1.0", "approved", text, byChangeManager))
	case 3: // a while later
		r.commit(author, "Ask", page("1.0", "approved", text, byChangeManager))
		r.commit("Eve Else <eve@else.example>", "Agree\n\nDocument: POL-CHG 1.0"+trailers[1:], nil)
	}
}
