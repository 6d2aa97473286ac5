package inforce_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/approval"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/gittest"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/inforce"
	"clausebook/internal/people"
	"clausebook/internal/trust"
	"clausebook/internal/witness"
)

func on(s string) date.Date {
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// text is a document at one time: its front matter, after the first semicolon its words. An empty one is not there.
type text string

func approved(version, day string, more ...string) text {
	return text("status: approved\nversion: \"" + version + "\"\napproved_by: bob\napproved_on: " + day + "\n" + strings.Join(more, "\n") +
		";Text of " + version + ".")
}

func (x text) file(id string) string {
	if x == "" {
		return ""
	}
	front, words, _ := strings.Cut(string(x), ";")
	if !strings.Contains(front, "type:") {
		front = "type: policy\n" + front
	}
	return "---\nid: " + id + "\ntitle: About " + id + "\n" + strings.TrimSpace(front) + "\n---\n" + words + "\n"
}

// story is the states of documents by id and then by day. A state of the day "work" is not committed.
type story map[string]map[string]text

// tell makes a repository of a story, with one run of git, and reads it as of a day.
func tell(t *testing.T, s story, asOf string) (*inforce.Book, *doc.Set, inforce.Input) { //nolint:unparam // the day is part of the story
	t.Helper()
	r := gittest.New(t)
	dir := r.Dir
	r.Git(gittest.Run{In: s.stream()}, "fast-import", "--quiet")
	r.Git(gittest.Run{}, "reset", "-q", "--hard", "main")
	for id, states := range s {
		if x, there := states["work"]; there {
			file := filepath.Join(dir, "content", id+".md")
			err := os.WriteFile(file, []byte(x.file(id)), 0o600)
			if x == "" {
				err = os.Remove(file)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	reader := &doc.Reader{Folder: "content"}
	docs, err := reader.Load(t.Context(), os.DirFS(dir), 1)
	if err != nil {
		t.Fatal(err)
	}
	log, err := history.Read(t.Context(), history.Options{Dir: dir, Folder: "content", Reader: reader.Facts})
	if err != nil || !log.Reliable() {
		t.Fatal(err, log)
	}
	in := inforce.Input{Docs: docs, History: log, Clock: witness.Clock{Day: on(asOf)}}
	in.Elsewhere = imported.Read(imported.Input{Docs: docs, History: log, // clausebook was set up after the import
		Configured: func(h history.Hash) bool { return log.Commit(h).Committer.Day().After(on(begin)) }})
	in.Approvals = approval.Judge(approval.Input{Docs: docs, History: log,
		Source: trust.Source{People: &people.Register{}, Clock: in.Clock}})
	return inforce.Read(in), docs, in
}

// stream gives the story as git reads it, a commit for each day.
func (s story) stream() string {
	var days []string
	for _, states := range s {
		for day := range states {
			if day != "work" && !slices.Contains(days, day) {
				days = append(days, day)
			}
		}
	}
	slices.Sort(days)
	var b strings.Builder
	for _, day := range days {
		at := on(day).Time().Unix() + 12*3600
		fmt.Fprintf(&b, "commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\ndata 2\nx\n", at)
		for id, states := range s {
			x, there := states[day]
			switch file := x.file(id); {
			case !there:
			case x == "":
				fmt.Fprintf(&b, "D content/%s.md\n", id)
			default:
				fmt.Fprintf(&b, "M 644 inline content/%s.md\ndata %d\n%s\n", id, len(file), file)
			}
		}
	}
	return b.String()
}

// words tells the life of a document in a line.
func words(l *inforce.Life) string {
	var out []string
	for _, v := range l.Versions {
		w := v.Number()
		for _, s := range v.Spans {
			w += " " + s.From.String() + ".." + s.To.String()
		}
		if len(v.Spans) == 0 {
			w += " never"
		}
		if !v.Said.IsZero() {
			w += " said " + v.Said.String()
		}
		out = append(out, w)
	}
	return strings.Join(append(out, l.Text().String()), ", ")
}

const begin = "2026-01-01" // the day of the import

// takenBack takes the approval of a version back, from a day before that on which it is said.
const takenBack = "withdrawn: [{version: \"1.0\", from: 2026-03-15, by: bob, reason: It is wrong.}]"

func TestLives(t *testing.T) {
	t.Parallel()
	draft := text("status: draft\nversion: \"1.1\"\n;Other words.")
	cases := map[string]struct {
		states map[string]text
		want   string
	}{
		"imported": {map[string]text{begin: approved("1.0", "2024-03-01")}, "1.0 2024-03-01.. said 2026-01-01, in-force"},
		"imported, in force later": {map[string]text{begin: approved("1.0", "2024-03-01", "effective_from: 2024-05-01")},
			"1.0 2024-05-01.. said 2026-01-01, in-force"},
		"imported, nothing shows it": {map[string]text{begin: "status: approved\nversion: \"3\"\n;Text."}, "3 never, in-use-not-evidenced"},
		"imported as a draft":        {map[string]text{begin: draft}, "draft"},
		"approved when it landed":    {map[string]text{"2026-02-01": approved("1.0", "2026-02-01")}, "1.0 2026-02-01.., in-force"},
		"landed after its approval":  {map[string]text{"2026-02-11": approved("1.0", "2026-02-01")}, "1.0 2026-02-11.., in-force"},
		"effective later": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01", "effective_from: 2026-03-01")},
			"1.0 2026-03-01.., in-force"},
		"scheduled": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-06-01": approved("2.0", "2026-06-01", "effective_from: 2027-01-01")},
			"1.0 2026-02-01..2026-12-31, 2.0 2027-01-01.., scheduled"},
		"scheduled, and overtaken": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-06-01": approved("2.0", "2026-06-01", "effective_from: 2027-01-01"), "2026-07-01": approved("2.1", "2026-07-01")},
			"1.0 2026-02-01..2026-06-30, 2.0 never, 2.1 2026-07-01.., in-force"},
		"the next one": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"), "2026-04-01": approved("1.1", "2026-04-01")},
			"1.0 2026-02-01..2026-03-31, 1.1 2026-04-01.., in-force"},
		"two from one day on": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01", "effective_from: 2026-05-01"),
			"2026-04-01": approved("1.1", "2026-04-01", "effective_from: 2026-05-01")}, "1.0 never, 1.1 2026-05-01.., in-force"},
		"withdrawn, and another version later": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-03-01": "status: withdrawn\nversion: \"1.0\"\n;No.", "2026-04-01": approved("1.1", "2026-04-01", "effective_from: 2026-06-01")},
			"1.0 2026-02-01..2026-02-28, 1.1 2026-06-01.., in-force"},
		"text first, approval declared later": {map[string]text{"2026-02-01": "status: in-review\nversion: \"1.0\"\n;Text of 1.0.",
			"2026-05-01": approved("1.0", "2026-03-01")}, "1.0 2026-03-01.. said 2026-05-01, in-force"},
		"declared for a day before the text": {map[string]text{"2026-02-01": "status: in-review\nversion: \"1.0\"\n;Text of 1.0.",
			"2026-05-01": approved("1.0", "2026-01-10")}, "1.0 2026-02-01.. said 2026-05-01, in-force"},
		"text of the import, approved later": {map[string]text{begin: "status: in-review\nversion: \"1.0\"\n;Text of 1.0.",
			"2026-05-01": approved("1.0", "2025-06-01")}, "1.0 2025-06-01.. said 2026-05-01, in-force"},
		"proposed beside one in force": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"), "2026-04-01": draft},
			"1.0 2026-02-01.., proposed"},
		"changed under its number": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-04-01": approved("1.0", "2026-02-01", "owner: x") + " And more."}, "1.0 2026-02-01.., proposed"},
		"withdrawn": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-08-01": "status: withdrawn\nversion: \"1.0\"\n;Text of 1.0."}, "1.0 2026-02-01..2026-07-31, withdrawn"},
		"superseded as a whole": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-08-01": "status: superseded\nversion: \"1.0\"\n;Text of 1.0."}, "1.0 2026-02-01..2026-07-31, superseded"},
		"withdrawn and put back": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-08-01": "status: withdrawn\nversion: \"1.0\"\n;Text of 1.0.", "2026-09-01": approved("1.0", "2026-02-01")},
			"1.0 2026-02-01..2026-07-31 2026-09-01.., in-force"},
		"deleted and put back": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"), "2026-08-01": "",
			"2026-09-01": approved("1.0", "2026-02-01")}, "1.0 2026-02-01..2026-07-31 2026-09-01.., in-force"},
		"not committed": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"), "work": approved("1.1", "2026-10-30")},
			"1.0 2026-02-01..2026-11-19, 1.1 2026-11-20.., in-force"},
		"withdrawn, not committed": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"work": "status: withdrawn\nversion: \"1.0\"\n;Text of 1.0."}, "1.0 2026-02-01..2026-11-19, withdrawn"},
		"its approval taken back": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-04-01": approved("1.0", "2026-02-01", takenBack)}, "1.0 2026-02-01..2026-03-14, withdrawn"},
		"taken back, and the next one": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-04-01": approved("1.0", "2026-02-01", takenBack), "2026-05-01": approved("1.1", "2026-05-01", takenBack)},
			"1.0 2026-02-01..2026-03-14, 1.1 2026-05-01.., in-force"},
		"taken back, and approved again": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"2026-04-01": approved("1.0", "2026-02-01", takenBack), "2026-05-01": approved("1.0", "2026-05-01", takenBack)},
			"1.0 2026-02-01..2026-03-14, 1.0 2026-05-01.., in-force"},
		"taken back, not committed": {map[string]text{"2026-02-01": approved("1.0", "2026-02-01"),
			"work": approved("1.0", "2026-02-01", takenBack)}, "1.0 2026-02-01..2026-03-14, withdrawn"},
		"approved on a day to come": {map[string]text{"2026-02-01": approved("1.0", "2027-02-01")}, "1.0 never, proposed"},
	}
	s := story{}
	ids := map[string]string{}
	for i, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range cases {
			if !yield(name) {
				return
			}
		}
	}) {
		ids[name] = fmt.Sprintf("D-%d", i)
		s[ids[name]] = cases[name].states
	}
	book, docs, _ := tell(t, s, "2026-11-20")
	for name, c := range cases {
		if got := words(book.Of(docs.ByID(doc.ID(ids[name])))); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

// TestOneVersionADay holds on every day of two years that at most one version is in force, and that it is the one that On gives.
func TestOneVersionADay(t *testing.T) {
	t.Parallel()
	book, docs, in := tell(t, story{
		"A": {begin: approved("1.0", "2025-06-01"), "2026-02-01": approved("1.1", "2026-02-01"), "2026-03-01": "status: withdrawn\n;No.",
			"2026-04-01": approved("1.2", "2026-03-20", "effective_from: 2026-06-01"), "2026-05-01": approved("1.3", "2026-05-01"),
			"2026-07-01": "", "2026-08-01": approved("1.3", "2026-05-01"), "2026-09-01": approved("2.0", "2026-09-01")},
	}, "2026-11-20")
	life := book.Of(docs.ByID("A"))
	counts := map[string]int{}
	for day := on("2025-01-01"); day.Before(on("2027-01-01")); day = day.AddDays(1) {
		var holding []*inforce.Tenure
		for _, v := range life.Versions {
			if v.State(day) == inforce.InForce {
				holding = append(holding, v)
			}
		}
		got := life.On(day)
		if len(holding) > 1 || len(holding) == 1 && got != holding[0] || len(holding) == 0 && got != nil {
			t.Fatalf("%s: %d versions in force, On gives %v", day, len(holding), got)
		}
		if got == nil {
			counts["none"]++
			continue
		}
		counts[got.Number()]++
	}
	want := map[string]int{"1.0": 245, "1.1": 28, "none": 151 + 61 + 31, "1.3": 61 + 31, "2.0": 122}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("days in force (-want +got):\n%s", diff)
	}
	without := in
	without.History = nil
	if l := inforce.Read(without).Of(docs.ByID("A")); l.On(on("2026-10-01")) == nil {
		t.Error("without a history the approval alone does not put a version in force")
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	book, _, _ := tell(t, story{
		"A": {begin: approved("1.0", "2025-06-01"), "2026-06-01": approved("1.1", "2026-06-01")},
		"B": {"2026-03-01": "status: draft\nversion: \"0.1\"\n;B."},
		"C": {begin: approved("1.0", "2025-06-01"), "2026-05-10": ""},
		"D": {begin: approved("1.0", "2025-06-01"), "2026-05-10": "status: withdrawn\nversion: \"1.0\"\n;D."},
		"E": {begin: "status: approved\nversion: \"7\"\n;E."},
		"F": {"2026-04-01": approved("1.0", "2026-04-01", "effective_from: 2026-12-01")},
		"G": {begin: "type: minutes\nstatus: approved\nversion: \"1\"\napproved_by: bob\napproved_on: 2025-05-05\n;G."},
		"H": {begin: "type: nonconformity\nstatus: approved\nversion: \"1\"\napproved_by: bob\napproved_on: 2025-05-05\n;H."},
		"I": {begin: "status: draft\nversion: \"1\"\n;I.", "2026-05-10": ""},
		"J": {begin: approved("1.0", "2025-06-01"), "work": ""},
		"K": {begin: "status: approved\nversion: \"3\"\n;K.", "2026-06-01": approved("4", "2026-06-01")},
	}, "2026-11-20")
	for day, want := range map[string]string{
		"2025-01-01": "",
		"2025-08-01": "A 1.0, D 1.0; C 1.0 removed 2026-05-10, J 1.0 removed 2026-11-20",
		"2026-02-15": "A 1.0, D 1.0; E 7 in-use-not-evidenced, K 3 in-use-not-evidenced; C 1.0 removed 2026-05-10, J 1.0 removed 2026-11-20",
		"2026-05-09": "A 1.0, D 1.0; B 0.1 draft, E 7 in-use-not-evidenced, F 1.0 scheduled, K 3 in-use-not-evidenced; C 1.0 removed 2026-05-10, J 1.0 removed 2026-11-20",
		"2026-05-10": "A 1.0; B 0.1 draft, D 1.0 withdrawn, E 7 in-use-not-evidenced, F 1.0 scheduled, K 3 in-use-not-evidenced; J 1.0 removed 2026-11-20",
		"2026-11-20": "A 1.1, K 4; B 0.1 draft, D 1.0 withdrawn, E 7 in-use-not-evidenced, F 1.0 scheduled",
		"2027-01-01": "A 1.1, F 1.0, K 4; B 0.1 draft, D 1.0 withdrawn, E 7 in-use-not-evidenced",
	} {
		d := book.Day(on(day))
		var force, others, gone, all []string
		for _, e := range d.InForce {
			force = append(force, string(e.Document.ID)+" "+e.Text)
		}
		for _, e := range d.Others {
			others = append(others, string(e.Document.ID)+" "+e.Text+" "+e.State.String())
		}
		for _, g := range d.Gone {
			gone = append(gone, g.ID+" "+g.Version+" removed "+g.Removed.String())
		}
		for _, part := range [][]string{force, others, gone} {
			if len(part) > 0 {
				all = append(all, strings.Join(part, ", "))
			}
		}
		if got := strings.Join(all, "; "); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", day, got, want)
		}
	}
}

// TestImportedVersion holds that a version that the import brought without an approval that counts was in use, not approved.
func TestImportedVersion(t *testing.T) {
	t.Parallel()
	book, docs, _ := tell(t, story{"K": {begin: "status: approved\nversion: \"3\"\n;K.", "2026-06-01": approved("4", "2026-06-01")},
		"L": {"2026-02-01": "status: approved\nversion: \"3\"\n;L."}}, "2026-11-20")
	was := book.Of(docs.ByID("K")).Versions[0]
	for day, want := range map[string]inforce.State{"2026-05-31": inforce.Unevidenced, "2026-06-01": inforce.Superseded} {
		if got := was.State(on(day)); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	if got := book.Of(docs.ByID("L")).Versions[0].State(on("2026-05-31")); got != inforce.Proposed {
		t.Errorf("what came later is %s", got)
	}
}

// TestClaimedFromTheStart holds that texts of the first commit which call themselves approved were not just in use where clausebook
// asked for evidence from that commit on: it is a claim like any other, and AP007 says so.
func TestClaimedFromTheStart(t *testing.T) {
	t.Parallel()
	const claimed = "status: approved\nversion: \"3\"\n;K."
	_, docs, in := tell(t, story{"K": {begin: claimed}, "L": {begin: "status: in-use\nversion: \"3\"\n;L."},
		"M": {begin: "status: draft\n;M.", "2026-02-01": claimed}}, "2026-11-20")
	for name, c := range map[string]struct {
		since string // which the configuration is
		want  map[doc.ID]inforce.State
	}{
		"from the first commit on": {begin, map[doc.ID]inforce.State{"K": inforce.Proposed, "L": inforce.Unevidenced, "M": inforce.Proposed}},
		"later":                    {"2026-01-02", map[doc.ID]inforce.State{"K": inforce.Unevidenced, "L": inforce.Unevidenced, "M": inforce.Proposed}},
		"later still":              {"2026-03-01", map[doc.ID]inforce.State{"K": inforce.Unevidenced, "M": inforce.Unevidenced}},
	} {
		in.Elsewhere = imported.Read(imported.Input{Docs: docs, History: in.History,
			Configured: func(h history.Hash) bool { return !in.History.Commit(h).Committer.Day().Before(on(c.since)) }})
		for id, want := range c.want {
			life := inforce.Read(in).Of(docs.ByID(id))
			if got, then := life.Text(), life.Versions; got != want || len(then) > 0 && then[0].State(on("2026-11-19")) != want {
				t.Errorf("configured %s: %s is %s (%d versions), want %s", name, id, got, len(then), want)
			}
			if e, _ := inforce.Read(in).At(docs.ByID(id), on("2026-11-01")); e.State != want {
				t.Errorf("configured %s: %s was %s, want %s", name, id, e.State, want)
			}
		}
	}
}

// TestChangesAreOnesOwn holds that who sorts a list of changes in another way changes no other list.
func TestChangesAreOnesOwn(t *testing.T) {
	t.Parallel()
	book, _, _ := tell(t, story{
		"A": {begin: approved("2.1", "2025-06-01")},
		"B": {"2026-07-01": approved("1.0", "2026-07-01")},
		"C": {"2026-04-01": approved("1.0", "2026-04-01")},
	}, "2026-11-20")
	want := slices.Clone(book.Changes(on("2025-01-01"), on("2026-11-20")))
	own := book.Changes(on("2026-02-01"), on("2026-11-20"))
	slices.Reverse(own)
	slices.Reverse(book.Changes(on("2025-01-01"), on("2026-05-01")))
	if len(own) < 2 {
		t.Fatalf("%d changes show little", len(own))
	}
	got := book.Changes(on("2025-01-01"), on("2026-11-20"))
	if !slices.EqualFunc(got, want, func(a, b inforce.Change) bool { return a.ID() == b.ID() && a.On == b.On && a.What == b.What }) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestFirstKnownVersion holds that what came with the first documents is not called a first version, for nobody knows what was before.
func TestFirstKnownVersion(t *testing.T) {
	t.Parallel()
	book, _, _ := tell(t, story{
		"A": {begin: approved("2.1", "2025-06-01")},
		"B": {begin: "status: draft\nversion: \"0.1\"\n;B.", "2026-07-01": approved("1.0", "2026-07-01")},
		"C": {"2026-04-01": approved("1.0", "2026-04-01")},
	}, "2026-11-20")
	want := map[string]inforce.What{"A": inforce.FirstKnown, "B": inforce.TookEffect, "C": inforce.TookEffect}
	for _, c := range book.Changes(on("2025-01-01"), on("2026-11-20")) {
		if c.Version != nil && c.What != want[c.ID()] {
			t.Errorf("%s: %s, want %s", c.ID(), c.What, want[c.ID()])
		}
		if c.Version != nil {
			delete(want, c.ID())
		}
	}
	if len(want) > 0 {
		t.Errorf("nothing is said of %v", want)
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	book, _, _ := tell(t, story{
		"A": {begin: approved("1.0", "2025-06-01"), "2026-06-01": approved("1.1", "2026-06-01")},
		"B": {"2026-03-01": "status: draft\nversion: \"0.1\"\n;B.", "2026-07-01": approved("1.0", "2026-07-01")},
		"C": {begin: approved("1.0", "2025-06-01"), "2026-05-10": ""},
		"D": {begin: approved("1.0", "2025-06-01"), "2026-05-10": "status: withdrawn\nversion: \"1.0\"\n;D.", "2026-06-10": approved("1.0", "2025-06-01")},
		"E": {"2026-04-01": approved("1.0", "2026-04-01"), "2026-08-01": approved("1.0", "2026-04-01") + " More."},
		"F": {begin: approved("1.0", "2025-06-01"), "2026-04-01": approved("1.0", "2025-06-01", takenBack)},
	}, "2026-11-20")
	show := func(after, to string) string {
		var out []string
		for _, c := range book.Changes(on(after), on(to)) {
			w := c.On.String()[5:] + " " + c.ID() + " " + c.What.String()
			if c.Version != nil {
				w += " " + c.Version.Number()
			}
			if c.Before != nil {
				w += "<" + c.Before.Number()
			}
			out = append(out, w)
		}
		return strings.Join(out, ", ")
	}
	want := "03-01 B added, 03-15 F retired 1.0, 04-01 E took-effect 1.0, 05-10 C removed, 05-10 D retired 1.0, 06-01 A replaced 1.1<1.0, 06-10 D returned 1.0, " +
		"07-01 B took-effect 1.0, 08-01 E changed-after-approval 1.0"
	if got := show("2026-01-02", "2026-11-20"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := show("2026-05-10", "2026-06-10"), "06-01 A replaced 1.1<1.0, 06-10 D returned 1.0"; got != want {
		t.Errorf("the first day counts, or the last does not: %s", got)
	}
}
