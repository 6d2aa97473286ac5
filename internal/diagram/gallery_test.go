package diagram

import (
	"fmt"
	"sync"
	"testing"

	"clausebook/internal/phrase"
)

// TestGalleryGivesWhatIsDrawn compares with drawing each time, from several places at once and with more pictures than are kept.
func TestGalleryGivesWhatIsDrawn(t *testing.T) {
	t.Parallel()
	says := map[string]func(phrase.Phrase) string{"en": phrase.Phrase.String, "xx": func(p phrase.Phrase) string { return "x" + p.String() }}
	var g Gallery
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 3 * hung {
				source := fmt.Sprintf("flowchart TD\n  a[Step %d] --> b[%d]\n", i%(hung+9), i%7)
				for words, say := range says {
					got, err := g.Draw("mermaid", source, words, say)
					want, wantErr := DrawIn("mermaid", source, say)
					if err != nil || wantErr != nil || string(got) != string(want) {
						t.Errorf("%s in %s: %s (%v), want %s (%v)", source, words, got, err, want, wantErr)
						return
					}
				}
			}
		})
	}
	all.Wait()
	if len(g.drawn) != hung || len(g.last) != hung {
		t.Errorf("%d pictures are kept, in a list of %d", len(g.drawn), len(g.last))
	}
	if _, err := g.Draw("mermaid", "no diagram", "en", says["en"]); err == nil {
		t.Error("what is no diagram is drawn")
	}
}
