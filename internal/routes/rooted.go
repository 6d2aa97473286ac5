package routes

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// publicFolders are the folders beside or above documents whose files Hugo, Docusaurus, VitePress and others put at the root of a site.
var publicFolders = []string{"static", "public"}

// attached are folders of what is there to be shown beside the documents, though it stands outside them or is hidden.
var attached = append([]string{".attachments", ".gitbook", "_static", "uploads", "files", "media"}, publicFolders...)

// IsAttached tells whether a file stands in a folder of what documents show or give away.
func IsAttached(file string) bool {
	folders := strings.Split(path.Dir(file), "/")
	return slices.ContainsFunc(folders, func(f string) bool { return slices.Contains(attached, strings.ToLower(f)) })
}

// Site is where a link from the root of a site may begin.
type Site struct {
	Root   string   // the folder of all documents
	Prefix string   // the project in its repository; empty where they are the same
	Below  []string // paths below which the documents are published
	Top    bool     // paths may begin at the folder of all documents without saying so, as those of vaults and of Docsify do
}

var locale = regexp.MustCompile(`^[a-z]{2}(?:-[A-Za-z]{2,4})?/`)

// Paths gives the paths that a link of a file may mean, from the project root. One with a leading slash is meant from the folder of all
// documents, else from the root of the project, of the repository, as forges read it, or of the published site. That may be any folder
// above the file, and files of folders beside the documents stand at it as well.
func (s Site) Paths(file, target string) []string {
	if !strings.HasPrefix(target, "/") {
		paths := []string{path.Join(path.Dir(file), target)}
		if s.Top && !strings.HasPrefix(target, ".") {
			paths = append(paths, path.Join(s.Root, target))
		}
		return dashed(paths)
	}
	rooted := path.Clean(target)[1:]
	below := s.below(rooted)
	paths := []string{path.Join(s.Root, target)}
	for _, at := range below {
		if at == "" {
			paths = append(paths, path.Join(s.Root, "index"))
			continue
		}
		paths = append(paths, path.Join(s.Root, at), at)
	}
	above := foldersAbove(file)
	for _, folder := range above {
		for _, at := range below {
			for _, public := range publicFolders {
				paths = append(paths, path.Join(folder, public, at))
			}
		}
	}
	for _, folder := range slices.Backward(above) {
		for _, at := range below {
			if at != "" {
				paths = append(paths, path.Join(folder, at))
			}
		}
	}
	if depth := strings.Count(s.Prefix, "/"); s.Prefix != "" && rooted != "" { // beside the project, in the same repository
		paths = append(paths, strings.Repeat("../", depth+1)+rooted)
	}
	return dashed(unique(paths))
}

// below gives a path from the root of a site without that under which the site is published, and without the language before it.
func (s Site) below(rooted string) []string {
	out := []string{rooted}
	for _, root := range append([]string{s.Prefix}, s.Below...) {
		if rest, ok := strings.CutPrefix(rooted+"/", root+"/"); ok && root != "" {
			out = append(out, strings.TrimSuffix(rest, "/"))
		}
	}
	for _, p := range slices.Clone(out) {
		if rest := locale.ReplaceAllString(p, ""); rest != p && rest != "" {
			out = append(out, rest)
		}
	}
	return unique(out)
}

// foldersAbove gives the folder of a file and those above it, the nearest first.
func foldersAbove(file string) []string {
	var out []string
	for folder := path.Dir(file); ; folder = path.Dir(folder) {
		if out = append(out, folder); folder == "." || folder == "/" {
			return out
		}
	}
}

// dashed adds to paths with spaces the same with hyphens: wikis of forges and of Azure write the name of a page either way.
func dashed(paths []string) []string {
	for _, p := range slices.Clone(paths) {
		if strings.Contains(p, " ") {
			paths = append(paths, strings.ReplaceAll(p, " ", "-"))
		}
	}
	return paths
}

func unique(paths []string) []string {
	out := paths[:0:0]
	for _, p := range paths {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
