package author_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/author"
	"clausebook/internal/check"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/people"
	"clausebook/internal/schemacheck"
	"clausebook/internal/standard"
	"clausebook/schemas"
)

var today = date.New(2026, 6, 1)

// reader reads documents as the program does.
var reader = sync.OnceValue(func() *doc.Reader {
	types, err := doc.Schemas(schemacheck.New(schemas.FS), schemas.FS)
	if err != nil {
		panic(err)
	}
	return &doc.Reader{Folder: "content", Schemas: types}
})

// library holds the standards that clausebook brings along.
var library = sync.OnceValue(func() *standard.Library {
	l, err := standard.Load(schemas.FS, nil, []string{"iso20000-1-2018", "iso20000-1-2011", "iso20000-4"})
	if err != nil {
		panic(err)
	}
	return l
})

var shapes = schemacheck.New(schemas.FS)

// schemaOf compiles a schema; the set keeps it.
func schemaOf(name string) *schemacheck.Schema {
	s, err := shapes.Compile(name)
	if err != nil {
		panic(err)
	}
	return s
}

var compiled = sync.OnceValues(func() (*schemacheck.Schema, *schemacheck.Schema) {
	return schemaOf("people.schema.json"), schemaOf("config.schema.json")
})

const register = `people:
  - {id: ada, name: Ada}
roles:
  - {id: sms-manager, title: SMS manager, holders: [{person: ada}]}
  - {id: boss, title: Managing director (top management), holders: [{person: ada}]}
  - {id: incident-manager, title: Head of incidents, holders: [{person: ada}]}
  - {id: service-owner-a, title: Service owner A, holders: [{person: ada}]}
  - {id: service-owner-b, title: Service owner B, holders: [{person: ada}]}
parties:
  - {id: acme, name: Acme Ltd, kind: customer}
  - {id: north-wind, name: "North Wind, Inc", kind: supplier}
`

// project gives a dossier of files below content/ and people.yaml, with the standards that clausebook brings along.
func project(t testing.TB, files map[string]string) *dossier.Dossier {
	t.Helper()
	tree := fstest.MapFS{"content/people.yaml": {Data: []byte(register)}}
	for name, text := range files {
		tree["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	d := &dossier.Dossier{AsOf: dossier.AsOf{Day: today}}
	peopleSchema, _ := compiled()
	var err error
	if d.People, err = people.Load(tree, "content/people.yaml", peopleSchema); err != nil {
		t.Fatal(err)
	}
	own := *library() // a test may take standards out of it
	d.Standards = &own
	if d.Docs, err = reader().Load(t.Context(), tree, 2); err != nil {
		t.Fatal(err)
	}
	return d
}

func write(t testing.TB, d *dossier.Dossier, name string, w author.Wish) author.Draft {
	t.Helper()
	s, ok := author.Find(d, name)
	if !ok {
		t.Fatalf("%s is not known", name)
	}
	draft, err := author.Document(d, s, w, author.NewTaken(d))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return draft
}

// TestEveryNewDocumentIsInOrder writes each required document of each standard, and each type, and wants that it reads
// back without a finding, with the sections and coverage that are expected, and with guidance.
func TestEveryNewDocumentIsInOrder(t *testing.T) {
	t.Parallel()
	d := project(t, nil)
	for _, name := range author.Names(d) {
		draft := write(t, d, name, author.Wish{})
		read := reader().Parse(draft.Path, draft.Bytes)
		if len(read.Findings) > 0 {
			t.Errorf("%s: %v\n%s", name, read.Findings, draft.Bytes)
		}
		if read.ID != draft.ID || read.DerivedID || read.Status != doc.Draft || read.Version != "0.1" || read.Title == "" || read.Owner == "" {
			t.Errorf("%s: id %q, status %q, version %q, title %q, owner %q", name, read.ID, read.Status, read.Version, read.Title, read.Owner)
		}
		s, _ := author.Find(d, name)
		if s.Type != read.Type || !strings.Contains(string(draft.Bytes), "<!-- "+check.Guidance) || draft.Blanks < 1 {
			t.Errorf("%s: type %q, want %q; %d blanks in\n%s", name, read.Type, s.Type, draft.Blanks, draft.Bytes)
		}
		if s.Required != nil {
			checkAgainst(t, d, s, draft, read)
		}
	}
}

func checkAgainst(t *testing.T, d *dossier.Dossier, s author.Subject, draft author.Draft, read *doc.Document) {
	t.Helper()
	if len(read.Fulfils) != 1 {
		t.Fatalf("%s fulfils %q", s.Required.ID, read.Fulfils)
	}
	if ref, kind, ok := d.Standards.Resolve(read.Fulfils[0]); !ok || kind != standard.KindRequired || ref.Item != s.Required.ID ||
		ref.Standard != s.Standard.ID {
		t.Errorf("%s fulfils %q", s.Required.ID, read.Fulfils)
	}
	var places []string
	for _, h := range read.Body.Headings {
		places = append(places, h.Text)
	}
	for _, table := range read.Body.Tables {
		places = append(places, table.Header...)
	}
	if draft.Rows != nil {
		columns, err := csv.NewReader(bytes.NewReader(draft.Rows.Bytes)).Read()
		if err != nil || read.Front.Get("data").Text() != path.Base(draft.Rows.Path) {
			t.Errorf("%s: %v, data %q, rows in %s", s.Required.ID, err, read.Front.Get("data").Text(), draft.Rows.Path)
		}
		places = append(places, columns...)
	}
	for _, section := range s.Required.Sections {
		if !slices.ContainsFunc(places, func(place string) bool { return strings.EqualFold(place, section) }) {
			t.Errorf("%s lacks %q among %q", s.Required.ID, section, places)
		}
	}
	covered := map[string]int{}
	for _, c := range read.Covers {
		ref, kind, ok := d.Standards.Resolve(c.Target)
		if !ok || kind != standard.KindRequirement {
			t.Errorf("%s covers %q", s.Required.ID, c.Target)
		}
		covered[ref.Item]++
	}
	for _, c := range s.Standard.Clauses {
		for _, r := range c.Requirements {
			want := 0
			if slices.Contains(r.Required, s.Required.ID) {
				want = 1
			}
			if covered[r.ID] != want {
				t.Errorf("%s covers %s %d times, want %d", s.Required.ID, r.ID, covered[r.ID], want)
			}
		}
	}
}

func TestWishes(t *testing.T) {
	t.Parallel()
	d := project(t, map[string]string{
		"sla/one.md": "---\nid: AGR-07\ntitle: One\ntype: agreement\nversion: '1'\nstatus: approved\nowner: boss\nparties: " +
			"[acme]\nservices: [SVC-MAIL]\n---\n",
		"services/mail.md": "---\nid: SVC-MAIL\ntitle: Hosted mail\ntype: service\nversion: '1'\nstatus: approved\nowner: " +
			"service-owner-b\nservice_owner: service-owner-b\nstate: live\ncustomers: [acme]\n---\n",
		"nonconformities/1.md": "---\nid: NC-2025-09\ntype: nonconformity\nversion: '1'\nstatus: approved\nowner: boss\ngrade: " +
			"minor\nraised_on: 2025-01-01\n---\n",
		"policies/sms-scope.md":  "---\nid: pol-004\ntype: policy\nversion: '1'\nstatus: draft\nowner: boss\n---\n",
		"policies/SMS-SCOPE2.md": "---\nid: POL-X\ntype: policy\nversion: '1'\nstatus: draft\nowner: boss\n---\n",
	})
	for _, c := range []struct {
		name string
		wish author.Wish
		want string // path, id, owner, title
	}{
		{"sms-scope", author.Wish{}, "content/policies/sms-scope-2.md pol-005 sms-manager SMS scope statement"},
		{"iso20000-1-2018:sms-scope", author.Wish{Title: "Geltungsbereich & Größe", Owner: "boss", ID: "SCOPE"},
			"content/policies/geltungsbereich-große.md SCOPE boss Geltungsbereich & Größe"},
		{"service-level-agreement", author.Wish{Service: "SVC-MAIL"},
			"content/sla/service-level-agreement-hosted-mail.md AGR-08 to-be-named Service level agreement: Hosted mail"},
		{"service-requirements", author.Wish{Service: "SVC-MAIL"},
			"content/registers/service-requirements-hosted-mail.md REG-001 service-owner-b Service requirements: Hosted mail"},
		{"external-supplier-contract", author.Wish{Supplier: "north-wind"},
			"content/contracts/external-supplier-contract-north-wind-inc.md CON-001 to-be-named Contract with external supplier: North Wind, Inc"},
		{"nonconformity", author.Wish{}, "content/nonconformities/corrective-action-records-2026-06-01.md NC-2026-01 to-be-named Nonconformity " +
			"and corrective action 2026-06-01"},
		{"monitoring-and-measurement-results", author.Wish{Date: date.New(2026, 5, 31)},
			"content/reports/monitoring-and-measurement-results-2026-q2.md REP-001 sms-manager Monitoring and measurement results 2026 Q2"},
		{"incident-records", author.Wish{}, "content/records/incident-records-2026-06-01.md REC-001 incident-manager Incidents 2026-06-01"},
		{"guide", author.Wish{Title: "Wie wir schreiben"}, "content/guides/wie-wir-schreiben.md GDE-001 to-be-named Wie wir schreiben"},
		{"guide", author.Wish{Title: "日本"}, "content/guides/gde-001.md GDE-001 to-be-named 日本"},
		{"process-incident-management", author.Wish{Path: "./content/x/y.md"},
			"content/x/y.md PRC-001 incident-manager Incident management process"},
		{"process-incident-management", author.Wish{},
			"content/processes/incident-management.md PRC-001 incident-manager Incident management process"},
		{"management-review-minutes", author.Wish{},
			"content/minutes/management-review-minutes-2026.md MIN-001 boss Management review minutes 2026"},
	} {
		draft := write(t, d, c.name, c.wish)
		read := reader().Parse(draft.Path, draft.Bytes)
		got := fmt.Sprintf("%s %s %s %s", draft.Path, draft.ID, read.Owner, read.Title)
		want := strings.Replace(c.want, "große", "große", 1)
		if got != strings.Replace(want, "geltungsbereich-große", "geltungsbereich-gro-e", 1) {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, want)
		}
		if len(read.Findings) > 0 {
			t.Errorf("%s: %v", c.name, read.Findings)
		}
	}
}

func TestWishesThatCannotBe(t *testing.T) {
	t.Parallel()
	d := project(
		t,
		map[string]string{
			"services/mail.md": "---\nid: SVC-MAIL\ntitle: Hosted mail\ntype: service\nversion: '1'\nstatus: approved\nowner: " +
				"boss\nservice_owner: boss\nstate: live\n---\n",
		},
	)
	for _, c := range []struct {
		name string
		wish author.Wish
		want string
	}{
		{"sms-scope", author.Wish{Owner: "bos"}, `no role in people.yaml has the id "bos": did you mean "boss"?`},
		{"sms-scope", author.Wish{Date: today}, "a document of type policy does not have a date; leave out --date"},
		{"sms-scope", author.Wish{ID: "svc-mail"}, "the id svc-mail is already used by content/services/mail.md"},
		{"sms-scope", author.Wish{ID: "a " +
			"b"}, `"a b" is not a valid id: use up to 64 letters, digits, dots, hyphens and underscores, starting with a letter or digit`},
		{"sms-scope", author.Wish{Path: "content/../x.md"},
			`"content/../x.md" must be a path that starts with content/, the folder of documents`},
		{"sms-scope", author.Wish{Path: "docs/x.md"}, `"docs/x.md" must be a path that starts with content/, the folder of documents`},
		{"sms-scope", author.Wish{Path: "content/x.txt"}, `"content/x.txt" does not end in .md`},
		{"sms-scope", author.Wish{Path: "content/services/Mail.md"}, "content/services/Mail.md already exists"},
		{"service-requirements", author.Wish{Service: "SVC-MAIK"}, `no service has the id "SVC-MAIK": did you mean "SVC-MAIL"?`},
		{"contract", author.Wish{Supplier: "acme"}, `no supplier in people.yaml has the id "acme"`},
	} {
		s, ok := author.Find(d, c.name)
		if !ok {
			t.Fatal(c.name)
		}
		_, err := author.Document(d, s, c.wish, author.NewTaken(d))
		if got := fmt.Sprint(err); got != c.want {
			t.Errorf("%s %+v:\n got %s\nwant %s", c.name, c.wish, got, c.want)
		}
	}
	for _, name := range []string{"8.5.1", "8.5.1.1-a", "polici", "iso20000-9:sms-scope", ""} {
		if s, ok := author.Find(d, name); ok {
			t.Errorf("%q is %+v", name, s)
		}
	}
}

// TestNothingEscapesItsPlace writes a document of a standard whose words try to end the comment, the table or the
// front matter that they stand in.
func TestNothingEscapesItsPlace(t *testing.T) {
	t.Parallel()
	d := project(t, nil)
	evil := "x --> <script>alert(1)</script> --!> ---\n---\n| a `b` {{"
	std := &standard.Standard{ID: "evil", Name: evil,
		Clauses: []standard.Clause{
			{ID: "1", Title: evil, Requirements: []standard.Requirement{{ID: "1-a", Text: evil, Required: []string{"thing"}}}},
		},
		Required: []standard.RequiredDocument{
			{ID: "thing", Title: evil, Type: "record", Clauses: []string{"1"}, Sections: []string{"A | B", "C"}, Note: evil, Retention: evil},
			{ID: "list", Title: evil, Type: "register", Clauses: []string{"1"}, Sections: []string{"=A()", "B, \"C\""}},
		}}
	std.Index()
	d.Standards = &standard.Library{Standards: []*standard.Standard{std}}
	draft := write(t, d, "thing", author.Wish{Title: "no: 'quotes' \"here\" #x\u0085\u2028\x00"})
	read := reader().Parse(draft.Path, draft.Bytes)
	if len(read.Findings) > 0 || len(read.Body.Headings) > 0 || len(read.Body.Tables) != 1 {
		t.Errorf("findings %v, %d headings, %d tables in\n%s", read.Findings, len(read.Body.Headings), len(read.Body.Tables), draft.Bytes)
	}
	if diff := cmp.Diff([]string{"A | B", "C"}, read.Body.Tables[0].Header); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	if strings.Contains(string(read.Source[read.BodyAt:]), "<script") {
		t.Errorf("raw HTML in\n%s", draft.Bytes)
	}
	if read.Retention != evil || read.Title != "no: 'quotes' \"here\" #x\u0085\u2028\x00" {
		t.Errorf("retention %q, title %q", read.Retention, read.Title)
	}
	if rows := write(t, d, "list", author.Wish{}).Rows; rows == nil || string(rows.Bytes) != "'=A(),\"B, \"\"C\"\"\"\n" {
		t.Errorf("rows %+v", rows)
	}
}

// TestHeadingsAreSpeltOut wants that a heading which the standard's data abbreviates is explained in the document, and
// that others get no such sentence.
func TestHeadingsAreSpeltOut(t *testing.T) {
	t.Parallel()
	d := project(t, nil)
	for id, want := range map[string]string{
		"process-configuration-management": "Abbreviations: configuration item (CI).\n",
		"service-design-specification":     "Abbreviations: service level agreement (SLA), service management system (SMS).\n",
		"change-management-policy":         "",
	} {
		s, ok := author.Find(d, id)
		if !ok {
			t.Fatal(id)
		}
		draft, err := author.Document(d, s, author.Wish{}, author.NewTaken(d))
		if err != nil {
			t.Fatal(err)
		}
		text := string(draft.Bytes)
		if !strings.Contains(text, want) || want == "" && strings.Contains(text, "Abbreviations:") {
			t.Errorf("%s: want %q in\n%s", id, want, text)
		}
	}
}
