package build_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"

	"clausebook/internal/build"
)

// drawn is a small management system made by chance, the same for the same seed: documents of every kind in every state, with
// acts on their day, before it and ahead of it, over a year of commits.
type drawn struct {
	*repo
	chance *rand.Rand
	texts  map[string]*drawnText
}

// drawnText is a document as it stands.
type drawnText struct {
	kind, serves                             string
	status, approvedBy                       string
	version, wording                         int
	approved, effective, reviewed            time.Time
	date, from, to, due, closed, ends, takes time.Time
	actions                                  []drawnAction
	grades                                   []string // of audit findings
}

type drawnAction struct {
	owner       string
	due, closed time.Time
	by          bool // closed by somebody who gives no day
}

const drawnStandard = `id: mini
name: Mini
edition: "1"
title: A standard of two clauses
status: current
certifiable: false
conditions:
  - {id: outside, text: Is anything done outside?}
clauses:
  - {id: "4", title: Context, summary: Know where you stand.}
  - id: "4.1"
    parent: "4"
    title: Scope
    required: [policy, plan]
    requirements:
      - {id: 4.1-a, text: There is a policy., kind: document, required: [policy]}
      - {id: 4.1-b, text: There is a plan., kind: document, required: [plan]}
      - {id: 4.1-c, text: It is known to all., kind: activity}
  - {id: "8", title: Operation, required: [procedure]}
  - id: "8.1"
    parent: "8"
    title: Work
    required: [procedure, survey, log, minutes, audit-report, contract, register]
    requirements:
      - {id: 8.1-a, text: Work is surveyed., kind: record, required: [survey, log]}
      - {id: 8.1-b, text: The work is looked at., kind: record, required: [minutes, audit-report]}
      - {id: 8.1-c, text: Suppliers are bound., kind: document, required: [contract], condition: outside}
      - {id: 8.1-d, text: Work is listed., kind: document, required: [register]}
required:
  - {id: policy, title: Policy, kind: document, type: policy, clauses: ["4.1"],
     strength: explicit, cardinality: one, cadence: P6M, cadence_basis: custom}
  - {id: plan, title: Plan, kind: document, type: plan, clauses: ["4.1", "8.1"], strength: explicit, cardinality: one}
  - {id: procedure, title: Procedure, kind: document, type: procedure, clauses: ["8"], strength: implied, cardinality: one-or-more}
  - {id: survey, title: Survey, kind: record, type: record, clauses: ["8.1"],
     strength: explicit, cardinality: many, cadence: P3M, cadence_basis: custom}
  - {id: log, title: Log, kind: record, type: report, clauses: ["8.1"], strength: explicit, cardinality: many, operational: true}
  - {id: minutes, title: Minutes, kind: record, type: minutes, clauses: ["8.1"],
     strength: explicit, cardinality: many, cadence: P6M, cadence_basis: custom}
  - {id: audit-report, title: Audit report, kind: record, type: audit-report, clauses: ["8.1"],
     strength: explicit, cardinality: many, cadence: P1Y, cadence_basis: custom}
  - {id: contract, title: Contract, kind: document, type: contract, clauses: ["8.1"],
     strength: recommended, cardinality: one-or-more, condition: outside}
  - {id: register, title: Register, kind: document, type: register, clauses: ["8.1"], strength: implied, cardinality: one}
processes:
  - {id: work, name: Work management, purpose: Get work done., outcomes: [{id: work-1, text: Work is done.}]}
`

// drawnKinds are the documents of such a system: their types and what each serves.
var drawnKinds = map[string]drawnText{
	"pol": {kind: "policy", serves: "fulfils: [policy]\ncovers: [4.1-c, work]\n"}, "plan": {kind: "plan", serves: "fulfils: [plan]\n"},
	"prc-1": {kind: "procedure", serves: "fulfils: [procedure]\n"},
	"prc-2": {kind: "procedure", serves: "fulfils: [procedure]\ncovers: [8.1-a]\n"},
	"reg":   {kind: "register", serves: "fulfils: [register]\n"}, "ctr": {kind: "contract", serves: "fulfils: [contract]\nsupplier: far\n"},
	"sur-1": {kind: "record", serves: "fulfils: [survey]\n"}, "sur-2": {kind: "record", serves: "fulfils: [survey]\n"},
	"log-1": {kind: "report", serves: "fulfils: [log]\n"}, "log-2": {kind: "report", serves: "fulfils: [log]\n"},
	"min-1": {kind: "minutes", serves: "fulfils: [minutes]\n"}, "min-2": {kind: "minutes", serves: "fulfils: [minutes]\n"},
	"aud-1": {kind: "audit-report", serves: "fulfils: [audit-report]\n"}, "aud-2": {kind: "audit-report", serves: "fulfils: [audit-report]\n"},
	"nc-1": {kind: "nonconformity", serves: "raised_by: AUD-1\n"}, "nc-2": {kind: "nonconformity"}, "imp-1": {kind: "improvement"},
}

// draw makes a system of so many commits.
func draw(t *testing.T, seed uint64, commits int) *drawn {
	t.Helper()
	d := &drawn{repo: newRepo(t), chance: rand.New(rand.NewPCG(seed, 11)), texts: map[string]*drawnText{}}
	d.when = time.Date(2025, 6, 2, 9, 0, 0, 0, time.UTC)
	d.keep("ada", "Set up", map[string]string{"clausebook.yaml": d.rules(), "mini.yaml": drawnStandard, "content/people.yaml": drawnPeople})
	for i := range commits {
		files := map[string]string{}
		for range 1 + d.chance.IntN(4) {
			id := d.one(slices.Sorted(maps.Keys(drawnKinds))...)
			files["content/"+id+".md"] = d.change(id)
		}
		message := "Work"
		if d.chance.IntN(3) == 0 {
			message += "\n\nApproved-by: Ada Boss <ada@example.org>"
		}
		d.keep(d.one("ada", "bea", "cy"), message, files)
		if i < commits-1 {
			d.when = d.when.AddDate(0, 0, d.chance.IntN(2*360/commits)).Add(time.Duration(d.chance.IntN(600)) * time.Minute)
		}
	}
	return d
}

const drawnPeople = `people:
  - {id: ada, name: Ada Boss, emails: [ada@example.org]}
  - {id: bea, name: Bea Writer, emails: [bea@example.org]}
  - {id: cy, name: Cy Clerk, emails: [cy@example.org]}
parties:
  - {id: far, name: Far Ltd, kind: supplier}
roles:
  - {id: boss, title: Boss, holders: [{person: ada}, {person: bea, from: 2025-12-01}]}
  - {id: clerk, title: Clerk, holders: [{person: cy}]}
  - {id: nobody, title: Nobody}
`

func (d *drawn) rules() string {
	out := "standards: [mini.yaml]\nconditions: {outside: " + d.one("true", "{holds: false, reason: All is done here.}") + "}\n" +
		"approval: {least_grade: " + d.one("declared", "own-hand", "trailer") + ", quorum: {policy: " + d.one("1", "2") + "}}\n" +
		"periods: [{id: p1, name: First half, from: 2025-07-01, to: 2025-12-31}, {id: p2, name: Year, from: 2026-01-01, to: 2026-12-31}]\n"
	if d.chance.IntN(2) == 0 {
		out += "waivers: [{target: " + d.one("survey", "plan", "minutes") + ", reason: Moves to autumn., approved_by: ada, expires: " +
			d.one("2026-05-01", "2026-08-15", "2026-12-31") + "}]\n"
	}
	return out
}

func (d *drawn) one(of ...string) string { return of[d.chance.IntN(len(of))] }

// near gives a day close to now, mostly this one; ahead one that is mostly to come.
func (d *drawn) near() time.Time {
	return d.when.AddDate(0, 0, []int{0, 0, 0, -3, -40, 5, 60}[d.chance.IntN(7)])
}

func (d *drawn) ahead() time.Time {
	return d.when.AddDate(0, 0, []int{-20, 10, 30, 45, 90, 200}[d.chance.IntN(6)])
}

// change writes a document for the first time, or changes something of it.
func (d *drawn) change(id string) string {
	x := d.texts[id]
	if x == nil {
		made := drawnKinds[id]
		x = &made
		x.version, x.status = 1, d.one("draft", "approved", "approved")
		x.date, x.from, x.to, x.due, x.ends = d.near(), d.when.AddDate(0, -2, 0), d.near(), d.ahead(), d.ahead()
		x.grades = slices.Repeat([]string{d.one("major", "minor", "opportunity"), "minor"}, d.chance.IntN(3))
		for range d.chance.IntN(4) {
			x.actions = append(x.actions, drawnAction{owner: d.one("boss", "clerk", "cy"), due: d.ahead()})
		}
		d.texts[id] = x
	}
	for range 1 + d.chance.IntN(2) {
		d.alter(x)
	}
	return d.text(id, x)
}

func (d *drawn) alter(x *drawnText) {
	switch d.chance.IntN(11) {
	case 0:
		x.version, x.wording, x.status = x.version+1, x.wording+1, d.one("draft", "in-review", "approved")
	case 1:
		x.wording++
	case 2, 3, 4:
		x.status, x.approvedBy, x.approved = "approved", d.one("ada", "ada", "bea", "cy"), d.near()
	case 5:
		x.reviewed = d.near()
	case 6:
		x.date, x.to = d.near(), d.ahead()
	case 7:
		x.effective = d.ahead()
	case 8:
		x.takes = d.ahead()
	case 9:
		x.closed = d.near()
		for i := range x.actions {
			if a := &x.actions[i]; d.chance.IntN(2) == 0 {
				a.closed, a.by = d.near(), d.chance.IntN(3) == 0
			}
		}
	case 10:
		x.status = d.one("superseded", "withdrawn", "approved")
	}
}

func (d *drawn) text(id string, x *drawnText) string {
	var b strings.Builder
	line := func(key string, day time.Time) {
		if !day.IsZero() {
			fmt.Fprintf(&b, "%s: %s\n", key, day.Format(time.DateOnly))
		}
	}
	fmt.Fprintf(&b, "---\nid: %s\ntitle: The %s\ntype: %s\nversion: \"%d.0\"\nstatus: %s\nowner: %s\napprover: boss\n",
		strings.ToUpper(id), id, x.kind, x.version, x.status, []string{"boss", "clerk", "nobody"}[len(id)%3])
	if x.approvedBy != "" {
		fmt.Fprintf(&b, "approved_by: %s\n", x.approvedBy)
		line("approved_on", x.approved)
	}
	line("effective_from", x.effective)
	if !x.takes.IsZero() {
		fmt.Fprintf(&b, "withdrawn: [{version: \"%d.0\", from: %s, by: ada, reason: It is wrong.}]\n", x.version, x.takes.Format(time.DateOnly))
	}
	switch x.kind {
	case "record", "report":
		line("date", x.date)
		fmt.Fprintf(&b, "period: {from: %s, to: %s}\n", x.from.Format(time.DateOnly), x.to.Format(time.DateOnly))
	case "minutes":
		line("date", x.date)
		b.WriteString("chair: ada\nattendees: [ada, bea, cy]\n")
		x.writeActions(&b)
	case "audit-report":
		line("date", x.date)
		b.WriteString("kind: internal\nauditors: [cy]\n")
		x.writeFindings(&b)
	case "nonconformity", "improvement":
		line("raised_on", x.date)
		line("due", x.due)
		line("closed_on", x.closed)
		if x.kind == "nonconformity" {
			b.WriteString("grade: minor\n")
		}
	case "contract":
		line("ends_on", x.ends)
	default:
		line("reviewed_on", x.reviewed)
		b.WriteString("review_every: P3M\n")
	}
	fmt.Fprintf(&b, "%s---\nThis is wording number %d of it.\n", x.serves, x.wording)
	return b.String()
}

func (x *drawnText) writeActions(b *strings.Builder) {
	if len(x.actions) == 0 {
		return
	}
	b.WriteString("actions:\n")
	for i, a := range x.actions {
		fmt.Fprintf(b, "  - {id: A%d, text: Do thing %d, owner: %s, due: %s", i, i, a.owner, a.due.Format(time.DateOnly))
		switch {
		case a.by:
			b.WriteString(", closed_by: the clerk")
		case !a.closed.IsZero():
			fmt.Fprintf(b, ", closed_on: %s", a.closed.Format(time.DateOnly))
		}
		b.WriteString("}\n")
	}
}

func (x *drawnText) writeFindings(b *strings.Builder) {
	if len(x.grades) == 0 {
		return
	}
	b.WriteString("audit_findings:\n")
	for i, grade := range x.grades {
		fmt.Fprintf(b, "  - {id: F%d, grade: %s, text: Thing %d is amiss.}\n", i, grade, i)
	}
}

// keep commits files as somebody.
func (d *drawn) keep(who, message string, files map[string]string) {
	d.t.Helper()
	d.write(files)
	tree, err := d.git.Worktree()
	d.must(err)
	d.must(tree.AddWithOptions(&git.AddOptions{All: true}))
	by := &object.Signature{Name: livedPeople[who], Email: who + "@example.org", When: d.when}
	_, err = tree.Commit(message, &git.CommitOptions{Author: by, Committer: by, AllowEmptyCommits: true})
	d.must(err)
}

// judged gathers the system some days after its last commit.
func (d *drawn) judged() *build.Project {
	d.t.Helper()
	day := d.when.AddDate(0, 0, d.chance.IntN(50))
	return d.gather(build.Options{Dir: d.dir, Tool: "tested", Now: func() time.Time { return day }, Trend: true})
}
