package site

import (
	"fmt"
	"net/url"
	"path"
	"strings"
	"unicode"

	"clausebook/internal/doc"
	"clausebook/internal/standard"
)

// addresses says where everything stands. Paths are relative to the root of the site, and no two things share one,
// whatever ids the documents use and whether or not a file system tells upper from lower case.
type addresses struct {
	taken     map[string]bool // lower-case paths
	documents map[*doc.Document]string
	histories map[*doc.Document]string
	redlines  map[*doc.Document][]redlineStep // newest first
	versions  map[*doc.Document]string        // its approved versions, where they are many
	refs      map[*doc.Document]string        // what refers to it and what it serves, where that is much
	items     map[standard.Ref]string         // with a fragment for what shares a page
	chains    map[standard.Ref]string         // clause or process -> its whole evidence, where that is much
	standards map[string]string               // standard id -> its overview
	sets      map[string]string               // standard id -> its documentation set
	matrices  map[string]string               // standard id -> its matrix
	slices    map[standard.Ref]string         // clause -> its slice of the matrix, where it has one
	grids     map[standard.Ref]string         // clause -> its slice as a grid of requirements and documents
	packs     map[standard.Ref]string         // top-level clause -> its documents, to be printed
	data      map[*doc.Document]string
	types     map[string]string // document type -> its register
	roles     map[string]string
	people    map[string]string
	parties   map[string]string
	months    []string          // of the review calendar, from the month of the as-of day on
	periods   []auditPeriod     // in the order of the configuration
	files     map[string]string // path in the repository -> copied file
}

func newAddresses() *addresses {
	return &addresses{
		taken: map[string]bool{}, documents: map[*doc.Document]string{}, histories: map[*doc.Document]string{},
		redlines: map[*doc.Document][]redlineStep{},
		versions: map[*doc.Document]string{}, refs: map[*doc.Document]string{}, chains: map[standard.Ref]string{}, grids: map[standard.Ref]string{}, parties: map[string]string{},
		items: map[standard.Ref]string{}, standards: map[string]string{}, sets: map[string]string{},
		matrices: map[string]string{}, slices: map[standard.Ref]string{}, packs: map[standard.Ref]string{}, data: map[*doc.Document]string{}, types: map[string]string{}, roles: map[string]string{},
		people: map[string]string{}, files: map[string]string{},
	}
}

// claim gives folder + name + ext, or the same with a number where that is taken.
func (a *addresses) claim(folder, name, ext string) string {
	try := folder + name + ext
	for n := 2; a.taken[strings.ToLower(try)]; n++ {
		try = fmt.Sprintf("%s%s-%d%s", folder, name, n, ext)
	}
	a.taken[strings.ToLower(try)] = true
	return try
}

// page claims the address of a page for something with this id.
func (a *addresses) page(folder, id string) string { return a.claim(folder, slug(id), ".html") }

const maxSlug = 160 // bytes; a file name has 255, and numbers and endings come on top

// slug makes an id safe as part of a file name on every system: letters and digits of any script, dot, dash and
// underscore; nothing that Windows reserves, no leading or trailing dot.
func slug(id string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(id) {
		if b.Len() > maxSlug {
			break
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '_' {
			r = '-'
		}
		b.WriteRune(r)
	}
	s := strings.ReplaceAll(strings.Trim(b.String(), ".-"), "..", ".-")
	if s == "" {
		return "unnamed"
	}
	if first, _, _ := strings.Cut(s, "."); reserved(first) {
		return "-" + s
	}
	return s
}

// reserved tells whether Windows keeps the name for a device.
func reserved(name string) bool {
	switch name {
	case "con", "prn", "aux", "nul":
		return true
	}
	rest, com := strings.CutPrefix(name, "com")
	if !com {
		rest, com = strings.CutPrefix(name, "lpt")
	}
	return com && len([]rune(rest)) == 1 && strings.ContainsAny(rest, "0123456789¹²³")
}

// anchor makes a fragment of an id, with a prefix so that it collides with nothing that a document brings.
func anchor(prefix, id string) string { return prefix + "-" + slug(id) }

// activeTypes are extensions of files that a browser would run in the name of the site.
var activeTypes = map[string]bool{
	".html": true, ".htm": true, ".xhtml": true, ".xht": true, ".shtml": true, ".mht": true, ".mhtml": true,
	".xml": true, ".xsl": true, ".xslt": true, ".js": true, ".mjs": true, ".swf": true, ".wasm": true, ".hta": true,
}

// file claims the address of a copied file. Its folders become part of its name, so that no file can be in the way of
// a folder. Files that a browser would run get the ending .txt: they are evidence to be read, not programs of this
// site.
func (a *addresses) file(folder, name string) string {
	name = strings.ReplaceAll(strings.TrimPrefix(name, folder+"/"), "/", "-")
	ext := path.Ext(name)
	if len(ext) > 12 {
		ext = ""
	}
	stem := strings.TrimSuffix(name, ext)
	if activeTypes[strings.ToLower(ext)] {
		stem, ext = name, ".txt"
	}
	if stem == "" {
		stem = "file"
	}
	return a.claim("files/", fileName(stem), fileName(ext))
}

// fileName is slug for attachments: it keeps the case.
func fileName(s string) string {
	clean := func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-", r) {
			return r
		}
		return '-'
	}
	name := strings.Map(clean, s)
	name = strings.ToValidUTF8(name[:min(len(name), maxSlug)], "")
	if first, _, _ := strings.Cut(strings.ToLower(name), "."); reserved(first) {
		name = "-" + name
	}
	return name
}

// relative gives the way from a page to a path of the site. A fragment stays as it is.
func relative(root, to string) string {
	to, fragment, found := strings.Cut(to, "#")
	href := root + (&url.URL{Path: to}).EscapedPath()
	if found {
		href += "#" + fragment
	}
	return href
}

// up gives the prefix that leads from a page back to the root of the site.
func up(from string) string { return strings.Repeat("../", strings.Count(from, "/")) }
