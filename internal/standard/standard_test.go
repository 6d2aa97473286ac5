package standard_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/standard"
	"clausebook/schemas"
)

var all = []string{"iso20000-1-2018", "iso20000-1-2011", "iso20000-4", "iso27001-2022", "fitsm1-v3", "iso9001-2015", "iso22301-2019"}

func load(t testing.TB, names ...string) *standard.Library {
	t.Helper()
	lib, err := standard.Load(schemas.FS, nil, names)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range lib.Findings {
		t.Errorf("%s: %s: %s", f.Pos, f.Rule, f.Message)
	}
	return lib
}

// size counts what a standard holds.
type size struct{ clauses, requirements, documents, records, explicit, processes, outcomes, areas, stages int }

func sizeOf(s *standard.Standard) size {
	n := size{clauses: len(s.Clauses), processes: len(s.Processes), areas: len(s.Areas), stages: len(s.Stages)}
	for _, c := range s.Clauses {
		n.requirements += len(c.Requirements)
	}
	for _, d := range s.Required {
		switch d.Kind {
		case "document":
			n.documents++
		case "record":
			n.records++
		}
		if d.Strength == standard.Explicit {
			n.explicit++
		}
	}
	for _, p := range s.Processes {
		n.outcomes += len(p.Outcomes)
	}
	return n
}

// The sizes of the reference data. A change here is a change of what clausebook asks of everyone.
func TestSizes(t *testing.T) {
	t.Parallel()
	lib := load(t, all...)
	want := map[string]size{
		"iso20000-1-2018": {clauses: 88, requirements: 292, documents: 65, records: 43, explicit: 78},
		"iso20000-1-2011": {clauses: 53, requirements: 169, documents: 50, records: 31, explicit: 69},
		"iso20000-4":      {processes: 26, outcomes: 146, areas: 7, stages: 8},
		"iso27001-2022":   {clauses: 139, documents: 8, records: 8, explicit: 16},
		"fitsm1-v3":       {clauses: 23, requirements: 82},
		"iso9001-2015":    {clauses: 81, documents: 4, records: 13, explicit: 17},
		"iso22301-2019":   {clauses: 64, documents: 7, records: 9, explicit: 14},
	}
	for _, s := range lib.Standards {
		if got := sizeOf(s); got != want[s.ID] {
			t.Errorf("%s: got %+v, want %+v", s.ID, got, want[s.ID])
		}
		if !s.Builtin || s.Path != "standards/"+s.ID+".yaml" {
			t.Errorf("%s: read from %s, built-in %v", s.ID, s.Path, s.Builtin)
		}
	}
	if n := len(lib.Crosswalk.Rows); n != 63 {
		t.Errorf("%d rows of the crosswalk, want 63", n)
	}
	if n := len(lib.Crosswalk.Moves); n != 39 {
		t.Errorf("%d moves of the crosswalk, want 39", n)
	}
}

// Of several editions only the current one can be certified against, and the data says so.
func TestCertifiable(t *testing.T) {
	t.Parallel()
	for _, s := range load(t, all...).Standards {
		if want := !slices.Contains([]string{"iso20000-1-2011", "iso20000-4", "fitsm1-v3"}, s.ID); s.Certifiable != want {
			t.Errorf("%s: certifiable %v, want %v", s.ID, s.Certifiable, want)
		}
		if len(s.Notes) == 0 {
			t.Errorf("%s has no notes", s.ID)
		}
	}
}

func TestReferencesResolve(t *testing.T) {
	t.Parallel()
	lib := load(t, all...)
	for _, s := range lib.Standards {
		for _, c := range s.Clauses {
			parent := s.Clause(c.Parent)
			switch {
			case c.Parent == "" && c.Level != 1, c.Parent != "" && (parent == nil || parent.Level != c.Level-1):
				t.Errorf("%s:%s has the level %d and the parent %q", s.ID, c.ID, c.Level, c.Parent)
			}
			allRequired(t, s, c.ID, c.Required)
			for _, r := range c.Requirements {
				allRequired(t, s, r.ID, r.Required)
				condition(t, s, r.ID, r.Condition)
				if r.Clause != c.ID || s.Requirement(r.ID) == nil {
					t.Errorf("%s: requirement %s is not found under %s", s.ID, r.ID, c.ID)
				}
			}
		}
		for _, d := range s.Required {
			allClauses(t, lib, d.ID, map[string][]string{s.ID: d.Clauses})
			condition(t, s, d.ID, d.Condition)
			if d.CadenceBasis == "" || d.Owner == "" || len(d.Sources) == 0 || len(d.Sections) == 0 {
				t.Errorf("%s:%s lacks data: %+v", s.ID, d.ID, d)
			}
		}
		for _, p := range s.Processes {
			allClauses(t, lib, p.ID, p.Clauses)
		}
		for _, x := range s.Subjects() {
			allClauses(t, lib, x.ID, x.Clauses)
			for _, id := range append(append([]string{}, x.Processes...), x.Related...) {
				if s.Process(id) == nil {
					t.Errorf("%s names the process %s", x.Item(), id)
				}
			}
			if x.Summary == "" || len(x.Questions) < 2 || len(x.Clauses["iso20000-1-2018"]) == 0 {
				t.Errorf("%s says too little for a page: %+v", x.Item(), x)
			}
		}
	}
}

func allRequired(t *testing.T, s *standard.Standard, from string, ids []string) {
	t.Helper()
	for _, id := range ids {
		if s.RequiredDocument(id) == nil {
			t.Errorf("%s:%s names the required document %q", s.ID, from, id)
		}
	}
}

func condition(t *testing.T, s *standard.Standard, from, id string) {
	t.Helper()
	if id != "" && s.Condition(id) == nil {
		t.Errorf("%s:%s names the condition %q", s.ID, from, id)
	}
}

func allClauses(t *testing.T, lib *standard.Library, from string, byStandard map[string][]string) {
	t.Helper()
	for id, clauses := range byStandard {
		s := lib.Standard(id)
		if s == nil {
			t.Errorf("%s names the standard %q", from, id)
			continue
		}
		for _, c := range clauses {
			if s.Clause(c) == nil {
				t.Errorf("%s names the clause %s:%s", from, id, c)
			}
		}
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	s := load(t, all...).Primary()
	for _, id := range []string{"external-suppliers", "internal-suppliers", "design-and-transition", "service-removed",
		"service-transferred", "dispute-arose", "major-incident", "plan-invoked"} {
		if c := s.Condition(id); c == nil || c.Text[len(c.Text)-1] != '?' {
			t.Errorf("condition %s: %+v, want a question", id, c)
		}
	}
	if got := s.Requirement("8.5.2.1-i").Condition; got != "service-removed" {
		t.Errorf("8.5.2.1-i depends on %q", got)
	}
}

func TestCrosswalkResolves(t *testing.T) {
	t.Parallel()
	lib := load(t, all...)
	c, newer, older, processes := lib.Crosswalk, lib.Standard("iso20000-1-2018"), lib.Standard("iso20000-1-2011"), lib.Standard("iso20000-4")
	names := map[string]bool{}
	for _, col := range c.Columns {
		names[col.Name] = true
	}
	for _, r := range c.Rows {
		if newer.Clause(r.Clause) == nil || r.Relation == "" {
			t.Errorf("row %+v", r)
		}
		for name, items := range r.Others {
			if !names[name] || len(items) == 0 {
				t.Errorf("row %s has the column %q with %v", r.Clause, name, items)
			}
		}
		allClauses(t, lib, r.Clause, map[string][]string{older.ID: r.Others["ISO/IEC 20000-1:2011"]})
		for _, p := range r.Others["ISO/IEC TR 20000-4:2010"] {
			if processes.Process(p) == nil {
				t.Errorf("row %s names the process %s", r.Clause, p)
			}
		}
	}
	for _, m := range c.Moves {
		allClauses(t, lib, "move", map[string][]string{older.ID: {m.From}, newer.ID: m.To})
	}
	for clause := range c.New {
		allClauses(t, lib, "new", map[string][]string{newer.ID: {clause}})
	}
}

// Only planned intervals may be called the standard's own.
func TestCadenceWords(t *testing.T) {
	t.Parallel()
	s := load(t, "iso20000-1-2018").Primary()
	for id, want := range map[string]string{
		"management-review-minutes": "planned intervals are required by the standard; every year is our practice",
		"service-reports":           "every month, our practice",
		"incident-records":          "every month of the audit period, our practice",
		"major-incident-report":     "no fixed interval",
	} {
		if got := s.RequiredDocument(id).CadenceWords().String(); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	lib := load(t, all...)
	for _, c := range []struct {
		name, item string
		kind       standard.Kind
		std        string
	}{
		{"8.5.1.3", "8.5.1.3", standard.KindClause, "iso20000-1-2018"},
		{" 8.5.1.3-a ", "8.5.1.3-a", standard.KindRequirement, "iso20000-1-2018"},
		{"change-management-policy", "change-management-policy", standard.KindRequired, "iso20000-1-2018"},
		{"iso20000-4:change-management", "change-management", standard.KindProcess, "iso20000-4"},
		{"iso20000-4:change-management-2", "change-management-2", standard.KindOutcome, "iso20000-4"},
		{"iso20000-1-2011:9.2", "9.2", standard.KindClause, "iso20000-1-2011"},
	} {
		ref, kind, ok := lib.Resolve(c.name)
		if !ok || kind != c.kind || ref != (standard.Ref{Standard: c.std, Item: c.item}) {
			t.Errorf("Resolve(%q) = %v, %v, %v", c.name, ref, kind, ok)
		}
	}
	for _, name := range []string{"", "4.10", "iso:4.1", "iso20000-4:8.5.1.3"} {
		if ref, _, ok := lib.Resolve(name); ok {
			t.Errorf("Resolve(%q) = %v", name, ref)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := standard.Load(schemas.FS, nil, all); err != nil {
			b.Fatal(err)
		}
	}
}

// TestUnreviewed holds that what nobody compared with the text of its standard says so, in the data as in every mapping.
func TestUnreviewed(t *testing.T) {
	t.Parallel()
	lib := load(t, all...)
	for _, s := range lib.Standards {
		if want := len(s.Mappings) > 0; s.Unreviewed != want {
			t.Errorf("%s: unreviewed is %v", s.ID, s.Unreviewed)
		}
		for _, m := range s.Mappings {
			if m.Reviewed || m.Basis == "" || lib.Standard(m.To) == nil {
				t.Errorf("%s to %s: reviewed %v, basis %q", s.ID, m.To, m.Reviewed, m.Basis)
			}
		}
	}
}

// TestControls counts the controls of ISO/IEC 27001 by their groups; each has a title of its own.
func TestControls(t *testing.T) {
	t.Parallel()
	got, titles := map[string]int{}, map[string]bool{}
	for _, c := range load(t, "iso27001-2022").Standards[0].Clauses {
		if c.Level == 3 && strings.HasPrefix(c.ID, "A.") {
			got[c.Parent]++
			titles[c.Title] = true
		}
	}
	if fmt.Sprint(got) != "map[A.5:37 A.6:8 A.7:14 A.8:34]" || len(titles) != 93 {
		t.Errorf("%v, %d titles", got, len(titles))
	}
}

// TestStrengths counts how firmly the editions of part 1 ask, and pins those items that are easily taken for more than they are.
func TestStrengths(t *testing.T) {
	t.Parallel()
	lib := load(t, "iso20000-1-2018", "iso20000-1-2011")
	want := map[string]string{
		"iso20000-1-2018": "map[explicit:78 implied:16 recommended:14]",
		"iso20000-1-2011": "map[explicit:69 implied:10 recommended:2]",
	}
	for _, s := range lib.Standards {
		got := map[standard.Strength]int{}
		for _, r := range s.Required {
			got[r.Strength]++
		}
		if fmt.Sprint(got) != want[s.ID] {
			t.Errorf("%s: %v, want %s", s.ID, got, want[s.ID])
		}
	}
	current := lib.Primary()
	documented := current.Requirement("7.5.4-e").Required
	for _, id := range []string{"process-documented-information-control", "process-internal-audit", "process-management-review",
		"process-service-reporting", "process-continual-improvement", "process-risk-management"} {
		r := current.RequiredDocument(id)
		if r.Strength != standard.Implied || !slices.Contains(documented, id) || !strings.Contains(r.Note, "7.5.4-e") {
			t.Errorf("%s is %s, note %q: it is implied by 7.5.4-e, which is to name it", id, r.Strength, r.Note)
		}
	}
	if r := current.RequiredDocument("change-schedule"); r.Strength != standard.Recommended {
		t.Errorf("a schedule of changes is %s", r.Strength)
	}
	if r := current.RequiredDocument("internal-audit-programme"); r.CadenceBasis != "custom" {
		t.Errorf("the interval of the audit programme is said to be %s", r.CadenceBasis)
	}
}

// TestCorrections pins what has been found wrong in the data once, each correction by itself, so that none comes back.
func TestCorrections(t *testing.T) {
	t.Parallel()
	lib := load(t, "iso20000-1-2018", "iso20000-1-2011", "iso20000-4")
	s, model := lib.Primary(), lib.Standard("iso20000-4")
	at := slices.IndexFunc(lib.Crosswalk.Columns, func(c standard.Column) bool { return c.ID == model.ID })
	column := lib.Crosswalk.Columns[at].Name
	moves, rows := map[string][]string{}, map[string][]string{}
	for _, m := range lib.Crosswalk.Moves {
		moves[m.From] = m.To
	}
	for _, r := range lib.Crosswalk.Rows {
		rows[r.Clause] = r.Others[column]
	}
	budgeting, capacity, notes := s.RequiredDocument("process-budgeting-and-accounting"), s.RequiredDocument("capacity-plan"),
		strings.Join(model.Notes, "\n")
	for name, right := range map[string]bool{
		"5.3 of 2011 went to 8.5.2.3 too":             slices.Contains(moves["5.3"], "8.5.2.3"),
		"10.1.2 is improvement":                       slices.Equal(rows["10.1.2"], []string{"improvement"}),
		"7.4 is organizational management":            slices.Equal(rows["7.4"], []string{"organizational-management"}),
		"financial policies are a section at 8.4.1":   slices.Contains(budgeting.Sections, "Financial policies"),
		"and that document is evidence of 8.4.1-a":    slices.Contains(s.Requirement("8.4.1-a").Required, budgeting.ID),
		"part 4 was never aligned with 2011":          strings.Contains(notes, "never aligned with the 2011 edition"),
		"TS 33074 stands beside 33054":                strings.Contains(notes, "TS 33054:2020") && strings.Contains(notes, "TS 33074:2020"),
		"TS 15504-8 is withdrawn":                     strings.Contains(notes, "15504-8 is withdrawn"),
		"a capacity plan of its own is implied":       strings.Contains(capacity.Note, "implied"),
		"what is explicit are capacity requirements":  capacity.Strength == standard.Explicit && strings.HasPrefix(capacity.Title, "Capacity requirements"),
		"the schedule of changes is recommended":      s.RequiredDocument("change-schedule").Strength == standard.Recommended,
		"the interval of the programme is not theirs": s.RequiredDocument("internal-audit-programme").CadenceBasis == "custom",
	} {
		if !right {
			t.Errorf("no longer so: %s", name)
		}
	}
}

// TestReworded holds the wording of requirements that once came close to sentences of the standard.
func TestReworded(t *testing.T) {
	t.Parallel()
	s := load(t, "iso20000-1-2018").Primary()
	for id, want := range map[string]string{
		"8.5.1.2-a": "Every request for change is on record with its class, also one that adds, removes or transfers a service.",
		"8.4.2-a":   "It is known what demand there is now, and what demand is expected.",
		"8.4.2-b":   "Reports show how demand and the use of services develop.",
		"8.4.3-a": "It is written down, and kept in step with the agreed services, how much capacity is needed, in people, technology, " +
			"information and money.",
		"8.4.3-d":   "Planned capacity says when it is to change and at which thresholds.",
		"8.2.2-a":   "It is written down what is required of each service, whether it runs already, is new or is being changed.",
		"7.5.2-a":   "Every document can be told apart, by a title, a date, an author or a number.",
		"7.5.2-b":   "Language, software and medium of documents suit those who use them.",
		"7.5.3.1-b": "Documents cannot be read, used or changed by those who should not.",
		"10.2-d":    "What an approved improvement is to achieve is set as one target or more, in terms such as quality, value, cost or risk.",
	} {
		if r := s.Requirement(id); r == nil || r.Text != want {
			t.Errorf("%s: %+v", id, r)
		}
	}
}

// TestSources counts the sources by edition, and holds that each says what it is: only one that speaks of the edition of the file
// counts for an item, and prior knowledge never does.
func TestSources(t *testing.T) {
	t.Parallel()
	want := map[string][2]int{"iso20000-1-2018": {92, 108}, "iso20000-1-2011": {32, 81}, "iso27001-2022": {0, 16}, "iso9001-2015": {0, 17},
		"iso22301-2019": {0, 16}, "fitsm1-v3": {0, 0}, "iso20000-4": {0, 0}}
	seen := map[string]string{}
	for _, s := range load(t, all...).Standards {
		if got := [2]int{s.Sourced(), len(s.Required)}; got != want[s.ID] {
			t.Errorf("%s: %v of the required documents rest on a source of its edition, want %v", s.ID, got, want[s.ID])
		}
		for _, x := range s.Sources {
			own := x.Kind == standard.OwnKnowledge
			if x.Kind == "" || own != (x.Edition == "") || own && x.URL != "" || !x.Seen.IsZero() && x.URL == "" {
				t.Errorf("%s: source %+v says too little, or too much", s.ID, x)
			}
			if first := seen[x.URL]; x.URL != "" && first != "" && first != x.ID {
				t.Errorf("%s and %s have one address", first, x.ID)
			}
			seen[x.URL] = x.ID
			if s.Speaks(x) && x.Edition != s.Edition {
				t.Errorf("%s: %s speaks of %s", s.ID, x.ID, x.Edition)
			}
		}
	}
}
