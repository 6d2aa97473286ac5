package history

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
)

// TestObjectsEqualNative reads every object of packs of every kind and compares it with git cat-file.
func TestObjectsEqualNative(t *testing.T) {
	t.Parallel()
	for name, pack := range map[string][]string{
		"loose":           {"unpack"},
		"offset deltas":   {"repack", "-adfq", "--depth=60", "--window=100"},
		"named deltas":    {"-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"},
		"index version 1": {"-c", "pack.indexVersion=1", "repack", "-adfq"},
		"far offsets":     {"-c", "pack.indexVersion=2", "repack", "-adfq"},
		"no compression":  {"-c", "pack.compression=0", "repack", "-adfFq"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := randomRepo(t, 21, 120)
			switch name {
			case "loose":
				r.unpackAll()
			case "far offsets":
				r.git(pack...)
				r.indexAgain("--index-version=2,0x40")
			default:
				r.git(pack...)
			}
			o, err := objects.Open(filepath.Join(r.dir, ".git", "objects"))
			r.must(err)
			defer o.Close()
			n := 0
			for line := range strings.Lines(r.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")) {
				f := strings.Fields(line)
				kind, data, err := o.Read(plumbing.NewHash(f[0]))
				if err != nil || kind.String() != f[1] {
					t.Fatalf("object %s is %s, want %s; error %v", f[0], kind, f[1], err)
				}
				if got := plumbing.ComputeHash(kind, data).String(); got != f[0] {
					t.Errorf("object %s has the bytes of %s", f[0], got)
				}
				if ids, err := o.WithPrefix(f[0][:11]); err != nil || len(ids) != 1 || ids[0].String() != f[0] {
					t.Errorf("prefix of %s gives %v, error %v", f[0], ids, err)
				}
				n++
			}
			if n < 300 {
				t.Errorf("only %d objects were compared", n)
			}
			for _, id := range []oid{{}, {0xff, 0xff}, plumbing.NewHash(strings.Repeat("f", 40))} {
				if _, _, err := o.Read(id); err == nil {
					t.Errorf("object %s was found", id)
				}
			}
		})
	}
}

// packs gives the packfiles of the repository without their extension.
func (r *testRepo) packs() (names []string) {
	files, err := filepath.Glob(filepath.Join(r.dir, ".git/objects/pack/*.pack"))
	r.must(err)
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f, ".pack"))
	}
	return names
}

// unpackAll makes every object loose.
func (r *testRepo) unpackAll() {
	for _, name := range r.packs() {
		data, err := os.ReadFile(name + ".pack")
		r.must(err)
		for _, ext := range []string{".pack", ".idx"} {
			r.must(os.Remove(name + ext))
		}
		r.gitIn(string(data), "unpack-objects", "-q")
	}
}

// indexAgain writes the index of every pack anew.
func (r *testRepo) indexAgain(arg string) {
	for _, name := range r.packs() {
		r.must(os.Remove(name + ".idx"))
		r.git("index-pack", arg, name+".pack")
	}
}

// TestPackedMeanwhile finds objects that git moved into a pack, or into another one, while they were read.
func TestPackedMeanwhile(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o, err := objects.Open(filepath.Join(r.dir, ".git", "objects"))
	r.must(err)
	defer o.Close()
	r.git("gc", "-q", "--prune=now")
	if _, _, err := o.Read(plumbing.NewHash(string(r.head()))); err != nil {
		t.Error(err)
	}
}

// TestDamagedPacks changes bytes of packs and indexes. Reading gives an error or the right bytes of a commit, and
// never panics.
func TestDamagedPacks(t *testing.T) {
	t.Parallel()
	r := randomRepo(t, 5, 60)
	r.git("repack", "-adfq")
	name := r.packs()[0]
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, ext := range []string{".pack", ".idx"} {
		whole, err := os.ReadFile(name + ext)
		r.must(err)
		r.must(os.Chmod(name+ext, 0o644))
		for i := range 300 {
			bad := bytes.Clone(whole)
			if i%10 == 0 {
				bad = bad[:rnd.IntN(len(bad))]
			}
			for range 1 + rnd.IntN(3) {
				if len(bad) > 0 {
					bad[rnd.IntN(len(bad))] ^= byte(1 + rnd.IntN(255))
				}
			}
			r.must(os.WriteFile(name+ext, bad, 0o644))
			log, err := Read(t.Context(), Options{Dir: r.dir, Folder: "content", Reader: toyFacts})
			if err != nil {
				t.Fatalf("damage %d of %s: %v", i, ext, err)
			}
			if log.State != Complete && log.State != Partial {
				t.Fatalf("damage %d of %s: state %s", i, ext, log.State)
			}
		}
		r.must(os.WriteFile(name+ext, whole, 0o644))
	}
}
