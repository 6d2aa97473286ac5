package view

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/dossier"
)

func TestPagers(t *testing.T) {
	for _, tc := range []struct{ n, size, parts int }{{0, 10, 1}, {1, 10, 1}, {10, 10, 1}, {11, 10, 2}, {100, 10, 10}} {
		all := Pagers("x.html", tc.n, tc.size)
		rows := 0
		for i, p := range all {
			if rows != p.From {
				t.Errorf("part %d starts at %d, want %d", i, p.From, rows)
			}
			rows = p.To
		}
		if len(all) != tc.parts || rows != tc.n {
			t.Errorf("%d rows: %d parts up to %d", tc.n, len(all), rows)
		}
	}
}

// TestWeighed cuts lists of rows by what they weigh: each part takes as much as it may, and no more.
func TestWeighed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		weights    []int
		size, most int
		want       []int // rows of each part
	}{
		"nothing":             {nil, 3, 10, []int{0}},
		"one":                 {[]int{4}, 3, 10, []int{1}},
		"just enough":         {[]int{5, 5}, 3, 10, []int{2}},
		"one too heavy":       {[]int{5, 6}, 3, 10, []int{1, 1}},
		"as many as may":      {[]int{1, 1, 1}, 3, 10, []int{3}},
		"one too many":        {[]int{1, 1, 1, 1}, 3, 10, []int{3, 1}},
		"a giant alone":       {[]int{1, 50, 1}, 3, 10, []int{1, 1, 1}},
		"a giant first":       {[]int{50, 1, 1}, 3, 10, []int{1, 2}},
		"giants":              {[]int{50, 50}, 3, 10, []int{1, 1}},
		"the next part fills": {[]int{6, 6, 4, 1}, 3, 10, []int{1, 2, 1}},
	} {
		at, parts := 0, Weighed("x.html", len(tc.weights), tc.size, tc.most, func(i int) int { return tc.weights[i] })
		var got []int
		for i, p := range parts {
			if p.From != at || p.Part != i || p.Count != len(parts) || p.Total != len(tc.weights) || p.Base != "x.html" {
				t.Errorf("%s: part %d is %+v", name, i, p)
			}
			got = append(got, p.To-p.From)
			at = p.To
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestPagerLinks holds that a part of a long list leads to its neighbours and to both ends.
func TestPagerLinks(t *testing.T) {
	t.Parallel()
	at := New(&dossier.Dossier{}, Options{}).At("x", "folder/x.html")
	for _, tc := range []struct {
		parts, on int
		want      string
	}{
		{1, 0, "[1]"}, {2, 1, "1 [2]"}, {9, 4, "1 2 3 4 [5] 6 7 8 9"}, {10, 4, "1 3 4 [5] 6 7 10"}, {12, 0, "[1] 2 3 12"},
		{12, 11, "1 10 11 [12]"},
	} {
		p := Pagers("folder/x.html", tc.parts, 1)[tc.on].For(at)
		var got []string
		for _, l := range p.Parts {
			text := l.Text
			if l.Current {
				text = "[" + text + "]"
			}
			got = append(got, text)
			if want := "x~" + l.Text + ".html"; l.Text != "1" && l.Href != want {
				t.Errorf("%s leads to %s, not %s", l.Text, l.Href, want)
			}
		}
		if strings.Join(got, " ") != tc.want || p.Many() != (tc.parts > 1) || p.First() != tc.on+1 {
			t.Errorf("part %d of %d: %s, want %s", tc.on+1, tc.parts, strings.Join(got, " "), tc.want)
		}
	}
}
