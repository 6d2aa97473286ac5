package site

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/redline"
)

// compared gives the redline of two files.
func compared(was, is string) redline.Redline {
	take := func(src string) redline.Text {
		t := doc.Take([]byte(src))
		return redline.Text{Front: t.Front, Block: t.Block, Body: t.Body, BodyLine: t.BodyLine}
	}
	r := redline.Compare(take(was), take(is))
	r.Old = redline.Edition{Version: "1", Path: "a.md", Commit: strings.Repeat("a", 40), Day: "2026-01-01"}
	r.New = redline.Edition{Version: "2", Path: "b.md"}
	return r
}

// alone gives a redline as a page of its own, and its elements.
func standing(t *testing.T, id, title string, r redline.Redline) (src string, elements []*html.Node) {
	t.Helper()
	var b strings.Builder
	if err := WriteRedline(&b, sample(t), Options{}, id, title, r); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			elements = append(elements, n)
		}
	}
	return b.String(), elements
}

// TestRedlineStandsAlone holds that the page loads nothing, and that its policy lets in its own style and no other.
func TestRedlineStandsAlone(t *testing.T) {
	was, err := sampleBlob("bb")
	if err != nil {
		t.Fatal(err)
	}
	is, err := sampleBlob("aa")
	if err != nil {
		t.Fatal(err)
	}
	src, elements := standing(t, "POL-SCO", "Scope", compared(string(was), string(is)))
	found := map[string]int{}
	for _, n := range elements {
		found[n.Data]++
		for _, a := range n.Attr {
			if a.Key == "style" || a.Key == "src" || strings.HasPrefix(a.Key, "on") || a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		if n.Data == "style" {
			hash := sha256.Sum256([]byte(n.FirstChild.Data))
			if policy := "style-src &#39;sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
				"&#39;"; !strings.Contains(src, strings.ReplaceAll(policy, "+", "&#43;")) {
				t.Errorf("the policy does not name the style: %s", policy)
			}
		}
	}
	if found["h1"] != 1 || found["style"] != 1 || found["script"]+found["link"] != 0 || found["ins"] < 5 || found["del"] < 3 {
		t.Errorf("elements: %v", found)
	}
}

// TestRedlineOfHostileVersions puts markup where text of a document, a path or a version can stand.
func TestRedlineOfHostileVersions(t *testing.T) {
	const evil = `"><img src=x onerror=alert(1)><script>alert(1)</script></style>`
	file := func(word string) string {
		return "---\n'" + strings.ReplaceAll(evil, "'", "") + "': '" + evil + word + "'\n---\n# " + evil + word + "\n\n- `" + evil + "` " +
			word + "\n\n| " + evil + " |\n|---|\n| " + word + evil +
			" |\n\n```\n" + evil + word + "\n```\n\n<!-- " + evil + word + " -->\n\n[" + evil + "](javascript:alert(1) '" + word + "')\n"
	}
	r := compared(file("old"), file("new"))
	r.Old.Version, r.New.Path, r.Old.Commit, r.Old.Day = evil, evil, evil, evil
	r.Notes = append(r.Notes, evil)
	if r.Counts.Changed < 5 || len(r.Fields) != 1 {
		t.Fatalf("the test shows less than it should: %+v", r.Counts)
	}
	_, elements := standing(t, evil, evil, r)
	for _, n := range elements {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "javascript:") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		if n.Data == "img" || n.Data == "script" {
			t.Errorf("the element %s", n.Data)
		}
	}
}

// TestRedlineOfLongVersions holds the weight of a page, and that it tells what it leaves out.
func TestRedlineOfLongVersions(t *testing.T) {
	for name, word := range map[string]string{"changed": "new", "same": "old"} {
		var was, is strings.Builder
		for i := range 3000 {
			fmt.Fprintf(&was, "Paragraph %d of the old text, <with> \"signs\" & words.\n\n", i)
			fmt.Fprintf(&is, "Paragraph %d of the %s text, <with> \"signs\" & words.\n\n", i, word)
		}
		blob := func(h history.Hash) ([]byte, error) {
			return []byte(map[history.Hash]string{"bb": was.String(), "aa": is.String()}[h]), nil
		}
		page := render(t, planOf(t, sample(t), Options{Blob: blob}))["history/pol-sco/0.9-1.0.html"]
		if len(page) > 100_000 || len(page) < 2000 {
			t.Errorf("%s: %d bytes", name, len(page))
		}
		if strings.Contains(page, "more changed blocks do not fit") != (word == "new") || word == "old" &&
			!strings.Contains(page, "3\u202f000 blocks unchanged") {
			t.Errorf("%s: the page does not say what it leaves out", name)
		}
	}
}

// TestRedlineOfLostVersions holds that a version that cannot be read is named and compared with nothing.
func TestRedlineOfLostVersions(t *testing.T) {
	blob := func(history.Hash) ([]byte, error) { return nil, errors.New("the blob is lost") }
	page := render(t, planOf(t, sample(t), Options{Blob: blob}))["history/pol-sco/0.9-1.0.html"]
	if !strings.Contains(page, "cannot be compared: the blob is lost") || strings.Contains(page, "say the same") ||
		strings.Contains(page, `id="text"`) {
		t.Error(page)
	}
}

// TestRedlinesNeedHistory holds that there are none where former versions cannot be read.
func TestRedlinesNeedHistory(t *testing.T) {
	for at, page := range render(t, planOf(t, sample(t), Options{})) {
		if strings.HasPrefix(at, "history/pol-sco/") || strings.Contains(page, "What changed since") {
			t.Error(at)
		}
	}
}
