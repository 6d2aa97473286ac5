package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
// a reading that takes the rest from an earlier log.
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
			if before.Rewritten != nil {
				t.Errorf("the first reading says %+v", before.Rewritten)
			}
			second(&o, before)
			r.git("reset", "-q", "--hard", "HEAD~1")
			want := &Rewrite{before.Head, r.head()}
			if diff := cmp.Diff(want, r.read(o).Rewritten); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if again := r.read(o).Rewritten; again != nil {
				t.Errorf("read again: %+v", again)
			}
		})
	}
}

// TestHeadsOfManyBranches are remembered up to a bound; the branch read last is always among them.
func TestHeadsOfManyBranches(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o := Options{CacheDir: t.TempDir()}
	for i := range maxHeads + 3 {
		r.git("checkout", "-q", "-B", fmt.Sprintf("branch-%02d", i))
		r.read(o)
	}
	files, err := filepath.Glob(filepath.Join(o.CacheDir, "heads-*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, error %v", files, err)
	}
	heads := parseHeads(Memo{files[0], headsFormat}.Load())
	if len(heads) != maxHeads || heads[0].branch != fmt.Sprintf("branch-%02d", maxHeads+2) || heads[maxHeads-1].branch != "branch-03" {
		t.Errorf("%d heads, from %v to %v", len(heads), heads[0], heads[len(heads)-1])
	}
	r.git("checkout", "-q", "branch-10")
	r.git("commit", "-q", "--amend", "--allow-empty", "-m", "amended")
	if r.read(o).Rewritten == nil {
		t.Error("a branch read some time ago was amended, and nothing is said")
	}
	r.git("checkout", "-q", "--detach", "HEAD~1")
	if log := r.read(o); log.Rewritten != nil {
		t.Errorf("a detached head is no branch: %+v", log.Rewritten)
	}
}

// TestParseHeads passes over what is no head.
func TestParseHeads(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("ab", 20)
	head, _ := parseOID(id)
	for text, want := range map[string][]lastHead{
		"":                                    nil,
		"\n":                                  nil,
		id + "\n":                             nil,
		id + " \n":                            nil,
		"main " + id + "\n":                   nil,
		id[1:] + " main\n":                    nil,
		id + " main\n":                        {{"main", head}},
		id + " main":                          {{"main", head}},
		"x\n" + id + " a/b\n" + id + " c d\n": {{"a/b", head}, {"c d", head}},
	} {
		got := parseHeads([]byte(text))
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(lastHead{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		if again := parseHeads(formatHeads(got)); !cmp.Equal(got, again, cmp.AllowUnexported(lastHead{})) {
			t.Errorf("%q: written and read again: %v", text, again)
		}
	}
}
