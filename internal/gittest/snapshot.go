package gittest

import (
	"errors"
	"fmt"
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
	return tree.Commit(message, &git.CommitOptions{Author: who, Committer: who, AllowEmptyCommits: true, Parents: parents})
}
