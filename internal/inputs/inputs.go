// Package inputs names all that a build of a project may look at: the work tree, the repository, the configuration of git, the
// environment. While the name stays the same, so does what a build gives.
//
// It understands nothing of what it looks at. A file counts by its bytes; a large one by its size, its times and what it is on the disk,
// as git tells whether a file may have changed. More is named than a build reads: that costs a build, and nothing that counts can be
// left out.
package inputs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"clausebook/internal/fingerprint"
)

// Place says where to look.
type Place struct {
	Dir     string              // the project root
	Top     string              // of the work tree that it lies in
	Git     []string            // the folders in which git keeps what it knows of the work tree
	Without []string            // folders that builds write; see Resolved
	Env     func(string) string // the environment
	Values  []string            // whatever else a build follows from: flags, the day, the program
}

// maxFiles bounds the files that are looked at. A tree with more is built without being asked.
const maxFiles = 300_000

// large is the size in bytes from which on a file counts by its times. One that was written a moment ago is read all the same, since it
// could be written again within the same tick of the clock: file systems keep times in steps of up to two seconds.
const (
	large = 1 << 20
	fresh = 3 * time.Second
)

// errTooMany says that a project has too many files to look at.
var errTooMany = errors.New("there are too many files")

// variables are those of the environment that git and builds follow.
var variables = []string{"HOME", "XDG_CONFIG_HOME", "EMAIL", "USER", "LOGNAME", "SOURCE_DATE_EPOCH", "TZ", "GIT_DIR", "GIT_WORK_TREE",
	"GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_GLOBAL",
	"GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_ATTR_NOSYSTEM", "GIT_ATTR_SOURCE", "GIT_CEILING_DIRECTORIES",
	"GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_SHALLOW_FILE", "GIT_NAMESPACE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE",
	"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"}

// Name gives the name of all that a build may look at. It fails where that cannot be told: where a variable of the environment puts parts
// of the repository elsewhere, or where there are too many files.
func Name(p Place) (fingerprint.Digest, error) {
	l := &looker{now: time.Now(), without: p.Without}
	l.tree(p.Top, nil)
	return l.named(p, p.Dir, p.Top, p.Git, p.Values)
}

// Repository names all that is committed, and how git reads it: what Name names but for the work tree and the values.
func Repository(p Place) (fingerprint.Digest, error) {
	l := &looker{now: time.Now()}
	return l.named(p, p.Git)
}

// named looks at the repository and its surroundings, and names that together with what was looked at before.
func (l *looker) named(p Place, values ...any) (fingerprint.Digest, error) {
	for _, v := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_CONFIG_COUNT"} {
		if p.Env(v) != "" {
			return fingerprint.Digest{}, fmt.Errorf("%s is set", v)
		}
	}
	l.repository(p.Git)
	l.configuration(p.Env)
	var env []string
	for _, v := range variables {
		env = append(env, p.Env(v))
	}
	if l.failure != nil {
		return fingerprint.Digest{}, l.failure
	}
	return fingerprint.Of(append(values, env, l.seen)...), nil
}

// Resolved gives folders as they are met on the disk, without links.
func Resolved(folders ...string) []string {
	var out []string
	for _, f := range folders {
		if f == "" {
			continue
		}
		abs, err := filepath.Abs(f)
		if err != nil {
			continue
		}
		if real, err := filepath.EvalSymlinks(abs); err == nil {
			abs = real
		}
		out = append(out, abs)
	}
	return out
}

// Files names what is in the files of a folder whose names fit a pattern. The folder is no part of the pattern: it may be called anything.
func Files(dir, pattern string) fingerprint.Digest {
	entries, err := os.ReadDir(dir)
	var fit []string
	for _, e := range entries {
		if ok, bad := filepath.Match(pattern, e.Name()); ok || bad != nil {
			fit = append(fit, filepath.Join(dir, e.Name()))
		}
	}
	return fingerprint.Of(err == nil || errors.Is(err, fs.ErrNotExist), Named(fit...))
}

// Named names what is in some files. One that cannot be read counts by the reason.
func Named(files ...string) fingerprint.Digest {
	var all []string
	for _, name := range files {
		text, err := os.ReadFile(name)
		all = append(all, name, string(text), fmt.Sprint(err))
	}
	return fingerprint.Of(all)
}

// from gives a path that may be relative to a folder.
func from(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

// looker looks at files and folders.
type looker struct {
	now     time.Time
	without []string
	seen    []sight
	failure error
}

// sight is a file, or a folder of which only the names in it count.
type sight struct {
	path string
	looks
	content fingerprint.Digest // of a file that is not large
}

// tree looks at all below a folder but for folders of git and those that builds write. Skip leaves more out; it may be nil.
func (l *looker) tree(root string, skip func(name string) bool) {
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == ".git" && name != root || slices.Contains(l.without, name) || skip != nil && skip(name)):
			return fs.SkipDir
		case len(l.seen) > maxFiles:
			return errTooMany
		}
		l.look(name)
		return nil
	})
	if err != nil && l.failure == nil {
		l.failure = fmt.Errorf("look at the files: %w", err)
	}
}

// look remembers how a file looks, or that there is none.
func (l *looker) look(name string) {
	s := sight{path: name}
	info, err := os.Lstat(name)
	if err == nil {
		s = l.sight(name, info)
	}
	l.seen = append(l.seen, s)
}

// sight tells how something looks that is there. What is in a folder is looked at by itself.
func (l *looker) sight(name string, info fs.FileInfo) sight {
	s := sight{path: name, looks: looks{mode: info.Mode()}}
	whole := looksOf(info)
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		to, err := os.Readlink(name)
		s.content = fingerprint.Of(to, err == nil)
	case !info.Mode().IsRegular():
	case info.Size() >= large && l.now.Sub(info.ModTime()) > fresh && l.now.Sub(whole.changedAt()) > fresh:
		s.looks = whole
	default:
		text, err := os.ReadFile(name)
		if s.content = fingerprint.Of(string(text)); err != nil {
			s.looks = whole // nobody can read it, and so a build cannot
		}
	}
	return s
}

// repository looks at what git keeps beside objects, which never change, and at which packs of them there are.
func (l *looker) repository(folders []string) {
	for _, git := range folders {
		l.tree(git, func(name string) bool {
			switch rel, _ := filepath.Rel(git, name); rel {
			case "objects", "logs", "hooks", "worktrees", "modules", "lfs", "branches":
				return true
			}
			return false
		})
		objects := filepath.Join(git, "objects")
		l.tree(filepath.Join(objects, "info"), nil)
		l.names(filepath.Join(objects, "pack"))
		l.config(filepath.Join(git, "config"), 0)
		l.config(filepath.Join(git, "config.worktree"), 0)
		if text, err := os.ReadFile(filepath.Join(objects, "info", "alternates")); err == nil {
			for line := range strings.Lines(string(text)) {
				l.names(filepath.Join(from(objects, strings.TrimSpace(line)), "pack"))
			}
		}
	}
}

// names looks at which files are in a folder.
func (l *looker) names(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		l.seen = append(l.seen, sight{path: dir})
		return
	}
	for _, e := range entries {
		l.seen = append(l.seen, sight{path: filepath.Join(dir, e.Name()), looks: looks{mode: e.Type()}})
	}
}

// configuration looks at the files of git outside of the repository.
func (l *looker) configuration(env func(string) string) {
	home := env("HOME")
	xdg := env("XDG_CONFIG_HOME")
	if xdg == "" && home != "" {
		xdg = filepath.Join(home, ".config")
	}
	for _, name := range []string{env("GIT_CONFIG_GLOBAL"), env("GIT_CONFIG_SYSTEM"), "/etc/gitconfig", under(home, ".gitconfig"),
		under(xdg, "git", "config")} {
		if name != "" {
			l.look(name)
			l.config(name, 0)
		}
	}
	for _, name := range []string{under(xdg, "git", "attributes"), under(xdg, "git", "ignore"), "/etc/gitattributes"} {
		if name != "" {
			l.look(name)
		}
	}
}

// under gives a path below a folder; nothing where there is no folder.
func under(dir string, parts ...string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(append([]string{dir}, parts...)...)
}

// named finds the files that a configuration of git names: what it includes, and what is ignored or filtered. Any value that may be
// one is taken.
var named = regexp.MustCompile(`(?im)^[^#;\n]*\b(?:path|excludesfile|attributesfile)\s*=\s*"?([^"\n#;]+)`)

// maxIncludes bounds how deep configurations include others; git stops there too.
const maxIncludes = 10

// config looks at the files that a configuration names.
func (l *looker) config(name string, depth int) {
	text, err := os.ReadFile(name)
	if err != nil || depth > maxIncludes {
		return
	}
	for _, m := range named.FindAllStringSubmatch(string(text), -1) {
		to := strings.TrimSpace(m[1])
		if rest, ok := strings.CutPrefix(to, "~/"); ok {
			home, err := os.UserHomeDir()
			if err != nil {
				continue
			}
			to = filepath.Join(home, rest)
		}
		to = from(filepath.Dir(name), to)
		l.look(to)
		l.config(to, depth+1)
	}
}
