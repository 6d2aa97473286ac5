package browser

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

const (
	heaviestPage = 100_000 // bytes of HTML
	heaviestList = 1 << 20 // bytes of a whole matrix, or of a pack that is made to be printed

	// Bytes of all styles and scripts that a page loads, the index of the search apart.
	usualLook    = 48_000
	heaviestLook = 60_000
)

// whole are the kinds of page that hold all of something on purpose: to look through it at once, or to print it.
var whole = map[string]bool{"matrix": true, "pack": true}

// looks are what the styles and scripts of a page may weigh, for kinds that need more than the usual.
var looks = map[string]int{"redline": 56_000, "search": heaviestLook}

var loaded = regexp.MustCompile(`<(?:link rel="stylesheet" href|script src)="([^"]+)"`)

// TestLooks weighs the styles and scripts of every page, by its kind.
func TestLooks(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	most := map[string]int{}
	for at, src := range s.files {
		if path.Ext(at) != ".html" {
			continue
		}
		sum, kind := 0, between(src, `<body class="kind-`, `"`)
		for _, m := range loaded.FindAllStringSubmatch(src, -1) {
			if file := path.Join(path.Dir(at), m[1]); !strings.HasPrefix(file, shards) {
				sum += len(s.files[file])
			}
		}
		if limit := cmp.Or(looks[kind], usualLook); sum > limit || sum < 1000 && kind != "redirect" {
			t.Errorf("the styles and scripts of %s have %d bytes, want %d at most", at, sum, limit)
		}
		most[kind] = max(most[kind], sum)
	}
	t.Log(most)
}

// TestWeight weighs every file of the site.
func TestWeight(t *testing.T) {
	t.Parallel()
	worst := ""
	s := theSite(t)
	for at, src := range s.files {
		limit := heaviestPage
		if whole[kindOf(src)] {
			limit = heaviestList
		}
		switch ext := path.Ext(at); {
		case ext == ".html" && len(src) > limit:
			t.Errorf("%s has %d bytes, want %d at most", at, len(src), limit)
		case ext == ".html" && limit == heaviestPage && len(src) > len(s.files[worst]):
			worst = at
		}
	}
	t.Logf("heaviest ordinary page: %s with %d bytes", worst, len(s.files[worst]))
}

// anatomy is what a page is made of.
type anatomy struct {
	ids    map[string]bool
	links  []string // addresses that a reader can go to
	loads  []string // addresses that the browser fetches
	faults []string
}

// dissect parses a page as a browser does.
func dissect(t *testing.T, src string) anatomy {
	t.Helper()
	root, err := html.Parse(strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	p := anatomy{ids: map[string]bool{}}
	headings := 0
	tree := map[string]int{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		tree[n.Data]++
		p.take(n)
		if n.Data == "h1" {
			headings++
		}
	}
	if headings != 1 {
		p.fault("%d headings of the first level", headings)
	}
	p.compare(src, tree)
	return p
}

func (p *anatomy) fault(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

func (p *anatomy) take(n *html.Node) {
	at := map[string]string{}
	for _, a := range n.Attr {
		if _, twice := at[a.Key]; twice {
			p.fault("the attribute %s stands twice", a.Key)
		}
		at[a.Key] = a.Val
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
			p.fault("an attribute %s", a.Key)
		}
	}
	if id, ok := at["id"]; ok {
		if id == "" || p.ids[id] {
			p.fault("the id %q is empty or stands twice", id)
		}
		p.ids[id] = true
	}
	switch n.Data {
	case "a":
		if href, ok := at["href"]; ok {
			p.links = append(p.links, href)
		}
	case "link":
		if rel := at["rel"]; rel == "stylesheet" || rel == "icon" {
			p.loads = append(p.loads, at["href"])
		}
	case "script":
		p.loads = append(p.loads, at["src"])
		if n.FirstChild != nil && at["type"] != "application/ld+json" {
			p.fault("an inline script")
		}
	case "img", "source", "image", "form":
		p.loads = append(p.loads, at["src"]+at["action"])
	case "style", "iframe", "object", "embed", "base", "foreignobject":
		p.fault("an element %s", n.Data)
	}
}

// compare holds the tags that are written against the tree that a browser makes of them: where it has to add, move or
// close an element by itself, the page is not valid.
func (p *anatomy) compare(src string, tree map[string]int) {
	var open []string
	z := html.NewTokenizer(strings.NewReader(src))
	written := map[string]int{}
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch {
		case kind == html.StartTagToken && !void[token.Data]:
			open = append(open, token.Data)
			fallthrough
		case kind == html.StartTagToken, kind == html.SelfClosingTagToken:
			written[token.Data]++
		case kind == html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				p.fault("</%s> closes nothing", token.Data)
				return
			}
			open = open[:len(open)-1]
		}
	}
	for _, name := range open {
		p.fault("an element %s is not closed", name)
	}
	for name, n := range tree {
		if name = strings.ToLower(name); written[name] != n {
			p.fault("%d elements %s are written, a browser makes %d of them", written[name], name, n)
		}
	}
}

var void = map[string]bool{
	"area":  true,
	"br":    true,
	"col":   true,
	"hr":    true,
	"img":   true,
	"input": true,
	"link":  true,
	"meta":  true,
	"wbr":   true,
}

// allowed are the ways out of the site that a link may take.
var allowed = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true}

// TestWholeSite crawls the whole output: links, fragments, ids, inline code, validity, and the way to every page.
func TestWholeSite(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	all := s.dissected(t)
	for at, p := range all {
		for _, fault := range p.faults {
			t.Errorf("%s: %s", at, fault)
		}
		for _, link := range p.links {
			s.follow(t, all, at, link, false)
		}
		for _, load := range p.loads {
			if load != "" {
				s.follow(t, all, at, load, true)
			}
		}
	}
	far := clicks(all)
	for at := range all {
		if n, reached := far[at]; kindOf(s.files[at]) != "redirect" && at != "404.html" && (!reached || n > 4) {
			t.Errorf("%s is %d clicks from home; reached at all: %v", at, n, reached)
		}
	}
}

func (s *site) dissected(t *testing.T) map[string]anatomy {
	t.Helper()
	all := map[string]anatomy{}
	for at, src := range s.files {
		if path.Ext(at) == ".html" {
			all[at] = dissect(t, src)
		}
	}
	return all
}

// follow wants an address to lead somewhere. What a browser fetches must be of the site itself.
func (s *site) follow(t *testing.T, all map[string]anatomy, at, link string, fetched bool) {
	t.Helper()
	u, err := url.Parse(link)
	switch {
	case err != nil:
		t.Errorf("%s: %q: %v", at, link, err)
		return
	case u.IsAbs() && fetched && u.Scheme == "data":
		return
	case u.IsAbs() || u.Host != "":
		if fetched || !allowed[u.Scheme] {
			t.Errorf("%s: leads outside: %q", at, link)
		}
		return
	}
	to := at
	if u.Path != "" {
		to = path.Join(path.Dir(at), u.Path)
	}
	if _, ok := s.files[to]; !ok {
		t.Errorf("%s: broken link %q", at, link)
	} else if u.Fragment != "" && path.Ext(to) == ".html" && !all[to].ids[u.Fragment] {
		t.Errorf("%s: no such place: %q", at, link)
	}
}

// clicks gives how many clicks each page is from home, at the least.
func clicks(all map[string]anatomy) map[string]int {
	far := map[string]int{"index.html": 0}
	for next := []string{"index.html"}; len(next) > 0; next = next[1:] {
		for _, link := range all[next[0]].links {
			u, err := url.Parse(link)
			if err != nil || u.IsAbs() || u.Path == "" {
				continue
			}
			to := path.Join(path.Dir(next[0]), u.Path)
			if _, seen := far[to]; !seen {
				far[to] = far[next[0]] + 1
				next = append(next, to)
			}
		}
	}
	return far
}
