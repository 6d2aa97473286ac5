package site

import (
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
)

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
	pages := render(t, planOf(t, sample(t), Options{Source: anyTree{}}))
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
		d := &dossier.Dossier{Site: dossier.Site{Forge: dossier.Forge{Kind: kind, URL: "https://h/r/", Branch: "main"}}}
		if got := newSite(d, settings{}).edit("a b/c.md"); got != want {
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
