package author

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"clausebook/internal/content"
	"clausebook/internal/phrase"
)

// usualFolders are the names that folders of documents usually have.
var usualFolders = []string{"content", "docs", "documents", "documentation", "sms", "handbook"}

// LikelyFolders gives the folders that documents are most likely in, by how many Markdown files each holds, and says why where others
// hold some as well: the root where it holds documents itself, else one with a usual name or with most of the documents, else all that
// hold any. It gives none where none holds any. The counts are used up.
func LikelyFolders(counts map[string]int) (folders []string, why string) {
	all := 0
	for _, n := range counts {
		all += n
	}
	if all == 0 {
		return nil, ""
	}
	if n := counts[content.Root]; n > 1 || n == all {
		return []string{content.Root}, ""
	}
	delete(counts, content.Root)
	if former := counts["versioned_docs"]; counts["docs"] > 0 && former > 0 { // copies of docs/ as it was, of Docusaurus
		delete(counts, "versioned_docs")
		all -= former
	}
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	for _, usual := range usualFolders {
		if 2*counts[usual] >= all {
			return chosenFolder(usual, counts[usual], all)
		}
	}
	if most := names[0]; 5*counts[most] >= 3*all {
		return foldersBeside(names, counts, all)
	}
	slices.Sort(names)
	return names, ""
}

// notOnlyCode is how many documents a folder such as docs/ beside another has at least that is about more than the code.
const notOnlyCode = 4

// foldersBeside takes the folder that holds most of the documents, and those of the others whose names say that they hold documents too.
func foldersBeside(names []string, counts map[string]int, all int) (folders []string, why string) {
	most, n := names[0], 0
	for _, name := range names {
		if name == most || saysDocuments(name) || counts[name] >= notOnlyCode && slices.Contains(usualFolders, name) {
			folders, n = append(folders, name), n+counts[name]
		}
	}
	if len(folders) == 1 {
		return chosenFolder(most, n, all)
	}
	slices.Sort(folders)
	if n < all {
		why = fmt.Sprintf("%s hold %d of %s; choose others with --content", strings.Join(folders, ", "), n,
			phrase.Plural(all, "Markdown file", "Markdown files"))
	}
	return folders, why
}

// chosenFolder is a choice of one folder, with how much of all it holds.
func chosenFolder(folder string, n, all int) (folders []string, why string) {
	if n < all {
		why = fmt.Sprintf("%s/ holds %d of %s; choose others with --content", folder, n, phrase.Plural(all, "Markdown file", "Markdown files"))
	}
	return []string{folder}, why
}
