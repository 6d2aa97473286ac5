package build_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"clausebook/internal/build"
	"clausebook/internal/gittest"
)

// evil is text that would run if any of it reached a page as markup. A commit can say it in its message and in the
// names of those who made it.
const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>'-alert(3)-'{{.}}</title><!--`

// repository writes files and commits them, one call for each commit.
type repository struct {
	t    *testing.T
	dir  string
	when time.Time
}

func newRepository(t *testing.T) *repository {
	t.Helper()
	return &repository{t: t, dir: t.TempDir(), when: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)}
}

func (r *repository) commit(name, subject string, files map[string]string) {
	r.t.Helper()
	for at, text := range files {
		full := filepath.Join(r.dir, filepath.FromSlash(at))
		var err error
		if text == "" {
			err = os.Remove(full)
		} else if err = os.MkdirAll(filepath.Dir(full), 0o755); err == nil {
			err = os.WriteFile(full, []byte(text), 0o644)
		}
		if err != nil {
			r.t.Fatal(err)
		}
	}
	r.when = r.when.AddDate(0, 0, 1)
	if _, err := gittest.Snapshot(r.dir, subject, gittest.By(name, "a@example.org", r.when)); err != nil {
		r.t.Fatal(err)
	}
}

// site builds the pages, keyed by path.
func (r *repository) site() map[string]string {
	r.t.Helper()
	now := func() time.Time { return r.when.AddDate(0, 0, 1) }
	p, err := build.Gather(context.Background(), build.Options{Dir: r.dir, Now: now})
	if err != nil {
		r.t.Fatal(err)
	}
	files, err := build.Plan(p)
	if err != nil {
		r.t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range files {
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			r.t.Fatalf("%s: %v", f.Path, err)
		}
		out[f.Path] = b.String()
	}
	return out
}

const hostilePolicy = "---\nid: POL-A\ntitle: A policy\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: manager\napproved_by: " +
	"boss\napproved_on: 2026-01-02\n---\n\nText of the policy.\n"

// TestHostileCommits puts text that would run into subject, author, trailers and request of commits, and looks for it
// as markup on every page.
func TestHostileCommits(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit("Ann "+evil, "Add "+evil+" (#12)", map[string]string{"content/policies/a.md": hostilePolicy})
	r.commit("Bob "+evil, "Change "+evil+"\n\nApproved-by: Carl "+evil+" <c@example.org>\nCo-authored-by: Dan "+evil+" <d@example.org>\n",
		map[string]string{"content/policies/a.md": strings.Replace(hostilePolicy, "Text of", "Other words in", 1)})
	pages := r.site()
	shown := 0
	for at, src := range pages {
		if !strings.HasSuffix(at, ".html") {
			continue
		}
		shown += strings.Count(src, "&lt;img src=x")
		root, err := html.Parse(strings.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: the attribute %s", at, a.Key)
				}
			}
			if n.Data == "script" && n.FirstChild != nil || n.Data == "img" {
				t.Errorf("%s: the element %s", at, n.Data)
			}
		}
	}
	if shown < 6 {
		t.Errorf("hostile text was shown only %d times: the test does not reach the pages", shown)
	}
	for _, at := range []string{"changes.atom", "reviews.ics", "matrix.json", "matrix/iso20000-1-2018.json",
		"documents.json", "documents.jsonld"} {
		if strings.Contains(pages[at], "<script>") {
			t.Errorf("%s holds markup", at)
		}
	}
}

// TestFormerAddresses holds that a document is found where it stood under another id or, when it had none, under
// another path, and that a redirect never stands in the way of a document of today.
func TestFormerAddresses(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	bare := "# A policy\n\nSome text that stays the same, so that the move is seen.\n"
	r.commit(
		"Ann",
		"Add",
		map[string]string{"content/policies/first name.md": bare, "content/b.md": strings.Replace(hostilePolicy, "POL-A", "POL-B", 1)},
	)
	r.commit("Ann", "Move", map[string]string{"content/policies/first name.md": "", "content/policies/second.md": bare})
	named := strings.Replace(hostilePolicy, "Text of the policy.", "Some text that stays the same, so that the move is seen.", 1)
	r.commit("Ann", "Name", map[string]string{"content/policies/second.md": named})
	r.commit(
		"Ann",
		"Swap",
		map[string]string{
			"content/b.md": strings.Replace(hostilePolicy, "POL-A", "POL-C", 1),
			"content/c.md": strings.Replace(hostilePolicy, "POL-A", "POL-B", 1),
		},
	)
	pages := r.site()
	for at, to := range map[string]string{"documents/policies-first-name.html": "pol-a.html", "documents/policies-second.html": "pol-a.html"} {
		if !strings.Contains(pages[at], "kind-redirect") || !strings.Contains(pages[at], to) {
			t.Errorf("%s does not lead to %s", at, to)
		}
	}
	if strings.Contains(pages["documents/pol-b.html"], "kind-redirect") || pages["documents/pol-c.html"] == "" {
		t.Error("a former id stands in the way of the document that has it today")
	}
}
