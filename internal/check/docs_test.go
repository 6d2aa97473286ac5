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

// TestUpgradingPage holds docs/upgrading.md against the table it is made of. Run with -update to write it anew.
func TestUpgradingPage(t *testing.T) {
	t.Parallel()
	const name = "../../docs/upgrading.md"
	want := upgradingPage()
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
		t.Errorf("%s is not what the table says; run `go test ./internal/check -run TestUpgradingPage -update` (-file +table):\n%s", name, d)
	}
}

func upgradingPage() []byte {
	var b bytes.Buffer
	b.WriteString("# Upgrading\n\n<!-- Made from the table in internal/check/upgrade.go by its test with -update; do not edit. -->\n\n" +
		"What newer builds of clausebook judge otherwise than older ones, so that a repository that was green may not be, or the other way\n" +
		"round. In a repository, `clausebook check --explain-upgrade` shows those that concern it, with the places.\n")
	b.WriteString("\nRules that are new explain themselves in [rules.md](rules.md); the command names those that find something.\n")
	for _, c := range check.Explained() {
		var rules []string
		for _, id := range c.Rules {
			rules = append(rules, string(id))
		}
		effect := "More is found."
		if c.Quieter {
			effect = "Less is found, or it is less severe."
		}
		fmt.Fprintf(&b, "\n## %s\n\nSince %s. %s Rules: %s.\n\n%s\n\nWhat to do: %s\n", strings.TrimSuffix(c.What, "."), c.Since, effect,
			strings.Join(rules, ", "), c.Why, c.Do)
	}
	return b.Bytes()
}

// TestChanges wants every change explained, of rules that there are, and every rule that is new in one of them, once.
func TestChanges(t *testing.T) {
	t.Parallel()
	told := map[diag.RuleID]int{}
	for _, c := range check.Changes() {
		if c.Since == "" || !strings.HasSuffix(c.What, ".") || !strings.HasSuffix(c.Why, ".") || !strings.HasSuffix(c.Do, ".") || len(c.Rules) == 0 {
			t.Errorf("a change that lacks words, a day or rules: %+v", c)
		}
		for _, id := range c.Rules {
			told[id]++
			if _, known := check.Find(string(id)); !known {
				t.Errorf("%s is no rule", id)
			}
			if told[id] > 1 {
				t.Errorf("%s is in two changes: who reads of its findings would not know which", id)
			}
		}
	}
	if told["TX008"] != 1 || told["HI006"] != 1 {
		t.Error("a rule that is new is told in no change")
	}
	if told["MD002"] != 0 {
		t.Error("a rule that is as it was is told as changed")
	}
}
