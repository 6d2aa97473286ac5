package site

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"unicode"
)

// book gives out addresses. No two things share one, whatever ids the documents use and whether or not a file system tells
// upper from lower case.
type book struct{ taken map[string]bool } // lower-case paths

func newBook() *book { return &book{map[string]bool{}} }

// take takes an address if it is free, and tells whether it was.
func (b *book) take(at string) bool {
	key := strings.ToLower(at)
	if b.taken[key] {
		return false
	}
	b.taken[key] = true
	return true
}

// has tells whether something stands at an address.
func (b *book) has(at string) bool { return b.taken[strings.ToLower(at)] }

// claim gives folder + name + ext, or the same with a number where that is taken.
func (b *book) claim(folder, name, ext string) string {
	try := folder + name + ext
	for n := 2; !b.take(try); n++ {
		try = fmt.Sprintf("%s%s-%d%s", folder, name, n, ext)
	}
	return try
}

// page claims the address of a page for something with this id.
func (b *book) page(folder, id string) string { return b.claim(folder, slug(id), ".html") }

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
func (b *book) file(folder, name string) string {
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
	return b.claim("files/", fileName(stem), fileName(ext))
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

// aliasPath makes a path below the site's root of an old address. What could lead outside, is a name that a system
// reserves, or has a folder that could be the name of a file, is no address.
func aliasPath(alias string) (string, bool) {
	at := strings.TrimPrefix(strings.TrimSpace(alias), "/")
	if strings.HasSuffix(at, "/") || at == "" {
		at += "index.html"
	}
	if ext := path.Ext(at); ext != ".html" && ext != ".htm" {
		at = strings.TrimSuffix(at, ".md") + ".html"
	}
	folder, _ := path.Split(at)
	if !fs.ValidPath(at) || len(at) > 200 || strings.Contains(folder, ".") ||
		strings.HasPrefix(folder, "files/") || strings.HasPrefix(folder, "assets/") {
		return "", false
	}
	for part := range strings.SplitSeq(at, "/") {
		if fileName(part) != part || strings.HasPrefix(part, ".") {
			return "", false
		}
	}
	return at, true
}

// numbered gives the address of the i-th part of a list. No slug holds a tilde, so no id can be in the way.
func numbered(base string, i int) string {
	if i == 0 {
		return base
	}
	return fmt.Sprintf("%s~%d.html", strings.TrimSuffix(base, ".html"), i+1)
}
