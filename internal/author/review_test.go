package author_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/author"
	"clausebook/internal/date"
	"clausebook/internal/doc"
)

var review = author.Review{On: date.New(2026, 6, 1), By: "ada", Outcome: author.NoChange, Note: `read: "all" of it`}

const entry = `{on: 2026-06-01, by: ada, outcome: no-change, note: "read: \"all\" of it"}`

func TestReviewed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ raw, want string }{
		"added after the approval": {
			"---\nid: A\napproved_on: 2026-01-01 # by Bea\nreview_every: P1Y\n# the end\n---\n\n# T\nreviewed_on: x\n",
			"---\nid: A\napproved_on: 2026-01-01 # by Bea\nreviewed_on: 2026-06-01\nreview_every: P1Y\n# the end\nreviews:\n  - " +
				"" + entry + "\n---\n\n# T\nreviewed_on: x\n"},
		"changed in place, with its quotes and comment": {
			"---\nid: 'A'\nreviewed_on: \"2025-06-01\"   # yearly\ntags: [a,   b]\n---\nText",
			"---\nid: 'A'\nreviewed_on: \"2026-06-01\"   # yearly\ntags: [a,   b]\nreviews:\n  - " + entry + "\n---\nText"},
		"behind the last of a list": {
			"---\nreviews:\n- {on: 2024-01-01, outcome: changed}\n- on: 2025-01-01\n  outcome: no-change\n  note: |\n    # no comment\n    at " +
				"all\n\n# about the id\nid: A\nreviewed_on: 2025-01-01\n---\n",
			"---\nreviews:\n- {on: 2024-01-01, outcome: changed}\n- on: 2025-01-01\n  outcome: no-change\n  note: |\n    # no comment\n    at " +
				"all\n- " + entry + "\n\n# about the id\nid: A\nreviewed_on: 2026-06-01\n---\n"},
		"behind blank lines that belong to the last item": {
			"---\nreviews:\n  - on: 2025-01-01\n    outcome: no-change\n    note: |+\n      kept\n\nid: A\n---\n",
			"---\nreviews:\n  - on: 2025-01-01\n    outcome: no-change\n    note: |+\n      kept\n\n  - " + entry + "\nid: A\nreviewed_on: " +
				"2026-06-01\n---\n"},
		"between brackets": {
			"---\nid: A\nreviews: [{on: 2025-01-01, outcome: changed, note: \"a ] b\"}] # log\n---\n",
			"---\nid: A\nreviews: [{on: 2025-01-01, outcome: changed, note: \"a ] b\"}, " + entry + "] # log\nreviewed_on: 2026-06-01\n---\n"},
		"an empty list": {
			"---\nid: A\nreviews: []\nreviewed_on:\n---\n",
			"---\nid: A\nreviews: [" + entry + "]\nreviewed_on: 2026-06-01\n---\n"},
		"an empty log": {
			"---\nid: A\nreviews: # none yet\nowner: o\n---\n",
			"---\nid: A\nreviews: # none yet\n  - " + entry + "\nowner: o\nreviewed_on: 2026-06-01\n---\n"},
		"other line ends, no line end at the end": {
			"---\r\nid: A\r\nowner: o\r\n---\r\nText\r\nmore",
			"---\r\nid: A\r\nowner: o\r\nreviewed_on: 2026-06-01\r\nreviews:\r\n  - " + entry + "\r\n---\r\nText\r\nmore"},
		"nothing but front matter": {
			"---\nid: A\n---",
			"---\nid: A\nreviewed_on: 2026-06-01\nreviews:\n  - " + entry + "\n---"},
		"an empty block": {
			"---\n---\nText\n",
			"---\nreviewed_on: 2026-06-01\nreviews:\n  - " + entry + "\n---\nText\n"},
		"a byte order mark and letters of several bytes": {
			"\ufeff---\ntitle: Größe und Höhe\n\"reviewed_on\": '2025-01-01' # Prüfung\n---\nÜ\n",
			"\ufeff---\ntitle: Größe und Höhe\n\"reviewed_on\": '2026-06-01' # Prüfung\nreviews:\n  - " + entry + "\n---\nÜ\n"},
		"a name that the documents use": {
			"---\nid: A\nlast_reviewed_on: 2025-01-01\nlog:\n  - {on: 2025-01-01, outcome: changed}\n---\n",
			"---\nid: A\nlast_reviewed_on: 2026-06-01\nlog:\n  - {on: 2025-01-01, outcome: changed}\n  - " + entry + "\n---\n"},
		"keys that are indented": {
			"---\n  id: A\n  owner: o # x\n---\n",
			"---\n  id: A\n  owner: o # x\n  reviewed_on: 2026-06-01\n  reviews:\n    - " + entry + "\n---\n"},
	} {
		got, err := author.Reviewed([]byte(c.raw), review, map[string]string{"last_reviewed_on": "reviewed_on", "log": "reviews"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestReviewedRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ raw, want string }{
		"no front matter":  {"# T\n", "the file has no front matter to write into"},
		"never closed":     {"---\nid: A\n", "line 1: the front matter has no closing line"},
		"duplicate key":    {"---\nid: A\nid: B\n---\n", "line 3: `id` is set twice"},
		"syntax":           {"---\nid: [\n---\n", "line 2:"},
		"alias":            {"---\na: &x 1\nb: *x\n---\n", "line 2:"},
		"indented fence":   {"---\nretention: |\n  ---\n---\n", "line 3: an indented line"},
		"braces":           {"---\n{id: A}\n---\n", "written between braces"},
		"a list":           {"---\n- a\n---\n", "line 2: the front matter must be a list"},
		"invalid UTF-8":    {"---\nid: \xff\n---\n", "not valid UTF-8"},
		"reviews no list":  {"---\nreviews: {a: b}\n---\n", "line 2: `reviews` is not a list"},
		"reviews is null":  {"---\nreviews: ~\n---\n", "`reviews` is not a list"},
		"day on two lines": {"---\nreviewed_on: >-\n  2026-01-01\n---\n", "the value of `reviewed_on` is not written on one line"},
		"day is a list":    {"---\nreviewed_on: [2026-01-01]\n---\n", "the value of `reviewed_on` is not written on one line"},
	} {
		out, err := author.Reviewed([]byte(c.raw), review, nil)
		if err == nil {
			t.Errorf("%s: written as\n%s", name, out)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, want %q", name, err, c.want)
		}
	}
}

// FuzzReviewed holds for any file: where a review is written at all, the file reads back without a fault of syntax, says
// the same but for the two keys, keeps its text, and every line but those of the two keys stands in it as before. A
// second review is appended to the first.
func FuzzReviewed(f *testing.F) {
	for _, s := range []string{
		"---\nid: A\napproved_on: 2026-01-01\n---\nText\n", "---\r\nid: A\r\nreviewed_on: '2026-01-01'\r\n---\r\n",
		"---\nreviews:\n- {on: 2024-01-01, outcome: changed}\n\n# c\nid: A\n---\n",
		"---\nreviews: [{on: 2024-01-01, outcome: changed, note: 'it''s ] # x'}, # c ]\n  ]\n---\n",
		"---\nreviews:\n  - note: |+\n      a\n\n\nid: A\n---", "\ufeff---\nid: \"Ü\"\nreviewed_on:\n---\n",
		"---\nowner: a\n  b\nreviewed_on: 2026-01-01 # c\n---\n", "---\n? id\n: A\n---\n", "---\nreviews:\n  -\n    on: x\n---\n",
		"---\nid: A\nretention: |\n  x\n---\n", "---\n---\n", "---\n# c\n---\n---\n",
	} {
		f.Add([]byte(s), "ada", "note")
	}
	f.Fuzz(func(t *testing.T, raw []byte, by, note string) {
		r := author.Review{On: today, By: strings.ToValidUTF8(by, ""), Outcome: author.Changed, Note: strings.ToValidUTF8(note, "")}
		out, err := author.Reviewed(raw, r, nil)
		if err != nil {
			return
		}
		before, after := (&doc.Reader{Folder: "content"}).Parse("content/a.md", raw), (&doc.Reader{Folder: "content"}).Parse("content/a.md", out)
		if !bytes.Equal(before.Source[before.BodyAt:], after.Source[after.BodyAt:]) || after.ReviewedOn != today {
			t.Fatalf("body or day differ:\n%q\n%q", raw, out)
		}
		for k, v := range before.Front.Pairs() {
			if k.Raw != "reviewed_on" && k.Raw != "reviews" && !cmp.Equal(v.Value(), after.Front.Get(k.Raw).Value()) {
				t.Fatalf("`%s` changed:\n%q\n%q", k.Raw, raw, out)
			}
		}
		old, log := before.Front.Get("reviews").Items(), after.Front.Get("reviews").Items()
		if len(log) != len(old)+1 || log[len(old)].Get("by").Text() != r.By || log[len(old)].Get("note").Text() != r.Note {
			t.Fatalf("the log:\n%q\n%q", raw, out)
		}
		keepsLines(t, raw, out)
		again, err := author.Reviewed(out, r, nil)
		if err != nil {
			t.Fatalf("a second review: %v of\n%q", err, out)
		}
		if n := len((&doc.Reader{}).Parse("a.md", again).Front.Get("reviews").Items()); n != len(log)+1 {
			t.Fatalf("%d reviews after the second, want %d", n, len(log)+1)
		}
	})
}

// keepsLines wants every line of the old file in the new one, in order. Of two lines the beginning is enough: those of
// a day that was replaced and of a list between brackets.
func keepsLines(t *testing.T, raw, out []byte) {
	t.Helper()
	rest, changed := strings.Split(string(out), "\n"), 0
	for line := range strings.SplitSeq(string(raw), "\n") {
		i := 0
		for i < len(rest) && rest[i] != line {
			i++
		}
		if i < len(rest) {
			rest = rest[i+1:]
			continue
		}
		if changed++; changed > 2 {
			t.Fatalf("the line %q is gone:\n%q\n%q", line, raw, out)
		}
		if len(rest) > 0 {
			rest = rest[1:]
		}
	}
}
