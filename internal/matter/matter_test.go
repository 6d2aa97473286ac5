package matter_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"

	"clausebook/internal/matter"
	"clausebook/internal/strictyaml"
)

// show lists the scalars of a tree with their places: `key.0 = text @line:col-end`.
func show(path string, n *strictyaml.Node) (out []string) {
	switch {
	case n == nil:
		return nil
	case n.Kind == strictyaml.Map:
		for k, v := range n.Pairs() {
			out = append(out, show(strings.TrimPrefix(path+"."+k.Raw, "."), v)...)
		}
	case n.Kind == strictyaml.List:
		for i, v := range n.Values {
			out = append(out, show(fmt.Sprintf("%s.%d", path, i), v)...)
		}
	default:
		text := n.Raw
		if n.Quoted {
			text = fmt.Sprintf("%q", text)
		}
		out = append(out, fmt.Sprintf("%s = %s %s @%d:%d-%d", path, text, n.Tag, n.Line, n.Col, n.EndCol))
	}
	return out
}

func shown(problems []strictyaml.Problem) (out []string) {
	for _, p := range problems {
		out = append(out, fmt.Sprintf("%d:%d %s %s", p.Line, p.Col, p.Code, p.Message))
	}
	return out
}

// TestTOML reads values with the text in which they are written, and where.
func TestTOML(t *testing.T) {
	t.Parallel()
	src := "title = \"Zugänge\" # why\nversion = 1.10\n" +
		"\"doc no\" = 'A\\B'\nreviewed_on = 2026-03-01\nöne = 1_000\n" +
		"tags = [\n  \"a\", # one\n  \"b\",\n]\nperiod = {from = 2026-01-01, to = 2026-03-31}\na.b.c = true\nfrom = 2026-03-01T10:00:00Z\n" +
		"[params]\nowner = \"\"\"\nada\"\"\"\n[[approver]]\nname = \"x\"\n[[approver]]\nname = \"y\"\n"
	src = strings.Replace(src, "öne", "\"öne\"", 1)
	root, problems := matter.TOML([]byte(src), 2)
	want := []string{
		`title = "Zugänge" !!str @2:9-18`,
		`version = 1.10 !!float @3:11-15`,
		`doc no = "A\\B" !!str @4:12-17`,
		`reviewed_on = 2026-03-01 !!timestamp @5:15-25`,
		`öne = 1_000 !!int @6:9-14`,
		`tags.0 = "a" !!str @8:3-6`,
		`tags.1 = "b" !!str @9:3-6`,
		`period.from = 2026-01-01 !!timestamp @11:18-28`,
		`period.to = 2026-03-31 !!timestamp @11:35-45`,
		`a.b.c = true !!bool @12:9-13`,
		`from = 2026-03-01T10:00:00Z !!timestamp @13:8-28`,
		`params.owner = "ada" !!str @15:9-0`,
		`approver.0.name = "x" !!str @18:8-11`,
		`approver.1.name = "y" !!str @20:8-11`,
	}
	if diff := cmp.Diff(want, show("", root)); diff != "" || len(problems) > 0 {
		t.Errorf("%q (-want +got):\n%s", shown(problems), diff)
	}
}

// TestJSON reads values as the TOML and YAML readers do.
func TestJSON(t *testing.T) {
	t.Parallel()
	src := "{\n  \"title\": \"Zug\\u00e4nge\", \"ä\": 1.10,\n  \"tags\": [\"a\", {\"b\": null}], \"n\": 1e3, \"i\": -2, \"on\": true\n}"
	root, problems := matter.JSON([]byte(src), 1)
	want := []string{`title = "Zugänge" !!str @2:12-26`, `ä = 1.10 !!float @2:33-37`, `tags.0 = "a" !!str @3:12-15`,
		`tags.1.b = null !!null @3:23-27`, `n = 1e3 !!float @3:36-39`, `i = -2 !!int @3:46-48`, `on = true !!bool @3:56-60`}
	if diff := cmp.Diff(want, show("", root)); diff != "" || len(problems) > 0 {
		t.Errorf("%q (-want +got):\n%s", shown(problems), diff)
	}
}

// TestRefused says where and why, and of what is said twice keeps the first.
func TestRefused(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	for name, c := range map[string]struct {
		read func([]byte, int) (*strictyaml.Node, []strictyaml.Problem)
		src  string
		want string
	}{
		"TOML, a key twice":       {matter.TOML, "a = 1\na = 2\n", "2:1 duplicate `a` is set twice, first in line 1"},
		"TOML, a key of a table":  {matter.TOML, "[t]\na = 1\n[u]\na = 1\nb.c = 1\nb.c = 2\n", "6:3 duplicate `c` is set twice, first in line 5"},
		"TOML, a table twice":     {matter.TOML, "[t]\na = 1\n[t]\nb = 1\n", "3:2 syntax "},
		"TOML, a value as table":  {matter.TOML, "a = 1\na.b = 2\n", "2:1 duplicate `a` is set twice"},
		"TOML, never closed":      {matter.TOML, "a = 1\nb = \"x\nc = 1\n", "2:"},
		"TOML, no value":          {matter.TOML, "a =\n", "1:"},
		"TOML, too deep":          {matter.TOML, "a = " + deep + "\n", "limit nested deeper than 32 levels"},
		"TOML, too long":          {matter.TOML, "a = \"" + strings.Repeat("x", 70_000) + "\"\n", "1:1 limit 70007 bytes of TOML, more than the limit of 65536"},
		"JSON, a key twice":       {matter.JSON, "{\"a\": 1,\n \"a\": 2}", "2:2 duplicate `a` is set twice, first in line 1"},
		"JSON, a comma too many":  {matter.JSON, "{\"a\": 1,\n}", "2:1 syntax "},
		"JSON, it ends too early": {matter.JSON, "{\"a\": [1", "1:8 syntax unexpected end of JSON input"},
		"JSON, two values":        {matter.JSON, "{}\n{}", "2:1 syntax invalid character"},
		"JSON, YAML":              {matter.JSON, "a: 1\n", "1:1 syntax "},
		"JSON, too deep":          {matter.JSON, "{\"a\": " + deep + "}", "limit nested deeper than 32 levels"},
	} {
		_, problems := c.read([]byte(c.src), 1)
		if got := shown(problems); len(got) == 0 || !strings.Contains(got[0], c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for _, blank := range []string{"", "\n", "# a remark\n"} {
		if root, problems := matter.TOML([]byte(blank), 1); len(problems) > 0 || len(root.Keys) > 0 {
			t.Errorf("TOML %q: %v %q", blank, root, shown(problems))
		}
	}
}

// FuzzMatter holds both readers against the libraries that everybody uses: what these refuse is refused, and what is read says the
// same. Places lie within the text.
func FuzzMatter(f *testing.F) {
	for _, s := range []string{"a = 1\n[b]\nc = [1, {d = 2}]\n", "{\"a\": [1, {\"b\": null}], \"c\": \"\\ud83d\\ude00\"}", "a.b = 1\na.c = 2\n[[x]]\n[x.y]\n",
		"[a]\n[a.b]\n[[a.b]]\n", "a = [[1], [[2]]]", "\"\" = 1\n", "{\"\":{}}", "a = '''\n'''", "[[a]]\n[a]\n", "a = {b.c = 1}\n[a.b]\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		var plain map[string]any
		root, problems := matter.TOML([]byte(src), 1)
		within(t, src, root)
		if err := toml.Unmarshal([]byte(src), &plain); len(src) <= 64<<10 && (err == nil) != (len(problems) == 0) && !limited(problems) {
			t.Errorf("TOML %q: %v, but %q", src, err, shown(problems))
		} else if err == nil && root != nil && len(problems) == 0 && len(root.Keys) != len(plain) {
			t.Errorf("TOML %q: %d keys, want %d", src, len(root.Keys), len(plain))
		}
		root, problems = matter.JSON([]byte(src), 1)
		within(t, src, root)
		if valid := json.Valid([]byte(src)); strings.TrimSpace(src) != "" && !valid && len(problems) == 0 {
			t.Errorf("JSON %q is read", src)
		} else if valid && len(problems) > 0 && problems[0].Code == strictyaml.CodeSyntax {
			t.Errorf("JSON %q: %q", src, shown(problems))
		}
	})
}

func limited(problems []strictyaml.Problem) bool {
	return len(problems) > 0 && problems[0].Code == strictyaml.CodeLimit
}

func within(t *testing.T, src string, n *strictyaml.Node) {
	t.Helper()
	if n == nil {
		return
	}
	lines := strings.Split(src, "\n")
	if n.Line < 1 || n.Line > len(lines) || n.Col < 1 || n.Col > len([]rune(lines[n.Line-1]))+1 {
		t.Errorf("%q: a value at %d:%d", src, n.Line, n.Col)
	}
	for _, v := range append(n.Keys, n.Values...) {
		within(t, src, v)
	}
}
