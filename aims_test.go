package example_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"clausebook/internal/aims"
	"clausebook/internal/date"
	"clausebook/internal/doc"
)

// resultRow finds the row of a measure in a quarterly report: its result is the third cell.
var resultRow = regexp.MustCompile(`(?m)^\| (M\d\d) [^|]*\|[^|]*\| ([0-9.]+)`)

// TestObjectivesAgreeWithTheReports holds the values that quarterly reports state for machines against the tables for readers.
func TestObjectivesAgreeWithTheReports(t *testing.T) {
	t.Parallel()
	measures := map[string]string{"O1": "M01", "O2": "M02", "O3": "M03", "O4": "M04", "O5": "M05", "B2": "M18"}
	for _, id := range []doc.ID{"REP-MON-2026Q1", "REP-MON-2026Q2", "REP-MON-2026Q3"} {
		d := document(t, id)
		said := map[string]string{}
		for _, m := range resultRow.FindAllStringSubmatch(bodyOf(d), -1) {
			said[m[1]] = m[2]
		}
		for _, n := range d.Front.Get("measured").Items() {
			of, value := n.Get("of").Text(), n.Get("value").Text()
			if said[measures[of]] != value {
				t.Errorf("%s says %s of %s, and its table %q of %s", id, value, of, said[measures[of]], measures[of])
			}
		}
	}
}

// TestFailedChangesAreRecomputed works objective O3 out of the counts of the quarterly reviews of changes.
func TestFailedChangesAreRecomputed(t *testing.T) {
	t.Parallel()
	counted := regexp.MustCompile(`(\d+) of (\d+) changes failed or were backed out`)
	failed, closed := 0, 0
	for _, q := range []string{"Q1", "Q2", "Q3"} {
		m := counted.FindStringSubmatch(bodyOf(document(t, doc.ID("REP-CHG-2026"+q))))
		if m == nil {
			t.Fatalf("the review of %s counts no failed changes", q)
		}
		f, _ := strconv.Atoi(m[1])
		n, _ := strconv.Atoi(m[2])
		failed, closed = failed+f, closed+n
		want := strconv.FormatFloat(100*float64(failed)/float64(closed), 'f', 1, 64)
		for _, n := range document(t, doc.ID("REP-MON-2026"+q)).Front.Get("measured").Items() {
			if n.Get("of").Text() == "O3" && n.Get("value").Text() != want {
				t.Errorf("%s: %s %% failed by the report, %s %% by the counts (%d of %d)", q, n.Get("value").Text(), want, failed, closed)
			}
		}
	}
}

// TestBenefitsAgreeWithResults holds what improvements state for machines against their own words.
func TestBenefitsAgreeWithResults(t *testing.T) {
	t.Parallel()
	b := aims.Read(date.New(2026, 11, 22), documents(t), nil)
	for _, f := range b.Faults() {
		t.Errorf("%s: %s", f.Pos, f.Message)
	}
	for _, a := range b.All(aims.Benefit) {
		if a.Document.Type != "improvement" {
			continue
		}
		text := bodyOf(a.Document) + a.Document.Front.Get("result").Text()
		for _, v := range a.Values {
			if v.Document == a.Document && !strings.Contains(text, v.Written) {
				t.Errorf("%s does not say %s of %s in its text", a.Document.ID, v.Written, a.ID)
			}
		}
	}
}
