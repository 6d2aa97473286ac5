package trace_test

import (
	"fmt"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// controls is a standard with a plain clause and two controls to choose from.
func controls() *standard.Library {
	s := &standard.Standard{ID: "a", Name: "A", Edition: "1", Clauses: []standard.Clause{{ID: "1", Level: 1, Title: "Bare"},
		{ID: "X", Level: 1, Title: "Controls", Selectable: true}, {ID: "X.1", Parent: "X", Level: 2, Title: "One"},
		{ID: "X.2", Parent: "X", Level: 2, Title: "Two"}}}
	s.Index()
	return &standard.Library{Standards: []*standard.Standard{s}}
}

// soa is a statement of applicability with rows of control, applies, reason, status and evidence.
func soa(status string, rows ...[]string) *doc.Document {
	out := d("SOA", "type: applicability", "status: "+status)
	out.Data = &doc.Data{Path: "content/soa.csv", Header: []string{"control", "applies", "reason", "status", "evidence"}, Rows: rows}
	return out
}

// TestStated holds how far a statement of applicability decides: it leaves out what it gives a reason for, once it is approved; it names
// evidence, whose own state counts; and it never makes a control better than documents do.
func TestStated(t *testing.T) {
	t.Parallel()
	plan, draft := d("PLN"), d("PLN", "status: draft")
	out := []string{"X.1", "no", "nothing is built.", "", ""}
	for _, c := range []struct {
		name  string
		docs  []*doc.Document
		item  string
		state string
	}{
		{"left out with a reason", []*doc.Document{soa("approved", out)}, "X.1", "not-applicable: does not apply by SOA: nothing is built"},
		{"and the chapter without it", []*doc.Document{soa("approved", out, []string{"X.2", "yes", "r", "", "PLN"}), plan}, "X", "met"},
		{"by a draft", []*doc.Document{soa("draft", out)}, "X.1", "missing: nothing covers it; SOA says that it does not apply, but SOA has the status draft"},
		{"without a reason", []*doc.Document{soa("approved", []string{"X.1", "no"})}, "X.1",
			"missing: nothing covers it; SOA says that it does not apply, but gives no reason"},
		{"another control stays", []*doc.Document{soa("approved", out)}, "X.2", "missing"},
		{"no clause can be left out", []*doc.Document{soa("approved", []string{"1", "no", "reason"})}, "1", "missing"},
		{"evidence that is named", []*doc.Document{soa("approved", []string{"X.2", "yes", "r", "implemented", "PLN"}), plan}, "X.2", "met"},
		{"of a draft", []*doc.Document{soa("approved", []string{"X.2", "yes", "r", "implemented", "PLN"}), draft}, "X.2", "draft"},
		{"of nothing", []*doc.Document{soa("approved", []string{"X.2", "yes", "r", "implemented", "the door"})}, "X.2", "missing"},
		{"of what is only planned", []*doc.Document{soa("approved", []string{"X.2", "yes", "r", "planned", "PLN"}), plan}, "X.2", "partly: SOA calls it planned"},
		{"evidence of what does not apply", []*doc.Document{soa("approved", []string{"X.2", "no", "r", "", "PLN"}), plan}, "X.2", "not-applicable"},
	} {
		cell := trace.Join(input(controls(), c.docs...)).Cell(standard.Ref{Standard: "a", Item: c.item})
		if got := fmt.Sprintf("%s: %s", cell.State, cell.Reason); len(got) < len(c.state) || got[:len(c.state)] != c.state {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.state)
		}
	}
}
