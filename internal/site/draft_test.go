package site

import (
	"io"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/output"
	"clausebook/internal/search"
)

// TestWarmMakesWhatASearchLoadsFirst wants that one file is made, which is the one that the script of the search loads before others, and
// that a site without a search is none the worse for it.
func TestWarmMakesWhatASearchLoadsFirst(t *testing.T) {
	t.Parallel()
	item := search.Item{Title: "Access", ID: "POL-A", Parts: func() []search.Part { return nil }}
	texts, words := search.Files([]search.Item{item}, search.Labels{}, search.Before{})
	var made []string
	var files []output.File
	for _, f := range slices.Concat(texts, words) {
		files = append(files, output.File{Path: f.Path, Write: func(w io.Writer) error { made = append(made, f.Path); return f.Write(w) }})
	}
	slices.SortFunc(files, func(a, b output.File) int { return strings.Compare(a.Path, b.Path) })
	if err := (&Site{Files: files}).Warm(); err != nil || len(made) != 1 || made[0] != search.FirstFile {
		t.Errorf("made %v, %v", made, err)
	}
	if err := new(Site).Warm(); err != nil {
		t.Error(err)
	}
}
