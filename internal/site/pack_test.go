package site

import (
	"slices"
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/view"
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

// TestPacksOnRequest holds that there are the packs that were asked for, and that pages lead to no other.
func TestPacksOnRequest(t *testing.T) {
	for _, c := range []struct {
		packs            view.Packs
		documents        int
		whole, ofClauses bool
	}{
		{"", 3, true, true},
		{view.AllPacks, view.UsualPack + 1, true, true},
		{view.ChapterPacks, 3, false, true},
		{view.NoPacks, 3, false, false},
		{view.UsualPacks, view.UsualPack, true, true},
		{view.UsualPacks, view.UsualPack + 1, false, true},
	} {
		d := sample(t)
		more := large(t, max(0, c.documents-len(wholeSetOf(d)))).Documents
		d.Docs = doc.NewSet("content", slices.Concat(d.Docs.Documents, more), nil, nil)
		files := planOf(t, d, Options{Packs: c.packs})
		_, whole := Find(files, "packs/all.html")
		_, clause := Find(files, "packs/8.html")
		if whole != c.whole || clause != c.ofClauses {
			t.Errorf("%q of %d documents: whole %v, of clauses %v", c.packs, c.documents, whole, clause)
		}
		for _, at := range []string{"about.html", "standards/one-2018/8.5.html"} {
			f, _ := Find(files, at)
			var b strings.Builder
			if err := f.Write(&b); err != nil || strings.Contains(b.String(), "packs/8.html") != c.ofClauses ||
				strings.Contains(b.String(), "packs/all.html") != (c.whole && at == "about.html") {
				t.Errorf("%q of %d documents: %s leads to other packs than there are (%v)", c.packs, c.documents, at, err)
			}
		}
	}
}

// wholeSetOf lists what the pack of the whole set takes.
func wholeSetOf(d *dossier.Dossier) []*doc.Document {
	return slices.DeleteFunc(slices.Clone(d.Docs.Documents), func(d *doc.Document) bool {
		return d.Status == doc.Superseded || d.Status == doc.Withdrawn
	})
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
