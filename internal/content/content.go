// Package content tells which files of a project are its documents and what stands beside them: what `content:` and `exclude:`
// of the configuration mean, for the reading of files, history, links, watching and writing alike.
//
// It knows paths alone, never a disk: the answer is the same for the work tree, for a commit, and for a file of which only
// history tells.
package content

import (
	"path"
	"slices"
	"strings"
)

// Place is where the documents of a project are. It is a text, so that two can be compared and a cache can be named after one:
// a folder alone, or a folder from which paths are told and then a line for each part, exclusion and folder of our own.
type Place string

// The first letters of the lines of a Place.
const (
	partMark    = "+"
	excludeMark = "-"
	ownMark     = "~"
)

// Root is the project as a whole.
const Root = "."

// Of gives the place that a configuration names: a folder, from which paths are told, or a list of folders and files, whose
// paths are told from the project root, so that another one in the list changes no id. What is named beside the project as a whole
// is taken up whatever it is called. Own are the folders of our own, which
// hold the site or a theme; they are never part of the project as a whole.
func Of(parts []string, list bool, exclude, own []string) Place {
	parts = outermost(parts)
	base := Root
	if !list && len(parts) == 1 {
		base, parts = parts[0], nil
	}
	whole := base == Root && (len(parts) == 0 || slices.Contains(parts, Root))
	if len(parts) == 1 && whole {
		parts = nil
	}
	lines := []string{base}
	add := func(mark string, names []string) {
		for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
			lines = append(lines, mark+name)
		}
	}
	add(partMark, parts)
	add(excludeMark, exclude)
	if whole {
		add(ownMark, own)
	}
	return Place(strings.Join(lines, "\n"))
}

// outermost leaves out the parts that lie in others than the project as a whole.
func outermost(parts []string) []string {
	return slices.DeleteFunc(slices.Clone(parts), func(p string) bool {
		return slices.ContainsFunc(parts, func(outer string) bool { return outer != p && outer != Root && Within(p, outer) })
	})
}

// Within tells whether a path is a folder or lies in it.
func Within(p, folder string) bool {
	return folder == Root || p == folder || strings.HasPrefix(p, folder+"/")
}

// Folder is the folder from which ids, patterns and people.yaml are told; Root for the project root.
func (p Place) Folder() string {
	folder, _, _ := strings.Cut(string(p), "\n")
	return folder
}

// In gives the path of a file of that folder.
func (p Place) In(name string) string { return path.Join(p.Folder(), name) }

// Rel gives a path as ids and patterns tell it.
func (p Place) Rel(file string) string { return strings.TrimPrefix(file, p.Folder()+"/") }

// Parts are the folders and files of which the place is made.
func (p Place) Parts() []string {
	if parts := p.lines(partMark); len(parts) > 0 {
		return parts
	}
	return []string{p.Folder()}
}

// Excluded are the patterns of what is left out.
func (p Place) Excluded() []string { return p.lines(excludeMark) }

// Listed tells whether the place is a list of folders and files.
func (p Place) Listed() bool { return strings.Contains(string(p), "\n"+partMark) }

// Whole tells whether the place is the project as a whole, of which much is no document.
func (p Place) Whole() bool { return p.Folder() == Root && slices.Contains(p.Parts(), Root) }

// String names the place in a sentence: `content/`, or several.
func (p Place) String() string {
	if p.Whole() {
		return "the project folder"
	}
	names := p.Parts()
	for i, name := range names {
		if !IsMarkdown(name) {
			names[i] += "/"
		}
	}
	return strings.Join(names, ", ")
}

func (p Place) lines(mark string) []string {
	var out []string
	for i, line := range strings.Split(string(p), "\n") {
		if rest, ok := strings.CutPrefix(line, mark); ok && i > 0 {
			out = append(out, rest)
		}
	}
	return out
}

// Files gives what tells files of the place from others.
func (p Place) Files() *Files {
	return &Files{parts: p.Parts(), exclude: p.Excluded(), own: p.lines(ownMark), place: p, whole: p.Whole()}
}

// Holds is that of Files, for who asks once.
func (p Place) Holds(file string) bool { return p.Files().Holds(file) }

// Files tells files of a place from others. It may be used by several goroutines.
type Files struct {
	place               Place
	parts, exclude, own []string
	whole               bool
}

// Simple tells whether all below one folder is of the place, so that nobody needs to be asked.
func (f *Files) Simple() bool {
	return !f.whole && len(f.parts) == 1 && len(f.exclude) == 0 && f.parts[0] == f.place.Folder()
}

// Holds tells whether a file is of the place: a document, or something that may stand beside one.
func (f *Files) Holds(file string) bool { return f.Omitted(file) == "" }

// Omission says why a file is not of the place.
type Omission string

// Why a file is not of a place.
const (
	Elsewhere Omission = "elsewhere" // it stands in no part of it
	Excluded  Omission = "excluded"  // by `exclude:`
	Hidden    Omission = "hidden"    // it, or a folder above it
	Own       Omission = "own"       // in the folder of the site or of the theme
	Foreign   Omission = "foreign"   // in a folder of packages that others wrote
	Project   Omission = "project"   // a file about the repository, such as README.md
	Ignored   Omission = "ignored"   // by git
	Nested    Omission = "nested"    // in a folder with a configuration of its own
)

// Omitted says why a file or folder is not of the place; empty where it is.
func (f *Files) Omitted(file string) Omission {
	if file == Root {
		return ""
	}
	named := f.Named(file)
	switch {
	case !named && !f.whole:
		return Elsewhere
	case f.Pattern(file) != "":
		return Excluded
	case named:
		return ""
	}
	return f.omittedOfWhole(file)
}

// Named tells whether a file is one of the parts, other than the project as a whole, or lies in one.
func (f *Files) Named(file string) bool {
	return slices.ContainsFunc(f.parts, func(part string) bool {
		return part != Root && Within(file, part) && (part != file || f.place.Listed())
	})
}

// omittedOfWhole says why a file of the project is neither a document nor beside one.
func (f *Files) omittedOfWhole(file string) Omission {
	if slices.ContainsFunc(f.own, func(folder string) bool { return Within(file, folder) }) {
		return Own
	}
	names := strings.Split(file, "/")
	for i, name := range names {
		switch {
		case strings.HasPrefix(name, "."):
			return Hidden
		case i < len(names)-1 && slices.Contains(packages, name), i+1 < len(names)-1 && name == "vendor" && vendored(names[i+1]):
			return Foreign
		}
	}
	if len(names) == 1 && aboutProject(file) {
		return Project
	}
	return ""
}

// packages are the names of folders into which tools write what others made.
var packages = []string{"node_modules", "bower_components", "jspm_packages", "site-packages", "dist-packages", "__pycache__", "Pods"}

// vendored tells whether a folder in one called vendor holds code: Go names it after a host, Ruby and PHP after their tools. A
// folder of suppliers has neither.
func vendored(name string) bool {
	return strings.Contains(name, ".") && !IsMarkdown(name) || slices.Contains([]string{"bundle", "bundler", "composer"}, name)
}

// projectFiles are the names, without their endings, of files at the top of a repository that speak about it. Those of the second
// list may be titles of documents as well: they are such files only where they are written in capitals, as forges have them.
var (
	projectFiles = []string{"readme", "license", "licence", "copying", "changelog", "changes", "history", "notice", "contributing",
		"code_of_conduct", "code-of-conduct", "authors", "contributors", "maintainers", "codeowners", "pull_request_template",
		"issue_template", "agents", "claude"}
	projectCapitals = []string{"SECURITY", "SUPPORT", "GOVERNANCE", "ROADMAP", "TODO", "OWNERS", "INSTALL", "RELEASES", "UPGRADING"}
)

// aboutProject tells whether a file of the project root is about the repository.
func aboutProject(name string) bool {
	stem := Stem(name)
	word, _, _ := strings.Cut(stem, ".") // README.de.md
	return slices.Contains(projectFiles, strings.ToLower(word)) || slices.Contains(projectCapitals, word) ||
		strings.HasPrefix(strings.ToLower(word), "license-") || strings.HasPrefix(strings.ToLower(word), "readme-")
}

// Pattern gives the first pattern of `exclude:` that leaves out a file; empty where none does.
func (f *Files) Pattern(file string) string {
	rel := f.place.Rel(file)
	for _, pattern := range f.exclude {
		if excludes(strings.TrimSuffix(pattern, "/"), rel) {
			return pattern
		}
	}
	return ""
}

// excludes tells whether a pattern means a file or a folder above it. One without a slash is looked for in every folder.
func excludes(pattern, rel string) bool {
	anywhere := !strings.Contains(pattern, "/")
	parts := strings.Split(rel, "/")
	for i := range parts {
		if anywhere && Match(pattern, parts[i]) || !anywhere && Match(pattern, strings.Join(parts[:i+1], "/")) {
			return true
		}
	}
	return false
}

var ofPatterns = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)

// Literal makes a pattern that matches one path.
func Literal(p string) string { return ofPatterns.Replace(p) }

// Match tells whether a slash-separated path matches a pattern, in which * stands for anything within one folder and ** for any
// number of folders.
func Match(pattern, p string) bool {
	return matchParts(strings.Split(pattern, "/"), strings.Split(p, "/"))
}

func matchParts(pattern, parts []string) bool {
	if len(pattern) == 0 {
		return len(parts) == 0
	}
	if pattern[0] == "**" {
		for i := range len(parts) + 1 {
			if matchParts(pattern[1:], parts[i:]) {
				return true
			}
		}
		return false
	}
	if len(parts) == 0 {
		return false
	}
	ok, err := path.Match(pattern[0], parts[0])
	return err == nil && ok && matchParts(pattern[1:], parts[1:])
}
