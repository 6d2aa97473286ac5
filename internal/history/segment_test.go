package history

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/longtest"
)

// growing makes a repository whose history is long enough that a few commits are worth no new index, and its cache.
func growing(t *testing.T) (*testRepo, Options) {
	t.Helper()
	r := newRepo(t)
	for i := range 30 {
		r.commit("add", map[string]string{fmt.Sprintf("content/%d.md", i): fmt.Sprintf("id: D-%d\n---\n", i) + long("apple", 40)})
	}
	o := Options{CacheDir: t.TempDir()}.withDefaults()
	r.read(o)
	return r, o
}

// commitMore records an edit, a move and a merge.
func (r *testRepo) commitMore(n int) {
	r.t.Helper()
	edit := map[string]string{"content/1.md": fmt.Sprintf("id: D-1\n---\n%d\n", n) + long("apple", 40)}
	switch n % 3 {
	case 1:
		edit = map[string]string{fmt.Sprintf("content/%d.md", 2*n): "", fmt.Sprintf("content/moved/%d.md", 2*n): fmt.Sprintf("id: D-%d\n---\n", 2*n) + long("apple", 41)}
	case 2:
		r.git("checkout", "-q", "-b", fmt.Sprint("side", n), "HEAD~1")
		r.commit("side", map[string]string{"content/0.md": fmt.Sprintf("id: D-0\n---\n%d\n", n) + long("apple", 40), ".mailmap": fmt.Sprintf("# %d\n", n)})
		r.git("checkout", "-q", "main")
		r.now += 60
		r.git("merge", "-q", "-m", "merge", fmt.Sprint("side", n))
		return
	}
	r.commit("more", edit)
}

// segmentsOf gives the file of the segments of an index.
func segmentsOf(file string) string {
	return filepath.Join(filepath.Dir(file), strings.Replace(filepath.Base(file), "history", "segments", 1))
}

func fileBytes(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return data
}

// TestSegments appends what new commits add, leaves the index as it is until they are many, and gives the same history.
func TestSegments(t *testing.T) {
	t.Parallel()
	r, o := growing(t)
	file := cacheFile(t, o.CacheDir)
	index, more := fileBytes(t, file), []byte(nil)
	appended := 0
	for n := range 9 {
		r.commitMore(n)
		log := r.cached(o)
		if diff := cmp.Diff(dump(r.read(Options{}).view.index), dump(r.kept(o))); diff != "" {
			t.Fatalf("after %d commits what is kept is not what a new index has:\n%s", n, diff)
		}
		now := fileBytes(t, segmentsOf(file))
		if !bytes.Equal(fileBytes(t, file), index) || len(now) <= len(more) || !bytes.HasPrefix(now, more) {
			t.Fatalf("after %d commits the index was written anew, or its segments were", n)
		}
		if more, appended = now, appended+1; log.Head != r.head() {
			t.Fatalf("head %s", log.Head)
		}
	}
	r.cached(o)
	if !bytes.Equal(fileBytes(t, segmentsOf(file)), more) {
		t.Error("a reading of the same head wrote something")
	}
	// A branch that was begun before commits that the index has stands among them when it is merged.
	r.git("checkout", "-q", "-b", "long")
	r.commit("begun early", map[string]string{"content/5.md": "id: D-5\n---\nearly\n"})
	r.git("checkout", "-q", "main")
	r.commit("meanwhile", map[string]string{"content/6.md": "id: D-6\n---\nmeanwhile\n"})
	r.cached(o)
	more = fileBytes(t, segmentsOf(file))
	r.now += 60
	r.git("merge", "-q", "-m", "merge", "long")
	if places := r.cached(o).view.index.graph.added(); len(places) != 2 || places[1] == 1 {
		t.Errorf("the branch stands at %v", places)
	}
	if diff := cmp.Diff(dump(r.read(Options{}).view.index), dump(r.kept(o))); diff != "" {
		t.Errorf("after a merge what is kept is not what a new index has:\n%s", diff)
	}
	if now := fileBytes(t, segmentsOf(file)); !bytes.Equal(fileBytes(t, file), index) || !bytes.HasPrefix(now, more) || len(now) == len(more) {
		t.Error("after a merge the index was written anew")
	}
	r.commit("rewritten", nil)
	r.git("reset", "-q", "--hard", "HEAD~4")
	r.commit("another line", map[string]string{"content/1.md": "other\n"})
	r.cached(o)
	if bytes.Equal(fileBytes(t, file), index) || len(fileBytes(t, segmentsOf(file))) > 0 {
		t.Error("a history that was rewritten was put to the old one")
	}
}

// TestSegmentsAreBounded writes the index anew when its segments are many.
func TestSegmentsAreBounded(t *testing.T) {
	t.Parallel()
	r, o := growing(t)
	file := cacheFile(t, o.CacheDir)
	index := fileBytes(t, file)
	for n := range maxSegments + 1 {
		if !bytes.Equal(fileBytes(t, file), index) {
			t.Fatalf("written anew after %d segments", n)
		}
		r.commit("more", map[string]string{"content/1.md": fmt.Sprint(n)})
		r.read(o)
	}
	if bytes.Equal(fileBytes(t, file), index) || len(fileBytes(t, segmentsOf(file))) > 0 {
		t.Error("the segments are not bounded")
	}
	r.cached(o)
}

// TestDamagedSegments cuts the file at every byte, changes bytes and adds some. It is never believed and always fixed.
func TestDamagedSegments(t *testing.T) {
	t.Parallel()
	r, o := growing(t)
	for n := range 3 {
		r.commitMore(n)
		r.read(o)
	}
	want := flat(r.read(Options{}))
	file := cacheFile(t, o.CacheDir)
	index, more := fileBytes(t, file), fileBytes(t, segmentsOf(file))
	rnd := rand.New(rand.NewPCG(5, 6))
	for i := range longtest.Rounds(30, 90) {
		bad := bytes.Clone(more)
		switch i % 3 {
		case 0:
			bad = bad[:rnd.IntN(len(bad))]
		case 1:
			bad[rnd.IntN(len(bad))] ^= byte(1 + rnd.IntN(255))
		default:
			bad = append(bad, make([]byte, 1+rnd.IntN(20))...)
		}
		r.must(os.WriteFile(file, index, 0o644))
		r.must(os.WriteFile(segmentsOf(file), bad, 0o644))
		if diff := cmp.Diff(want, flat(r.read(o))); diff != "" {
			t.Fatalf("damage %d (-want +got):\n%s", i, diff)
		}
		if i%6 > 0 {
			continue
		}
		r.commitHere(i)
		if diff := cmp.Diff(flat(r.read(Options{})), flat(r.read(o))); diff != "" {
			t.Fatalf("damage %d, a commit later (-want +got):\n%s", i, diff)
		}
		if diff := cmp.Diff(dump(r.read(Options{}).view.index), dump(r.kept(o))); diff != "" {
			t.Fatalf("damage %d is not fixed:\n%s", i, diff)
		}
		r.git("reset", "-q", "--hard", "HEAD~1")
	}
}

// commitHere records an edit.
func (r *testRepo) commitHere(n int) {
	r.t.Helper()
	r.commit("here", map[string]string{"content/3.md": fmt.Sprintf("id: D-3\n---\n%d\n", n)})
}

// TestForeignSegments go on from another index, or from another segment, and are passed over.
func TestForeignSegments(t *testing.T) {
	t.Parallel()
	r, o := growing(t)
	file := cacheFile(t, o.CacheDir)
	index := fileBytes(t, file)
	r.commitMore(0)
	r.read(o)
	one := fileBytes(t, segmentsOf(file)) // as one process appends it
	r.commitMore(1)
	r.read(o)
	both := fileBytes(t, segmentsOf(file))
	two := both[len(one):] // which goes on from the first
	r.must(os.WriteFile(file, index, 0o644))
	for name, c := range map[string][]byte{
		"the second alone":               two,
		"the first twice":                append(bytes.Clone(one), both...),
		"the second before the first":    append(bytes.Clone(two), one...),
		"another between them":           bytes.Join([][]byte{one, one, two}, nil),
		"one of another index, and both": append(otherSegment(t), both...),
	} {
		r.must(os.WriteFile(file, index, 0o644))
		r.must(os.WriteFile(segmentsOf(file), c, 0o644))
		if diff := cmp.Diff(flat(r.read(Options{})), flat(r.read(o))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(dump(r.read(Options{}).view.index), dump(r.kept(o))); diff != "" {
			t.Errorf("%s is not fixed:\n%s", name, diff)
		}
	}
	// An index that was written anew at the head from which the segments go on numbers its paths in its own way.
	r.must(os.WriteFile(segmentsOf(file), both, 0o644))
	r.must(os.Remove(file))
	r.git("checkout", "-q", "HEAD~1")
	r.read(o)
	r.git("checkout", "-q", "main")
	if diff := cmp.Diff(flat(r.read(Options{})), flat(r.read(o))); diff != "" {
		t.Errorf("segments of an index that is no more (-want +got):\n%s", diff)
	}
}

// otherSegment gives a segment of another repository.
func otherSegment(t *testing.T) []byte {
	t.Helper()
	r, o := growing(t)
	r.now += 1000
	r.commitHere(7)
	r.read(o)
	return fileBytes(t, segmentsOf(cacheFile(t, o.CacheDir)))
}

// TestTwoUpdates has two processes put the same commits to one cache, one after the other, and both go on.
func TestTwoUpdates(t *testing.T) {
	t.Parallel()
	r, o := growing(t)
	repo, err := open(r.dir)
	r.must(err)
	defer repo.close()
	load := func() (*historyCache, *index) {
		head, _, err := repo.head()
		r.must(err)
		c := openCache(repo, o, head)
		return c, c.load()
	}
	update := func(c *historyCache, older *index) *index {
		again, err := open(r.dir)
		r.must(err)
		defer again.close()
		head, _, err := again.head()
		r.must(err)
		w := newWalker(again, o)
		r.must(w.run(t.Context(), head, older))
		c.save(w.index)
		return w.index
	}
	c1, x1 := load()
	c2, x2 := load()
	r.commitMore(0)
	x1, x2 = update(c1, x1), update(c2, x2)
	r.commitMore(1)
	x1, x2 = update(c1, x1), update(c2, x2)
	if diff := cmp.Diff(dump(x1), dump(x2)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(dump(x1), dump(r.kept(o))); diff != "" {
		t.Errorf("what is kept (-want +got):\n%s", diff)
	}
}

// withDefaults gives the options as testRepo.read fills them.
func (o Options) withDefaults() Options {
	o.Folder, o.Reader, o.cacheFrom = "content", toyFacts, 1
	return o
}

// FuzzSegment reads anything behind a right checksum, on an index that is there. What is accepted can be told without a panic.
func FuzzSegment(f *testing.F) {
	r := eventful(f)
	o := Options{CacheDir: f.TempDir()}.withDefaults()
	read := func() {
		if _, err := Read(f.Context(), withDir(o, r.dir)); err != nil {
			f.Fatal(err)
		}
	}
	read()
	repo, err := open(r.dir)
	r.must(err)
	defer repo.close()
	head, _, err := repo.head()
	r.must(err)
	base := fileBytes(f, cacheFile(f, o.CacheDir))
	r.commit("later", map[string]string{"content/new.md": "id: N\n---\n" + strings.Repeat("word ", 9), "content/b.md": "id: A\n---\nother\n"})
	read()
	more := fileBytes(f, segmentsOf(cacheFile(f, o.CacheDir)))
	f.Add(more[8:])
	key := openCache(repo, o, head).key
	f.Fuzz(func(t *testing.T, body []byte) {
		x, err := decodeIndex(base, key)
		if err != nil {
			t.Fatal(err)
		}
		k := chain{commits: len(x.graph.vertices), paths: len(x.paths), blobs: len(x.blobs)}
		if len(body) >= 4 {
			k.sum = uint32(body[0]) | uint32(body[1])<<8 | uint32(body[2])<<16 | uint32(body[3])<<24
		}
		s, err := decodeSegment(body, k)
		if err != nil || s == nil {
			return
		}
		if x.extend([]*segment{s}) != nil {
			return
		}
		(&walker{index: x, area: repo.area("content")}).follow()
		l := &Log{view: newView(x, repo, Options{Reader: func([]byte) Facts { return Facts{} }})}
		for _, p := range l.Paths() {
			l.Revisions(p)
		}
		l.Former()
	})
}

func withDir(o Options, dir string) Options {
	o.Dir = dir
	return o
}
