package dialect

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

// TestForms names what other programs would read, and leaves alone what people write.
func TestForms(t *testing.T) {
	t.Parallel()
	const icon, change = "an icon or emoji by its name, `:name:`", "a suggested change, `{++…++}`"
	const kramdown = "markup of kramdown, `{::…}`"
	for line, want := range map[string]string{
		"{% include x %}": "a tag of Liquid or Jinja, `{% … %}`", "{{< toc >}}": "a shortcode of Hugo, `{{< … >}}`",
		"{{% toc %}}": "a shortcode of Hugo, `{{< … >}}`", "export const a = 1": "an export of MDX, `export const`",
		"import Tabs from '@theme/Tabs'": "an import of MDX, `import … from`", "a {/* note */} b": "a comment of MDX, `{/* … */}`",
		".. toctree::": "a directive of reStructuredText, `.. name::`", "see `x <y>`_": "a link of reStructuredText, `… <…>`_",
		"::youtube[Title]": "a directive, `::name[…]`", "[WARNING]": "a block of AsciiDoc, `[NOTE]`",
		"image::a.png[]": "a macro of AsciiDoc, `name::…[]`",
		"{info:title=x}": "markup of a Confluence wiki, `{name}`", "{code}": "markup of a Confluence wiki, `{name}`",
		"h3. Scope":   "a heading of a wiki, `h2.`",
		"== Scope ==": "a heading of a wiki, `== … ==`", "||a||b||": "a table of a wiki, `||…||`",
		"{{Warning|x}}": "a template of a wiki, `{{name|…}}`",
		"a %%later%%":   "a comment of Obsidian, `%%…%%`", "a ==b c== d": "a mark around words, `==…==`",
		"words ^abc-1":     "the name of a paragraph, `^name`",
		"words {#id .big}": "a list of attributes, `{#… .…}`", "{: .note }": "a list of attributes, `{: … }`", "[[_TOC_": "",
		":material-lock: x": icon, "a (:warning:)": icon, "| :white_check_mark: |": icon,
		"x :octicons-a-16:{ .lg }": "a list of attributes, `{#… .…}`|" + icon,
		"press ++ctrl+alt+del++.":  "a key to press, `++ctrl+c++`", "++\"a b\"++": "a key to press, `++ctrl+c++`",
		"{++new++} and {--old--}": change, "{~~a~>b~~}": change, "{>>note<<}": change, "x^2^": "a raised text, `^…^`",
		"^^new^^": "a raised text, `^…^`",
		"[TAGS]":  "a list of tags, `[TAGS]`", "values={[": "code of MDX, `name={…}`", "v {frontMatter.version}": "a value of MDX, `{name.…}`",
		"import goods from China": "", "10:30:45 and ::a::": "", "a :b: c": "", "C++ and D++": "", "i++ + j++": "", "2^3 and 4^5": "",
		"f={1}":       "code of MDX, `name={…}`",
		":class: tip": "an option of MyST, `:name: …`", ":open:": "an option of MyST, `:name: …`", ":class-of: x": icon,
		"{::comment}": kramdown, "{:/comment}": kramdown, "as said [@smith2020, p. 3]": "a citation of Pandoc, `[@…]`",
		"?> Mind the gap": "a hint of Docsify, `?> …`", "!> Stop": "a hint of Docsify, `?> …`", "what?> no": "", "a !> b": "",
		"[-@doe]":            "a citation of Pandoc, `[@…]`",
		"[ada@netz.example]": "", "[cc @ada]": "", "{:}": "",
		"note:well: x": "", "{a -- b}": "", "[tags]": "", "100 %% of a == b and c == d": "", "{company}": "", "[note] that": "",
		"h2 and h3. Then": "", "2 ^ 3": "", "a::b": "",
		"exports rose": "", "|| or": "", "{{ company }}": "", "the set {a, b}": "", "...and so on::": "", "10 {#}": "",
	} {
		var got []string
		Forms([]byte(line), func(name string, _ Span) { got = append(got, name) })
		if want == "" && len(got) > 0 || want != "" && strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestRolesAndFences(t *testing.T) {
	t.Parallel()
	for before, want := range map[string]string{"see {ref}": "{ref}", "{py:class}": "{py:class}", ":doc:": ":doc:", "a :ref:": ":ref:",
		"note: ": "", "a:b:": "", "{x} ": "",
		"10:30:": ""} {
		name, at := Role([]byte(before))
		if got := before[at.Start:at.Stop]; got != want || (name == "") != (want == "") {
			t.Errorf("%q: %q %q", before, name, got)
		}
	}
	for word, want := range map[string]bool{"{include}": true, "{code-block}": false, "sh": false, "dataview": true, "{toctree}": true,
		"": false} {
		if got := Fenced(word) != ""; got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}

// TestQuoteBlanks makes texts of the values that a program is to fill in, and leaves all else alone.
func TestQuoteBlanks(t *testing.T) {
	t.Parallel()
	for front, want := range map[string]string{
		"date: {{date:YYYY}}\n": "date: \"{date:YYYY}\"\n", "a: b\nx: {{y}}\r\n": "a: b\nx: \"{y}\"\r\n", "- x: {{y}}": "- x: \"{y}\"",
		"a: {b: c}": "a: {b: c}", "a: '{{b}}'": "a: '{{b}}'", "a: {{b}} c": "a: {{b}} c", "a: {{\"b\"}}": "a: {{\"b\"}}",
	} {
		if got := string(QuoteBlanks([]byte(front))); got != want {
			t.Errorf("%q: %q, want %q", front, got, want)
		}
	}
}

// TestClosed reads the lines that open and close boxes.
func TestClosed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ open, kind, title, close, not string }{
		{`{% hint style="info" %}`, "info", "", "{% endhint %}", "{% endtab %}"},
		{`{% hint style='danger' %}`, "danger", "", "{%- endhint -%}", "endhint"},
		{`{% tab title="On Linux" %}`, "tab", "On Linux", "{% endtab %}", "{% endtabs %}"},
		{`{% tabs %}`, "", "", "{% endtabs %}", "{% endtab %}"},
		{`{{< callout type="warning" title="Mind" >}}`, "warning", "Mind", "{{< /callout >}}", "{{< callout >}}"},
		{`{{% notice note "Mind it" %}}`, "note", "Mind it", "{{% /notice %}}", "{{% /note %}}"},
		{`{{% alert title="Stop" color="error" %}}`, "danger", "Stop", "{{% /alert %}}", ""},
		{`{{< expand "More" >}}`, "details", "More", "{{< /expand >}}", ""},
		{`{{< tab note >}}`, "tab", "note", "{{< /tab >}}", ""},
		{"```{note} Mind *it*", "note", "Mind *it*", "```", "``"},
		{"````{admonition} Hot", "note", "Hot", "`````", "```"},
		{"~~~ {warning}", "warning", "", "~~~", "```"},
		{":::{seealso}", "seealso", "", ":::", "::"},
		{"::: {.callout-tip title=\"T\"}", "tip", "T", "::::", ""},
	} {
		b, ok := Closed([]byte(c.open + "\n"))
		if title := c.open[b.Title.Start:b.Title.Stop]; !ok || b.Kind != c.kind || title != c.title {
			t.Errorf("%s: %v %q %q", c.open, ok, b.Kind, title)
		}
		if !b.End.Closes([]byte(c.close+"\r\n")) || b.End.Closes([]byte(c.not+"\n")) {
			t.Errorf("%s: closed by %q: %v, by %q: %v", c.open, c.close, b.End.Closes([]byte(c.close)), c.not, b.End.Closes([]byte(c.not)))
		}
	}
	for _, line := range []string{"{% include x %}", "{{< figure src=x >}}", "{{< tab />}}", "```sh", "```{include} x", "{note}",
		"{% hint %} text {% endhint %}", ":: note",
		"`x`", "{{ note }}", "{%", "{{<>}}"} {
		if b, ok := Closed([]byte(line + "\n")); ok {
			t.Errorf("%q opens %+v", line, b)
		}
	}
}

// TestLinks reads the addresses that other programs fill in, each in its own place.
func TestLinks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`[a]({{< ref "b.md" >}}) c`:                `b.md`,
		`[a]({{% relref "b.md#c" %}})`:             `b.md#c`,
		`[a]({{< relref path="/b/c" >}} "Title")`:  `/b/c`,
		`[a]({{< ref "b.md" >}}#c)`:                `b.md#c`,
		`[a]({% link _docs/b.md %})`:               `/_docs/b.md`,
		`[a]({{ site.baseurl }}{% link b.md %}#c)`: `/b.md#c`,
		`[a]({{ site.baseurl }}/b/c.html)`:         `/b/c.html`,
		`[a]({{ '/b/' | relative_url }})`:          `/b/`,
		"[a]: {{< ref \"b.md\" >}}\n":              `b.md`,
		`![a](b.png =600x)`:                        `b.png`,
		`![a](b.png =600x400)`:                     `b.png`,
		`[![a](b.png =60x)](c.md)`:                 `b.png`,
		`[a]({{ name }})`:                          ``,
		`[a]({{< figure src="x" >}})`:              ``,
		`[a]({{< ref "b c.md" >}})`:                ``,
		`[a]({% include b %})`:                     ``,
		`[a](b =600x)`:                             ``,
		`a ({{< ref "b.md" >}})`:                   ``,
		`[a]({{< ref "b.md" >}} and more`:          ``,
		`[a](b.md)`:                                ``,
	} {
		got := Links([]byte(text))
		if len(got) != len(text) {
			t.Errorf("%s: %d bytes, of %d", text, len(got), len(text))
		}
		if same := string(got) == text; same != (want == "") || !same && !strings.Contains(string(got), "("+want+" ") &&
			!strings.Contains(string(got), ": "+want+" ") {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestBounds holds that what is looked at grows with the text and not with its square.
func TestBounds(t *testing.T) {
	if os.Getenv("CLAUSEBOOK_TIMED") == "" {
		t.Skip("measures time: make timed")
	}
	for _, piece := range []string{"](", "]({{<", "![]( =", "{#a}", "[a]:", "{{", "^a ", ":::", "[[", "{% hint %}"} {
		text := bytes.Repeat([]byte(piece), (1<<20)/len(piece))
		start := time.Now()
		Links(text)
		Places(text)
		Forms(text, func(string, Span) {})
		Closed(text)
		ReadReference(text)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q takes %v", piece, took)
		}
	}
}
