package site

import (
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"clausebook/internal/doc"
	"clausebook/internal/history"
)

func TestSlug(t *testing.T) {
	for id, want := range map[string]string{
		"POL-CHG": "pol-chg", "8.5.1.3": "8.5.1.3", "a/b\\c": "a-b-c", "..": "unnamed", "": "unnamed", "../../etc/passwd": "etc-passwd",
		"CON": "-con", "con.html": "-con.html", "COM1": "-com1", "lpt¹": "lpt", "lpt1.x": "-lpt1.x", "com10": "com10", "a..b": "a.-b", ".hidden": "hidden", "end.": "end",
		"Änderung": "änderung", "変更": "変更", "a:b": "a-b", "x\x00y": "x-y", "a~2": "a-2",
	} {
		if got := slug(id); got != want {
			t.Errorf("slug(%q) = %q, want %q", id, got, want)
		}
	}
}

func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"POL-CHG", "../x", "con", "a\xffb", strings.Repeat("変", 300), "a b", ". .", "NUL.txt"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		for _, name := range []string{slug(id), fileName(id)} {
			if strings.ContainsAny(name, "/\\:*?\"<>|~\x00") || len(name) > 200 || !utf8.ValidString(name) {
				t.Fatalf("%q gives %q", id, name)
			}
		}
		s := slug(id)
		first, _, _ := strings.Cut(s, ".")
		if !fs.ValidPath(s) || s == "." || strings.HasSuffix(s, ".") || reserved(first) {
			t.Fatalf("%q gives %q", id, s)
		}
	})
}

// TestAddressesDiffer holds that no two things share an address, also where a file system cannot tell upper from
// lower case.
func TestAddressesDiffer(t *testing.T) {
	a := newBook()
	seen := map[string]bool{}
	for _, id := range []string{"POL-A", "pol-a", "POL A", "pol/a", "POL-A-2", "pol-a", "Pol-A"} {
		at := strings.ToLower(a.page("documents/", id))
		if seen[at] {
			t.Errorf("%s gives %s, which is taken", id, at)
		}
		seen[at] = true
	}
}

func TestAttachmentAddress(t *testing.T) {
	for name, want := range map[string]string{
		"content/files/scan 1.pdf": "files/files-scan-1.pdf", "content/page.html": "files/page.html.txt", "content/PAGE.XHTML": "files/PAGE.XHTML.txt",
		"content/x.svg": "files/x.svg", "content/.htaccess": "files/file.htaccess", "content/nul.txt": "files/-nul.txt", "other/x.js": "files/other-x.js.txt",
	} {
		if got := newBook().file("content", name); got != want {
			t.Errorf("file(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestAliasPath(t *testing.T) {
	for alias, want := range map[string]string{
		"old/page": "old/page.html", "/old/page.html": "old/page.html", "old/": "old/index.html", "policies/change.md": "policies/change.html", "": "index.html",
		"../up": "", "a/../../b": "", "a\\b": "", "javascript:alert(1)": "", "con": "", "a/nul.html": "", "https://x.example/a": "", "a.html/b": "",
		"files/x": "", "assets/site.css": "", "a/.hidden": "", "x?y": "", "x#y": "", "a b": "",
	} {
		got, ok := aliasPath(alias)
		if got != want || ok != (want != "") {
			t.Errorf("aliasPath(%q) = %q, %v, want %q", alias, got, ok, want)
		}
	}
}

func TestDrawings(t *testing.T) {
	const open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">`
	for name, tc := range map[string]struct {
		src  string
		safe bool
	}{
		"plain":          {open + `<g><path d="M0 0"/><use xlink:href="#a"/><text fill="url(#g)">x</text></g></svg>`, true},
		"doctype":        {`<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">` + open + `</svg>`, true},
		"script":         {open + `<script>alert(1)</script></svg>`, false},
		"script in case": {open + `<SCRIPT>alert(1)</SCRIPT></svg>`, false},
		"handler":        {open + `<g onload="alert(1)"/></svg>`, false},
		"link":           {open + `<a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`, false},
		"tab in link":    {open + "<a href=\"java\tscript:alert(1)\"><text>x</text></a></svg>", false},
		"entity":         {`<!DOCTYPE svg [<!ENTITY x "<script>alert(1)</script>">]>` + open + `&x;</svg>`, false},
		"foreign":        {open + `<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>`, false},
		"html":           {open + `<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script></svg>`, false},
		"set":            {open + `<set attributeName="href" to="javascript:alert(1)"/></svg>`, false},
		"outside":        {open + `<image href="https://x.example/a.png"/></svg>`, false},
		"import":         {open + `<style>@import "https://x.example/a.css";</style></svg>`, false},
		"outside paint":  {open + `<rect fill="url(https://x.example/a)"/></svg>`, false},
		"stylesheet":     {`<?xml-stylesheet href="x.xsl"?>` + open + `</svg>`, false},
		"broken":         {open + `<g>`, false},
		"large":          {open + strings.Repeat(" ", maxDrawing) + `</svg>`, false},
	} {
		if why := activeDrawing(tc.src); (why == nil) != tc.safe {
			t.Errorf("%s: %v", name, why)
		}
	}
}

func TestUnsafeDrawingIsReplaced(t *testing.T) {
	pages := render(t, plan(t, sample(t), Options{Source: anyTree{}}))
	if got := pages["files/files-map.svg"]; !strings.Contains(got, "This drawing is not shown") || strings.Contains(got, "onerror") {
		t.Errorf("got %s", got)
	}
	if _, there := pages["files/files-page.html"]; there {
		t.Error("a page of the documents' folder is served as a page of the site")
	}
}

func TestPagers(t *testing.T) {
	for _, tc := range []struct{ n, size, parts int }{{0, 10, 1}, {1, 10, 1}, {10, 10, 1}, {11, 10, 2}, {100, 10, 10}} {
		all := pagers("x.html", tc.n, tc.size)
		rows := 0
		for i, p := range all {
			if rows != p.From {
				t.Errorf("part %d starts at %d, want %d", i, p.From, rows)
			}
			rows = p.To
		}
		if len(all) != tc.parts || rows != tc.n {
			t.Errorf("%d rows: %d parts up to %d", tc.n, len(all), rows)
		}
	}
}

func TestForge(t *testing.T) {
	for kind, want := range map[string]string{
		"github": "https://h/r/edit/main/a%20b/c.md", "gitlab": "https://h/r/-/edit/main/a%20b/c.md", "gitea": "https://h/r/_edit/main/a%20b/c.md",
		"bitbucket": "https://h/r/src/main/a%20b/c.md?mode=edit", "azure": "https://h/r?path=/a%20b/c.md&version=GBmain", "gerrit": "", "": "",
	} {
		d := sample(t)
		d.Site.Forge.Kind, d.Site.Forge.URL = kind, "https://h/r/"
		s := &site{Dossier: d}
		if got := s.edit("a b/c.md"); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}

func TestFormerID(t *testing.T) {
	for want, r := range map[doc.ID]history.Revision{
		"POL-OLD":         {Path: "content/a.md", Facts: history.Facts{ID: "POL-OLD"}},
		"policies-change": {Path: "content/policies/Change.md"},
	} {
		if got := formerID("content", r); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
