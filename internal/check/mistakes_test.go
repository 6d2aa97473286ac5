package check_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"clausebook/internal/check"
	"clausebook/internal/diag"
)

// mistake is what somebody does who is new to it, or in a hurry.
type mistake struct {
	name string
	do   func(*tree)
}

// mistakes are typical ones: each is done to a set in which nothing is wrong.
var mistakes = []mistake{
	// Front matter.
	{"day written as in Germany", change(policy, "reviewed_on: 2026-03-02", "reviewed_on: 02.03.2026")},
	{"day written as in America", change(policy, "reviewed_on: 2026-03-02", "reviewed_on: 3/2/2026")},
	{"day that the month has not", change(policy, "reviewed_on: 2026-03-02", "reviewed_on: 2026-02-30")},
	{"month that the year has not", change(policy, "reviewed_on: 2026-03-02", "reviewed_on: 2026-13-02")},
	{"day without zeros", change(policy, "reviewed_on: 2026-03-02", "reviewed_on: 2026-3-2")},
	{"month in words", change(policy, "reviewed_on: 2026-03-02", "reviewed_on: 2 March 2026")},
	{"year of two digits", change(policy, "reviewed_on: 2026-03-02", "reviewed_on: 26-03-02")},
	{"interval in words", change(policy, "review_every: P1Y", "review_every: yearly")},
	{"interval with a number", change(policy, "review_every: P1Y", "review_every: 1 year")},
	{"interval without its letter", change(policy, "review_every: P1Y", "review_every: 12")},
	{"version without quotes", change(policy, `version: "1.0"`, "version: 1.10")},
	{"status in capitals", change(policy, "status: approved", "status: Approved")},
	{"status of another tool", change(policy, "status: approved", "status: released")},
	{"key in capitals", change(policy, "owner: keeper", "Owner: keeper")},
	{"key with a hyphen", change(policy, "reviewed_on:", "reviewed-on:")},
	{"key with a space", change(policy, "reviewed_on:", "reviewed on:")},
	{"key misspelt", change(policy, "approver: boss", "aprover: boss")},
	{"key twice", change(policy, "owner: keeper", "owner: keeper\nowner: boss")},
	{"key of another type", change(work, "covers:", "chair: bea\ncovers:")},
	{"colon within a title", change(policy, "title: Policy", "title: Policy: services")},
	{"colon without a space", change(policy, "owner: keeper", "owner:keeper")},
	{"tab before a key", change(policy, "owner: keeper", "\towner: keeper")},
	{"tab in a list", change(policy, "covers: [1.1-a]", "covers:\n\t- 1.1-a")},
	{"key pushed in", change(policy, "owner: keeper", "  owner: keeper")},
	{"quotation mark not closed", change(policy, `version: "1.0"`, `version: "1.0`)},
	{"curly quotes", change(policy, `version: "1.0"`, "version: “1.0”")},
	{"bracket not closed", change(policy, "covers: [1.1-a]", "covers: [1.1-a")},
	{"text where a list is due", change(policy, "covers: [1.1-a]", "covers: 1.1-a")},
	{"list where a text is due", change(policy, "owner: keeper", "owner: [keeper, boss]")},
	{"block not closed", change(policy, "related: [PRC]\n---\n", "related: [PRC]\n")},
	{"empty line before the block", change(policy, "---\nid: POL", "\n---\nid: POL")},
	{"empty value", change(policy, "owner: keeper", "owner:")},
	{"id with a space", change(policy, "id: POL", "id: POL 1")},
	{"id used twice", change(work, "id: PRC", "id: POL")},
	{"type in the plural", change(policy, "type: policy", "type: policies")},
	{"type that there is not", change(policy, "type: policy", "type: sop")},

	// Who.
	{"owner by name", change(policy, "owner: keeper", "owner: Kit Keeper")},
	{"owner by title of the role", change(policy, "owner: keeper", "owner: Keeper")},
	{"owner by address", change(policy, "owner: keeper", "owner: kit@example.org")},
	{"owner is a person", change(policy, "owner: keeper", "owner: kit")},
	{"owner misspelt", change(policy, "owner: keeper", "owner: keepr")},
	{"approver by name", change(policy, "approver: boss", "approver: Bea Boss")},
	{"approved by name", change(policy, "approved_by: bea", "approved_by: Bea Boss")},
	{"approved by a role", change(policy, "approved_by: bea", "approved_by: boss")},
	{"chair by name", change("content/minutes.md", "chair: bea", "chair: Bea Boss")},
	{"attendees as one text", change("content/minutes.md", "attendees: [bea, kit]", "attendees: bea, kit")},
	{"person twice", change(roster, "  - {id: kit, name: Kit Keeper, emails: [kit@example.org]}",
		"  - {id: kit, name: Kit Keeper, emails: [kit@example.org]}\n  - {id: kit, name: Kit Keeper the Second, emails: [kim@example.org]}")},
	{"holder of a role misspelt", change(roster, "holders: [{person: kit}]", "holders: [{person: kitt}]")},
	{"customer unknown", change(service, "customers: [acme]", "customers: [Acme Ltd]")},

	// What it is for.
	{"clause number mistyped", change(policy, "covers: [1.1-a]", "covers: [1.1-z]")},
	{"clause number with a bracket", change(policy, "covers: [1.1-a]", "covers: [1.1 a)]")},
	{"clause of another edition", change(policy, "covers: [1.1-a]", "covers: [iso20000-1-2011:4.1]")},
	{"required document mistyped", change(policy, "fulfils: [the-policy]", "fulfils: [the-polcy]")},
	{"required document by its title", change(policy, "fulfils: [the-policy]", "fulfils: [The policy]")},
	{"section renamed", change(policy, "## Purpose", "## Aim")},
	{"section comment misspelt", add(policy, "\n<!-- cover: 1.1-a -->\n")},

	// Text.
	{"link to a file that moved", change(work, "(policy.md#purpose)", "(policies/policy.md#purpose)")},
	{"link with another case", change(work, "(policy.md#purpose)", "(Policy.md#purpose)")},
	{"link to a heading that is gone", change(work, "#purpose", "#aims")},
	{"link of Windows", change(work, "(policy.md#purpose)", `(..\content\policy.md)`)},
	{"link to a drive", change(work, "(policy.md#purpose)", `(file:///C:/docs/policy.docx)`)},
	{"reference mistyped", change(work, "[[POL]]", "[[POLL]]")},
	{"reference by title", change(work, "[[POL]]", "[[The policies]]")},
	{"picture that is not there", add(work, "\n![Flow](flow.png)\n")},
	{"table row with a cell too many", add(work, "\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n")},
	{"table row with a cell too few", add(work, "\n| a | b | c |\n|---|---|---|\n| 1 | 2 |\n")},
	{"heading without a space", add(work, "\n##Checks\n")},
	{"conflict left", add(work, "\n<<<<<<< HEAD\nA\n=======\nB\n>>>>>>> branch\n")},
	{"placeholder left", add(work, "\n{{describe how you do this}}\n")},
	{"note left", add(work, "\nTODO ask the boss.\n")},
	{"script pasted", add(work, "\n<script>alert(1)</script>\n")},
	{"code not closed", add(work, "\n```\nls\n")},

	// Files.
	{"Word file among the Markdown", write("content/plan.docx", "PK\x03\x04word")},
	{"UTF-16 of a Windows editor", write("content/plan.md", "\xff\xfe-\x00-\x00-\x00\n\x00")},
	{"Latin-1", write("content/plan.md", "---\nid: PLN\ntitle: Pl\xe4ne\n---\nText.\n")},
	{"line ends of Windows", write("content/plan.md", strings.ReplaceAll(draft, "\n", "\r\n"))},
	{"mark at the start of the file", write("content/plan.md", "\ufeff"+draft)},
	{"no front matter", write("content/plan.md", "# A plan\n\nText.\n")},
	{"ending in capitals", write("content/PLAN.MD", draft)},

	// Configuration.
	{"setting misspelt", change(setup, "standards:", "standard:")},
	{"day of judgement mistyped", change(setup, "as_of: 2026-06-01", "as_of: 2026-06-31")},
	{"condition mistyped", change(setup, "outside: true", "outsde: true")},
	{"grade mistyped", change(setup, "least_grade: trailer", "least_grade: trailers")},
	{"rule mistyped", add(setup, "severity: {TX05: info}\n")},
	{"rule off without a reason", add(setup, "severity: {TX005: off}\n")},
	{"people file pushed in wrongly", change(roster, "roles:", " roles:")},
}

// TestTypicalMistakes makes one mistake after the other and holds what is said about each against testdata/mistakes.txt: the place,
// what is wrong, and how to fix it. Of changed texts it leaves out that they need approval again.
func TestTypicalMistakes(t *testing.T) {
	t.Parallel()
	base, sound := readArchive(t, "testdata/rules/base.txtar"), readArchive(t, "testdata/faults/sound.txtar")
	said := make([]string, len(mistakes))
	t.Run("each", func(t *testing.T) {
		for i, m := range mistakes {
			t.Run(m.name, func(t *testing.T) {
				t.Parallel()
				w := newTree(t)
				w.play(base)
				w.play(sound)
				m.do(w)
				said[i] = w.said(t, m.name)
			})
		}
	})
	const name = "testdata/mistakes.txt"
	got := []byte(strings.Join(said, "\n"))
	holdFile(t, name, got)
}

// holdFile holds what is said against a file. Run with -update to write it anew.
func holdFile(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("run with -update and read the result (-file +said):\n%s", d)
	}
}

// shown is how many findings of a mistake are written down.
const shown = 4

// said gives what a run says about a tree, as one paragraph: each finding with its place, its message and its fix.
func (w *tree) said(t *testing.T, name string) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", name)
	found := slices.DeleteFunc(w.findings(), follows)
	for i, f := range found {
		if i == shown {
			fmt.Fprintf(&b, "and %d more\n", len(found)-shown)
			break
		}
		at := f.Pos.String()
		if f.Pos.Line == 0 && f.Pos.File == "" {
			at = "the set"
		}
		rule, _ := check.Find(string(f.Rule))
		fix := f.Hint
		if fix == "" {
			fix = rule.Fix
		}
		if fix == "" {
			t.Errorf("%s says no fix: %s", f.Rule, f.Message)
		}
		fmt.Fprintf(&b, "%s: %s: %s\n    fix: %s\n", at, f.Rule, f.Message, fix)
	}
	return b.String()
}

// follows tells whether a finding says only that a text that was approved is not what it was.
func follows(f diag.Finding) bool {
	return f.Rule == "AP003" || f.Rule == "AP012" || f.Rule == "RV008" || f.Rule == "DA005"
}
