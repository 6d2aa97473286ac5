package author

import (
	"path"
	"slices"
	"strings"

	"clausebook/internal/content"
	"clausebook/internal/doc"
)

// partFolders hold parts of texts that others take in, templates of other programs, and copies of documents as they once were.
var partFolders = []string{"_partials", "_includes", "_include", "_snippets", "_shared", "_layouts", "_templates", "archetypes",
	"versioned_docs"}

// namedPages are files with a low line before their name that are pages all the same.
var namedPages = []string{"_index", "_sidebar", "_footer", "_header", "_home"}

// docsifyList is the list of pages beside each page of Docsify; wikis, which show theirs as a page, write it with a capital.
const docsifyList = "_sidebar.md"

// mostParts bounds the files that a proposal leaves out by name.
const mostParts = 20

// Parts gives patterns for `exclude:` of what stands among documents and is none: parts of texts, which programs for sites know by a low
// line before the name of the file or the folder.
func Parts(documents []*doc.Document, at content.Place) []string {
	var out []string
	add := func(pattern string) {
		if !slices.Contains(out, pattern) {
			out = append(out, pattern)
		}
	}
	for _, d := range documents {
		rel := at.Rel(d.Path)
		folders := strings.Split(path.Dir(rel), "/")
		if i := slices.IndexFunc(folders, func(f string) bool { return slices.Contains(partFolders, strings.ToLower(f)) }); i >= 0 {
			add(folders[i])
			continue
		}
		name := path.Base(rel)
		stem, ending := strings.ToLower(content.Stem(name)), path.Ext(name)
		language, _, _ := strings.Cut(stem, ".") // _index.de.md
		switch {
		case !strings.HasPrefix(name, "_") || slices.Contains(namedPages, language) && name != docsifyList:
		case ending != ".md":
			add("_*" + ending)
		case len(out) < mostParts:
			add(content.Literal(rel))
		}
	}
	if len(out) > mostParts {
		out = out[:mostParts]
	}
	slices.Sort(out)
	return out
}
