package view

import "testing"

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
