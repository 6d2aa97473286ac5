package people

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/schemacheck"
	"clausebook/schemas"
)

const file = "content/people.yaml"

// load reads a people.yaml with this text.
func load(t *testing.T, text string) *Register {
	t.Helper()
	r, err := Load(fstest.MapFS{file: {Data: []byte(text)}}, file, schema(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func schema(t *testing.T) *schemacheck.Schema {
	t.Helper()
	s, err := schemacheck.New(schemas.FS).Compile("people.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const staff = `people:
  - id: ines.halloran
    name: Ines Halloran
    emails: [Ines.Halloran@brackwater.example, ih@brackwater.example]
    keys: ["SHA256:abc"]
    from: 2021-03-01
  - id: tomas.reyes
    name: Tomás Reyes
    emails: [t.reyes@brackwater.example]
    from: 2020-01-01
    to: 2025-06-30
  - {id: deploy-bot, name: Deploy bot, emails: [bot@brackwater.example], bot: true}
roles:
  - id: change-manager
    title: Change manager
    holders:
      - {person: tomas.reyes, from: 2020-01-01, to: 2025-06-30}
      - {person: ines.halloran, from: 2025-06-30}
  - id: auditor
    title: Internal auditor
    holders:
      - {person: ines.halloran}
  - id: vacant
    title: Nobody yet
parties:
  - {id: gullstone, name: Gullstone Ltd, kind: supplier}
`

func on(t *testing.T, s string) date.Date {
	t.Helper()
	d, err := date.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLoad(t *testing.T) {
	t.Parallel()
	r := load(t, staff)
	at := func(line, col int) diag.Pos { return diag.Pos{File: file, Line: line, Col: col} }
	want := &Register{
		Path: file,
		People: []Person{
			{ID: "ines.halloran", Name: "Ines Halloran", Emails: []string{"Ines.Halloran@brackwater.example", "ih@brackwater.example"},
				Keys: []Key{{Text: "SHA256:abc"}}, From: on(t, "2021-03-01"), Pos: at(2, 5)},
			{ID: "tomas.reyes", Name: "Tomás Reyes", Emails: []string{"t.reyes@brackwater.example"},
				From: on(t, "2020-01-01"), To: on(t, "2025-06-30"), Pos: at(7, 5)},
			{ID: "deploy-bot", Name: "Deploy bot", Emails: []string{"bot@brackwater.example"}, Bot: true, Pos: at(12, 5)},
		},
		Roles: []Role{
			{ID: "change-manager", Title: "Change manager", Pos: at(14, 5), Holders: []Holding{
				{Person: "tomas.reyes", From: on(t, "2020-01-01"), To: on(t, "2025-06-30"), Pos: at(17, 9)},
				{Person: "ines.halloran", From: on(t, "2025-06-30"), Pos: at(18, 9)}}},
			{ID: "auditor", Title: "Internal auditor", Pos: at(19, 5), Holders: []Holding{{Person: "ines.halloran", Pos: at(22, 9)}}},
			{ID: "vacant", Title: "Nobody yet", Pos: at(23, 5)},
		},
		Parties: []Party{{ID: "gullstone", Name: "Gullstone Ltd", Kind: "supplier", Pos: at(26, 5)}},
	}
	if diff := cmp.Diff(want, r, cmpopts.EquateComparable(date.Date{})); diff != "" {
		t.Errorf("register (-want +got):\n%s", diff)
	}
}

func TestBothDaysOfASpanCount(t *testing.T) {
	t.Parallel()
	r := load(t, staff)
	for at, want := range map[string][]string{
		"2019-12-31": nil,
		"2020-01-01": {"tomas.reyes"},
		"2025-06-29": {"tomas.reyes"},
		"2025-06-30": {"tomas.reyes", "ines.halloran"}, // the day of the hand-over belongs to both
		"2025-07-01": {"ines.halloran"},
		"2099-01-01": {"ines.halloran"},
	} {
		if diff := cmp.Diff(want, r.Holders("change-manager", on(t, at))); diff != "" {
			t.Errorf("holders on %s (-want +got):\n%s", at, diff)
		}
	}
	for at, want := range map[string][]string{
		"2019-12-31": {"auditor"},
		"2025-06-30": {"change-manager", "auditor"},
	} {
		if diff := cmp.Diff(want, r.RolesOf("ines.halloran", on(t, at))); diff != "" {
			t.Errorf("roles on %s (-want +got):\n%s", at, diff)
		}
	}
	tomas, _ := r.Person("tomas.reyes")
	for at, want := range map[string]bool{"2019-12-31": false, "2020-01-01": true, "2025-06-30": true, "2025-07-01": false} {
		if got := tomas.Active(on(t, at)); got != want {
			t.Errorf("active on %s: %v, want %v", at, got, want)
		}
	}
	if bot, _ := r.Person("deploy-bot"); !bot.Active(on(t, "1999-01-01")) {
		t.Error("without days a person is always there")
	}
}

func TestLookUps(t *testing.T) {
	t.Parallel()
	r := load(t, staff)
	for email, want := range map[string]string{
		"Ines.Halloran@brackwater.example":  "ines.halloran",
		"INES.HALLORAN@BRACKWATER.EXAMPLE":  "ines.halloran",
		" ih@brackwater.example ":           "ines.halloran",
		"t.reyes@brackwater.example":        "tomas.reyes",
		"reyes@brackwater.example":          "",
		"":                                  "",
		"ines.halloran@brackwater.example.": "",
	} {
		got, ok := r.ByEmail(email)
		if got.ID != want || ok != (want != "") {
			t.Errorf("ByEmail(%q) = %q, %v, want %q", email, got.ID, ok, want)
		}
	}
	if role, ok := r.Role("auditor"); !ok || role.Title != "Internal auditor" {
		t.Errorf("role %+v, %v", role, ok)
	}
	if p, ok := r.Party("gullstone"); !ok || p.Kind != "supplier" {
		t.Errorf("party %+v, %v", p, ok)
	}
	for what, ok := range map[string]bool{"person": second(r.Person("x")), "role": second(r.Role("x")), "party": second(r.Party("x"))} {
		if ok {
			t.Errorf("an unknown %s is found", what)
		}
	}
	if got := r.Holders("x", on(t, "2026-01-01")); got != nil {
		t.Errorf("an unknown role is held by %q", got)
	}
	empty := &Register{}
	if _, ok := empty.ByEmail("a@b.example"); ok {
		t.Error("the empty register knows somebody")
	}
}

func second[T any](_ T, ok bool) bool { return ok }

func TestAnAddressOfTwoPeopleIdentifiesNobody(t *testing.T) {
	t.Parallel()
	r := load(t, `people:
  - {id: ines, name: Ines, emails: [ines@x.example, Office@x.example]}
  - {id: tomas, name: Tomás, emails: [office@X.example, tomas@x.example]}
`)
	if p, ok := r.ByEmail("office@x.example"); ok {
		t.Errorf("the shared address is taken for %s", p.ID)
	}
	for email, want := range map[string]string{"ines@x.example": "ines", "tomas@x.example": "tomas"} {
		if p, _ := r.ByEmail(email); p.ID != want {
			t.Errorf("%s is %q", email, p.ID)
		}
	}
	want := []string{"content/people.yaml:3:5 PE002 the address `office@x.example` is used twice | leave it with the one who uses it: an address of two people shows neither | " +
		"content/people.yaml:2:5 first used here"}
	if diff := cmp.Diff(want, lines(r.Findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestAnAddressGivenTwiceToOnePersonStillIdentifiesHer(t *testing.T) {
	t.Parallel()
	r := load(t, "people:\n  - {id: ines, name: Ines, emails: [ines@x.example, INES@x.example]}\n")
	if p, ok := r.ByEmail("ines@x.example"); !ok || p.ID != "ines" {
		t.Errorf("ByEmail = %q, %v", p.ID, ok)
	}
	if len(r.Findings) != 1 || r.Findings[0].Rule != RuleDuplicate {
		t.Errorf("findings %q", lines(r.Findings))
	}
}

// lines writes findings as place, rule, message, hint and secondary places.
func lines(fs []diag.Finding) []string {
	var out []string
	for _, f := range fs {
		s := f.Pos.String() + " " + string(f.Rule) + " " + f.Message + " | " + f.Hint
		for _, n := range f.Related {
			s += " | " + n.Pos.String() + " " + n.Message
		}
		out = append(out, s)
	}
	return out
}

func TestFindings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		text string
		want []string
	}{
		{"person twice", "people:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", []string{
			"content/people.yaml:3:5 PE002 the person `a` is used twice | give each entry an id of its own | content/people.yaml:2:5 first used here"}},
		{"role twice", "roles:\n  - {id: a, title: A}\n  - {id: a, title: B}\n", []string{
			"content/people.yaml:3:5 PE002 the role `a` is used twice | give each entry an id of its own | content/people.yaml:2:5 first used here"}},
		{"party twice", "parties:\n  - {id: a, name: A, kind: customer}\n  - {id: a, name: B, kind: supplier}\n", []string{
			"content/people.yaml:3:5 PE002 the party `a` is used twice | give each entry an id of its own | content/people.yaml:2:5 first used here"}},
		{"one name for a person and a role is fine", "people:\n  - {id: a, name: A}\nroles:\n  - {id: a, title: A}\n", nil},
		{"unknown holder", "people:\n  - {id: ines, name: I}\nroles:\n  - id: r\n    title: R\n    holders:\n      - {person: inez}\n", []string{
			"content/people.yaml:7:9 PE003 the role `r` is held by `inez`, who is not listed under `people:` | did you mean `ines`?"}},
		{"unknown holder far from all", "people:\n  - {id: ines, name: I}\nroles:\n  - {id: r, title: R, holders: [{person: zzz}]}\n", []string{
			"content/people.yaml:4:33 PE003 the role `r` is held by `zzz`, who is not listed under `people:` | add the person to `people:`"}},
		{"person ends before the beginning", "people:\n  - {id: a, name: A, from: 2026-02-01, to: 2026-01-31}\n", []string{
			"content/people.yaml:2:44 PE004 `to: 2026-01-31` is before `from: 2026-02-01` | correct one of the two dates"}},
		{"one day is a span", "people:\n  - {id: a, name: A, from: 2026-02-01, to: 2026-02-01}\n", nil},
		{"holding ends before the beginning",
			"people:\n  - {id: a, name: A}\nroles:\n  - id: r\n    title: R\n    holders:\n      - {person: a, from: 2026-02-01, to: 2025-02-01}\n",
			[]string{
				"content/people.yaml:7:43 PE004 `to: 2025-02-01` is before `from: 2026-02-01` | correct one of the two dates"}},
		{"unknown key", "people:\n  - {id: a, name: A, email: [x]}\n", []string{
			"content/people.yaml:2:22 PE001 unknown key `email` in item 1 of `people` | did you mean `emails`?"}},
		{"no date", "people:\n  - {id: a, name: A, from: 2026-02-30}\n", []string{
			"content/people.yaml:2:28 PE001 `from` in item 1 of `people` is `2026-02-30`, which is not a date | February 2026 has 28 days: " +
				"write the day that is meant"}},
		{"kind of party", "parties:\n  - {id: a, name: A, kind: suplier}\n", []string{
			"content/people.yaml:2:28 PE001 `kind` in item 1 of `parties` is `suplier`, which is not an allowed value | did you mean `supplier`?"}},
		{"duplicate key", "people:\n  - {id: a, name: A}\npeople: []\n", []string{
			"content/people.yaml:3:1 PE001 `people` is set twice, first in line 1 | remove one of them"}},
		{"broken", "people: [\n", []string{
			"content/people.yaml:1:10 PE001 the bracket is never closed | close it, or write one item per line"}},
		{"a list", "- a\n", []string{"content/people.yaml:1:1 PE001 the content must be a block of keys and values | "}},
		{"empty", "", nil},
		{"comments only", "# later\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, lines(load(t, c.text).Findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// failing is a file system whose files exist and cannot be read.
type failing struct{}

func (failing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestLoadWithoutFile(t *testing.T) {
	t.Parallel()
	r, err := Load(fstest.MapFS{}, file, schema(t))
	if err != nil || len(r.Findings) > 0 || r.Path != "" {
		t.Errorf("without the file: %+v, %v", r, err)
	}
	_, err = Load(failing{}, file, schema(t))
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), file) {
		t.Errorf("a file that cannot be read gives %v", err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(staff)
	f.Add("people: {a: b}\nroles: x\nparties: [1, [2], ~]\n")
	f.Add("roles:\n  - holders: [a, {person: [x]}]\n")
	shape, err := schemacheck.New(schemas.FS).Compile("people.schema.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Load(fstest.MapFS{file: {Data: []byte(text)}}, file, shape)
		if err != nil {
			t.Fatal(err)
		}
		rows := strings.Count(text, "\n") + 1
		for _, f := range r.Findings {
			if f.Pos.File != file || f.Pos.Line < 1 || f.Pos.Line > rows || f.Pos.Col < 1 || f.Message == "" {
				t.Errorf("finding outside of the file: %+v", f)
			}
		}
		for _, p := range r.People {
			for _, e := range p.Emails {
				if found, ok := r.ByEmail(e); ok && found.ID != p.ID {
					t.Errorf("the address %q of %q is taken for %q", e, p.ID, found.ID)
				}
			}
		}
	})
}
