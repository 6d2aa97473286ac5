package check_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"clausebook/internal/check"
	"clausebook/internal/diag"
)

var update = flag.Bool("update", false, "write docs/rules.md anew")

// TestRulesPage holds docs/rules.md against the rules it is made of. Run with -update to write it anew.
func TestRulesPage(t *testing.T) {
	t.Parallel()
	const name = "../../docs/rules.md"
	want := rulesPage()
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(string(got), string(want)); d != "" {
		t.Errorf("docs/rules.md is not what the rules say; run `go test ./internal/check -run TestRulesPage -update` (-file +rules):\n%s", d)
	}
}

// rulesPage writes what every rule says of itself, family by family.
func rulesPage() []byte {
	var b bytes.Buffer
	rules := check.Rules()
	fmt.Fprintf(&b, "# Rules\n\n<!-- Made from the rules in internal/check by its test with -update; do not edit. -->\n\n")
	fmt.Fprintf(
		&b,
		"`clausebook check` checks the documents against these %d rules; `clausebook explain ID` prints one. An id is never used\n",
		len(rules),
	)
	b.WriteString(
		"again for another rule. The severity is the default: `severity:` in clausebook.yaml changes it, and `off` needs a reason.\n",
	)
	b.WriteString("A document can have an exception from a rule for a limited time, see `exceptions` in [front-matter.md](front-matter.md).\n")
	for _, f := range families() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", f.Title, f.About)
		for _, r := range rules {
			if strings.HasPrefix(string(r.ID), f.Prefix) {
				writeRule(&b, r)
			}
		}
	}
	return b.Bytes()
}

func writeRule(b *bytes.Buffer, r check.Rule) {
	fmt.Fprintf(b, "\n### %s %s\n\n", r.ID, r.Title)
	fmt.Fprintf(b, "*%s%s*\n\n", strings.ToUpper(r.Severity.String()[:1])+r.Severity.String()[1:], clauseWords(r.Clauses))
	fmt.Fprintf(b, "%s\n\nTo fix it: %s\n", r.Why, r.Fix)
	if r.Gap {
		b.WriteString("\n`clausebook gaps` tells it and decides by it; `check` only counts it.\n")
	}
	if causes := check.GroupedUnder(r.ID); len(causes) > 0 {
		fmt.Fprintf(b, "\nIf a finding of %s causes it, it is listed there and not reported separately.\n", eitherOf(causes))
	}
}

func eitherOf(ids []diag.RuleID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return words[0]
}

func clauseWords(clauses []string) string {
	switch len(clauses) {
	case 0:
		return ""
	case 1:
		return ". Based on clause " + clauses[0]
	}
	return ". Based on clauses " + strings.Join(clauses, ", ")
}

// TestFamilies wants that each rule belongs to exactly one family, and that no family is empty.
func TestFamilies(t *testing.T) {
	t.Parallel()
	members := map[string]int{}
	for _, r := range check.Rules() {
		n := 0
		for _, f := range families() {
			if strings.HasPrefix(string(r.ID), f.Prefix) {
				members[f.Prefix]++
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s belongs to %d families", r.ID, n)
		}
	}
	for _, f := range families() {
		if members[f.Prefix] == 0 || f.Title == "" || f.About == "" {
			t.Errorf("the family %s has %d rules, or lacks words", f.Prefix, members[f.Prefix])
		}
	}
}
