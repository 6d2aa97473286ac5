package doc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestData(t *testing.T) {
	t.Parallel()
	const kept = " | rows above this place are shown, the rest are not"
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
		{"CSV with a row too short", "rows.csv", "a,b\n1,2\n3\n4,5\n", []string{"a", "b"}, [][]string{{"1", "2"}}, []string{
			"content/rows.csv:3:1 DA002 not readable as CSV: wrong number of fields" + kept}},
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
		{"neither", "rows.xlsx", "PK", nil, nil, []string{"8:7 DA002 the data file `rows.xlsx` is neither CSV nor YAML | use .csv or .yaml"}},
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
