package site

import (
	"strings"
	"testing"
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
