package site

import (
	"strings"
	"testing"
)

// TestPack holds that a pack has each document of its clause in full, with what identifies it, and no other.
func TestPack(t *testing.T) {
	pages := render(t, planOf(t, sample(t), Options{Source: sampleTree()}))
	pack := pages["packs/8.html"]
	for _, want := range []string{"Documents for clause 8 Operation", "Example Ltd", "2026-06-30", "0123456789abcdef0123456789abcdef01234567",
		`<article class="packed" id="d1">`, "POL-CHG, version 1.10, Not approved, commit 0123456", "Uncontrolled when printed",
		`id="d1-s-rules"`, `Changed after approval`, "Records of changes"} {
		if !strings.Contains(pack, want) {
			t.Errorf("the pack of clause 8 does not say %q", want)
		}
	}
	if n := strings.Count(pack, `class="packed"`); n != 1 || strings.Contains(pack, "POL-SCO, version") {
		t.Errorf("the pack of clause 8 holds %d documents, or those of another clause", n)
	}
	whole := pages["packs/all.html"]
	for id, in := range map[string]bool{"POL-SCO": true, "PLN-X": true, "POL-OLD": false, "GDE-1": false} {
		if strings.Contains(whole, id+", version") != in {
			t.Errorf("%s is in the whole set: %v, want %v", id, !in, in)
		}
	}
	if !strings.Contains(whole, "Draft: this document has not been approved") {
		t.Error("a draft is printed without its warning")
	}
	for at, link := range map[string]string{"standards/one-2018/8.5.html": `href="../../packs/8.html"`,
		"standards/one-2018/4.html": `href="../../packs/4.html"`, "about.html": `href="packs/all.html"`} {
		if !strings.Contains(pages[at], link) {
			t.Errorf("%s does not lead to its pack by %s", at, link)
		}
	}
}

// TestWholePackHasABound holds that a set which nobody prints makes no pack, and that nothing leads to one.
func TestWholePackHasABound(t *testing.T) {
	d := sample(t)
	d.Docs = large(t, 2001)
	for _, f := range planOf(t, d, Options{}) {
		if strings.HasPrefix(f.Path, "packs/all") {
			t.Errorf("there is %s", f.Path)
		}
		if f.Path == "about.html" {
			var b strings.Builder
			if err := f.Write(&b); err != nil || strings.Contains(b.String(), "packs/all.html") {
				t.Errorf("about leads to a pack that does not exist (%v)", err)
			}
		}
	}
}
