package site

import (
	"net/url"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"clausebook/internal/dossier"
	"clausebook/internal/page"
)

// parsed is a page taken apart: what a browser would make of it.
type parsed struct {
	ids     map[string]bool
	links   []string // of <a>
	loads   []string // of what a browser fetches by itself
	faults  []string
	heading int
}

func takeApart(t testing.TB, src string) parsed {
	t.Helper()
	root, err := html.Parse(strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	p := parsed{ids: map[string]bool{}}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		p.element(n)
	}
	return p
}

func (p *parsed) element(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "id" && p.ids[a.Val]:
			p.faults = append(p.faults, "the id "+a.Val+" stands twice")
		case a.Key == "id":
			p.ids[a.Val] = true
		case strings.HasPrefix(a.Key, "on"):
			p.faults = append(p.faults, "the attribute "+a.Key)
		case a.Key == "style":
			p.faults = append(p.faults, "a style attribute")
		case a.Key == "href" && n.Data == "a":
			p.links = append(p.links, a.Val)
		case a.Key == "src" || a.Key == "href" && n.Data == "link" && !isReference(n):
			p.loads = append(p.loads, a.Val)
		case a.Key == "action":
			p.loads = append(p.loads, a.Val)
		}
	}
	switch {
	case n.Data == "h1":
		p.heading++
	case n.Data == "style" || n.Data == "iframe" || n.Data == "object" || n.Data == "embed" || n.Data == "base":
		p.faults = append(p.faults, "the element "+n.Data)
	case n.Data == "script" && n.FirstChild != nil:
		p.faults = append(p.faults, "an inline script")
	}
}

// isReference tells whether a link element only names an address and fetches nothing.
func isReference(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "rel" {
			return a.Val != "stylesheet" && a.Val != "icon"
		}
	}
	return false
}

// crawl checks every page of a plan: links, fragments, ids, and that nothing runs inline or comes from outside.
func crawl(t *testing.T, pages map[string]string) map[string]parsed {
	t.Helper()
	all := map[string]parsed{}
	for at, src := range pages {
		if path.Ext(at) == ".html" {
			all[at] = takeApart(t, src)
		}
	}
	for at, p := range all {
		for _, fault := range p.faults {
			t.Errorf("%s: %s", at, fault)
		}
		if p.heading != 1 {
			t.Errorf("%s: %d headings of the first level", at, p.heading)
		}
		for _, link := range p.links {
			checkLink(t, pages, all, at, link, false)
		}
		for _, load := range p.loads {
			checkLink(t, pages, all, at, load, true)
		}
	}
	return all
}

func checkLink(t *testing.T, pages map[string]string, all map[string]parsed, at, link string, local bool) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Errorf("%s: %q: %v", at, link, err)
		return
	}
	if u.IsAbs() || u.Host != "" {
		if local || u.Scheme != "https" {
			t.Errorf("%s: leads outside: %q", at, link)
		}
		return
	}
	to := at
	if u.Path != "" {
		to = path.Join(path.Dir(at), u.Path)
	}
	if _, ok := pages[to]; !ok {
		t.Errorf("%s: broken link %q", at, link)
		return
	}
	if u.Fragment != "" && path.Ext(to) == ".html" && !all[to].ids[u.Fragment] {
		t.Errorf("%s: %q has no such fragment", at, link)
	}
}

// distances gives the number of clicks from the home page to every page.
func distances(all map[string]parsed) map[string]int {
	far := map[string]int{"index.html": 0}
	for next := []string{"index.html"}; len(next) > 0; next = next[1:] {
		at := next[0]
		for _, link := range all[at].links {
			u, err := url.Parse(link)
			if err != nil || u.IsAbs() || u.Path == "" {
				continue
			}
			to := path.Join(path.Dir(at), u.Path)
			if _, seen := far[to]; !seen {
				far[to] = far[at] + 1
				next = append(next, to)
			}
		}
	}
	return far
}

func TestPages(t *testing.T) {
	pages := render(t, planOf(t, sample(t), Options{Source: sampleTree(), Blob: sampleBlob}))
	all := crawl(t, pages)
	far := distances(all)
	kinds := map[string]bool{}
	for at, src := range pages {
		if path.Ext(at) != ".html" {
			continue
		}
		kinds[kindOf(src)] = true
		clicks, reached := far[at]
		if kindOf(src) != "redirect" && at != "404.html" && (!reached || clicks > 4) {
			t.Errorf("%s is %d clicks from home, reached: %v", at, clicks, reached)
		}
		if len(src) > most(at) {
			t.Errorf("%s has %d bytes", at, len(src))
		}
	}
	for _, k := range page.Kinds {
		if !kinds[k.Name] && !k.Crowded {
			t.Errorf("no page of kind %s", k.Name)
		}
	}
}

// TestCrowdedPages wants the pages that only long lists have, with nothing on them that leads nowhere.
func TestCrowdedPages(t *testing.T) {
	pages := render(t, planOf(t, crowded(t), Options{Source: sampleTree(), Blob: sampleBlob}))
	far := distances(crawl(t, pages))
	for _, k := range page.Kinds {
		if !k.Crowded {
			continue
		}
		if clicks, reached := far[k.Golden]; !reached || clicks > 4 || kindOf(pages[k.Golden]) != k.Name {
			t.Errorf("%s is of kind %q, not %s, or %d clicks from home", k.Golden, kindOf(pages[k.Golden]), k.Name, clicks)
		}
	}
}

// most is the number of bytes that a page may weigh. A pack holds whole documents, to be printed, and is bounded by
// the text in one part of it.
func most(at string) int {
	if strings.HasPrefix(at, "packs/") {
		return 900 << 10
	}
	return 100_000
}

// kindOf reads the kind off the body's class.
func kindOf(src string) string {
	_, rest, _ := strings.Cut(src, `<body class="kind-`)
	kind, _, _ := strings.Cut(rest, `"`)
	return kind
}

func TestEmpty(t *testing.T) {
	crawl(t, render(t, planOf(t, &dossier.Dossier{}, Options{})))
}

// TestEveryFileHasAKind holds that whoever counts or times files by kind misses none.
func TestEveryFileHasAKind(t *testing.T) {
	d := sample(t)
	d.Site.BaseURL = "https://sms.example.org/"
	d.Site.Look = dossier.Look{Accent: "#ffcc00", OnAccent: "#000000"}
	for _, f := range planOf(t, d, Options{Source: sampleTree(), Blob: sampleBlob}) {
		if f.Kind == "" {
			t.Errorf("%s is of no kind", f.Path)
		}
	}
}
