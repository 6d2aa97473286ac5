package history

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// HowToFetch says how a branch that a clone does not have is got, as a pipeline that fetched one branch alone lacks the one it
// compares with. It is empty where the name may be anything, or where there is nothing to fetch from.
func HowToFetch(dir, rev string) string {
	repo, err := open(dir)
	if err != nil {
		return ""
	}
	defer repo.close()
	name, _, _ := strings.Cut(rev, "~")
	name, _, _ = strings.Cut(name, "^")
	if name == "" || strings.HasPrefix(name, "refs/") {
		return ""
	}
	if _, err := repo.ref(plumbing.NewRemoteReferenceName("origin", name)); err == nil {
		return fmt.Sprintf("the clone has the branch as origin/%s", name)
	}
	remote, branch, parted := strings.Cut(name, "/")
	if !parted || !slices.Contains(repo.remotes, remote) {
		remote, branch = "origin", name
	}
	if !slices.Contains(repo.remotes, remote) {
		return ""
	}
	return fmt.Sprintf(
		"if it is a branch, this clone has not fetched it; do so with: git fetch %s '+refs/heads/%s:refs/remotes/%s/%s', and name it %s/%s",
		remote, branch, remote, branch, remote, branch)
}
