package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"clausebook/internal/cli"
)

// screen is what a person sees at once: rows of eighty columns.
const screen = 40

// rows counts the rows that a text takes on a screen, without what only colours it.
func rows(text string) int {
	n := 0
	for line := range strings.Lines(regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(text, "")) {
		n += max(1, (utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))+79)/80)
	}
	return n
}

// first runs a command and wants that all it writes fits on a screen.
func first(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := cli.Main(args, strings.NewReader(""), &out, &errs); code != want {
		t.Fatalf("%v ended with %d, want %d:\n%s%s", args, code, want, &out, &errs)
	}
	if n := rows(out.String()) + rows(errs.String()); n > screen {
		t.Errorf("%v wrote %d rows:\n%s%s", args, n, &out, &errs)
	}
	return out.String() + errs.String()
}

// TestFirstOutputOfANewProject wants that what a beginner is told fits on a screen, in colours and without, and that none of
// it is an error: nothing of what was begun is wrong yet.
func TestFirstOutputOfANewProject(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first(t, 0, "init", dir)
	for _, color := range []string{"never", "always"} {
		if said := first(t, 0, "-C", dir, "check", "--color", color); !strings.Contains(said, "run 'clausebook gaps'") {
			t.Errorf("no word of the gaps:\n%s", said)
		}
	}
}

// TestFirstOutputOfAnAdoptedTree does the same for three hundred documents that know nothing of clausebook, and that make some
// thousand faults of twenty kinds.
func TestFirstOutputOfAnAdoptedTree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := range 300 {
		name := filepath.Join(dir, "docs", fmt.Sprintf("area-%d", i%7), fmt.Sprintf("Document number %03d on operations.md", i))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(foreignDocument(i)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	first(t, 0, "-C", dir, "init", dir, "--adopt", "--write")
	for _, color := range []string{"never", "always"} {
		said := first(t, 1, "-C", dir, "check", "--color", color)
		if !strings.Contains(said, "clausebook check --all") || strings.Count(said, "error") < 2 {
			t.Errorf("nothing of how to see all:\n%s", said)
		}
	}
	var all bytes.Buffer
	cli.Main([]string{"-C", dir, "check", "--all", "-q"}, strings.NewReader(""), &all, &bytes.Buffer{})
	if n := rows(all.String()); n < 1000 {
		t.Errorf("the tree is no trial: all findings take %d rows", n)
	}
}

// foreignDocument gives a document as people have them, each with other habits.
func foreignDocument(i int) string {
	front := []string{
		"", "---\nlayout: page\nauthor: jane\nlast_modified_at: 03/02/2025\n---\n", "---\nid: OPS-1\ntitle: Operations\nversion: 1.10\n---\n",
		"---\nid: D-" + fmt.Sprint(i) + "\ntitle: Document\ntype: polcy\nstatus: final\nversion: \"1.0\"\nowner: jane\n---\n",
		"---\ntitle: \"Open\n---\n", "---\ntype: policy\nstatus: approved\napproved_on: 2.3.2025\nreview_every: yearly\n---\n",
	}[i%6]
	body := []string{
		"See [the other](../gone/other.md) and [[OPS-9]] and §99.9.\n", "<div class=\"note\">Do <b>this</b></div>\n",
		"TODO: write it. {{name of the company}} and lorem ipsum.\n", "| a | b |\n|---|---|\n| 1 |\n\n![](missing.png)\n",
		"[run](javascript:alert(1)) see [here](#nowhere)\n",
	}[i%5]
	return fmt.Sprintf("%s# Operations %d\n\n%s\n### Deep\n\nText by Jane on day %d.\n", front, i, body, i)
}
