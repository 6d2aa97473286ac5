package doc

import (
	"io/fs"
	"path"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/content"
	"clausebook/internal/history"
)

// vendorFolders are names of folders that may hold what others made, or documents about those who make it.
var vendorFolders = map[string]bool{"vendor": true, "vendors": true, "third_party": true, "third-party": true, "thirdparty": true}

// vendorMarks are files that tools write into such a folder; packageMarks those with which every package in one begins.
var (
	vendorMarks  = []string{"autoload.php", "composer/installed.json", "modules.txt", "manifest/manifest.json", "bundle/config"}
	packageMarks = []string{"package.json", "composer.json", "go.mod", "Cargo.toml", "setup.py", "pyproject.toml", "bower.json", "pom.xml",
		"CMakeLists.txt"}
)

// mostPackages bounds the folders of one that are looked into.
const mostPackages = 50

// Vendored tells whether a folder holds what others made, by what is in it: a list that a tool wrote, or packages. A folder called so that
// holds documents about suppliers has neither.
func Vendored(fsys fs.FS, folder string) bool {
	if !vendorFolders[strings.ToLower(path.Base(folder))] {
		return false
	}
	if hasAny(fsys, folder, vendorMarks) {
		return true
	}
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return false // reading the documents will say so
	}
	looked := 0
	for _, e := range entries {
		at := path.Join(folder, e.Name())
		if !e.IsDir() || looked >= mostPackages {
			continue
		}
		looked++
		if isPackage(fsys, at) || holdsPackage(fsys, at) {
			return true
		}
	}
	return false
}

// ofOthers says by what is in a folder of a project why it is not of the project's documents: others made it, or it is a project of its
// own. It is empty where neither is so.
func ofOthers(tree fs.FS, folder string) content.Omission {
	if Vendored(tree, folder) {
		return content.Foreign
	}
	if _, err := fs.Stat(tree, path.Join(folder, config.FileName)); err == nil {
		return content.Nested
	}
	return ""
}

// Foreign gives the files of a history that were no documents when they were last there, as the reading of documents tells it of what is
// there now: they stood in a folder of others. At gives the tree of a commit.
func (s *Set) Foreign(log *history.Log, at func(history.Hash) (fs.FS, error)) map[string]bool {
	out := map[string]bool{}
	if !s.Folder.Whole() || !log.Reliable() {
		return out
	}
	known := map[history.Hash]map[string]bool{} // a folder may have been of others for a time
	look := func(file string, commit history.Hash) {
		if known[commit] == nil {
			known[commit] = map[string]bool{}
		}
		if tree, err := at(commit); err == nil && inOthers(tree, path.Dir(file), known[commit]) { // else nothing is known, and it stays
			out[file] = true
		}
	}
	for _, p := range log.Paths() {
		if content.IsMarkdown(p) && !s.has(p) {
			look(p, log.Head)
		}
	}
	for _, trail := range log.Former() {
		for _, r := range trail.Revisions {
			if !r.Deleted() && r.Commit != nil {
				look(trail.Path, r.Commit.Hash)
				break
			}
		}
	}
	return out
}

// inOthers tells whether a folder is one of others, or lies in one. Known keeps what is known of the folders of the tree.
func inOthers(tree fs.FS, folder string, known map[string]bool) bool {
	if folder == content.Root {
		return false
	}
	is, seen := known[folder]
	if !seen {
		is = ofOthers(tree, folder) != "" || inOthers(tree, path.Dir(folder), known)
		known[folder] = is
	}
	return is
}

// holdsPackage tells whether a folder holds packages of one owner, as that of an organization does.
func holdsPackage(fsys fs.FS, folder string) bool {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return false
	}
	for i, e := range entries {
		if i < mostPackages && e.IsDir() && isPackage(fsys, path.Join(folder, e.Name())) {
			return true
		}
	}
	return false
}

func isPackage(fsys fs.FS, folder string) bool {
	if hasAny(fsys, folder, packageMarks) {
		return true
	}
	specs, err := fs.Glob(fsys, path.Join(content.Literal(folder), "*.gemspec"))
	return err == nil && len(specs) > 0
}

func hasAny(fsys fs.FS, folder string, names []string) bool {
	for _, name := range names {
		if info, err := fs.Stat(fsys, path.Join(folder, name)); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}
