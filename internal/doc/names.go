package doc

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"clausebook/internal/content"
	"clausebook/internal/dialect"
	"clausebook/internal/nearest"
	"clausebook/internal/routes"
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
	others  map[string]*Document   // name of a page as programs make it that leave out what orders files -> the only document that has it
	labels  map[string]*Document   // label of MyST or Quarto -> the only document that has it
	sites   map[string]*Document   // address on the site of the documents' own, as `permalink` or `aliases` give it -> the document
	places  map[string][]string    // name of a file in lower case -> its paths, sorted
}

func newNames(s *Set) *names {
	n := &names{pages: map[string]*Document{}, titles: map[string][]*Document{}, folded: map[string]string{}, folders: map[string][]string{},
		places: map[string][]string{}, sites: map[string]*Document{}, numbers: map[string][]*Document{},
		others: map[string]*Document{}, labels: map[string]*Document{}}
	for _, d := range s.Documents {
		n.ids = append(n.ids, string(d.ID))
		n.add(d.Path)
		n.addSites(d, s.Folder.Rel(d.Path))
		n.addPage(routes.Page(d.Path), d)
		for _, written := range routes.Written(d.Path) {
			n.addPage(written, d)
		}
		n.addNotes(d)
		n.addOthers(d, s.Folder.Folder())
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
	if number := routes.Number(d.Path); number != "" {
		n.numbers[number] = append(n.numbers[number], d)
	}
}

// page gives the document that was a page of Confluence with the number that an address tells, or one of Outline or BookStack with the
// title.
func (n *names) page(address string) *Document {
	if found := n.numbers[routes.LinkedNumber(address)]; len(found) == 1 {
		return found[0]
	}
	if found := n.titles[foldName(routes.LinkedTitle(address))]; len(found) == 1 {
		return found[0]
	}
	return nil
}

// addPage keeps a name of a document; the first that asks for one has it.
func (n *names) addPage(name string, d *Document) {
	if n.pages[name] == nil {
		n.pages[name] = d
	}
}

// addOthers keeps the names of a page that only one document may have: those without what orders files, and labels of MyST and Quarto.
func (n *names) addOthers(d *Document, root string) {
	own := routes.Own{ID: d.Front.Get("id").Text(), Slug: d.Front.Get("slug").Text()}
	for _, name := range routes.Numberless(d.Path, root, own) {
		alone(n.others, name, d)
	}
	n.addLabels(d, d.Body.Top)
	for _, h := range d.Body.Headings {
		n.addLabels(d, append(slices.Clone(h.Marks), h.ID))
	}
}

func (n *names) addLabels(d *Document, places []string) {
	for _, place := range places {
		if label, ok := dialect.Crossing(place); ok {
			alone(n.labels, label, d)
		}
	}
}

// alone keeps who has a name; nobody where two have it.
func alone(of map[string]*Document, name string, d *Document) {
	if other, taken := of[name]; taken && other != d {
		d = nil
	}
	of[name] = d
}

// addSites keeps the addresses that a document has on a site of its own. The first that asks for one has it.
func (n *names) addSites(d *Document, rel string) {
	own, posted := d.Front.Get("permalink").Text(), routes.Addresses(rel, d.Front.Get("date").Text())
	for _, address := range slices.Concat([]string{own}, posted, d.Aliases) {
		if at := routes.Address(address); at != "" && n.sites[at] == nil {
			n.sites[at] = d
		}
	}
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
