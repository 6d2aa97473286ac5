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
	"unicode"

	"golang.org/x/text/unicode/norm"

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
	fields                                []searchField
}

type searchField struct {
	weight float64
	text   string
}

// posting says how well a word speaks for an item.
type posting struct {
	item  int
	score float64
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
				snippet: clip(c.Summary), fields: []searchField{{weightID, c.ID}, {weightTitle, c.Title}, {weightText, text}}})
		}
		for _, p := range std.Processes {
			out = append(out, searchItem{title: p.Name, href: s.addr.items[standard.Ref{Standard: std.ID, Item: p.ID}], id: p.ID, kind: s.t("Process of a reference model"), state: nameOf(std),
				snippet: clip(p.Purpose), fields: []searchField{{weightTitle, p.Name}, {weightText, p.Purpose}}})
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
	return searchItem{title: titleOf(d), href: s.addr.documents[d], id: string(d.ID), kind: s.typeWord(d.Type), state: s.status(d.Status).Text, snippet: clip(firstProse(body)),
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

func clip(text string) string {
	if r := []rune(text); len(r) > snippetSize {
		return string(r[:snippetSize]) + "…"
	}
	return text
}

// searchWords takes a text apart into the words by which it is found. "POL-CHG" gives pol-chg, pol and chg; letters
// lose their accents. The script of the search page does the same to what is asked for.
func searchWords(text string) []string {
	folded := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
	var out []string
	add := func(word string) {
		if n := len([]rune(word)); n > 0 && n <= 40 {
			out = append(out, word)
		}
	}
	for _, chunk := range strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '.' }) {
		chunk = strings.Trim(chunk, "-.")
		add(chunk)
		if parts := strings.FieldsFunc(chunk, func(r rune) bool { return r == '-' || r == '.' }); len(parts) > 1 {
			for _, part := range parts {
				if !strings.ContainsFunc(part, unicode.IsLetter) {
					continue
				}
				add(part)
			}
		}
	}
	return out
}

func (s *site) buildSearch(shards int) *searchIndex {
	ix := &searchIndex{items: s.searchItems(), posts: map[string][]posting{}}
	counts := make([]map[string]float64, len(ix.items))
	var total float64
	sizes := make([]float64, len(ix.items))
	for i, item := range ix.items {
		counts[i] = map[string]float64{}
		for _, f := range item.fields {
			words := searchWords(f.text)
			sizes[i] += float64(len(words))
			for _, w := range words {
				counts[i][w] += f.weight
			}
		}
		total += sizes[i]
	}
	mean := max(1, total/float64(max(1, len(ix.items))))
	for i, words := range counts {
		for w, n := range words {
			ix.posts[w] = append(ix.posts[w], posting{i, n / (n + bm25K*(1-bm25B+bm25B*sizes[i]/mean))})
		}
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
			posts[i].score *= rarity
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
		rows = append(rows, []string{it.title, it.href, it.id, it.kind, it.state, it.snippet})
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
			flat = append(flat, p.item, max(1, int(p.score*100+0.5)))
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
