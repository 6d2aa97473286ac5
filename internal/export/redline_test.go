package export

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/redline"
)

func sampleRedline() Redline {
	r := redline.Compare(
		redline.Text{
			Body: []byte(
				"# One\n\nA rule of five days.\n\n| A | B |\n|---|---|\n| x | 1 |\n\n```\nif x {\n}\n```\n\n- a\n  1. b\n\n> quoted\n\nSee [the " +
					"plan](a/old.md).\n",
			),
			BodyLine: 5,
		},
		redline.Text{
			Body: []byte(
				"# One\n\nA rule of ten days.\n\n| A | B |\n|---|---|\n| x | 2 |\n\n```\nif y {\n}\n```\n\n- a\n  1. b\n  2. c\n\n> quoted\n\nSee " +
					"[the plan](a/new.md).\n\nevil \x1b[2J ##[error] end\n",
			),
			BodyLine: 5,
		},
	)
	r.Old, r.New = redline.Edition{
		Version: "1",
		Status:  "approved",
		Commit:  strings.Repeat("a", 40),
		Day:     "2026-01-01",
		Path:    "a.md",
	}, redline.Edition{
		Path: "a.md",
	}
	return Redline{Document: "POL-1", Title: "Policy", Redline: r}
}

func TestWriteRedlineText(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := WriteRedlineText(&b, sampleRedline(), false); err != nil {
		t.Fatal(err)
	}
	want := `POL-1  Policy
from  version 1, approved, commit aaaaaaaaaaaa of 2026-01-01
to    version (no number), not committed
4 blocks changed, 2 blocks inserted, 5 blocks unchanged

Text
  # One
~ A rule of [-five-]{+ten+} days.
  | A | B
~ | x | [-1-]{+2+}
~ (code) if [-x-]{+y+} {
    }
  • a
    1. b
+   2. {+c+}
  │ quoted
~ See the plan [-<old>-]{+<new>+}.
+ {+evil ␛[2J #♯[error] end+}
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestWriteRedlineColors holds that colours say what the brackets say, and that nothing else acts on the terminal.
func TestWriteRedlineColors(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := WriteRedlineText(&b, sampleRedline(), true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\x1b[31;9mfive\x1b", "\x1b[32;4mten\x1b"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %q", want, b.String())
		}
	}
	if strings.Contains(b.String(), "\x1b[2J") || strings.Contains(b.String(), "[-") {
		t.Errorf("%q", b.String())
	}
}

func TestWriteRedlineJSON(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := WriteRedlineJSON(&b, sampleRedline()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"style": "target"`, `"kind": "row"`, `"changed": 4`, `"old_line": 7`, `"document": "POL-1"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(b.String(), "\x1b") {
		t.Error("an escape reached the output")
	}
}
