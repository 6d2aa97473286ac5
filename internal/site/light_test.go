package site

import (
	"encoding/json"
	"path"
	"regexp"
	"strings"
	"testing"

	"clausebook/internal/address"
)

var (
	hrefOf   = regexp.MustCompile(` (?:href|src)="([^"#:]*)(#[^"]*)?"`)
	bodyOf   = regexp.MustCompile(`(?s)<div class="body".*?\n</div>\n`)
	aspectOf = regexp.MustCompile(`(?s)<(?:section|article|table|nav|dl).*?</(?:section|article|table|nav|dl)>`)
)

// TestLinksAreShort: no link leaves a folder to enter it again, and one within the page is its fragment alone.
func TestLinksAreShort(t *testing.T) {
	t.Parallel()
	links := 0
	for at, src := range render(t, planOf(t, sample(t), Options{Source: sampleTree(), Blob: sampleBlob})) {
		if !strings.HasSuffix(at, ".html") {
			continue
		}
		for _, m := range hrefOf.FindAllStringSubmatch(src, -1) {
			if m[1] == "" {
				continue
			}
			links++
			to := path.Join(path.Dir(at), m[1])
			if want := address.Between(at, to); len(m[1]) > len(want) && !strings.Contains(m[1], "%") || to == at && m[2] != "" {
				t.Errorf("%s leads to %s%s, where %q is enough", at, m[1], m[2], want)
			}
		}
	}
	if links < 1000 {
		t.Errorf("only %d links were looked at", links)
	}
}

// TestFramesAreLight: what a page has beside its text and the sections about its subject costs a site of ten thousand pages ten thousand
// times. Bytes are those of the frame alone.
func TestFramesAreLight(t *testing.T) {
	t.Parallel()
	pages := render(t, planOf(t, sample(t), Options{Source: sampleTree(), Blob: sampleBlob}))
	for at, most := range map[string]int{"versions/pol-sco/0.9.html": 2300, "history/pol-sco/0.9-1.0.html": 3600, "history/pol-sco.html": 4000,
		"documents/pol-sco.html": 6000} {
		frame := aspectOf.ReplaceAllString(bodyOf.ReplaceAllString(pages[at], ""), "")
		if n := len(frame); n > most || n < 500 {
			t.Errorf("the frame of %s has %d bytes, %d are allowed:\n%s", at, n, most, frame)
		}
	}
}

// TestWhatOneDocumentSaysIsSaidOnce: what follows from a document stands with the document in documents.json, and not once for each item
// that it serves.
func TestWhatOneDocumentSaysIsSaidOnce(t *testing.T) {
	t.Parallel()
	d := sample(t)
	pages := render(t, planOf(t, d, Options{}))
	for _, m := range d.Matrix.Standards {
		var matrix struct {
			Standard string
			Cells    []struct{ Evidence []map[string]any }
		}
		if err := json.Unmarshal([]byte(pages["matrix/"+m.Standard+".json"]), &matrix); err != nil || matrix.Standard != m.Standard {
			t.Fatalf("the matrix of %s: %v", m.Standard, err)
		}
		places := 0
		for _, c := range matrix.Cells {
			for _, e := range c.Evidence {
				if places++; e["document"] == nil || e["state"] == nil || e["path"] != nil || e["commit"] != nil || e["revised"] != nil {
					t.Errorf("%s: %v", m.Standard, e)
				}
			}
		}
		if m.Standard == d.Standards.Primary().ID && places == 0 {
			t.Error("no evidence")
		}
	}
}
