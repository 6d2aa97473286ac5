package site

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/doc"
	"clausebook/internal/longtest"
	"clausebook/internal/markdown"
	"clausebook/internal/output"
)

// readIndex is the index as the search page reads it.
type readIndex struct {
	meta struct {
		Items, PerItems, PerFacets int
		Starts                     []string
		Texts                      []int
		Facets                     []struct {
			Name, Label string
			Values      [][]string
			Sets        [][]int
		}
	}
	facets [][]int    // by facet, by item
	rows   [][]string // by item: title, address, id, note, language
	texts  [][][]string
	posts  map[string]map[int]int // word -> item -> score
}

// script takes a script of the index apart into what it calls and with what.
func script(t testing.TB, at, src string) (call string, args []json.RawMessage) {
	t.Helper()
	call, rest, ok := strings.Cut(strings.TrimPrefix(src, "clausebookSearch."), "(")
	if !ok {
		t.Fatalf("%s is no script of the index", at)
	}
	read(t, json.RawMessage("["+strings.TrimSuffix(rest, ");\n")+"]"), &args)
	return call, args
}

func indexOf(t testing.TB, files map[string]string) readIndex {
	t.Helper()
	ix := readIndex{posts: map[string]map[int]int{}}
	shard := func(kind string, into ...any) bool {
		at := fmt.Sprintf("assets/search/%s", kind)
		src, ok := files[at+".js"]
		if !ok {
			return false
		}
		_, args := script(t, at, src)
		for i, arg := range args[len(args)-len(into):] {
			read(t, arg, into[i])
		}
		return true
	}
	shard("meta", &ix.meta)
	ix.facets = make([][]int, len(ix.meta.Facets))
	for n, rows := 0, [][]int(nil); shard(fmt.Sprint("facets-", n), &rows); n++ {
		for f := range rows {
			ix.facets[f] = append(ix.facets[f], rows[f]...)
		}
	}
	for n, rows := 0, [][]string(nil); shard(fmt.Sprint("items-", n), &rows); n++ {
		ix.rows = append(ix.rows, rows...)
	}
	for n, parts := 0, [][][]string(nil); shard(fmt.Sprint("texts-", n), &parts); n++ {
		if ix.meta.Texts[n] != len(ix.texts) {
			t.Errorf("texts-%d starts with item %d, the list says %d", n, len(ix.texts), ix.meta.Texts[n])
		}
		ix.texts = append(ix.texts, parts...)
	}
	last := ""
	for n := 0; ; n++ {
		var words, posts []string
		if !shard(fmt.Sprint("words-", n), &words, &posts) {
			break
		}
		if len(words) > 0 && words[0] != ix.meta.Starts[n] {
			t.Errorf("words-%d starts with %q, the list says %q", n, words[0], ix.meta.Starts[n])
		}
		for i, word := range words {
			if last != "" && last >= word {
				t.Errorf("%q stands before %q", last, word)
			}
			last = word
			ix.posts[word] = scores(t, posts[i])
		}
	}
	return ix
}

// idScore is the score of a word that is an id of the item.
const idScore = 63

// scores reads postings as the search page does: by item, how well the word speaks for it.
func scores(t testing.TB, packed string) map[int]int {
	t.Helper()
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
	out := map[int]int{}
	item, shift := 0, 0
	for i := 0; i < len(packed); i++ {
		digit := strings.IndexByte(digits, packed[i])
		item += (digit & 31) << shift
		if shift += 5; digit < 32 {
			i++
			out[item] = strings.IndexByte(digits, packed[i])
			shift = 0
		}
	}
	return out
}

func read(t testing.TB, src json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(src, into); err != nil {
		t.Fatal(err)
	}
}

// found gives the titles of the items that hold a word, the best first.
func (ix readIndex) found(word string) []string {
	items := slices.Sorted(maps.Keys(ix.posts[word]))
	slices.SortStableFunc(items, func(a, b int) int { return ix.posts[word][b] - ix.posts[word][a] })
	var out []string
	for _, i := range items {
		out = append(out, ix.rows[i][0])
	}
	return out
}

func (ix readIndex) item(t testing.TB, id string) int {
	t.Helper()
	i := slices.IndexFunc(ix.rows, func(row []string) bool { return row[2] == id })
	if i < 0 {
		t.Fatalf("no item %s", id)
	}
	return i
}

func TestSearchFinds(t *testing.T) {
	ix := indexOf(t, render(t, planOf(t, sample(t), Options{})))
	for word, want := range map[string]string{"pol-chg": "Change policy", "8.5": "8.5 Change", "hosting": "Web hosting",
		"recorded": "Change management", "canary": "", "audit": "Audit", "4.1-a": "4.1 Scope", "risk": "Change policy"} {
		got := ix.found(word)
		if want == "" && len(got) > 0 || want != "" && (len(got) == 0 || got[0] != want) {
			t.Errorf("%s finds %q, want %q first", word, got, want)
		}
	}
	if got := ix.found("4.1-a"); !slices.Contains(got, "Scope") {
		t.Errorf("the number of a requirement finds %q, not the document that covers it", got)
	}
}

// TestSearchKnowsIDs holds that ids, also those of requirements and those of several words, stand out from all else
// that is said of a document.
func TestSearchKnowsIDs(t *testing.T) {
	d := sample(t)
	body := strings.Repeat("POL-CHG 8.5 ", 50)
	d.Docs = doc.NewSet("content", append(d.Docs.Documents,
		write(t, "content/a.md", `{id: "policies/one_two", title: POL-CHG POL-CHG, type: policy, version: "1", status: approved, `+
			`owner: manager}`, "## POL-CHG\n\n"+body)), nil, nil)
	ix := indexOf(t, render(t, planOf(t, d, Options{})))
	for word, id := range map[string]string{"pol-chg": "POL-CHG", "8.5": "8.5", "8.5-a": "8.5", "policies/one_two": "policies/one_two"} {
		for i, score := range ix.posts[word] {
			if own := score == idScore; own != (ix.rows[i][2] == id) {
				t.Errorf("%s has the score %d for %s", word, score, ix.rows[i][2])
			}
		}
		if len(ix.posts[word]) == 0 {
			t.Errorf("%s finds nothing", word)
		}
	}
}

// TestSearchWeighsFields puts a word into one field after the other.
func TestSearchWeighsFields(t *testing.T) {
	d := sample(t)
	filler := strings.Repeat("Something else is said here. ", 20)
	document := func(id, title, body string) *doc.Document {
		return write(t, "content/"+id+".md", `{id: `+id+`, title: `+title+`, type: guide, version: "1", status: approved, owner: manager}`, body)
	}
	d.Docs = doc.NewSet("content", []*doc.Document{
		document("D-1", "In the title of zebra", "## Plain\n\n"+filler),
		document("D-2", "In a heading", "## The zebra\n\n"+filler),
		document("D-3", "Often in the text", "## Plain\n\nzebra zebra "+filler),
		document("D-4", "Once in the text", "## Plain\n\nzebra other "+filler),
		document("D-5", "Once in a long text", "## Plain\n\nzebra "+strings.Repeat(filler, 8)),
		document("D-6", "Nowhere", "## Plain\n\n<!-- zebra -->\n\n"+filler),
	}, nil, nil)
	want := []string{"In the title of zebra", "In a heading", "Often in the text", "Once in the text", "Once in a long text"}
	if diff := cmp.Diff(want, indexOf(t, render(t, planOf(t, d, Options{}))).found("zebra")); diff != "" {
		t.Error(diff)
	}
}

// TestSearchFacets looks at the values of documents and a clause, in both languages.
func TestSearchFacets(t *testing.T) {
	for language, want := range map[string]map[string][]string{
		"en": {
			"POL-SCO": {"Type: policy Policies", "Status: approved Approved met", "Owner: manager Manager", "Standard: one-2018 Example 1:2018"},
			"POL-OLD": {"Type: policy Policies", "Status: superseded Superseded superseded", "Owner: manager Manager"},
			"GDE-1":   {"Type: guide Guides", "Status: withdrawn Withdrawn withdrawn", "Owner: nobody nobody"},
			"8.5": {"Type: standard-clause Clauses", "Status: missing Missing missing", "Owner: manager Manager",
				"Standard: one-2018 Example 1:2018"},
		},
		"de": {
			"POL-SCO": {"Art: policy Leitlinien", "Status: approved Freigegeben met", "Verantwortlich: manager Manager",
				"Norm: one-2018 Example 1:2018"},
		},
	} {
		d := sample(t)
		d.Site.Language, d.Standards.Standards[0].Language = language, "en"
		ix := indexOf(t, render(t, planOf(t, d, Options{})))
		for _, id := range []string{"8.5", "POL-SCO"} { // both are in English
			if told := ix.rows[ix.item(t, id)][4]; (told == "en") != (language == "de") {
				t.Errorf("on a site in %s, %s tells the language %q", language, id, told)
			}
		}
		for id, facets := range want {
			var got []string
			for n, f := range ix.meta.Facets {
				for _, v := range f.Sets[ix.facets[n][ix.item(t, id)]] {
					got = append(got, f.Label+": "+strings.Join(f.Values[v], " "))
				}
			}
			if diff := cmp.Diff(facets, got); diff != "" {
				t.Errorf("%s, %s: %s", language, id, diff)
			}
		}
	}
}

// TestSearchTextsLeadToTheirSections follows every heading of the index to the page that has it.
func TestSearchTextsLeadToTheirSections(t *testing.T) {
	pages := render(t, planOf(t, sample(t), Options{}))
	ix := indexOf(t, pages)
	if len(ix.texts) != len(ix.rows) || len(ix.rows) != ix.meta.Items {
		t.Fatalf("texts of %d items, rows of %d, want %d", len(ix.texts), len(ix.rows), ix.meta.Items)
	}
	seen := 0
	for i, parts := range ix.texts {
		page := pages[ix.rows[i][1]]
		if page == "" {
			t.Errorf("%s leads to no page", ix.rows[i][1])
		}
		for _, part := range parts {
			if part[1] == "" {
				continue
			}
			seen++
			to, name := page, part[1]
			if at, below, elsewhere := strings.Cut(part[1], "#"); elsewhere { // a row on a page of its own
				to, name = pages[at], below
			}
			if strings.Count(to, `id="`+name+`"`) != 1 {
				t.Errorf("%s has no %s, or several", ix.rows[i][1], part[1])
			}
		}
	}
	if seen < 8 {
		t.Errorf("%d headings only", seen)
	}
	if n := len(ix.texts[ix.item(t, "REC-1")]); n < 70 {
		t.Errorf("of 70 rows %d can be found", n)
	}
	want := []string{"What is in", "s-what-is-in", "See POL-CHG, the rules, §8.5, the plan and a drawing.\nmap", " 4.1-a change-1"}
	if diff := cmp.Diff(want, ix.texts[ix.item(t, "POL-SCO")][1]); diff != "" {
		t.Error(diff)
	}
}

// large makes a set of n documents of some 500 words that link each other.
func large(t testing.TB, n int) *doc.Set {
	words := strings.Fields("service change incident problem capacity continuity supplier customer report review approval plan policy " +
		"process record audit risk objective measure target")
	types := []string{"policy", "plan", "process", "procedure", "catalogue", "service", "agreement", "contract", "register", "programme",
		"report",
		"minutes", "record", "audit-report", "nonconformity", "improvement", "guide"}
	var documents []*doc.Document
	for i := range n {
		var body strings.Builder
		for j := range 10 {
			fmt.Fprintf(&body, "## Section %d\n\n", j)
			for k := range 50 {
				fmt.Fprintf(&body, "%s%d ", words[(i*7+j*3+k)%len(words)], (i*k)%97)
			}
			fmt.Fprintf(&body, "[[DOC-%05d]].\n\n", (i*31+j)%n)
		}
		src := []byte(body.String())
		documents = append(documents, &doc.Document{ID: doc.ID(fmt.Sprintf("DOC-%05d", i)), Path: fmt.Sprintf("content/d/%05d.md", i),
			Title: fmt.Sprintf("Document %d on %s", i, words[i%len(words)]),
			Type:  types[i%len(types)], Status: doc.Approved, Version: "1.0", Owner: "manager", ApprovedOn: day(t, "2026-01-01"), Source: src,
			BodyLine: 1, Body: markdown.Parse(src, 1)})
	}
	return doc.NewSet("content", documents, nil, nil)
}

func TestLargeSet(t *testing.T) {
	longtest.Skip(t, "1,200 documents")
	d := sample(t)
	d.Docs = large(t, 1200)
	pages := render(t, planOf(t, d, Options{}))
	all := crawl(t, pages)
	far := distances(all)
	for at, src := range pages {
		switch {
		case strings.HasPrefix(at, "assets/search/") && len(src) > 256<<10:
			t.Errorf("%s has %d bytes", at, len(src))
		case strings.HasSuffix(at, ".html") && len(src) > most(at):
			t.Errorf("%s has %d bytes", at, len(src))
		}
		if clicks, ok := far[at]; strings.HasPrefix(at, "documents/doc-") && (!ok || clicks > 4) {
			t.Errorf("%s is %d clicks away, reached: %v", at, clicks, ok)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		d := sample(b)
		d.Docs = large(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Plan(d, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDocumentPage(b *testing.B) {
	d := sample(b)
	d.Docs = large(b, 2000)
	files := planOf(b, d, Options{})
	f, ok := Find(files, "documents/doc-00100.html")
	if !ok {
		b.Fatal("no such page")
	}
	for b.Loop() {
		if err := f.Write(discard{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearchIndex(b *testing.B) {
	d := sample(b)
	d.Docs = large(b, 10000)
	for b.Loop() {
		f, ok := Find(planOf(b, d, Options{}), "assets/search/meta.js")
		if !ok {
			b.Fatal("no index")
		}
		if err := f.Write(discard{}); err != nil {
			b.Fatal(err)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func TestFind(t *testing.T) {
	files := planOf(t, sample(t), Options{})
	for _, f := range files {
		if got, ok := Find(files, f.Path); !ok || got.Path != f.Path {
			t.Errorf("%s is not found", f.Path)
		}
	}
	for _, at := range []string{"", "no-such.html", "zzz", "documents"} {
		if _, ok := Find(files, at); ok {
			t.Errorf("%q is found", at)
		}
	}
	if _, ok := Find([]output.File{}, "index.html"); ok {
		t.Error("something is found in nothing")
	}
}
