package build_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"

	"clausebook/internal/build"
	"clausebook/internal/diag"
	"clausebook/internal/gittest"
)

// repo is a repository of a test.
type repo struct {
	t    *testing.T
	dir  string
	git  *git.Repository
	when time.Time
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	r := &repo{t: t, dir: t.TempDir(), when: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	var err error
	r.git, err = git.PlainInit(r.dir, false)
	r.must(err)
	return r
}

func (r *repo) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// commit writes files and commits all of the work tree an hour later; an empty text removes a file.
func (r *repo) commit(files map[string]string) {
	r.t.Helper()
	r.write(files)
	r.when = r.when.Add(time.Hour)
	_, err := gittest.Snapshot(r.dir, "change", gittest.By("Ada Tester", "ada@example.org", r.when))
	r.must(err)
}

// write puts files into the work tree; an empty text removes one.
func (r *repo) write(files map[string]string) {
	r.t.Helper()
	for name, text := range files {
		at := filepath.Join(r.dir, name)
		if text == "" {
			r.must(os.Remove(at))
			continue
		}
		r.must(os.MkdirAll(filepath.Dir(at), 0o755))
		r.must(os.WriteFile(at, []byte(text), 0o644))
	}
}

// branch begins a branch here and goes there; master is where every repository begins.
func (r *repo) branch(name string) {
	r.t.Helper()
	tree, err := r.git.Worktree()
	r.must(err)
	r.must(tree.Checkout(&git.CheckoutOptions{Branch: plumbing.NewBranchReferenceName(name), Create: true}))
}

func (r *repo) back() {
	r.t.Helper()
	tree, err := r.git.Worktree()
	r.must(err)
	r.must(tree.Checkout(&git.CheckoutOptions{Branch: plumbing.Master}))
}

func (r *repo) options() build.Options {
	return build.Options{Dir: r.dir, Now: func() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }}
}

func policy(id string) string {
	return "---\nid: " + id + "\ntitle: The policy " + id + "\ntype: policy\nversion: \"1.0\"\nstatus: draft\nowner: boss\n---\nSee " +
		"[x](missing.md).\n"
}

func rules(p *build.Project) []diag.RuleID {
	var out []diag.RuleID
	for _, f := range p.Dossier.Findings {
		out = append(out, f.Rule)
	}
	return out
}

// TestBaseDecidesSeverities branches off, switches a rule off on the branch, and lets the base gain an id that the
// branch takes as well.
func TestBaseDecidesSeverities(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"content/a.md": policy("A")})
	r.branch("change")
	r.commit(map[string]string{"content/mine.md": policy("NEW"), "clausebook.yaml": "severity:\n  LK001: {level: \"off\", reason: noisy}\n"})
	r.back()
	r.commit(map[string]string{"content/theirs.md": policy("NEW")})
	ctx := context.Background()
	o := r.options()
	base, err := build.FindBase(ctx, o, "master", "change")
	r.must(err)
	if !base.Parted || base.Commit == base.Tip || base.Gained["NEW"] != "content/theirs.md" || len(base.Gained) != 1 {
		t.Errorf("the base is %+v", base)
	}
	o.AsOf = "change"
	alone, err := build.Gather(ctx, o)
	r.must(err)
	o.Base = base
	held, err := build.Gather(ctx, o)
	r.must(err)
	for rule, want := range map[diag.RuleID][2]bool{"LK001": {false, true}, "ID006": {false, true}} {
		if got := [2]bool{slices.Contains(rules(alone), rule), slices.Contains(rules(held), rule)}; got != want {
			t.Errorf("%s alone and held against the base: %v, want %v", rule, got, want)
		}
	}
}

// TestDayIsThatOfBoth judges an old tree by a given day.
func TestDayIsThatOfBoth(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"content/a.md": policy("A"), "clausebook.yaml": "as_of: 2026-05-05\n"})
	o := r.options()
	o.AsOf = "HEAD"
	p, err := build.Gather(context.Background(), o)
	r.must(err)
	if got := p.Dossier.AsOf.Day.String(); got != "2026-05-01" {
		t.Errorf("a revision is judged as of %s", got)
	}
	o.Day = p.Dossier.AsOf.Day.AddDays(40)
	p, err = build.Gather(context.Background(), o)
	r.must(err)
	if got := p.Dossier.AsOf; got.Day != o.Day || got.Revision == "" || p.Dossier.Matrix.AsOf != o.Day {
		t.Errorf("a given day gives %+v", got)
	}
}

// TestBaseWithoutDocuments is the change that brings the first ones; elsewhere a missing folder stays an error.
func TestBaseWithoutDocuments(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"readme.txt": "Nothing yet.\n"})
	r.branch("change")
	r.commit(map[string]string{"content/a.md": policy("A")})
	o := r.options()
	base, err := build.FindBase(context.Background(), o, "master", "")
	r.must(err)
	o.AsOf = string(base.Commit)
	if _, err := build.Gather(context.Background(), o); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing folder gives %v", err)
	}
	o.Base = base
	p, err := build.Gather(context.Background(), o)
	r.must(err)
	if n := len(p.Dossier.Docs.Documents); n != 0 {
		t.Errorf("%d documents", n)
	}
}

// TestBrokenBaseIsNoFindingOfTheChange keeps the places of the base's configuration from being shown as the change's.
func TestBrokenBaseIsNoFindingOfTheChange(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"clausebook.yaml": "content: ../outside\n", "content/a.md": policy("A")})
	_, err := build.FindBase(context.Background(), r.options(), "HEAD", "")
	if err == nil || !strings.Contains(err.Error(), "read the configuration of the base HEAD: clausebook.yaml:1:") {
		t.Errorf("got %v", err)
	}
}
