package example_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	example "clausebook"
	"clausebook/internal/doc"
	"clausebook/internal/people"
	"clausebook/internal/schemacheck"
	"clausebook/schemas"
)

// The example is fiction, but it must agree with itself: an auditor recomputes figures, and so do these tests. Every one
// of them reads the rows, works the figure out again and compares it with what a text says.

var loadSet = sync.OnceValues(func() (*doc.Set, error) {
	return (&doc.Reader{Folder: "content"}).Load(context.Background(), example.FS, 2)
})

func documents(t *testing.T) *doc.Set {
	t.Helper()
	set, err := loadSet()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func document(t *testing.T, id doc.ID) *doc.Document {
	t.Helper()
	d := documents(t).ByID(id)
	if d == nil {
		t.Fatalf("there is no document %s", id)
	}
	return d
}

func register(t *testing.T) *people.Register {
	t.Helper()
	shape, err := schemacheck.New(schemas.FS).Compile("people.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := people.Load(example.FS, "content/people.yaml", shape)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func bodyOf(d *doc.Document) string { return string(d.Source[d.BodyAt:]) }

// table is a Markdown table: rows by the name of the column.
type table struct {
	head []string
	rows []map[string]string
}

var rule = regexp.MustCompile(`^\|[-:| ]+\|$`)

// tables gives the tables of a document in the order of the text.
func tables(d *doc.Document) []table {
	var out []table
	inside := false
	for line := range strings.Lines(bodyOf(d)) {
		line = strings.TrimSpace(line)
		switch {
		case !strings.HasPrefix(line, "|"):
			inside = false
		case rule.MatchString(line):
		case !inside:
			out, inside = append(out, table{head: cells(line)}), true
		default:
			last := &out[len(out)-1]
			last.rows = append(last.rows, named(last.head, cells(line)))
		}
	}
	return out
}

func cells(line string) []string {
	var out []string
	for _, c := range strings.Split(strings.Trim(line, "|"), "|") {
		out = append(out, strings.TrimSpace(c))
	}
	return out
}

func named(head, values []string) map[string]string {
	row := map[string]string{}
	for i, v := range values {
		if i < len(head) {
			row[head[i]] = v
		}
	}
	return row
}

// tableWith gives the first table of the document that has all the columns.
func tableWith(t *testing.T, d *doc.Document, columns ...string) table {
	t.Helper()
	for _, tb := range tables(d) {
		if tb.has(columns) {
			return tb
		}
	}
	t.Fatalf("%s has no table with the columns %q", d.ID, columns)
	return table{}
}

func (tb table) has(columns []string) bool {
	joined := "|" + strings.Join(tb.head, "|") + "|"
	for _, c := range columns {
		if !strings.Contains(joined, "|"+c+"|") {
			return false
		}
	}
	return true
}

// row gives the row whose first cell is key.
func (tb table) row(key string) map[string]string {
	for _, r := range tb.rows {
		if r[tb.head[0]] == key {
			return r
		}
	}
	return nil
}

// data gives the rows of the CSV file beside a document.
func data(t *testing.T, d *doc.Document) []map[string]string {
	t.Helper()
	raw, err := fs.ReadFile(example.FS, path.Join(path.Dir(d.Path), d.Front.Get("data").Text()))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		out = append(out, named(rows[0], r))
	}
	return out
}

var figure = regexp.MustCompile(`[-+]?[0-9][0-9,]*(?:\.[0-9]+)?`)

// num gives the first figure of a text, 0 where it holds none ("none").
func num(s string) float64 {
	f, err := strconv.ParseFloat(strings.ReplaceAll(figure.FindString(s), ",", ""), 64)
	if err != nil {
		return 0
	}
	return f
}

func whole(s string) int { return int(num(s)) }

// share writes a part of a whole in percent with so many decimals, rounded half up as people do.
func share(part, of float64, decimals int) string {
	return strconv.FormatFloat(part/of*100+1e-9, 'f', decimals, 64)
}

// says complains unless the text of a document holds the sentence.
func says(t *testing.T, d *doc.Document, format string, args ...any) {
	t.Helper()
	want := fmt.Sprintf(format, args...)
	if !strings.Contains(string(d.Source), want) {
		t.Errorf("%s does not say %q, which is what its rows give", d.Path, want)
	}
}

// matches gives what the pattern catches in the text of a document; none is a failure.
func matches(t *testing.T, d *doc.Document, pattern string) []string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(bodyOf(d))
	if m == nil {
		t.Fatalf("%s: nothing matches %s", d.Path, pattern)
	}
	return m
}

func equal(t *testing.T, d *doc.Document, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %s: the text says %v, the rows give %v", d.Path, what, got, want)
	}
}
