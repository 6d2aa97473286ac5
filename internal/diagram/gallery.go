package diagram

import (
	"sync"

	"clausebook/internal/phrase"
)

// Gallery keeps the pictures that were drawn last: one version of a text mostly has those of the one before. It may be asked from several
// places at once; the zero value is empty. Nobody changes what it gives.
type Gallery struct {
	mu    sync.Mutex
	drawn map[shown][]byte
	last  []shown // the oldest first
}

// shown is a diagram with the language of the words that stand for it.
type shown struct{ language, source, words string }

// hung is how many pictures are kept.
const hung = 64

// Draw is DrawIn; words names the language in which say gives words.
func (g *Gallery) Draw(language, source, words string, say func(phrase.Phrase) string) ([]byte, error) {
	of := shown{language, source, words}
	g.mu.Lock()
	picture, ok := g.drawn[of]
	g.mu.Unlock()
	if ok {
		return picture, nil
	}
	picture, err := DrawIn(language, source, say)
	if err == nil {
		g.hang(of, picture)
	}
	return picture, err
}

func (g *Gallery) hang(of shown, picture []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.drawn[of] != nil {
		return // drawn twice at the same time
	}
	if g.drawn == nil {
		g.drawn = map[shown][]byte{}
	}
	g.drawn[of] = picture
	if g.last = append(g.last, of); len(g.last) > hung {
		delete(g.drawn, g.last[0])
		g.last = g.last[1:]
	}
}
