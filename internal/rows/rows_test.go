package rows

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/gittest"
	"clausebook/internal/history"
	"clausebook/internal/kept"
	"clausebook/internal/witness"
)

func day(s string) date.Date {
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// repository makes commits with the git binary: one a day from 2026-01-01 on.
type repository struct {
	t *testing.T
	gittest.Repo
	n int
}

func newRepository(t *testing.T) *repository { return &repository{t: t, Repo: gittest.New(t)} }

// write writes files; an empty text removes one.
func (r *repository) write(files map[string]string) {
	r.t.Helper()
	for name, text := range files {
		r.Change(map[string]string{"content/" + name: text})
	}
}

func (r *repository) commit(who string, files map[string]string) {
	r.t.Helper()
	r.n++
	r.write(files)
	r.Commit(gittest.Run{Author: who + " <" + who + "@example.org>", When: fmt.Sprintf("2026-01-%02dT12:00:00Z", r.n)}, "x")
}

// book reads the repository as of 2026-02-01.
func (r *repository) book() (*Book, *doc.Set) {
	r.t.Helper()
	reader := &doc.Reader{Folder: "content"}
	docs, err := reader.Load(context.Background(), os.DirFS(r.Dir), 1)
	if err != nil {
		r.t.Fatal(err)
	}
	log, err := history.Read(r.t.Context(), history.Options{Dir: r.Dir, Folder: "content", Reader: reader.Facts})
	if err != nil || !log.Reliable() {
		r.t.Fatal(err, log)
	}
	return NewBook(log, witness.Clock{Day: day("2026-02-01")}, history.NewBlobs(r.Dir).Read, nil), docs
}

// events words events, the oldest first: day, author, kind, row and cells.
func events(l *Log) []string {
	var out []string
	if l == nil {
		return []string{"nothing known"}
	}
	for i := len(l.Events) - 1; i >= 0; i-- {
		e := l.Events[i]
		by := "work tree"
		if e.At.Commit != "" {
			by = e.At.By[0].Name
		}
		s := fmt.Sprintf("%s %s %s %s", e.At.Day.String()[5:], by, [...]string{"changed", "moved", "removed"}[e.Kind], e.Key)
		for _, c := range e.Cells {
			if e.Kind != Removed {
				s += fmt.Sprintf(" %s:%s>%s", c.Column, c.Was, c.Is)
			}
		}
		if e.Undone {
			s += " (undone)"
		}
		out = append(out, s)
	}
	return out
}

// register is a register with a table of rows "ID | State".
func register(rows ...string) string {
	s := "---\nid: X\ntype: register\nstatus: approved\nversion: \"1\"\n---\nText.\n\n## Risks\n\n| ID | State |\n|---|---|\n"
	for _, r := range rows {
		s += "| " + r + " |\n"
	}
	return s
}

// TestRows goes through versions of registers, each of which ada, bob, cleo and dan commit in turn.
func TestRows(t *testing.T) {
	t.Parallel()
	csv := func(name, front string) string {
		return "---\nid: X\ntype: record\nstatus: approved\nversion: \"1\"\ndata: " + name + "\n" + front + "---\nText.\n"
	}
	cases := map[string]struct {
		versions []map[string]string // of the files of one folder
		want     []string
	}{
		"appended": {[]map[string]string{{"a.md": register("R1 | open")}, {"a.md": register("R1 | open", "R2 | open")}}, nil},
		"changed": {[]map[string]string{{"a.md": register("R1 | open", "R2 | open")}, {"a.md": register("R1 | closed", "R2 | open")}},
			[]string{"01-02 bob changed R1 State:open>closed"}},
		"removed": {[]map[string]string{{"a.md": register("R1 | open", "R2 | open")}, {"a.md": register("R2 | open")}},
			[]string{"01-02 bob removed R1"}},
		"sorted anew": {[]map[string]string{{"a.md": register("R1 | open", "R2 | open")}, {"a.md": register("R2 | open", "R1 | open")}}, nil},
		"columns in another order, spaces and emphasis": {[]map[string]string{{"a.md": register("R1 | open")},
			{"a.md": strings.Replace(register("**open**  |   R1"), "| ID | State |", "| State | ID |", 1)}}, nil},
		"a column that is new and empty": {[]map[string]string{{"a.md": register("R1 | open")},
			{"a.md": strings.Replace(strings.Replace(register("R1 | open | "), "| ID | State |", "| ID | State | Note |", 1), "|---|---|", "|---|---|---|", 1)}}, nil},
		"a column that is new and filled": {[]map[string]string{{"a.md": register("R1 | open")},
			{"a.md": strings.Replace(strings.Replace(register("R1 | open | late"), "| ID | State |", "| ID | State | Note |", 1), "|---|---|", "|---|---|---|", 1)}},
			[]string{"01-02 bob changed R1 Note:>late"}},
		"a column of another name": {[]map[string]string{{"a.md": register("R1 | open", "R2 | open")},
			{"a.md": strings.Replace(register("R1 | open", "R2 | shut"), "| State |", "| Status |", 1)}},
			[]string{"01-02 bob changed R2 State:open>shut"}},
		"removed and put back": {[]map[string]string{{"a.md": register("R1 | open", "R2 | open")}, {"a.md": register("R2 | open")},
			{"a.md": register("R2 | open", "R1 | open")}}, []string{"01-02 bob removed R1 (undone)"}},
		"changed and changed back": {[]map[string]string{{"a.md": register("R1 | open")}, {"a.md": register("R1 | shut")},
			{"a.md": register("R1 | open")}}, []string{"01-02 bob changed R1 State:open>shut (undone)", "01-03 cleo changed R1 State:shut>open (undone)"}},
		"changed, and a correcting row beside": {[]map[string]string{{"a.md": register("R1 | open")}, {"a.md": register("R1 | shut")},
			{"a.md": register("R1 | shut", "R1 | open")}}, []string{"01-02 bob changed R1 State:open>shut (undone)"}},
		"one of two equal rows removed": {[]map[string]string{{"a.md": register("R1 | open", "R1 | open")}, {"a.md": register("R1 | open")}},
			[]string{"01-02 bob removed R1"}},
		"an equal row added": {[]map[string]string{{"a.md": register("R1 | open")}, {"a.md": register("R1 | open", "R1 | open")}}, nil},
		"another id": {[]map[string]string{{"a.md": register("R1 | long text of a risk", "R2 | b")}, {"a.md": register("R9 | long text of a risk", "R2 | b")}},
			[]string{"01-02 bob changed R9 ID:R1>R9"}},
		"into another table": {[]map[string]string{{"a.md": register("R1 | x") + "\n## Closed\n\n| ID | State |\n|---|---|\n| R0 | y |\n"},
			{"a.md": register() + "\n## Closed\n\n| ID | State |\n|---|---|\n| R0 | y |\n| R1 | x |\n"}}, []string{"01-02 bob moved R1 :Risks>Closed"}},
		"another heading": {[]map[string]string{{"a.md": register("R1 | x")}, {"a.md": strings.Replace(register("R1 | x"), "## Risks", "## All risks", 1)}}, nil},
		"the table of versions is none": {[]map[string]string{{"a.md": strings.Replace(register("1 | first"), "## Risks", "## Versions", 1)},
			{"a.md": strings.Replace(register("1 | changed"), "## Risks", "## Versions", 1)}}, nil},
		"where a link leads": {[]map[string]string{{"a.md": register("R1 | [proof](a.pdf)")}, {"a.md": register("R1 | [proof](b.pdf)")}},
			[]string{"01-02 bob changed R1"}},
		"moved to another folder": {[]map[string]string{{"a.md": register("R1 | [proof](../f/a.pdf)")}, {"a.md": "", "sub/a.md": register("R1 | [proof](../../f/a.pdf)")}}, nil},
		"a data file": {[]map[string]string{{"a.md": csv("a.csv", ""), "a.csv": "id,state\n1,open\n2,open\n"}, {"a.csv": "id,state\n1,shut\n2,open\n3,open\n"}},
			[]string{"01-02 bob changed 1 state:open>shut"}},
		"quotes, order and line ends of a data file": {[]map[string]string{{"a.md": csv("a.csv", ""), "a.csv": "id,state\n1,open\n2,a b\n"},
			{"a.csv": "state,id\r\n\"a  b\",2\r\n\"open\",\"1\"\r\n"}}, nil},
		"another data file": {[]map[string]string{{"a.md": csv("a.csv", ""), "a.csv": "id,state\n1,open\n2,open\n"},
			{"a.md": csv("b.csv", ""), "a.csv": "", "b.csv": "id,state\nx,y\n2,open\n"}}, []string{"01-02 bob removed 1"}},
		"from CSV to YAML": {[]map[string]string{{"a.md": csv("a.csv", ""), "a.csv": "id,state\n1,open\n"},
			{"a.md": csv("a.yaml", ""), "a.csv": "", "a.yaml": "- id: 1\n  state: open\n"}}, nil},
		"other headings named as rows": {[]map[string]string{{"a.md": strings.Replace(register("R1 | open", "R2 | x"), "status", "rows: [Risks]\nstatus", 1)},
			{"a.md": strings.Replace(register("R1 | shut", "R2 | x"), "status", "rows: [Other]\nstatus", 1)}}, []string{"01-02 bob changed R1 State:open>shut"}},
		"broken for a while": {[]map[string]string{{"a.md": csv("a.csv", ""), "a.csv": "id,state\n1,open\n2,open\n"}, {"a.csv": "id,state\n1,open\n\"2,open\n"},
			{"a.csv": "id,state\n1,open\n2,open\n"}}, []string{"01-02 bob removed 2 (undone)"}},
		"all rows": {[]map[string]string{{"a.md": register("R1 | open", "R2 | open")}, {"a.md": register()}},
			[]string{"01-02 bob removed R1", "01-02 bob removed R2"}},
	}
	r := newRepository(t)
	for i, who := range []string{"ada", "bob", "cleo"} {
		files := map[string]string{}
		for name, c := range cases {
			if i < len(c.versions) {
				for file, text := range c.versions[i] {
					files[folder(name)+"/"+file] = strings.Replace(text, "id: X", "id: "+folder(name), 1)
				}
			}
		}
		r.commit(who, files)
	}
	b, docs := r.book()
	for name, c := range cases {
		d := docs.ByID(doc.ID(folder(name)))
		if d == nil {
			t.Fatalf("%s has no document", name)
		}
		if diff := cmp.Diff(c.want, events(b.Of(d))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	put := b.Of(docs.ByID(doc.ID(folder("removed and put back")))).Rows
	for _, row := range put {
		want := map[string]string{"R1": "2026-01-01 2026-01-03", "R2": "2026-01-01 2026-01-01"}[row.Key]
		if got := row.First.Day.String() + " " + row.Since.Day.String(); got != want || row.Line == 0 {
			t.Errorf("%s stands since %s, line %d; want %s", row.Key, got, row.Line, want)
		}
	}
	changed := b.Of(docs.ByID(doc.ID(folder("a data file"))))
	if e := changed.Events[0]; e.Line != 2 || !strings.HasSuffix(e.File, "a.csv") || len(changed.Rows) != 3 {
		t.Errorf("%+v", changed)
	}
}

// folder names the folder of a case, which is its document's id too.
func folder(name string) string { return strings.NewReplacer(" ", "-", ",", "").Replace(name) }

// TestRowsBeforeAndAfterTheCommit wants the work tree to be judged as the next commit.
func TestRowsBeforeAndAfterTheCommit(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	flagged := func(rows ...string) string {
		return strings.Replace(register(rows...), "status", "rows_append_only: true\nstatus", 1)
	}
	r.commit("ada", map[string]string{"a.md": flagged("R1 | open", "R2 | open")})
	r.write(map[string]string{"a.md": flagged("R1 | shut")})
	b, docs := r.book()
	before := b.Of(docs.ByID("X"))
	if diff := cmp.Diff([]string{"02-01 work tree changed R1 State:open>shut", "02-01 work tree removed R2"}, events(before)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	r.commit("bob", nil)
	b, docs = r.book()
	after := b.Of(docs.ByID("X"))
	if diff := cmp.Diff([]string{"01-02 bob changed R1 State:open>shut", "01-02 bob removed R2"}, events(after)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for i := range after.Events {
		if !before.Events[i].AppendOnly || !after.Events[i].AppendOnly {
			t.Errorf("%+v is not told to be against rows_append_only", after.Events[i])
		}
	}
}

// TestAnUnchangedDocumentIsNotRead wants no version read of what has one state, which is most of a set.
func TestAnUnchangedDocumentIsNotRead(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit("ada", map[string]string{"a.md": register("R1 | open"), "b.md": "---\nid: P\ntype: policy\n---\nText.\n"})
	r.commit("bob", map[string]string{"a.md": strings.Replace(register("R1 | open"), "Text.", "Other text.", 1)})
	b, docs := r.book()
	b.read = func(h history.Hash) ([]byte, error) {
		t.Errorf("%s is read", h)
		return nil, os.ErrNotExist
	}
	l := b.Of(docs.ByID("X"))
	if len(l.Rows) != 1 || l.Rows[0].Since.Day != day("2026-01-01") || l.Unread != 0 {
		t.Errorf("%+v", l)
	}
	if b.Of(docs.ByID("P")) != nil {
		t.Error("a policy has rows")
	}
}

// TestWhatIsRememberedIsNotReadAgain takes over what another book knew, unless a text, a landing or the day of open rows is another one, or
// a version could not be read.
func TestWhatIsRememberedIsNotReadAgain(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit("ada", map[string]string{"a.md": register("R1 | open", "R2 | open")})
	r.commit("bob", map[string]string{"a.md": register("R1 | shut", "R2 | open")})
	store := kept.Open("", "test")
	reads := 0
	ask := func(day date.Date, fails bool) *Log {
		b, docs := r.book()
		read := b.read
		b.memory, b.clock.Day = func() *kept.Store { return store }, day
		b.read = func(h history.Hash) ([]byte, error) {
			if reads++; fails {
				return nil, os.ErrNotExist
			}
			return read(h)
		}
		return b.Of(docs.ByID("X"))
	}
	wants := func(what string, read bool, want *Log, day date.Date) {
		t.Helper()
		reads = 0
		got := ask(day, false)
		if (reads > 0) != read {
			t.Errorf("%s: %d versions are read", what, reads)
		}
		if want != nil && !cmp.Equal(want, got, cmp.AllowUnexported(date.Date{})) {
			t.Errorf("%s: %s", what, cmp.Diff(want, got, cmp.AllowUnexported(date.Date{})))
		}
	}
	if broken := ask(day("2026-02-01"), true); broken.Unread == 0 {
		t.Error("nothing is said of what could not be read")
	}
	wants("after a failure", true, nil, day("2026-02-01"))
	first := ask(day("2026-02-01"), true)
	if first.Unread != 0 || len(first.Events) != 1 {
		t.Errorf("%+v", first)
	}
	wants("the same", false, first, day("2026-02-01"))
	wants("another day, all committed", false, first, day("2026-02-02"))
	r.write(map[string]string{"a.md": register("R1 | shut")})
	wants("a row is gone", true, nil, day("2026-02-02"))
	wants("the same again", false, nil, day("2026-02-02"))
	wants("it lands another day", true, nil, day("2026-02-03"))
	r.commit("cleo", nil)
	wants("it has landed", true, nil, day("2026-02-03"))
}
