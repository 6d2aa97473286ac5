package check_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/diag"
	"clausebook/internal/fix"
)

// more are mistakes that can be fixed without a decision, or that look so, beside the typical ones.
var more = []mistake{
	{"row with a bar in code", add(work, "\n| a | b |\n|---|---|\n| 1 | `x|y` |\n")},
	{"row with a bar in code that would leave too few cells", add(work, "\n| a | b |\n|---|---|\n| `x|y` | 2 | 3 |\n| `x|y|z` | 2 |\n")},
	{"several faults behind each other", change(policy, "owner: keeper\napprover: boss", "owner:keeper\naprover: Bea Boss")},
	{"two values with colons", change(policy, "title: Policy\n", "title: Policy: services\nlanguage:en\n")},
	{"list by tabs", change(policy, "covers: [1.1-a]", "covers:\n\t- 1.1-a\n\t- 1.1-b")},
	{"line ends of Windows and a day", func(w *tree) {
		write("content/plan.md", strings.ReplaceAll(strings.Replace(draft, "---\n", "---\nreviewed_on: 2.3.2026\n", 1), "\n", "\r\n"))(w)
	}},
	{"mark and blank lines", write("content/plan.md", "\ufeff\n\n"+draft)},
	{"misspelt key beside the right one", change(policy, "owner: keeper", "owner: keeper\nOwner: boss")},
	{"two links of which one is moved", change(work, "(policy.md#purpose)", "(policy.md#purpose) and [it](old/policy.md)")},
	{"the same link in code", add(work, "\n`[it](old/policy.md)` and [it](old/policy.md).\n")},
	{"day in quotes", change(policy, "reviewed_on: 2026-03-02", `reviewed_on: "02.03.2026"`)},
	{"version with a hash behind it", change(policy, `version: "1.0"`, "version: 1.10 # the latest")},
	{"role that two have", change(policy, "owner: keeper", "owner: The Keeper of things")},
}

// fixedTree makes all changes that need no decision in a tree, and gives the findings before and after.
func fixedTree(t *testing.T, w *tree) (files []fix.File, before, after []diag.Finding, ok bool) {
	t.Helper()
	judge := func(instead map[string][]byte) ([]diag.Finding, error) {
		p, err := build.Gather(t.Context(), build.Options{Dir: w.dir, Now: time.Now, Env: w.env, Instead: instead})
		if err != nil {
			return nil, err
		}
		after = p.Dossier.Findings
		if instead == nil || before == nil {
			before = after
		}
		return after, nil
	}
	read := func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(path))) }
	files, err := fix.Files(judge, read, func(diag.Finding) bool { return true })
	if err != nil {
		return nil, nil, nil, false // a configuration that cannot be used: nothing is judged
	}
	return files, before, after, true
}

// weight counts what is wrong but for approvals that a changed text needs again; what hides the rest of a file weighs most.
func weight(fs []diag.Finding, least diag.Severity) (n int) {
	for _, f := range fs {
		if strings.HasPrefix(string(f.Rule), "AP") || f.Rule == "RV008" || f.Severity < least {
			continue
		}
		n++
	}
	return n
}

// TestWhatIsFixedStaysFixed makes the changes of every typical mistake: there is less wrong then and no new error, the same asked again
// changes nothing, and no file is touched of which nothing was found. What is changed is written down in testdata/fixed.txt.
func TestWhatIsFixedStaysFixed(t *testing.T) {
	t.Parallel()
	base, sound := readArchive(t, "testdata/rules/base.txtar"), readArchive(t, "testdata/faults/sound.txtar")
	all := slices.Concat(mistakes, more)
	said := make([]string, len(all))
	t.Run("each", func(t *testing.T) {
		for i, m := range all {
			t.Run(m.name, func(t *testing.T) {
				t.Parallel()
				w := newTree(t)
				w.play(base)
				w.play(sound)
				m.do(w)
				files, before, after, ok := fixedTree(t, w)
				if !ok || len(files) == 0 {
					return
				}
				if weight(after, diag.Off) >= weight(before, diag.Off) && !hides(before) {
					t.Errorf("%d findings before and %d after", weight(before, diag.Off), weight(after, diag.Off))
				}
				if weight(after, diag.Error) > weight(before, diag.Error) {
					t.Errorf("there are new errors:\n%v", after)
				}
				var b bytes.Buffer
				for _, f := range files {
					if err := os.WriteFile(filepath.Join(w.dir, f.Path), f.After, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				if again, _, _, _ := fixedTree(t, w); len(again) > 0 {
					t.Errorf("the second time it changes more: %s", again[0].After)
				}
				if err := fix.WriteDiff(&b, "", files); err != nil {
					t.Fatal(err)
				}
				said[i] = fmt.Sprintf("# %s\n%s", m.name, changedLines(b.String()))
			})
		}
	})
	const name = "testdata/fixed.txt"
	got := []byte(strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), "\n"))
	holdFile(t, name, got)
}

// hides tells whether a file could not be read, so that what else is wrong with it was not found.
func hides(fs []diag.Finding) bool {
	return slices.ContainsFunc(fs, func(f diag.Finding) bool { return f.Rule == "FM003" })
}

// changedLines leaves of a diff what changes.
func changedLines(diff string) string {
	var b strings.Builder
	for line := range strings.Lines(diff) {
		if strings.ContainsAny(line[:1], "-+") {
			b.WriteString(strings.ReplaceAll(line, "\r", `\r`))
		}
	}
	return b.String()
}
