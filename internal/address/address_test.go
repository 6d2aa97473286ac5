package address

import (
	"clausebook/internal/content"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSlug(t *testing.T) {
	for id, want := range map[string]string{
		"POL-CHG": "pol-chg", "8.5.1.3": "8.5.1.3", "a/b\\c": "a-b-c", "..": "unnamed", "": "unnamed", "../../etc/passwd": "etc-passwd",
		"CON": "-con", "con.html": "-con.html", "COM1": "-com1", "lpt¹": "lpt", "lpt1.x": "-lpt1.x", "com10": "com10", "a..b": "a.-b",
		".hidden": "hidden", "end.": "end",
		"Änderung": "änderung", "変更": "変更", "a:b": "a-b", "x\x00y": "x-y", "a~2": "a-2",
	} {
		if got := Slug(id); got != want {
			t.Errorf("slug(%q) = %q, want %q", id, got, want)
		}
	}
}

func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"POL-CHG", "../x", "con", "a\xffb", strings.Repeat("変", 300), "a b", ". .", "NUL.txt"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		for _, name := range []string{Slug(id), fileName(id)} {
			if strings.ContainsAny(name, "/\\:*?\"<>|~\x00") || len(name) > 200 || !utf8.ValidString(name) {
				t.Fatalf("%q gives %q", id, name)
			}
		}
		s := Slug(id)
		if !fs.ValidPath(s) || s == "." || strings.HasSuffix(s, ".") || content.Device(s) {
			t.Fatalf("%q gives %q", id, s)
		}
	})
}

// TestAddressesDiffer holds that no two things share an address, also where a file system cannot tell upper from
// lower case.
func TestAddressesDiffer(t *testing.T) {
	a := New()
	seen := map[string]bool{}
	for _, id := range []string{"POL-A", "pol-a", "POL A", "pol/a", "POL-A-2", "pol-a", "Pol-A"} {
		at := strings.ToLower(a.Page("documents/", id))
		if seen[at] {
			t.Errorf("%s gives %s, which is taken", id, at)
		}
		seen[at] = true
	}
}

func TestAttachmentAddress(t *testing.T) {
	for name, want := range map[string]string{
		"content/files/scan 1.pdf": "files/files-scan-1.pdf", "content/page.html": "files/page.html.txt",
		"content/PAGE.XHTML": "files/PAGE.XHTML.txt",
		"content/x.svg":      "files/x.svg", "content/.htaccess": "files/htaccess.txt", "content/nul.txt": "files/-nul.txt",
		"other/x.js": "files/other-x.js.txt", "content/a.php": "files/a.php.txt", "content/a.PHTML": "files/a.PHTML.txt",
		"content/b.svgz": "files/b.svgz.txt", "content/_headers": "files/_headers.txt", "content/_redirects": "files/_redirects.txt",
		"content/web.config": "files/web.config.txt", "content/x.cgi": "files/x.cgi.txt", "content/x.png.php": "files/x.png.php.txt",
		"content/.png": "files/file.png", "content/LICENSE": "files/LICENSE.txt", "content/a.DOCX": "files/a.DOCX", "content/t.tar.gz": "files/t.tar.gz",
	} {
		if got := New().File("content", name); got != want {
			t.Errorf("file(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestAliasPath(t *testing.T) {
	for alias, want := range map[string]string{
		"old/page": "old/page.html", "/old/page.html": "old/page.html", "old/": "old/index.html", "policies/change.md": "policies/change.html",
		"":      "index.html",
		"../up": "", "a/../../b": "", "a\\b": "", "javascript:alert(1)": "", "con": "", "a/nul.html": "", "https://x.example/a": "",
		"a.html/b": "",
		"files/x":  "", "assets/site.css": "", "a/.hidden": "", "x?y": "", "x#y": "", "a b": "",
	} {
		got, ok := AliasPath(alias)
		if got != want || ok != (want != "") {
			t.Errorf("aliasPath(%q) = %q, %v, want %q", alias, got, ok, want)
		}
	}
}
