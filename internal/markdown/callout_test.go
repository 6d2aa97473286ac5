package markdown

import (
	"clausebook/internal/anchors"
	"strings"
	"testing"

	"clausebook/internal/phrase"
)

// TestCallouts reads the boxes of other programs: each is a box with its word, and its mark is not shown.
func TestCallouts(t *testing.T) {
	t.Parallel()
	const (
		box   = `<div class="callout callout-%s">` + "\n" + `<p class="callout-title">%s</p>` + "\n"
		plain = `<div class="callout callout-plain">` + "\n"
		end   = "</div>\n"
	)
	open := func(class, title string) string {
		return strings.Replace(strings.Replace(box, "%s", class, 1), "%s", title, 1)
	}
	titled := func(word, title string) string { return `<span class="visually-hidden">` + word + `: </span>` + title }
	for _, c := range []struct{ name, src, want string }{
		{"alert of a forge", "> [!WARNING]\n> Only *now*.", open("warning", "Warning") + "<p>Only <em>now</em>.</p>\n" + end},
		{"alert in small letters", "> [!tip]\n> - a\n", open("tip", "Tip") + "<ul>\n<li>a</li>\n</ul>\n" + end},
		{"alert with a title", "> [!note]- Mind *this*\n> a", open("note", titled("Note", "Mind <em>this</em>")) + "<p>a</p>\n" + end},
		{"alert with a table", "> [!NOTE]\n> [a][b]\n>\n> [b]: https://c.example\n", open("note", "Note") +
			`<p><a class="external" href="https://c.example" rel="noopener noreferrer">a</a></p>` + "\n" + end},
		{"alert without text", "> [!CAUTION]", open("caution", "Caution") + end},
		{"alert in a list", "- > [!IMPORTANT]\n  > a", "<ul>\n<li>\n" + open("important", "Important") + "<p>a</p>\n" + end + "</li>\n</ul>\n"},
		{"alert with CRLF", "> [!NOTE]\r\n> a\r\n", open("note", "Note") + "<p>a</p>\n" + end},
		{"no alert", "> [!POLICY]\n> a", "<blockquote>\n<p>[!POLICY]\na</p>\n</blockquote>\n"},
		{"no alert within the text", "> a\n> [!NOTE]", "<blockquote>\n<p>a\n[!NOTE]</p>\n</blockquote>\n"},
		{"admonition", "!!! note\n    a\n\n    b\n\nc", open("note", "Note") + "<p>a</p>\n<p>b</p>\n" + end + "<p>c</p>\n"},
		{"admonition with a title", "!!! danger \"No & no\"\n    a", open("caution", titled("Danger", "No &amp; no")) + "<p>a</p>\n" + end},
		{"admonition that folds", "???+ tip inline end\n\n    a", open("tip", "Tip") + "<p>a</p>\n" + end},
		{"admonition of a house", "!!! policy\n    a", open("note", "Policy") + "<p>a</p>\n" + end},
		{"admonition with code", "!!! note\n    ```\n    a\n        b\n    ```\n", open("note", "Note") +
			`<pre class="chroma" tabindex="0"><code>a` + "\n    b\n</code></pre>\n" + end},
		{"admonition in an admonition", "!!! note\n    !!! tip\n        a\n    b", open("note", "Note") + open("tip", "Tip") + "<p>a\nb</p>\n" +
			end + end},
		{"admonition without quotes", "!!! warning Mind the gap\n    a", open("warning", titled("Warning", "Mind the gap")) + "<p>a</p>\n" + end},
		{"admonition with classes", "!!! tip blink fast \"Mind\"\n    a", open("tip", titled("Tip", "Mind")) + "<p>a</p>\n" + end},
		{"exclamation", "!!! no kind here.\n\n??? \"x\"\n\n=== x", "<p>!!! no kind here.</p>\n<p>??? &#34;x&#34;</p>\n<p>=== x</p>\n"},
		{"tabs", "=== \"Linux\"\n    a\n\n=== \"macOS\"\n    b", open("tab", "Linux") + "<p>a</p>\n" + end + open("tab", "macOS") +
			"<p>b</p>\n" + end},
		{"heading beside a tab", "a\n===", "<h2 id=\"s-a\">a</h2>\n"},
		{"container", ":::warning\na\n:::\nb", open("warning", "Warning") + "<p>a</p>\n" + end + "<p>b</p>\n"},
		{"container with a title", "::: tip Mind `it`\na\n:::", open("tip", titled("Tip", "Mind <code>it</code>")) + "<p>a</p>\n" + end},
		{"container with a title in brackets", ":::note[Mind it]{.x}\na\n:::", open("note", titled("Note", "Mind it")) + "<p>a</p>\n" + end},
		{"container of Pandoc", "::: {.caution #id title=\"Mind it\"}\na\n:::", open("caution", titled("Caution", "Mind it")) + "<p>a</p>\n" +
			end},
		{"container of MyST", ":::{note}\na\n:::", open("note", "Note") + "<p>a</p>\n" + end},
		{"container that groups", "::: columns\na\n:::", plain + "<p>a</p>\n" + end},
		{"containers in each other", ":::: note\n::: tip\na\n:::\nb\n::::\nc", open("note", "Note") + open("tip", "Tip") + "<p>a</p>\n" + end +
			"<p>b</p>\n" + end + "<p>c</p>\n"},
		{"containers of as many colons", "::: note\n::: tip\na\n:::\nb\n:::\nc", open("note", "Note") + open("tip", "Tip") + "<p>a</p>\n" + end +
			"<p>b</p>\n" + end + "<p>c</p>\n"},
		{"container without end", "::: note\na", open("note", "Note") + "<p>a</p>\n" + end},
		{"colons in code", "::: note\n```\n:::\n```\n:::", open("note", "Note") + `<pre class="chroma" tabindex="0"><code>:::` +
			"\n</code></pre>\n" + end},
		{"hint of GitBook", "{% hint style=\"warning\" %}\nOnly *now*.\n{% endhint %}\nb", open("warning", "Warning") +
			"<p>Only <em>now</em>.</p>\n" + end + "<p>b</p>\n"},
		{"tabs of GitBook", "{% tabs %}\n{% tab title=\"A\" %}\na\n{% endtab %}\n{% endtabs %}", plain + open("tab", "A") + "<p>a</p>\n" + end +
			end},
		{"notice of Hugo", "{{% notice tip \"Mind\" %}}\n- a\n{{% /notice %}}", open("tip", titled("Tip", "Mind")) +
			"<ul>\n<li>a</li>\n</ul>\n" + end},
		{"tag without end", "{% hint %}\na", "<p>{% hint %}\na</p>\n"},
		{"tag in code", "```\n{% hint %}\n```\n{% endhint %}", `<pre class="chroma" tabindex="0"><code>{% hint %}` +
			"\n</code></pre>\n<p>{% endhint %}</p>\n"},
		{"note of MyST", "```{note}\na\n\n~~~\nb\n~~~\n```\nc", open("note", "Note") + "<p>a</p>\n" +
			`<pre class="chroma" tabindex="0"><code>b` + "\n</code></pre>\n" + end + "<p>c</p>\n"},
		{"code in a note of MyST", "````{tip}\n```\na\n```\n````\nc", open("tip", "Tip") +
			`<pre class="chroma" tabindex="0"><code>a` + "\n</code></pre>\n" + end + "<p>c</p>\n"},
		{"tab of Docusaurus", "<Tabs groupId=\"os\">\n  <TabItem value=\"a\" label=\"Apple Mac\" default>\n    An **apple**.\n  </TabItem>\n" +
			"<TabItem value='b'>\n\nB\n\n</TabItem>\n</Tabs>\nc", open("tab", "Apple Mac") + "<p>An <strong>apple</strong>.</p>\n" + end +
			open("tab", "b") + "<p>B</p>\n" + end + "<p>c</p>\n"},
		{"text deep in an element", "<Steps>\n      - a\n        b\n\n              code\n\n    c\n</Steps>", "<ul>\n<li>\n<p>a\nb</p>\n" +
			`<pre class="chroma" tabindex="0"><code>  code` + "\n</code></pre>\n</li>\n</ul>\n<p>c</p>\n"},
		{"admonition of MDX", "<Admonition type=\"tip\" title={'Mind it'}>\na\n</Admonition>", open("tip", titled("Tip", "Mind it")) +
			"<p>a</p>\n" + end},
		{"note of MDX", "<Note>\nVital **words**.\n</Note>", open("note", "Note") + "<p>Vital <strong>words</strong>.</p>\n" + end},
		{"step of MDX", "<Step title=\"First\">\na\n</Step>", plain + `<p class="callout-title">First</p>` + "\n<p>a</p>\n" + end},
		{"element that holds Markdown", "<div class=\"grid\" markdown>\n\n- *a*\n\n</div>\nb", "<ul>\n<li><em>a</em></li>\n</ul>\n<p>b</p>\n"},
		{"figure that holds Markdown", "<figure markdown=\"span\">\n  *a*\n  <figcaption>The b</figcaption>\n</figure>",
			"<p><em>a</em></p>\n<p>The b</p>\n"},
		{"box of HTML that holds Markdown", "<div class=\"admonition warning\" markdown=\"1\">\n*a*\n</div>", open("warning", "Warning") +
			"<p><em>a</em></p>\n" + end},
		{"element without end", "<Note>\n*a*", "<p>*a*</p>\n"},
		{"element whose end is not alone", "<Note>\n\n*a*\n\n</Note> b", "<p><em>a</em></p>\n<p> b</p>\n"},
		{"element within a line", "<Tab label=\"On Mac\">*a*</Tab>", "<p><strong>On Mac</strong> <em>a</em></p>\n"},
		{"labels of tabs in code", "<Tabs values={[{label: 'First', value: 'a'}, {label: \"Last one\", value: 'b'}]}>\n\na\n\n</Tabs>",
			"<p><strong>First · Last one</strong> </p>\n<p>a</p>\n"},
		{"HTML in capitals", "<DIV>\n*a*\n</DIV>", "<p>*a*</p>\n"},
		{"abbreviations", "*[SLA]: Service level agreement\n*[OLA]: Operational *level*\n",
			"<dl>\n<dt>SLA</dt>\n<dd>Service level agreement</dd>\n" +
				"<dt>OLA</dt>\n<dd>Operational <em>level</em></dd>\n</dl>\n"},
		{"no abbreviation", "*[SLA]: a\nb", "<p>*[SLA]: a\nb</p>\n"},
		{"colons alone", ":::\n\na", "<p>:::</p>\n<p>a</p>\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := Render([]byte(c.src), 1, nil, Options{})
			if err != nil || string(got) != c.want {
				t.Errorf("got\n%s\nwant\n%s (%v)", got, c.want, err)
			}
		})
	}
}

// TestDiagramsBetweenColons holds that a diagram of Azure's wikis is the diagram that it is between the marks of code.
func TestDiagramsBetweenColons(t *testing.T) {
	t.Parallel()
	draw := func(_, source string) ([]byte, error) {
		return []byte("<svg>" + strings.TrimSpace(source) + "</svg>"), nil
	}
	for _, src := range []string{"::: mermaid\ngraph TD\n:::\nb", ":::: mermaid\ngraph TD\n::::\nb",
		"- a\n\n  ::: mermaid\n  graph TD\n  :::\n\nb", ":::mermaid\ngraph TD"} {
		got, err := Render([]byte(src), 1, nil, Options{Diagram: draw})
		if err != nil || !strings.Contains(string(got), "<svg>graph TD</svg>") {
			t.Errorf("%q: %s %v", src, got, err)
		}
		if fences := Parse([]byte(src), 1).Fences; len(fences) != 1 || fences[0].Language != "mermaid" {
			t.Errorf("%q: %+v", src, fences)
		}
	}
	if got, _ := Render([]byte("::: mermaid says\na\n:::"), 1, nil, Options{}); !strings.Contains(string(got), "<p>a</p>") {
		t.Errorf("%s", got)
	}
}

// TestCalloutsAreSaid holds that a box is part of what is bound, compared, counted and found.
func TestCalloutsAreSaid(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"{{% KIND \"Title\" %}}\nwords here\n{{% /KIND %}}", "```{KIND} Title\nwords here\n```",
		"<Box type=\"KIND\" title=\"Title\">\nwords here\n</Box>", "> [!KIND] Title\n> words here", "!!! KIND \"Title\"\n    words here",
		"::: KIND Title\nwords here\n:::"} {
		note, warning := strings.ReplaceAll(form, "KIND", "note"), strings.ReplaceAll(form, "KIND", "warning")
		a, b := Say([]byte(note), nil), Say([]byte(warning), nil)
		if a.Structure == b.Structure || a.Prose == b.Prose {
			t.Errorf("%q: another kind is the same text", form)
		}
		if other := Say([]byte(strings.ReplaceAll(note, "Title", "Other")), nil); other.Structure == a.Structure {
			t.Errorf("%q: another title is the same text", form)
		}
		if got := Parse([]byte(note), 1).Words; got != 3 {
			t.Errorf("%q: %d words", form, got)
		}
		if got := Sections([]byte(note)); len(got) != 1 || got[0].Text != "Title\nwords here" {
			t.Errorf("%q: sections %+v", form, got)
		}
		blocks, err := Blocks([]byte(note), 1)
		if err != nil || len(blocks) != 2 || blocks[0].Quote != 1 || blocks[0].Line != 1 || blocks[1].Line != 2 {
			t.Errorf("%q: blocks %+v, %v", form, blocks, err)
		}
	}
}

func TestCalloutsSpeakTheLanguageOfTheBody(t *testing.T) {
	t.Parallel()
	got, err := Render([]byte("> [!WARNING]\n> a"), 1, nil, Options{Say: func(p phrase.Phrase) string { return "<" + p.String() + ">" }})
	if want := `<p class="callout-title">&lt;Warning&gt;</p>`; err != nil || !strings.Contains(string(got), want) {
		t.Errorf("%s, %v", got, err)
	}
}

// TestOwnIDs reads the ids that headings give themselves.
func TestOwnIDs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, text, id string }{
		{"## Roles {#who}", "Roles", "who"},
		{"## Roles {#Who-1.x}  ", "Roles", "Who-1.x"},
		{"Roles {#who}\n---", "Roles", "who"},
		{"## Roles {: #who .big }", "Roles", "who"},
		{"## Roles {.big #who}", "Roles", "who"},
		{"## Roles {.unnumbered}", "Roles", "roles"},
		{"## Roles {/* #who */}", "Roles", "who"},
		{"## Roles {#who} ##", "Roles", "who"},
		{"## Roles {#who}\r\n", "Roles", "who"},
		{"## A set {x, y}", "A set {x, y}", "a-set-x-y"},
		{"## {#who}", "{#who}", "who"},
		{"## Roles {#a b}", "Roles {#a b}", "roles-a-b"},
		{"## Roles {#\"x}", `Roles {#"x}`, "roles-x"},
		{"## `Roles {#who}`", "Roles {#who}", "roles-who"},
	} {
		h := Parse([]byte(c.src), 1).Headings
		if len(h) != 1 || h[0].Text != c.text || h[0].ID != c.id {
			t.Errorf("%q: %+v", c.src, h)
		}
	}
	var ids []string
	for _, h := range Parse([]byte("# Who\n# Roles {#who}\n# Again {#who}\n# Who"), 1).Headings {
		ids = append(ids, h.ID)
	}
	if got := strings.Join(ids, " "); got != "who-1 who again who-2" {
		t.Errorf("ids %s", got)
	}
}

// TestAnchors finds headings by the names that writers and other programs give them.
func TestAnchors(t *testing.T) {
	t.Parallel()
	body := Parse([]byte("# Steps\n# 1. Numbered\n# Cost & benefit\n# Gr\u00f6\u00dfe\n# Roles {#Who}\n# Steps\n# Top down\n"), 1)
	a := body.Anchors()
	for fragment, want := range map[string]int{
		"steps": 0, "Steps": 0, "STEPS": 0, "steps-1": 5, "steps_1": 5, "1-numbered": 1, "1. Numbered": 1, "_1-numbered": 1,
		"cost--benefit": 2, "cost-benefit": 2, "Cost & Benefit": 2, "gr\u00f6\u00dfe": 3, "gro\u0308\u00dfe": 3, "Who": 4, "who": 4, "roles": 4,
		"user-content-steps": 0, "steps:~:text=x": 0, "top-down": 6,
	} {
		if got, ok := a.Find(fragment); !ok || got != want {
			t.Errorf("#%s is heading %d (%v), want %d", fragment, got, ok, want)
		}
	}
	for fragment, want := range map[string]int{"Steps-1.Numbered": 1, "Steps-Cost&benefit": 2} { // behind the title of the page
		if got, ok := a.Find(fragment); !ok || got != want {
			t.Errorf("#%s is heading %d (%v), want %d", fragment, got, ok, want)
		}
	}
	for fragment, known := range map[string]bool{"": true, "other-numbered": false, "old-top-down": false, "step": false, "steps-2": false,
		"L3": false, "top": true, ":~:text=steps": true} {
		if got, ok := a.Find(fragment); got != anchors.Top || ok != known {
			t.Errorf("#%s is heading %d, %v", fragment, got, ok)
		}
	}
}
