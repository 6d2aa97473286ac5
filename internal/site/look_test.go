package site

import (
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/dossier"
)

// TestLook sets colours and a logo by configuration; a logo that is more than a drawing is not copied as it is.
func TestLook(t *testing.T) {
	d := sample(t)
	d.Site.Look = dossier.Look{Accent: "#ffcc00", OnAccent: "#000000", LinkDark: "#8ec5ff", Logo: "brand/Logo.svg"}
	tree := sampleTree().(fstest.MapFS)
	tree["brand/Logo.svg"] = &fstest.MapFile{Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`)}
	pages := render(t, planOf(t, d, Options{Source: tree}))
	home := pages["index.html"]
	for _, want := range []string{`<link rel="stylesheet" href="assets/look.css">`, `<img src="assets/own-logo.svg"`} {
		if !strings.Contains(home, want) {
			t.Errorf("the home page lacks %s", want)
		}
	}
	for _, want := range []string{":root { --accent: #ffcc00; --on-accent: #000000; }", ":root[data-theme=dark] { --link: #8ec5ff; }"} {
		if !strings.Contains(pages["assets/look.css"], want) {
			t.Errorf("the colours lack %s:\n%s", want, pages["assets/look.css"])
		}
	}
	if logo := pages["assets/own-logo.svg"]; strings.Contains(logo, "onload") || !strings.Contains(logo, "not shown") {
		t.Errorf("the logo is copied as it is: %s", logo)
	}
	theirs := fstest.MapFS{"assets/look.css": {Data: []byte("theirs")}, "assets/own-logo.svg": {Data: []byte("theirs")},
		"assets/search/meta.js": {Data: []byte("theirs")}, "assets/more.css": {Data: []byte("theirs")}}
	for at, src := range render(t, planOf(t, d, Options{Source: tree, Override: theirs})) {
		if (src == "theirs") != (at == "assets/more.css") {
			t.Errorf("%s is that of the theme: %v", at, src == "theirs")
		}
	}
	if plain := render(t, planOf(t, sample(t), Options{})); plain["assets/look.css"] != "" ||
		strings.Contains(plain["index.html"], "look.css") {
		t.Error("without colours there is a style sheet for them")
	}
}
