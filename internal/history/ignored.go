package history

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"clausebook/internal/mapped"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// Ignored tells whether git passes over a file or folder of the work tree: one that a .gitignore names, or the list of what to exclude
// of the clone or of the user, and that the head does not have.
func (w *workTree) Ignored(name string, folder bool) bool {
	within := w.repo.absolute(name)
	parts := strings.Split(within, "/")
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.matches(parts, folder) {
		return false
	}
	if !w.known {
		return true
	}
	at, err := w.forest.find(w.head, within)
	return err != nil || at.absent()
}

// matches tells whether patterns name a file or a folder above it: what is in an ignored folder is ignored, whatever a pattern
// says further down.
func (w *workTree) matches(parts []string, folder bool) bool {
	for n := 1; n <= len(parts); n++ {
		if w.ignoredAt(parts[:n], folder || n < len(parts)) {
			return true
		}
	}
	return false
}

// ignoredAt asks the patterns of all folders above a path, those that win last: the user, the clone, the top, and down to its folder.
func (w *workTree) ignoredAt(parts []string, folder bool) bool {
	patterns := append(slices.Clone(w.patterns(userExcludes)), w.patterns(ownAttributes)...)
	for i := range parts {
		patterns = append(patterns, w.patterns(path.Join(parts[:i]...))...)
	}
	ignored := false
	err := mapped.Guard(func() error { ignored = gitignore.NewMatcher(patterns).Match(parts, folder); return nil })
	return err == nil && ignored
}

// patterns reads what a folder of the repository has git ignore, once. A file of it that is a link or too large says nothing.
func (w *workTree) patterns(folder string) []gitignore.Pattern {
	if known, ok := w.ignores[folder]; ok {
		return known
	}
	file := filepath.Join(w.repo.root, filepath.FromSlash(folder), ".gitignore")
	var domain []string
	switch folder {
	case userExcludes:
		file = w.excludes
	case ownAttributes:
		file = filepath.Join(w.repo.common, "info", "exclude")
	case "":
	default:
		domain = strings.Split(folder, "/")
	}
	var out []gitignore.Pattern
	look := os.Lstat
	if folder == userExcludes {
		look = os.Stat // many keep it elsewhere, and link to it
	}
	if info, err := look(file); err == nil && info.Mode().IsRegular() {
		if text, err := readSmall(file); err == nil {
			out = ignorePatterns(string(text), domain)
		}
	}
	w.ignores[folder] = out
	return out
}

// userExcludes stands for what a user has git ignore in all repositories; no folder is called so.
const userExcludes = "\x00user"

// ignorePatterns reads lines of patterns as git does: blank lines and comments say nothing, and spaces at the end do not count.
func ignorePatterns(text string, domain []string) []gitignore.Pattern {
	var out []gitignore.Pattern
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if trimmed := strings.TrimRight(line, " "); !strings.HasSuffix(trimmed, `\`) {
			line = trimmed
		}
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, gitignore.ParsePattern(line, domain))
		}
	}
	return out
}
