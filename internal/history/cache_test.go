package history

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cached reads with a cache and again without, and fails where the two differ.
func (r *testRepo) cached(o Options) *Log {
	r.t.Helper()
	with := r.read(o)
	o.CacheDir = ""
	without := r.read(o)
	a, b := flat(with), flat(without)
	if diff := cmp.Diff(b, a); diff != "" {
		r.t.Errorf("with a cache the history differs (-without +with):\n%s", diff)
	}
	return with
}

// cacheFile gives the one file of a cache.
func cacheFile(t testing.TB, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "history-*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files in the cache: %v, error %v", files, err)
	}
	return files[0]
}

// dump writes an index in names, so that two with other numbers can be compared record by record.
func dump(x *index) (lines []string) {
	at := func(path int32, s slot) string {
		if s.mode == 0 {
			return "-"
		}
		facts := "" // those of other files do not matter
		if isDocument(x.paths[path]) && (side{mode: s.mode}).regular() {
			facts = x.facts[s.blob]
		}
		return fmt.Sprintf("%o %s %q", s.mode, x.blobs[s.blob], facts)
	}
	for i := range x.graph.vertices {
		v := &x.graph.vertices[i]
		lines = append(
			lines,
			fmt.Sprintf(
				"commit %s tree %s parents %v at %d landed %d %v place %d %q %q",
				v.id,
				v.tree,
				v.parents,
				v.when,
				v.landed,
				v.main,
				v.place,
				v.odd,
				v.raw,
			),
		)
		d := x.changesets[i]
		if d == nil {
			continue
		}
		lines = append(lines, fmt.Sprintf("  inner %d %d", d.innerEdits, d.innerShifts))
		for _, e := range d.edits {
			line := fmt.Sprintf("  edit %s: %s -> %s %s", x.paths[e.path], at(e.path, e.old), at(e.path, e.new), classes[e.class])
			for _, o := range e.others {
				line += " | " + at(e.path, o)
			}
			lines = append(lines, line)
		}
		for _, s := range d.shifts {
			lines = append(
				lines,
				fmt.Sprintf(
					"  shift %s -> %s: %s -> %s %s %v",
					x.paths[s.from],
					x.paths[s.to],
					at(s.from, s.old),
					at(s.to, s.new),
					classes[s.class],
					s.join,
				),
			)
		}
	}
	for _, f := range x.files {
		lines = append(lines, fmt.Sprintf("file %s %s", x.paths[f.path], x.blobs[f.blob]))
	}
	for _, k := range x.trails {
		lines = append(lines, fmt.Sprintf("trail %s %v", x.paths[k.path], k.former))
		for _, v := range x.revisions[k.start:k.end] {
			was := v.to
			if v.from != none {
				was = v.from
			}
			lines = append(
				lines,
				fmt.Sprintf("  %d %s<%s %s -> %s %s", v.commit, x.paths[v.to], x.paths[was], at(was, v.old), at(v.to, v.new), classes[v.class]),
			)
		}
	}
	return append(lines, fmt.Sprintf("%s %v %q %q", x.head, x.outside, x.mailmap, x.ignored))
}

// kept reads the index that a cache holds.
func (r *testRepo) kept(o Options) *index {
	r.t.Helper()
	repo, err := open(r.dir)
	r.must(err)
	defer repo.close()
	head, _, err := repo.head()
	r.must(err)
	c := openCache(repo, o, head)
	x := c.load()
	if x == nil {
		r.t.Fatalf("the cache holds no index: %v", c.notes)
	}
	return x
}

// TestUpdatedEqualsRebuilt walks random histories in steps forward, backward and sideways. At each, the index that
// was updated equals one that is made anew, record by record.
func TestUpdatedEqualsRebuilt(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := randomRepo(t, 300+seed, 160)
			rnd := rand.New(rand.NewPCG(seed, 1))
			commits := strings.Fields(r.git("rev-list", "--all", "--reverse", "--topo-order"))
			updated := Options{Dir: r.dir, Folder: "content", Reader: toyFacts, CacheDir: filepath.Join(t.TempDir(), "a")}
			place := 5
			for step := range 12 {
				place = min(max(place+rnd.IntN(40)-8, 1), len(commits)-1)
				r.git("update-ref", "--no-deref", "HEAD", commits[place])
				log := r.cached(updated)
				if log.Head != Hash(commits[place]) {
					t.Fatalf("head %s, want %s", log.Head, commits[place])
				}
				fresh := updated
				fresh.CacheDir = filepath.Join(t.TempDir(), fmt.Sprint(step))
				r.read(fresh)
				if diff := cmp.Diff(dump(r.kept(fresh)), dump(r.kept(updated))); diff != "" {
					t.Fatalf("step %d (-rebuilt +updated):\n%s", step, diff)
				}
			}
		})
	}
}

// TestRewritten tells a rewritten line from one that grew, with an index in the cache.
func TestRewritten(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o := Options{CacheDir: filepath.Join(r.dir, ".clausebook", "cache")}
	expect := func(step string, want ...Lost) {
		t.Helper()
		if diff := cmp.Diff(want, r.cached(o).Memory.Lost); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step, diff)
		}
	}
	expect("first reading")
	expect("same head")
	r.git("commit", "-q", "--allow-empty", "-m", "four")
	old := r.head()
	expect("one commit more")
	r.git("commit", "-q", "--amend", "--allow-empty", "-m", "four, amended")
	expect("amended", Lost{"main", old, r.head()})
	amended := r.head()
	r.git("reset", "-q", "--hard", "HEAD~2")
	expect("reset", Lost{"main", amended, r.head()}, Lost{"main", old, r.head()})
	if m := r.cached(Options{CacheDir: o.CacheDir, Rev: "HEAD~1"}).Memory; len(m.Lost) > 0 {
		t.Errorf("an earlier moment is no rewriting: %+v", m)
	}
	expect("after looking at an earlier moment", Lost{"main", amended, r.head()}, Lost{"main", old, r.head()})
}

// TestCacheLeavesNoTrace checks that git does not see the cache.
func TestCacheLeavesNoTrace(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o := Options{CacheDir: filepath.Join(r.dir, ".clausebook", "cache")}
	r.cached(o)
	if status := r.git("status", "--porcelain"); status != "" {
		t.Errorf("git sees:\n%s", status)
	}
	if files, err := os.ReadDir(o.CacheDir); err != nil || len(files) != 3 {
		t.Errorf("files in the cache: %v, error %v", files, err)
	}
}

// TestCacheOfAnotherTool is not used.
func TestCacheOfAnotherTool(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o := Options{CacheDir: t.TempDir(), Version: "1"}
	r.read(o)
	for name, other := range map[string]Options{
		"version": {CacheDir: o.CacheDir, Version: "2", Reader: func([]byte) Facts { return Facts{ID: "other"} }},
		"folder":  {CacheDir: o.CacheDir, Version: "1", Folder: "other"},
	} {
		log := r.cached(other)
		if revs := log.Revisions("content/a.md"); name == "version" && revs[0].Facts.ID != "other" {
			t.Errorf("facts %+v come from the cache of another version", revs[0].Facts)
		}
	}
}

// TestUntrustedCache is not used where a commit put it there, and never written through a link.
func TestUntrustedCache(t *testing.T) {
	t.Parallel()
	t.Run("committed", func(t *testing.T) {
		t.Parallel()
		r := grown(t)
		r.t = t
		r.commit("plant", map[string]string{".clausebook/cache/history-x": "planted\n"})
		log := r.cachedNotes(Options{CacheDir: filepath.Join(r.dir, ".clausebook", "cache")})
		want := []string{"the cache of the history is not used: .clausebook/cache is part of the commit"}
		if diff := cmp.Diff(want, log.Notes); diff != "" {
			t.Errorf("notes (-want +got):\n%s", diff)
		}
	})
	for _, link := range []string{".clausebook", ".clausebook/cache"} {
		t.Run("link "+link, func(t *testing.T) {
			t.Parallel()
			r := grown(t)
			r.t = t
			outside := t.TempDir()
			r.must(os.MkdirAll(filepath.Dir(filepath.Join(r.dir, link)), 0o755))
			if err := os.Symlink(outside, filepath.Join(r.dir, link)); err != nil {
				t.Skip("no symbolic links:", err)
			}
			log := r.cachedNotes(Options{CacheDir: filepath.Join(r.dir, ".clausebook", "cache")})
			if len(log.Notes) != 1 || !strings.Contains(log.Notes[0], "is not a folder") {
				t.Errorf("notes %q", log.Notes)
			}
			if files, err := os.ReadDir(outside); err != nil || len(files) > 0 {
				t.Errorf("written through the link: %v, error %v", files, err)
			}
		})
	}
	t.Run("not writable", func(t *testing.T) {
		t.Parallel()
		r := grown(t)
		r.t = t
		file := filepath.Join(t.TempDir(), "file")
		r.must(os.WriteFile(file, nil, 0o644))
		log := r.cachedNotes(Options{CacheDir: filepath.Join(file, "a", "b")})
		if len(log.Notes) != 1 || log.State != Complete {
			t.Errorf("notes %q in state %s", log.Notes, log.State)
		}
	})
}

// cachedNotes reads twice and checks that the revisions are the right ones both times.
func (r *testRepo) cachedNotes(o Options) (log *Log) {
	r.t.Helper()
	for range 2 {
		log = r.read(o)
		if diff := cmp.Diff(grownRevisions, summaries(log.Revisions("content/a.md"))); diff != "" {
			r.t.Errorf("revisions (-want +got):\n%s", diff)
		}
	}
	return log
}

// TestDamagedCache changes the file in every way; it is never believed and always fixed.
func TestDamagedCache(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o := Options{CacheDir: t.TempDir()}
	want := flat(r.read(o))
	file := cacheFile(t, o.CacheDir)
	whole, err := os.ReadFile(file)
	r.must(err)
	rnd := rand.New(rand.NewPCG(3, 3))
	for i := range 120 {
		bad := append([]byte(nil), whole...)
		switch i % 4 {
		case 0:
			bad = bad[:rnd.IntN(len(bad))]
		case 1:
			bad = append(bad, 0)
		default:
			bad[rnd.IntN(len(bad))] ^= byte(1 + rnd.IntN(255))
		}
		r.must(os.WriteFile(file, bad, 0o644))
		if diff := cmp.Diff(want, flat(r.read(o))); diff != "" {
			t.Fatalf("damage %d (-want +got):\n%s", i, diff)
		}
		fixed, err := os.ReadFile(file)
		r.must(err)
		if string(fixed) != string(whole) {
			t.Fatalf("damage %d: the file was not written anew", i)
		}
	}
}

// TestTwoProcesses reads and writes the same cache at once, at changing heads.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	r := randomRepo(t, 77, 120)
	commits := strings.Fields(r.git("rev-list", "--first-parent", "HEAD"))
	dir := t.TempDir()
	want := map[string][]string{}
	for _, c := range commits[:min(4, len(commits))] {
		want[c] = flat(r.read(Options{Rev: c}))
	}
	var all sync.WaitGroup
	for c := range want {
		for range 3 {
			all.Go(func() {
				for range 5 {
					log, err := Read(t.Context(), Options{Dir: r.dir, Folder: "content", Reader: toyFacts, Rev: c, CacheDir: dir, cacheFrom: 1})
					if err != nil {
						t.Error(err)
						return
					}
					if diff := cmp.Diff(want[c], flat(log)); diff != "" {
						t.Errorf("at %s (-want +got):\n%s", c, diff)
					}
				}
			})
		}
	}
	all.Wait()
}

// TestIncompleteIsNotKept reads a history that lacks objects, and again when it has them.
func TestIncompleteIsNotKept(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o := Options{CacheDir: t.TempDir()}
	file := r.objectFile(Hash(strings.TrimSpace(r.git("rev-parse", "HEAD~1:content/a.md"))))
	r.must(os.Rename(file, file+".away"))
	if log := r.read(o); log.State != Partial {
		t.Fatalf("state %s", log.State)
	}
	r.must(os.Rename(file+".away", file))
	if log := r.cached(o); log.State != Complete || log.Revisions("content/a.md")[1].Unread {
		t.Errorf("state %s, revisions %+v", log.State, log.Revisions("content/a.md"))
	}
}

// TestFactsArePacked puts something into every field of Facts.
func TestFactsArePacked(t *testing.T) {
	t.Parallel()
	var f Facts
	v := reflect.ValueOf(&f).Elem()
	for i := range v.NumField() {
		v.Field(i).SetString(strings.Repeat("x", i*60))
	}
	if diff := cmp.Diff(f, unpackFacts(packFacts(f))); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	for _, s := range []string{"", unread, "+", "+\xff\xff\xff\xff\xff\xff", "+\x05abc", "x"} {
		if got := unpackFacts(s); got != (Facts{}) {
			t.Errorf("%q gives %+v", s, got)
		}
	}
}

// FuzzIndex reads anything behind a right checksum. What is accepted can be told without a panic and is written
// again as it was.
func FuzzIndex(f *testing.F) {
	r := grown(f)
	o := Options{CacheDir: f.TempDir()}
	repo, err := open(r.dir)
	r.must(err)
	defer repo.close()
	if _, err := Read(f.Context(), Options{Dir: r.dir, Folder: "content", Reader: toyFacts, CacheDir: o.CacheDir, cacheFrom: 1}); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(cacheFile(f, o.CacheDir))
	r.must(err)
	f.Add(whole[4+int(binary.LittleEndian.Uint32(whole)) : len(whole)-4])
	f.Fuzz(func(t *testing.T, body []byte) {
		x, err := decodeBody(body)
		if err != nil {
			return
		}
		l := &Log{view: newView(x, repo, Options{Reader: func([]byte) Facts { return Facts{} }})}
		for _, p := range l.Paths() {
			l.Revisions(p)
		}
		l.Former()
		var out bytes.Buffer
		if err := encodeIndex(&out, x, "key"); err != nil {
			t.Fatal(err)
		}
		again, err := decodeIndex(out.Bytes(), "key")
		if err != nil {
			t.Fatalf("what was read and written cannot be read: %v", err)
		}
		if diff := cmp.Diff(dump(x), dump(again)); diff != "" {
			t.Error(diff)
		}
	})
}
