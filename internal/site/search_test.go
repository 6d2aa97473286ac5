package site

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/output"
)

func TestSearchWords(t *testing.T) {
	for text, want := range map[string][]string{
		"POL-CHG":             {"pol-chg", "pol", "chg"},
		"8.5.1.3-a":           {"8.5.1.3-a", "a"},
		"Änderung, naïve ﬁle": {"anderung", "naive", "file"},
		"v1.10 (draft)":       {"v1.10", "v1", "draft"},
		"--- ... ":            nil,
		"変更 管理":               {"変更", "管理"},
	} {
		if diff := cmp.Diff(want, searchWords(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// found looks a word up in the scripts of the index, as the search page does, and gives titles, the best first.
func found(t testing.TB, files map[string]string, word string) []string {
	t.Helper()
	titles := map[int]string{}
	scores := map[int]int{}
	for at, src := range files {
		call, args, ok := strings.Cut(strings.TrimPrefix(src, "clausebookSearch."), "(")
		if !ok || !strings.HasPrefix(at, "assets/search/") {
			continue
		}
		var parts []json.RawMessage
		if err := json.Unmarshal([]byte("["+strings.TrimSuffix(args, ");\n")+"]"), &parts); err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		switch call {
		case "items":
			var shard int
			var rows [][]string
			read(t, parts[0], &shard)
			read(t, parts[1], &rows)
			for i, row := range rows {
				titles[shard*itemsPerShard+i] = row[0]
			}
		case "words":
			var words []string
			var posts [][]int
			read(t, parts[1], &words)
			read(t, parts[2], &posts)
			if i := slices.Index(words, word); i >= 0 {
				for j := 0; j < len(posts[i]); j += 2 {
					scores[posts[i][j]] = posts[i][j+1]
				}
			}
		}
	}
	var out []string
	for item := range scores {
		out = append(out, titles[item])
	}
	byTitle := map[string]int{}
	for item, score := range scores {
		byTitle[titles[item]] = score
	}
	slices.SortFunc(out, func(a, b string) int { return byTitle[b] - byTitle[a] })
	return out
}

func read(t testing.TB, src json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(src, into); err != nil {
		t.Fatal(err)
	}
}

func TestSearchFinds(t *testing.T) {
	files := render(t, plan(t, sample(t), Options{}))
	for word, want := range map[string]string{"pol-chg": "Change policy", "8.5": "8.5 Change", "hosting": "Web hosting", "recorded": "", "audit": "Audit"} {
		got := found(t, files, word)
		if want == "" && len(got) > 0 || want != "" && (len(got) == 0 || got[0] != want) {
			t.Errorf("%s finds %q, want %q first", word, got, want)
		}
	}
}

// large makes a set of n documents of some 500 words that link each other.
func large(t testing.TB, n int) *doc.Set {
	words := strings.Fields("service change incident problem capacity continuity supplier customer report review approval plan policy process record audit risk objective measure target")
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
		documents = append(documents, &doc.Document{ID: doc.ID(fmt.Sprintf("DOC-%05d", i)), Path: fmt.Sprintf("content/d/%05d.md", i), Title: fmt.Sprintf("Document %d on %s", i, words[i%len(words)]),
			Type: typeOrder[i%len(typeOrder)], Status: doc.Approved, Version: "1.0", Owner: "manager", ApprovedOn: day(t, "2026-01-01"), Source: src, BodyLine: 1, Body: markdown.Parse(src, 1)})
	}
	return doc.NewSet("content", documents, nil, nil)
}

func TestLargeSet(t *testing.T) {
	if testing.Short() {
		t.Skip("renders 1,200 documents")
	}
	d := sample(t)
	d.Docs = large(t, 1200)
	pages := render(t, plan(t, d, Options{}))
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
	files := plan(b, d, Options{})
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
		f, ok := Find(plan(b, d, Options{}), "assets/search/meta.js")
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
	files := plan(t, sample(t), Options{})
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
