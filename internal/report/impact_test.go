package report

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"clausebook/internal/check"
	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/impact"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/report/reporttest"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/trust"
)

func impactWritten(t testing.TB, format string, i Impact) string {
	t.Helper()
	var b bytes.Buffer
	for _, f := range ImpactFormats() {
		if f.Name == format {
			if err := f.Write(&b, i, false); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
	}
	t.Fatalf("no format %s", format)
	return ""
}

// sideOf gives one side of a comparison that has nothing but findings and people.
func sideOf(excepted []check.Excepted, fs ...diag.Finding) impact.Side {
	diag.Sort(fs)
	return impact.Side{
		Config: config.New(),
		Dossier: &dossier.Dossier{Docs: doc.NewSet("content", nil, nil, nil), Approvals: ledger.NewLedger(ledger.None, nil),
			Matrix: trace.NewMatrix(
				date.Date{},
				nil,
				nil,
			), AsOf: dossier.AsOf{Day: date.New(2026, 6, 1)}, Findings: fs, Excepted: excepted, People: &people.Register{}},
	}
}

func TestImpactFindings(t *testing.T) {
	t.Parallel()
	suspect := diag.Finding{
		Rule:     "SU001",
		Severity: diag.Info,
		Pos:      diag.Pos{File: "content/b.md", Line: 3},
		Document: "B",
		Message:  "since then changed",
	}
	x, y := link(3, "no file `x.md`"), link(9, "no file `y.md`")
	exception := check.Excepted{Finding: y, Reason: "soon", Until: date.New(2026, 7, 1)}
	for name, c := range map[string]struct {
		before, after                  impact.Side
		fresh, fixed, excepted, others []string
	}{
		"nothing changed": {sideOf(nil, x, y), sideOf(nil, x, y), nil, nil, nil, nil},
		"lines moved":     {sideOf(nil, x, y), sideOf(nil, link(30, x.Message), link(90, y.Message)), nil, nil, nil, nil},
		"one fixed":       {sideOf(nil, x, y), sideOf(nil, x), nil, []string{y.Message}, nil, nil},
		"one new":         {sideOf(nil, x), sideOf(nil, x, y), []string{y.Message}, nil, nil, []string{y.Message}},
		"a second alike": {sideOf(nil, x), sideOf(nil, x, link(4, x.Message)), []string{x.Message}, nil, nil,
			[]string{x.Message}},
		"a suspect": {sideOf(nil), sideOf(nil, suspect, y), []string{y.Message, suspect.Message}, nil, nil,
			[]string{y.Message}},
		"excepted now":                        {sideOf(nil, x, y), sideOf([]check.Excepted{exception}, x), nil, nil, []string{y.Message}, nil},
		"excepted still":                      {sideOf([]check.Excepted{exception}), sideOf([]check.Excepted{exception}), nil, nil, nil, nil},
		"no exception more, so that it shows": {sideOf([]check.Excepted{exception}), sideOf(nil, y), nil, nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := ImpactOf(c.before, c.after, ImpactBase{})
			words := func(fs []Finding) (out []string) {
				for _, f := range fs {
					out = append(out, f.Message)
				}
				return out
			}
			var excepted []string
			for _, e := range i.Excepted {
				excepted = append(excepted, e.Finding.Message)
			}
			if diff := cmp.Diff([][]string{c.fresh, c.fixed, c.excepted, c.others}, [][]string{words(i.New), words(i.Fixed), excepted,
				words(i.Others())}); diff != "" {
				t.Errorf("new, fixed, excepted, new but no suspects (-want +got):\n%s", diff)
			}
		})
	}
}

func TestImpactFails(t *testing.T) {
	t.Parallel()
	warning := link(3, "no file")
	warning.Severity = diag.Warning
	i := ImpactOf(sideOf(nil, link(1, "an old error")), sideOf(nil, link(1, "an old error"), warning), ImpactBase{})
	for least, want := range map[diag.Severity]bool{diag.Unset: false, diag.Error: false, diag.Warning: true, diag.Info: true} {
		if got := i.Fails(least); got != want {
			t.Errorf("Fails(%s) = %v", least, got)
		}
	}
}

// TestImpactPeople names who held the role before the change: nobody becomes an approver by his own change.
func TestImpactPeople(t *testing.T) {
	t.Parallel()
	register := func(role, holder string) *people.Register {
		return &people.Register{People: []people.Person{{ID: holder, Name: strings.ToUpper(holder)}},
			Roles: []people.Role{{ID: role, Title: "The " + role, Holders: []people.Holding{{Person: holder}}}}}
	}
	before, after := sideOf(nil), sideOf(nil)
	before.People, after.People = register("boss", "ada"), register("boss", "bea")
	if got := OwnerOf(knowing("boss", before.Dossier, after.Dossier), "boss", "").Words(); got != "The boss: ADA" {
		t.Errorf("the boss is %s", got)
	}
	after.People = register("chief", "bea")
	if got := OwnerOf(knowing("chief", before.Dossier, after.Dossier), "chief", "").Words(); got != "The chief: BEA" {
		t.Errorf("the chief is %s", got)
	}
}

// hostileImpact puts every hostile text into every field that documents, people and configuration can reach.
func hostileImpact() Impact {
	i := Impact{
		Tool: "1",
		AsOf: date.New(2026, 6, 1),
		Base: ImpactBase{Rev: reporttest.Hostile[0], Commit: strings.Repeat("a", 40), Parted: true},
		Head: strings.Repeat("b", 40),
		Work: true,
	}
	for _, s := range reporttest.Hostile {
		v := ledger.Version{
			Version:  s,
			Approver: trust.Person{Name: s},
			Grade:    ledger.Trailer,
			Verdicts: []ledger.Verdict{{Rule: "AP003", Message: phrase.Text(s), Voids: true}},
		}
		i.Documents = append(
			i.Documents,
			impact.Document{ID: doc.ID(s), WasID: doc.ID(s), Title: s, Path: s, From: s, Kind: impact.Changed, Class: history.Substance,
				Before: impact.Stand{Version: s, Status: doc.Status(s)}, After: impact.Stand{Version: "2", Status: doc.Status(s)}},
		)
		i.Cells = append(
			i.Cells,
			impact.Cell{
				Ref:    standard.Ref{Standard: "s", Item: s},
				Kind:   standard.KindClause,
				Title:  s,
				Before: trace.Met,
				After:  trace.Draft,
				Reason: s,
				Worse:  true,
			},
		)
		i.Lost = append(i.Lost, impact.Approval{Document: doc.ID(s), Title: s, Path: s, Version: v, Reason: s})
		i.Given = append(i.Given, impact.Approval{Document: doc.ID(s), Title: s, Path: s, Version: v})
		i.Needs = append(
			i.Needs,
			ImpactNeed{
				impact.Need{Document: doc.ID(s), Title: s, Path: s, Version: s, Status: doc.Status(s)},
				[]Owner{{Role: s, Title: s, Holders: []string{s}}},
			},
		)
		i.Settings = append(i.Settings, impact.Setting{What: "condition `" + s + "`", Before: s, After: s})
		i.Excepted = append(
			i.Excepted,
			check.Excepted{Finding: diag.Finding{Rule: "FM001", Message: s, Pos: diag.Pos{File: s, Line: 1}}, Reason: s},
		)
	}
	i.New = hostileReport().Findings
	i.Fixed = i.New
	return i
}

// TestImpactCommentIsInert renders the comment as a forge does: nothing that a document says may become markup, a link or
// a mention, and no cell may break out of its table.
func TestImpactCommentIsInert(t *testing.T) {
	t.Parallel()
	for _, s := range hostileImpact().sections() {
		page := gfm(t, s.markdown(1<<20))
		for _, tag := range regexp.MustCompile(`<(/?[a-zA-Z!][^>]*)>`).FindAllStringSubmatch(page, -1) {
			if name := strings.TrimPrefix(tag[1], "/"); !slices.Contains(
				[]string{"h4", "p", "table", "thead", "tbody", "tr", "th", "td", "code"},
				name,
			) {
				t.Errorf("%s: <%s> came of a document", s.title, tag[1])
			}
		}
		if got, want := strings.Count(page, "<td>"), min(len(s.rows), rowsShown)*len(s.columns); got != want {
			t.Errorf("%s: %d cells, want %d", s.title, got, want)
		}
		for _, pattern := range []string{`@[\w-]`, `[#!~$&^][0-9A-Za-z]`, `https?://`, `www\.[a-z]`} {
			text := regexp.MustCompile(`&(amp|lt|gt|quot|#39);`).ReplaceAllString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " "), "_")
			if at := regexp.MustCompile(pattern).FindString(text); at != "" {
				t.Errorf("%s: a forge finds %q in the page", s.title, at)
			}
		}
	}
	if out := impactWritten(t, "markdown", hostileImpact()); len(out) > 65_536 {
		t.Errorf("the comment has %d bytes, a forge takes 65,536", len(out))
	}
}

// TestImpactFormatsAgree holds every format against what was found.
func TestImpactFormatsAgree(t *testing.T) {
	t.Parallel()
	i := hostileImpact()
	text := impactWritten(t, "text", i)
	for _, s := range i.sections() {
		if head := regexp.MustCompile(`(?m)^` + s.title + ` \((\d+)\)$`).FindString(text); head == "" {
			t.Errorf("the text lacks %s", s.title)
		}
	}
	lines := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "  ") {
			lines++
		}
		if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), unicode.IsControl) || strings.HasPrefix(strings.TrimSpace(line), "::") ||
			strings.HasPrefix(line, "##[") {
			t.Errorf("the line %q acts", line)
		}
	}
	want := 0
	for _, s := range i.sections() {
		want += len(s.rows)
	}
	if lines != want {
		t.Errorf("%d lines in the text, want %d", lines, want)
	}
	var j jsonImpact
	if err := json.Unmarshal([]byte(impactWritten(t, "json", i)), &j); err != nil {
		t.Fatal(err)
	}
	got := []int{
		len(j.Documents),
		len(j.States),
		len(j.Lost),
		len(j.Given),
		len(j.Needed),
		len(j.New),
		len(j.Fixed),
		len(j.Excepted),
		len(j.Settings),
	}
	n := len(reporttest.Hostile)
	if diff := cmp.Diff([]int{n, n, n, n, n, 2 * n, 2 * n, n, n}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestImpactOfNothing writes lists that are empty and not null, so that a reader of the JSON needs no second case.
func TestImpactOfNothing(t *testing.T) {
	t.Parallel()
	out := impactWritten(t, "json", ImpactOf(sideOf(nil), sideOf(nil), ImpactBase{Rev: "main", Commit: strings.Repeat("c", 40)}))
	if strings.Contains(out, "null") {
		t.Errorf("something is null:\n%s", out)
	}
	text := impactWritten(t, "text", ImpactOf(sideOf(nil), sideOf(nil), ImpactBase{Rev: "main", Commit: strings.Repeat("c", 40)}))
	if want := "The work tree on no commit compared with commit cccccccccccc of main itself, because the commit at which the change left it " +
		"is not known; dates judged as of 2026-06-01\n"; text != want {
		t.Errorf("got  %q\nwant %q", text, want)
	}
}

// What a change brings is the same for check and for impact, and its JSON is as the schema says, whatever is shown.
func TestSince(t *testing.T) {
	t.Parallel()
	x, y, z := link(3, "no file `x.md`"), link(9, "no file `y.md`"), link(12, "no file `z.md`")
	moved := x
	moved.Pos.Line = 7
	before, after := sideOf([]check.Excepted{{Finding: y, Reason: "soon", Until: date.New(2026, 7, 1)}}, x), sideOf(nil, moved, y, z)
	r := New(after.Dossier).Since("main", before.Dossier)
	r.FailOn = diag.Info
	if got := plainFindings(r.Findings); len(got) != 1 || got[0].Message != z.Message || !r.Fails() {
		t.Errorf("the change brings %v", got)
	}
	if got := ImpactOf(before, after, ImpactBase{}).New; !slices.EqualFunc(
		got,
		r.Findings,
		func(a, b Finding) bool { return a.Fingerprint == b.Fingerprint },
	) {
		t.Errorf("impact: %v, check: %v", got, r.Findings)
	}
	if len(r.Older) != 2 || !r.Older[0].Older {
		t.Errorf("older: %v", r.Older)
	}
	for _, all := range []bool{false, true} {
		r.ShowAll = all
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(written(t, "json", r)))
		if err != nil {
			t.Fatal(err)
		}
		if err := findingsSchema(t).Validate(value); err != nil {
			t.Error(err)
		}
		if got := strings.Contains(written(t, "concise", r), "y.md"); got != all {
			t.Errorf("older findings shown: %v, want %v", got, all)
		}
	}
	if r = New(after.Dossier).Since("main", after.Dossier); len(r.Findings) > 0 || r.Fails() {
		t.Errorf("no change brings %v", r.Findings)
	}
}

// What follows from a finding that is not asked for stands on its own.
func TestOnly(t *testing.T) {
	t.Parallel()
	cause, other := link(3, "no file `x.md`"), link(9, "no file `y.md`")
	cause.Consequences = []diag.Finding{{Rule: "RQ005", Severity: diag.Error, Pos: diag.Pos{File: "content/a.md"}, Message: "not approved"}}
	r := New(sideOf(nil, cause, other).Dossier)
	for rule, want := range map[diag.RuleID]int{"RQ005": 1, cause.Rule: 2, "AP001": 0} {
		if got := r.Only(func(f diag.Finding) bool { return f.Rule == rule }).Findings; len(got) != want {
			t.Errorf("%s: %d findings, want %d", rule, len(got), want)
		}
	}
}
