package page

import (
	"fmt"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/view"
)

// TestPackParts holds that parts follow each other without a gap and that none but a single document is too heavy.
func TestPackParts(t *testing.T) {
	var documents []*doc.Document
	for i := range 250 {
		documents = append(documents, &doc.Document{ID: doc.ID(fmt.Sprint(i)), Source: make([]byte, i%3*packSource/4)})
	}
	documents[77].Source = make([]byte, 3*packSource)
	next := 0
	for _, p := range packParts("packs/x.html", documents) {
		weight := 0
		for _, d := range documents[p.From:p.To] {
			weight += len(d.Source)
		}
		n := p.To - p.From
		if p.From != next || n < 1 || n > packDocuments || weight > packSource && n > 1 {
			t.Errorf("part %d: %d to %d with %d bytes", p.Part, p.From, p.To, weight)
		}
		next = p.To
	}
	if next != len(documents) {
		t.Errorf("the parts end at %d of %d", next, len(documents))
	}
}

// TestPacksThatNobodyPrintsAreMadeOnRequest holds which packs there are by how many documents they have.
func TestPacksThatNobodyPrintsAreMadeOnRequest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		packs         view.Packs
		documents     int
		whole, clause bool
	}{
		{view.UsualPacks, 0, false, false},
		{view.UsualPacks, view.UsualPack, true, true},
		{view.UsualPacks, view.UsualPack + 1, false, false},
		{view.ChapterPacks, view.UsualPack + 1, false, true},
		{view.AllPacks, view.UsualPack + 1, true, true},
		{"", wholePack, true, true},
		{view.AllPacks, wholePack + 1, false, true},
		{view.AllPacks, 0, false, false},
		{view.NoPacks, 1, false, false},
	} {
		s := &view.View{Packs: c.packs}
		if whole, clause := hasWhole(s, c.documents), put(s, c.documents); whole != c.whole || clause != c.clause {
			t.Errorf("%q of %d documents: of the whole set %v, of a clause %v", c.packs, c.documents, whole, clause)
		}
	}
}
