// Package search turns items, each a title with its text, into the index of the site's search: scripts that the search page
// loads as far as a question needs them.
//
// It knows no Dossier: pages say what can be found and in which words. The script of the search page reads what is written
// here, so the two change together.
package search

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"

	"clausebook/internal/fingerprint"
	"clausebook/internal/kept"
	"clausebook/internal/output"
)

// The index of the search is a set of scripts, for a page that was opened from a disk can load nothing else:
//
//	assets/search/meta.js        where each shard starts, and the facets with their values
//	assets/search/facets-N.js    for each facet the values of facetsPerShard items
//	assets/search/items-N.js     titles, addresses and ids of itemsPerShard items
//	assets/search/words-N.js     words in order, each with the items that hold it and how well it speaks for them
//	assets/search/texts-N.js     the text of some items section by section, from which excerpts are taken
//
// The page loads meta and facets with the first question, of words and items what the question needs, and of texts
// what belongs to the results that it shows.

const (
	itemsPerShard  = 400
	facetsPerShard = 8000
	wordShardSize  = 100_000 // bytes that a shard of words is planned for
	bytesPerWord   = 3       // of a word of text in the index: twice what ordinary text takes
	textShardSize  = 48_000  // bytes of text that go together
	maxTextShard   = 240_000 // bytes of a shard of texts; what is over it loses its text
)

// Before is what an index takes over from the one before: By names the program, and Memory has what items said.
type Before struct {
	By     fingerprint.Digest
	Memory *kept.Store
}

// FirstFile is the script that a search loads before it knows which others it needs.
const FirstFile = "assets/search/meta.js"

// Files lists the scripts of the index. Those of words hold single words, among which nobody's name could be found
// any more; all others are texts.
func Files(items []Item, labels Labels, before Before) (texts, words []output.File) {
	facets := sync.OnceValue(func() []facet { return facetsOf(items, labels) })
	cuts, ix := cutTexts(items), indexOf(items, before)
	add := func(to *[]output.File, name string, write func(io.Writer) error) *output.File {
		*to = append(*to, output.File{Path: "assets/search/" + name + ".js", Kind: "search", Write: write})
		return &(*to)[len(*to)-1]
	}
	meta := add(&texts, "meta", func(w io.Writer) error { return writeSearchMeta(w, len(items), ix.known().Starts, facets(), cuts) })
	meta.With = afterTexts
	for i := range shardsFor(len(items), facetsPerShard) {
		add(&texts, fmt.Sprintf("facets-%d", i), func(w io.Writer) error { return writeFacets(w, i, facets()) })
	}
	for i := range shardsFor(len(items), itemsPerShard) {
		add(&texts, fmt.Sprintf("items-%d", i), func(w io.Writer) error { return writeItems(w, i, items) })
	}
	for i := range ix.shards {
		f := add(&words, fmt.Sprintf("words-%d", i), func(w io.Writer) error { return ix.built().write(w, i) })
		f.Prepare = func() (fingerprint.Digest, func(io.Writer) error, error) { return ix.known().Shards[i], f.Write, nil }
		f.With = afterTexts
	}
	for i, from := range cuts {
		to := len(items)
		if i+1 < len(cuts) {
			to = cuts[i+1]
		}
		f := add(&texts, fmt.Sprintf("texts-%d", i), func(w io.Writer) error { return writeTexts(w, i, items[from:to], before.Memory) })
		if named(items[from:to]) {
			f.Prepare = func() (fingerprint.Digest, func(io.Writer) error, error) {
				return textsKey(before.By, i, items[from:to]), f.Write, nil
			}
		}
	}
	return texts, words
}

// afterTexts lets what follows from all words be written after the texts, which are taken apart into words as they are written.
const afterTexts = "assets/search/~"

// textsKey names a shard of texts.
func textsKey(by fingerprint.Digest, shard int, items []Item) fingerprint.Digest {
	keys := make([]fingerprint.Digest, len(items))
	for i := range items {
		keys[i] = items[i].Key
	}
	return fingerprint.Of(by, shard, keys)
}

// shardsFor is the number of shards of at most size that n things need, at least one.
func shardsFor(n, size int) int { return max(1, (n+size-1)/size) }

// cutTexts gives the first item of each shard of texts.
func cutTexts(items []Item) []int {
	var out []int
	size := 0
	for i := range items {
		if i == 0 || size+items[i].Size > textShardSize {
			out, size = append(out, i), 0
		}
		size += items[i].Size
	}
	return out
}

func writeSearchMeta(w io.Writer, items int, starts []string, facets []facet, texts []int) error {
	return writeScript(w, "meta", struct {
		Items     int      `json:"items"`
		PerItems  int      `json:"perItems"`
		PerFacets int      `json:"perFacets"`
		Starts    []string `json:"starts"` // the first word of each shard of words
		Texts     []int    `json:"texts"`  // the first item of each shard of texts
		Facets    []facet  `json:"facets"`
	}{items, itemsPerShard, facetsPerShard, starts, texts, facets})
}

// writeFacets writes for each facet which of its sets of values the items of a shard have.
func writeFacets(w io.Writer, shard int, facets []facet) error {
	rows := make([][]int, len(facets))
	for i, f := range facets {
		from := min(shard*facetsPerShard, len(f.of))
		rows[i] = f.of[from:min(from+facetsPerShard, len(f.of))]
	}
	return writeScript(w, "facets", shard, rows)
}

func writeItems(w io.Writer, shard int, items []Item) error {
	rows := [][]string{}
	for _, it := range items[shard*itemsPerShard : min(len(items), (shard+1)*itemsPerShard)] {
		rows = append(rows, []string{it.Title, it.Href, it.ID, it.Note, it.Language})
	}
	return writeScript(w, "items", shard, rows)
}

// writeTexts writes the sections of items as [heading, fragment, text, what it covers]. A shard that would grow too
// large, which takes a document of uncommon size, keeps its headings and is short of text.
func writeTexts(w io.Writer, shard int, items []Item, memory *kept.Store) error {
	room := maxTextShard
	all, words := make([][][]string, len(items)), newCounter()
	for i := range items {
		all[i] = [][]string{}
		parts := items[i].Parts()
		if memory != nil {
			words.said(&items[i], memory, parts)
		}
		for _, part := range parts {
			row := []string{part.Heading, part.Fragment, part.Text, part.Covers}
			if size := jsonSize(row); size > room {
				row[2] = ""
			}
			if room -= jsonSize(row); room < 0 {
				break
			}
			all[i] = append(all[i], row)
		}
	}
	return writeScript(w, "texts", shard, all)
}

// jsonSize is at least the number of bytes that texts take in a script: what JSON must escape counts as six.
func jsonSize(texts []string) int {
	size := 4
	for _, t := range texts {
		size += 3 + len(t)
		for i := range len(t) {
			if b := t[i]; b < ' ' || strings.IndexByte(`"\<>&`, b) >= 0 || b == 0xe2 {
				size += 5
			}
		}
	}
	return size
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
