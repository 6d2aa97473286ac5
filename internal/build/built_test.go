package build_test

import (
	"bytes"
	"context"
	"net/url"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/sync/errgroup"

	"clausebook/internal/build"
)

// built is a site as a reader has it: pages that are taken apart and files, by path. It knows nothing of what made them.
type built struct {
	pages map[string]*html.Node
	files map[string][]byte
	ids   map[string]map[string]*html.Node
	lists map[string][]row // as far as they were asked for
}

// projectOf gathers a repository as of today, or the day that its configuration gives.
func projectOf(t *testing.T, dir string) *build.Project {
	t.Helper()
	p, err := build.Gather(context.Background(), build.Options{Dir: dir, Tool: "devel", Now: time.Now, Trend: true})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// siteFrom builds the site of a project in memory.
func siteFrom(t *testing.T, p *build.Project) *built {
	t.Helper()
	files, err := build.Plan(p)
	if err != nil {
		t.Fatal(err)
	}
	type made struct {
		src  []byte
		page *html.Node
	}
	all := make([]made, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range files {
		g.Go(func() error {
			var b bytes.Buffer
			err := f.Write(&b)
			if all[i].src = b.Bytes(); err == nil && path.Ext(f.Path) == ".html" {
				all[i].page, err = html.Parse(bytes.NewReader(b.Bytes()))
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	s := &built{pages: map[string]*html.Node{}, files: map[string][]byte{}, ids: map[string]map[string]*html.Node{},
		lists: map[string][]row{}}
	for i, f := range files {
		if s.files[f.Path] = all[i].src; all[i].page != nil {
			s.pages[f.Path] = all[i].page
		}
	}
	return s
}

// kind reads the kind of a page off the class of its body.
func (s *built) kind(at string) string {
	body := first(s.pages[at], func(n *html.Node) bool { return n.Data == "body" })
	return strings.TrimPrefix(attr(body, "class"), "kind-")
}

// main is the part of a page that is not frame.
func (s *built) main(at string) *html.Node {
	return first(s.pages[at], func(n *html.Node) bool { return n.Data == "main" })
}

// id gives the element that a fragment names.
func (s *built) id(at, fragment string) *html.Node {
	if s.ids[at] == nil {
		s.ids[at] = map[string]*html.Node{}
		for n := range s.pages[at].Descendants() {
			if id := attr(n, "id"); id != "" {
				s.ids[at][id] = n
			}
		}
	}
	return s.ids[at][fragment]
}

// to gives where a link leads from a page, with its fragment; nothing for what leads out of the site.
func to(at string, link *html.Node) string {
	u, err := url.Parse(attr(link, "href"))
	if err != nil || u.IsAbs() || link.Data != "a" {
		return ""
	}
	if u.Path != "" {
		at = path.Join(path.Dir(at), u.Path)
	}
	if u.Fragment != "" {
		at += "#" + u.Fragment
	}
	return at
}

// row is one row of a list, and the page on which it stands.
type row struct {
	at string
	*html.Node
}

// list gives all rows of the list at an address. Where a page shows the beginning of it and leads to the whole, it is the
// whole, with all of its parts.
func (s *built) list(t *testing.T, address string) []row {
	t.Helper()
	if out, known := s.lists[address]; known {
		return out
	}
	out := s.gather(t, address)
	s.lists[address] = out
	return out
}

func (s *built) gather(t *testing.T, address string) []row {
	t.Helper()
	at, fragment, _ := strings.Cut(address, "#")
	if s.pages[at] == nil {
		t.Errorf("there is no page %s", at)
		return nil
	}
	box := s.main(at)
	if fragment != "" {
		if box = s.id(at, fragment); box == nil {
			t.Errorf("there is nothing at %s", address)
			return nil
		}
	}
	heading := box.Data == "h2" || box.Data == "h3" || box.Data == "caption"
	switch box.Data {
	case "tr":
		return s.rowsOfItem(at, box)
	case "td":
		return s.rowsOfItem(at, box.Parent)
	case "article":
		return []row{{at, box}}
	case "h2", "h3", "caption":
		box = boxOf(box)
	}
	if more := first(box, func(n *html.Node) bool { return n.Data == "a" && hasClass(n.Parent, "more") && !inRow(n, box) }); more != nil {
		return s.list(t, to(at, more))
	}
	out := rowsIn(at, box)
	for _, part := range s.parts(at, box) {
		box := s.main(part)
		if fragment != "" {
			if box = s.id(part, fragment); box == nil { // the list has ended
				continue
			}
			if heading {
				box = boxOf(box)
			}
		}
		out = append(out, rowsIn(part, box)...)
	}
	return out
}

// inRow tells whether an element stands in a row of a list within a part of a page, rather than beside the rows.
func inRow(n, box *html.Node) bool {
	for up := n; up != nil && up != box; up = up.Parent {
		if up.Data == "article" || up.Data == "li" || up.Data == "td" {
			return true
		}
	}
	return false
}

// boxOf gives the section around a heading, or else what it stands in.
func boxOf(n *html.Node) *html.Node {
	for up := n; up != nil; up = up.Parent {
		if up.Data == "section" {
			return up
		}
	}
	return n.Parent
}

// parts lists the pages over which a list goes on, but for this one.
func (s *built) parts(at string, box *html.Node) []string {
	seen := map[string]bool{at: true}
	var out []string
	for next := []string{at}; len(next) > 0; next = next[1:] {
		within := box
		if next[0] != at {
			within = s.main(next[0])
		}
		for _, n := range pagersOf(within) {
			for link := range n.Descendants() {
				if part, _, _ := strings.Cut(to(next[0], link), "#"); part != "" && !seen[part] {
					seen[part] = true
					out, next = append(out, part), append(next, part)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int { return partNumber(a) - partNumber(b) })
	return out
}

// pagersOf gives the ways through the parts of a list: in its box, or beside it where several lists share them.
func pagersOf(box *html.Node) []*html.Node {
	var out []*html.Node
	for n := range box.Descendants() {
		if hasClass(n, "pager") {
			out = append(out, n)
		}
	}
	for up := box.Parent; up != nil && up.Data != "main" && len(out) == 0; up = up.Parent {
		for n := range up.ChildNodes() {
			if hasClass(n, "pager") {
				out = append(out, n)
			}
		}
	}
	return out
}

var numbered = regexp.MustCompile(`~(\d+)\.html$`)

func partNumber(at string) int {
	m := numbered.FindStringSubmatch(at)
	if m == nil {
		return 1
	}
	n := 0
	for _, r := range m[1] {
		n = n*10 + int(r-'0')
	}
	return n
}

// rowsOfItem gives the rows of a table from one on that have the same first cell, those on the next part of the list too.
func (s *built) rowsOfItem(at string, from *html.Node) []row {
	key := func(n *html.Node) string {
		return text(first(n, func(n *html.Node) bool { return n.Data == "td" || n.Data == "th" }))
	}
	var out []row
	going := false
	for _, part := range append([]string{at}, s.parts(at, s.main(at))...) {
		if partNumber(part) < partNumber(at) {
			continue
		}
		for _, r := range rowsIn(part, s.main(part)) {
			if going = (going || r.Node == from) && key(r.Node) == key(from); going {
				out = append(out, r)
			}
		}
	}
	return out
}

// rowsIn gives the rows of all lists in a part of a page: rows of tables, entries of lists and articles.
func rowsIn(at string, box *html.Node) []row {
	var out []row
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Data == "nav" || n.Data == "details" && !hasClass(n, "more"),
			slices.ContainsFunc([]string{"pager", "tiles", "body", "month"}, func(c string) bool { return hasClass(n, c) }):
			return
		case n.Data == "tbody":
			for c := range n.ChildNodes() {
				if c.Data == "tr" && !hasClass(c, "group") {
					out = append(out, row{at, c})
				}
			}
			return
		case n.Data == "article":
			out = append(out, row{at, n})
			return
		case n.Data == "ul" || n.Data == "ol":
			for c := range n.ChildNodes() {
				if c.Data == "li" {
					out = append(out, row{at, c})
				}
			}
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(box)
	return out
}

func hasClass(n *html.Node, class string) bool {
	if n.Type != html.ElementNode {
		return false
	}
	all := attr(n, "class")
	return strings.Contains(all, class) && slices.Contains(strings.Fields(all), class) // most have none
}

func attr(n *html.Node, key string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// first gives the first element below one that is wanted, or nil.
func first(n *html.Node, wanted func(*html.Node) bool) *html.Node {
	if n == nil {
		return nil
	}
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && wanted(c) {
			return c
		}
	}
	return nil
}

// text gives what a reader sees of an element, with single spaces.
func text(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// number reads a number as pages write it, with thousands apart; -1 where a text is none.
func number(text string) int {
	n := 0
	text = strings.NewReplacer("\u202f", "", " ", "").Replace(text)
	if text == "" {
		return -1
	}
	for _, r := range text {
		if r < '0' || r > '9' {
			return -1
		}
		n = n*10 + int(r-'0')
	}
	return n
}
