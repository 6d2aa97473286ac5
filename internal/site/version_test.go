package site

import (
	"errors"
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
)

const formerPage = "versions/pol-sco/0.9.html"

// formerOf renders the former version of the sample from a file.
func formerOf(t *testing.T, d *dossier.Dossier, raw string, err error) string {
	t.Helper()
	blob := func(h history.Hash) ([]byte, error) {
		if h == "bb" {
			return []byte(raw), err
		}
		return sampleBlob(h)
	}
	pages := render(t, planOf(t, d, Options{Source: sampleTree(), Blob: blob}))
	crawl(t, pages)
	return pages[formerPage]
}

// TestFormerVersionsOfBadFiles holds that whatever a former version was, its page says what is known, and why no more.
func TestFormerVersionsOfBadFiles(t *testing.T) {
	for name, c := range map[string]struct {
		raw   string
		err   error
		wants []string
		not   string
	}{
		"lost": {"", errors.New("the blob is lost"), []string{"cannot be shown: the blob is lost",
			`<time>2025-01-09</time> to <time>2026-01-09</time>`}, "<h2"},
		"over the limit": {strings.Repeat("word ", doc.MaxFile/5+1), nil, []string{"cannot be shown: it has",
			`Superseded by <bdi>version 1.0</bdi>`}, "word word"},
		"front never closed": {"---\ntitle: X\n\n## Words\n", nil, []string{"front matter of this version cannot be read", "Words"}, ""},
		"front is no YAML":   {"---\na: [\n---\n## Words\n", nil, []string{"front matter of this version cannot be read", `id="s-words"`}, ""},
		"no front, no text":  {"", nil, []string{`Superseded by <bdi>version 1.0</bdi>`}, "<script"},
		"hostile": {"---\nowner: '<script>x</script>'\n---\n<script>alert(1)</script>[a](javascript:alert(1)) <b onclick=x>", nil,
			[]string{"&lt;script&gt;x"}, "<script"},
		"links that lead out": {"---\nid: POL-SCO\n---\n[a](../../../etc/passwd) " +
			"[b](/x/y.md#z) [[POL-CHG#gone]] [[NO-SUCH]] [c](#nowhere)\n", nil,
			[]string{"no document has the id NO-SUCH", "href=\"#main\""}, "etc/passwd\""},
		"rows beside it": {"---\nid: POL-SCO\ndata: x.csv\n---\nText.\n", nil,
			[]string{"are records of their own and are not part of the version"}, ""},
		"actions of then": {"---\nid: POL-SCO\nactions: [{id: A1, text: Do it, owner: manager, due: 2025-02-01}]\n---\nText.\n", nil,
			[]string{"Do it", "2025-02-01"}, "Overdue"},
	} {
		page := formerOf(t, sample(t), c.raw, c.err)
		for _, want := range c.wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %q", name, want)
			}
		}
		if c.not != "" && strings.Contains(page, c.not) {
			t.Errorf("%s: the page holds %q", name, c.not)
		}
	}
}

// TestFormerVersionsAreNotFound holds that no list for machines leads to a former version.
func TestFormerVersionsAreNotFound(t *testing.T) {
	d := sample(t)
	d.Site.BaseURL = "https://sms.example.org/"
	named := 0
	for at, src := range render(t, planOf(t, d, Options{Source: sampleTree(), Blob: sampleBlob})) {
		leads := strings.Contains(src, "versions/pol-sco/")
		switch {
		case !leads:
		case strings.HasSuffix(at, ".html"):
			named++
		default:
			t.Errorf("%s leads to a former version", at)
		}
	}
	if named < 3 {
		t.Errorf("%d pages lead to the former version, want those of document, history and redline", named)
	}
}

// TestFormerVersionsUnderPseudonyms holds that a former version names nobody whom the site hides, and leaves its text as it is.
func TestFormerVersionsUnderPseudonyms(t *testing.T) {
	d := sample(t)
	d.Site.Pseudonyms = dossier.Pseudonyms{On: true, Key: "k"}
	page := formerOf(t, d, "---\nid: POL-SCO\nowner: manager\nchair: bob\n---\nBob Boss wrote it.\n", nil)
	head, body, _ := strings.Cut(page, `<div class="body"`)
	if strings.Contains(head, "Bob Boss") || !strings.Contains(body, "Bob Boss wrote it") {
		t.Errorf("names in the frame, or none in the text:\n%s", page)
	}
}
