package history

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"
	gitindex "github.com/go-git/go-git/v5/plumbing/format/index"

	"clausebook/internal/content"
	"clausebook/internal/mapped"
)

// maxIndex bounds the index of git that is read, in bytes.
const maxIndex = 256 << 20

// LeftBehind lists the files of a place that a sparse checkout leaves out of the work tree, relative to the project root. Partial tells
// that there is a sparse checkout whose files cannot be listed.
func LeftBehind(dir string, at content.Place) (files []string, partial bool) {
	real, err := realPath(dir)
	if err != nil {
		return nil, false
	}
	root, gitDir, err := discover(real)
	if err != nil || !isSparse(gitDir) {
		return nil, false
	}
	prefix, err := filepath.Rel(root, real)
	if err != nil {
		return nil, true
	}
	holds := at.Files()
	partial = mapped.Guard(func() error {
		f, err := os.Open(filepath.Join(gitDir, "index"))
		if err != nil {
			return err
		}
		defer f.Close() //nolint:errcheck // read only
		if info, err := f.Stat(); err != nil || info.Size() > maxIndex {
			return os.ErrInvalid
		}
		var x gitindex.Index
		if err := gitindex.NewDecoder(bufio.NewReader(f)).Decode(&x); err != nil {
			return err
		}
		for _, e := range x.Entries {
			name := e.Name
			if prefix != "." {
				below, within := strings.CutPrefix(name, filepath.ToSlash(prefix)+"/")
				if !within {
					continue
				}
				name = below
			}
			if e.SkipWorktree && (e.Mode == filemode.Regular || e.Mode == filemode.Executable) && holds.Holds(name) {
				files = append(files, name)
			}
		}
		return nil
	}) != nil
	return files, partial
}

// isSparse tells whether the work tree is a sparse checkout.
func isSparse(gitDir string) bool {
	for _, file := range []string{filepath.Join(gitDir, "config.worktree"), filepath.Join(commonDir(gitDir), "config")} {
		conf, err := readConfig(file)
		if err != nil {
			return false
		}
		if value := conf.Section("core").Option("sparseCheckout"); value != "" {
			return strings.EqualFold(value, "true")
		}
	}
	return false
}
