package impact

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// side makes one side of a comparison from files of the content folder.
func side(t *testing.T, files map[string]string) Side {
	t.Helper()
	tree := fstest.MapFS{"content": {Mode: fs.ModeDir | 0o755}}
	for name, text := range files {
		tree["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	docs, err := (&doc.Reader{Folder: "content"}).Load(context.Background(), tree, 1)
	if err != nil {
		t.Fatal(err)
	}
	return Side{
		Dossier: &dossier.Dossier{Docs: docs, Approvals: ledger.NewLedger(ledger.None, nil), Matrix: trace.NewMatrix(date.Date{}, nil, nil)},
	}
}

// text makes a document; front is added to its id.
func text(id, front, body string) string {
	return fmt.Sprintf("---\nid: %s\ntitle: The %s\ntype: policy\n%s\n---\n%s\n", id, id, front, body)
}

const draft, approved = "version: \"1.0\"\nstatus: draft", "version: \"1.0\"\nstatus: approved"

func TestDocuments(t *testing.T) {
	t.Parallel()
	before := map[string]string{"a.md": text("A", draft, "One *two* three."), "b.md": text("B", draft, "Other words.")}
	with := func(changes map[string]string) map[string]string {
		out := maps.Clone(before)
		for name, content := range changes {
			if out[name] = content; content == "" {
				delete(out, name)
			}
		}
		return out
	}
	stood := Stand{"1.0", doc.Draft}
	for name, c := range map[string]struct {
		after map[string]string
		want  []Document
	}{
		"nothing": {before, nil},
		"prose": {with(map[string]string{"a.md": text("A", draft, "One *two* four.")}),
			[]Document{{ID: "A", Title: "The A", Path: "content/a.md", Kind: Changed, Class: history.Substance, Before: stood, After: stood}}},
		"marks alone": {with(map[string]string{"a.md": text("A", draft, "One two\nthree.")}),
			[]Document{{ID: "A", Title: "The A", Path: "content/a.md", Kind: Changed, Class: history.Formatting, Before: stood, After: stood}}},
		"front matter alone": {with(map[string]string{"a.md": text("A", "version: \"1.1\"\nstatus: in-review", "One *two* three.")}),
			[]Document{{ID: "A", Title: "The A", Path: "content/a.md", Kind: Changed, Class: history.Metadata, Before: stood, After: Stand{"1.1",
				doc.Status("in-review")}}}},
		"moved": {with(map[string]string{"a.md": "", "x/a.md": before["a.md"]}),
			[]Document{{ID: "A", Title: "The A", Path: "content/x/a.md", From: "content/a.md", Kind: Moved, Class: history.Move, Before: stood,
				After: stood}}},
		"moved and changed": {with(map[string]string{"a.md": "", "x/a.md": text("A", draft, "Else.")}),
			[]Document{{ID: "A", Title: "The A", Path: "content/x/a.md", From: "content/a.md", Kind: Changed, Class: history.Substance,
				Before: stood, After: stood}}},
		"places exchanged": {map[string]string{"a.md": before["b.md"], "b.md": before["a.md"]}, []Document{
			{ID: "B", Title: "The B", Path: "content/a.md", From: "content/b.md", Kind: Moved, Class: history.Move, Before: stood, After: stood},
			{ID: "A", Title: "The A", Path: "content/b.md", From: "content/a.md", Kind: Moved, Class: history.Move, Before: stood, After: stood}}},
		"moved to where another was": {map[string]string{"b.md": before["a.md"]}, []Document{
			{ID: "A", Title: "The A", Path: "content/b.md", From: "content/a.md", Kind: Moved, Class: history.Move, Before: stood, After: stood},
			{ID: "B", Title: "The B", Path: "content/b.md", Kind: Removed, Before: stood}}},
		"another id": {with(map[string]string{"a.md": text("A2", draft, "One *two* three.")}),
			[]Document{{ID: "A2", WasID: "A", Title: "The A2", Path: "content/a.md", Kind: Changed, Class: history.Metadata, Before: stood,
				After: stood}}},
		"added": {with(map[string]string{"c.md": text("C", draft, "New.")}),
			[]Document{{ID: "C", Title: "The C", Path: "content/c.md", Kind: Added, After: stood}}},
		"copied": {with(map[string]string{"c.md": before["a.md"]}),
			[]Document{{ID: "A", Title: "The A", Path: "content/c.md", Kind: Added, After: stood}}},
		"removed": {with(map[string]string{"b.md": ""}),
			[]Document{{ID: "B", Title: "The B", Path: "content/b.md", Kind: Removed, Before: stood}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, Compare(side(t, before), side(t, c.after)).Documents); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A document without an id of its own is known by its path, and by its bytes where it moved.
func TestDocumentsWithoutIDs(t *testing.T) {
	t.Parallel()
	before := side(t, map[string]string{"a.md": "# A\n\nWords.\n", "b.md": "# B\n\nWords.\n"})
	after := side(t, map[string]string{"x.md": "# A\n\nWords.\n", "b.md": "# B\n\nOther words.\n"})
	got := map[string]string{}
	for _, d := range Compare(before, after).Documents {
		got[d.Path] = fmt.Sprint(d.Kind, " ", d.Class, " ", d.From)
	}
	want := map[string]string{"content/b.md": "changed substance ", "content/x.md": "moved move content/a.md"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDerivedIDs wants two documents whose ids happen to be made alike from their paths not to be taken for one.
func TestDerivedIDs(t *testing.T) {
	t.Parallel()
	var got []string
	for _, d := range Compare(side(t, map[string]string{"x/a.md": "# A\n\nWords.\n"}), side(t,
		map[string]string{"x-a.md": "# B\n\nOthers.\n"})).Documents {
		got = append(got, fmt.Sprint(d.ID, " ", d.Path, " ", d.Kind))
	}
	if diff := cmp.Diff([]string{"x-a content/x-a.md added", "x-a content/x/a.md removed"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDocumentsAlike wants that of several documents of the same bytes the first by path is the one that moved.
func TestDocumentsAlike(t *testing.T) {
	t.Parallel()
	const words = "# A\n\nWords.\n"
	before := side(t, map[string]string{"a.md": words, "b.md": words, "c.md": words})
	var got []string
	for _, d := range Compare(before, side(t, map[string]string{"b.md": words, "x.md": words})).Documents {
		got = append(got, fmt.Sprint(d.Path, " ", d.Kind, " ", d.From))
	}
	if diff := cmp.Diff([]string{"content/c.md removed ", "content/x.md moved content/a.md"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got = nil
	for _, d := range Compare(before, side(t, map[string]string{"a.md": words, "x.md": words})).Documents {
		got = append(got, fmt.Sprint(d.Path, " ", d.Kind, " ", d.From))
	}
	if diff := cmp.Diff([]string{"content/c.md removed ", "content/x.md moved content/b.md"}, got); diff != "" {
		t.Errorf("where the first of them stayed (-want +got):\n%s", diff)
	}
}

// TestNeeded wants that what is retired or a record of something done waits for no approval.
func TestNeeded(t *testing.T) {
	t.Parallel()
	with := func(front string) map[string]string { return map[string]string{"a.md": text("A", front, "Words.")} }
	for front, want := range map[string]int{
		"status: draft": 1, "status: in-review": 1, "status: approved": 1, "status: withdrawn": 0, "status: superseded": 0,
	} {
		if got := len(Compare(side(t, nil), side(t, with(front))).Needed); got != want {
			t.Errorf("%q needs %d approvals, want %d", front, got, want)
		}
	}
	minutes := map[string]string{"a.md": strings.Replace(text("A", draft+"\ndate: 2026-01-01", "Words."), "type: policy", "type: minutes", 1)}
	if got := Compare(side(t, nil), side(t, minutes)).Needed; len(got) != 0 {
		t.Errorf("minutes need %+v", got)
	}
}

// TestRows takes other rows of a register as other substance.
func TestRows(t *testing.T) {
	t.Parallel()
	register := text("R", draft+"\ndata: r.csv", "Rows.")
	got := Compare(
		side(t, map[string]string{"r.md": register, "r.csv": "a,b\n1,2\n"}),
		side(t, map[string]string{"r.md": register, "r.csv": "a,b\n1,3\n"}),
	).Documents
	if len(got) != 1 || !got[0].Rows || got[0].Class != history.Substance || got[0].Kind != Changed {
		t.Errorf("other rows give %+v", got)
	}
}

func approvals(least ledger.Grade, versions ...ledger.Version) *ledger.Ledger {
	by := map[doc.ID][]ledger.Version{}
	for _, v := range versions {
		by[v.Document] = append(by[v.Document], v)
	}
	return ledger.NewLedger(least, by)
}

func TestApprovals(t *testing.T) {
	t.Parallel()
	a := map[string]string{"a.md": text("A", approved+"\napprover: boss", "Words.")}
	good := ledger.Version{Document: "A", Version: "1.0", Grade: ledger.Trailer}
	doubted := good
	doubted.Verdicts = []ledger.Verdict{{Rule: ledger.RuleChangedAfter, Message: phrase.Text("changed after it"), Voids: true}}
	second := ledger.Version{Document: "A", Version: "2.0", Grade: ledger.Merge}
	changed := map[string]string{"a.md": text("A", approved+"\napprover: pal", "Other words.")}
	for name, c := range map[string]struct {
		files               map[string]string
		before, after       *ledger.Ledger
		lost, given, needed []string
	}{
		"as it was": {a, approvals(ledger.Trailer, good), approvals(ledger.Trailer, good), nil, nil, nil},
		"voided": {changed, approvals(ledger.None, good), approvals(ledger.None, doubted), []string{"1.0: changed after it"}, nil,
			[]string{"[boss] declared"}},
		"never counted": {changed, approvals(ledger.Merge, good), approvals(ledger.Merge, doubted), nil, nil, []string{"[boss] merge"}},
		"a draft now": {map[string]string{"a.md": text("A", draft, "Words.")}, approvals(ledger.None, good), approvals(ledger.None, good),
			[]string{"1.0: its status is now `draft`"}, nil, []string{"[boss] declared"}},
		"another version": {map[string]string{"a.md": text("A", "version: \"2.0\"\nstatus: approved", "Words.")}, approvals(ledger.None,
			good), approvals(ledger.None, good), []string{"1.0: version `2.0` has no approval"}, nil, []string{"[boss] declared"}},
		"approved anew": {map[string]string{"a.md": text("A", "version: \"2.0\"\nstatus: approved", "Words.")}, approvals(ledger.None,
			good), approvals(ledger.None, second, good), nil, []string{"2.0"}, nil},
		"the doubt is gone": {a, approvals(ledger.None, doubted), approvals(ledger.None, good), nil, []string{"1.0"}, nil},
		"the grade is raised": {changed, approvals(ledger.None, good), approvals(ledger.Signed, good),
			[]string{"1.0: the approval of version `1.0` is only shown by a commit trailer; at least a signature is required"}, nil,
			[]string{"[boss] signed"}},
		"the grade is lowered": {changed, approvals(ledger.Signed, good), approvals(ledger.None, good), nil, nil, []string{"[boss] signed"}},
		"removed":              {nil, approvals(ledger.None, good), approvals(ledger.None), nil, nil, nil},
		"keys changed alone":   {a, approvals(ledger.None, good), approvals(ledger.None, doubted), []string{"1.0: changed after it"}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after := side(t, a), side(t, c.files)
			before.Approvals, after.Approvals = c.before, c.after
			i := Compare(before, after)
			var lost, given, needed []string
			for _, x := range i.Lost {
				lost = append(lost, x.Version.Version+": "+x.Reason)
			}
			for _, x := range i.Given {
				given = append(given, x.Version.Version)
			}
			for _, n := range i.Needed {
				needed = append(needed, fmt.Sprint(n.Approvers, " ", n.Least))
			}
			if diff := cmp.Diff([][]string{c.lost, c.given, c.needed}, [][]string{lost, given, needed}); diff != "" {
				t.Errorf("lost, given, needed (-want +got):\n%s", diff)
			}
		})
	}
}

// TestApproversOfANewDocument asks the configuration before the change: the one after may have been bent.
func TestApproversOfANewDocument(t *testing.T) {
	t.Parallel()
	before, after := side(
		t,
		nil,
	), side(
		t,
		map[string]string{"a.md": text("A", draft, "Words."), "b.md": text("B", draft+"\napprover: chief", "Words.")},
	)
	before.Config.Approval.Roles = map[string][]string{"policy": {"boss", "deputy"}}
	after.Config.Approval.Roles = map[string][]string{"policy": {"myself"}}
	got := map[doc.ID][]string{}
	for _, n := range Compare(before, after).Needed {
		got[n.Document] = n.Approvers
	}
	if diff := cmp.Diff(map[doc.ID][]string{"A": {"boss", "deputy"}, "B": {"chief"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCells(t *testing.T) {
	t.Parallel()
	cell := func(item string, kind standard.Kind, s trace.State) trace.Cell {
		return trace.Cell{Ref: standard.Ref{Standard: "s", Item: item}, Kind: kind, State: s, Reason: phrase.Of("%s is %s", item, s)}
	}
	matrix := func(required, clauses []trace.Cell) *trace.Matrix {
		return trace.NewMatrix(date.Date{}, []trace.StandardMatrix{{Standard: "s", Required: required, Clauses: clauses}}, nil)
	}
	before, after := side(t, nil), side(t, nil)
	before.Matrix = matrix(
		[]trace.Cell{
			cell("plan", standard.KindRequired, trace.Met),
			cell("old", standard.KindRequired, trace.Met),
			cell("report", standard.KindRequired, trace.Missing),
		},
		[]trace.Cell{
			cell("1", standard.KindClause, trace.Missing),
			cell("2", standard.KindClause, trace.Met),
			cell("3", standard.KindClause, trace.Met),
		},
	)
	after.Matrix = matrix(
		[]trace.Cell{
			cell("plan", standard.KindRequired, trace.Draft),
			cell("new", standard.KindRequired, trace.Missing),
			cell("report", standard.KindRequired, trace.Waived),
		},
		[]trace.Cell{
			cell("1", standard.KindClause, trace.Met),
			cell("2", standard.KindClause, trace.Met),
			cell("3", standard.KindClause, trace.NotApplicable),
		},
	)
	i := Compare(before, after)
	if len(i.Of(standard.KindRequired)) != 4 || len(i.Of(standard.KindClause)) != 2 || len(i.Of(standard.KindProcess)) != 0 {
		t.Errorf("by kind: %v, %v, %v", i.Of(standard.KindRequired), i.Of(standard.KindClause), i.Of(standard.KindProcess))
	}
	var got []string
	for _, c := range i.Cells {
		got = append(got, fmt.Sprintf("%s %q -> %q %v", c.Ref.Item, c.Before, c.After, c.Worse))
	}
	want := []string{
		`plan "met" -> "draft" true`,
		`new "" -> "missing" true`,
		`report "missing" -> "waived" false`,
		`1 "missing" -> "met" false`,
		`3 "met" -> "not-applicable" false`,
		`old "met" -> "" true`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	before, after := config.New(), config.New()
	before.Severity = map[diag.RuleID]config.Severity{"LK001": {Level: diag.Error}, "FM001": {Level: diag.Info}}
	after.Severity = map[diag.RuleID]config.Severity{
		"LK001": {Level: diag.Off, Reason: "noisy"},
		"FM001": {Level: diag.Info, Pos: diag.Pos{Line: 7}},
	}
	after.Conditions = map[string]config.Condition{"dispute": {Reason: "none arose"}}
	after.Waivers = []config.Waiver{{Target: "report", Reason: "later", ApprovedBy: "ada", Expires: date.New(2027, 1, 31)}}
	after.Approval.LeastGrade, after.Approval.AppliesToAll, after.Approval.Settle = "none", true, date.Period{Days: 1}
	before.Approval.Roles, after.Approval.Roles = map[string][]string{
		"policy": {"boss"},
		"plan":   {"boss"},
	}, map[string][]string{
		"policy": {"boss", "pal"},
		"plan":   {"boss"},
	}
	before.Defaults = []config.Default{{Pattern: "a/*", FrontMatter: map[string]string{"owner": "boss", "type": "guide"}}}
	after.Defaults = []config.Default{{Pattern: "a/*", FrontMatter: map[string]string{"owner": "pal", "type": "guide"}}}
	before.Fields = map[string]string{"Verantwortlich": "owner"}
	want := []Setting{
		{"approvals judged by the present least grade", "those that land from now on", "all"},
		{"condition `dispute`", "", "does not hold: none arose"},
		{"default of `owner` for `a/*`", "boss", "pal"},
		{
			"field `Verantwortlich`",
			"read as `owner`",
			"",
		},
		{"least grade of an approval", "declared", "none"},
		{"roles that may approve type policy", "boss", "boss, pal"},
		{"severity of `LK001`", "error", "off: noisy"},
		{"time for evidence and grants to settle", "1 week", "1 day"},
		{"waiver of `report`", "", "by ada until 2027-01-31: later"},
	}
	if diff := cmp.Diff(want, settings(before, after)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
