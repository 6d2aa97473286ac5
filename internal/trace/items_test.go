package trace_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// small is a standard with a tree of clauses, documents of each strength, and a second standard with a process.
func small() *standard.Library {
	s := &standard.Standard{
		ID: "std",
		Clauses: []standard.Clause{
			{ID: "1", Level: 1, Title: "Top"},
			{ID: "1.1", Parent: "1", Level: 2, Title: "Documents", Requirements: []standard.Requirement{
				{ID: "1.1-a", Clause: "1.1", Kind: "document", Required: []string{"firm"}},
				{ID: "1.1-b", Clause: "1.1", Kind: "activity", Required: []string{"firm", "implied", "soft"}},
			}},
			{ID: "5", Level: 1, Title: "Further documents", Requirements: []standard.Requirement{
				{ID: "5-a", Clause: "5", Kind: "document", Required: []string{"soft"}},
				{ID: "5-b", Clause: "5", Kind: "document", Required: []string{"each"}},
				{ID: "5-c", Clause: "5", Kind: "activity", Required: []string{"implied"}},
			}},
			{ID: "1.2", Parent: "1", Level: 2, Title: "Activities", Requirements: []standard.Requirement{
				{ID: "1.2-a", Clause: "1.2", Kind: "activity", Required: []string{"soft", "softer"}},
				{ID: "1.2-b", Clause: "1.2", Kind: "activity", Condition: "shop"},
			}},
			{ID: "2", Level: 1, Title: "Introduction", Informative: true},
			{ID: "3", Level: 1, Title: "Bare", Required: []string{"implied"}},
			{ID: "4", Level: 1, Title: "Nothing at all"},
		},
		Required: []standard.RequiredDocument{
			{ID: "firm", Title: "Firm", Kind: "document", Strength: standard.Explicit, Cardinality: "one", Sections: []string{"Purpose"}},
			{ID: "implied", Title: "Implied", Kind: "document", Strength: standard.Implied, Cardinality: "one", Condition: "shop"},
			{ID: "soft", Title: "Soft", Kind: "document", Strength: standard.Recommended, Cardinality: "one"},
			{ID: "each", Title: "Each", Kind: "document", Strength: standard.Explicit, Cardinality: "per-service"},
			{ID: "softer", Title: "Softer", Kind: "document", Strength: standard.Recommended, Cardinality: "one"},
		},
		Conditions: []standard.Condition{{ID: "shop", Text: "Is there a shop?"}},
	}
	s.Index()
	model := &standard.Standard{ID: "model", Processes: []standard.Process{
		{ID: "selling", Name: "Selling", Outcomes: []standard.Outcome{{ID: "selling-1"}, {ID: "selling-2", Text: "Money comes in"}}},
	}}
	model.Index()
	return &standard.Library{Standards: []*standard.Standard{s, model}}
}

func TestRequirement(t *testing.T) {
	t.Parallel()
	shut := map[string]config.Condition{"shop": {Reason: "No shop"}}
	firm, implied := d("F", "fulfils: [firm]", "---", "Purpose"), d("I", "fulfils: [implied]")
	for _, c := range []struct {
		name, item string
		conditions map[string]config.Condition
		docs       []*doc.Document
		want       string
	}{
		{"document: missing", "1.1-a", nil, nil, "missing: “Firm” is missing: no document fulfils it | clausebook new firm"},
		{"document: covering it elsewhere does not replace it", "1.1-a", nil, []*doc.Document{d("C", "covers: [1.1-a]")},
			"missing: “Firm” is missing: no document fulfils it | clausebook new firm"},
		{"document: met", "1.1-a", nil, []*doc.Document{firm}, "met: the required document is met: “Firm”"},
		{"document: met and covered", "1.1-a", nil, []*doc.Document{firm, d("C", "covers: [1.1]")},
			"met: the required document is met: “Firm”; C covers it"},
		{"document: draft", "1.1-a", nil, []*doc.Document{d("F", "fulfils: [firm]", "status: draft"), d("C", "covers: [1.1-a]")},
			"draft: “Firm” is a draft: F has the status draft | have F approved, then set status, approved_by and approved_on in content/f.md:3"},
		{"document: a section answers though others are missing", "1.1-a", nil, []*doc.Document{d("F", "fulfils: [firm]", "covers: [1.1-a@0]",
			"---", "Scope")},
			"met: F, section “Scope”, covers it"},
		{"document: an old record's section does not, if nobody approved it", "1.1-a", nil,
			[]*doc.Document{d("OLD", "date: 2025-01-10", "approved_by:", "fulfils: [firm]", "covers: [1.1-a@0]", "---", "Scope"),
				d("NEW", "date: 2026-10-01", "fulfils: [firm]")},
			"partly: “Firm” is partly evidenced: NEW lacks “Purpose” [Purpose] | write “Purpose” in content/new.md"},
		{"document: another document's section does not", "1.1-a", nil, []*doc.Document{d("F", "fulfils: [firm]"), d("C", "covers: [1.1-a]")},
			"partly: “Firm” is partly evidenced: F lacks “Purpose” [Purpose] | write “Purpose” in content/f.md"},

		{"document: a recommended one can be replaced", "5-a", nil, []*doc.Document{d("C", "covers: [5-a]")}, "met: C covers it"},
		{"document: covering does not make up for a service", "5-b", nil, append(services(), d("E", "fulfils: [each]", "services: [SVC-1]",
			"covers: [5-b]")),
			"partly: “Each” is partly evidenced: live service SVC-2 has no “Each” [SVC-2] | clausebook new each --service SVC-2"},
		{"activity: covered, yet it does not apply", "5-c", shut, []*doc.Document{d("C", "covers: [5-c]")},
			"not-applicable: “Implied” does not apply: No shop (Is there a shop? No.)"},

		{"activity: the worst of the firm ones", "1.1-b", nil, []*doc.Document{firm},
			"missing: “Implied” is missing: no document fulfils it; it is required unless the configuration says that the condition shop does not " +
				"hold | clausebook new implied"},
		{"activity: recommended ones are left aside", "1.1-b", nil, []*doc.Document{firm, implied},
			"met: the required documents are met: “Firm” and “Implied”"},
		{"activity: the earliest day of the firm ones, the first has none", "1.1-b", nil,
			[]*doc.Document{firm, d("I", "fulfils: [implied]", "review_every: P1Y")},
			"met: the required documents are met: “Firm” and “Implied” due 2027-01-05"},
		{"activity: the earliest day of the firm ones, the second has none", "1.1-b", nil,
			[]*doc.Document{d("F", "fulfils: [firm]", "review_every: P1Y", "---", "Purpose"), implied},
			"met: the required documents are met: “Firm” and “Implied” due 2027-01-05"},
		{"activity: the earliest day of the firm ones, which is the first", "1.1-b", nil,
			[]*doc.Document{d("F", "fulfils: [firm]", "review_every: P11M", "---", "Purpose"), d("I", "fulfils: [implied]", "review_every: P1Y")},
			"met: the required documents are met: “Firm” and “Implied” due 2026-12-05"},
		{"activity: the earliest day of the firm ones", "1.1-b", nil, []*doc.Document{d("F", "fulfils: [firm]", "review_every: P1Y",
			"---", "Purpose"), d("I", "fulfils: [implied]", "review_every: P11M")},
			"met: the required documents are met: “Firm” and “Implied” due 2026-12-05"},
		{"activity: what does not apply is left aside", "1.1-b", shut, []*doc.Document{firm}, "met: the required documents are met: “Firm”"},
		{"activity: covered by a good document", "1.1-b", nil, []*doc.Document{d("C", "covers: [1.1-b]")}, "met: C covers it"},
		{"activity: covered by several", "1.1-b", nil, []*doc.Document{d("C", "covers: [1.1-b]"), d("D", "covers: [1.1]", "status: draft")},
			"met: C and 1 more cover it"},
		{"activity: covered by a draft", "1.1-b", nil, []*doc.Document{d("C", "covers: [1.1-b]", "status: draft")},
			"draft: C covers it, but C has the status draft | have C approved, then set status, approved_by and approved_on in content/c.md:3"},
		{"activity: a draft does not spoil what is there", "1.1-b", nil, []*doc.Document{firm, implied, d("C", "covers: [1.1-b]",
			"status: draft")},
			"met: the required documents are met: “Firm” and “Implied”"},
		{"activity: covering a clause above is not enough", "1.1-b", nil, []*doc.Document{d("C", "covers: [1]")},
			"missing: “Firm” is missing: no document fulfils it | clausebook new firm"},
		{"activity: a superseded document covers nothing", "1.1-b", nil, []*doc.Document{d("C", "covers: [1.1-b]", "status: superseded")},
			"missing: “Firm” is missing: no document fulfils it | clausebook new firm"},

		{"only recommended: the best is enough", "1.2-a", nil, []*doc.Document{d("S", "fulfils: [softer]")},
			"met: the required documents are met: “Softer”"},
		{"only recommended: none", "1.2-a", nil, nil, "missing: “Soft” is missing: no document fulfils it | clausebook new soft"},
		{"only recommended: covered", "1.2-a", nil, []*doc.Document{d("C", "covers: [1.2-a]")}, "met: C covers it"},

		{"nothing required, nothing covers", "1.2-b", nil, nil,
			"missing: nothing covers it | list 1.2-b under covers in the document that answers it"},
		{"nothing required, covered", "1.2-b", nil, []*doc.Document{d("C", "covers: [1.2]", "review_every: P1Y", "reviewed_on: 2025-02-01")},
			"overdue: C covers it, but the review of C was due on 2026-02-01 due 2026-02-01 | clausebook review C"},
		{"does not apply", "1.2-b", shut, nil, "not-applicable: does not apply: No shop (Is there a shop? No.)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := input(small(), c.docs...)
			in.Conditions = c.conditions
			if got := line(cellOf(t, trace.Join(in), "std:"+c.item)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestShare holds how much of what is partly evidenced is said to be there: of sections, and of services.
func TestShare(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		item string
		docs []*doc.Document
		want trace.Share
	}{
		{"firm", []*doc.Document{d("F", "fulfils: [firm]")}, trace.Share{Have: 0, Of: 1}},
		{"firm", []*doc.Document{d("F", "fulfils: [firm]", "---", "Purpose")}, trace.Share{}},
		{"each", append(services(), d("A", "fulfils: [each]", "services: [SVC-1]")),
			trace.Share{Have: 1, Of: 2}},
		{"each", nil, trace.Share{}},
	} {
		if got := cellOf(t, trace.Join(input(small(), c.docs...)), "std:"+c.item); got.Share != c.want {
			t.Errorf("%s: %+v, want %+v: %s", c.item, got.Share, c.want, line(got))
		}
	}
}

func TestRequirementWaived(t *testing.T) {
	t.Parallel()
	in := input(small())
	in.Waivers = []config.Waiver{
		{Target: "1.1-b", Reason: "later", Expires: day("2027-01-01")},
		{Target: "firm", Reason: "soon", Expires: day("2027-02-01")},
	}
	m := trace.Join(in)
	if c := cellOf(t, m, "std:1.1-b"); c.State != trace.Waived || c.Waiver.Reason != "later" {
		t.Error(line(c))
	}
	if c := cellOf(t, m, "std:1.1-a"); c.State != trace.Waived || c.Waiver.Reason != "soon" || c.Due != day("2027-02-01") {
		t.Errorf("a waiver does not carry over: %s", line(c))
	}
	if c := cellOf(t, m, "std:1.1-a"); c.Reason.String() != "“Firm” is waived until 2027-02-01: soon; without the waiver: missing, no "+
		"document fulfils it" {
		t.Error(line(c))
	}
	in.Waivers = append(in.Waivers, config.Waiver{Target: "1.1-a", Reason: "as well", Expires: day("2028-01-01")})
	if c := cellOf(t, trace.Join(in), "std:1.1-a"); c.Waiver.Reason != "soon" || c.Due != day("2027-02-01") {
		t.Errorf("what is waived is waived once more: %s", line(c))
	}
	if c := cellOf(t, m, "std:1.1"); c.State != trace.Waived || c.Waiver == nil {
		t.Errorf("a waiver does not carry over to the clause: %s", line(c))
	}
}

func TestClauses(t *testing.T) {
	t.Parallel()
	shut := map[string]config.Condition{"shop": {Reason: "No shop"}}
	dated := func(id string, lines ...string) *doc.Document {
		made := d(id, lines...)
		made.ApprovedOn = day("2026-01-05")
		return made
	}
	all := []*doc.Document{dated("F", "fulfils: [firm]", "---", "Purpose"), dated("S", "fulfils: [soft]", "review_every: P1Y")}
	for _, c := range []struct {
		name, item string
		conditions map[string]config.Condition
		docs       []*doc.Document
		want       string
	}{
		{"the worst of its requirements", "1.1", nil, all,
			"missing: 1 of 2 requirements not met (1 missing); the worst is 1.1-b: “Implied” is missing: no document fulfils it; it is required " +
				"unless the configuration says that the condition shop does not hold | clausebook new implied"},
		{"the worst of its sub-clauses", "1", shut, []*doc.Document{all[0]},
			"missing: 1 of 2 sub-clauses not met (1 missing); the worst is 1.2-a: “Soft” is missing: no document fulfils it | clausebook new soft"},
		{"all met", "1", shut, all, "met: 2 of 2 sub-clauses met due 2027-01-05"},
		{"what does not apply is left aside", "1.2", shut, all, "met: 1 of 1 requirement met, 1 not applicable due 2027-01-05"},
		{"the earliest day", "1", shut, []*doc.Document{dated("F", "fulfils: [firm]", "review_every: P1Y", "reviewed_on: 2026-03-01", "---",
			"Purpose"), all[1]},
			"met: 2 of 2 sub-clauses met due 2027-01-05"},
		{"the earliest day, the other way round", "1", shut, []*doc.Document{dated("F", "fulfils: [firm]", "review_every: P1Y",
			"reviewed_on: 2026-01-02", "---", "Purpose"), all[1]},
			"met: 2 of 2 sub-clauses met due 2027-01-02"},
		{"informative", "2", nil, nil, "not-applicable: it has no requirements that can be checked"},
		{"bare: its required document", "3", nil, []*doc.Document{dated("I", "fulfils: [implied]")},
			"met: the required document is met: “Implied”"},
		{"bare: what covers it", "3", nil, []*doc.Document{dated("C", "covers: [\"3\"]")}, "met: C covers it"},
		{"bare: does not apply", "3", shut, nil, "not-applicable: “Implied” does not apply: No shop (Is there a shop? No.)"},
		{"nothing at all", "4", nil, nil, "missing: nothing covers it | list 4 under covers in the document that answers it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := input(small(), c.docs...)
			in.Conditions = c.conditions
			if got := line(cellOf(t, trace.Join(in), "std:"+c.item)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestProcess(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		docs []*doc.Document
		want string
	}{
		{"missing", nil, "missing: no document covers it | clausebook new process"},
		{"covered", []*doc.Document{d("A", "covers: [\"model:selling\"]")}, "met: A covers it"},
		{"covered, a review due and none", []*doc.Document{d("A", "covers: [\"model:selling\"]", "review_every: P1Y", "reviewed_on: 2026-02-01"),
			d("B", "covers: [\"model:selling\"]", "review_every: P1Y", "reviewed_on: 2026-01-15"), d("C", "covers: [\"model:selling\"]")},
			"met: A, B and C cover it due 2027-01-15"},
		{"draft", []*doc.Document{d("A", "covers: [\"model:selling\"]", "status: draft")},
			"draft: A has the status draft | have A approved, then set status, approved_by and approved_on in content/a.md:3"},
		{"a draft beside an approved document", []*doc.Document{d("A", "covers: [\"model:selling\"]", "status: draft"), d("B",
			"covers: [\"model:selling\"]")}, "met: B covers it"},
		{"the worst of several", []*doc.Document{d("A", "covers: [\"model:selling\"]", "review_every: P1M"), d("B",
			"covers: [\"model:selling\"]", "review_every: P1Y")},
			"overdue: B and A cover it, but the review of A was due on 2026-02-05 due 2026-02-05 | clausebook review A"},
		{"unapproved", []*doc.Document{d("A", "covers: [\"model:selling\"]", "approved_by:")},
			"unapproved: A covers it, but no approval of A version 1.0 is known | set approved_by and approved_on in content/a.md:3"},
		{"some outcomes", []*doc.Document{d("A", "covers: [\"model:selling-1\"]")},
			"partly: 1 of 2 outcomes have a document, selling-2 does not [selling-2] | list selling-2 under covers in content/a.md, or in the " +
				"documents that answer them"},
		{"all outcomes", []*doc.Document{d("A", "covers: [\"model:selling-1\"]"), d("B", "covers: [\"model:selling-2\"]")},
			"met: A and B cover it"},
		{"one document for each of the outcomes", []*doc.Document{d("A", "covers: [\"model:selling-1\", \"model:selling-2\"]")},
			"met: A covers it"},
		{"outcomes and the whole", []*doc.Document{d("A", "covers: [\"model:selling-1\"]"), d("B", "covers: [\"model:selling\"]")},
			"met: A and B cover it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := line(cellOf(t, trace.Join(input(small(), c.docs...)), "model:selling")); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	a := d("A", "status: draft", "owner: boss", "fulfils:", " - firm")
	b := d("B", "owner: chief", "covers:", " - 1.1-a@1", " - 1.1-a@1", " - 1.1-a", "fulfils: [firm]", "---", "Purpose Scope")
	m := trace.Join(input(small(), a, b))
	want := []trace.Evidence{
		{Document: "B", Path: "content/b.md", Line: 7, How: "fulfils", State: trace.Met, Reason: phrase.Text("B version 1.0 is approved")},
		{Document: "A", Path: "content/a.md", Line: 5, How: "fulfils", State: trace.Draft, Reason: phrase.Text("A has the status draft")},
	}
	c := cellOf(t, m, "std:firm")
	if diff := cmp.Diff(want, c.Evidence, sameDay); diff != "" || c.Owner != "chief" {
		t.Errorf("owner %s (-want +got)\n%s", c.Owner, diff)
	}
	want = []trace.Evidence{
		{Document: "B", Path: "content/b.md", Line: 6, How: "covers", State: trace.Met, Reason: phrase.Text("B version 1.0 is approved")},
		{
			Document: "B",
			Path:     "content/b.md",
			Line:     4,
			Section:  "scope",
			Heading:  "Scope",
			How:      "covers",
			State:    trace.Met,
			Reason:   phrase.Text("B version 1.0 is approved"),
		},
		want[1], // B, which fulfils the required document as well, stands there already
	}
	c = cellOf(t, m, "std:1.1-a")
	if diff := cmp.Diff(want, c.Evidence, sameDay); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]standard.Ref{{Standard: "std", Item: "firm"}}, c.From); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A gap has an owner too, where the organization has the role that usually keeps the document.
func TestOwnerOfGap(t *testing.T) {
	t.Parallel()
	if c := cellOf(t, trace.Join(input(one(nil))), "std:thing"); c.Owner != "thing-manager" {
		t.Errorf("owner %q", c.Owner)
	}
	for want, c := range map[string]struct {
		words string
		roles []people.Role
	}{
		"tm":            {"Thing manager", []people.Role{{ID: "boss"}, {ID: "tm", Title: "THING Manager"}}},
		"thing-manager": {"Thing manager", []people.Role{{ID: "boss"}, {ID: "thing-manager", Title: "Keeper of things"}}},
		"":              {"", []people.Role{{ID: "boss"}, {ID: "x", Title: "Thing manager"}}},
	} {
		in := input(one(func(r *standard.RequiredDocument) { r.Owner = c.words }))
		in.People = &people.Register{Roles: c.roles}
		if c := cellOf(t, trace.Join(in), "std:thing"); c.Owner != want {
			t.Errorf("owner %q, want %q", c.Owner, want)
		}
	}
	in := input(small(), d("F", "fulfils: [firm, implied]", "---", "Purpose"))
	if c := cellOf(t, trace.Join(in), "std:1"); c.State != trace.Missing || c.Owner != "owner-of-f" {
		t.Errorf("a clause whose gap nobody owns has the owner of the rest: %s, owner %q", line(c), c.Owner)
	}
}

func TestUses(t *testing.T) {
	t.Parallel()
	a := d(
		"A",
		"covers: [\"model:selling-2\", 1.2-b@0, 1.2-b@0, \"1\", \"model:selling\", nonsense]",
		"fulfils: [soft, firm, 1.1]",
		"---",
		"Purpose",
	)
	m := trace.Join(input(small(), a, d("B", "fulfils: [firm]", "status: withdrawn")))
	ref := func(std, item string) standard.Ref { return standard.Ref{Standard: std, Item: item} }
	want := []trace.Use{
		{Ref: ref("std", "firm"), Kind: standard.KindRequired, Title: "Firm", How: "fulfils", State: trace.Met},
		{Ref: ref("std", "soft"), Kind: standard.KindRequired, Title: "Soft", How: "fulfils", State: trace.Met},
		{Ref: ref("std", "1"), Kind: standard.KindClause, Title: "Top", How: "covers", State: trace.Missing},
		{Ref: ref("std", "1.2-b"), Kind: standard.KindRequirement, How: "covers", Section: "purpose", State: trace.Met},
		{Ref: ref("model", "selling"), Kind: standard.KindProcess, Title: "Selling", How: "covers", State: trace.Met},
		{Ref: ref("model", "selling-2"), Kind: standard.KindOutcome, Title: "Money comes in", How: "covers", State: trace.Met},
	}
	if diff := cmp.Diff(want, m.Uses("A")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := m.Uses("B"); got != nil {
		t.Errorf("a withdrawn document serves %v", got)
	}
}

// TestStrength wants a requirement as firm as the firmest of its documents, in whatever order the standard lists them.
func TestStrength(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind     string
		required []string
		want     standard.Strength
	}{
		{"activity", []string{"soft", "implied", "softer"}, standard.Implied}, {"activity", []string{"implied", "firm"}, standard.Explicit},
		{"activity", []string{"soft"}, standard.Recommended}, {"activity", nil, standard.Implied},
		{"activity", []string{"nowhere", "soft"}, standard.Recommended}, {"record", []string{"soft"}, standard.Explicit},
	} {
		lib := small()
		r := &lib.Standards[0].Clauses[1].Requirements[0]
		r.Kind, r.Required = c.kind, c.required
		if got := cellOf(t, trace.Join(input(lib)), "std:1.1-a").Strength; got != c.want {
			t.Errorf("%s that rests on %v is %s, want %s", c.kind, c.required, got, c.want)
		}
	}
	if from := cellOf(t, trace.Join(input(small())), "std:3").From; len(from) != 1 || from[0].Item != "implied" {
		t.Errorf("a bare clause follows from %v, want its required document", from)
	}
	bare := small()
	bare.Standards[0].Clauses[5].Required = []string{"soft"}
	if got := cellOf(t, trace.Join(input(bare)), "std:3").Strength; got != standard.Recommended {
		t.Errorf("a bare clause that rests on what is recommended is %s", got)
	}
}

func TestNothingGiven(t *testing.T) {
	t.Parallel()
	if m := trace.Join(trace.Input{}); len(m.Standards) != 0 {
		t.Errorf("%+v", m)
	}
	m := trace.Join(trace.Input{Standards: small(), History: &history.Log{}})
	if c := cellOf(t, m, "std:firm"); c.State != trace.Missing {
		t.Error(line(c))
	}
}

// Every piece of evidence names the commit that last changed its document.
func TestCommits(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit("2026-03-31T23:30:00-0200", map[string]string{"content/a.md": "x"})
	in := input(one(nil), d("A", "fulfils: [thing]"), d("B", "fulfils: [thing]"))
	in.History = r.log()
	got := cellOf(t, trace.Join(in), "std:thing").Evidence
	if len(got) != 2 || got[0].Commit != in.History.Head || got[0].Revised != day("2026-04-01") || got[1].Commit != "" ||
		!got[1].Revised.IsZero() {
		t.Errorf("head %s: %+v", in.History.Head, got)
	}
}
