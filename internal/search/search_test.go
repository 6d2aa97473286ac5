package search

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSearchWords(t *testing.T) {
	for text, want := range map[string][]string{
		"POL-CHG":                {"pol-chg", "pol", "chg"},
		"8.5.1.3-a":              {"8.5.1.3-a", "a"},
		"Änderung, naïve ﬁle":    {"anderung", "naive", "file"},
		"v1.10 (draft)":          {"v1.10", "v1", "draft"},
		"--- ... ":               nil,
		"変更 管理":                  {"変更", "更", "管理", "理"},
		"Straße, heißt, STRASSE": {"strasse", "heisst", "strasse"},
		"Œuvre, Þór, İzmir, ısı": {"oeuvre", "thor", "izmir", "isi"},
		"Søren, Łódź, Ðorđe":     {"soren", "lodz", "dorde"},
		"λόγος ΛΟΓΟΣ":            {"λογοσ", "λογοσ"},
		"ISO認証を取得":               {"iso", "認証", "証を", "を取", "取得", "得"},
		"한국어":                    {"한국", "국어", "어"},
		"変更-A":                   {"変更", "更", "a"},
		"サーバー":                   {"サー", "ーハ", "ハー", "ー"},
		strings.Repeat("a", 50):  {strings.Repeat("a", 40)},
	} {
		if diff := cmp.Diff(want, searchWords(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// unpack reads postings as the search page does.
func unpack(t testing.TB, packed string) map[int]int {
	t.Helper()
	out := map[int]int{}
	item := 0
	for i := 0; i < len(packed); i++ {
		shift := 0
		for ; ; i++ {
			digit := strings.IndexByte(digits, packed[i])
			item += (digit & 31) << shift
			shift += 5
			if digit < 32 {
				break
			}
		}
		i++
		out[item] = strings.IndexByte(digits, packed[i])
	}
	return out
}

// TestSearchFacetsAreBounded gives each of many documents an owner of its own: those of the fewest are left out.
func TestSearchFacetsAreBounded(t *testing.T) {
	items := make([]Item, maxFacetValues+10)
	for i := range items {
		items[i].Owner = Value{Key: fmt.Sprintf("owner-%04d", max(i, 3))}
	}
	f := newFacet("owner", "Owner", items, func(it Item) []Value { return []Value{it.Owner} })
	if len(f.Values) != maxFacetValues || f.Values[0].Key != "owner-0003" {
		t.Errorf("%d values, the first %q", len(f.Values), f.Values[0].Key)
	}
	if set := f.Sets[f.of[len(items)-1]]; len(set) != 0 {
		t.Errorf("an owner without a place in the list has the values %v", set)
	}
}

// TestSearchShardsStaySmall gives the index a text that grows sixfold in a script, and a word that stands everywhere.
func TestSearchShardsStaySmall(t *testing.T) {
	items := make([]Item, 100_000)
	for i := range items {
		items[i] = Item{Title: "everywhere", Words: 1}
		items[i].Parts = func() []Part { return nil }
	}
	huge := strings.Repeat("<&>\u2028\x01 ", 100_000)
	items[0].Set([]Part{{Text: huge}, {Heading: "Later", Fragment: "later", Text: "text"}})
	ix := buildSearch(items, 1, nil)
	var words, texts bytes.Buffer
	if err := errors.Join(ix.write(&words, 0), writeTexts(&texts, 0, items[:1], nil)); err != nil {
		t.Fatal(err)
	}
	if words.Len() > 256<<10 || texts.Len() > 256<<10 {
		t.Errorf("%d bytes of words, %d of texts", words.Len(), texts.Len())
	}
	if !strings.Contains(texts.String(), `["Later","later","text",""]`) {
		t.Error("what stands after a text that is too large is lost")
	}
}

func TestPostingsArePacked(t *testing.T) {
	posts := []posting{{0, 0.001, false}, {1, 0.5, false}, {33, 1, false}, {34, 0.2, true}, {1 << 20, 0.999, false}}
	want := map[int]int{0: 1, 1: 32, 33: 62, 34: 63, 1 << 20: 62}
	if diff := cmp.Diff(want, unpack(t, pack(posts))); diff != "" {
		t.Error(diff)
	}
}

// TestWordsStandInTheOrderOfScripts holds the order against what JavaScript says of these words.
func TestWordsStandInTheOrderOfScripts(t *testing.T) {
	words := []string{"z", "\U0001D7D8", "\uFF21", "ab", "a", "é"}
	slices.SortFunc(words, compareUnits)
	if want := []string{"a", "ab", "z", "é", "\U0001D7D8", "\uFF21"}; !slices.Equal(words, want) {
		t.Errorf("%+q, want %+q", words, want)
	}
}

// searchWords gives the words of a text.
func searchWords(text string) []string {
	var out []string
	eachWord(text, func(word []byte) { out = append(out, string(word)) })
	return out
}
