package trace_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/markdown"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
	"clausebook/internal/trace"
)

var asOf = day("2026-11-30")

func day(s string) date.Date {
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func period(s string) date.Period {
	p, err := date.ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

// d makes an approved document from lines of front matter, as far as the matrix looks at them. Headings follow
// after a line "---", one a line.
func d(id string, lines ...string) *doc.Document {
	front, headings, _ := strings.Cut(strings.Join(lines, "\n"), "---")
	if !strings.Contains(front, "approved_on:") {
		front = strings.TrimRight(front, "\n") + "\napproved_on: 2026-01-05\n"
	}
	n, problems := strictyaml.Parse([]byte(front), 2, strictyaml.Limits{})
	if len(problems) > 0 {
		panic(fmt.Sprint(id, problems))
	}
	out := &doc.Document{ID: doc.ID(id), Path: "content/" + strings.ToLower(id) + ".md", Type: "plan", Version: "1.0",
		Status: doc.Approved, Owner: "owner-of-" + strings.ToLower(id), ApprovedBy: "ines", ApprovedOn: day("2026-01-05"), Front: n}
	for i, h := range strings.Fields(headings) {
		out.Body.Headings = append(
			out.Body.Headings,
			markdown.Heading{Level: 2, Text: h, ID: strings.ToLower(h), Place: markdown.Place{Line: 20 + i}},
		)
	}
	fill(out, n)
	return out
}

func fill(out *doc.Document, n *strictyaml.Node) {
	text := func(key string, to *string) {
		if v := n.Get(key).Text(); v != "" {
			*to = v
		}
	}
	on := func(key string, to *date.Date) {
		if v := n.Get(key).Text(); v != "" {
			*to = day(v)
		}
	}
	text("type", &out.Type)
	text("status", (*string)(&out.Status))
	text("owner", &out.Owner)
	text("supplier", &out.Supplier)
	text("translation_of", (*string)(&out.TranslationOf))
	text("location", &out.Location)
	on("date", &out.Date)
	on("reviewed_on", &out.ReviewedOn)
	on("seen_on", &out.SeenOn)
	if p := n.Get("period"); p != nil {
		out.Period = doc.Span{From: day(p.Get("from").Text()), To: day(p.Get("to").Text())}
	}
	if v := n.Get("review_every").Text(); v != "" {
		out.ReviewEvery = period(v)
	}
	if n.Get("approved_by") != nil && n.Get("approved_by").IsNull() {
		out.ApprovedBy = ""
	}
	out.Fulfils, out.Customers = n.Get("fulfils").Texts(), n.Get("customers").Texts()
	for _, s := range n.Get("services").Texts() {
		out.Services = append(out.Services, doc.ID(s))
	}
	for _, c := range n.Get("covers").Items() {
		target, section, found := strings.Cut(c.Text(), "@") // our own notation: 4.1-a@0 is the first heading
		cover := doc.Coverage{Target: target, Section: -1, Pos: diag.Pos{File: out.Path, Line: c.Line, Col: c.Col}}
		if found {
			cover.Section, _ = strconv.Atoi(section)
		}
		out.Covers = append(out.Covers, cover)
	}
}

// one is a standard with a single required document, "thing", that its clause and requirement rest on.
func one(change func(*standard.RequiredDocument)) *standard.Library {
	thing := standard.RequiredDocument{ID: "thing", Title: "Thing", Kind: "document", Type: "plan", Clauses: []string{"1"},
		Strength: standard.Explicit, Cardinality: "one", Owner: "Thing manager"}
	if change != nil {
		change(&thing)
	}
	s := &standard.Standard{ID: "std", Certifiable: true,
		Clauses: []standard.Clause{
			{
				ID:           "1",
				Level:        1,
				Title:        "Things",
				Requirements: []standard.Requirement{{ID: "1-a", Clause: "1", Text: "There is a thing", Kind: "document", Required: []string{"thing"}}},
			},
		},
		Required:   []standard.RequiredDocument{thing},
		Conditions: []standard.Condition{{ID: "has-things", Text: "Are there things?"}},
	}
	s.Index()
	return &standard.Library{Standards: []*standard.Standard{s}}
}

func input(lib *standard.Library, docs ...*doc.Document) trace.Input {
	return trace.Input{AsOf: asOf, Docs: doc.NewSet("content", docs, nil, nil), Standards: lib, People: &people.Register{
		Roles: []people.Role{{ID: "thing-manager", Title: "Thing manager"}},
		Parties: []people.Party{{ID: "acme", Kind: "supplier"}, {ID: "bolt", Kind: "supplier"}, {ID: "inhouse", Kind: "internal-supplier"},
			{ID: "cust-a", Kind: "customer"}, {ID: "cust-b", Kind: "customer"}},
	}}
}

// line words a cell: state: reason [missing] due owner fix.
func line(c *trace.Cell) string {
	if c == nil {
		return "no cell"
	}
	s := fmt.Sprintf("%s: %s", c.State, c.Reason)
	if len(c.Missing) > 0 {
		s += fmt.Sprintf(" %v", c.Missing)
	}
	if !c.Due.IsZero() {
		s += " due " + c.Due.String()
	}
	if !c.Fix.IsZero() {
		s += " | " + c.Fix.String()
	}
	return s
}

func cellOf(t *testing.T, m *trace.Matrix, ref string) *trace.Cell {
	t.Helper()
	std, item, _ := strings.Cut(ref, ":")
	c := m.Cell(standard.Ref{Standard: std, Item: item})
	if c == nil {
		t.Fatalf("no cell for %s", ref)
	}
	return c
}

// unnumbered takes its version from a document.
func unnumbered(d *doc.Document) *doc.Document {
	d.Version = ""
	return d
}

func TestRequiredDocument(t *testing.T) {
	t.Parallel()
	fulfils := "fulfils: [thing]"
	sections := func(cardinality string) func(*standard.RequiredDocument) {
		return func(r *standard.RequiredDocument) {
			r.Cardinality, r.Sections = cardinality, []string{"Purpose", "Back-out", "Education, training"}
		}
	}
	for _, c := range []struct {
		name   string
		change func(*standard.RequiredDocument)
		docs   []*doc.Document
		want   string
	}{
		{"missing", nil, nil, "missing: no document fulfils it | clausebook new thing"},
		{"superseded and withdrawn do not count", nil, []*doc.Document{d("A", fulfils, "status: superseded"), d("B", fulfils,
			"status: withdrawn")},
			"missing: no document fulfils it | clausebook new thing"},
		{"missing under a condition", func(r *standard.RequiredDocument) { r.Condition = "has-things" }, nil,
			"missing: no document fulfils it; it is required unless the configuration says that the condition has-things does not hold | " +
				"clausebook new thing"},
		{"draft", nil, []*doc.Document{d("A", fulfils, "status: draft")},
			"draft: A has the status draft | have A approved, then set status, approved_by and approved_on in content/a.md:3"},
		{"a status that is none is a draft", nil, []*doc.Document{d("A", fulfils, "status: final")},
			"draft: A has the status final | have A approved, then set status, approved_by and approved_on in content/a.md:3"},
		{"several drafts", nil, []*doc.Document{d("A", fulfils, "status: draft"), d("B", fulfils, "status: in-review")},
			"draft: nothing is approved: A and B are drafts | have A approved, then set status, approved_by and approved_on in content/a.md:3"},
		{"a translation claims nothing", nil, []*doc.Document{d("A", fulfils, "status: draft"), d("B", fulfils, "translation_of: A")},
			"draft: A has the status draft | have A approved, then set status, approved_by and approved_on in content/a.md:3"},
		{"a translation of what is not there", nil, []*doc.Document{d("B", fulfils, "translation_of: A")}, "met: B version 1.0 is approved"},
		{"without a version", nil, []*doc.Document{unnumbered(d("A", fulfils))}, "met: A is approved"},
		{"a draft beside an approved document", nil, []*doc.Document{d("A", fulfils, "status: draft"), d("B", fulfils)},
			"met: B version 1.0 is approved"},
		{"overdue", nil, []*doc.Document{d("A", fulfils, "review_every: P1Y", "reviewed_on: 2025-11-29")},
			"overdue: the review of A was due on 2026-11-29 due 2026-11-29 | clausebook review A"},
		{"due today is in time", nil, []*doc.Document{d("A", fulfils, "review_every: P1Y", "reviewed_on: 2025-11-30")},
			"met: A version 1.0 is approved, next review by 2026-11-30 due 2026-11-30"},
		{"reviewed when approved", nil, []*doc.Document{d("A", fulfils, "review_every: P6M")},
			"overdue: the review of A was due on 2026-07-05 due 2026-07-05 | clausebook review A"},
		{"unapproved", nil, []*doc.Document{d("A", fulfils, "approved_by:")},
			"unapproved: no approval of A version 1.0 is known | set approved_by and approved_on in content/a.md:3"},
		{"the worst first, all named", nil, []*doc.Document{d("A", fulfils, "approved_by:"), d("B", fulfils, "review_every: P1Y",
			"reviewed_on: 2025-01-01")},
			"overdue: the review of B was due on 2026-01-01; no approval of A version 1.0 is known due 2026-01-01 | clausebook review B"},
		{"a review due beside none", nil, []*doc.Document{d("A", fulfils, "review_every: P1Y", "reviewed_on: 2026-02-01"), d("B", fulfils)},
			"met: 2 documents fulfil it; usually it is one document, here it is split over A and B due 2027-02-01"},
		{"more faults than a reason has room for", nil, []*doc.Document{d("A", fulfils, "approved_by:"), d("B", fulfils, "approved_by:"),
			d("C", fulfils, "approved_by:"),
			d("D", fulfils, "approved_by:"), d("E", fulfils, "approved_by:"), d("F", fulfils, "approved_by:"), d("G", fulfils, "approved_by:")},
			"unapproved: no approval of A version 1.0 is known; no approval of B version 1.0 is known; no approval of C version 1.0 is known; " +
				"no approval of D version 1.0 is known; no approval of E version 1.0 is known; and 2 more | set approved_by and approved_on in " +
				"content/a.md:3"},
		{"met", nil, []*doc.Document{d("A", fulfils)}, "met: A version 1.0 is approved"},
		{"one, but two", nil, []*doc.Document{d("A", fulfils), d("B", fulfils)},
			"met: 2 documents fulfil it; usually it is one document, here it is split over A and B"},
		{"a translation is not a second one", nil, []*doc.Document{d("A", fulfils), d("A-DE", fulfils, "translation_of: A", "status: draft")},
			"met: A version 1.0 is approved"},
		{"a translation without its original", nil, []*doc.Document{d("A-DE", fulfils, "translation_of: A")},
			"met: A-DE version 1.0 is approved"},
		{"one or more", func(r *standard.RequiredDocument) { r.Cardinality = "one-or-more" }, []*doc.Document{d("A", fulfils), d("B", fulfils)},
			"met: 2 documents fulfil it"},
		{"per event", func(r *standard.RequiredDocument) { r.Cardinality = "per-event" }, []*doc.Document{d("A", fulfils)},
			"met: A version 1.0 is approved"},

		{"sections missing", sections("one"), []*doc.Document{d("A", fulfils, "---", "Purpose")},
			"partly: A lacks “Back-out” and “Education, training” [Back-out Education, training] | write “Back-out” and “Education, training” in " +
				"content/a.md"},
		{"sections in every form", sections("one"), []*doc.Document{withSections(d("A", fulfils, "back_out: yes"))},
			"met: A version 1.0 is approved"},
		{"an empty key is no section", func(r *standard.RequiredDocument) { r.Sections = []string{"Purpose"} }, []*doc.Document{d("A", fulfils,
			"purpose:")},
			"partly: A lacks “Purpose” [Purpose] | write “Purpose” in content/a.md"},
		{"sections spread over two files", func(r *standard.RequiredDocument) { r.Sections = []string{"Purpose", "Scope"} },
			[]*doc.Document{d("A", fulfils, "---", "Purpose"), d("B", fulfils, "---", "Scope")},
			"met: 2 documents fulfil it; usually it is one document, here it is split over A and B"},
		{"each for itself where there is one per event", func(r *standard.RequiredDocument) {
			r.Sections, r.Cardinality = []string{"Purpose"},
				"per-event"
		},
			[]*doc.Document{d("A", fulfils, "---", "Purpose"), d("B", fulfils)},
			"partly: B lacks “Purpose” [Purpose] | write “Purpose” in content/b.md"},
		{"the newest record has the sections", func(r *standard.RequiredDocument) { r.Sections, r.Cardinality = []string{"Purpose"}, "many" },
			[]*doc.Document{d("A", fulfils, "date: 2026-10-01"), d("B", fulfils, "date: 2026-11-01", "---", "Purpose")},
			"met: 2 documents fulfil it, the newest of 2026-11-01"},
		{"the newest record lacks them", func(r *standard.RequiredDocument) { r.Sections, r.Cardinality = []string{"Purpose"}, "many" },
			[]*doc.Document{d("A", fulfils, "date: 2026-11-01"), d("B", fulfils, "date: 2026-10-01", "---", "Purpose")},
			"partly: A lacks “Purpose” [Purpose] | write “Purpose” in content/a.md"},
		{"kept in another system", sections("one"), []*doc.Document{d("A", fulfils, "location: https://tickets.example/1",
			"seen_on: 2026-11-01")},
			"met: A version 1.0 is approved, kept in another system and seen there on 2026-11-01"},

		{"all live services", perService, append(services(), d("A", fulfils, "services: [SVC-1, SVC-2]")), "met: A version 1.0 is approved"},
		{"a live service without one", perService, append(services(), d("A", fulfils, "services: [SVC-1, SVC-9]")),
			"partly: live service SVC-2 has no “Thing” [SVC-2] | clausebook new thing --service SVC-2"},
		{"several live services without one", perService, append(services(), d("A", fulfils, "services: [SVC-9]")),
			"partly: 2 of 2 live services have no “Thing”: SVC-1 and SVC-2 [SVC-1 SVC-2] | clausebook new thing --service SVC-1"},
		{"the service's own page", perService, append(services(fulfils), d("A", fulfils, "services: [SVC-2]")), "met: 2 documents fulfil it"},
		{"a draft serves no service", perService, append(services(), d("A", fulfils, "services: [SVC-1]"), d("B", fulfils, "services: [SVC-2]",
			"status: draft")),
			"partly: live service SVC-2 has no “Thing” [SVC-2] | clausebook new thing --service SVC-2"},
		{"what is live is not always a service", perService, []*doc.Document{d("P", "state: live"), d("A", fulfils)},
			"met: A version 1.0 is approved"},
		{"no live service needs one", perService, []*doc.Document{d("A", fulfils)}, "met: A version 1.0 is approved"},
		{"per service or customer, by service", perEither, append(services(), d("A", fulfils, "services: [SVC-1, SVC-2]")),
			"met: A version 1.0 is approved"},
		{"per service or customer, by customer", perEither, append(services(), d("A", fulfils, "services: [SVC-1]", "parties: [cust-a]"), d("B",
			fulfils, "customers: [cust-b]")),
			"met: 2 documents fulfil it"},
		{"per service or customer, neither", perEither, append(services(), d("A", fulfils, "services: [SVC-1]", "customers: [cust-a]")),
			"partly: live service SVC-2 has no “Thing” [SVC-2] | clausebook new thing --service SVC-2"},
		{"all suppliers", perSupplier("contract"), []*doc.Document{d("A", fulfils, "supplier: acme"), d("B", fulfils, "supplier: bolt")},
			"met: 2 documents fulfil it"},
		{"a supplier without one", perSupplier("contract"), []*doc.Document{d("A", fulfils, "supplier: acme")},
			"partly: supplier bolt has no “Thing” [bolt] | clausebook new thing --supplier bolt"},
		{"internal suppliers have agreements", perSupplier("agreement"), []*doc.Document{d("A", fulfils, "parties: [inhouse]")},
			"met: A version 1.0 is approved"},
		{"an internal supplier without one", perSupplier("agreement"), []*doc.Document{d("A", fulfils, "supplier: acme")},
			"partly: internal supplier inhouse has no “Thing” [inhouse] | clausebook new thing --supplier inhouse"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := trace.Join(input(one(c.change), c.docs...))
			if got := line(cellOf(t, m, "std:thing")); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// withSections gives a document the three expected sections in three further forms: a numbered heading, a column, a
// label; the front matter key `back_out` is there already.
func withSections(a *doc.Document) *doc.Document {
	a.Body.Headings = []markdown.Heading{{Level: 3, Text: "1.2 PURPOSE"}}
	a.Body.Tables = []markdown.Table{{Header: []string{"Person", "Education, Training"}}}
	return a
}

// services are two live services, one in the pipeline, one retired and one withdrawn.
func services(first ...string) []*doc.Document {
	page := func(id, state string, more ...string) *doc.Document {
		return d(id, append([]string{"type: service", "state: " + state}, more...)...)
	}
	return []*doc.Document{page("SVC-1", "live", first...), page("SVC-2", "live"), page("SVC-3", "pipeline"), page("SVC-4", "retired"),
		page("SVC-5", "live", "status: withdrawn")}
}

func perService(r *standard.RequiredDocument) { r.Cardinality = "per-service" }
func perEither(r *standard.RequiredDocument)  { r.Cardinality = "per-service-or-customer" }
func perSupplier(documentType string) func(*standard.RequiredDocument) {
	return func(r *standard.RequiredDocument) { r.Cardinality, r.Type = "per-supplier", documentType }
}

func TestSectionForms(t *testing.T) {
	t.Parallel()
	lib := one(func(r *standard.RequiredDocument) { r.Sections = []string{"Impact, urgency, priority"} })
	for name, change := range map[string]func(*doc.Document){
		"heading":      func(a *doc.Document) { a.Body.Headings = []markdown.Heading{{Text: "3. Impact, Urgency & priority"}} },
		"table column": func(a *doc.Document) { a.Body.Tables = []markdown.Table{{Header: []string{"impact/urgency/priority"}}} },
		"label":        func(a *doc.Document) { a.Body.Labels = []string{"Impact, urgency, priority:"} },
		"data column":  func(a *doc.Document) { a.Data = &doc.Data{Header: []string{"impact_urgency_priority"}} },
	} {
		a := d("A", "fulfils: [thing]")
		change(a)
		if c := cellOf(t, trace.Join(input(lib, a)), "std:thing"); c.State != trace.Met {
			t.Errorf("%s: %s", name, line(c))
		}
	}
}

// records makes dated records A, B, … ; a day "x..y" is a period.
func records(days ...string) []*doc.Document {
	var out []*doc.Document
	for i, s := range days {
		lines := []string{"type: report", "fulfils: [thing]", "date: " + s}
		if from, to, found := strings.Cut(s, ".."); found {
			lines[2] = "date: " + day(to).AddDays(5).String()
			lines = append(lines, fmt.Sprintf("period: {from: %s, to: %s}", from, to))
		}
		out = append(out, d(fmt.Sprintf("R%02d", i), lines...))
	}
	return out
}

// months gives the periods of the months from first to last, "2026-01", but for those left out.
func months(first, last string, but ...string) []string {
	var out []string
	for m := day(first + "-01"); m.String()[:7] <= last; m = m.Add(date.Period{Months: 1}) {
		if !strings.Contains(strings.Join(but, " "), m.String()[:7]) {
			out = append(out, m.String()+".."+m.Add(date.Period{Months: 1}).AddDays(-1).String())
		}
	}
	return out
}

func TestCadence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, cadence string
		days          []string
		want          string
	}{
		{"monthly with periods", "P1M", months("2025-11", "2026-10"), "met: 12 documents fulfil it, the newest of 2026-10-31 due 2026-12-31"},
		{"monthly, last in time on the last day", "P1M", []string{"2026-09-01..2026-09-30"}, "met: R00 version 1.0 is confirmed due 2026-12-01"},
		{"monthly, the newest too old", "P1M", months("2025-09", "2026-08"),
			"overdue: the latest record is from 2026-08-31; the next one was due by 2026-10-31 (every month, our practice) due 2026-10-31 | " +
				"clausebook new thing"},
		{"February is followed by the end of March", "P1M", []string{"2026-02-01..2026-02-28"},
			"overdue: the latest record is from 2026-02-28; the next one was due by 2026-05-01 (every month, our practice) due 2026-05-01 | " +
				"clausebook new thing"},
		{"a month left out", "P1M", months("2025-09", "2026-10", "2026-02", "2026-03", "2026-07"),
			"partly: no record for 2026-02, 2026-03 and 2026-07 [2026-02 2026-03 2026-07] due 2026-12-31 | clausebook new thing"},
		{"a month left out long ago", "P1M", months("2025-01", "2026-10", "2025-05"),
			"met: 21 documents fulfil it, the newest of 2026-10-31 due 2026-12-31"},
		{"years left out before the last one", "P1M", append(months("2001-01", "2001-02"), months("2026-01", "2026-10")...),
			"partly: no record for 2025-12 [2025-12] due 2026-12-31 | clausebook new thing"},
		{"no hole before the first record", "P1M", months("2026-09", "2026-10"),
			"met: 2 documents fulfil it, the newest of 2026-10-31 due 2026-12-31"},
		{"a quarter covers its months", "P1M", append(months("2026-01", "2026-03"), "2026-04-01..2026-06-30", "2026-07-01..2026-10-31"),
			"met: 5 documents fulfil it, the newest of 2026-10-31 due 2026-12-31"},
		{"monthly with dates", "P1M", []string{"2026-09-03", "2026-10-05", "2026-11-02"},
			"met: 3 documents fulfil it, the newest of 2026-11-02 due 2027-01-02"},
		{"monthly with dates, one left out", "P1M", []string{"2026-08-03", "2026-10-05", "2026-11-02"},
			"partly: no record for 2026-09 [2026-09] due 2027-01-02 | clausebook new thing"},
		{"quarterly with dates that drift", "P3M", []string{"2026-03-30", "2026-07-02", "2026-09-28"},
			"met: 3 documents fulfil it, the newest of 2026-09-28 due 2026-12-28"},
		{"a quarter left out", "P3M", []string{"2026-01-01..2026-03-31", "2026-07-01..2026-09-30"},
			"partly: no record for 2026-Q2 [2026-Q2] due 2027-01-31 | clausebook new thing"},
		{"quarterly with dates, too old", "P3M", []string{"2026-08-29"},
			"overdue: the latest record is from 2026-08-29; the next one was due by 2026-11-29 (every 3 months, our practice) due 2026-11-29 | " +
				"clausebook new thing"},
		{"yearly with a date has no allowance", "P1Y", []string{"2025-11-29"},
			"overdue: the latest record is from 2025-11-29; the next one was due by 2026-11-29 (every year, our practice) due 2026-11-29 | " +
				"clausebook new thing"},
		{"yearly with a period has the allowance", "P1Y", []string{"2024-12-01..2025-11-29"},
			"met: R00 version 1.0 is confirmed due 2026-12-30"},
		{"yearly has no holes", "P1Y", []string{"2020-01-01", "2026-01-01"},
			"met: 2 documents fulfil it, the newest of 2026-01-01 due 2027-01-01"},
		{"half-yearly has no holes", "P6M", []string{"2025-06-30", "2026-10-30"},
			"met: 2 documents fulfil it, the newest of 2026-10-30 due 2027-04-30"},
		{"fortnightly", "P2W", []string{"2026-10-01", "2026-10-15", "2026-11-12"},
			"partly: no record for 2026-10-29 [2026-10-29] due 2026-12-27 | clausebook new thing"},
		{"the same month twice", "P1M", append(months("2026-08", "2026-10"), "2026-09-01..2026-09-30"),
			"met: 4 documents fulfil it, the newest of 2026-10-31 due 2026-12-31"},
		{"records of after the day leave no holes after it", "P1M", []string{"2026-10-01..2026-10-31", "2036-10-01..2036-10-31"},
			"met: R00 version 1.0 is confirmed due 2026-12-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			lib := one(func(r *standard.RequiredDocument) {
				r.Kind, r.Cardinality, r.Cadence, r.CadenceBasis = "record", "many", period(c.cadence), "custom"
			})
			got := line(cellOf(t, trace.Join(input(lib, records(c.days...)...)), "std:thing"))
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestCadenceOtherwise(t *testing.T) {
	t.Parallel()
	record := one(func(r *standard.RequiredDocument) {
		r.Kind, r.Cardinality, r.Cadence, r.CadenceBasis = "record", "many", period("P3M"), "standard-planned-intervals"
	})
	for _, c := range []struct {
		name string
		docs []*doc.Document
		want string
	}{
		{"whose interval it is", records("2026-01-01"),
			"overdue: the latest record is from 2026-01-01; the next one was due by 2026-04-01 (planned intervals are required by the standard; " +
				"every 3 months is our practice) due 2026-04-01 | clausebook new thing"},
		{"a register that is reviewed", []*doc.Document{d("A", "fulfils: [thing]", "review_every: P1Y", "reviewed_on: 2026-01-01")},
			"met: A version 1.0 is approved, next review by 2027-01-01 due 2027-01-01"},
		{"registers that are reviewed are no records of their day", []*doc.Document{
			d("A", "fulfils: [thing]", "review_every: P1Y", "reviewed_on: 2026-01-01", "date: 2026-01-01"),
			d("B", "fulfils: [thing]", "review_every: P1Y", "reviewed_on: 2026-01-02", "date: 2026-01-02")},
			"met: 2 documents fulfil it due 2027-01-01"},
		{"nothing says of what time", []*doc.Document{d("A", "fulfils: [thing]")},
			"partly: A has no date or period, so it is not clear what it is evidence of [date] | set date or period in content/a.md:2"},
		{"drafts do not count", append(records("2026-10-01"), d("Z", "fulfils: [thing]", "date: 2026-11-20", "status: draft")),
			"met: R00 version 1.0 is confirmed due 2027-01-01"},
		{"an old record is no longer judged", append(records("2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"), d("Z", "fulfils: [thing]",
			"date: 2025-10-05", "approved_by:")),
			"met: 5 documents fulfil it, the newest of 2026-10-01 due 2027-01-01"},
		{"a record of this year is", append(records("2026-10-01"), d("Z", "fulfils: [thing]", "date: 2026-07-20", "approved_by:")),
			"unapproved: no approval of Z version 1.0 is known due 2027-01-01 | set approved_by and approved_on in content/z.md:4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := line(cellOf(t, trace.Join(input(record, c.docs...)), "std:thing")); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestMonthsOfOperation(t *testing.T) {
	t.Parallel()
	never := one(func(r *standard.RequiredDocument) { r.Kind, r.Cardinality, r.Operational = "record", "many", true })
	old := d("POL", "type: policy", "date: 2020-01-01")
	for _, c := range []struct {
		name    string
		periods []string
		docs    []*doc.Document
		want    string
	}{
		{"two of the period", []string{"2025-12-01..2026-11-30"}, append(records(months("2026-09", "2026-10")...), old),
			"partly: records cover 2 of 11 months since 2025-12-01; not covered: 2025-12 to 2026-08 " +
				"[2025-12 2026-01 2026-02 2026-03 2026-04 2026-05 2026-06 2026-07 2026-08] | clausebook new thing"},
		{"all of it", []string{"2025-12-01..2026-11-30"}, append(records("2025-12-01..2026-10-31"), old), "met: R00 version 1.0 is confirmed"},
		{"no period", nil, append(records(months("2025-11", "2026-10", "2026-03")...), old),
			"partly: records cover 10 of 11 months since 2025-12-01; not covered: 2026-03 [2026-03] | clausebook new thing"},
		{"no period, one event a document", nil, append(records("2026-02-03", "2026-02-20", "2026-10-01"), old),
			"partly: records cover 2 of 11 months since 2025-12-01; not covered: 2025-12 to 2026-01 and 2026-03 to 2026-09 " +
				"[2025-12 2026-01 2026-03 2026-04 2026-05 2026-06 2026-07 2026-08 2026-09] | clausebook new thing"},
		{"the set began in May", nil, []*doc.Document{d("L", "type: record", "fulfils: [thing]", "date: 2026-10-31",
			"period: {from: 2026-06-01, to: 2026-10-31}", "approved_on: 2026-11-02"), d("POL", "type: policy", "approved_on: 2026-05-12")},
			"met: L version 1.0 is confirmed"},
		{"a log that nobody brought up to date", nil, []*doc.Document{d("L", "type: record", "fulfils: [thing]", "date: 2026-02-28",
			"period: {from: 2025-11-01, to: 2026-12-31}"), old},
			"partly: records cover 3 of 10 months since 2025-12-01; not covered: 2026-03 to 2026-09 " +
				"[2026-03 2026-04 2026-05 2026-06 2026-07 2026-08 2026-09] | bring L up to date and set its new date in content/l.md:4"},
		{"a period that reaches far into the future buys nothing", nil, []*doc.Document{d("L", "type: record", "fulfils: [thing]",
			"date: 2026-10-31", "period: {from: 2025-12-01, to: 2035-12-31}"), old}, "met: L version 1.0 is confirmed"},
		{"what is reviewed has no months", nil, []*doc.Document{d("L", "type: register", "fulfils: [thing]", "review_every: P1Y",
			"reviewed_on: 2026-10-01"), old}, "met: L version 1.0 is approved, next review by 2027-10-01 due 2027-10-01"},
		{"no day at all", nil, []*doc.Document{d("L", "type: record", "fulfils: [thing]"), old},
			"partly: L has no date or period, so it is not clear what it is evidence of [date] | set date or period in content/l.md:2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := input(never, c.docs...)
			for _, p := range c.periods {
				from, to, _ := strings.Cut(p, "..")
				in.Periods = append(in.Periods, doc.Span{From: day(from), To: day(to)})
			}
			if got := line(cellOf(t, trace.Join(in), "std:thing")); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestExcuses(t *testing.T) {
	t.Parallel()
	no := map[string]config.Condition{"has-things": {Reason: "We have none."}}
	waiver := func(target, expires string) []config.Waiver {
		return []config.Waiver{
			{
				Target:     target,
				Reason:     "Planned for spring.",
				ApprovedBy: "ines",
				Expires:    day(expires),
				Pos:        diag.Pos{File: "clausebook.yaml", Line: 7},
			},
		}
	}
	conditional := func(r *standard.RequiredDocument) { r.Condition = "has-things" }
	good := d("A", "fulfils: [thing]")
	for _, c := range []struct {
		name       string
		change     func(*standard.RequiredDocument)
		conditions map[string]config.Condition
		waivers    []config.Waiver
		docs       []*doc.Document
		want       string
	}{
		{"does not apply", conditional, no, nil, nil, "not-applicable: does not apply: We have none (Are there things? No.)"},
		{"written with an underscore", conditional, map[string]config.Condition{"has_things": {Reason: "None"}}, nil, nil,
			"not-applicable: does not apply: None (Are there things? No.)"},
		{"does not apply, yet there is one", conditional, no, nil, []*doc.Document{good},
			"not-applicable: does not apply: We have none (Are there things? No.), although A covers it"},
		{"without a reason it applies", conditional, map[string]config.Condition{"has-things": {Reason: " "}}, nil, nil,
			"missing: no document fulfils it; the configuration says that the condition has-things does not hold, but gives no reason | " +
				"clausebook new thing"},
		{"the condition holds", conditional, map[string]config.Condition{"has-things": {Holds: true}}, nil, nil,
			"missing: no document fulfils it | clausebook new thing"},
		{"another item's condition", nil, no, nil, nil, "missing: no document fulfils it | clausebook new thing"},
		{"waived", nil, nil, waiver("thing", "2026-11-30"), nil,
			"waived: waived until 2026-11-30: Planned for spring; without the waiver: missing, no document fulfils it due 2026-11-30 | clausebook " +
				"new thing"},
		{"waived by its full name", nil, nil, waiver("std:thing", "2027-01-31"), nil,
			"waived: waived until 2027-01-31: Planned for spring; without the waiver: missing, no document fulfils it due 2027-01-31 | clausebook " +
				"new thing"},
		{"of two waivers the longer", nil, nil, append(waiver("thing", "2027-01-31"), waiver("thing", "2026-01-31")...), nil,
			"waived: waived until 2027-01-31: Planned for spring; without the waiver: missing, no document fulfils it due 2027-01-31 | clausebook " +
				"new thing"},
		{"the waiver has ended", nil, nil, waiver("thing", "2026-11-29"), nil,
			"missing: no document fulfils it; its waiver expired on 2026-11-29 | clausebook new thing"},
		{"a waiver without end does not count", nil, nil, []config.Waiver{{Target: "thing", Reason: "x"}}, nil,
			"missing: no document fulfils it | clausebook new thing"},
		{"nothing to waive", nil, nil, waiver("thing", "2027-01-31"), []*doc.Document{good}, "met: A version 1.0 is approved"},
		{"nothing to waive where it does not apply", conditional, no, waiver("thing", "2027-01-31"), nil,
			"not-applicable: does not apply: We have none (Are there things? No.)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := input(one(c.change), c.docs...)
			in.Conditions, in.Waivers = c.conditions, c.waivers
			cell := cellOf(t, trace.Join(in), "std:thing")
			if got := line(cell); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if (cell.State == trace.Waived) != (cell.Waiver != nil) {
				t.Errorf("state %s with waiver %v", cell.State, cell.Waiver)
			}
		})
	}
}

func TestApprovals(t *testing.T) {
	t.Parallel()
	version := func(grade ledger.Grade, voids ...string) ledger.Version {
		v := ledger.Version{Document: "A", Version: "1.0", Grade: grade}
		for _, message := range voids {
			v.Verdicts = append(v.Verdicts, ledger.Verdict{Message: phrase.Text(message), Voids: true})
		}
		return v
	}
	older := version(ledger.Signed)
	older.Version = "0.9"
	for _, c := range []struct {
		name     string
		reliable bool
		least    ledger.Grade
		versions []ledger.Version
		declared bool
		want     string
	}{
		{"enough", true, ledger.Trailer, []ledger.Version{version(ledger.Merge)}, true, "met: A version 1.0 is approved"},
		{"below the grade asked for", true, ledger.Signed, []ledger.Version{version(ledger.Merge)}, true,
			"unapproved: the approval of A is only shown by a merge; at least a signature is required | set approved_by and approved_on in " +
				"content/a.md:3, and have the approver sign the commit or a tag"},
		{"something speaks against it", true, ledger.Declared, []ledger.Version{version(ledger.Merge, "ines wrote it herself")}, true,
			"unapproved: the approval of A does not count: ines wrote it herself | set approved_by and approved_on in content/a.md:3"},
		{"known, and rests on nothing", true, ledger.Declared, []ledger.Version{version(ledger.None)}, true,
			"unapproved: no approval of A version 1.0 is known | set approved_by and approved_on in content/a.md:3"},
		{"another version", true, ledger.Declared, []ledger.Version{older}, true,
			"unapproved: no approval of A version 1.0 is known | set approved_by and approved_on in content/a.md:3"},
		{"no history: what is declared counts", false, ledger.Merge, nil, true, "met: A version 1.0 is approved"},
		{"no history and nothing declared", false, ledger.Declared, nil, false,
			"unapproved: no approval of A version 1.0 is known | set approved_by and approved_on in content/a.md:3"},
		{"no history, but something speaks against it", false, ledger.Declared, []ledger.Version{version(ledger.Declared,
			"ines did not hold the role")}, true,
			"unapproved: the approval of A does not count: ines did not hold the role | set approved_by and approved_on in content/a.md:3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			by := "approved_by: ines"
			if !c.declared {
				by = "approved_by:"
			}
			in := input(one(nil), d("A", "fulfils: [thing]", by))
			in.Approvals = ledger.NewLedger(c.least, map[doc.ID][]ledger.Version{"A": c.versions})
			in.History, in.Approvals.Provable = logOf(c.reliable), c.reliable
			if got := line(cellOf(t, trace.Join(in), "std:thing")); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestDeclaredByHalf wants an approval without a day to count for nothing, also where no history can tell more.
func TestDeclaredByHalf(t *testing.T) {
	t.Parallel()
	undated, unnamed := d("A", "fulfils: [thing]"), d("A", "fulfils: [thing]", "approved_by:")
	undated.ApprovedOn = date.Date{}
	for name, a := range map[string]*doc.Document{"no day": undated, "no name": unnamed} {
		if c := cellOf(t, trace.Join(input(one(nil), a)), "std:thing"); c.State != trace.Unapproved {
			t.Errorf("%s: %s", name, line(c))
		}
	}
}

// TestServicesWithoutCustomers wants what exists per service or customer for every service where there are no customers.
func TestServicesWithoutCustomers(t *testing.T) {
	t.Parallel()
	in := input(one(perEither), append(services(), d("A", "fulfils: [thing]", "services: [SVC-1]"))...)
	in.People = &people.Register{}
	if c := cellOf(t, trace.Join(in), "std:thing"); c.State != trace.Partly || len(c.Missing) != 1 || c.Missing[0] != "SVC-2" {
		t.Error(line(c))
	}
}

// TestCadenceOfADocument wants no day asked for of what is maintained and not recorded.
func TestCadenceOfADocument(t *testing.T) {
	t.Parallel()
	lib := one(func(r *standard.RequiredDocument) { r.Cadence, r.CadenceBasis = period("P1Y"), "custom" })
	if c := cellOf(t, trace.Join(input(lib, d("A", "fulfils: [thing]"))), "std:thing"); c.State != trace.Met {
		t.Error(line(c))
	}
}

// TestDueOfTheDocumentThatDecides wants a requirement to be due when the required document that decides is, where others are as bad.
func TestDueOfTheDocumentThatDecides(t *testing.T) {
	t.Parallel()
	in := input(small(), d("A", "fulfils: [firm]", "review_every: P1Y", "reviewed_on: 2025-11-01"),
		d("B", "fulfils: [implied]", "review_every: P1Y", "reviewed_on: 2025-05-01"), d("C", "fulfils: [soft]"))
	if c := cellOf(t, trace.Join(in), "std:1.1-b"); c.State != trace.Overdue || c.Due.String() != "2026-11-01" {
		t.Errorf("%s, due %s; A decides, which was due on 2026-11-01", c.State, c.Due)
	}
}
