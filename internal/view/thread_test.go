package view

import (
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
	"clausebook/internal/theme"
)

// threaded is the view of a register with one row and of a policy that names a row, each on a page.
func threaded(t *testing.T, rows, policy string) (Page, *doc.Document) {
	t.Helper()
	front, problems := strictyaml.Parse([]byte(`{id: x}`), 1, strictyaml.Limits{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	document := func(id, kind, body string) *doc.Document {
		return &doc.Document{ID: doc.ID(id), Title: "The " + id, Type: kind, Path: "content/" + id + ".md", Front: front,
			Source: []byte(body), SHA256: body, Body: markdown.Parse([]byte(body), 1)}
	}
	register, text := document("REG-CHG", "register", rows), document("POL-CHG", "policy", policy)
	register.Data = &doc.Data{Path: "content/rows.csv", Header: []string{"id", "text"},
		Rows: [][]string{{"CHG-7", "after CHG-1 and CHG-7"}}}
	s := New(&dossier.Dossier{Docs: doc.NewSet("content", []*doc.Document{register, text}, nil, nil)}, Options{Theme: words(t)})
	s.Addr.Documents[register], s.Addr.Documents[text] = "documents/reg.html", "documents/pol.html"
	return s.At("document", "documents/pol.html"), text
}

func words(t *testing.T) *theme.Theme {
	t.Helper()
	out, err := theme.Load(nil, nil, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestARowAddedElsewhereMakesALink holds that a text is rendered anew where what it names has come to be, and only then.
func TestARowAddedElsewhereMakesALink(t *testing.T) {
	t.Parallel()
	const policy = "# About CHG-1\n\nAs CHG-1 showed, `CHG-1` and [CHG-1](https://x.example) are POL-CHG's; " +
		"see REG-CHG, CHG-12, **CHG-1**.\n"
	table := func(rows string) string { return "| No. | What |\n|---|---|\n" + rows }
	p, text := threaded(t, table(""), policy)
	without := p.Body(text, "", 2)
	if html := string(without.Get()); strings.Contains(html, "row-") ||
		!strings.Contains(html, `href="reg.html" title="The REG-CHG">REG-CHG</a>`) {
		t.Errorf("without the row: %s", html)
	}
	p, text = threaded(t, table("| CHG-1 | x |\n"), policy)
	with := p.Body(text, "", 2)
	if n := strings.Count(string(with.Get()), `<a href="reg.html#row-CHG-1"`); n != 2 {
		t.Errorf("with the row it is led to %d times: %s", n, with.Get())
	}
	if with.Key == without.Key {
		t.Error("both texts are called the same")
	}
	p, text = threaded(t, table("| CHG-2 | x |\n"), policy)
	if other := p.Body(text, "", 2); other.Key != without.Key {
		t.Error("a row that the text does not name changes it")
	}
	p, text = threaded(t, table("| CHG-1 | x |\n| CHG-1 | y |\n"), policy)
	if twice := p.Body(text, "", 2); twice.Key != without.Key || strings.Contains(string(twice.Get()), "row-") {
		t.Error("an id of two rows leads somewhere")
	}
}

// TestRowsCanBeLinkedTo holds that rows of tables have anchors, each id one, and that a row does not lead to itself.
func TestRowsCanBeLinkedTo(t *testing.T) {
	t.Parallel()
	p, _ := threaded(t, "| No. | What |\n|---|---|\n| CHG-1 | CHG-1 after CHG-2 |\n| 2026-01-31 | CHG-2 |\n\n"+
		"| No. | What |\n|---|---|\n| CHG-1 | more |\n", "")
	register := p.Docs.ByID("REG-CHG")
	html := string(p.Body(register, "d1-", 2).Get())
	for part, n := range map[string]int{`<tr id="d1-row-CHG-1">`: 1,
		`<tr id="d1-row-CHG-2">`: 1, `reg.html#row-CHG-2`: 1, `reg.html#row-CHG-1`: 0} {
		if got := strings.Count(html, part); got != n {
			t.Errorf("%s stands there %d times, want %d: %s", part, got, n, html)
		}
	}
}

// TestCellsLead holds that ids in the cells of data files lead to their rows, up to a number, and to no row that the cell is of.
func TestCellsLead(t *testing.T) {
	t.Parallel()
	p, _ := threaded(t, "| No. | What |\n|---|---|\n| CHG-1 | x |\n", "")
	cells := p.Data(p.Docs.ByID("REG-CHG"), 0, 9).Rows[0].Cells
	if got := cells[1]; len(got) != 3 || got[1].Whole != "reg.html#row-CHG-1" || len(cells[0]) != 1 ||
		got.String() != "after CHG-1 and CHG-7" {
		t.Errorf("%+v", cells)
	}
	many := p.Thread(theme.Own(strings.Repeat("CHG-1 ", 100)))
	if n := len(many); n != 2*mostThreads || many.String() != strings.Repeat("CHG-1 ", 100) {
		t.Errorf("%d parts", n)
	}
	if got := p.Thread(theme.Text{{Text: "all CHG-1", Whole: "x.html"}}); len(got) != 1 {
		t.Errorf("a link holds links: %+v", got)
	}
}
