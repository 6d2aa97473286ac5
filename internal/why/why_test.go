package why

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/fingerprint"
)

type data struct {
	Title, Text string
	Rows        []string
}

func bookOf(program string, pages map[string]any) *Book {
	b := NewBook()
	b.Share([]fingerprint.Field{{Name: "Program", Sum: fingerprint.Of(program)}})
	for path, d := range pages {
		b.Note(path, fmt.Sprintf("%T", d), fingerprint.Fields(d))
	}
	return b
}

func TestWhatHasChangedSince(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "cache", "parts")
	was := bookOf("1", map[string]any{"a.html": data{"A", "text", nil}, "b.html": data{Title: "B"}, "c.html": struct{ Old int }{1}})
	if err := was.Write(file); err != nil {
		t.Fatal(err)
	}
	now := bookOf("1", map[string]any{"a.html": data{"A", "other", []string{"x"}}, "b.html": data{Title: "B"}, "c.html": data{}, "d.html": data{}})
	for path, want := range map[string]string{
		"a.html": "Rows Text | Program Title | true", "b.html": " | Program Rows Text Title | true",
		"c.html": "Rows Text Title Old | Program | true", "d.html": " | Program Rows Text Title | false", "e.html": " |  | false",
	} {
		changed, same, known := now.Since(Read(file), path)
		if got := fmt.Sprintf("%s | %s | %v", strings.Join(changed, " "), strings.Join(same, " "), known); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	changed, _, _ := bookOf("2", map[string]any{"b.html": data{Title: "B"}}).Since(Read(file), "b.html")
	if !slices.Equal(changed, []string{"Program"}) {
		t.Errorf("another program: %q", changed)
	}
}

func TestDamagedBooksAreNone(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "parts")
	if Read(file) != nil {
		t.Error("there is a book where there is none")
	}
	if err := bookOf("1", map[string]any{"a.html": data{}}).Write(file); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := range sound {
		other := slices.Clone(sound)
		other[n] ^= 1
		for what, text := range map[string][]byte{"cut": sound[:n], "changed": other} {
			if err := os.WriteFile(file, text, 0o644); err != nil {
				t.Fatal(err)
			}
			if Read(file) != nil {
				t.Errorf("%s at %d it is a book", what, n)
			}
		}
	}
	(*Book)(nil).Note("a", "b", nil)
}

func TestNamesOfPartsInWords(t *testing.T) {
	t.Parallel()
	for names, want := range map[string]string{"RowChanges": "row changes", "ID": "ID", "BodyLang": "body lang", "HTMLText": "HTML text", "": "nothing"} {
		var all []string
		if names != "" {
			all = []string{names}
		}
		if got := inWords(all); got != want {
			t.Errorf("%s is %q, want %q", names, got, want)
		}
	}
}
