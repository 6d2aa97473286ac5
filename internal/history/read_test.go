package history

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/google/go-cmp/cmp"

	"clausebook/internal/content"
)

// TestChangesEqualNative compares every change of every commit with what native git lists.
func TestChangesEqualNative(t *testing.T) {
	t.Parallel()
	for _, packed := range []bool{false, true} {
		for seed := range uint64(6) {
			t.Run(fmt.Sprintf("seed %d packed %v", seed, packed), func(t *testing.T) {
				t.Parallel()
				r := randomRepo(t, seed, 150)
				if packed {
					r.git("repack", "-adfq", "--depth=50")
				}
				for _, folder := range []string{"content", "content/a", ""} {
					plain, merged := r.indexed(folder)
					if diff := cmp.Diff(r.nativeChanges(folder), plain); diff != "" {
						t.Errorf("changes below %q (-native +ours):\n%s", folder, diff)
					}
					if diff := cmp.Diff(r.nativeMerges(folder), merged); diff != "" {
						t.Errorf("changes of merges below %q (-native +ours):\n%s", folder, diff)
					}
				}
			})
		}
	}
}

// TestOwnHistoryEqualsNative compares on the history of this project itself, wherever the tests run from a full clone.
func TestOwnHistoryEqualsNative(t *testing.T) {
	t.Parallel()
	newRepo(t) // skips where there is no git
	r := &testRepo{t: t, dir: filepath.Join("..", "..")}
	if out, err := r.tryGit("", "rev-parse", "--is-shallow-repository"); err != nil || strings.TrimSpace(out) != "false" {
		t.Skipf("no full clone to compare with: %s", strings.TrimSpace(out))
	}
	for _, folder := range []string{"content", "internal", ""} {
		plain, merged := r.indexed(folder)
		if diff := cmp.Diff(r.nativeChanges(folder), plain); diff != "" {
			t.Errorf("changes below %q (-native +ours):\n%s", folder, diff)
		}
		if diff := cmp.Diff(r.nativeMerges(folder), merged); diff != "" {
			t.Errorf("changes of merges below %q (-native +ours):\n%s", folder, diff)
		}
	}
}

// indexed gives the changes found by a walker, those of merges apart, each as a line in order.
func (r *testRepo) indexed(folder string) (plain, merged []string) {
	r.t.Helper()
	repo, err := open(r.dir)
	r.must(err)
	defer repo.close()
	head, err := repo.resolve("", nil)
	r.must(err)
	w := newWalker(repo, Options{Folder: content.Place(folder)})
	w.index.graph, err = readGraph(r.t.Context(), repo, head, nil, nil)
	r.must(err)
	commits := make([]int32, len(w.index.graph.vertices))
	for i := range commits {
		commits[i] = int32(i)
	}
	all, err := w.diffAll(r.t.Context(), commits, w.scope())
	r.must(err)
	for i, changes := range all {
		id := w.index.graph.vertices[i].id
		for _, c := range changes {
			if c.others == nil {
				plain = append(plain, fmt.Sprintf("%s %06o %06o %s %s %s", id, c.old.mode, c.new.mode, c.old.blob, c.new.blob, c.path))
				continue
			}
			line := fmt.Sprintf("%s %s %s", id, c.new.blob, c.path)
			for _, o := range c.others {
				line += " " + o.blob.String()
			}
			merged = append(merged, line)
		}
	}
	slices.Sort(plain)
	slices.Sort(merged)
	return plain, merged
}

// nativeChanges lists what git log --raw says.
func (r *testRepo) nativeChanges(folder string) (lines []string) {
	r.t.Helper()
	out := r.git(
		"log",
		"--raw",
		"--no-renames",
		"--full-history",
		"--no-merges",
		"--no-abbrev",
		"--format=commit %H",
		"HEAD",
		"--",
		pathspec(folder),
	)
	id := ""
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "commit "); ok {
			id = rest
		} else if rest, ok := strings.CutPrefix(line, ":"); ok {
			head, path, _ := strings.Cut(rest, "\t")
			f := strings.Fields(head)
			lines = append(lines, strings.Join([]string{id, f[0], f[1], f[2], f[3], path}, " "))
		}
	}
	slices.Sort(lines)
	return lines
}

// nativeMerges lists the paths in which merges differ from all of their parents.
func (r *testRepo) nativeMerges(folder string) (lines []string) {
	r.t.Helper()
	merges := r.git("rev-list", "--merges", "HEAD")
	out := r.gitIn(merges, "diff-tree", "-c", "-r", "--raw", "--no-renames", "--no-abbrev", "--stdin", "--", pathspec(folder))
	id := ""
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		n := len(line) - len(strings.TrimLeft(line, ":")) // as many colons as parents
		if n == 0 {
			id = line
			continue
		}
		head, path, _ := strings.Cut(line[n:], "\t")
		f := strings.Fields(head)[n+1:]
		lines = append(lines, fmt.Sprintf("%s %s %s %s", id, f[n], path, strings.Join(f[:n], " ")))
	}
	slices.Sort(lines)
	return lines
}

func pathspec(folder string) string {
	if folder == "" {
		return "."
	}
	return folder + "/"
}

// TestOrder checks that commits stand before their parents and that the mainline is git's.
func TestOrder(t *testing.T) {
	t.Parallel()
	r := randomRepo(t, 11, 200)
	repo, err := open(r.dir)
	r.must(err)
	defer repo.close()
	head, err := repo.resolve("", nil)
	r.must(err)
	g, err := readGraph(t.Context(), repo, head, nil, nil)
	r.must(err)
	if want := strings.TrimSpace(r.git("rev-list", "--count", "HEAD")); want != fmt.Sprint(len(g.vertices)) {
		t.Fatalf("%d commits, want %s", len(g.vertices), want)
	}
	mainline := strings.Fields(r.git("rev-list", "--first-parent", "HEAD"))
	landed := nativeLanded(r, mainline)
	for i := range g.vertices {
		v := &g.vertices[i]
		for _, p := range v.parents {
			if int(p) <= i {
				t.Errorf("parent %s stands before %s", g.vertices[p].id, v.id)
			}
		}
		if got, want := v.main, slices.Contains(mainline, v.id.String()); got != want {
			t.Errorf("commit %s on the mainline: %v, want %v", v.id, got, want)
		}
		if got, want := g.vertices[v.landed].id.String(), landed[v.id.String()]; got != want {
			t.Errorf("commit %s landed with %s, want %s", v.id, got, want)
		}
	}
}

// nativeLanded asks git which mainline commit brought in each commit.
func nativeLanded(r *testRepo, mainline []string) map[string]string {
	landed := map[string]string{}
	for n, m := range mainline {
		args := []string{"rev-list", m}
		if n+1 < len(mainline) {
			args = append(args, "^"+mainline[n+1])
		}
		for _, id := range strings.Fields(r.git(args...)) {
			landed[id] = m
		}
	}
	return landed
}

// summaries writes revisions as "subject path<from class", newest first.
func summaries(revs []Revision) (lines []string) {
	for _, r := range revs {
		line := r.Commit.Subject + ": " + r.Path
		if r.From != "" {
			line += " < " + r.From
		}
		switch {
		case r.Added():
			line += " added"
		case r.Deleted():
			line += " deleted"
		default:
			line += " " + string(r.Class)
		}
		lines = append(lines, line)
	}
	return lines
}

// long gives text of n lines that begin alike.
func long(word string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s says in line %d what there is to say\n", word, i)
	}
	return b.String()
}

// TestIdentity follows documents through everything that may happen to their files.
func TestIdentity(t *testing.T) {
	t.Parallel()
	type step struct {
		message string
		files   map[string]string
	}
	doc := func(id, body string) string { return "id: " + id + "\n---\n" + body }
	tests := map[string]struct {
		steps []step
		path  string
		want  []string
	}{
		"moved and rewritten, same id": {
			[]step{
				{"add", map[string]string{"content/a.md": doc("A", long("apple", 20))}},
				{"move", map[string]string{"content/a.md": "", "content/x/b.md": doc("A", long("pear", 20))}},
				{"edit", map[string]string{"content/x/b.md": doc("A", long("plum", 20))}},
			},
			"content/x/b.md",
			[]string{"edit: content/x/b.md substance", "move: content/x/b.md < content/a.md substance", "add: content/a.md added"},
		},
		"exact move without id": {
			[]step{
				{"add", map[string]string{"content/a.md": long("apple", 3)}},
				{"move", map[string]string{"content/a.md": "", "content/b.md": long("apple", 3)}},
			},
			"content/b.md",
			[]string{"move: content/b.md < content/a.md move", "add: content/a.md added"},
		},
		"similar move without id": {
			[]step{
				{"add", map[string]string{"content/a.md": long("apple", 20)}},
				{"move", map[string]string{"content/a.md": "", "content/b.md": long("apple", 20) + "one more\n"}},
			},
			"content/b.md",
			[]string{"move: content/b.md < content/a.md substance", "add: content/a.md added"},
		},
		"unlike file without id is another document": {
			[]step{
				{"add", map[string]string{"content/a.md": long("apple", 20)}},
				{"replace", map[string]string{"content/a.md": "", "content/b.md": long("pear", 20)}},
			},
			"content/b.md",
			[]string{"replace: content/b.md added"},
		},
		"similar file with another id is another document": {
			[]step{
				{"add", map[string]string{"content/a.md": doc("A", long("apple", 20))}},
				{"replace", map[string]string{"content/a.md": "", "content/b.md": doc("B", long("apple", 20))}},
			},
			"content/b.md",
			[]string{"replace: content/b.md added"},
		},
		"two documents swap their paths": {
			[]step{
				{"add", map[string]string{"content/a.md": doc("A", long("apple", 5)), "content/b.md": doc("B", long("pear", 5))}},
				{"swap", map[string]string{"content/b.md": doc("A", long("apple", 5)), "content/a.md": doc("B", long("pear", 5))}},
			},
			"content/b.md",
			[]string{"swap: content/b.md < content/a.md move", "add: content/a.md added"},
		},
		"id fixed in place": {
			[]step{
				{"add", map[string]string{"content/a.md": doc("A", "text\n")}},
				{"fix", map[string]string{"content/a.md": doc("AA", "text\n")}},
			},
			"content/a.md",
			[]string{"fix: content/a.md metadata", "add: content/a.md added"},
		},
		"path used again by another document": {
			[]step{
				{"add", map[string]string{"content/a.md": doc("A", "text\n")}},
				{"delete", map[string]string{"content/a.md": ""}},
				{"other", map[string]string{"content/a.md": doc("B", "text\n")}},
			},
			"content/a.md",
			[]string{"other: content/a.md added"},
		},
		"path used again after a move": {
			[]step{
				{"add", map[string]string{"content/a.md": long("apple", 5)}},
				{"move", map[string]string{"content/a.md": "", "content/b.md": long("apple", 5)}},
				{"other", map[string]string{"content/a.md": long("pear", 5)}},
			},
			"content/a.md",
			[]string{"other: content/a.md added"},
		},
		"deleted and brought back elsewhere": {
			[]step{
				{"add", map[string]string{"content/a.md": doc("A", "text\n")}},
				{"delete", map[string]string{"content/a.md": ""}},
				{"back", map[string]string{"content/b.md": doc("A", "new text\n")}},
			},
			"content/b.md",
			[]string{"back: content/b.md added", "delete: content/a.md deleted", "add: content/a.md added"},
		},
		"copied, then deleted": {
			[]step{
				{"add", map[string]string{"content/a.md": doc("A", "text\n")}},
				{"copy", map[string]string{"content/b.md": doc("A", "text\n")}},
				{"delete", map[string]string{"content/a.md": ""}},
			},
			"content/b.md",
			[]string{"delete: content/a.md deleted", "copy: content/b.md added", "add: content/a.md added"},
		},
		"made from a template": {
			[]step{
				{"template", map[string]string{"content/t.md": doc("T", "text\n")}},
				{"copy", map[string]string{"content/a.md": doc("T", "text\n")}},
				{"name", map[string]string{"content/a.md": doc("A", "text\n")}},
				{"drop", map[string]string{"content/t.md": ""}},
			},
			"content/a.md",
			[]string{"name: content/a.md metadata", "copy: content/a.md added"},
		},
		"brought into the folder": {
			[]step{
				{"add", map[string]string{"docs/a.md": long("apple", 20)}},
				{"edit", map[string]string{"docs/a.md": long("apple", 19)}},
				{"first move", map[string]string{"docs/a.md": "", "wiki/a.md": long("apple", 19)}},
				{"second move", map[string]string{"wiki/a.md": "", "content/b.md": long("apple", 20)}},
			},
			"content/b.md",
			[]string{"second move: content/b.md < wiki/a.md substance", "first move: wiki/a.md < docs/a.md move",
				"edit: docs/a.md substance", "add: docs/a.md added"},
		},
		"classes": {
			[]step{
				{"add", map[string]string{"content/a.md": doc("A", "some text\n")}},
				{"metadata", map[string]string{"content/a.md": "version: 2\n" + doc("A", "some text\n")}},
				{"formatting", map[string]string{"content/a.md": "version: 2\n" + doc("A", "some\ntext\n")}},
				{"both", map[string]string{"content/a.md": "version: 3\n" + doc("A", "some text\n")}},
				{"substance", map[string]string{"content/a.md": "version: 3\n" + doc("A", "other text\n")}},
			},
			"content/a.md",
			[]string{"substance: content/a.md substance", "both: content/a.md formatting", "formatting: content/a.md formatting",
				"metadata: content/a.md metadata", "add: content/a.md added"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			for _, s := range test.steps {
				r.commit(s.message, s.files)
			}
			log := r.read(Options{})
			if diff := cmp.Diff(test.want, summaries(log.Revisions(test.path))); diff != "" {
				t.Errorf("revisions (-want +got):\n%s", diff)
			}
			if log.State != Complete {
				t.Errorf("state %s: %s", log.State, log.Reason)
			}
		})
	}
}

// TestMoveBesideEdit merges a branch that edits a document with one that moves it.
func TestMoveBesideEdit(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("add", map[string]string{"content/a.md": long("apple", 20)})
	r.git("checkout", "-q", "-b", "side")
	edit := r.commit("edit", map[string]string{"content/a.md": "first\n" + long("apple", 20)})
	r.git("checkout", "-q", "main")
	r.commit("move", map[string]string{"content/a.md": "", "content/b.md": long("apple", 20) + "last\n"})
	r.now += 60
	r.git("merge", "-q", "-m", "merge", "side")
	log := r.read(Options{})
	want := []string{
		"merge: content/b.md substance",
		"move: content/b.md < content/a.md substance",
		"edit: content/a.md substance",
		"add: content/a.md added",
	}
	if diff := cmp.Diff(want, summaries(log.Revisions("content/b.md"))); diff != "" {
		t.Errorf("revisions (-want +got):\n%s", diff)
	}
	if c := log.Commit(edit); c.Mainline || c.Landed != log.Head {
		t.Errorf("the edit landed with %s, want the merge %s", c.Landed, log.Head)
	}
}

// TestTwoWays has two branches move a document to different places, both of which stay.
func TestTwoWays(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("add", map[string]string{"content/a.md": long("apple", 9)})
	r.git("checkout", "-q", "-b", "side")
	r.commit("to c", map[string]string{"content/a.md": "", "content/c.md": long("apple", 9)})
	r.git("checkout", "-q", "main")
	r.commit("to b", map[string]string{"content/a.md": "", "content/b.md": long("apple", 9)})
	r.now += 60
	r.git("merge", "-q", "-s", "ours", "--no-commit", "side")
	r.commit("merge", map[string]string{"content/c.md": long("apple", 9)})
	r.commit("edit c", map[string]string{"content/c.md": long("apple", 10)})
	log := r.read(Options{})
	toB := []string{"to b: content/b.md < content/a.md move", "add: content/a.md added"}
	if diff := cmp.Diff(toB, summaries(log.Revisions("content/b.md"))); diff != "" {
		t.Errorf("b (-want +got):\n%s", diff)
	}
	want := []string{"edit c: content/c.md substance", "to c: content/c.md < content/a.md move", "add: content/a.md added"}
	if diff := cmp.Diff(want, summaries(log.Revisions("content/c.md"))); diff != "" {
		t.Errorf("c (-want +got):\n%s", diff)
	}
}

// TestFormer lists what is no more, even where its path is used again.
func TestFormer(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("add", map[string]string{"content/a.md": "id: A\n---\nx\n", "content/b.md": "id: B\n---\ny\n"})
	r.commit("drop", map[string]string{"content/a.md": "", "content/b.md": ""})
	r.commit("reuse", map[string]string{"content/a.md": "id: C\n---\nz\n"})
	log := r.read(Options{})
	var got []string
	for _, f := range log.Former() {
		got = append(got, f.Path+" "+f.Revisions[0].Facts.ID+": "+strings.Join(summaries(f.Revisions), ", "))
	}
	want := []string{"content/a.md A: drop: content/a.md deleted, add: content/a.md added",
		"content/b.md B: drop: content/b.md deleted, add: content/b.md added"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("former (-want +got):\n%s", diff)
	}
	if n := len(log.Revisions("content/b.md")); n != 2 {
		t.Errorf("the last path of b gives %d revisions, want 2", n)
	}
	if diff := cmp.Diff([]string{"content/a.md"}, log.Paths()); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

// TestEveryHeadFileHasItsHistory checks on random histories that each file at the head has revisions, that the
// newest one left the bytes that stand there now, and that reading twice gives the same.
func TestEveryHeadFileHasItsHistory(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := randomRepo(t, 100+seed, 150)
			log := r.read(Options{})
			for _, p := range log.Paths() {
				revs := log.Revisions(p)
				if !strings.HasPrefix(p, "content/") {
					continue
				}
				if !slices.ContainsFunc(revs, func(v Revision) bool { return v.Path == p && v.Blob == log.HeadBlob(p) }) {
					t.Errorf("%s: no revision left what stands at the head", p)
				}
				for _, v := range revs {
					if log.Commit(v.Commit.Hash) != v.Commit || log.Commit(v.Commit.Landed) == nil {
						t.Errorf("%s: commit %s is not known to the log", p, v.Commit.Hash)
					}
				}
			}
			if diff := cmp.Diff(flat(log), flat(r.read(Options{}))); diff != "" {
				t.Errorf("a second reading differs:\n%s", diff)
			}
		})
	}
}

// flat writes all that a log says, in order.
func flat(l *Log) (lines []string) {
	trail := func(p string, revs []Revision) {
		for _, v := range revs {
			lines = append(
				lines,
				fmt.Sprintf(
					"%s: %+v %s<%s %s<%s %o %s %v %v %v",
					p,
					*v.Commit,
					v.Path,
					v.From,
					v.Blob,
					v.OldBlob,
					v.Mode,
					v.Class,
					v.Facts,
					v.Unread,
					v.Ignored,
				),
			)
		}
	}
	for _, p := range l.Paths() {
		lines = append(lines, fmt.Sprintf("%s at the head: %s", p, l.HeadBlob(p)))
		trail(p, l.Revisions(p))
	}
	for _, f := range l.Former() {
		trail("former "+f.Path, f.Revisions)
	}
	return append(lines, fmt.Sprintf("%s %s %s %s %d %v", l.State, l.Reason, l.Head, l.Branch, l.Commits, l.Notes))
}

// TestProjectInSubfolder reads a project that is not at the top of the repository.
func TestProjectInSubfolder(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("elsewhere", map[string]string{"old/a.md": long("apple", 9)})
	r.commit("move", map[string]string{"old/a.md": "", "x/sms/content/a.md": long("apple", 9), "x/sms/clausebook.yaml": "a\n"})
	ignored := r.commit("edit", map[string]string{"x/sms/content/a.md": long("apple", 10), "content/a.md": "not ours\n"})
	r.commit("ignore", map[string]string{".git-blame-ignore-revs": "# tidied\n" + string(ignored) + " # by hand\n"})
	last := r.commit("edit again", map[string]string{"x/sms/content/a.md": long("apple", 11),
		"x/sms/.git-blame-ignore-revs": "no commit\n" + strings.Repeat("0", 40) + "\n"})
	r.commit("ignore that", map[string]string{"x/sms/.git-blame-ignore-revs": string(last) + "\n"})
	log := r.read(Options{Dir: filepath.Join(r.dir, "x", "sms")})
	want := []string{"edit again: content/a.md substance", "edit: content/a.md substance",
		"move: content/a.md < ../../old/a.md move", "elsewhere: ../../old/a.md added"}
	if diff := cmp.Diff(want, summaries(log.Revisions("content/a.md"))); diff != "" {
		t.Errorf("revisions (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{".git-blame-ignore-revs", "clausebook.yaml", "content/a.md"}, log.Paths()); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
	revs := log.Revisions("content/a.md")
	if !revs[0].Ignored || !revs[1].Ignored || revs[2].Ignored {
		t.Errorf("ignored: %v, %v, %v, want the edits alone", revs[0].Ignored, revs[1].Ignored, revs[2].Ignored)
	}
	if got, want := log.HeadBlob("content/a.md"), Hash(plumbing.ComputeHash(plumbing.BlobObject, []byte(long("apple",
		11))).String()); got != want {
		t.Errorf("blob at the head %s, want %s", got, want)
	}
}

// TestMergeOutsideTheFolder follows a document to before it came into the folder, through a merge of a branch that moved
// it with one that edited it.
func TestMergeOutsideTheFolder(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("add", map[string]string{"docs/a.md": long("apple", 20)})
	r.git("checkout", "-q", "-b", "side")
	r.commit("edit", map[string]string{"docs/a.md": "first\n" + long("apple", 20)})
	r.git("checkout", "-q", "main")
	r.commit("move", map[string]string{"docs/a.md": "", "wiki/b.md": long("apple", 20) + "last\n"})
	r.now += 60
	r.git("merge", "-q", "-m", "merge", "side")
	r.commit("bring in", map[string]string{"wiki/b.md": "", "content/c.md": "first\n" + long("apple", 20) + "last\n"})
	log := r.cached(Options{CacheDir: t.TempDir()})
	want := []string{"bring in: content/c.md < wiki/b.md move", "merge: wiki/b.md substance", "move: wiki/b.md < docs/a.md substance",
		"edit: docs/a.md substance", "add: docs/a.md added"}
	if diff := cmp.Diff(want, summaries(log.Revisions("content/c.md"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestMovedByTheMerge follows a document that a merge itself moves, from whichever parent had it.
func TestMovedByTheMerge(t *testing.T) {
	t.Parallel()
	for _, onMain := range []bool{false, true} {
		r := newRepo(t)
		r.commit("begin", map[string]string{"content/other.md": "other\n"})
		r.git("checkout", "-q", "-b", "side")
		if !onMain {
			r.commit("add", map[string]string{"content/a.md": long("apple", 20)})
		}
		r.commit("work on the branch", map[string]string{"content/side.md": "side\n"})
		r.git("checkout", "-q", "main")
		if onMain {
			r.commit("add", map[string]string{"content/a.md": long("apple", 20)})
		}
		r.commit("go on", map[string]string{"content/other.md": "another\n"})
		r.git("merge", "-q", "--no-commit", "side")
		r.commit("merge", map[string]string{"content/a.md": "", "content/b.md": long("apple", 20)})
		want := []string{"merge: content/b.md < content/a.md move", "add: content/a.md added"}
		if diff := cmp.Diff(want, summaries(r.read(Options{}).Revisions("content/b.md"))); diff != "" {
			t.Errorf("on main: %v (-want +got):\n%s", onMain, diff)
		}
	}
}
