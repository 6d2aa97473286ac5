package history

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Branch is a branch of the repository, local or as last fetched from a remote.
type Branch struct {
	Name   string // "main", "origin/main"
	Commit Hash
}

// Branches gives the branches by name. For one whose commit is not there, At gives an error.
func (a *Archive) Branches() ([]Branch, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var branches []Branch
	err := a.eachRef(func(ref *plumbing.Reference) {
		if ref.Type() == plumbing.HashReference && (ref.Name().IsBranch() || ref.Name().IsRemote()) {
			branches = append(branches, Branch{ref.Name().Short(), hashOf(oid(ref.Hash()))})
		}
	})
	if err != nil {
		return nil, fmt.Errorf("list branches: %w", err)
	}
	slices.SortFunc(branches, func(x, y Branch) int { return strings.Compare(x.Name, y.Name) })
	return branches, nil
}
