package labels

import (
	"slices"
	"strings"
	"testing"
)

// TestTablesInHTMLAreHeaderTables reads header tables as pandoc, a wiki and people write them.
func TestTablesInHTMLAreHeaderTables(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want []Label
	}{
		"one line a row": {"# Access\n\n<table>\n<tr><td>Owner</td><td>Quality manager</td></tr>\n<tr><th>Version:</th><td>2.1</td></tr>\n</table>\n",
			[]Label{{"Owner", "Quality manager", 4, 23}, {"Version", "2.1", 5, 26}}},
		"pandoc": {"<table>\n<colgroup>\n<col style=\"width: 50%\" />\n</colgroup>\n<tbody>\n<tr>\n<td><p><strong>Owner</strong></p></td>\n" +
			"<td><p>R&amp;D\nlead</p></td>\n</tr>\n</tbody>\n</table>\n\nVersion: 3\n",
			[]Label{{"Owner", "R&D lead", 8, 8}, {"Version", "3", 14, 10}}},
		"one line in all": {"<TABLE><TR><TD>Owner<TD>X</TR></TABLE>\n", []Label{{"Owner", "X", 1, 25}}},
		"three columns":   {"<table><tr><td>Version</td><td>1.0</td><td>2024-01-01</td></tr></table>\n", nil},
		"merged":          {"<table><tr><th colspan=2>Control</th></tr><tr><td>Owner</td><td>Ann</td></tr></table>\n", []Label{{"Owner", "Ann", 1, 65}}},
		"in a box": {"<div class=\"table-wrap\"><table><tbody><tr><th>Owner</th><td>Ann</td></tr></tbody></table></div>\n",
			[]Label{{"Owner", "Ann", 1, 61}}},
		"no end":           {"<table><tr><td>Owner</td><td>Ann</td></tr>\n", nil},
		"in code":          {"```\n<table><tr><td>Owner</td><td>Ann</td></tr></table>\n```\n", nil},
		"below":            {"# A\n\n## B\n\n<table><tr><td>Owner</td><td>Ann</td></tr></table>\n", nil},
		"in an indented":   {"    <table><tr><td>Owner</td><td>Ann</td></tr></table>\n", nil},
		"too long to read": {"<table><tr><td>Owner</td><td>" + strings.Repeat("x", maxLabelTable) + "</td></tr></table>\n", nil},
	} {
		if got := Of([]byte(c.body), 1); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
