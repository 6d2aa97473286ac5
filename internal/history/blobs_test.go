package history

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestBlobsGivesWhatGitGives(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("one", map[string]string{"content/a.md": "first\n"})
	r.commit("two", map[string]string{"content/a.md": "second\n"})
	for _, packed := range []bool{false, true} {
		if packed {
			r.git("gc", "-q")
		}
		b := NewBlobs(r.dir)
		var group sync.WaitGroup
		for rev, want := range map[string]string{"HEAD~1": "first\n", "HEAD": "second\n"} {
			id := Hash(strings.TrimSpace(r.git("rev-parse", rev+":content/a.md")))
			for range 4 {
				group.Go(func() {
					if got, err := b.Read(id); err != nil || string(got) != want {
						t.Errorf("blob %s, packed %v: %q, %v; want %q", id, packed, got, err, want)
					}
				})
			}
		}
		group.Wait()
		runtime.GC() // the repository must not be let go while it is in use
		var state *StateError
		if _, err := b.Read(Hash(strings.Repeat("1", 40))); !errors.As(err, &state) || state.State != Partial {
			t.Errorf("a blob that is not there: %v", err)
		}
		for _, id := range []Hash{"", "x", r.head()} {
			if _, err := b.Read(id); err == nil {
				t.Errorf("%q gives a blob", id)
			}
		}
	}
}

func TestBlobsOfNoRepository(t *testing.T) {
	t.Parallel()
	b := NewBlobs(t.TempDir())
	for range 2 {
		var state *StateError
		if _, err := b.Read(Hash(strings.Repeat("1", 40))); !errors.As(err, &state) || state.State != NoRepository {
			t.Errorf("got %v", err)
		}
	}
}
