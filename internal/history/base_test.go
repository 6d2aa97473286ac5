package history

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestMergeBaseIsThatOfGit compares with native git on random graphs whose clocks go wrong.
func TestMergeBaseIsThatOfGit(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := randomRepo(t, seed, 120)
			all := strings.Fields(r.git("rev-list", "--all"))
			rnd := rand.New(rand.NewPCG(seed, 1))
			for range 60 {
				a, b := all[rnd.IntN(len(all))], all[rnd.IntN(len(all))]
				out, _ := r.tryGit("", "merge-base", "--all", a, b) // fails where there is none
				want := strings.Fields(out)
				got, tip, known, err := MergeBase(t.Context(), r.dir, a, b)
				if err != nil {
					t.Fatal(err)
				}
				if known != (len(want) > 0) || known && !slices.Contains(want, string(got)) || string(tip) != a {
					t.Errorf("merge base of %s and %s: %q (known: %v, tip %s), git says %q", a, b, got, known, tip, want)
				}
			}
		})
	}
}

func TestMergeBaseOfABranch(t *testing.T) {
	t.Parallel()
	r := grown(t)
	parted := r.head()
	r.git("checkout", "-q", "-b", "change")
	r.commit("on the branch", map[string]string{"content/a.md": "changed\n"})
	r.git("checkout", "-q", "main")
	tip := r.commit("on main", map[string]string{"content/c.md": "c\n"})
	r.git("checkout", "-q", "change")
	base, at, known, err := MergeBase(t.Context(), r.dir, "main", "")
	if base != parted || at != tip || !known || err != nil {
		t.Errorf("got %s, %s, %v, %v; want %s, %s", base, at, known, err, parted, tip)
	}
	if _, _, _, err := MergeBase(t.Context(), r.dir, "nowhere", ""); err == nil ||
		!strings.Contains(err.Error(), `unknown revision "nowhere"`) {
		t.Errorf("an unknown base gives %v", err)
	}
	var state *StateError
	if _, _, _, err := MergeBase(t.Context(), t.TempDir(), "main", ""); !errors.As(err, &state) {
		t.Errorf("a folder without a repository gives %v", err)
	}
}

// TestMergeBaseBehindACut gives none where a shallow clone ends before it: a wrong one would show what others did as
// part of the change.
func TestMergeBaseBehindACut(t *testing.T) {
	t.Parallel()
	r := grown(t)
	r.git("checkout", "-q", "-b", "change")
	r.commit("on the branch", map[string]string{"content/a.md": "changed\n"})
	r.git("checkout", "-q", "main")
	r.commit("on main", map[string]string{"content/c.md": "c\n"})
	r.git("clone", "-q", "--depth=1", "--no-single-branch", "file://"+r.dir, "../shallow")
	s := r.at(r.dir[:strings.LastIndex(r.dir, "/")] + "/shallow")
	_, tip, known, err := MergeBase(t.Context(), s.dir, "main", "origin/change")
	if known || err != nil || tip != r.head() {
		t.Errorf("got %s, %v, %v; want the tip alone", tip, known, err)
	}
}
