package site

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// A thousand requests go over ten pages, what one of them holds is cut, and nothing of what anybody wrote into an export acts on a page.
func TestManyExports(t *testing.T) {
	const hostile = `<script>alert(1)</script>" onload="alert(1)`
	d := sample(t)
	d.Approvals.Exports = nil
	for i := range 1000 {
		x := ledger.Export{Request: fmt.Sprintf("#%d of %s", i, hostile), Form: hostile, Problem: phrase.Of("it is of %s", hostile),
			Brought: phrase.Of("commit %s by %s", "0123456789ab", hostile)}
		for n := range 1 + i/10*20 {
			x.Files = append(x.Files, fmt.Sprintf("%s/%d.json", hostile, n))
			x.Commits = append(x.Commits, history.Hash(fmt.Sprintf("%040x", n)))
			x.Documents = append(x.Documents, doc.ID("POL-SCO"))
		}
		x.Landed = x.Commits[0]
		d.Approvals.Exports = append(d.Approvals.Exports, x)
	}
	pages := render(t, planOf(t, d, Options{Source: sampleTree(), Blob: sampleBlob}))
	found, rows := 0, 0
	for at, text := range pages {
		if !strings.HasPrefix(at, "exports") {
			continue
		}
		found++
		rows += strings.Count(text, "<tr><th scope=\"row\">")
		if strings.Contains(text, "<script>alert") || strings.Contains(text, `" onload="`) {
			t.Errorf("%s holds markup of an export", at)
		}
		if len(text) > 3<<20 {
			t.Errorf("%s has %d bytes", at, len(text))
		}
	}
	if found != 10 || rows != 1000 {
		t.Errorf("%d pages of %d requests, want 10 of 1000", found, rows)
	}
	if !strings.Contains(pages["exports.html"], "and 161 more") { // of 181 files, commits and documents of one request
		t.Error("a request of many commits is not cut")
	}
	if !strings.Contains(pages["about.html"], "requests were exported from a forge</a>") {
		t.Error("the page on the build does not lead there")
	}
}
