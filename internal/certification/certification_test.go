package certification

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/schemacheck"
	"clausebook/schemas"
)

func load(t testing.TB, user fs.FS, name string) (*Scheme, []string) {
	t.Helper()
	schema, err := schemacheck.New(schemas.FS).Compile("scheme.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	s, findings, err := Load(schemas.FS, user, name, schema)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, f := range findings {
		said = append(said, fmt.Sprintf("%s %s", f.Pos, f.Message))
	}
	return s, said
}

// book reads documents, each given as `ID type: front matter in flow form`.
func book(t testing.TB, day string, scheme *Scheme, documents ...string) *Book {
	t.Helper()
	var set []*doc.Document
	for _, text := range documents {
		id, rest, _ := strings.Cut(text, " ")
		kind, front, _ := strings.Cut(rest, ": ")
		if !strings.Contains(front, "status: ") {
			front += ", status: approved"
		}
		src := fmt.Sprintf("---\n{id: %s, type: %s, %s}\n---\nText.\n", id, kind, front)
		set = append(set, (&doc.Reader{Folder: "content"}).Parse("content/"+id+".md", []byte(src)))
	}
	on, err := date.Parse(day)
	if err != nil {
		t.Fatal(err)
	}
	return (&Book{Scheme: scheme}).Read(on, doc.NewSet("content", set, nil, nil), nil)
}

// told writes the steps of all cycles of a book, one a line.
func told(b *Book) string {
	var out strings.Builder
	for _, l := range b.Lines {
		for _, c := range l.Cycles {
			fmt.Fprintf(&out, "%s\n", c.Certificate.ID)
			for _, s := range c.Steps {
				fmt.Fprintf(&out, "  %s %s: %s\n", s.What, s.State, s.Reason)
			}
		}
	}
	return out.String()
}

const (
	first   = "C1 certificate: body: B, standard: S, decided_on: 2023-05-10, issued_on: 2023-05-15, expires_on: 2026-05-09"
	renewed = "C2 certificate: body: B, standard: S, issued_on: 2026-05-02, expires_on: 2029-05-09"
)

func audit(id, stage, day string) string {
	return fmt.Sprintf("%s audit-report: kind: external, stage: %s, date: %s, auditors: [x]", id, stage, day)
}

func TestSteps(t *testing.T) {
	t.Parallel()
	scheme, _ := load(t, nil, config.New().Scheme)
	for name, c := range map[string]struct {
		day       string
		documents []string
		want      string
	}{
		"a cycle as it should be": {"2026-06-01", []string{first, renewed, audit("A1", "stage-1", "2023-02-01"), audit("A2", "stage-2",
			"2023-04-20"), audit("A3", "surveillance", "2024-04-11"), audit("A4", "surveillance", "2025-12-31"), audit("A5", "recertification",
			"2026-03-01")},
			"C1\n  stage 1 done: held on 2023-02-01\n  stage 2 done: held on 2023-04-20\n  first surveillance done: held on 2024-04-11\n" +
				"  surveillance in 2025 done: held on 2025-12-31\n  recertification done: C2 followed\n" +
				"C2\n  surveillance in 2027 due: due by 2027-12-31\n  surveillance in 2028 due: due by 2028-12-31\n" +
				"  recertification due: due by 2029-05-09; time to begin is 2028-11-09\n"},
		"the last day counts, the one after does not": {"2024-06-01", []string{first, audit("A3", "surveillance", "2024-05-11")},
			"C1\n  first surveillance late: held on 2024-05-11, 1 day late\n  surveillance in 2025 due: due by 2025-12-31\n" +
				"  recertification due: due by 2026-05-09; time to begin is 2025-11-09\n"},
		"on the day itself nothing is overdue": {"2024-05-10", []string{first},
			"C1\n  first surveillance due: due by 2024-05-10\n  surveillance in 2025 due: due by 2025-12-31\n" +
				"  recertification due: due by 2026-05-09; time to begin is 2025-11-09\n"},
		"nothing was held": {"2026-01-05", []string{first},
			"C1\n  first surveillance overdue: was due by 2024-05-10, and there is no report of it here\n" +
				"  surveillance in 2025 overdue: was due by 2025-12-31, and there is no report of it here\n" +
				"  recertification due: due by 2026-05-09; time to begin is 2025-11-09\n"},
		"an early first one leaves the next year to be seen": {"2024-02-01", []string{first, audit("A3", "surveillance", "2023-11-30")},
			"C1\n  first surveillance done: held on 2023-11-30\n  surveillance in 2024 due: due by 2024-12-31\n" +
				"  surveillance in 2025 due: due by 2025-12-31\n  recertification due: due by 2026-05-09; time to begin is 2025-11-09\n"},
		"one that was left out is not due for ever": {"2025-08-01", []string{first, audit("A3", "surveillance", "2025-06-01")},
			"C1\n  first surveillance missed: there is no report of one by 2024-05-10\n  surveillance in 2025 done: held on 2025-06-01\n" +
				"  recertification due: due by 2026-05-09; time to begin is 2025-11-09\n"},
		"an audit for the next certificate is surveillance too": {"2026-01-05", []string{first, audit("A3", "surveillance", "2024-03-01"),
			audit("A4", "recertification", "2025-12-01")},
			"C1\n  first surveillance done: held on 2024-03-01\n  surveillance in 2025 done: held on 2025-12-01\n" +
				"  recertification due: audit held on 2025-12-01; the next certificate is awaited by 2026-05-09\n"},
		"ended": {"2026-05-10", []string{first, audit("A3", "surveillance", "2024-03-01"), audit("A4", "surveillance", "2025-12-01")},
			"C1\n  first surveillance done: held on 2024-03-01\n  surveillance in 2025 done: held on 2025-12-01\n" +
				"  recertification ended: by its own words it ended on 2026-05-09; the scheme lets the body restore it up to 2026-11-09\n"},
		"followed too late": {"2026-08-01", []string{first, audit("A3", "surveillance", "2024-03-01"), audit("A4", "surveillance",
			"2025-12-01"), strings.Replace(renewed, "2026-05-02", "2026-05-20", 1)},
			"C1\n  first surveillance done: held on 2024-03-01\n  surveillance in 2025 done: held on 2025-12-01\n" +
				"  recertification late: C2 followed, 11 days after the end\n" +
				"C2\n  surveillance in 2027 due: due by 2027-12-31\n  surveillance in 2028 due: due by 2028-12-31\n" +
				"  recertification due: due by 2029-05-09; time to begin is 2028-11-09\n"},
		"planned in time and too late": {"2025-02-01", []string{first, audit("A3", "surveillance", "2024-03-01"), audit("A4", "surveillance",
			"2025-09-09"), audit("A5", "recertification", "2026-06-01")},
			"C1\n  first surveillance done: held on 2024-03-01\n" +
				"  surveillance in 2025 due: due by 2025-12-31; planned for 2025-09-09\n" +
				"  recertification due: due by 2026-05-09; time to begin is 2025-11-09; planned for 2026-06-01, which is too late\n"},
		"no last day": {"2024-06-01", []string{strings.Replace(first, ", expires_on: 2026-05-09", "", 1), audit("A3", "surveillance",
			"2024-03-01")},
			"C1\n  first surveillance done: held on 2024-03-01\n" +
				"  recertification due: the certificate names no last day, so it is not known by when\n"},
		"issued on a day to come": {"2023-05-01", []string{first}, ""},
		"withdrawn, or a draft":   {"2024-06-01", []string{first + ", status: withdrawn", renewed + ", status: draft"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, told(book(t, c.day, scheme, c.documents...))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhoseAudit: a report that names no certificate is of the only line there is, and of none where there are two.
func TestWhoseAudit(t *testing.T) {
	t.Parallel()
	scheme, _ := load(t, nil, config.New().Scheme)
	other := "D1 certificate: body: B, standard: T, issued_on: 2024-01-10, expires_on: 2027-01-09"
	plain, both := audit("A", "surveillance", "2024-03-01"), audit("A", "surveillance", "2024-03-01")+", certificates: [C1, D1]"
	for name, c := range map[string]struct {
		documents []string
		want      string // lines that have it, strays, early ones
	}{
		"the only line":     {[]string{first, plain}, "1 0 0"},
		"two lines":         {[]string{first, other, plain}, "0 1 0"},
		"both are named":    {[]string{first, other, both}, "2 0 0"},
		"an unknown id":     {[]string{first, plain + ", certificates: [X]"}, "0 1 0"},
		"no certificate":    {[]string{plain}, "0 0 1"},
		"an internal audit": {[]string{first, strings.Replace(plain, "external", "internal", 1)}, "0 0 0"},
		"of no stage":       {[]string{first, strings.Replace(plain, "stage: surveillance, ", "", 1)}, "0 0 0"},
	} {
		b, n := book(t, "2024-06-01", scheme, c.documents...), 0
		for _, l := range b.Lines {
			n += len(l.Cycles[0].Audits)
		}
		if got := fmt.Sprint(n, len(b.Stray), len(b.Early)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestCorrections(t *testing.T) {
	t.Parallel()
	scheme, _ := load(t, nil, config.New().Scheme)
	report := audit("A", "surveillance", "2024-03-01") + ", audit_findings: [{grade: minor, text: T, nonconformity: N, due: 2024-04-30}]"
	for name, c := range map[string]struct {
		front, audit, want string
	}{
		"the day of the auditors": {"grade: minor, raised_on: 2024-03-01", report, "2024-04-30 false open 32 days after the day of the body"},
		"the day of the scheme": {"grade: major, raised_on: 2024-03-01", audit("A", "surveillance", "2024-03-01"),
			"2024-05-30 true open 2 days after the day of the body"},
		"closed on the day": {"grade: minor, raised_on: 2024-03-01, closed_on: 2024-04-30", report, "2024-04-30 false closed by the day of the body"},
		"closed a day late": {"grade: minor, raised_on: 2024-03-01, closed_on: 2024-05-01", report,
			"2024-04-30 false closed 1 day after the day of the body"},
		"no grade that the scheme knows": {"grade: grave, raised_on: 2024-03-01", audit("A", "surveillance", "2024-03-01"),
			" false no day is known by which the body wants it corrected"},
		"an internal audit": {"grade: minor, raised_on: 2024-03-01", strings.Replace(report, "external", "internal", 1), "none"},
	} {
		b := book(t, "2024-06-01", scheme, first, c.audit, "N nonconformity: raised_by: A, "+c.front)
		got := "none"
		for _, x := range b.Corrections() {
			got = fmt.Sprintf("%s %v %s", x.Limit, x.Scheme, x.Time(b.Day))
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestEveryAuditIsTold draws certificates and audits: a step that is done names an audit within its days, one audit is late for at most
// one step, and what is open on a day was open or did not exist on every day before.
func TestEveryAuditIsTold(t *testing.T) {
	t.Parallel()
	scheme, _ := load(t, nil, config.New().Scheme)
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same documents in each run
	for range 300 {
		from := date.New(2020, 1, 1).AddDays(r.IntN(700))
		documents := []string{fmt.Sprintf("C certificate: body: B, standard: S, issued_on: %s, expires_on: %s", from, from.AddDays(300+r.IntN(1500)))}
		for i := range r.IntN(6) {
			stage := []string{"surveillance", "surveillance", "recertification", "follow-up"}[r.IntN(4)]
			documents = append(documents, audit(fmt.Sprint("A", i), stage, from.AddDays(r.IntN(1800)-60).String()))
		}
		day := from.AddDays(r.IntN(2000))
		late := map[doc.ID]int{}
		for _, s := range book(t, day.String(), scheme, documents...).Lines[0].Cycles[0].Steps {
			switch {
			case s.Stage != Surveillance:
			case s.State == Done && !s.Audit.within(s), s.State == Late && !s.Audit.Day.After(s.By), s.State == Due && s.By.Before(day),
				s.State == Overdue && !s.By.Before(day), (s.State == Done || s.State == Late) && s.Audit.Day.After(day):
				t.Errorf("%s on %s: %s: %s %s from %s by %s", documents, day, s.What, s.State, s.Audit.Day, s.From, s.By)
			case s.State == Late:
				if late[s.Audit.Report.ID]++; late[s.Audit.Report.ID] > 1 {
					t.Errorf("%s on %s: %s is late for two steps", documents, day, s.Audit.Report.ID)
				}
			}
		}
	}
}

func TestSchemes(t *testing.T) {
	t.Parallel()
	ids, err := Builtin(schemas.FS)
	if err != nil || len(ids) == 0 {
		t.Fatal(ids, err)
	}
	for _, id := range ids {
		s, said := load(t, nil, id)
		if s == nil || s.ID != id || len(said) > 0 {
			t.Errorf("%s: %q", id, said)
		}
	}
	const sound = "id: mine\ntitle: Mine\nsources: [{id: a, title: A, kind: contract}]\n"
	for text, want := range map[string]string{
		sound: "",
		sound + "surveillance: {first_within: yearly, basis: {source: a}}\n": "s/mine.yaml:4:30 `first_within` in `surveillance` is",
		sound + "recertification: {basis: {source: b}}\n":                    "s/mine.yaml:4:35 no source is called `b`",
		sound + "findings: [{grade: minor, basis: {source: c}}]\n":           "s/mine.yaml:4:43 no source is called `c`",
		sound + "tell: [{what: scope, basis: {source: c}}]\n":                "s/mine.yaml:4:38 no source is called `c`",
		sound + "surveys: {}\n":                                              "s/mine.yaml:4:1 unknown key `surveys`",
		strings.Replace(sound, "}]", "}, {id: a, title: B, kind: blog}]", 1): "s/mine.yaml:3:51 two sources are called `a`",
		"":           "s/mine.yaml the file is empty",
		"id: [\n":    "s/mine.yaml:",
		"id: mine\n": "s/mine.yaml:1:1 `sources` is missing",
		"<<<<<<< a\nid: mine\n=======\nid: other\n>>>>>>> b\n": "s/mine.yaml:1",
	} {
		s, said := load(t, fstest.MapFS{"s/mine.yaml": {Data: []byte(text)}}, "s/mine.yaml")
		switch {
		case want == "" && (s == nil || len(said) > 0):
			t.Errorf("%q: %q", text, said)
		case want != "" && (s != nil || !strings.HasPrefix(strings.Join(said, "\n"), want)):
			t.Errorf("%q: %q, want %q", text, said, want)
		}
	}
	for name, want := range map[string]string{
		"iso17021-1-2016": "- unknown scheme `iso17021-1-2016`", "../x.yaml": "../x.yaml the scheme `../x.yaml` is not a path in the repository",
		"gone.yaml": "gone.yaml the scheme cannot be read",
	} {
		if s, said := load(t, fstest.MapFS{}, name); s != nil || !strings.Contains(strings.Join(said, "\n"), strings.TrimPrefix(want, "- ")) {
			t.Errorf("%s: %q, want %q", name, said, want)
		}
	}
}
