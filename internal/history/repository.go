package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"clausebook/internal/mapped"
	"clausebook/internal/objects"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing/cache"
	gitconfig "github.com/go-git/go-git/v5/plumbing/format/config"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// oid names a git object. Only SHA-1 repositories are read, others are refused when they are opened.
type oid = objects.ID

// StateError says that history is not to be had, why, and what fixes it.
type StateError struct {
	State  State
	Reason string
	Fix    string
}

// Error gives the reason and the command that fixes it.
func (e *StateError) Error() string {
	if e.Fix == "" {
		return e.Reason
	}
	return e.Reason + "; to fix it: " + e.Fix
}

// repository is a git repository opened for reading. It runs no program and honours no configuration but the
// format: a hostile .git/config can at most make it refuse.
type repository struct {
	root     string // top of the work tree, absolute
	prefix   string // the project root relative to root, with slashes; empty if they are the same
	common   string // the folder that holds objects and refs
	refs     *filesystem.Storage
	objects  *objects.Store
	shallow  map[oid]struct{} // commits whose parents were cut off
	remotes  []string         // names of the repositories that branches are fetched from
	promisor bool             // a partial clone: objects may be missing on purpose
	notes    []string
}

// open finds the repository that holds dir. Where there is none, or none that can be read, the error is a StateError.
func open(dir string) (*repository, error) {
	real, err := realPath(dir)
	if err != nil {
		return nil, fmt.Errorf("find repository of %s: %w", dir, err)
	}
	root, gitDir, err := discover(real)
	if err != nil {
		return nil, err
	}
	r := &repository{root: root, common: commonDir(gitDir)}
	prefix, err := filepath.Rel(root, real)
	if err != nil {
		return nil, fmt.Errorf("place %s in %s: %w", real, root, err)
	}
	if r.prefix = filepath.ToSlash(prefix); r.prefix == "." {
		r.prefix = ""
	}
	if err := r.readFormat(); err != nil {
		return nil, err
	}
	if r.shallow, err = readShallow(r.common); err != nil {
		return nil, err
	}
	var both = dotgit.NewRepositoryFilesystem(osfs.New(gitDir), osfs.New(r.common))
	r.refs = filesystem.NewStorage(both, cache.NewObjectLRU(0))
	r.objects, err = objects.Open(filepath.Join(r.common, "objects"))
	var bad *objects.DamagedError
	if errors.As(err, &bad) {
		return nil, damaged(err)
	}
	if err != nil {
		return nil, err
	}
	r.noteOverrides()
	return r, nil
}

// close lets go of the files that reading keeps open.
func (r *repository) close() { r.objects.Close() }

// realPath gives the absolute path of a folder without symbolic links, so that it compares with the root's.
func realPath(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// discover walks up from dir to the first folder with a .git, and gives that folder and the git directory.
func discover(dir string) (root, gitDir string, err error) {
	for at := dir; ; at = filepath.Dir(at) {
		dotGit := filepath.Join(at, ".git")
		info, err := os.Stat(dotGit)
		switch {
		case err == nil && info.IsDir():
			if _, err := os.Stat(filepath.Join(dotGit, "HEAD")); err == nil {
				return at, dotGit, nil
			}
		case err == nil:
			gitDir, err := followGitFile(dotGit)
			return at, gitDir, err
		case !errors.Is(err, fs.ErrNotExist):
			return "", "", fmt.Errorf("look for a repository: %w", err)
		}
		if at == filepath.Dir(at) {
			return "", "", &StateError{NoRepository, "the folder is in no git repository", "git init"}
		}
	}
}

// followGitFile reads a .git file, as linked worktrees and submodules have it, and gives the git directory it names.
func followGitFile(file string) (string, error) {
	text, err := readSmall(file)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", file, err)
	}
	target, ok := strings.CutPrefix(strings.TrimRight(string(text), "\r\n"), "gitdir: ")
	if !ok || target == "" {
		return "", &StateError{NoRepository, "the file .git does not name a git directory", "git clone again"}
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(file), target)
	}
	if _, err := os.Stat(filepath.Join(target, "HEAD")); err != nil {
		return "", &StateError{NoRepository, "the file .git names a git directory that is not there", "git worktree repair"}
	}
	return target, nil
}

// commonDir gives the folder with objects and refs: that of the main work tree where gitDir is a linked one.
func commonDir(gitDir string) string {
	text, err := readSmall(filepath.Join(gitDir, "commondir"))
	if err != nil {
		return gitDir
	}
	common := strings.TrimSpace(string(text))
	if !filepath.IsAbs(common) {
		common = filepath.Join(gitDir, common)
	}
	return filepath.Clean(common)
}

// readSmall reads a file that git keeps to a line or two. More than a mebibyte is refused.
func readSmall(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > 1<<20 {
		return nil, fmt.Errorf("%s is not a small file", file)
	}
	return os.ReadFile(file)
}

// harmless are the extensions of the repository format that do not change how objects and refs are stored.
// The value is the one that must be given, where not every value is harmless.
var harmless = map[string]string{
	"noop": "", "noop-v1": "", "preciousobjects": "", "partialclone": "", "worktreeconfig": "",
	"relativeworktrees": "", "objectformat": "sha1", "refstorage": "files",
}

// readFormat refuses repositories whose format would be misread, and learns whether the clone is a partial one.
// The check of go-git is not used: it refuses sparse checkouts and partial clones, which can be read.
func (r *repository) readFormat() error {
	file := filepath.Join(r.common, "config")
	text, err := readSmall(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read repository configuration: %w", err)
	}
	conf := gitconfig.New()
	if err := mapped.Guard(func() error { return gitconfig.NewDecoder(bytes.NewReader(text)).Decode(conf) }); err != nil {
		return &StateError{Unsupported, fmt.Sprintf("the configuration of the repository cannot be read: %v", err), "git config --list"}
	}
	version, _ := strconv.Atoi(conf.Section("core").Option("repositoryformatversion"))
	if version > 1 {
		return &StateError{Unsupported, fmt.Sprintf("the repository has format version %d, which is not known", version), ""}
	}
	for _, o := range conf.Section("extensions").Options {
		if err := checkExtension(strings.ToLower(o.Key), strings.ToLower(o.Value)); err != nil {
			return err
		}
		r.promisor = r.promisor || strings.EqualFold(o.Key, "partialclone")
	}
	for _, remote := range conf.Section("remote").Subsections {
		r.remotes = append(r.remotes, remote.Name)
		r.promisor = r.promisor || remote.Option("promisor") == "true"
	}
	return nil
}

// checkExtension refuses an extension of the repository format that changes how objects or refs are stored.
func checkExtension(key, value string) error {
	want, known := harmless[key]
	if known && (want == "" || want == value) {
		return nil
	}
	switch key {
	case "objectformat":
		return &StateError{Unsupported, fmt.Sprintf("the repository names objects by %s, only sha1 can be read", value),
			"git clone of a repository made with --object-format=sha1"}
	case "refstorage":
		return &StateError{Unsupported, fmt.Sprintf("the repository keeps its refs as %s, only files can be read", value),
			"git refs migrate --ref-format=files"}
	}
	return &StateError{Unsupported, fmt.Sprintf("the repository uses the format extension %s, which is not known", key), ""}
}

// readShallow gives the commits at which a shallow clone was cut off.
func readShallow(common string) (map[oid]struct{}, error) {
	text, err := os.ReadFile(filepath.Join(common, "shallow"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read shallow boundary: %w", err)
	}
	cut := map[oid]struct{}{}
	for line := range strings.Lines(string(text)) {
		if id, ok := objects.ParseID(strings.TrimSpace(line)); ok {
			cut[id] = struct{}{}
		}
	}
	return cut, nil
}

// noteOverrides notes replace refs and grafts, which native git would follow and which are not followed here: the
// history that is read is the one that the commits themselves state.
func (r *repository) noteOverrides() {
	if n := r.countReplaced(); n > 0 {
		r.notes = append(r.notes, fmt.Sprintf("%d replace refs are not followed; see git replace --list", n))
	}
	if text, err := readSmall(filepath.Join(r.common, "info", "grafts")); err == nil && len(bytes.TrimSpace(text)) > 0 {
		r.notes = append(r.notes, "the grafts in info/grafts are not followed")
	}
}

// countReplaced counts the refs under refs/replace, loose and packed.
func (r *repository) countReplaced() int {
	found := map[string]struct{}{}
	loose, err := os.ReadDir(filepath.Join(r.common, "refs", "replace"))
	if err == nil {
		for _, e := range loose {
			found[e.Name()] = struct{}{}
		}
	}
	packed, err := os.ReadFile(filepath.Join(r.common, "packed-refs"))
	if err == nil {
		for line := range strings.Lines(string(packed)) {
			if _, name, ok := strings.Cut(strings.TrimSpace(line), " refs/replace/"); ok {
				found[name] = struct{}{}
			}
		}
	}
	return len(found)
}

// relative gives a path of the repository relative to the project root. Paths outside it begin with "../".
func (r *repository) relative(p string) string {
	if r.prefix == "" {
		return p
	}
	if rest, ok := strings.CutPrefix(p, r.prefix+"/"); ok {
		return rest
	}
	return strings.Repeat("../", strings.Count(r.prefix, "/")+1) + p
}

// absolute gives a path below the project root relative to the top of the repository; empty for the top itself.
func (r *repository) absolute(p string) string {
	p = path.Join(r.prefix, filepath.ToSlash(p))
	if p == "." {
		return ""
	}
	return p
}

// sortedKeys gives the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
