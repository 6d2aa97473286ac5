package browser

import (
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"clausebook/internal/longtest"
)

// everyPageWithin is how long the walk through every page may take. It takes a third of that on a quiet machine with two cores; what is
// left then is said.
const everyPageWithin = 45 * time.Minute

// TestEveryPageIsAccessible checks the pages of the example site in light at 1280 px: in a long run all of them, otherwise those that
// have an element which none before them has. One of each kind comes first, so that a walk that has to end early has seen the most.
func TestEveryPageIsAccessible(t *testing.T) {
	t.Parallel()
	wantBrowser(t)
	s := theSite(t)
	axe, err := readAxe()
	if err != nil {
		t.Fatal("axe-core is not installed (npm ci --prefix internal/browser)")
	}
	first := s.sample(checkable)
	pages := slices.Clone(first)
	for _, at := range s.pages() {
		if !slices.Contains(first, at) {
			pages = append(pages, at)
		}
	}
	if !longtest.Wanted() {
		pages = s.unlike(pages)
	}
	end, queue := time.Now().Add(everyPageWithin), make(chan string, len(pages))
	for _, at := range pages {
		queue <- at
	}
	close(queue)
	var wait sync.WaitGroup
	for range 2 {
		b := newTab(t, s.onDisk())
		b.colours("light")
		wait.Go(func() {
			for at := range queue {
				if time.Now().After(end) {
					continue
				}
				b.open(at)
				b.do(chromedp.Evaluate[chromedp.Void](axe + "; 0"))
				b.checked(at, rulesOf)
			}
		})
	}
	wait.Wait()
	if time.Now().After(end) {
		t.Errorf("of %d pages not all were looked at in %v", len(pages), everyPageWithin)
	}
	t.Logf("%d pages", len(pages))
}

// pages lists the pages of the site, sorted.
func (s *site) pages() []string {
	var out []string
	for at := range s.files {
		if path.Ext(at) == ".html" {
			out = append(out, at)
		}
	}
	slices.Sort(out)
	return out
}

// unlike leaves out the pages that have no element which those before them lack.
func (s *site) unlike(pages []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(pages), func(at string) bool {
		before := len(seen)
		elements(s.files[at], func(element string) { seen[element] = true })
		return len(seen) == before
	})
}

// elements tells each element of a page: its name, its classes, its role and which attributes it has, below those of its parent.
func elements(src string, yield func(string)) {
	root, err := html.Parse(strings.NewReader(src))
	if err != nil {
		return // a string does not fail
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			yield(described(n.Parent) + " > " + described(n))
		}
	}
}

// described is what an element is but for what it says.
func described(n *html.Node) string {
	words := []string{n.Data}
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "role", "scope", "type", "lang":
			words = append(words, a.Key+"="+a.Val)
		default:
			words = append(words, a.Key)
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// TestKindsInEveryWay checks one page of each kind as readers may have it: in dark, in forced colours, on 320 px, at 200 % and from right
// to left. None of these may need scrolling to the side.
func TestKindsInEveryWay(t *testing.T) {
	t.Parallel()
	wantBrowser(t)
	s := theSite(t)
	axe, err := readAxe()
	if err != nil {
		t.Fatal("axe-core is not installed (npm ci --prefix internal/browser)")
	}
	for name, way := range map[string]struct {
		feature, wish string
		width, height int64
		rtl           bool
	}{
		"dark":            {"prefers-color-scheme", "dark", 1280, 900, false},
		"forced colours":  {"forced-colors", "active", 1280, 900, false},
		"320 px":          {"prefers-color-scheme", "light", 320, 640, false},
		"200 %":           {"prefers-color-scheme", "light", 640, 450, false},
		"right to left":   {"prefers-color-scheme", "light", 1280, 900, true},
		"a narrow script": {"prefers-color-scheme", "light", 390, 800, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newTab(t, s.onDisk())
			b.reader(way.feature, way.wish)
			b.window(way.width, way.height)
			for _, at := range s.sample(checkable) {
				if at == "matrix.html" {
					continue // a slice of it stands for it
				}
				b.open(at)
				if way.rtl {
					b.do(chromedp.Evaluate[chromedp.Void]("document.documentElement.dir = 'rtl'; 0"))
				}
				b.do(chromedp.Evaluate[chromedp.Void](axe + "; 0"))
				b.checked(at+" in "+name, rulesOf)
				if fault := value[string](b, tooWide); fault != "" {
					t.Errorf("%s in %s: %s", at, name, fault)
				}
			}
		})
	}
}
