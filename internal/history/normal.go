package history

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"clausebook/internal/mapped"
	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/gitattributes"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// WorkTree gives the files of a work tree below a project root as git would store them: with the line ends and keywords that
// core.autocrlf and .gitattributes take back. So a checkout of Windows has the same bytes and hashes as any other, and a file
// differs from its commit exactly where git says so. Programs that attributes name as filters are not run. Lookup reads the
// environment. Where there is no repository the files stay as they are.
func WorkTree(dir string, tree fs.FS, lookup func(string) string) (fs.FS, error) {
	repo, err := open(dir)
	var state *StateError
	if errors.As(err, &state) {
		return tree, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	w := &workTree{FS: tree, repo: repo, forest: newForest(repo.objects), levels: map[string][]gitattributes.MatchAttribute{},
		ignores: map[string][]gitignore.Pattern{}}
	runtime.AddCleanup(w, func(o *objects.Store) { o.Close() }, repo.objects)
	if err := w.configure(dir, lookup); err != nil {
		return nil, err
	}
	if head, _, err := repo.head(); err == nil { // without one nothing is stored yet
		if c, err := repo.commit(head); err == nil {
			w.head, w.known = c.tree, true
		}
	}
	return w, nil
}

// configure reads git's configuration: whether line ends are taken back where no attribute speaks of them, and what the user has git
// ignore in all repositories.
func (w *workTree) configure(dir string, lookup func(string) string) error {
	real, err := realPath(dir)
	if err != nil {
		return fmt.Errorf("find repository of %s: %w", dir, err)
	}
	_, gitDir, err := discover(real)
	if err != nil {
		return err
	}
	files := configFiles(gitDir, lookup)
	auto, err := coreOption(files, "autocrlf")
	if err != nil {
		return err
	}
	w.auto = slices.Contains([]string{"input", "true", "yes", "on", "1"}, strings.ToLower(auto))
	w.excludes, err = coreOption(files, "excludesFile")
	w.excludes = excludesFile(w.excludes, lookup)
	return err
}

// coreOption gives an option of the section core from the first of git's files that has it.
func coreOption(files []string, name string) (string, error) {
	for _, file := range files {
		conf, err := readConfig(file)
		if err != nil {
			return "", err
		}
		if value := conf.Section("core").Option(name); value != "" {
			return value, nil
		}
	}
	return "", nil
}

// excludesFile gives the file of what the user has git ignore: the one that the configuration names, else the usual one.
func excludesFile(named string, lookup func(string) string) string {
	home := cmp.Or(lookup("HOME"), lookup("USERPROFILE"))
	if rest, ok := strings.CutPrefix(named, "~/"); ok && home != "" {
		return filepath.Join(home, filepath.FromSlash(rest))
	}
	if named != "" || home == "" && lookup("XDG_CONFIG_HOME") == "" {
		return named
	}
	return filepath.Join(cmp.Or(lookup("XDG_CONFIG_HOME"), filepath.Join(home, ".config")), "git", "ignore")
}

// workTree is a file system of what git would store.
type workTree struct {
	fs.FS
	repo   *repository
	forest *forest
	head   oid // tree of HEAD
	known  bool
	auto   bool

	excludes string // the file of what the user has git ignore

	mu      sync.Mutex
	ignores map[string][]gitignore.Pattern            // by folder of the repository
	levels  map[string][]gitattributes.MatchAttribute // by folder of the repository
}

// conversion says what git takes back when it stores a file.
type conversion struct {
	lines bool // CRLF becomes LF
	guess bool // only where the file is text, and was not stored with CRLF
	ident bool // $Id: …$ becomes $Id$
}

// Open opens a file or folder.
func (w *workTree) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxConverted {
		return f, nil
	}
	how := w.conversion(name)
	if !how.lines && !how.ident {
		return f, nil
	}
	raw, err := io.ReadAll(io.LimitReader(f, maxConverted))
	if err != nil {
		return nil, errors.Join(&fs.PathError{Op: "read", Path: name, Err: err}, f.Close())
	}
	stored := w.stored(name, raw, how)
	return &storedFile{bytes.NewReader(stored), storedInfo{info, int64(len(stored))}}, f.Close()
}

// maxConverted bounds the files whose line ends are looked at; a longer one stays as it is.
const maxConverted = 64 << 20

// Stat describes a file as it lies there, of the length it has there.
func (w *workTree) Stat(name string) (fs.FileInfo, error) { return fs.Stat(w.FS, name) }

// Lstat is Stat of what stands at the path, a link as a link.
func (w *workTree) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(w.FS, name) }

// ReadLink gives where a link leads.
func (w *workTree) ReadLink(name string) (string, error) { return fs.ReadLink(w.FS, name) }

// stored gives the bytes that git would store.
func (w *workTree) stored(name string, raw []byte, how conversion) []byte {
	if how.lines && bytes.Contains(raw, []byte("\r\n")) && (!how.guess || isText(raw) && !w.hadCRLF(name)) {
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	}
	if how.ident {
		raw = identWord.ReplaceAll(raw, []byte("$$Id$$"))
	}
	return raw
}

var identWord = regexp.MustCompile(`\$Id:[^$\n]*\$`)

// isText guesses as git does whether a file is text.
func isText(raw []byte) bool {
	printable, other := 0, 0
	for i, c := range raw {
		switch {
		case c == 0, c == '\r' && (i+1 == len(raw) || raw[i+1] != '\n'):
			return false
		case c == '\b' || c == '\t' || c == '\n' || c == '\r' || c == 0x1b || c == '\f':
		case c == 0x7f || c < ' ' && !(c == 0x1a && i+1 == len(raw)):
			other++
		default:
			printable++
		}
	}
	return printable>>7 >= other
}

// hadCRLF tells whether the file is stored with CRLF, which git then leaves alone.
func (w *workTree) hadCRLF(name string) bool {
	if !w.known {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	at, err := w.forest.find(w.head, w.repo.absolute(name))
	if err != nil || !at.regular() {
		return false
	}
	data, err := w.repo.objects.ReadAs(plumbing.BlobObject, at.blob)
	return err == nil && bytes.Contains(data, []byte("\r\n"))
}

// conversion reads the attributes of a file, the nearest first.
func (w *workTree) conversion(name string) conversion {
	parts := strings.Split(w.repo.absolute(name), "/")
	get := func(attribute string) string { return w.attribute(parts, attribute) }
	text, eol := get("text"), get("eol")
	if text == "" {
		text = get("crlf") // its older name
	}
	how := conversion{ident: get("ident") == "true"}
	switch {
	case text == "false":
	case text == "auto":
		how.lines, how.guess = true, true
	case text != "" || eol != "":
		how.lines = true
	case w.auto:
		how.lines, how.guess = true, true
	}
	return how
}

// attribute gives the value of an attribute of a file: "true" where it is set, "false" where it is unset, empty where nothing
// is said.
func (w *workTree) attribute(parts []string, name string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, folder := range w.above(parts) {
		lines := w.level(folder)
		for i := len(lines) - 1; i >= 0; i-- {
			if value, said := valueOf(lines[i], parts, name); said {
				return value
			}
		}
	}
	return ""
}

// ownAttributes stands for the attributes that a clone has for itself, which go before all others.
const ownAttributes = ".git"

// above lists whose attributes count for a file, those that win first: the clone, the folder of the file, and those above it.
func (w *workTree) above(parts []string) []string {
	out := []string{ownAttributes}
	for i := len(parts) - 1; i >= 0; i-- {
		out = append(out, path.Join(parts[:i]...))
	}
	return out
}

// level reads the attributes of a folder of the repository, once. A file of them that is a link, too large or malformed says
// nothing.
func (w *workTree) level(folder string) []gitattributes.MatchAttribute {
	if lines, ok := w.levels[folder]; ok {
		return lines
	}
	file, domain := filepath.Join(w.repo.root, filepath.FromSlash(folder), ".gitattributes"), strings.Split(folder, "/")
	if folder == ownAttributes {
		file = filepath.Join(w.repo.common, "info", "attributes")
	}
	if folder == ownAttributes || folder == "" {
		domain = nil
	}
	var lines []gitattributes.MatchAttribute
	if info, err := os.Lstat(file); err == nil && info.Mode().IsRegular() {
		if text, err := readSmall(file); err == nil {
			lines = readAttributes(text, domain)
		}
	}
	w.levels[folder] = lines
	return lines
}

// readAttributes reads lines of attributes. One that cannot be read is passed over, as git does.
func readAttributes(text []byte, domain []string) []gitattributes.MatchAttribute {
	var out []gitattributes.MatchAttribute
	for line := range strings.Lines(string(text)) {
		_ = mapped.Guard(func() error {
			read, err := gitattributes.ParseAttributesLine(line, domain, true)
			if err == nil && read.Name != "" {
				out = append(out, read)
			}
			return err
		})
	}
	return out
}

// valueOf gives what a line of attributes says of a file.
func valueOf(line gitattributes.MatchAttribute, parts []string, name string) (value string, said bool) {
	matches := false
	if err := mapped.Guard(func() error { matches = line.Pattern != nil && line.Pattern.Match(parts); return nil }); err != nil || !matches {
		return "", false
	}
	for _, a := range line.Attributes {
		switch {
		case a.Name() == "binary" && a.IsSet() && (name == "text" || name == "crlf"):
			value, said = "false", true
		case a.Name() != name:
		case a.IsSet():
			value, said = "true", true
		case a.IsUnset():
			value, said = "false", true
		case a.IsUnspecified():
			value, said = "", true
		default:
			value, said = a.Value(), true
		}
	}
	return value, said
}

// storedFile is a file as git would store it, opened.
type storedFile struct {
	*bytes.Reader
	info storedInfo
}

// Stat describes the file with the length that git would store.
func (f *storedFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close does nothing: the bytes are in memory.
func (f *storedFile) Close() error { return nil }

// storedInfo is the description of a file with another length.
type storedInfo struct {
	fs.FileInfo
	size int64
}

// Size is the length that git would store.
func (i storedInfo) Size() int64 { return i.size }
