package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clausebook/internal/objects"

	"github.com/google/go-cmp/cmp"
)

// kinds lists what a cache holds by the beginnings of the names.
func kinds(t *testing.T, dir string) string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		kind, _, _ := strings.Cut(f.Name(), "-")
		out = append(out, kind)
	}
	return strings.Join(out, " ")
}

// TestShortHistoryIsNotCached keeps the index of a history from a number of commits on, and below it the heads alone.
func TestShortHistoryIsNotCached(t *testing.T) {
	t.Parallel()
	r := grown(t) // three commits
	o := Options{CacheDir: t.TempDir(), cacheFrom: 4}
	r.cached(o)
	if got := kinds(t, o.CacheDir); got != ".gitignore heads" {
		t.Errorf("of a short history the cache holds %s", got)
	}
	r.git("commit", "-q", "--allow-empty", "-m", "four")
	r.cached(o)
	if got := kinds(t, o.CacheDir); got != ".gitignore heads history" {
		t.Errorf("of a long history the cache holds %s", got)
	}
	r.git("reset", "-q", "--hard", "HEAD~1")
	r.cached(o)
	if got := kinds(t, o.CacheDir); got != ".gitignore heads" {
		t.Errorf("of a history that has become short the cache holds %s", got)
	}
	if o.cacheFrom = 0; CacheFrom <= 4 {
		t.Errorf("a history of four commits is long")
	}
	o.CacheDir = t.TempDir()
	if _, err := Read(t.Context(), Options{Dir: r.dir, Folder: "content", CacheDir: o.CacheDir}); err != nil {
		t.Fatal(err)
	}
	if got := kinds(t, o.CacheDir); got != ".gitignore heads" {
		t.Errorf("of three commits the program keeps %s", got)
	}
}

// TestRewrittenShortHistory is noticed without an index, by the program after the one that saw the lost commit, and by
// a reading that takes the rest from an earlier log; and it is told again until the commit is back.
func TestRewrittenShortHistory(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]func(o *Options, before *Log){
		"read again":           func(*Options, *Log) {},
		"another version":      func(o *Options, _ *Log) { o.Version = "2" },
		"a longer history":     func(o *Options, _ *Log) { o.cacheFrom = 1 },
		"with what was known":  func(o *Options, before *Log) { o.Known = before },
		"another set of facts": func(o *Options, _ *Log) { o.Reader = func([]byte) Facts { return Facts{} } },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := grown(t)
			o := Options{CacheDir: filepath.Join(r.dir, ".clausebook", "cache"), Version: "1", cacheFrom: 100}
			before := r.read(o)
			if m := before.Memory; len(m.Lost) > 0 || m.Known || !m.Kept || !cmp.Equal(m.Lines, []string{"main"}) {
				t.Errorf("the first reading says %+v", m)
			}
			second(&o, before)
			r.git("reset", "-q", "--hard", "HEAD~1")
			want := []Lost{{"main", before.Head, r.head()}}
			for range 3 {
				if diff := cmp.Diff(want, r.read(o).Memory.Lost); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
			r.git("reset", "-q", "--hard", string(before.Head))
			if m := r.read(o).Memory; len(m.Lost) > 0 || !m.Known {
				t.Errorf("with the commit back: %+v", m)
			}
		})
	}
}

// TestProtectedLines wants that a rewriting of a protected line is told, whatever is checked out, and no other.
func TestProtectedLines(t *testing.T) {
	t.Parallel()
	remote := func(r *testRepo) { // what a clone has: a remote whose default branch is trunk
		r.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
		r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
	}
	amend := func(r *testRepo) { r.git("commit", "-q", "--amend", "--allow-empty", "-m", "amended") }
	for name, c := range map[string]struct {
		begin, change func(*testRepo)
		protected     []string
		lines         []string
		lost          []string
	}{
		"amended main, no remote":       {change: amend, lines: []string{"main"}, lost: []string{"main"}},
		"amended main, a remote":        {begin: remote, change: amend, lines: []string{"origin/trunk"}},
		"amended branch":                {begin: func(r *testRepo) { r.git("checkout", "-q", "-b", "work") }, change: amend, lines: []string{"main"}},
		"rebased branch":                {begin: func(r *testRepo) { r.git("checkout", "-q", "-b", "work", "HEAD~1") }, change: func(r *testRepo) { r.git("rebase", "-q", "main") }, lines: []string{"main"}},
		"amended without a branch":      {begin: func(r *testRepo) { r.git("checkout", "-q", "--detach") }, change: amend, lines: []string{"main"}},
		"forced push seen by a fetch":   {begin: remote, change: func(r *testRepo) { r.git("update-ref", "refs/remotes/origin/trunk", "HEAD~1") }, lines: []string{"origin/trunk"}, lost: []string{"origin/trunk"}},
		"fetched, and the clone is old": {begin: func(r *testRepo) { remote(r); r.git("checkout", "-q", "--detach", "HEAD~1") }, change: func(r *testRepo) { r.git("update-ref", "refs/remotes/origin/trunk", "HEAD~1") }, lines: []string{"origin/trunk"}, lost: []string{"origin/trunk"}},
		"named and amended": {begin: func(r *testRepo) { r.git("checkout", "-q", "-b", "release"); remote(r) }, change: amend, protected: []string{"release", "gone"},
			lines: []string{"release"}, lost: []string{"release"}},
		"grown and merged": {change: func(r *testRepo) {
			r.git("checkout", "-q", "-b", "side", "HEAD~1")
			r.git("commit", "-q", "--allow-empty", "-m", "beside")
			r.git("checkout", "-q", "main")
			r.git("merge", "-q", "--no-ff", "-m", "merge", "side")
		}, lines: []string{"main"}},
		"the merge of a request, as a pipeline checks it out": {begin: remote, change: func(r *testRepo) {
			r.git("checkout", "-q", "--detach", "HEAD~1")
			r.git("merge", "-q", "--no-ff", "-m", "merge", "origin/trunk")
		}, lines: []string{"origin/trunk"}},
		"no line at all": {begin: func(r *testRepo) { r.git("branch", "-q", "-m", "trunk") }, change: amend},
		"renamed line":   {change: func(r *testRepo) { r.git("branch", "-q", "-m", "main", "master"); amend(r) }, lines: []string{"master"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := grown(t)
			o := Options{CacheDir: filepath.Join(r.dir, ".clausebook", "cache"), Protected: c.protected}
			if c.begin != nil {
				c.begin(r)
			}
			if m := r.read(o).Memory; len(m.Lost) > 0 {
				t.Fatalf("before anything was done: %+v", m)
			}
			c.change(r)
			m := r.read(o).Memory
			var lost []string
			for _, l := range m.Lost {
				lost = append(lost, l.Line)
			}
			if !cmp.Equal(lost, c.lost) || !cmp.Equal(m.Lines, c.lines) {
				t.Errorf("lines %v that lost commits %v, want %v and %v", m.Lines, lost, c.lines, c.lost)
			}
		})
	}
}

// TestLostCommitThatIsGone wants that a commit which the repository does not even hold any more is lost.
func TestLostCommitThatIsGone(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o := Options{CacheDir: filepath.Join(r.dir, ".clausebook", "cache")}
	head := r.read(o).Head
	r.git("reset", "-q", "--hard", "HEAD~1")
	r.git("reflog", "expire", "--expire=now", "--all")
	r.git("gc", "-q", "--prune=now")
	if lost := r.read(o).Memory.Lost; len(lost) != 1 || lost[0].Head != head {
		t.Errorf("lost %+v", lost)
	}
	if m := r.read(Options{}).Memory; m.Kept || m.Known || len(m.Lost) > 0 {
		t.Errorf("without a cache: %+v", m)
	}
}

// TestHeadsAreBounded wants no more heads kept than the bound, those of the last reading among them.
func TestHeadsAreBounded(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o := Options{CacheDir: t.TempDir()}
	for i := range maxHeads + 3 {
		o.Protected = []string{fmt.Sprintf("branch-%02d", i)}
		r.git("branch", "-q", o.Protected[0])
		r.read(o)
	}
	files, err := filepath.Glob(filepath.Join(o.CacheDir, "heads-*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, error %v", files, err)
	}
	heads := parseHeads(Memo{files[0], headsFormat}.Load())
	if len(heads) != maxHeads || heads[0].line != fmt.Sprintf("refs/heads/branch-%02d", maxHeads+2) {
		t.Errorf("%d heads, the first %v", len(heads), heads[0])
	}
}

// TestParseHeads passes over what is no head.
func TestParseHeads(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("ab", 20)
	head, _ := objects.ParseID(id)
	for text, want := range map[string][]pastHead{
		"":                                    nil,
		"\n":                                  nil,
		id + "\n":                             nil,
		id + " \n":                            nil,
		"main " + id + "\n":                   nil,
		id[1:] + " main\n":                    nil,
		"lost\n":                              nil,
		id + " main\n":                        {{"main", head, false}},
		id + " main":                          {{"main", head, false}},
		"lost " + id + " main\n":              {{"main", head, true}},
		"x\n" + id + " a/b\n" + id + " c d\n": {{"a/b", head, false}, {"c d", head, false}},
	} {
		got := parseHeads([]byte(text))
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(pastHead{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		if again := parseHeads(formatHeads(got)); !cmp.Equal(got, again, cmp.AllowUnexported(pastHead{})) {
			t.Errorf("%q: written and read again: %v", text, again)
		}
	}
}
