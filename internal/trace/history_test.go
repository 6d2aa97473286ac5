package trace_test

import (
	"strings"
	"testing"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/gittest"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/witness"
)

func logOf(reliable bool) *history.Log {
	if reliable {
		return &history.Log{State: history.Complete}
	}
	return &history.Log{State: history.NoRepository}
}

// repository is a repository of a test, made with the git binary.
type repository struct {
	t *testing.T
	gittest.Repo
}

func newRepository(t *testing.T) *repository { return &repository{t, gittest.New(t)} }

// commit writes files and commits everything; an empty text removes a file.
func (r *repository) commit(at string, files map[string]string) {
	r.t.Helper()
	r.Change(files)
	r.Commit(gittest.Run{When: at}, "x")
}

// log reads the history, which must be all there.
func (r *repository) log() *history.Log {
	r.t.Helper()
	reader := &doc.Reader{Folder: "content"}
	log, err := history.Read(r.t.Context(), history.Options{Dir: r.Dir, Folder: "content", Reader: reader.Facts})
	if err != nil || !log.Reliable() {
		r.t.Fatal(err, log)
	}
	return log
}

// TestMissingSince wants the latest loss of everything that nothing fulfils any more, in whatever order files are read.
func TestMissingSince(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	text := func(id, status, item string) string {
		return "---\n" + id + "title: T\nstatus: " + status + "\nfulfils: [" + item + "]\n---\nText.\n"
	}
	r.commit("2026-01-02T12:00:00Z", map[string]string{
		"content/a.md": text("id: A\n", "approved", "firm"), "content/b.md": text("id: B\n", "approved", "firm"),
		"content/c.md": text("id: C\n", "approved", "soft"), "content/d.md": text("id: D\n", "approved", "each"),
		"content/e.md": text("", "approved", "softer"), "content/x.md": text("id: X\n", "approved", "each, soft"),
		"content/y.md": text("id: Y\n", "approved", "softer"),
	})
	r.commit("2026-01-03T12:00:00Z", map[string]string{"content/a.md": "", "content/x.md": "", "content/y.md": ""})
	r.commit("2026-01-04T23:30:00-0200", map[string]string{"content/b.md": ""}) // the 5th by UTC
	r.commit("2026-01-06T12:00:00Z", map[string]string{"content/c.md": text("id: C\n", "withdrawn", "soft")})
	r.commit("2026-01-07T12:00:00Z", map[string]string{"content/d.md": text("id: D\n", "approved", "none")})
	r.commit("2026-03-01T12:00:00Z", map[string]string{"content/i.md": text("id: I\n", "approved", "implied")}) // by a clock that is ahead
	r.commit("2026-03-02T12:00:00Z", map[string]string{"content/i.md": text("id: J\n", "approved", "implied")})
	r.commit("2026-01-08T12:00:00Z", map[string]string{"content/i.md": ""})
	lib := small()
	lib.Standards[0].Required = append(lib.Standards[0].Required, standard.RequiredDocument{ID: "never", Kind: "document",
		Strength: standard.Explicit, Cardinality: "one"})
	lib.Standards[0].Index()
	in := input(lib)
	in.History = r.log()
	m := trace.Join(in)
	revisions := in.History.Revisions("content/d.md")
	for item, want := range map[string]struct{ since, by string }{
		"firm":    {"2026-01-05", ""},
		"soft":    {"2026-01-06", ""},
		"each":    {"2026-01-07", "D fulfilled it until commit " + revisions[0].Commit.Hash.Short()},
		"softer":  {"", "content/e.md fulfilled it and was deleted in the work tree (not committed)"},
		"implied": {"2026-01-08", ""},
		"never":   {"2026-01-02", "not in the history of this repository, which begins on 2026-01-02"},
	} {
		c := cellOf(t, m, "std:"+item)
		if c.Since.String() != want.since || want.by != "" && c.SinceBy.String() != want.by {
			t.Errorf("%s is missing since %s: %s; want %s: %s", item, c.Since, c.SinceBy, want.since, want.by)
		}
	}
}

// TestMissingSinceUnknown wants no day from a history that is empty or cannot be relied on.
func TestMissingSinceUnknown(t *testing.T) {
	t.Parallel()
	for _, reliable := range []bool{true, false} {
		in := input(one(nil))
		in.History = logOf(reliable)
		if c := cellOf(t, trace.Join(in), "std:thing"); !c.Since.IsZero() || !c.SinceBy.IsZero() {
			t.Errorf("reliable %v: since %s, %s", reliable, c.Since, c.SinceBy)
		}
	}
}

// TestAgesRunFromTheCause wants the age of a gap to begin with what caused it: a draft with the commit that made the document
// one and not with its last change, a text that was changed after its approval with that change, an approval that never counted
// with the version.
func TestAgesRunFromTheCause(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	text := func(version, status, body string) string {
		return "---\nid: A\ntitle: T\ntype: policy\nversion: \"" + version + "\"\nstatus: " + status + "\nfulfils: [thing]\n---\n" + body + "\n"
	}
	r.commit("2026-01-02T12:00:00Z", map[string]string{"content/a.md": text("1.0", "draft", "Text.")})
	r.commit("2026-02-03T12:00:00Z", map[string]string{"content/a.md": text("1.0", "approved", "Text.")})
	r.commit("2026-03-04T12:00:00Z", map[string]string{"content/a.md": text("1.0", "approved", "Other text.")})
	r.commit("2026-04-05T12:00:00Z", map[string]string{"content/a.md": text("1.0", "approved", "Yet another text.")})
	log := r.log()
	changed := log.Revisions("content/a.md")[1].Commit
	voided := func(rule diag.RuleID, commit history.Hash) []ledger.Version {
		return []ledger.Version{{Version: "1.0", Grade: ledger.Declared, Verdicts: []ledger.Verdict{{Rule: rule, Commit: commit, Voids: true}}}}
	}
	for name, c := range map[string]struct {
		front     []string
		versions  []ledger.Version
		since, by string
	}{
		"changed after the approval": {nil, voided(ledger.RuleChangedAfter, changed.Hash), "2026-03-04", "changed by commit " + changed.Hash.Short()},
		"changed in the work tree":   {nil, voided(ledger.RuleChangedAfter, ""), "", "not committed"},
		"approved by its author": {nil, voided(ledger.RuleSelfApproval, ""), "2026-02-03",
			"in this state since commit " + log.Revisions("content/a.md")[2].Commit.Hash.Short()},
		"nobody approved it":          {nil, nil, "2026-02-03", ""},
		"a version of the work tree":  {[]string{"version: \"2.0\""}, nil, "", "not committed"},
		"a draft again, in work tree": {[]string{"version: \"1.0\"", "status: draft"}, nil, "", "not committed"},
		"overdue":                     {[]string{"review_every: P1M", "reviewed_on: 2026-05-01"}, nil, "2026-06-01", "due"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			front := append([]string{"fulfils: [thing]"}, c.front...)
			if !strings.Contains(strings.Join(front, " "), "version") {
				front = append(front, "version: \"1.0\"")
			}
			if !strings.Contains(strings.Join(front, " "), "status") {
				front = append(front, "status: approved")
			}
			a := d("A", front...)
			a.Version = a.Front.Get("version").Text()
			in := input(one(nil), a)
			in.History = log
			in.Approvals = ledger.NewLedger(ledger.Declared, map[doc.ID][]ledger.Version{"A": c.versions})
			in.Approvals.Provable = true
			for _, item := range []string{"std:thing", "std:1-a", "std:1"} {
				cell := cellOf(t, trace.Join(in), item)
				if cell.Since.String() != c.since || c.by != "" && cell.SinceBy.String() != c.by {
					t.Errorf("%s is %s since %s: %s; want %s: %s", item, cell.State, cell.Since, cell.SinceBy, c.since, c.by)
				}
			}
		})
	}
}

// TestDraftSince wants the day of a draft's state from a history that is all there, and from no other.
func TestDraftSince(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	draft := d("A", "status: draft", "fulfils: [thing]", "version: \"1.0\"")
	draft.Path = "content/a.md"
	r.commit("2026-01-02T12:00:00Z", map[string]string{
		"content/a.md": "---\nid: A\ntitle: T\nversion: \"1.0\"\nstatus: draft\nfulfils: [thing]\n---\nText.\n"})
	in := input(one(nil), draft)
	in.History = r.log()
	for state, want := range map[history.State]string{history.Complete: "2026-01-02", history.Shallow: "", history.Partial: ""} {
		in.History.State = state
		if c := cellOf(t, trace.Join(in), "std:thing"); c.Since.String() != want {
			t.Errorf("%s: a draft since %q (%s), want %q", state, c.Since, c.SinceBy, want)
		}
	}
}

// TestWithdrawnByEntry wants a document whose approval was taken back to be withdrawn, whatever it declares.
func TestWithdrawnByEntry(t *testing.T) {
	t.Parallel()
	a := d("A", "type: policy")
	for rule, want := range map[diag.RuleID]doc.Status{"": doc.Approved, ledger.RuleWithdrawn: doc.Withdrawn,
		ledger.RuleChangedAfter: doc.Unapproved} {
		v := ledger.Version{Version: "1.0", Grade: ledger.Declared}
		if rule != "" {
			v.Verdicts = []ledger.Verdict{{Rule: rule, Voids: true}}
		}
		l := ledger.NewLedger(ledger.Declared, map[doc.ID][]ledger.Version{"A": {v}})
		l.Provable = true
		docs := doc.NewSet("content", []*doc.Document{a}, nil, nil)
		if got := trace.Status(a, l, witness.Read(docs, nil, nil, witness.Clock{Day: day("2026-03-01")})); got != want {
			t.Errorf("with a verdict of %q it is %s, want %s", rule, got, want)
		}
	}
}
