package history

import (
	"compress/zlib"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/objects"
	"clausebook/internal/plain"
)

// claimed puts a blob at a path whose object says that it has so many bytes, and of which nothing else is stored: who
// reads more of it than its length fails.
func (r *testRepo) claimed(path string, bytes int) {
	r.t.Helper()
	id := fmt.Sprintf("%040x", bytes)
	file := filepath.Join(r.dir, ".git", "objects", id[:2], id[2:])
	r.must(os.MkdirAll(filepath.Dir(file), 0o755))
	f, err := os.Create(file)
	r.must(err)
	z := zlib.NewWriter(f)
	_, err = fmt.Fprintf(z, "blob %d\x00the beginning", bytes)
	r.must(errors.Join(err, z.Flush(), z.Close(), f.Close()))
	r.git("update-index", "--add", "--cacheinfo", "100644,"+id+","+path)
	tree := strings.TrimSpace(r.git("write-tree", "--missing-ok"))
	r.now += 60
	commit := r.git("commit-tree", "-m", "a large "+path, "-p", "HEAD", tree)
	r.git("update-ref", "HEAD", strings.TrimSpace(commit))
}

// lengthy gives a document of so many bytes.
func lengthy(version string, bytes int) string {
	head := "id: L\nversion: " + version + "\n---\n"
	return head + strings.Repeat("a line of text\n", bytes/15+1)[:bytes-len(head)]
}

// wantNote wants one note that says all the words, with and without a cache.
func wantNote(t *testing.T, r *testRepo, words ...string) *Log {
	t.Helper()
	o := Options{}
	var log *Log
	for _, o.CacheDir = range []string{"", filepath.Join(r.dir, ".cache"), filepath.Join(r.dir, ".cache")} {
		log = r.read(o)
		if log.State != Complete {
			t.Fatalf("state %s: %s", log.State, log.Reason)
		}
		found := slices.ContainsFunc(log.Notes, func(note string) bool {
			return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(note, w) })
		})
		if !found {
			t.Errorf("notes %q, want one that says %q", log.Notes, words)
		}
	}
	return log
}

// A version that is too large is unknown and named. The rest of the history stands.
func TestAVersionThatIsTooLargeIsUnknown(t *testing.T) {
	t.Parallel()
	for name, bytes := range map[string]int{"just": MaxDocument + 1, "beyond any object": objects.MaxSize + 1, "gigabytes": 3 << 30} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.commit("first", map[string]string{"content/a.md": "id: A\nversion: 1\n---\ntext\n", "content/b.md": "id: B\n---\nb\n"})
			r.claimed("content/a.md", bytes)
			large := r.head()
			r.commit("third", map[string]string{"content/a.md": "id: A\nversion: 3\n---\nmore\n"})
			log := wantNote(t, r, "content/a.md", large.Short(), "not known")
			revs := log.Revisions("content/a.md")
			if len(revs) != 3 || revs[0].Unread || !revs[1].Unread || revs[2].Unread || revs[0].Facts.Version != "3" || revs[1].Facts != (Facts{}) {
				t.Errorf("revisions %+v, want the middle one of three unread", revs)
			}
			if len(log.Revisions("content/b.md")) != 1 {
				t.Error("the history of another document is lost")
			}
		})
	}
}

// In packs objects are stored whole or as deltas.
func TestALargeVersionInAPack(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	fits := lengthy("0", MaxDocument)
	r.commit("fits", map[string]string{"content/a.md": fits})
	first := r.commit("first", map[string]string{"content/a.md": lengthy("1", MaxDocument+100)})
	second := r.commit("second", map[string]string{"content/a.md": lengthy("2", MaxDocument+200)})
	r.commit("small", map[string]string{"content/a.md": "id: L\nversion: 3\n---\nx\n"})
	r.git("repack", "-q", "-adf")
	if out := r.git("verify-pack", "-v", packOf(t, r)); !strings.Contains(out, "chain length = 1") {
		t.Fatal("the pack has no deltas")
	}
	wantNote(t, r, first.Short())
	log := wantNote(t, r, second.Short())
	var unread []bool
	for _, rev := range log.Revisions("content/a.md") {
		unread = append(unread, rev.Unread)
	}
	if want := []bool{false, true, true, false}; !slices.Equal(unread, want) {
		t.Errorf("unread %v, want %v", unread, want)
	}
	for rev, want := range map[Hash]int{first: MaxDocument + 100, second: MaxDocument + 200} {
		tree, _, err := Snapshot(t.Context(), r.dir, string(rev), nil)
		r.must(err)
		info, err := fs.Stat(tree, "content/a.md")
		r.must(err)
		if info.Size() != int64(want) {
			t.Errorf("size %d, want %d", info.Size(), want)
		}
		if data, err := fs.ReadFile(tree, "content/a.md"); err != nil || len(data) != want {
			t.Errorf("%d bytes, %v: what is within the bound of objects can be read", len(data), err)
		}
	}
}

// packOf gives the index of the only pack.
func packOf(t *testing.T, r *testRepo) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(r.dir, ".git", "objects", "pack", "*.idx"))
	if err != nil || len(all) != 1 {
		t.Fatalf("packs: %v %v", all, err)
	}
	return all[0]
}

// The files by which git is steered are bounded, too, and named.
func TestLargeFilesThatSteerGit(t *testing.T) {
	t.Parallel()
	for _, name := range []string{".mailmap", ".git-blame-ignore-revs"} {
		for _, bytes := range []int{maxControl + 1, 3 << 30} {
			t.Run(fmt.Sprint(name, " ", bytes), func(t *testing.T) {
				t.Parallel()
				r := newRepo(t)
				r.commit("first", map[string]string{"content/a.md": "id: A\n---\ntext\n"})
				r.claimed(name, bytes)
				wantNote(t, r, name, fmt.Sprint(bytes))
			})
		}
	}
}

// A snapshot knows how large its files are without reading them.
func TestSnapshotOfALargeFile(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("first", map[string]string{"content/a.md": "x\n"})
	r.claimed("people.yaml", 3<<30)
	tree, _, err := Snapshot(t.Context(), r.dir, "HEAD", nil)
	r.must(err)
	var large *plain.TooLargeError
	if _, err := plain.Read(tree, "people.yaml", 100); !errors.As(err, &large) || large.Size != 3<<30 {
		t.Errorf("error %v", err)
	}
	if _, err := fs.ReadFile(tree, "people.yaml"); err == nil {
		t.Error("three gigabytes were read")
	}
}

// Many large versions are counted rather than listed.
func TestManyLargeVersions(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("first", map[string]string{"content/a.md": "x\n"})
	for i := range maxNamed + 3 {
		r.claimed("content/a.md", MaxDocument+1+i)
	}
	wantNote(t, r, "3 more versions")
}
