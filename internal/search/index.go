package search

import (
	"cmp"
	"io"
	"maps"
	"math"
	"slices"
	"sync"
	"unicode/utf16"

	"clausebook/internal/fingerprint"
	"clausebook/internal/kept"
)

// Weights of the fields, and the constants of BM25.
const (
	weightID      = 12.0
	weightTitle   = 6.0
	weightHeading = 2.5
	weightText    = 1.0
	bm25K         = 1.4
	bm25B         = 0.6
)

// maxPostings bounds the items that are kept for a word, so that it fits into a shard: those for which it speaks best.
const maxPostings = 40_000

// posting says how well a word speaks for an item: the sum of the weights of its fields at first, then that of BM25
// without the rarity of the word, which the page makes up from the number of postings. Own says that the word is an
// id of the item.
type posting struct {
	item  int32
	score float32
	own   bool
}

// searchIndex is the finished index.
type searchIndex struct {
	words []string // in the order of scripts
	posts []string // by word, packed
	cuts  []int    // where each shard of words starts
}

// counter gathers how often each word stands in an item, without a map for every item.
type counter struct {
	ids     map[string]int
	words   []string
	posts   [][]posting
	weights []float64 // of the item being read, by word
	own     []bool    // of the item being read, by word
	touched []int
	size    int // words of the item being read
}

// tally is what an item says: its words, each once, how much each weighs, and which are its own ids.
type tally struct {
	Size    int // of all words
	Words   []string
	Weights []int // in halves, of which all weights are made
	Own     []int // indexes of Words
}

func newCounter() *counter { return &counter{ids: map[string]int{}} }

// said gives what an item says, made once for all builds in which it says the same. Its text is asked for where no parts are given.
func (c *counter) said(it *Item, memory *kept.Store, parts []Part) tally {
	return kept.Value(memory, fingerprint.Of("search", it.said()), func() (tally, bool) {
		if parts == nil {
			parts = it.Parts()
		}
		return c.tally(it, parts), it.Key != fingerprint.Digest{}
	})
}

// id numbers a word.
func (c *counter) id(word string) int {
	id, known := c.ids[word]
	if !known {
		id = len(c.words)
		c.words = append(c.words, word)
		c.ids[word] = id
		c.posts = append(c.posts, nil)
		c.weights, c.own = append(c.weights, 0), append(c.own, false)
	}
	return id
}

func (c *counter) add(word []byte, weight float64) int {
	id, known := c.ids[string(word)]
	if !known {
		id = c.id(string(word))
	}
	if c.weights[id] == 0 {
		c.touched = append(c.touched, id)
	}
	c.weights[id] += weight
	return id
}

func (c *counter) text(text string, weight float64) {
	eachWord(text, func(word []byte) {
		c.size++
		c.add(word, weight)
	})
}

// name adds an id, as a whole besides its words: who asks for just that wants this item.
func (c *counter) name(id string) {
	c.text(id, weightID)
	if whole := fold(id); len(whole) > 0 && len(whole) <= maxWord {
		at := c.add(whole, weightID)
		c.own[at] = true
	}
}

// tally counts the words of an item and of its parts.
func (c *counter) tally(it *Item, parts []Part) (t tally) {
	c.size = 0
	for _, name := range it.Names {
		c.name(name)
	}
	c.text(it.Title, weightTitle)
	c.text(it.Tags, weightTitle)
	c.text(it.Serves, weightHeading)
	for _, part := range parts {
		if !it.Numbered {
			c.text(part.Heading, weightHeading)
		}
		c.text(part.Text, weightText)
	}
	for i, id := range c.touched {
		t.Words, t.Weights = append(t.Words, c.words[id]), append(t.Weights, int(2*c.weights[id]))
		if c.own[id] {
			t.Own = append(t.Own, i)
		}
		c.weights[id], c.own[id] = 0, false
	}
	c.touched, t.Size = c.touched[:0], c.size
	return t
}

// take adds an item to the words that it says.
func (c *counter) take(at int, t tally) {
	own := t.Own
	for i, word := range t.Words {
		id, is := c.id(word), len(own) > 0 && own[0] == i
		c.posts[id] = append(c.posts[id], posting{int32(at), float32(t.Weights[i]) / 2, is})
		if is {
			own = own[1:]
		}
	}
}

// index is the index, made when it is asked for.
type index struct {
	shards int // of words
	built  func() *searchIndex
	known  func() outline
}

// outline is what is known of an index that need not be made again: the first word of each shard of words, and the name of each.
type outline struct {
	Starts []string
	Shards []fingerprint.Digest
}

// indexOf plans the index of items.
func indexOf(items []Item, before Before) index {
	total, all := 0, make([]any, len(items))
	for i := range items {
		total += items[i].Words
		all[i] = items[i].said()
	}
	ix := index{shards: shardsFor(total*bytesPerWord, wordShardSize)}
	ix.built = sync.OnceValue(func() *searchIndex { return buildSearch(items, ix.shards, before.Memory) })
	ix.known = sync.OnceValue(func() outline {
		return kept.Value(before.Memory, fingerprint.Of("search index", before.By, ix.shards, all), func() (outline, bool) {
			return ix.built().outline(before.By), named(items)
		})
	})
	return ix
}

func (ix *searchIndex) outline(by fingerprint.Digest) outline {
	out := outline{Starts: ix.starts()}
	for i := range ix.cuts {
		words, posts := ix.shard(i)
		out.Shards = append(out.Shards, fingerprint.Of(by, i, words, posts))
	}
	return out
}

// buildSearch makes the index.
func buildSearch(items []Item, shards int, memory *kept.Store) *searchIndex {
	c := newCounter()
	sizes, total := make([]float64, len(items)), 0.0
	for i := range items {
		it := &items[i]
		said := c.said(it, memory, nil)
		c.take(i, said)
		sizes[i] = float64(said.Size)
		total += sizes[i]
	}
	mean := max(1, total/float64(max(1, len(items))))
	ix := &searchIndex{words: slices.SortedFunc(maps.Keys(c.ids), compareUnits)}
	for _, word := range ix.words {
		posts := c.posts[c.ids[word]]
		for i, p := range posts {
			n := float64(p.score)
			posts[i].score = float32(n / (n + bm25K*(1-bm25B+bm25B*sizes[p.item]/mean)))
		}
		ix.posts = append(ix.posts, pack(best(posts)))
	}
	ix.cut(shards)
	return ix
}

// compareUnits orders words as scripts do, by the units of UTF-16. That differs from the order of bytes for letters
// beyond the first plane alone.
func compareUnits(a, b string) int {
	if !beyond(a) && !beyond(b) {
		return cmp.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// beyond tells whether a word has letters beyond the first plane, which take four bytes.
func beyond(word string) bool {
	for i := range len(word) {
		if word[i] >= 0xf0 {
			return true
		}
	}
	return false
}

// best leaves out what is over the bound, and keeps the order of items.
func best(posts []posting) []posting {
	if len(posts) <= maxPostings {
		return posts
	}
	slices.SortFunc(posts, func(a, b posting) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.item, b.item)) })
	posts = posts[:maxPostings]
	slices.SortFunc(posts, func(a, b posting) int { return cmp.Compare(a.item, b.item) })
	return posts
}

// digits are the 64 digits in which postings are packed: all of them stand in a script as they are.
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

// ownScore is the score of a word that is an id of the item; other scores are of 1 to ownScore-1.
const ownScore = 63

// pack writes for each posting how far its item is from the one before, five bits a digit, the low ones first, with
// the sixth bit where more follow; then a digit for the score.
func pack(posts []posting) string {
	var out []byte
	last := 0
	for _, p := range posts {
		n := int(p.item) - last
		last = int(p.item)
		for ; n > 31; n >>= 5 {
			out = append(out, digits[n&31|32])
		}
		score := min(max(1, int(math.Round(float64(p.score)*ownScore))), ownScore-1)
		if p.own {
			score = ownScore
		}
		out = append(out, digits[n], digits[score])
	}
	return string(out)
}

// cut divides the list of words into shards of like size.
func (ix *searchIndex) cut(shards int) {
	size, seen := 0, 0
	for i, w := range ix.words {
		size += len(w) + len(ix.posts[i]) + 6
	}
	for i, w := range ix.words {
		if len(ix.cuts) < shards && seen >= size/shards*len(ix.cuts) {
			ix.cuts = append(ix.cuts, i)
		}
		seen += len(w) + len(ix.posts[i]) + 6
	}
	for len(ix.cuts) < shards {
		ix.cuts = append(ix.cuts, len(ix.words))
	}
}

// starts gives the first word of each shard that holds any.
func (ix *searchIndex) starts() []string {
	out := []string{}
	for _, at := range ix.cuts {
		if at < len(ix.words) {
			out = append(out, ix.words[at])
		}
	}
	return out
}

func (ix *searchIndex) write(w io.Writer, shard int) error {
	words, posts := ix.shard(shard)
	return writeScript(w, "words", shard, words, posts)
}

// shard gives the words of a shard, with the items that hold them.
func (ix *searchIndex) shard(i int) (words, posts []string) {
	from, to := ix.cuts[i], len(ix.words)
	if i+1 < len(ix.cuts) {
		to = ix.cuts[i+1]
	}
	return ix.words[from:to], ix.posts[from:to]
}
