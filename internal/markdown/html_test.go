package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHTML holds how HTML that does no harm is shown.
func TestHTML(t *testing.T) {
	t.Parallel()
	region := func(label, table string) string {
		return `<div class="table-scroll" tabindex="0" role="region" aria-label="Table: ` + label + "\">\n<table>\n" + table + "</table>\n</div>\n"
	}
	for name, c := range map[string]struct{ src, want string }{
		"table": {"<table>\n<tr><th>A</th><th align=\"right\">B</th></tr>\n<tr><td>1</td><td><b>2</b></td></tr>\n</table>",
			region("A, B", "<thead>\n<tr><th scope=\"col\">A</th><th scope=\"col\" class=\"align-right\">B</th></tr>\n</thead>\n"+
				"<tbody>\n<tr><td>1</td><td><strong>2</strong></td></tr>\n</tbody>\n")},
		"table without names": {"<table><tr><td>1<td>2</table>", region("", "<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n")},
		"cells over others": {"<table><tr><td rowspan=2 colspan=3>1<td>2</table>",
			region("", "<tbody>\n<tr><td colspan=\"3\" rowspan=\"2\">1</td><td>2</td></tr>\n</tbody>\n")},
		"names of rows and a caption": {"<table><caption>C</caption><tr><th>A<th>B<tr><th>1<td>2</table>",
			region("A, B", "<caption>C</caption>\n<thead>\n<tr><th scope=\"col\">A</th><th scope=\"col\">B</th></tr>\n</thead>\n"+
				"<tbody>\n<tr><th scope=\"row\">1</th><td>2</td></tr>\n</tbody>\n")},
		"blocks in a cell": {"<table><tr><td><p>a</p><ul><li>b</ul></table>",
			region("", "<tbody>\n<tr><td><p>a</p>\n<ul>\n<li>b</li>\n</ul>\n</td></tr>\n</tbody>\n")},
		"Markdown in a cell": {"<table><tr><td>\n\n*a*\n\n</td></tr></table>", region("", "<tbody>\n<tr><td><p><em>a</em></p>\n</td></tr>\n</tbody>\n")},
		"details with Markdown": {"<details>\n<summary>S <code>x</code></summary>\n\n- *a*\n\n</details>\n\nb",
			"<div class=\"callout callout-note\">\n<p class=\"callout-title\"><span class=\"visually-hidden\">Details: </span>S <code>x</code></p>\n" +
				"<ul>\n<li><em>a</em></li>\n</ul>\n</div>\n<p>b</p>\n"},
		"details without a summary": {"<details>a</details>", "<div class=\"callout callout-note\">\n<p class=\"callout-title\">Details</p>\n<p>a</p>\n</div>\n"},
		"centred":                   {"<p align=\"center\">a<br>b</p>", "<p class=\"align-center\">a<br>\nb</p>\n"},
		"centred heading":           {"<h1 align=\"center\">\n  <img src=\"logo.png\" width=\"40px\" height=9>\n  A &amp; B\n</h1>", ""},
		"centred Markdown":          {"<div align=\"center\">\n\n# A\n\n</div>", "<h2 id=\"s-a\">A</h2>\n"},
		"list in a Markdown cell": {"|a|\n|-|\n|b <ul><li>c</li><li>d</li></ul>|",
			region("a", "<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n<tbody>\n<tr><td>b \n<ul>\n<li>c</li>\n<li>d</li>\n</ul>\n</td></tr>\n</tbody>\n")},
		"link":          {"<div><a href=\"https://e.example/a?b&amp;c\" onclick=x style=y>d</a></div>", "<p><a class=\"external\" href=\"https://e.example/a?b&amp;c\" rel=\"noopener noreferrer\">d</a></p>\n"},
		"hostile link":  {"<div><a href=\"java&#115;cript:x\">d</a></div>", "<p><span class=\"missing\">d<span class=\"visually-hidden\"> (link not allowed: javascript)</span></span></p>\n"},
		"inline link":   {"a <a href='https://e.example'>*b*</a>", "<p>a <a class=\"external\" href=\"https://e.example\" rel=\"noopener noreferrer\"><em>b</em></a></p>\n"},
		"other picture": {"<div><img src=https://e.example/x.png alt='a b'></div>", ""},
		"code":          {"<pre>a\n <b>b</b> &lt;c&gt;</pre>", "<pre class=\"chroma\" tabindex=\"0\"><code>a\n b &lt;c&gt;</code></pre>\n"},
		"definitions":   {"<dl><dt>a<dd>b</dl>", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"},
		"tasks":         {"<ul><li><input type=checkbox checked> a</ul>", "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"done\">  a</li>\n</ul>\n"},
		"script":        {"<div>a<script>b()</script>c</div>", "<p>a</p>\n<pre class=\"raw-html\" tabindex=\"0\">&lt;script&gt;b()&lt;/script&gt;</pre>\n<p>c</p>\n"},
		"component":     {"<Tabs x={1}>\n\na\n\n</Tabs>", "<p>a</p>\n"},
		"in a quote":    {"> <div>\n> a <b>b</b>\n> </div>", "<blockquote>\n<p>a <strong>b</strong></p>\n</blockquote>\n"},
		"in an item":    {"- a\n\n  <table><tr><td>b</table>", ""},
		"never closed":  {"<table><tr><td><div><b>a\n\n## B\n\nc", ""},
	} {
		page, err := Render([]byte(c.src), 1, smallSite, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if c.want != "" && string(page) != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, page, c.want)
		}
		if bad := append(faults(string(page)), treeFaults(string(page))...); len(bad) > 0 {
			t.Errorf("%s: %q in %s", name, bad, page)
		}
	}
}

// TestHTMLIsRead holds that an outline, links and their places know HTML as they know Markdown.
func TestHTMLIsRead(t *testing.T) {
	t.Parallel()
	src := "<h1 align=center>A <em>b</em></h1>\n\n<table>\n<tr><th>N</th></tr>\n<tr><td><a href=\"x.md#y\">to &lt;x&gt;</a></td></tr>\n</table>\n\n" +
		"<details>\n<summary><h2 id=\"own\">C</h2></summary>\n<img src='p q.png' alt=d>\n\n[z](z.md)\n\n</details>\n<!-- covers: 8.5 -->\n"
	b := Parse([]byte(src), 1)
	var headings []string
	for _, h := range b.Headings {
		headings = append(headings, h.Text+" #"+h.ID)
	}
	if diff := cmp.Diff([]string{"A b #a-b", "C #own"}, headings); diff != "" {
		t.Error(diff)
	}
	want := []Link{
		{Target: "x.md", Fragment: "y", Text: "to <x>", Row: true, Place: Place{5, 9, 26}},
		{Target: "p q.png", Text: "d", Image: true, Section: 1, Place: Place{10, 1, 26}},
		{Target: "z.md", Text: "z", Section: 1, Place: Place{12, 1, 10}},
	}
	if diff := cmp.Diff(want, b.Links); diff != "" {
		t.Error(diff)
	}
	if len(b.Tables) != 1 || !slices.Equal(b.Tables[0].Header, []string{"N"}) || b.Tables[0].Rows != 1 {
		t.Errorf("tables %+v", b.Tables)
	}
	if len(b.Comments) != 1 || b.Comments[0].Text != "covers: 8.5" || b.Comments[0].Line != 15 || len(b.Problems) > 0 {
		t.Errorf("comments %+v, problems %+v", b.Comments, b.Problems)
	}
	var found []string
	for _, s := range Sections([]byte(src)) {
		found = append(found, strings.ReplaceAll(s.Text, "\n", " "))
	}
	if diff := cmp.Diff([]string{"N to <x>", "d z"}, found); diff != "" {
		t.Error(diff)
	}
}

// TestHTMLIsBound holds that a text in HTML says to an approval what it says in Markdown, and that what it shows is part of it.
func TestHTMLIsBound(t *testing.T) {
	t.Parallel()
	structure := func(src string) string {
		s := Say([]byte(src), nil)
		return s.Structure + s.Rows + strings.Join(s.Targets, " ")
	}
	for html, markdown := range map[string]string{
		"<table><tr><th>A<th>B<tr><td>1<td>2</table>":        "|A|B|\n|-|-|\n|1|2|",
		"<ul><li>a<li>b</ul>":                                "- a\n- b",
		"<h2>a</h2><p>b <a href=c.md>d</a></p>":              "## a\n\nb [d](c.md)",
		"<blockquote><p>a</p></blockquote>":                  "> a",
		"<div><p align=center>a</p></div>":                   "a",
		"<table><tr><th>A<tr><td><a href=x.md>1</a></table>": "|A|\n|-|\n|[1](x.md)|",
	} {
		if diff := cmp.Diff(structure(markdown), structure(html)); diff != "" {
			t.Errorf("%s: %s", html, diff)
		}
	}
	for one, two := range map[string]string{
		"<table><tr><td>a</table>":                   "<table><tr><td>b</table>",
		"<table><tr><td>a<td>b</table>":              "<table><tr><td>ab</table>",
		"<table><tr><td colspan=2>a</table>":         "<table><tr><td>a</table>",
		"<p>a <a href=b.md>c</a>":                    "<p>a <a href=d.md>c</a>",
		"<p><s>a</s>":                                "<p>a",
		"<details><summary>a</summary>b</details>":   "<p>a<p>b",
		"<table><tr><td><ul><li>a<li>b</ul></table>": "<table><tr><td><ul><li>a b</ul></table>",
	} {
		if structure(one) == structure(two) {
			t.Errorf("%s and %s say the same", one, two)
		}
	}
}

// TestRowsInHTML holds that rows are read under the names of their columns, though a cell covers several.
func TestRowsInHTML(t *testing.T) {
	t.Parallel()
	src := "# R\n\n<table><tr><th>A<th>B<th>C</tr>\n<tr><td rowspan=2>1<td colspan=2>2\n<tr><td>3<td><p>4<p>5</table>\n"
	got := Rows([]byte(src), 1, nil)
	if len(got) != 1 {
		t.Fatalf("%d tables", len(got))
	}
	var rows [][]string
	for _, r := range got[0].Rows {
		rows = append(rows, r.Words)
	}
	if diff := cmp.Diff([][]string{{"1", "2", "2"}, {"1", "3", "4 5"}}, rows); diff != "" || got[0].Rows[1].Line != 5 {
		t.Error(diff, got[0].Rows[1].Line)
	}
}
