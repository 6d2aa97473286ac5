package site

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"clausebook/internal/doc"
	"clausebook/internal/standard"
)

// The index of the search is a set of scripts, for a page that was opened from a disk can load nothing else:
//
//	assets/search/meta.js        how many there are, where each shard of words starts, and the type of every item
//	assets/search/items-N.js     titles, addresses and first words of itemsPerShard items
//	assets/search/words-N.js     words in order, each with the items that hold it and how well it speaks for them
//
// Scores are made here (BM25 over weighted fields), so that the script only adds them up.

const (
	itemsPerShard = 400
	wordShardSize = 120_000 // bytes that a shard of words is planned for
	bytesPerWord  = 9       // of a word of text in the index, at most
	maxPostings   = 400     // items kept for a word that stands nearly everywhere
	snippetSize   = 180     // runes
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

// searchItem is one thing that can be found.
type searchItem struct {
	title, href, id, kind, state, snippet string
	lang                                  string // of title and snippet, where it is not that of the page
	fields                                []searchField
}

type searchField struct {
	weight float64
	text   string
}

// posting says how well a word speaks for an item.
type posting struct {
	item  int32
	score float32
}

// searchIndex is the finished index.
type searchIndex struct {
	items []searchItem
	words []string // sorted
	posts map[string][]posting
	cuts  []int // where each shard of words starts
}

func (s *site) planSearch() {
	count := len(s.index.titles())
	words := 0
	for _, d := range s.index.titles() {
		words += d.Body.Words + 20
	}
	for _, std := range s.standardsOnce() {
		count += len(std.Clauses) + len(std.Processes)
		words += 40 * (len(std.Clauses) + len(std.Processes))
	}
	shards := max(1, (words*bytesPerWord+wordShardSize-1)/wordShardSize)
	built := sync.OnceValue(func() *searchIndex { return s.buildSearch(shards) })
	s.file("assets/search/meta.js", func(w io.Writer) error { return s.writeSearchMeta(w, built()) })
	for i := range max(1, (count+itemsPerShard-1)/itemsPerShard) {
		s.file(fmt.Sprintf("assets/search/items-%d.js", i), func(w io.Writer) error { return built().writeItems(w, i) })
	}
	for i := range shards {
		s.file(fmt.Sprintf("assets/search/words-%d.js", i), func(w io.Writer) error { return built().writeWords(w, i) })
	}
}

// searchItems lists what can be found: documents that may be relied on or were, clauses and processes.
func (s *site) searchItems() []searchItem {
	var out []searchItem
	for _, d := range s.index.titles() {
		out = append(out, s.documentItem(d))
	}
	for _, std := range s.standardsOnce() {
		for _, c := range std.Clauses {
			text := c.Summary
			for _, r := range c.Requirements {
				text += "\n" + r.ID + " " + r.Text
			}
			out = append(out, searchItem{title: c.ID + " " + c.Title, href: s.addr.items[standard.Ref{Standard: std.ID, Item: c.ID}], id: c.ID, kind: s.t("Clause"), state: nameOf(std),
				lang: s.theme.words.other(std.Language), snippet: clip(c.Summary), fields: []searchField{{weightID, c.ID}, {weightTitle, c.Title}, {weightText, text}}})
		}
		for _, p := range std.Processes {
			out = append(out, searchItem{title: p.Name, href: s.addr.items[standard.Ref{Standard: std.ID, Item: p.ID}], id: p.ID, kind: s.t("Process of a reference model"), state: nameOf(std),
				lang: s.theme.words.other(std.Language), snippet: clip(p.Purpose), fields: []searchField{{weightTitle, p.Name}, {weightText, p.Purpose}}})
		}
	}
	for i := range out { // before the texts are taken apart into words, among which a name could not be found
		for j := range out[i].fields {
			out[i].fields[j].text = s.masks.mask(out[i].fields[j].text)
		}
	}
	return out
}

func (s *site) documentItem(d *doc.Document) searchItem {
	body := string(d.Source[min(d.BodyAt, len(d.Source)):])
	var headings strings.Builder
	for _, h := range d.Body.Headings {
		headings.WriteString(h.Text + "\n")
	}
	return searchItem{title: titleOf(d), href: s.addr.documents[d], id: string(d.ID), kind: s.typeWord(d.Type), state: s.status(d.Status).Text, snippet: clip(firstProse(body)), lang: s.theme.words.other(d.Language),
		fields: []searchField{{weightID, string(d.ID)}, {weightTitle, d.Title + " " + strings.Join(d.Tags, " ")}, {weightHeading, headings.String()}, {weightText, body}}}
}

// firstProse gives the first line of a text that reads as a sentence.
func firstProse(body string) string {
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.ContainsAny(line[:1], "#|-*`<>![=~:") {
			return strings.NewReplacer("[[", "", "]]", "", "**", "", "`", "").Replace(line)
		}
	}
	return ""
}

func clip(text string) string { return short(text, snippetSize) }

// short keeps the first runes of a text.
func short(text string, runes int) string {
	if len(text) <= runes {
		return text
	}
	if r := []rune(text); len(r) > runes {
		return string(r[:runes]) + "…"
	}
	return text
}

// counter gathers how often each word stands in an item, without a map for every item.
type counter struct {
	ids     map[string]int
	words   []string
	posts   [][]posting
	weights []float64 // of the item being read, by word
	touched []int
}

func (c *counter) add(word []byte, weight float64) {
	id, known := c.ids[string(word)]
	if !known {
		id = len(c.words)
		c.words = append(c.words, string(word))
		c.ids[c.words[id]] = id
		c.posts = append(c.posts, nil)
		c.weights = append(c.weights, 0)
	}
	if c.weights[id] == 0 {
		c.touched = append(c.touched, id)
	}
	c.weights[id] += weight
}

// read counts the words of an item and gives their number.
func (c *counter) read(at int, item searchItem) int {
	size := 0
	for _, f := range item.fields {
		eachWord(f.text, func(word []byte) {
			size++
			c.add(word, f.weight)
		})
	}
	for _, id := range c.touched {
		c.posts[id] = append(c.posts[id], posting{int32(at), float32(c.weights[id])})
		c.weights[id] = 0
	}
	c.touched = c.touched[:0]
	return size
}

func (s *site) buildSearch(shards int) *searchIndex {
	ix := &searchIndex{items: s.searchItems(), posts: map[string][]posting{}}
	c := &counter{ids: map[string]int{}}
	sizes, total := make([]float64, len(ix.items)), 0.0
	for i, item := range ix.items {
		sizes[i] = float64(c.read(i, item))
		total += sizes[i]
		ix.items[i].fields = nil
	}
	mean := max(1, total/float64(max(1, len(ix.items))))
	for id, word := range c.words {
		for i, p := range c.posts[id] {
			n := float64(p.score)
			c.posts[id][i].score = float32(n / (n + bm25K*(1-bm25B+bm25B*sizes[p.item]/mean)))
		}
		ix.posts[word] = c.posts[id]
	}
	ix.finish(shards)
	return ix
}

// finish weighs words by their rarity, bounds those that stand everywhere, and cuts the list into shards of like size.
func (ix *searchIndex) finish(shards int) {
	size := 0
	for w, posts := range ix.posts {
		rarity := math.Log(1 + (float64(len(ix.items)-len(posts))+0.5)/(float64(len(posts))+0.5))
		for i := range posts {
			posts[i].score *= float32(rarity)
		}
		if len(posts) > maxPostings {
			slices.SortFunc(posts, func(a, b posting) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.item, b.item)) })
			posts = posts[:maxPostings]
		}
		slices.SortFunc(posts, func(a, b posting) int { return cmp.Compare(a.item, b.item) })
		ix.posts[w] = posts
		size += len(w) + 4 + 8*len(posts)
	}
	ix.words = sortedKeys(ix.posts)
	ix.cut(shards, size)
}

func (ix *searchIndex) cut(shards, size int) {
	seen := 0
	for i, w := range ix.words {
		if len(ix.cuts) < shards && seen >= size/shards*len(ix.cuts) {
			ix.cuts = append(ix.cuts, i)
		}
		seen += len(w) + 4 + 8*len(ix.posts[w])
	}
	for len(ix.cuts) < shards {
		ix.cuts = append(ix.cuts, len(ix.words))
	}
}

func (s *site) writeSearchMeta(w io.Writer, ix *searchIndex) error {
	var kinds []string
	known := map[string]int{}
	types := make([]int, len(ix.items))
	for i, item := range ix.items {
		at, ok := known[item.kind]
		if !ok {
			at = len(kinds)
			known[item.kind] = at
			kinds = append(kinds, item.kind)
		}
		types[i] = at
	}
	starts := []string{}
	for _, at := range ix.cuts {
		if at < len(ix.words) {
			starts = append(starts, ix.words[at])
		}
	}
	return writeScript(w, "meta", map[string]any{"items": len(ix.items), "perShard": itemsPerShard, "starts": starts, "kinds": kinds, "types": types})
}

func (ix *searchIndex) writeItems(w io.Writer, shard int) error {
	rows := [][]string{}
	for i := shard * itemsPerShard; i < min(len(ix.items), (shard+1)*itemsPerShard); i++ {
		it := ix.items[i]
		row := []string{it.title, it.href, it.id, it.kind, it.state, it.snippet}
		if it.lang != "" {
			row = append(row, it.lang)
		}
		rows = append(rows, row)
	}
	return writeScript(w, "items", shard, rows)
}

func (ix *searchIndex) writeWords(w io.Writer, shard int) error {
	from, to := ix.cuts[shard], len(ix.words)
	if shard+1 < len(ix.cuts) {
		to = ix.cuts[shard+1]
	}
	words, posts := []string{}, [][]int{}
	for _, word := range ix.words[from:to] {
		words = append(words, word)
		var flat []int
		for _, p := range ix.posts[word] {
			flat = append(flat, int(p.item), max(1, int(p.score*100+0.5)))
		}
		posts = append(posts, flat)
	}
	return writeScript(w, "words", shard, words, posts)
}

// writeScript writes a call of the search script with JSON arguments. JSON as Go writes it is safe within a script:
// it escapes <, > and & and the line separators.
func writeScript(w io.Writer, call string, args ...any) error {
	texts := make([]string, len(args))
	for i, a := range args {
		b, err := json.Marshal(a)
		if err != nil {
			return fmt.Errorf("write the search index: %w", err)
		}
		texts[i] = string(b)
	}
	_, err := fmt.Fprintf(w, "clausebookSearch.%s(%s);\n", call, strings.Join(texts, ","))
	return err
}
