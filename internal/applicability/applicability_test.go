package applicability_test

import (
	"fmt"
	"testing"

	"clausebook/internal/applicability"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
)

func statement(t *testing.T, id string, status doc.Status, front string, rows ...[]string) *doc.Document {
	t.Helper()
	n, problems := strictyaml.Parse([]byte("type: applicability\n"+front), 1, strictyaml.Limits{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	d := &doc.Document{ID: doc.ID(id), Path: "content/" + id + ".md", Type: applicability.Type, Status: status, Front: n}
	if len(rows) > 0 {
		d.Data = &doc.Data{Path: "content/" + id + ".csv", Header: rows[0], Rows: rows[1:]}
	}
	return d
}

func library(ids ...string) *standard.Library {
	lib := &standard.Library{}
	for _, id := range ids {
		s := &standard.Standard{ID: id, Name: id, Clauses: []standard.Clause{{ID: "4"}, {ID: "A", Selectable: true}, {ID: "A.1", Parent: "A"},
			{ID: "A.1.1", Parent: "A.1"}, {ID: "A.1.2", Parent: "A.1"}, {ID: "A.2", Parent: "A"}}}
		s.Index()
		lib.Standards = append(lib.Standards, s)
	}
	return lib
}

var header = []string{"Control", "Applies", "Reason", "Status", "Evidence"}

// TestRead reads what a row says: answers in two languages, evidence apart from other words, headings in any order.
func TestRead(t *testing.T) {
	t.Parallel()
	soa := statement(t, "SOA", doc.Approved, "", []string{"Begründung", "Nachweis", "anwendbar", "ID", "Status"},
		[]string{"a risk", "[[POL]]; POL, the door", "Ja", "A.1.1", "umgesetzt"},
		[]string{"nothing is built", "", "No", "one:A.1.2", "whatever"}, []string{"short"})
	pol := &doc.Document{ID: "POL", Path: "content/p.md"}
	s := applicability.Read(doc.NewSet("content", []*doc.Document{soa, pol}, nil, nil), library("one")).Of("one")
	first, _ := s.Row("A.1.1")
	second, _ := s.Row("A.1.2")
	if fmt.Sprintf("%v %v %v %v %v", first.Answer, first.Reason, first.Status, first.Evidence, first.Other) != "1 a risk implemented [POL] [the door]" ||
		second.Answer != applicability.DoesNot || second.Status != "" || len(s.Faults) > 0 {
		t.Errorf("%+v, %+v, %+v", first, second, s.Faults)
	}
	if got := fmt.Sprint(s.Unlisted()); got != "[A.2]" {
		t.Errorf("left out: %s", got)
	}
}

// TestWhichCounts holds that of several statements the one in force counts, whatever the order of their paths.
func TestWhichCounts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		docs   []*doc.Document
		lib    *standard.Library
		counts string // for the standard "one"
		unused int
	}{
		"a draft of the next one":  {[]*doc.Document{statement(t, "A", doc.Draft, ""), statement(t, "B", doc.Approved, "")}, library("one"), "B", 0},
		"two in force":             {[]*doc.Document{statement(t, "A", doc.Approved, ""), statement(t, "B", doc.Approved, "")}, library("one"), "A", 1},
		"a superseded one":         {[]*doc.Document{statement(t, "A", doc.Superseded, ""), statement(t, "B", doc.Draft, "")}, library("one"), "B", 0},
		"two standards":            {[]*doc.Document{statement(t, "A", doc.Approved, "standard: two"), statement(t, "B", doc.Approved, "standard: one")}, library("one", "two"), "B", 0},
		"two standards, none said": {[]*doc.Document{statement(t, "A", doc.Approved, "")}, library("one", "two"), "", 1},
		"no standard with any":     {[]*doc.Document{statement(t, "A", doc.Approved, "")}, &standard.Library{}, "", 1},
		"one that is not in use":   {[]*doc.Document{statement(t, "A", doc.Approved, "standard: x")}, library("one"), "", 1},
	} {
		b := applicability.Read(doc.NewSet("content", c.docs, nil, nil), c.lib)
		got := ""
		if s := b.Of("one"); s != nil {
			got = string(s.Document.ID)
		}
		if got != c.counts || len(b.Unused()) != c.unused {
			t.Errorf("%s: %q counts, want %q; %d unused: %+v", name, got, c.counts, len(b.Unused()), b.Unused())
		}
	}
}

// TestManyRows holds that a table of many useless rows ends, and that nothing of it is taken.
func TestManyRows(t *testing.T) {
	t.Parallel()
	rows := [][]string{header}
	for i := range 5000 {
		rows = append(rows, []string{fmt.Sprintf("Z.%d", i), "yes", "r", "planned", ""})
	}
	s := applicability.Read(doc.NewSet("content", []*doc.Document{statement(t, "SOA", doc.Approved, "", rows...)}, nil, nil), library("one")).Of("one")
	if len(s.Rows) > 0 || len(s.Faults) != 51 || len(s.Unlisted()) != 3 {
		t.Errorf("%d rows, %d faults, %d left out", len(s.Rows), len(s.Faults), len(s.Unlisted()))
	}
}

func TestNilBook(t *testing.T) {
	t.Parallel()
	var b *applicability.Book
	if b.Of("x") != nil || b.All() != nil || b.Unused() != nil {
		t.Error("a nil book holds something")
	}
}
