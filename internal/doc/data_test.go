package doc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/diag"
)

func TestData(t *testing.T) {
	t.Parallel()
	const (
		kept   = " | rows above this place are shown, the rest are not"
		beyond = "the cells beyond the last column are not shown; put a value that holds the separator in quotes"
	)
	uneven := []string{"content/rows.csv DA006 2 more rows with another number of cells than the header | correct the rows above first"}
	for i := range maxUneven {
		uneven = append(uneven, fmt.Sprintf("content/rows.csv:%d:1 DA006 the row has 1 cell, but the header has 2 columns | "+
			"give it one cell for each column", i+2))
	}
	for _, c := range []struct {
		name   string
		file   string
		raw    string
		header []string
		rows   [][]string
		want   []string
	}{
		{"CSV", "rows.csv", "id,opened,note\n1,2026-01-01,\"a, \"\"b\"\"\"\n2,,x\n", []string{"id", "opened", "note"},
			[][]string{{"1", "2026-01-01", `a, "b"`}, {"2", "", "x"}}, nil},
		{"CSV of a spreadsheet", "rows.csv", "\ufeffid,größe\r\n1,ß\r\n", []string{"id", "größe"}, [][]string{{"1", "ß"}}, nil},
		{"ending in another case", "rows.CSV", "a\n1\n", []string{"a"}, [][]string{{"1"}}, nil},
		{"header alone", "rows.csv", "a,b\n", []string{"a", "b"}, nil, nil},
		{"empty CSV", "rows.csv", "", nil, nil, []string{"content/rows.csv DA002 the data file is empty" + kept}},
		{"CSV with a row too short", "rows.csv", "a,b\n1,2\n3\n4,5\n", []string{"a", "b"}, [][]string{{"1", "2"}, {"3", ""}, {"4", "5"}}, []string{
			"content/rows.csv:3:1 DA006 the row has 1 cell, but the header has 2 columns | give it one cell for each column"}},
		{"CSV with a row too long", "rows.csv", "a,b\n1,2,x, y\n4,5\n", []string{"a", "b"}, [][]string{{"1", "2"}, {"4", "5"}}, []string{
			"content/rows.csv:2:1 DA006 the row has 4 cells, but the header has 2 columns | " + beyond}},
		{"CSV with empty cells and rows at its ends", "rows.csv", "a,b,,\n1,2,,\n,,,\n3,4,,x\n,,,\n", []string{"a", "b"},
			[][]string{{"1", "2"}, {"3", "4"}}, []string{"content/rows.csv:4:1 DA006 the row has 4 cells, but the header has 2 columns | " + beyond}},
		{"CSV of many uneven rows", "rows.csv", "a,b\n" + strings.Repeat("1\n", maxUneven+2), []string{"a", "b"}, many(maxUneven + 2), uneven},
		{"CSV with semicolons", "rows.csv", "id;name;note\r\n1;Alpha, the first;x\r\n2;\"B;\r\nC\";y\r\n", []string{"id", "name", "note"},
			[][]string{{"1", "Alpha, the first", "x"}, {"2", "B;\nC", "y"}}, nil},
		{"CSV with tabs", "rows.csv", "id\tname\n1\ta, b; c\n", []string{"id", "name"}, [][]string{{"1", "a, b; c"}}, nil},
		{"TSV", "rows.tsv", "id\tname\n1\ta\n", []string{"id", "name"}, [][]string{{"1", "a"}}, nil},
		{"CSV with bars", "rows.csv", "id|name\n1|a\n", []string{"id", "name"}, [][]string{{"1", "a"}}, nil},
		{"CSV that names its separator", "rows.csv", "sep=;\r\na,b;c\r\n1,0;2\r\n3\r\n", []string{"a,b", "c"}, [][]string{{"1,0", "2"}, {"3", ""}},
			[]string{"content/rows.csv:4:1 DA006 the row has 1 cell, but the header has 2 columns | give it one cell for each column"}},
		{"CSV with semicolons in a header of commas", "rows.csv", "id,a; b,c\n1,2,3\n", []string{"id", "a; b", "c"}, [][]string{{"1", "2", "3"}}, nil},
		{"one column with a semicolon in its name", "rows.csv", "notes; remarks\none\ntwo\n", []string{"notes; remarks"},
			[][]string{{"one"}, {"two"}}, nil},
		{"separators in quotes", "rows.csv", "\"a;b\",\"c;d;e\"\n\"1;2\",3\n", []string{"a;b", "c;d;e"}, [][]string{{"1;2", "3"}}, nil},
		{"CSV in Windows-1252", "rows.csv", "id;gr\xf6\xdfe\n1;5 \x80\n", []string{"id", "größe"}, [][]string{{"1", "5 €"}}, []string{
			"content/rows.csv:1:6 DA002 the data file is not UTF-8; its letters were taken for Windows-1252, which may be wrong | save it as UTF-8 CSV"}},
		{"CSV in UTF-16", "rows.csv", "\xff\xfei\x00d\x00\t\x00\xf6\x00\n\x001\x00\t\x002\x00\n\x00", []string{"id", "ö"},
			[][]string{{"1", "2"}}, []string{
				"content/rows.csv:1:1 DA002 the data file is UTF-16, which not every program reads | save it as UTF-8 CSV"}},
		{"CSV that is neither UTF-8 nor Windows-1252", "rows.csv", "a\nx\x81\n", []string{"a"}, nil, []string{
			"content/rows.csv:2:1 DA002 not valid UTF-8" + kept}},
		{"CSV that was not fetched", "rows.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n", nil, nil, []string{
			"8:7 FS006 the data file `rows.csv` was not fetched: here is only its pointer for Git LFS | " + fetchHint}},
		{"CSV with a loose quote", "rows.csv", "a,b\n1,2\n3,x\"y\n", []string{"a", "b"}, [][]string{{"1", "2"}}, []string{
			"content/rows.csv:3:4 DA002 not readable as CSV: bare \" in non-quoted-field" + kept}},
		{"CSV with an open quote", "rows.csv", "a,b\n1,\"2\n3,4\n", []string{"a", "b"}, nil, []string{
			"content/rows.csv:2:1 DA002 not readable as CSV: extraneous or missing \" in quoted-field" + kept}},
		{"CSV that is no UTF-8", "rows.csv", "größe,b\nß,\xff\n", []string{"größe", "b"}, nil, []string{
			"content/rows.csv:2:3 DA002 not valid UTF-8" + kept}},
		{"CSV with too many rows", "rows.csv", "a\n" + strings.Repeat("1\n", MaxRows+1), []string{"a"}, many(MaxRows), []string{
			fmt.Sprintf("content/rows.csv:%d:1 DA002 more than 20000 rows", MaxRows+2) + kept}},
		{"CSV with too many columns", "rows.csv", strings.Repeat("a,", MaxColumns) + "a\n", nil, nil, []string{
			"content/rows.csv:1:1 DA002 201 columns, more than the limit of 200" + kept}},
		{"YAML", "rows.yaml", "- id: 1\n  version: 1.10\n- version: no\n  id: ~\n", []string{"id", "version"},
			[][]string{{"1", "1.10"}, {"", "no"}}, nil},
		{"YAML of no rows", "rows.yml", "[]\n", nil, nil, []string{"content/rows.yml DA002 the data file is empty" + kept}},
		{"empty YAML", "rows.yml", "# later\n", nil, nil, []string{"content/rows.yml DA002 the data file is empty" + kept}},
		{"YAML map", "rows.yaml", "a: 1\n", nil, nil,
			[]string{"content/rows.yaml:1:1 DA002 the rows must be a list, with each row starting with `- `" + kept}},
		{"YAML text", "rows.yaml", "just text\n", nil, nil,
			[]string{"content/rows.yaml:1:1 DA002 the rows must be a list, with each row starting with `- `" + kept}},
		{"YAML rows that are no maps", "rows.yaml", "- a: 1\n- 2\n", []string{"a"}, [][]string{{"1"}}, []string{
			"content/rows.yaml:2:3 DA002 a row must be a list of `key: value` lines" + kept}},
		{"YAML column that comes late", "rows.yaml", "- a: 1\n- a: 2\n  b: 3\n", []string{"a"}, [][]string{{"1"}}, []string{
			"content/rows.yaml:3:3 DA002 `b` is not a column, because the first row does not have it" + kept}},
		{"YAML value that is a list", "rows.yaml", "- a: 1\n- a: [2]\n", []string{"a"}, [][]string{{"1"}}, []string{
			"content/rows.yaml:2:6 DA002 `a` must be a single value" + kept}},
		{"YAML with an alias", "rows.yaml", "- a: &x 1\n- a: *x\n", nil, nil, []string{
			"content/rows.yaml:1:6 DA002 anchors and aliases are not supported" + kept}},
		{"broken YAML", "rows.yaml", "- a: 1\n- a: b: c\n", nil, nil, []string{
			"content/rows.yaml:2:7 DA002 unexpected `: `" + kept}},
		{"YAML with too many rows", "rows.yaml", strings.Repeat("- {a: 1}\n", MaxRows+1), []string{"a"}, many(MaxRows), []string{
			fmt.Sprintf("content/rows.yaml:%d:3 DA002 more than 20000 rows", MaxRows+1) + kept}},
		{"too large", "rows.csv", "a\n" + strings.Repeat("x", MaxData), nil, nil, []string{
			"8:7 FS002 the data file `rows.csv` has 4194306 bytes, more than the limit of 4194304 | split it by month or by year"}},
		{"neither", "rows.ods", "PK", nil, nil, []string{
			"8:7 DA002 the data file `rows.ods` is neither CSV, YAML nor XLSX | use .csv, .xlsx or .yaml"}},
		{"no workbook", "rows.xlsx", "PK", nil, nil, []string{"content/rows.xlsx DA002 the workbook cannot be read: no workbook" + kept}},
		{"a workbook with a password", "rows.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00",
			nil, nil, []string{"content/rows.xlsx DA002 the workbook has a password, so nobody can read its rows here: save it without one" + kept}},
		{"a workbook of old", "rows.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", nil, nil, []string{
			"content/rows.xlsx DA002 the workbook has the form of Excel before 2007: save it as .xlsx" + kept}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := load(t, fstest.MapFS{"content/a.md": file("---\n" + sound + "data: " + c.file + "\n---\n"), "content/" + c.file: file(c.raw)})
			d := s.Documents[0]
			if diff := cmp.Diff(c.want, lines(d.Findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			for _, f := range d.Findings {
				if f.Document != "POL-CHG" {
					t.Errorf("the finding is of document %q", f.Document)
				}
			}
			if broken := slices.ContainsFunc(d.Findings, func(f diag.Finding) bool { return strings.HasSuffix(kept, f.Hint) }); d.Data != nil &&
				d.Data.Header != nil && d.Data.Partial != broken {
				t.Errorf("partial: %v", d.Data.Partial)
			}
			if d.Data == nil {
				if c.header != nil {
					t.Fatal("no data")
				}
				return
			}
			if !cmp.Equal(c.header, d.Data.Header) || len(c.rows) != len(d.Data.Rows) || len(c.rows) < 10 && !cmp.Equal(c.rows, d.Data.Rows) {
				t.Errorf("header %q and %d rows %.200q, want %q and %d", d.Data.Header, len(d.Data.Rows), d.Data.Rows, c.header, len(c.rows))
			}
			sum := sha256.Sum256([]byte(c.raw))
			if d.Data.Path != "content/"+c.file || d.Data.SHA256 != hex.EncodeToString(sum[:]) {
				t.Errorf("path %s, hash %s", d.Data.Path, d.Data.SHA256)
			}
		})
	}
}

func many(n int) [][]string { return make([][]string, n) }

func TestDataStandsBesideTheDocument(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../rows.csv", "/etc/passwd", "sub/rows.csv", "..", ".", `..\rows.csv`, "./rows.csv", "rows.csv/"} {
		s := load(t, fstest.MapFS{
			"content/x/a.md": file("---\n" + sound + "data: '" + name + "'\n---\n"), "content/rows.csv": file("a\n1\n"),
			"content/x/sub/rows.csv": file("a\n1\n"),
			"content/x/rows.csv":     file("a\n1\n"),
		})
		d := s.ByPath("content/x/a.md")
		if d.Data != nil || len(d.Findings) != 1 || d.Findings[0].Rule != RuleDataMissing || d.Findings[0].Pos.Line != 8 {
			t.Errorf("data: %s gives %v and %q", name, d.Data, lines(d.Findings))
		}
	}
	s := load(t, fstest.MapFS{"content/a.md": file("---\n" + sound + "data: gone.csv\n---\n"), "content/gone.csv/x": file("")})
	want := []string{"8:7 DA001 the data file `gone.csv` does not exist | add it next to the document, or remove `data`"}
	if diff := cmp.Diff(want, lines(s.Documents[0].Findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
