package build

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

// maxSource bounds such a configuration, in bytes.
const maxSource = 1 << 20

// declaredFolders gives the folders that programs for sites of documentation are told to read, each of its own in a repository of several
// services, where they hold most of the documents that DocumentFolders counts; else none. A folder within another is part of that.
func declaredFolders(dir string) (folders []string, why string, err error) {
	var named, markdown []string
	err = visit(dir, func(tree fs.FS, p string) {
		if _, ok := sources[path.Base(p)]; ok {
			named = append(named, sourceIn(tree, p))
		}
		if content.IsMarkdown(p) && !strings.EqualFold(content.Stem(p), "readme") {
			markdown = append(markdown, p)
		}
	})
	if err != nil {
		return nil, "", err
	}
	slices.Sort(named)
	for _, at := range slices.Compact(named) {
		within := func(o string) bool { return content.Within(at, o) }
		if at != content.Root && fs.ValidPath(at) && holdsAny(at, markdown) && !slices.ContainsFunc(folders, within) {
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
		return nil, "", nil
	}
	if n < len(markdown) {
		why = fmt.Sprintf("mkdocs.yml tells of %s, with %d of %s; choose others with --content", strings.Join(folders, ", "), n,
			phrase.Plural(len(markdown), "Markdown file", "Markdown files"))
	}
	return folders, why, nil
}

// sourceIn gives the folder that a configuration names, from the root.
func sourceIn(tree fs.FS, config string) string {
	named := usualSource
	if raw, err := plain.Read(tree, config, maxSource); err == nil {
		if m := sources[path.Base(config)].FindSubmatch(raw); m != nil {
			named = string(m[1])
		}
	}
	return path.Join(path.Dir(config), named)
}

func holdsAny(folder string, files []string) bool {
	return slices.ContainsFunc(files, func(f string) bool { return content.Within(f, folder) })
}
