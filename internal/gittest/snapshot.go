package gittest

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// By gives who commits, and when.
func By(name, address string, when time.Time) *object.Signature {
	return &object.Signature{Name: name, Email: address, When: when}
}

// Snapshot records everything in a folder as a commit, even where nothing changed, and makes a repository of it before where it is
// none. It starts no program: for tests that want many small histories, and nothing that only git can make. The commit follows on
// HEAD, unless parents are given.
func Snapshot(dir, message string, who *object.Signature, parents ...plumbing.Hash) (plumbing.Hash, error) {
	return snapshot(dir, message, &git.CommitOptions{Author: who, Committer: who, Parents: parents})
}

// Snapshot is Commit without running a program, but where git has to finish a merge.
func (r Repo) Snapshot(run Run, message string) string {
	r.Helper()
	if _, err := os.Stat(filepath.Join(r.Dir, ".git", "MERGE_HEAD")); err == nil {
		return r.Commit(run, message)
	}
	when, err := time.Parse(time.RFC3339, run.When)
	if err != nil {
		r.Fatal(err)
	}
	sign := func(who string) *object.Signature {
		name, address := identity(who)
		return By(name, address, when)
	}
	at, err := snapshot(r.Dir, message, &git.CommitOptions{Author: sign(run.Author), Committer: sign(cmp.Or(run.Committer, run.Author))})
	if err != nil {
		r.Fatal(err)
	}
	return at.String()
}

func snapshot(dir, message string, o *git.CommitOptions) (plumbing.Hash, error) {
	repo, err := git.PlainOpen(dir)
	if errors.Is(err, git.ErrRepositoryNotExists) {
		repo, err = git.PlainInit(dir, false)
	}
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("open a repository in %s: %w", dir, err)
	}
	tree, err := repo.Worktree()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if err := tree.AddWithOptions(&git.AddOptions{All: true}); err != nil {
		return plumbing.ZeroHash, fmt.Errorf("add all of %s: %w", dir, err)
	}
	o.AllowEmptyCommits = true
	return tree.Commit(message, o)
}
