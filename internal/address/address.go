// Package address gives out the addresses of a site: from ids to paths that no two things share and that are safe on every
// file system.
//
// Paths are relative to the root of the site. Whoever shows something claims its address before any page is put together,
// because pages link to each other whatever their order.
package address

import (
	"clausebook/internal/content"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"unicode"
)

// Book gives out addresses. No two things share one, whatever ids the documents use and whether or not a file system tells
// upper from lower case.
type Book struct{ taken map[string]bool } // lower-case paths

// New is a book in which everything is free.
func New() *Book { return &Book{map[string]bool{}} }

// Take takes an address if it is free, and tells whether it was.
func (b *Book) Take(at string) bool {
	key := strings.ToLower(at)
	if b.taken[key] {
		return false
	}
	b.taken[key] = true
	return true
}

// Claim gives folder + name + ext, or the same with a number where that is taken.
func (b *Book) Claim(folder, name, ext string) string {
	try := folder + name + ext
	for n := 2; !b.Take(try); n++ {
		try = fmt.Sprintf("%s%s-%d%s", folder, name, n, ext)
	}
	return try
}

// Page claims the address of a page for something with this id.
func (b *Book) Page(folder, id string) string { return b.Claim(folder, Slug(id), ".html") }

const maxSlug = 160 // bytes; a file name has 255, and numbers and endings come on top

// Slug makes an id safe as part of a file name on every system: letters and digits of any script, dot, dash and
// underscore; nothing that Windows reserves, no leading or trailing dot.
func Slug(id string) string {
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
	if content.Device(s) {
		return "-" + s
	}
	return s
}

// Anchor makes a fragment of an id, with a prefix so that it collides with nothing that a document brings.
func Anchor(prefix, id string) string { return prefix + "-" + Slug(id) }

// passiveTypes are the endings of files that are copied as they are: no browser runs them in the name of the site, and no server takes
// them for programs or settings. There are too many of the others to list them.
var passiveTypes = setOf(".7z .ai .asc .avif .avi .bmp .bpmn .bz2 .cer .crl .crt .csv .doc .docm .docx .dot .dotx .drawio .dwg .dxf .eml " +
	".eps .gif .gpg .gz .ics .ico .ini .jpeg .jpg .json .key .log .m4a .m4v .markdown .md .mmd .mov .mp3 .mp4 .mpp .msg .numbers .odg " +
	".odp .ods .odt .ogg " +
	".p7m .p7s .pages .pdf .pem .png .potx .ppt .pptx .ps .psd .puml .rtf .sig .svg .tar .tex .tgz .tif .tiff .toml .tsv .txt .vsd .vsdx " +
	".wav .webm .webp .wmv .xls .xlsb .xlsm .xlsx .xz .yaml .yml .zip .zst")

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		out[word] = true
	}
	return out
}

// File claims the address of a copied file. Its folders become part of its name, so that no file can be in the way of
// a folder. Files that are not known to be passive get the ending .txt: they are evidence to be read, not programs or settings of
// this site.
func (b *Book) File(folder, name string) string {
	name = strings.ReplaceAll(strings.TrimPrefix(name, folder+"/"), "/", "-")
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	if !passiveTypes[strings.ToLower(ext)] {
		stem, ext = name, ".txt"
	}
	if stem = strings.TrimLeft(stem, "."); stem == "" {
		stem = "file"
	}
	return b.Claim("files/", fileName(stem), fileName(ext))
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
	if content.Device(name) {
		name = "-" + name
	}
	return name
}

// Relative gives the way from the root of the site, or from a prefix that leads there, to a path of it. A fragment stays as it is.
func Relative(root, to string) string {
	to, fragment, found := strings.Cut(to, "#")
	href := root + (&url.URL{Path: to}).EscapedPath()
	if found {
		href += "#" + fragment
	}
	return href
}

// Between gives the shortest way from a page to a path of the site: folders that both lie in are not left and entered again, and a place
// on the page itself is its fragment alone. Both are paths from the root.
func Between(from, to string) string {
	path, fragment, found := strings.Cut(to, "#")
	if found && path == from {
		return "#" + fragment
	}
	shared := 0 // bytes of the folders that both lie in
	for i := 0; i < min(len(from), len(path)) && from[i] == path[i]; i++ {
		if from[i] == '/' {
			shared = i + 1
		}
	}
	up := Up(from[shared:])
	if first, _, _ := strings.Cut(path[shared:], "/"); up == "" && strings.Contains(first, ":") {
		up = "./" // else it would be a scheme
	}
	return Relative(up, to[shared:])
}

// Up gives the prefix that leads from a page back to the root of the site.
func Up(from string) string { return strings.Repeat("../", strings.Count(from, "/")) }

// AliasPath makes a path below the site's root of an old address. What could lead outside, is a name that a system
// reserves, or has a folder that could be the name of a file, is no address.
func AliasPath(alias string) (string, bool) {
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

// Numbered gives the address of the i-th part of a list. No slug holds a tilde, so no id can be in the way.
func Numbered(base string, i int) string {
	if i == 0 {
		return base
	}
	return fmt.Sprintf("%s~%d.html", strings.TrimSuffix(base, ".html"), i+1)
}
