package doc

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"clausebook/internal/content"
	"clausebook/internal/nearest"
)

// names is what a set offers to a link that leads nowhere. It is made once, so that a thousand broken links do not
// each go through ten thousand files.
type names struct {
	ids     []string               // of all documents
	pages   map[string]*Document   // path without its ending -> document
	titles  map[string][]*Document // title or name of the file, folded -> the documents that have it
	folded  map[string]string      // path, folded -> path
	folders map[string][]string    // folder -> names of the files in it, sorted; folders above them have an entry, too
	numbers map[string][]*Document // number at the end of the name, as an export of Confluence has that of the page -> the documents
	sites   map[string]*Document   // address on the site of the documents' own, as `permalink` or `aliases` give it -> the document
	places  map[string][]string    // name of a file in lower case -> its paths, sorted
}

func newNames(s *Set) *names {
	n := &names{pages: map[string]*Document{}, titles: map[string][]*Document{}, folded: map[string]string{}, folders: map[string][]string{},
		places: map[string][]string{}, sites: map[string]*Document{}, numbers: map[string][]*Document{}}
	for _, d := range s.Documents {
		n.ids = append(n.ids, string(d.ID))
		n.add(d.Path)
		n.addSites(d, s.Folder.Rel(d.Path))
		page := path.Join(path.Dir(d.Path), content.Stem(d.Path))
		n.addPage(page, d)
		if written, err := url.PathUnescape(d.Path); err == nil && written != d.Path { // a wiki of Azure has %2D in names of files
			n.addPage(written, d)
			n.addPage(path.Join(path.Dir(written), content.Stem(written)), d)
		}
		n.addNotes(d)
	}
	for _, a := range s.Assets {
		n.add(a.Path)
	}
	return n
}

// addNotes keeps the names by which programs for notes and wikis find a document: its title, that of its file, other names that it gives
// itself, and the number of the page.
func (n *names) addNotes(d *Document) {
	stem := content.Stem(d.Path)
	known := []string{}
	for _, name := range append([]string{d.Title, stem}, d.Aliases...) {
		if name = foldName(name); name != "" && !slices.Contains(known, name) {
			known, n.titles[name] = append(known, name), append(n.titles[name], d)
		}
	}
	if m := pageNumber.FindStringSubmatch(stem); m != nil {
		n.numbers[m[1]] = append(n.numbers[m[1]], d)
	}
}

var (
	pageNumber = regexp.MustCompile(`_(\d{5,})$`)
	pageLink   = regexp.MustCompile(`(?:^|/pages/(?:viewpage\.action\?pageId=)?)(\d{5,})(?:\.html|/[^/]*)?$`)
)

// page gives the document that was a page of Confluence with the number that an address tells.
func (n *names) page(address string) *Document {
	m := pageLink.FindStringSubmatch(address)
	if m == nil || len(n.numbers[m[1]]) != 1 {
		return nil
	}
	return n.numbers[m[1]][0]
}

// addPage keeps a name of a document; the first that asks for one has it.
func (n *names) addPage(name string, d *Document) {
	if n.pages[name] == nil {
		n.pages[name] = d
	}
}

// addSites keeps the addresses that a document has on a site of its own. The first that asks for one has it.
func (n *names) addSites(d *Document, rel string) {
	for _, address := range append([]string{d.Front.Get("permalink").Text(), posted(rel), collectedAt(rel)}, d.Aliases...) {
		if at := siteAddress(address); at != "" && n.sites[at] == nil {
			n.sites[at] = d
		}
	}
}

// collected gives a path as Jekyll publishes it: the folder of a collection begins with a low line, its address does not.
func collected(rel string) string {
	parts := strings.Split(rel, "/")
	for i := range parts[:len(parts)-1] {
		parts[i] = strings.TrimPrefix(parts[i], "_")
	}
	return strings.Join(parts, "/")
}

// collectedAt gives the address of a document in a collection; nothing for others.
func collectedAt(rel string) string {
	if at := collected(rel); at != rel {
		return path.Join(path.Dir(at), content.Stem(at))
	}
	return ""
}

var postName = regexp.MustCompile(`(?:^|/)_posts/(?:.*/)?(\d{4})-(\d{2})-(\d{2})-([^/]+)$`)

// posted gives the address of a post of Jekyll without its categories: its day and its name.
func posted(rel string) string {
	m := postName.FindStringSubmatch(rel)
	if m == nil {
		return ""
	}
	return path.Join(m[1], m[2], m[3], content.Stem(m[4]))
}

var postAddress = regexp.MustCompile(`(?:^|/)(\d{4}/\d{2}/\d{2}/[^/]+)$`)

// posted finds the post that an address means, below whatever categories.
func (n *names) posted(address string) *Document {
	if m := postAddress.FindStringSubmatch(siteAddress(address)); m != nil {
		return n.sites[m[1]]
	}
	return nil
}

// siteAddress makes alike the ways to write an address of a site: with and without slashes at its ends, and the name of the page itself.
func siteAddress(address string) string {
	at := strings.Trim(address, "/")
	at = strings.TrimSuffix(strings.TrimSuffix(at, ".html"), ".htm")
	return strings.TrimSuffix(strings.TrimSuffix(at, "index"), "/")
}

func (n *names) add(p string) {
	folder, name := path.Dir(p), path.Base(p)
	n.folded[foldPath(p)] = p
	n.folders[folder] = append(n.folders[folder], name)
	n.places[strings.ToLower(name)] = append(n.places[strings.ToLower(name)], p)
	for up := path.Dir(folder); up != "." && n.folders[up] == nil; up = path.Dir(up) {
		n.folders[up] = []string{}
	}
}

// foldPath makes alike the paths that some systems take for the same.
func foldPath(p string) string { return strings.ToLower(norm.NFC.String(p)) }

// foldName makes alike the ways to write a name: case, spaces, and the hyphens of file names.
func foldName(name string) string {
	words := strings.FieldsFunc(foldPath(name), func(r rune) bool { return r == ' ' || r == '-' || r == '_' })
	return strings.Join(words, " ")
}

// near gives the file that a path most likely stands for, or nothing: the same without its ending, the only file of
// that name in another folder, or the nearest name in the same folder.
func (n *names) near(p string) string {
	if full, ok := n.folded[foldPath(p)+".md"]; ok {
		return full
	}
	if moved := n.places[strings.ToLower(path.Base(p))]; len(moved) == 1 {
		return moved[0]
	}
	folder, name := path.Dir(p), path.Base(p)
	if path.Ext(name) == "" {
		name += ".md"
	}
	if name, ok := nearest.Name(name, n.folders[folder]); ok {
		return path.Join(folder, name)
	}
	return ""
}

// relative gives the path to a file as a document has to write it.
func relative(from, to string) string {
	here, there := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	for len(here) > 0 && len(there) > 1 && here[0] == there[0] {
		here, there = here[1:], there[1:]
	}
	return strings.Join(append(slices.Repeat([]string{".."}, len(here)), there...), "/")
}
