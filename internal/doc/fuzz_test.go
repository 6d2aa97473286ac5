package doc

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/strictyaml"
)

// FuzzFrontMatter holds for any bytes: no panic; the id can be an address; every place lies in the file; typed fields
// say what the raw text says; and a document that others would not read as front matter has a finding.
func FuzzFrontMatter(f *testing.F) {
	for _, raw := range []string{
		"---\n" + sound + "---\n# Change\n\n<!-- covers: 8.2, 8.3 -->\n", everything, "\ufeff---\nid: X\n---\n", "---\nid: [\n",
		"  ---\nid: X\n ---\n",
		"\n\n---\nid: X\n---\n", "---\n---\n", "---\r\nid: X\r\n---\r\ntext", "---\nid: X\nretention: |\n  ---\n---\n", "# no block\n",
		"---\n- a\n---\n",
		"---\nid: X\nid: Y\ntags: &a [b]\ncovers: *a\n---\n", "---\nid: \xff\n---\n\xfe", "---\ndoc no: X\nName: T\nversion: 1.10\n---\n", "---",
		"",
		"---\nid: X\ncovers: [a, [b], {c: d}, ~]\nperiod: {from: 2026-01-01, to: 2026-02-30}\n---\n<!--covers:a,\n b,,-->",
		"A:\nB:\n---",
		"---\ndate: 2026-13-01\nreview_every: P1Y\n---\n[x](y.md) [[Z]] <b>\n",
	} {
		f.Add([]byte(raw), false)
		f.Add([]byte(raw), true)
	}
	r := reader(f)
	f.Fuzz(func(t *testing.T, raw []byte, adopted bool) {
		r := &Reader{Folder: r.Folder, Schemas: r.Schemas}
		if adopted {
			r.Defaults = []config.Default{{Pattern: "**", FrontMatter: map[string]string{"type": "record", "owner": "o", "tags": "x"}}}
			r.Fields = map[string]string{"doc no": "id", "Name": "title", "Heading": "title"}
		}
		d := r.Parse("content/a.md", raw)
		checkDocument(t, d)
		if len(d.Findings) == 0 && !bytes.HasPrefix(raw, []byte("---")) && !adopted {
			t.Errorf("a file without front matter at its start has no finding")
		}
		if facts := r.Facts(raw); !d.DerivedID && facts.ID != string(d.ID) {
			t.Errorf("the history sees the id %q, the set %q", facts.ID, d.ID)
		}
	})
}

func checkDocument(t *testing.T, d *Document) {
	t.Helper()
	rows := strings.Split(string(d.Source), "\n")
	inside := func(p diag.Pos) bool {
		return p.File == d.Path && p.Line >= 1 && p.Line <= len(rows) && p.Col >= 1 && p.Col <= utf8.RuneCountInString(rows[p.Line-1])+1 &&
			(p.EndCol == 0 || p.EndCol >= p.Col && p.EndCol <= utf8.RuneCountInString(rows[p.Line-1])+1)
	}
	for _, f := range d.Findings {
		if !inside(f.Pos) || f.Message == "" || f.Rule == "" || f.Document != string(d.ID) || f.Severity != diag.Unset && f.Rule != RuleFence {
			t.Errorf("finding %+v of %q", f, d.ID)
		}
	}
	for _, c := range d.Covers {
		if !inside(c.Pos) || c.Target == "" || c.Section < -1 || c.Section >= len(d.Body.Headings) {
			t.Errorf("coverage %+v", c)
		}
	}
	if !ValidID(string(d.ID)) || d.Title == "" || !utf8.Valid(d.Source) {
		t.Errorf("id %q, title %q", d.ID, d.Title)
	}
	if d.BodyAt < 0 || d.BodyAt > len(d.Source) || d.BodyLine != 1+bytes.Count(d.Source[:d.BodyAt], []byte("\n")) {
		t.Errorf("the body starts at %d in line %d", d.BodyAt, d.BodyLine)
	}
	checkFields(t, d)
}

// checkFields compares typed fields with the nodes that they come from.
func checkFields(t *testing.T, d *Document) {
	t.Helper()
	for key, got := range map[string]string{"type": d.Type, "version": d.Version, "status": string(d.Status), "owner": d.Owner,
		"approver": d.Approver, "retention": d.Retention} {
		n := d.Front.Get(key)
		if want := n.Text(); got != want || n != nil && n.Kind == strictyaml.Scalar && !n.IsNull() && got != n.Raw {
			t.Errorf("%s is %q, written %q", key, got, want)
		}
	}
	for key, got := range map[string]date.Date{"date": d.Date, "approved_on": d.ApprovedOn, "seen_on": d.SeenOn} {
		if text := d.Front.Get(key).Text(); !got.IsZero() && got.String() != text {
			t.Errorf("%s is %s, written %q", key, got, text)
		}
	}
	seen := map[string]bool{}
	for _, k := range d.Front.Keys {
		if seen[k.Raw] {
			t.Errorf("the key %q is there twice", k.Raw)
		}
		seen[k.Raw] = true
	}
}

// FuzzData holds for any rows beside a document: no panic, no row of another width than the header, every place in
// the file.
func FuzzData(f *testing.F) {
	for _, raw := range []string{"a,b\n1,2\n", "a,b\n1,\"2\n", "\ufeffa\r\n1\r\n", "- a: 1\n  b: 2\n- b: 3\n", "- a: [1]\n", "[]", "",
		"ü,\xff\n\xff,1", "\"a\nb\",c\n1,\xff\n"} {
		f.Add(raw, true)
		f.Add(raw, false)
	}
	r := reader(f)
	f.Fuzz(func(t *testing.T, raw string, csv bool) {
		name := "rows.yaml"
		if csv {
			name = "rows.csv"
		}
		s, err := r.Load(t.Context(), fstest.MapFS{"content/a.md": file("---\n" + sound + "data: " + name + "\n---\n"), "content/" +
			name: file(raw)}, 1)
		if err != nil {
			t.Fatal(err)
		}
		d := s.Documents[0]
		lines := strings.Split(strings.TrimPrefix(raw, "\ufeff"), "\n")
		for _, f := range d.Findings {
			if f.Pos.Line > len(lines) || f.Pos.Line < 0 || f.Pos.Line > 0 &&
				(f.Pos.Col < 1 || f.Pos.Col > utf8.RuneCountInString(lines[f.Pos.Line-1])+1) {
				t.Errorf("finding outside of the file: %+v", f)
			}
		}
		for i, row := range d.Data.Rows {
			if len(row) != len(d.Data.Header) {
				t.Errorf("row %d has %d cells of %d", i, len(row), len(d.Data.Header))
			}
		}
		if d.Data.Header == nil && len(d.Findings) == 0 {
			t.Error("a file without rows has no finding")
		}
	})
}
