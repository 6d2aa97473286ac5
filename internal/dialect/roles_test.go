package dialect

import (
	"strings"
	"testing"
)

// TestRoles puts links in the place of roles of MyST, and leaves alone what is none.
func TestRoles(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"see {ref}`a-b`.":                    "see [[a-b]]   .",
		"see {ref}`the words <a>`":           "see [[a|the words]]     ",
		"{doc}`/policies/change`":            "[[/policies/change]]   ",
		"{any}`a` {doc}`b`":                  "[[a]]    [[b]]   ",
		"{download}`form <../f.pdf>`":        "[form](../f.pdf)           ",
		"(a)=\n# A":                          "    \n# A",
		"(a)=\r\n# A":                        "    \r\n# A",
		"{download}`x.pdf`":                  "",
		"`{ref}` and `x`":                    "",
		"``{ref}`a` ``":                      "",
		"{numref}`a` {term}`b` {kbd}`c`":     "",
		"| {ref}`a <b>` |":                   "",
		"x{ref}`a`":                          "",
		"a (b)= c":                           "",
		"{ref}`a\nb`":                        "",
		"{ref}`[a] <b>`":                     "",
		"[a]({{< ref \"b\" >}}) (c)= d":      "[a](ref:b         ) (c)= d",
		"[a]({{< ref \"b#c\" >}})":           "[a](ref:b#c         )",
		"[a]({{< relref \"b\" >}}#c)":        "[a](ref:b#c            )",
		"[a]({{< ref \"/b/index.md\" >}})":   "[a](/b/index.md         )",
		"[a]({{% ref \"./b.md\" %}})":        "[a](./b.md         )",
		"[a]({{< ref path=\"c/d\" >}}) text": "[a](c/d                  ) text",
	} {
		if want == "" {
			want = text
		}
		got := string(Links([]byte(text)))
		if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") || len(got) != len(text) {
			t.Errorf("%q:\n%q, want\n%q", text, got, want)
		}
	}
}

// TestLabelsOfSets tells the names of places by which links of other documents find them.
func TestLabelsOfSets(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"(a-b)=": "a-b", "sec-scope": "sec-scope", "fig-x": "fig-x", "a": "", "section": "", "(a": "", "": ""} {
		if label, ok := Crossing(name); ok != (want != "") || ok && label != want {
			t.Errorf("%q: %q %v", name, label, ok)
		}
	}
	for line, want := range map[string]string{"@sec-a-b, x": "sec-a-b", "@sec-": "", "@fig-a": "", "@ada": "", "@section": ""} {
		if r, size := ReadMention([]byte(line)); r.Target != want || size > 0 != (want != "") {
			t.Errorf("%q: %q %d", line, r.Target, size)
		}
	}
}

// TestClassed reads spans of Pandoc that say how words look, and no others.
func TestClassed(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"[a b]{.underline} c": "a b", "[a]{.mark .small}": "a", "[a]{custom-style=\"X\"}": "a", "[a]{.smallcaps lang=\"de\"}": "a",
		"[a]{.deletion author=\"B\"}": "", "[a](b){.mark}": "", "[]{.mark}": "", "[*a*]{.mark}": "", "[a]{#id}": "", "[a] {.mark}": "", "[a]{}": "",
	} {
		if words, size := Classed([]byte(line)); line[words.Start:words.Stop] != want || size > 0 != (want != "") {
			t.Errorf("%q: %q %d", line, line[words.Start:words.Stop], size)
		}
	}
}
