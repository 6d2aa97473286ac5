package doc

import (
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/markdown"
)

// TestReferencesOfNotes follows references as programs for notes and wikis write them.
func TestReferencesOfNotes(t *testing.T) {
	t.Parallel()
	s := load(t, fstest.MapFS{
		"content/a.md":                 file("---\n" + sound + "---\n# A\n"),
		"content/ops/Backup plan.md":   file("# Backup plan\n\nAnn looks after it. ^who\n\n## Steps\n\n- a\n\n^list\n\n```\nin code ^code\n```\n"),
		"content/ops/plan.png":         file("x"),
		"content/one/same.png":         file("x"),
		"content/two/same.png":         file("y"),
		"content/Major-%2D-steps.md":   file("# Major\n"),
		"content/people.yaml":          file("people: []\n"),
		"content/ops/data.csv":         file("a\n"),
		"content/with.dots/x.y.md":     file("# Dotted\n"),
		"content/ops/Restore (old).md": file("# Old\n"),
	})
	for _, c := range []struct{ from, target, fragment, want string }{
		{"content/a.md", "ops/Backup plan", "", "content/ops/Backup plan.md"},
		{"content/a.md", "ops/Backup plan.md", "", "content/ops/Backup plan.md"},
		{"content/ops/Backup plan.md", "Restore (old)", "", "content/ops/Restore (old).md"},
		{"content/ops/Backup plan.md", "../a", "", "content/a.md"},
		{"content/a.md", "Backup plan", "^who", "content/ops/Backup plan.md#backup-plan"},
		{"content/a.md", "Backup plan", "^list", "content/ops/Backup plan.md#steps"},
		{"content/a.md", "Backup plan", "^gone", "heading"},
		{"content/a.md", "Backup plan", "^code", "heading"},
		{"content/a.md", "ops/Backup plan", "Steps", "content/ops/Backup plan.md#steps"},
		{"content/a.md", "plan.png", "", "content/ops/plan.png"},
		{"content/a.md", "ops/plan.png", "", "content/ops/plan.png"},
		{"content/a.md", "data.csv", "", "content/ops/data.csv"},
		{"content/a.md", "with.dots/x.y", "", "content/with.dots/x.y.md"},
		{"content/a.md", "same.png", "", "target"},
		{"content/a.md", "gone.png", "", "target"},
		{"content/a.md", "people.yaml", "", "target"},
		{"content/a.md", "ops/gone", "", "target"},
	} {
		got := s.Resolve(s.ByPath(c.from), markdown.Link{Kind: markdown.LinkDocument, Target: c.target, Fragment: c.fragment})
		if where := told(got); where != c.want {
			t.Errorf("[[%s#%s]] in %s: %s, want %s", c.target, c.fragment, c.from, where, c.want)
		}
	}
	for target, want := range map[string]string{"Major---steps": "content/Major-%2D-steps.md", "/Major---steps": "content/Major-%2D-steps.md",
		"Major---steps.md": "content/Major-%2D-steps.md", "Major-steps": "target"} {
		got := s.Resolve(s.ByPath("content/a.md"), markdown.Link{Kind: markdown.LinkRelative, Target: target})
		if where := told(got); where != want {
			t.Errorf("%s: %s, want %s", target, where, want)
		}
	}
}

// told writes a target in short.
func told(t Target) string {
	switch {
	case t.Fault != NoFault:
		return string(t.Fault)
	case t.Heading != nil:
		return t.Document.Path + "#" + t.Heading.ID
	case t.Document != nil:
		return t.Document.Path
	}
	return t.Asset
}

// TestTitleIn tells a title from the first section of a text.
func TestTitleIn(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"# Change policy\n\n# 1 Purpose\n": "Change policy", "# 1 Purpose\n\n# 2 Scope\n": "", "# Summary\n\n# Motivation\n": "",
		"# Summary\n": "Summary", "# Scope\n\n## In\n": "Scope", "## Change\n": "", "# 5S method\n\n# Scope\n": "5S method", "": "",
		"# 2026 plan\n\n# Scope\n": "2026 plan", "# 1. Zweck\n\n# 2. Umfang\n": "", "# Purpose and Scope\n\n# Rules\n": "",
	} {
		if got := TitleIn(markdown.Parse([]byte(src), 1).Headings); got != want {
			t.Errorf("%q: %q, want %q", strings.ReplaceAll(src, "\n", "|"), got, want)
		}
	}
}
