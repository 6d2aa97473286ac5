// Package routes knows under which other paths and addresses programs that make sites and wikis know a file: without its ending, as the
// index of its folder, without the number that orders it, below another root, with hyphens for spaces.
//
// It looks at paths alone and reads nothing. What it gives are names to look for, the likeliest first; whether anything has one of them,
// and whether only one has, is for package doc to say.
package routes

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/content"
)

// indexes are the names of files that stand for their folder, without their endings.
var indexes = []string{"", "/index", "/README", "/_index", "/readme", "/Index"}

// IsIndex tells whether a file stands for its folder.
func IsIndex(file string) bool { return slices.Contains(indexes, "/"+content.Stem(file)) }

// Stems lists the names, without their ending, of the files that a path may mean which names a page of a site or a folder rather than a
// file.
func Stems(p string) []string {
	stem := strings.TrimSuffix(strings.TrimSuffix(p, ".html"), ".htm")
	out := make([]string, len(indexes))
	for i, index := range indexes {
		out[i] = path.Join(strings.TrimSuffix(stem, "/index"), index)
	}
	return out
}

// Files lists the files that such a path may mean.
func Files(p string) []string {
	var out []string
	for _, stem := range Stems(p) {
		for _, ending := range content.Endings() {
			out = append(out, stem+ending)
		}
	}
	return out
}

// Page gives the path of a file without its ending.
func Page(file string) string { return path.Join(path.Dir(file), content.Stem(file)) }

// Written gives the names of a file where it stands with percent signs, as a wiki of Azure has %2D in names of files: itself and without
// its ending. There are none for others.
func Written(file string) []string {
	written, err := url.PathUnescape(file)
	if err != nil || written == file {
		return nil
	}
	return []string{written, Page(written)}
}

// Own are the names that a document gives itself for the address of its page: `id` and `slug` of Docusaurus.
type Own struct{ ID, Slug string }

// Numberless gives the other names of a page, without an ending, where programs leave out what orders its file and folders, as
// Docusaurus does numbers and Eleventy the day, and where it says itself what it is called. Root is the folder of all documents.
func Numberless(file, root string, own Own) []string {
	page := Page(file)
	below := strings.TrimPrefix(page, root+"/")
	parts := strings.Split(below, "/")
	for i, part := range parts {
		parts[i] = orderless(part)
	}
	last := len(parts) - 1
	parts[last] = dayName.ReplaceAllString(parts[last], "")
	folder := path.Join(root, strings.Join(parts[:last], "/"))
	var out []string
	for _, name := range []string{
		path.Join(folder, parts[last]), path.Join(path.Dir(file), parts[last]),
		path.Join(folder, own.ID), path.Join(path.Dir(file), own.ID), slugged(own.Slug, folder, root),
	} {
		if name != page && name != folder && name != path.Dir(file) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if own.Slug == "/" {
		out = append(out, root)
	}
	return out
}

var (
	dayName   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}-`)
	orderName = regexp.MustCompile(`^\d+[ \t]*[-_.]+[ \t]*([^-_.\s\d].*)$`)
)

// orderless gives a name without the number before it. A day or a version is none.
func orderless(name string) string {
	if m := orderName.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return name
}

func slugged(slug, folder, root string) string {
	switch {
	case slug == "", strings.Contains(slug, "{"):
		return folder
	case strings.HasPrefix(slug, "/"):
		return path.Join(root, slug)
	}
	return path.Join(folder, slug)
}

// Address makes alike the ways to write an address of a site: with and without slashes at its ends, and the name of the page itself.
func Address(address string) string {
	at := strings.Trim(address, "/")
	at = strings.TrimSuffix(strings.TrimSuffix(at, ".html"), ".htm")
	return strings.TrimSuffix(strings.TrimSuffix(at, "index"), "/")
}

// Addresses gives the addresses that a file of Jekyll or Hexo has on a site, from the folder of all documents: a post by its day, in its
// name or as it says itself, and its name, a document of a collection in the folder of that name. There are none for others.
func Addresses(rel, date string) []string {
	var out []string
	if d, name := postDay.FindStringSubmatch(date), postFile.FindStringSubmatch(rel); d != nil && name != nil {
		out = append(out, path.Join(d[1], d[2], d[3], content.Stem(name[1])))
	}
	if m := postName.FindStringSubmatch(rel); m != nil {
		out = append(out, path.Join(m[1], m[2], m[3], content.Stem(m[4])))
	}
	if at := Collected(rel); at != rel {
		out = append(out, Page(at))
	}
	return out
}

var (
	postName    = regexp.MustCompile(`(?:^|/)_posts/(?:.*/)?(\d{4})-(\d{2})-(\d{2})-([^/]+)$`)
	postFile    = regexp.MustCompile(`(?:^|/)_posts/(?:.*/)?(?:\d{4}-\d{2}-\d{2}-)?([^/]+)$`)
	postDay     = regexp.MustCompile(`^(\d{4})[-/](\d{2})[-/](\d{2})(?:\D|$)`)
	postAddress = regexp.MustCompile(`(?:^|/)(\d{4}/\d{2}/\d{2}/[^/]+)$`)
)

// Posted gives the address of a post without its categories that an address of a site has in it; nothing where there is none.
func Posted(address string) string {
	if m := postAddress.FindStringSubmatch(Address(address)); m != nil {
		return m[1]
	}
	return ""
}

// InJoplin tells whether an address is of a note or file in Joplin, which has it under a number that nothing else knows.
func InJoplin(address string) bool { return joplinAddress.MatchString(address) }

var joplinAddress = regexp.MustCompile(`^:/[0-9a-f]{32}$`)

// Collected gives a path as Jekyll publishes it: the folder of a collection begins with a low line, its address does not.
func Collected(rel string) string {
	parts := strings.Split(rel, "/")
	for i := range parts[:len(parts)-1] {
		parts[i] = strings.TrimPrefix(parts[i], "_")
	}
	return strings.Join(parts, "/")
}

// FromPage gives the path that a link means from the address of a page that stands as the index of a folder of its own, as Hugo and others
// publish it: from change.md, ../incident/ is beside it. It gives nothing for a file that is the index, and for a link to a file.
func FromPage(file, target string) string {
	if !strings.HasPrefix(target, "../") || content.IsMarkdown(target) || IsIndex(file) {
		return ""
	}
	return path.Join(Page(file), target)
}

var (
	pageNumber = regexp.MustCompile(`_(\d{5,})$`)
	pageLink   = regexp.MustCompile(`(?:^|/pages/(?:viewpage\.action\?pageId=)?)(\d{5,})(?:\.html|/[^/]*)?$`)
	slugLink   = regexp.MustCompile(`(?:^|/)(?:doc/([^/]+)-[A-Za-z0-9]{10}|books/[^/]+/page/([^/]+))/?$`)
)

// Number gives the number of a page of Confluence that the name of a file ends in, and LinkedNumber the one in a link; empty for others.
func Number(file string) string { return last(pageNumber.FindStringSubmatch(content.Stem(file))) }

// LinkedNumber gives the number of a page of Confluence in a link.
func LinkedNumber(target string) string { return last(pageLink.FindStringSubmatch(target)) }

// LinkedTitle gives the title in an address of Outline or BookStack, in the form of an address; empty for others.
func LinkedTitle(target string) string {
	m := slugLink.FindStringSubmatch(target)
	if m == nil {
		return ""
	}
	return strings.ToLower(m[1] + m[2])
}

func last(groups []string) string {
	if len(groups) == 0 {
		return ""
	}
	return groups[len(groups)-1]
}
