package history

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/date"
)

// TestKnownEqualsAfresh reads earlier heads of random histories from what a later one knows, each from the one before,
// and compares with a reading of its own. What lends is left as it was.
func TestKnownEqualsAfresh(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := randomRepo(t, 500+seed, 120)
			o := Options{Dir: r.dir, Folder: "content", Reader: toyFacts}
			tip := r.read(o)
			before := flat(tip)
			line := strings.Fields(r.git("rev-list", "--first-parent", "HEAD"))
			known := tip
			for i := 0; i < len(line); i += 1 + i/3 {
				o.Rev, o.Known = line[i], known
				with := r.read(o)
				if with.view.index.graph == nil || len(with.view.index.graph.vertices) != with.Commits {
					t.Fatalf("at %s the log knows %d commits", line[i], with.Commits)
				}
				o.Known = nil
				if diff := cmp.Diff(flat(r.read(o)), flat(with)); diff != "" {
					t.Fatalf("%s (-afresh +known):\n%s", line[i], diff)
				}
				known = with
			}
			if diff := cmp.Diff(before, flat(tip)); diff != "" {
				t.Errorf("the log that lent has changed:\n%s", diff)
			}
		})
	}
}

// TestKnownIsOfUse takes facts over from a log of the same reading only, and only for heads that it leads back to.
func TestKnownIsOfUse(t *testing.T) {
	t.Parallel()
	r := grown(t)
	var read atomic.Int32 // versions are read side by side
	o := Options{Dir: r.dir, Reader: func(b []byte) Facts { read.Add(1); return toyFacts(b) }, Version: "1"}
	tip := r.read(o)
	for _, c := range []struct {
		name, rev, version string
		afresh             bool
	}{{"the same head", "HEAD", "1", false}, {"an earlier one", "HEAD~1", "1", false}, {"another version", "HEAD~1", "2", true}} {
		read.Store(0)
		o.Rev, o.Version, o.Known = c.rev, c.version, tip
		if log := r.read(o); log.State != Complete {
			t.Errorf("%s: %s", c.name, log.Reason)
		}
		if (read.Load() > 0) != c.afresh {
			t.Errorf("%s: %d versions were read", c.name, read.Load())
		}
	}
	o.Version, o.Rev = "1", "HEAD~1"
	o.Known = nil
	early := r.read(o)
	o.Rev, o.Known = "HEAD", early
	if diff := cmp.Diff(flat(tip), flat(r.read(o))); diff != "" {
		t.Errorf("a later head (-afresh +known):\n%s", diff)
	}
}

// TestUntil gives the commit that a day means, as a revision of that day does, also where clocks went wrong.
func TestUntil(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	day := int64(24 * 60 * 60)
	start := time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC).Unix()
	for i, at := range []int64{start, start + 5*day - 1, start + 5*day, start + 2*day,
		start + 9*day} { // the fourth is dated before the second
		r.now = at - 60
		r.commit(fmt.Sprint("commit ", i), map[string]string{"content/a.md": long("apple", 5+i)})
	}
	log := r.read(Options{})
	for d := range 12 {
		on := time.Unix(start, 0).UTC().AddDate(0, 0, d-1)
		got := log.Until(date.Of(on))
		_, want, err := Snapshot(t.Context(), r.dir, on.Format(time.DateOnly), nil)
		if err != nil {
			if got != nil {
				t.Errorf("%s: %s, want none", on.Format(time.DateOnly), got.Subject)
			}
			continue
		}
		if got == nil || got.Hash != want.Commit {
			t.Errorf("%s: %v, want %s", on.Format(time.DateOnly), got, want.Commit)
		}
	}
	if none := (&Log{}).Until(date.Of(time.Now())); none != nil {
		t.Errorf("an empty log gives %v", none)
	}
}

// TestMemo keeps a text of one name, and nothing where the cache is not to be trusted.
func TestMemo(t *testing.T) {
	t.Parallel()
	r := grown(t)
	o := Options{Dir: r.dir, Folder: "content", Version: "1", CacheDir: filepath.Join(r.dir, ".clausebook", "cache")}
	m := OpenMemo(o, "trend")
	if got := m.Load(); got != nil {
		t.Errorf("an empty cache gives %q", got)
	}
	m.Save([]byte("text"))
	if got := string(OpenMemo(o, "trend").Load()); got != "text" {
		t.Errorf("kept %q", got)
	}
	other := o
	other.Version = "2"
	for name, m := range map[string]Memo{"name": OpenMemo(o, "other"), "version": OpenMemo(other, "trend"), "memo": {}} {
		if got := m.Load(); got != nil {
			t.Errorf("another %s gives %q", name, got)
		}
	}
	if status := r.git("status", "--porcelain"); status != "" {
		t.Errorf("git sees:\n%s", status)
	}
	planted := grown(t)
	planted.commit("plant", map[string]string{".clausebook/cache/planted": "planted\n"})
	o.Dir, o.CacheDir = planted.dir, filepath.Join(planted.dir, ".clausebook", "cache")
	if got := OpenMemo(o, "trend"); got != (Memo{}) {
		t.Errorf("a cache that a commit brought is used: %+v", got)
	}
}

// TestDamagedMemo is none, whatever byte of it is wrong or missing.
func TestDamagedMemo(t *testing.T) {
	t.Parallel()
	r := grown(t)
	m := OpenMemo(Options{Dir: r.dir, Version: "1", CacheDir: t.TempDir()}, "trend")
	m.Save([]byte("some text"))
	whole, err := readSmall(m.file)
	r.must(err)
	for i := range whole {
		broken := append([]byte(nil), whole...)
		broken[i] ^= 1
		for _, data := range [][]byte{broken, whole[:i]} {
			if body, err := unseal(data, m.key); err == nil {
				t.Errorf("byte %d: %q", i, body)
			}
		}
	}
}
