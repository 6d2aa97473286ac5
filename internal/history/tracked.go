package history

import (
	"fmt"
	"path"
	"strings"

	"clausebook/internal/objects"
)

// Tracked tells which of some paths are files of a commit, and which are folders. Paths are relative to the project root and may
// lead out of it by "../", up to the top of the repository.
func Tracked(dir string, commit Hash, paths []string) (files, folders map[string]bool, err error) {
	files, folders = map[string]bool{}, map[string]bool{}
	if len(paths) == 0 || commit == "" {
		return files, folders, nil
	}
	repo, err := open(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("open repository: %w", err)
	}
	defer repo.close()
	id, ok := objects.ParseID(string(commit))
	if !ok {
		return nil, nil, fmt.Errorf("%q is not a commit", commit)
	}
	c, err := repo.commit(id)
	if err != nil {
		return nil, nil, fmt.Errorf("read commit %s: %w", commit.Short(), err)
	}
	trees := newForest(repo.objects)
	for _, f := range paths {
		within := path.Join(repo.prefix, f)
		if within == "." {
			folders[f] = true // the top of the repository
			continue
		}
		if within == ".." || strings.HasPrefix(within, "../") {
			continue
		}
		at, err := trees.find(c.tree, within)
		if err != nil {
			continue // a tree that is not there names no file
		}
		files[f], folders[f] = at.regular(), at.mode&modeMask == modeTree
	}
	return files, folders, nil
}

// InRepository gives a path of the project relative to the top of its repository, as git, forges and build servers name it.
// Where no history was read it is the path itself.
func (l *Log) InRepository(p string) string {
	if l == nil || l.Prefix == "" || p == "" {
		return p
	}
	return path.Join(l.Prefix, p)
}
