package thread

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/longtest"
	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
)

// document reads front matter, a text and the rows of a data file.
func document(t *testing.T, front, body string, rows ...string) *doc.Document {
	t.Helper()
	node, problems := strictyaml.Parse([]byte(front), 1, strictyaml.Limits{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	d := &doc.Document{ID: doc.ID(node.Get("id").Text()), Type: node.Get("type").Text(), Status: doc.Status(node.Get("status").Text()),
		TranslationOf: doc.ID(node.Get("translation_of").Text()), Front: node, Body: markdown.Parse([]byte(body), 1)}
	d.Path = "content/" + string(d.ID) + ".md"
	if len(rows) > 0 {
		d.Data = &doc.Data{Path: "content/rows.csv"}
		for _, r := range rows {
			d.Data.Rows = append(d.Data.Rows, strings.Split(r, "|"))
		}
	}
	return d
}

func table(rows ...string) string {
	return "| No. | What |\n|---|---|\n| " + strings.Join(rows, " |\n| ") + " |\n"
}

// TestWhatIsCalledByAnID holds what an id means where several things have it, and that it means nothing where nobody can tell.
func TestWhatIsCalledByAnID(t *testing.T) {
	t.Parallel()
	set := doc.NewSet("content", []*doc.Document{
		document(t, `{id: REG-RISK, type: register}`, table("R-01 | Fire", "R-02 | Water", "R-02 | Water again", "SVC-DB | Databases")),
		document(t, `{id: REG-CI, type: register}`, table("vh-a-01 | in both", "KE-1 | Known"), "vh-a-01|Host", "ST-1|Store", "ST-1|Store"),
		document(t, `{id: REC-RFC, type: record}`, "", "CHG-1|First", "2026-01-31|CHG-2"),
		document(t, `{id: REP-Q1, type: report}`, table("CHG-1 | reviewed", "HB-1 | seen")),
		document(t, `{id: REP-Q2, type: report}`, table("HB-1 | seen again")+"\n"+table("PRB-1 | list")+"\n"+table("PRB-1 | detail")),
		document(t, `{id: SVC-DB, type: service}`, table("CHG-9 | none of its own")),
		document(t, `{id: MIN-1, type: minutes, decisions: [{id: D-1, text: q}], `+
			`actions: [{id: A-1, text: x}, {text: y}, {id: R-01, text: z}]}`, ""),
		document(t, `{id: AUD-1, type: audit-report, audit_findings: [{id: F-1, text: x}, {id: D-1, text: x}]}`, ""),
		document(t, `{id: REC-OLD, type: record, status: superseded}`, table("OLD-1 | gone")),
		document(t, `{id: REG-DE, type: register, translation_of: REG-RISK}`, table("R-01 | Feuer", "R-09 | Wind")),
		document(t, `{id: Policy, type: policy}`, ""),
	}, nil, nil)
	got := map[string]string{}
	for id, at := range Of(set) {
		got[id] = fmt.Sprint(at.Document.ID, " ", at.Row, " ", at.Anchor)
	}
	want := map[string]string{
		"R-01": "MIN-1 -1 item-R-01", "vh-a-01": "REG-CI 0 ", "KE-1": "REG-CI -1 row-KE-1", "CHG-1": "REC-RFC 0 ", "CHG-2": "REC-RFC 1 ",
		"PRB-1": "REP-Q2 -1 row-PRB-1", "A-1": "MIN-1 -1 item-A-1", "F-1": "AUD-1 -1 item-F-1",
	}
	for _, d := range set.Documents {
		if d.ID != "Policy" {
			want[string(d.ID)] = string(d.ID) + " -1 "
		}
	}
	if !maps.Equal(got, want) {
		for _, id := range slices.Sorted(maps.Keys(got)) {
			t.Logf("%s: %s", id, got[id])
		}
		t.Errorf("got %d places, want %v", len(got), want)
	}
}

// TestManyRows holds that the cost of the index grows with the rows.
func TestManyRows(t *testing.T) {
	t.Parallel()
	longtest.Linear(t, "rows", 20_000, func(size int) {
		rows := make([]string, size)
		for i := range rows {
			rows[i] = fmt.Sprintf("CHG-%05d|After CHG-%05d and PRB-%05d", i, i/2, i)
		}
		set := doc.NewSet("content", []*doc.Document{document(t, `{id: REC-RFC, type: record}`, "", rows...)}, nil, nil)
		if n := len(Of(set)); n != len(rows)+1 {
			t.Errorf("%d places", n)
		}
	})
}
