package generator

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/content"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
)

// sources are configurations of programs that make sites, with the line that names their folder of documents.
var sources = map[string]*regexp.Regexp{"mkdocs.yml": docsDir, "mkdocs.yaml": docsDir}

var docsDir = regexp.MustCompile(`(?m)^docs_dir:[ \t]*["']?([^"'#\r\n]*?)["']?[ \t]*(?:#.*)?\r?$`)

// usualSource is the folder where none is named.
const usualSource = "docs"

// Sets tells whether a file, by its name, is a configuration that names the folder of the documents.
func Sets(file string) bool { return sources[path.Base(file)] != nil }

// Folders gives those of the folders that such configurations name in which most of the documents are, each of its own in a repository of
// several services, and says why where there are documents elsewhere; none where most are elsewhere. A folder within another is part of
// that, and what lies outside of the project is none.
func Folders(named, markdown []string) (folders []string, why string) {
	for _, at := range slices.Sorted(slices.Values(named)) {
		within := func(o string) bool { return content.Within(at, o) }
		holds := func(m string) bool { return content.Within(m, at) }
		if at != content.Root && fs.ValidPath(at) && slices.ContainsFunc(markdown, holds) && !slices.ContainsFunc(folders, within) {
			folders = append(folders, at)
		}
	}
	n := 0
	for _, m := range markdown {
		if slices.ContainsFunc(folders, func(f string) bool { return content.Within(m, f) }) {
			n++
		}
	}
	if 5*n < 3*len(markdown) {
		return nil, ""
	}
	if n < len(markdown) {
		why = fmt.Sprintf("mkdocs.yml tells of %s, with %d of %s; choose others with --content", strings.Join(folders, ", "), n,
			phrase.Plural(len(markdown), "Markdown file", "Markdown files"))
	}
	return folders, why
}

// FolderIn gives the folder that a configuration names, from the root of the tree.
func FolderIn(tree fs.FS, config string) string {
	named := usualSource
	if raw, err := plain.Read(tree, config, maxSiteFile); err == nil {
		if m := sources[path.Base(config)].FindSubmatch(raw); m != nil {
			named = string(m[1])
		}
	}
	return path.Join(path.Dir(config), named)
}
