package site

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"clausebook/internal/applicability"
	"clausebook/internal/check"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/markdown"
	"clausebook/internal/output"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
	"clausebook/internal/thread"
	"clausebook/internal/trace"
	"clausebook/internal/trust"
)

// day reads a date of a test.
func day(t testing.TB, s string) date.Date {
	t.Helper()
	d, err := date.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// write makes a document of front matter and body, as far as the pages look at it.
func write(t testing.TB, path, front, body string) *doc.Document {
	t.Helper()
	node, problems := strictyaml.Parse([]byte(front), 2, strictyaml.Limits{})
	if len(problems) > 0 {
		t.Fatalf("%s: %v", path, problems)
	}
	text := func(key string) string { return node.Get(key).Text() }
	when := func(key string) date.Date {
		if text(key) == "" {
			return date.Date{}
		}
		return day(t, text(key))
	}
	d := &doc.Document{ID: doc.ID(text("id")), Path: path, Title: text("title"), Type: text("type"), Version: text("version"),
		Status: doc.Status(text("status")), Owner: text("owner"), Approver: text("approver"), ApprovedOn: when("approved_on"),
		EffectiveFrom: when("effective_from"), ReviewedOn: when("reviewed_on"), Date: when("date"), Supplier: text("supplier"),
		Classification: text("classification"), Language: text("language"), Tags: node.Get("tags").Texts(), Aliases: node.Get("aliases").Texts(),
		Supersedes: thread.IDs(node.Get("supersedes").Texts()), Related: thread.IDs(node.Get("related").Texts()),
		Services: thread.IDs(node.Get("services").Texts()),
		Front:    node, Body: markdown.Parse([]byte(body), 1), Source: []byte(body), BodyLine: 1, SHA256: strings.Repeat("ab", 32)}
	if every := text("review_every"); every != "" {
		period, err := date.ParsePeriod(every)
		if err != nil {
			t.Fatal(err)
		}
		d.ReviewEvery = period
	}
	for _, target := range node.Get("covers").Texts() {
		d.Covers = append(d.Covers, doc.Coverage{Target: target, Section: -1})
	}
	for _, c := range d.Body.Comments {
		if targets, ok := strings.CutPrefix(c.Text, "covers:"); ok {
			for target := range strings.SplitSeq(targets, ",") {
				d.Covers = append(d.Covers, doc.Coverage{Target: strings.TrimSpace(target), Section: c.Section})
			}
		}
	}
	return d
}

// sampleStandards is a small standard of the shape of 20000-1 and a small reference model.
func sampleStandards() *standard.Library {
	main := &standard.Standard{ID: "one-2018", Name: "Example 1", Edition: "2018", Title: "Requirements", Status: "current", Certifiable: true,
		Clauses: []standard.Clause{
			{ID: "4", Level: 1, Title: "Context", Summary: "Know where you stand."},
			{ID: "4.1", Parent: "4", Level: 2, Title: "Scope", Summary: "Say what is in.", Required: []string{"scope"},
				Requirements: []standard.Requirement{{ID: "4.1-a", Clause: "4.1", Text: "The scope is written down.", Kind: "document",
					Required: []string{"scope"}},
					{ID: "4.1-b", Clause: "4.1", Text: "The scope is reviewed.", Kind: "activity", Planned: true}}},
			{ID: "8", Level: 1, Title: "Operation"},
			{ID: "8.5", Parent: "8", Level: 2, Title: "Change", Untitled: true, Note: "a note",
				Required: []string{"change-policy", "change-records"},
				Requirements: []standard.Requirement{{ID: "8.5-a", Clause: "8.5", Text: "Changes are controlled.", Kind: "activity",
					Required: []string{"change-policy"}, Condition: "changes", Since: "Amd 1"}}},
		},
		Required: []standard.RequiredDocument{
			{ID: "scope", Title: "Scope of the system", Kind: "document", Type: "policy", Clauses: []string{"4.1"}, Strength: standard.Explicit,
				Cadence: date.Period{Years: 1}, CadenceBasis: "custom"},
			{ID: "change-policy", Title: "Change policy", Kind: "document", Type: "policy", Clauses: []string{"8.5"}, Strength: standard.Explicit,
				Cadence: date.Period{Years: 1}, CadenceBasis: "standard-planned-intervals"},
			{ID: "change-records", Title: "Records of changes", Kind: "record", Type: "record", Clauses: []string{"8.5"},
				Strength: standard.Implied},
			{ID: "demand-report", Title: "Report on demand", Kind: "record", Type: "report", Clauses: []string{"8.5"},
				Strength: standard.Recommended},
			{ID: "site-plan", Title: "Plan of the site", Kind: "document", Type: "plan", Clauses: []string{"8.5"}, Strength: standard.Implied,
				Condition: "changes"},
		},
		Conditions: []standard.Condition{{ID: "changes", Text: "Are there changes?"}},
	}
	model := &standard.Standard{ID: "model", Name: "Example 4", Edition: "2010", Title: "Process reference model",
		Status: "withdrawn 2018-04-09",
		Clauses: []standard.Clause{{ID: "C", Level: 1, Title: "Controls", Selectable: true}, {ID: "C.1", Parent: "C", Level: 2, Title: "Doors"},
			{ID: "C.2", Parent: "C", Level: 2, Title: "Tests"}, {ID: "C.3", Parent: "C", Level: 2, Title: "Lights"}},
		Notes: []string{"a reference model"},
		Sources: []standard.Source{{ID: "own", Text: "what the author knew", Kind: standard.OwnKnowledge},
			{ID: "list", Text: "a list of another edition", Kind: standard.Blog, Edition: "2005", URL: "https://example.org/list",
				Seen: date.New(2026, 1, 5)},
			{ID: "bad", Text: "an address that no page may hold", Kind: standard.Exam, Edition: "2010", URL: "javascript:alert(1)"}},
		Processes: []standard.Process{{ID: "change", Name: "Change management", Group: "control-processes", Purpose: "Keep changes in hand.",
			Area:     "change",
			Outcomes: []standard.Outcome{{ID: "change-1", Text: "Changes are recorded"}}, Clauses: map[string][]string{"one-2018": {"8.5"}}},
			{ID: "audit", Name: "Audit", Group: "sms-general", Purpose: "Look."}},
		Areas: []standard.Subject{{Kind: standard.AreaKind, ID: "change", Title: "Changes", Summary: "Change with care.",
			Questions: []string{"Who decides?"}, Processes: []string{"change"}, Related: []string{"audit"},
			Clauses: map[string][]string{"one-2018": {"8.5"}}}},
		Stages: []standard.Subject{{Kind: standard.StageKind, ID: "plan", Title: "Plan", Summary: "Think first.", Clauses: map[string][]string{"one-2018": {"4.1"}}}}}
	main.Index()
	model.Index()
	return &standard.Library{Standards: []*standard.Standard{main, model},
		Crosswalk: standard.Crosswalk{Rows: []standard.CrosswalkRow{{Clause: "8.5", Relation: "same",
			Others: map[string][]string{"ITIL 4": {"change enablement"}}}}}}
}

func sampleDocuments(t testing.TB) *doc.Set {
	documents := []*doc.Document{
		write(t, "content/policies/scope.md",
			`{id: POL-SCO, title: Scope, type: policy, version: "1.0", status: approved, owner: manager, approver: boss, `+
				`approved_on: 2026-01-10, reviewed_on: 2026-01-10, review_every: P1Y, covers: [4.1], aliases: [old/scope, policies/scope.md], `+
				`language: en}`,
			"## What is in\n\n<!-- covers: 4.1-a, model:change-1 -->\n\nSee [[POL-CHG]], [[POL-CHG#rules|the rules]], [[§8.5]], [the "+
				"plan](../plans/plan.md) and [a drawing](../files/map.svg).\n\n![map](../files/map.svg)\n\n## What is out\n\n[nowhere](gone.md) "+
				"and [[NO-SUCH]] and [out](https://example.org/x). An SLA.\n"),
		write(t, "content/policies/change.md",
			`{id: POL-CHG, title: Change policy, type: policy, version: "1.10", status: approved, owner: manager, approved_on: 2025-01-10, `+
				`review_every: P1Y, related: [POL-SCO], tags: [change, risk]}`,
			"## Rules\n\n```go\nfunc main() {}\n```\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"),
		write(t, "content/policies/old.md",
			`{id: POL-OLD, title: Old change policy, type: policy, version: "0.9", status: superseded, owner: manager}`, "Old.\n"),
		write(t, "content/plans/plan.md", `{id: PLN-X, title: A plan in the making, type: plan, version: "0.1", status: draft, `+
			`owner: manager, supersedes: [POL-OLD]}`, "Drafted canary.\n"),
		write(t, "content/services/web.md",
			`{id: SVC-WEB, title: Web hosting, type: service, version: "1", status: approved, owner: manager, approved_on: 2026-02-01, `+
				`service_owner: manager, state: live, criticality: high, customers: [acme], suppliers: [cables], depends_on: [SVC-DNS], `+
				`targets: [{name: Availability, target: ">= 99.9 %", measured_by: probe}]}`,
			"## Description\n\nWhat the service level agreement (SLA) holds.\n"),
		write(t, "content/services/dns.md",
			`{id: SVC-DNS, title: Names, type: service, version: "1", status: approved, owner: manager, approved_on: 2026-02-01, state: live}`,
			"Text.\n"),
		write(t, "content/agreements/acme.md",
			`{id: SLA-ACME, title: Agreement with Acme, type: agreement, version: "1", status: approved, owner: manager, `+
				`approved_on: 2026-02-01, parties: [acme], services: [SVC-WEB], ends_on: 2027-01-31}`, "Text.\n"),
		write(t, "content/contracts/cables.md",
			`{id: CON-CAB, title: Contract with Cables, type: contract, version: "1", status: approved, owner: manager, `+
				`approved_on: 2026-02-01, supplier: cables}`, "Text.\n"),
		write(t, "content/processes/change.md",
			`{id: PRC-CHG, title: Change process, type: process, version: "1", status: in-review, owner: manager, purpose: Order, `+
				`inputs: [requests], outputs: [changes], roles: [manager], measures: [{name: Failed, target: few}]}`, "## Steps\n\nText.\n"),
		write(t, "content/minutes/m1.md", `{id: MIN-1, title: Review meeting, type: minutes, version: "1", status: approved, `+
			`owner: manager, approved_on: 2026-03-01, date: 2026-03-01, chair: ann, attendees: [ann, bob], actions: [{id: A1, text: Do it, `+
			`owner: manager, due: 2026-04-01}, {id: A2, text: Done, owner: manager, due: 2026-04-01, closed_on: 2026-03-20}], `+
			`decisions: [{id: D1, text: Go on}]}`, "Text.\n"),
		write(t, "content/audits/a1.md", `{id: AUD-1, title: Internal audit, type: audit-report, version: "1", status: approved, `+
			`owner: manager, approved_on: 2026-05-01, date: 2026-05-01, auditors: [ann, Somebody Else], clauses: ["8.5"], `+
			`audit_findings: [{id: F1, grade: minor, clause: "8.5", text: A slip, nonconformity: NCR-1}]}`, "Text.\n"),
		write(t, "content/ncr/n1.md", `{id: NCR-1, title: A slip, type: nonconformity, version: "1", status: approved, owner: manager, `+
			`grade: minor, raised_on: 2026-05-02, raised_by: AUD-1, clause: "8.5", due: 2026-06-01, closed_on: 2026-05-20}`, "Text.\n"),
		write(t, "content/improvements/i1.md",
			`{id: IMP-1, title: Better, type: improvement, version: "1", status: approved, owner: manager, raised_on: 2026-05-02, `+
				`due: 2026-06-01}`, "Text.\n"),
		write(t, "content/records/r1.md", `{id: REC-1, title: Records of changes, type: record, version: "1", status: approved, `+
			`owner: manager, date: 2026-06-01, location: "https://tickets.example/1", seen_by: ann, seen_on: 2026-06-02}`, "Text.\n"),
		write(t, "content/misc/withdrawn.md", `{id: GDE-1, title: "#1 guide", type: guide, version: "1", status: withdrawn, owner: nobody}`,
			"Text.\n"),
	}
	documents[len(documents)-2].Data = &doc.Data{Path: "content/records/r1.csv", Header: []string{"id", "what"}, Rows: rows(70), SHA256: "cd"}
	assets := []doc.Asset{{Path: "content/files/map.svg", Size: 120, SHA256: "ef"},
		{Path: "content/files/page.html", Size: 2048, SHA256: "ee"}}
	return doc.NewSet("content", documents, assets, nil)
}

func rows(n int) [][]string {
	var out [][]string
	for i := range n {
		out = append(out, []string{fmt.Sprintf("R-%d", i+1), "changed"})
	}
	return out
}

func sampleMatrix(t testing.TB) *trace.Matrix {
	ref := func(item string) standard.Ref { return standard.Ref{Standard: "one-2018", Item: item} }
	evidence := []trace.Evidence{{Document: "POL-SCO", Path: "content/policies/scope.md", Line: 14, Section: "what-is-in",
		Heading: "What is in", How: "covers", State: trace.Met,
		Commit: "0123456789abcdef0123456789abcdef01234567", Revised: day(t, "2026-01-10")}}
	change := []trace.Evidence{{Document: "POL-CHG", Path: "content/policies/change.md", How: "fulfils", State: trace.Overdue,
		Reason: phrase.Text("review passed")}}
	cell := func(item string, kind standard.Kind, title string, state trace.State, e []trace.Evidence) trace.Cell {
		return trace.Cell{Ref: ref(item), Kind: kind, Title: title, State: state, Reason: phrase.Of("because of %s", item), Evidence: e,
			Owner: "manager"}
	}
	waived := cell("demand-report", standard.KindRequired, "Report on demand", trace.Waived, nil)
	waived.Waiver = &trace.Waiver{Reason: "no demand yet", ApprovedBy: "bob", Expires: day(t, "2026-12-31"),
		Pos: diag.Pos{File: "clausebook.yaml", Line: 30, Col: 3}}
	missing := cell("change-records", standard.KindRequired, "Records of changes", trace.Missing, nil)
	missing.Fix, missing.Strength = trace.Fix{Command: "clausebook new change-records"}, standard.Implied
	overdue := cell("change-policy", standard.KindRequired, "Change policy", trace.Overdue, change)
	overdue.Due = day(t, "2026-01-10")
	m := trace.StandardMatrix{Standard: "one-2018",
		Required: []trace.Cell{cell("scope", standard.KindRequired, "Scope of the system", trace.Met, evidence), overdue, missing, waived,
			cell("site-plan", standard.KindRequired, "Plan of the site", trace.NotApplicable, nil)},
		Requirements: []trace.Cell{cell("4.1-a", standard.KindRequirement, "The scope is written down.", trace.Met, evidence),
			cell("4.1-b", standard.KindRequirement, "The scope is reviewed.", trace.Met, evidence),
			cell("8.5-a", standard.KindRequirement, "Changes are controlled.", trace.Overdue, change)},
		Clauses: []trace.Cell{cell("4", standard.KindClause, "Context", trace.Met, nil),
			cell("4.1", standard.KindClause, "Scope", trace.Met, evidence),
			cell("8", standard.KindClause, "Operation", trace.Missing, nil), cell("8.5", standard.KindClause, "Change", trace.Missing, change)}}
	control := func(item, title string, state trace.State) trace.Cell {
		return trace.Cell{Ref: standard.Ref{Standard: "model", Item: item}, Kind: standard.KindClause, Title: title, State: state,
			Reason: phrase.Of("because of %s", item)}
	}
	process := trace.StandardMatrix{Standard: "model", Clauses: []trace.Cell{control("C", "Controls", trace.Missing), control("C.1", "Doors", trace.Met),
		control("C.2", "Tests", trace.NotApplicable), control("C.3", "Lights", trace.Missing)}, Processes: []trace.Cell{
		{Ref: standard.Ref{Standard: "model", Item: "change"}, Kind: standard.KindProcess, Title: "Change management", State: trace.Partly,
			Reason: phrase.Text("one of two"), Evidence: evidence, Missing: []string{"change-2"}},
		{Ref: standard.Ref{Standard: "model", Item: "audit"}, Kind: standard.KindProcess, Title: "Audit", State: trace.Missing,
			Reason: phrase.Text("nothing"), Fix: trace.Fix{Command: "clausebook new process"}}}}
	out := trace.NewMatrix(day(t, "2026-06-30"), []trace.StandardMatrix{m, process}, map[doc.ID][]trace.Use{
		"POL-SCO": {{Ref: ref("scope"), Kind: standard.KindRequired, Title: "Scope of the system", How: "fulfils", State: trace.Met},
			{Ref: ref("4.1-a"), Kind: standard.KindRequirement, Title: "The scope is written down.", How: "covers", Section: "what-is-in",
				State: trace.Met}}})
	out.Stated = sampleStated(t)
	return out
}

// sampleStated is a statement of applicability that leaves out a control and lists one that does not apply.
func sampleStated(t testing.TB) *applicability.Book {
	soa := write(t, "content/policies/scope.md", `{id: POL-SCO, title: Scope, type: applicability, status: approved}`, "Text.\n")
	soa.Data = &doc.Data{Path: "content/soa.csv", Header: []string{"control", "applies", "reason", "status", "evidence"},
		Rows: [][]string{{"C.1", "yes", "a <b>risk</b>", "implemented", "POL-SCO; a key"}, {"C.2", "no", "nothing is built", "", ""}}}
	return applicability.Read(doc.NewSet("content", []*doc.Document{soa}, nil, nil), sampleStandards())
}

// sample is a small system with at least one of everything that a page shows.
func sample(t testing.TB) *dossier.Dossier {
	commit := &history.Commit{Hash: "0123456789abcdef0123456789abcdef01234567", Subject: "Approve scope (#12)", Request: "#12",
		Author: history.Stamp{Identity: history.Identity{Name: "Ann Author", Email: "ann@example.org"},
			When: time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)},
		Committer: history.Stamp{Identity: history.Identity{Name: "Forge", Email: "forge@example.org"},
			When: time.Date(2026, 1, 10, 10, 0, 0, 0, time.UTC)}}
	approved := ledger.Version{Document: "POL-SCO", Version: "1.0", Approver: trust.Person{ID: "bob", Name: "Bob Boss"}, Role: "boss",
		On: day(t, "2026-01-10"), Grade: ledger.Merge,
		Revision: &history.Revision{Commit: commit, Path: "content/policies/scope.md", Blob: "aa", Class: history.Substance},
		Content:  strings.Repeat("9f", 32),
		Authors:  []trust.Person{{ID: "ann", Name: "Ann Author"}},
		Evidence: []ledger.Evidence{{Grade: ledger.Merge, What: phrase.Text("merge of #12"), Commit: commit.Hash}}}
	before := *commit
	before.Hash, before.Subject, before.Committer.When = "89abcdef0123456789abcdef0123456789abcdef", "Approve scope",
		time.Date(2025, 1, 9, 8, 0, 0, 0, time.UTC)
	former := ledger.Version{Document: "POL-SCO", Version: "0.9", Approver: trust.Person{ID: "bob", Name: "Bob Boss"},
		On: day(t, "2025-01-09"), Grade: ledger.Declared,
		Revision: &history.Revision{Commit: &before, Path: "content/scope.md", Blob: "bb", Class: history.Substance,
			Facts: history.Facts{Status: "approved"}}}
	changed := ledger.Version{Document: "POL-CHG", Version: "1.10", Approver: trust.Person{Name: "Carl"}, On: day(t, "2025-01-10"),
		Grade: ledger.Declared,
		Verdicts: []ledger.Verdict{{Rule: ledger.RuleChangedAfter, Message: phrase.Text("changed in substance after the approval"),
			Commit: commit.Hash, Voids: true}}}
	months := func(counts ...int) map[string]map[trace.State][]string { // of what is met, overdue, missing and not applicable
		all := []string{"scope", "change-policy", "change-records", "demand-report", "site-plan"}
		out := map[trace.State][]string{}
		for i, state := range []trace.State{trace.Met, trace.Overdue, trace.Missing, trace.NotApplicable} {
			out[state], all = all[:counts[i]], all[counts[i]:]
		}
		return map[string]map[trace.State][]string{"one-2018": out, "model": {}}
	}
	d := &dossier.Dossier{
		Trend: &dossier.Trend{Points: []dossier.TrendPoint{{Day: day(t, "2026-03-31"), Commit: before.Hash, Items: months(0, 0, 4, 1)},
			{Day: day(t, "2026-04-30"), Commit: commit.Hash, Unjudged: dossier.NoConfiguration},
			{Day: day(t, "2026-05-31"), Commit: commit.Hash, Items: months(2, 1, 1, 1)}}},
		Site: dossier.Site{Title: "Example SMS", Organization: "Example Ltd", Language: "en",
			Periods: []dossier.Period{{ID: "p1", Name: "First half", From: day(t, "2026-01-01"), To: day(t, "2026-06-30")}},
			Forge:   dossier.Forge{Kind: "github", URL: "https://forge.example/org/repo", Branch: "main"}},
		AsOf: dossier.AsOf{Day: day(t, "2026-06-30"), Pinned: true}, Tool: "0.1.0",
		Docs:      sampleDocuments(t),
		Standards: sampleStandards(),
		Matrix:    sampleMatrix(t),
		History: &history.Log{State: history.Complete, Head: commit.Hash, Branch: "main", Commits: 12,
			Notes: []string{"a note on the history"}},
		Approvals: ledger.NewLedger(ledger.Declared, map[doc.ID][]ledger.Version{"POL-SCO": {approved, former}, "POL-CHG": {changed}}),
		People: &people.Register{People: []people.Person{{ID: "ann", Name: "Ann Author", From: day(t, "2020-01-01")},
			{ID: "bob", Name: "Bob Boss", To: day(t, "2026-05-31")}},
			Roles: []people.Role{{ID: "manager", Title: "Manager", Holders: []people.Holding{{Person: "ann", From: day(t, "2021-01-01")},
				{Person: "bob", To: day(t, "2020-12-31")}}},
				{ID: "boss", Title: "Boss", Holders: []people.Holding{{Person: "bob"}}}},
			Parties: []people.Party{{ID: "acme", Name: "Acme", Kind: "customer"}, {ID: "cables", Name: "Cables Ltd", Kind: "supplier"}}},
		Rules: []check.Rule{{ID: "FM001", Title: "front matter is missing", Why: "nobody knows what it is", Fix: "add it",
			Clauses: []string{"4.1"}, Severity: diag.Error}},
		Findings: []diag.Finding{{Rule: "FM001", Severity: diag.Error, Pos: diag.Pos{File: "content/policies/change.md", Line: 3, Col: 2},
			Message: "something is wrong", Hint: "fix it",
			Subject:      "one-2018:change-policy",
			Related:      []diag.Note{{Pos: diag.Pos{File: "content/policies/scope.md", Line: 1}, Message: "first here"}},
			Consequences: []diag.Finding{{Rule: "FM001", Pos: diag.Pos{File: "content/policies/change.md", Line: 9}, Message: "and so is this"}}}},
		Excepted: []check.Excepted{{Finding: diag.Finding{Rule: "FM001", Severity: diag.Error,
			Pos: diag.Pos{File: "content/policies/scope.md", Line: 4}, Message: "something else is wrong"},
			Reason: "the keeper is away", Until: date.New(2026, 12, 31), Pos: diag.Pos{File: "content/policies/scope.md", Line: 7}}},
	}
	d.Approvals.Exports = sampleExports(commit.Hash)
	return d
}

// sampleExports are a request that speaks for a document, and one that matches nothing.
func sampleExports(commit history.Hash) []ledger.Export {
	return []ledger.Export{
		{Request: "#12 of forge.example/org/repo", Form: "a GitHub pull request", Files: []string{"reviews/12.json"}, Landed: commit,
			Commits: []history.Hash{commit}, Documents: []doc.ID{"POL-SCO"}, Brought: phrase.Of("commit %s by %s", commit.Short(), "Bob Boss")},
		{Request: "#13 of forge.example/org/repo", Form: "a GitHub pull request", Files: []string{"reviews/13.json"},
			Problem: phrase.Of("it had not been merged when it was exported")},
	}
}

// crowded is the sample with so much of some things that they have pages of their own.
func crowded(t testing.TB) *dossier.Dossier {
	d := sample(t)
	var actions strings.Builder
	for i := range 61 { // one more than the page of the records shows
		fmt.Fprintf(&actions, "{id: A%d, text: Do thing %d, owner: manager, due: 2026-%02d-01},", i, i, 1+i%12)
	}
	minutes := `{id: MIN-2, title: A long meeting, type: minutes, version: "1", status: approved, owner: manager, date: 2026-03-02, ` +
		`actions: [` + actions.String() + `]}`
	documents := append(d.Docs.Documents, write(t, "content/minutes/many.md", minutes, "Text.\n"))
	var evidence []trace.Evidence
	for i := range 41 { // one more than the page of a document shows
		id := fmt.Sprintf("REC-%d", 100+i)
		documents = append(documents, write(t, "content/records/"+id+".md",
			`{id: `+id+`, title: Record `+id+`, type: record, version: "1", status: approved, owner: manager, date: 2026-06-01, `+
				`related: [POL-SCO]}`, "Proof of concept (PoC).\n"))
		evidence = append(evidence, trace.Evidence{Document: doc.ID(id), Path: "content/records/" + id + ".md", Line: 3, How: "covers",
			State: trace.Met, Revised: day(t, "2026-06-01")})
	}
	d.Docs = doc.NewSet("content", documents, d.Docs.Assets, nil)
	d.Matrix.Cell(standard.Ref{Standard: "one-2018", Item: "4.1"}).Evidence = evidence
	versions := map[doc.ID][]ledger.Version{}
	for _, v := range d.Approvals.Versions("POL-SCO") {
		for i := range 25 { // as many as the page of the history shows
			v.Version = fmt.Sprintf("%s.%d", v.Version[:1], 25-i)
			versions["POL-SCO"] = append(versions["POL-SCO"], v)
		}
	}
	d.Approvals = ledger.NewLedger(ledger.Declared, versions)
	for i := range 4 { // one more than is named beside a finding
		d.Findings[0].Consequences = append(d.Findings[0].Consequences, diag.Finding{Rule: "FM001",
			Pos: diag.Pos{File: "content/policies/scope.md", Line: 20 + i}, Message: fmt.Sprintf("and this, %d", i)})
	}
	for i := range 41 { // one more than the home page shows
		id := fmt.Sprintf("owner-%d", i)
		d.People.Roles = append(d.People.Roles, people.Role{ID: id, Title: fmt.Sprintf("Owner %d", i)})
		documents[len(documents)-1-i].Owner = id
	}
	return d
}

// busy is the sample with so much that is overdue or falls due in later years that both have pages of their own.
func busy(t testing.TB) *dossier.Dossier {
	d := sample(t)
	documents := slices.Clone(d.Docs.Documents)
	for i := range 25 {
		for name, on := range map[string]string{"LATE": "2024-01-01", "LATER": "2026-06-01"} {
			id := fmt.Sprintf("%s-%d", name, i)
			front := fmt.Sprintf(`{id: %s, title: %s, type: plan, status: approved, owner: manager, approved_on: %s, review_every: P2Y}`, id, id, on)
			documents = append(documents, write(t, "content/plans/"+id+".md", front, "Text.\n"))
		}
	}
	d.Docs = doc.NewSet("content", documents, d.Docs.Assets, nil)
	return d
}

// samples are dossiers that have every page between them, and one that has nothing.
func samples(t testing.TB) []*dossier.Dossier {
	return []*dossier.Dossier{sample(t), crowded(t), busy(t), {}}
}

// sampleBlob gives what the two approved versions of POL-SCO said.
func sampleBlob(blob history.Hash) ([]byte, error) {
	long := "The scope takes in every service that we run for customers, and each place from which we run it.\n\n"
	same := "One paragraph stays as it is.\n\nAnother does.\n\nSo does a third.\n\n"
	switch blob {
	case "bb":
		return []byte("---\nid: POL-SCO\nversion: \"0.9\"\nowner: manager\n---\n## What is in\n\n<!-- covers: 4.1-a -->\n\n" + long + same +
			"- one **thing**\n- another\n\n| Place | Since |\n|---|---|\n| Kiel | 2019 |\n| Bonn | 2020 |\n\n```\nif x {\n}\n```\n\n## What is " +
			"out\n\nNothing *is* out.\n\nGone with it.\n"), nil
	case "aa":
		return []byte("---\nid: POL-SCO\nversion: \"1.0\"\nowner: manager\napprover: boss\n---\n## What is in\n\n<!-- covers: 4.1-a, 4.1-b " +
			"-->\n\n" + same +
			"- one small **thing**\n- another\n  - below it\n\n| Place | Since |\n|---|---|\n| Kiel | 2021 |\n| Bonn | 2020 |\n| Mainz | 2026 " +
			"|\n\n```\nif y {\n}\n```\n\n## What is out\n\nNothing is\nout.\n\n" + long), nil
	}
	return nil, fs.ErrNotExist
}

func sampleTree() fs.FS {
	return fstest.MapFS{
		"content/files/map.svg":   {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>`)},
		"content/files/page.html": {Data: []byte(`<script>alert(1)</script>`)},
		"content/records/r1.csv":  {Data: []byte("id,what\n")},
	}
}

// render writes every file of a plan, keyed by path.
func render(t testing.TB, files []output.File) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, f := range files {
		if _, twice := out[f.Path]; twice {
			t.Errorf("%s is in the plan twice", f.Path)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		out[f.Path] = b.String()
	}
	return out
}

func planOf(t testing.TB, d *dossier.Dossier, o Options) []output.File {
	t.Helper()
	files, err := Plan(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return files
}
