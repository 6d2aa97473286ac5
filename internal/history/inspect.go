package history

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"clausebook/internal/objects"
)

// Inspection is how a repository is kept, as far as it bears on what its history can tell.
type Inspection struct {
	Root       string   // the top of the work tree, absolute; empty where there is no repository
	GitDir     string   // absolute; that of this work tree
	Linked     bool     // the work tree is a linked one or a submodule: .git is a file
	Alternates []string // folders of objects that belong to other repositories
	Lost       []string // alternates that are not there
	Shallow    int      // commits at which history was cut off
	Partial    bool     // objects may be missing on purpose
	Packs      int
	CommitFile bool // a commit-graph is there; it is not needed
	Replaced   int  // replace refs, which are not followed
	Grafts     bool // info/grafts, which are not followed

	Doing     string // what git has begun in this work tree and not finished, such as a merge; empty for nothing
	DoingNext string // the command that finishes it
}

// Inspect looks at how the repository that holds dir is kept. What cannot be read is a *StateError; what was learnt
// before it is given all the same.
func Inspect(dir string) (Inspection, error) {
	real, err := realPath(dir)
	if err != nil {
		return Inspection{}, fmt.Errorf("find repository of %s: %w", dir, err)
	}
	root, gitDir, err := discover(real)
	if err != nil {
		return Inspection{}, err
	}
	x := Inspection{Root: root, GitDir: gitDir}
	info, err := os.Stat(filepath.Join(root, ".git"))
	if err != nil {
		return x, fmt.Errorf("look at the repository: %w", err)
	}
	x.Linked = !info.IsDir()
	x.Doing, x.DoingNext = doing(gitDir)
	repo, err := open(dir)
	if err != nil {
		return x, err
	}
	defer repo.close()
	return x, x.fill(repo)
}

// doing tells what git has begun in a work tree and not finished.
func doing(gitDir string) (what, next string) {
	for _, d := range [...]struct{ mark, what, next string }{
		{"rebase-merge", "a rebase", "git rebase --continue, or git rebase --abort"},
		{"rebase-apply", "a rebase or the application of patches", "git status says which; then --continue or --abort"},
		{"MERGE_HEAD", "a merge", "git commit, or git merge --abort"},
		{"CHERRY_PICK_HEAD", "a cherry-pick", "git cherry-pick --continue, or git cherry-pick --abort"},
		{"REVERT_HEAD", "a revert", "git revert --continue, or git revert --abort"},
		{"BISECT_LOG", "a bisection", "git bisect reset"},
	} {
		if _, err := os.Lstat(filepath.Join(gitDir, d.mark)); err == nil {
			return d.what, d.next
		}
	}
	return "", ""
}

func (x *Inspection) fill(r *repository) error {
	x.Shallow, x.Partial, x.Replaced, x.Packs = len(r.shallow), r.promisor, r.countReplaced(), r.objects.Packs()
	grafts, err := readSmall(filepath.Join(r.common, "info", "grafts"))
	x.Grafts = err == nil && len(bytes.TrimSpace(grafts)) > 0
	folder := filepath.Join(r.common, "objects")
	dirs, err := objects.Dirs(folder)
	if err != nil {
		return err
	}
	for _, d := range dirs {
		if d != filepath.Clean(folder) {
			x.Alternates = append(x.Alternates, d)
		}
	}
	x.Lost = objects.LostAlternates(folder)
	for _, name := range []string{"commit-graph", "commit-graphs"} {
		_, err := os.Stat(filepath.Join(folder, "info", name))
		x.CommitFile = x.CommitFile || err == nil
	}
	return nil
}
