package history

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInspect(t *testing.T) {
	t.Parallel()
	beside := func(r *testRepo, name string) *testRepo { return r.at(filepath.Join(filepath.Dir(r.dir), name)) }
	for name, c := range map[string]struct {
		shape func(r *testRepo) *testRepo
		want  func(r *testRepo) Inspection
	}{
		"plain": {func(r *testRepo) *testRepo { return r }, func(r *testRepo) Inspection {
			return Inspection{Root: r.dir, GitDir: filepath.Join(r.dir, ".git")}
		}},
		"packed with a commit-graph": {func(r *testRepo) *testRepo {
			r.git("gc", "-q")
			r.git("commit-graph", "write", "--reachable")
			return r
		}, func(r *testRepo) Inspection {
			return Inspection{Root: r.dir, GitDir: filepath.Join(r.dir, ".git"), Packs: 1, CommitFile: true}
		}},
		"linked": {func(r *testRepo) *testRepo {
			r.git("worktree", "add", "-q", "-b", "linked", "../linked")
			return beside(r, "linked")
		}, func(r *testRepo) Inspection {
			return Inspection{Root: r.dir, GitDir: filepath.Join(filepath.Dir(r.dir), "repo/.git/worktrees/linked"), Linked: true}
		}},
		"shallow": {func(r *testRepo) *testRepo {
			r.git("clone", "-q", "--depth=1", "file://"+r.dir, "../shallow")
			return beside(r, "shallow")
		}, func(r *testRepo) Inspection {
			return Inspection{Root: r.dir, GitDir: filepath.Join(r.dir, ".git"), Shallow: 1, Packs: 1}
		}},
		"shared": {func(r *testRepo) *testRepo {
			r.git("clone", "-q", "--shared", ".", "../shared")
			return beside(r, "shared")
		}, func(r *testRepo) Inspection {
			return Inspection{Root: r.dir, GitDir: filepath.Join(r.dir, ".git"), Alternates: []string{filepath.Join(filepath.Dir(r.dir),
				"repo/.git/objects")}}
		}},
		"replaced and grafted": {func(r *testRepo) *testRepo {
			r.git("replace", "HEAD", "HEAD~1")
			r.write(map[string]string{".git/info/grafts": string(r.head()) + "\n"})
			return r
		}, func(r *testRepo) Inspection {
			return Inspection{Root: r.dir, GitDir: filepath.Join(r.dir, ".git"), Replaced: 1, Grafts: true}
		}},
		"alternate that is gone": {func(r *testRepo) *testRepo {
			r.write(map[string]string{".git/objects/info/alternates": "/nowhere/objects\n"})
			return r
		}, func(r *testRepo) Inspection {
			return Inspection{Root: r.dir, GitDir: filepath.Join(r.dir, ".git"), Lost: []string{"/nowhere/objects"}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := c.shape(grown(t))
			got, err := Inspect(r.dir)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want(r), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestInspectSaysWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	var state *StateError
	if _, err := Inspect(t.TempDir()); !errors.As(err, &state) || state.State != NoRepository {
		t.Errorf("no repository: %v", err)
	}
	r := newRepo(t, "--object-format=sha256")
	x, err := Inspect(r.dir)
	if !errors.As(err, &state) || state.State != Unsupported || x.Root != r.dir {
		t.Errorf("SHA-256: %v, %+v", err, x)
	}
}
