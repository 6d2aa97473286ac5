package redline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParts(t *testing.T) {
	t.Parallel()
	body := func(word string) string {
		return "# One\n\na\n\nb\n\nc\n\nd\n\n# Two\n\ne\n\nf\n\ng\n\n| H | I |\n|---|---|\n| 1 | 1 |\n| 2 | 2 |\n| 3 | 3 |\n| 4 | 4 |\n| 5 | " +
			"" + word + " |\n\nh\n\ni\n"
	}
	var got []string
	for _, p := range Compare(text("", body("old")), text("", strings.Replace(body("new"), "b\n", "*b*\n", 1))).Parts(1) {
		var names []string
		for _, b := range p.Blocks {
			names = append(names, b.Cells[0].Is())
		}
		got = append(got, fmt.Sprint(p.Folded, p.Reformatted, " ", strings.Join(names, " ")))
	}
	want := []string{"true 1 One a b c d", "false 0 Two", "true 0 e f g", "false 0 H", "true 0 1 2 3", "false 0 4 5 h i"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPartsBehindATable wants the names of columns shown with a row that changed, and not with what stands behind the table.
func TestPartsBehindATable(t *testing.T) {
	t.Parallel()
	body := func(row, word string) string {
		return "# One\n\n| H | I |\n|---|---|\n| 1 | 1 |\n| 2 | 2 |\n| 3 | 3 |\n| 4 | " + row +
			" |\n| 5 | 5 |\n| 6 | 6 |\n\na\n\nb\n\nc\n\nthe " + word + "\n"
	}
	folded := func(was, is string) string {
		var out []string
		for _, p := range Compare(text("", was), text("", is)).Parts(0) {
			out = append(out, fmt.Sprint(p.Folded, len(p.Blocks)))
		}
		return strings.Join(out, " ")
	}
	if got, want := folded(body("4", "old"), body("x", "old")), "false 2 true 3 false 1 true 6"; got != want {
		t.Errorf("a row: got %s, want %s", got, want)
	}
	if got, want := folded(body("4", "old"), body("4", "new")), "false 1 true 10 false 1"; got != want {
		t.Errorf("behind the table: got %s, want %s", got, want)
	}
}

func TestPartsOfEqualVersions(t *testing.T) {
	t.Parallel()
	same := text("", "a\n\nb\n\nc\n")
	if parts := Compare(same, same).Parts(1); len(parts) != 1 || !parts[0].Folded || len(parts[0].Blocks) != 3 {
		t.Errorf("got %+v", parts)
	}
	if parts := Compare(text("", ""), text("", "")).Parts(1); len(parts) != 0 {
		t.Errorf("got %+v", parts)
	}
}
