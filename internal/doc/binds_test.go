package doc

import (
	"slices"
	"strings"
	"testing"

	"clausebook/internal/config"
	"clausebook/internal/history"
)

// boundBy joins what an approval of a text binds, as its facts have it.
func boundBy(f history.Facts) string {
	rows := f.Rows
	if RowsApart(f) {
		rows = ""
	}
	return strings.Join([]string{f.Control, f.Structure, rows, f.Links}, "\n")
}

// TestBinding tells the keys of the front matter that an approval binds from those that it does not.
func TestBinding(t *testing.T) {
	t.Parallel()
	r := reader(t)
	const base = "---\nid: X-1\ntitle: T\ntype: service\nversion: \"1.0\"\nstatus: approved\nowner: boss\n" +
		"approver: chief\napproved_by: ines\napproved_on: 2026-01-31\nreviewed_on: 2026-02-01\nretention: 5 years\n" +
		"classification: internal\neffective_from: 2026-02-01\nreview_every: P1Y\n" +
		"fulfils: [a]\ncovers: [b]\ntags: [c]\ntargets:\n  - {name: Up, target: 99 %}\n---\n# T\n\n|a|b|\n|-|-|\n|1||\n"
	for name, c := range map[string]struct {
		old, with string
		keys      string // that differ
		same      bool
	}{
		"owner":               {"owner: boss", "owner: other", "owner", false},
		"approver":            {"approver: chief", "approver: other", "approver", false},
		"approver taken away": {"approver: chief\n", "", "approver", false},
		"retention":           {"5 years", "1 year", "retention", false},
		"classification":      {": internal", ": public", "classification", false},
		"day of coming force": {"from: 2026-02-01", "from: 2026-03-01", "effective_from", false},
		"review":              {"P1Y", "P5Y", "review_every", false},
		"target":              {"99 %", "9 %", "targets", false},
		"name of a target":    {"Up", "Down", "targets", false},
		"title":               {"title: T", "title: U", "title", false},
		"two keys": {"retention: 5 years\nclassification: internal", "retention: 5\nclassification: public",
			"classification retention", false},
		"cell":              {"|1||", "||1|", "", false},
		"quotes":            {"owner: boss", "owner: \"boss\"", "", true},
		"order of keys":     {"owner: boss\napprover: chief", "approver: chief\nowner: boss", "", true},
		"flow or block":     {"- {name: Up, target: 99 %}", "- target: 99 %\n    name: Up", "", true},
		"empty key":         {"fulfils: [a]", "fulfils: [a]\nmeasures:", "", true},
		"status":            {"status: approved", "status: superseded", "", true},
		"version":           {"1.0", "1.1", "", true},
		"declared approval": {"approved_by: ines\napproved_on: 2026-01-31\n", "", "", true},
		"review that was done": {"reviewed_on: 2026-02-01", "reviewed_on: 2026-03-01\nreviews: [{on: 2026-03-01, outcome: no-change}]",
			"", true},
		"coverage":               {"fulfils: [a]\ncovers: [b]", "fulfils: [d]\ncovers: [e]", "", true},
		"tags":                   {"tags: [c]", "tags: [d]", "", true},
		"id":                     {"X-1", "X-2", "", true},
		"end of a certificate":   {"tags: [c]", "expires_on: 2029-01-01", "expires_on", false},
		"scope of a certificate": {"tags: [c]", "scope_statement: S\nlocations: [L]", "locations scope_statement", false},
		"exception":              {"tags: [c]", "exceptions: [{rule: RV001, reason: x, until: 2026-05-01}]", "", true},
		"type without its rows":  {"type: service", "type: register", "", false},
	} {
		if !strings.Contains(base, c.old) {
			t.Fatalf("%s: %q is not in the text", name, c.old)
		}
		was, is := r.Facts([]byte(base)), r.Facts([]byte(strings.Replace(base, c.old, c.with, 1)))
		if same := boundBy(was) == boundBy(is); same != c.same {
			t.Errorf("%s: same = %v\n%s\n%s", name, same, boundBy(was), boundBy(is))
		}
		if keys := strings.Join(slices.Sorted(slices.Values(ControlChanged(was.Control, is.Control))), " "); keys != c.keys {
			t.Errorf("%s: keys %q, want %q", name, keys, c.keys)
		}
	}
}

// TestRowsApart: in registers, reports and records rows are records of their own, elsewhere where `rows` names headings.
func TestRowsApart(t *testing.T) {
	t.Parallel()
	r := reader(t)
	text := func(front string) (was, is history.Facts) {
		const body = "---\n# T\n\n## Contacts\n\n|a|b|\n|-|-|\n|1|2|\n"
		f := r.Facts([]byte("---\n" + front + body))
		return f, r.Facts([]byte("---\n" + front + strings.Replace(body, "|2|", "|3|", 1)))
	}
	for front, apart := range map[string]bool{
		"type: register\n": true, "type: report\n": true, "type: record\n": true,
		"type: policy\n": false, "type: minutes\n": false, "title: no type\n": false,
		"type: policy\nrows: [Contacts]\n": true, "type: policy\nrows: [Others]\n": false, "type: register\nrows: [Others]\n": false,
	} {
		if was, is := text(front); (boundBy(was) == boundBy(is)) != apart {
			t.Errorf("%q: apart = %v", front, !apart)
		}
	}
}

// TestFactsOfDocument: a document says of itself what Reader.Facts reads of its bytes; what defaults give is not bound.
func TestFactsOfDocument(t *testing.T) {
	t.Parallel()
	r := reader(t)
	r.Defaults = []config.Default{{Pattern: "**", FrontMatter: map[string]string{"owner": "boss", "type": "register", "retention": "1 year"}}}
	for name, raw := range map[string]string{
		"full": "---\nid: X-1\ntitle: T\ntype: policy\nversion: 1.0\nstatus: approved\napproved_on: 2026-01-31\nretention: 2 years\n---\n" +
			"# T\n\n[a](b.md) `c`\n",
		"bare":  "# T\n\n|a|\n|-|\n|b|\n",
		"empty": "",
	} {
		want := r.Facts([]byte(raw))
		got := r.Parse("content/x.md", []byte(raw)).Facts()
		if got.Prose != want.Prose || got.Links != want.Links || boundBy(got) != boundBy(want) && RowsApart(got) == RowsApart(want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	if f := r.Parse("content/x.md", []byte("# T\n")).Facts(); f.Type != "register" {
		t.Errorf("type %q of the defaults is lost", f.Type)
	}
	if f := (&Document{}).Facts(); f.Control != "" {
		t.Errorf("a document that could not be read has %q", f.Control)
	}
}
