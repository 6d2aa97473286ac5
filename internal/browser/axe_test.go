package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// readAxe reads the checker, which `npm ci --prefix internal/browser` brings.
var readAxe = sync.OnceValues(func() (string, error) {
	src, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	return string(src), err
})

// violation is one rule of the checker that a page breaks.
type violation struct {
	ID    string   `json:"id"`
	Help  string   `json:"help"`
	Nodes []string `json:"nodes"`
}

// rulesOf is what is asked of a page: all rules of WCAG 2.0 to 2.2, levels A and AA.
const (
	rulesOf   = `{runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']}, resultTypes: ['violations'], elementRef: false}`
	colourOf  = `{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}, resultTypes: ['violations'], elementRef: false}`
	runChecks = `axe.run(document, %s).then(r => r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 5).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 160) + ' ' + n.failureSummary.slice(0, 200))})))`
)

// accessible checks the page as it stands, in light and in dark. What does not hang on colours is checked once.
func (b *tab) accessible(what string) {
	b.t.Helper()
	axe, err := readAxe()
	if err != nil {
		b.t.Fatal("axe-core is not installed (npm ci --prefix internal/browser): accessibility is not checked")
	}
	b.do(chromedp.Evaluate[chromedp.Void](axe + "; 0"))
	b.checked(what+" in light", rulesOf)
	b.colours("dark")
	b.checked(what+" in dark", colourOf)
	b.colours("light")
}

func (b *tab) checked(what, rules string) {
	b.t.Helper()
	for _, v := range value[[]violation](b, fmt.Sprintf(runChecks, rules)) {
		b.t.Errorf("%s: %s (%s):\n\t%s", what, v.Help, v.ID, strings.Join(v.Nodes, "\n\t"))
	}
}

const checkable = 30_000 // bytes of a page that the checker goes through in a second

// TestAccessible checks every kind of page, and what scripts put on a page, by the rules of WCAG 2.2 AA. Of the matrix
// a slice stands for the whole, which is of the same make and ten times as long.
func TestAccessible(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	b := newTab(t, s.onDisk())
	b.colours("light")
	for _, at := range s.sample(checkable) {
		if at == "matrix.html" {
			continue
		}
		b.open(at)
		b.accessible(at)
	}
	for what, address := range map[string]string{"search results": "search.html?q=change+managment",
		"narrowed results":  "search.html?q=incident&type=process&owner=sms-manager",
		"a filtered matrix": "matrix/iso20000-1-2018-8.5.html?filter=change"} {
		b.open(address)
		b.wait(what, "document.querySelector('#results li, .sift [role=status]:not(:empty)')")
		b.accessible(what)
	}
	b.press("?")
	b.wait("the help", "document.querySelector('dialog[open]')")
	b.accessible("the help on keys")
	b.press(kb.Escape)
	b.window(390, 800)
	b.open("index.html")
	b.accessible("index.html on a phone")
}

// TestAxeIsAwake holds that the checker finds what it is there for.
func TestAxeIsAwake(t *testing.T) {
	wantBrowser(t)
	t.Parallel()
	axe, err := readAxe()
	if err != nil {
		t.Fatal("axe-core is not installed (npm ci --prefix internal/browser)")
	}
	bad := &site{
		files: map[string]string{
			"bad.html": `<!doctype html><title>x</title><main><h1>x</h1><img src="data:,"><p style="color:#ccc;background:#fff">pale</p></main>`,
		},
	}
	b := newTab(t, bad.places(t)["http"])
	b.open("bad.html")
	b.do(chromedp.Evaluate[chromedp.Void](axe + "; 0"))
	var found []string
	for _, v := range value[[]violation](b, fmt.Sprintf(runChecks, rulesOf)) {
		found = append(found, v.ID)
	}
	for _, want := range []string{"html-has-lang", "image-alt", "color-contrast"} {
		if !strings.Contains(strings.Join(found, " "), want) {
			t.Errorf("%s is not found, only %q", want, found)
		}
	}
}
