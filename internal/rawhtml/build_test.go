package rawhtml

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// drawn writes a tree in short: an element with what it says in brackets, texts as they are.
func drawn(nodes []*Node) string {
	var out []string
	for _, n := range nodes {
		switch {
		case n.Given != nil:
			out = append(out, fmt.Sprintf("{%v}", n.Given))
		case n.Comment:
			out = append(out, "!")
		case n.Shown:
			out = append(out, "SHOWN")
		case n.Name == "":
			out = append(out, n.Text)
		case n.Name == "pre":
			out = append(out, "pre["+n.Text+"]")
		default:
			says := n.Name
			for _, s := range []string{n.Href, n.Src, n.Alt, n.ID, n.Align} {
				if s != "" {
					says += "." + s
				}
			}
			if n.ColSpan > 0 || n.RowSpan > 0 {
				says += fmt.Sprintf(".%dx%d", n.ColSpan, n.RowSpan)
			}
			out = append(out, says+"["+drawn(n.Children)+"]")
		}
	}
	return strings.Join(out, "|")
}

func same(offset int) int { return offset }

// TestTrees holds what becomes of HTML, whole and broken. A piece in braces was put between the tags.
func TestTrees(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, want, refused string }{
		{"<p>a <b>b</b></p>", "p[a |strong[b]]", ""},
		{"<table><tr><th>a</th><td colspan=2 rowspan='3'>b</td></tr></table>", "table[tr[th[a]|td.2x3[b]]]", ""},
		{"<table><tr><td>a<td>b<tr><td>c</table>d", "table[tr[td[a]|td[b]]|tr[td[c]]]|d", ""},
		{"<table><caption>a</caption><thead><tr><th>b</thead><tbody><tr><td>c</table>",
			"table[caption[a]|thead[tr[th[b]]]|tbody[tr[td[c]]]]", ""},
		{"<table>a<td>b</table>", "table[tr[td[a]|td[b]]]", ""},
		{"<table>\n  <tr>\n <td> a </td>\n</table>", "table[tr[td[ a ]]]", ""},
		{"<table><tr><td><table><tr><td>a</table>b</table>c", "table[tr[td[table[tr[td[a]]]|b]]]|c", ""},
		{"<tr><td>a</td></tr>b", "div[div[a]]|b", ""},
		{"<ul><li>a<li>b<ul><li>c</ul>d</ul>", "ul[li[a]|li[b|ul[li[c]]|d]]", ""},
		{"<li>a", "ul[li[a]]", ""},
		{"<ul>a<p>b</ul>c", "ul[li[a|p[b]]]|c", ""},
		{"<ol start=3><li>a</ol>", "ol[li[a]]", ""},
		{"<dl><dt>a<dd>b<dt>c</dl>", "dl[dt[a]|dd[b]|dt[c]]", ""},
		{"<p>a<p>b</p></p>c", "p[a]|p[b]|c", ""},
		{"<p>a<ul><li>b</ul>", "p[a]|ul[li[b]]", ""},
		{"<h2>a<div>b</div>c</h2>d", "h2[a|b|c]|d", ""},
		{"<h2>a<ul><li>b</ul>", "h2[a]|ul[li[b]]", ""},
		{"<h2>a</h3>b", "h2[a]|b", ""},
		{"</div></td>a</p>", "a", ""},
		{"<div><div>a</div>b", "div[div[a]|b]", ""},
		{"<td>a</div>b", "div[a|b]", ""},
		{"<b><i>a</b>b</i>c", "strong[em[a]]|em[b]|c", ""},
		{"<b>a<p>b</p>c</b>d", "strong[a]|p[strong[b]]|strong[c]|d", ""},
		{"<p><b>a</p>b", "p[strong[a]]|b", ""},
		{"<b><table><tr><td>a</b>b</table>c</b>d", "table[tr[td[a|b]]]|strong[c]|d", ""},
		{"<a href=x><a href=y>a</a>b", "a.y[a]|b", ""},
		{"<a name=x></a><a id='y'>b</a>", "b", ""},
		{"<a href=\"x&amp;y\" title=t onclick=z>a</a>", "a.x&y[a]", ""},
		{"<img src=x alt=\"a &quot;b&quot;\" onerror=c>", `img.x.a "b"[]`, ""},
		{"<input type=checkbox checked><input value=x>a", "input[]|a", "input"},
		{"<pre>a\n  <b>b</b>&lt;</pre>", "pre[a\n  b<]", ""},
		{"<span style=x>a <q>b</q></span> <u>c</u>", `a |b| |c`, "q"},
		{"<details><summary>a</summary>b</details>", "details[summary[a]|b]", ""},
		{"<details><summary><h2>a</h2></summary>", "details[summary[h2[a]]]", ""},
		{"<script>a<b></script>b<!-- c --><style>", "SHOWN|b|!|SHOWN", ""},
		{"<p><script>a</script>b", "p[]|SHOWN|b", ""},
		{"<h2><script>a</script></h2>", "h2[<script>a</script>]", "script"},
		{"<x-y a=b>c</x-y></z>", "c", "x-y /z"},
		{"a <b c", "a <b c", ""},
		{"a <b title='c d>e", "a |strong[e]", ""},
		{"a < b <3", "a < b <3", ""},
		{"<div title=\"a > b\">c", "div[c]", ""},
		{"<div title=\"a>b", "div[b]", ""},
		{"a&nbsp;b &amp;lt; &copy;", "a\u00a0b &lt; ©", ""},
		{"<center>a</center>", "center[a]", ""},
		{"<hr><p>a<hr>b", "hr[]|p[a]|hr[]|b", ""},
		{"<!DOCTYPE html><?php x ?>a", "SHOWN|SHOWN|a", ""},
		{"<!-- a", "SHOWN", ""},
	} {
		b := NewBuilder()
		b.HTML([]byte(c.src), same)
		got := drawn(b.Finish().Children)
		var refused []string
		for _, p := range b.Refused {
			refused = append(refused, p.Name)
		}
		if got != c.want || strings.Join(refused, " ") != c.refused {
			t.Errorf("%s\n got %s, told %q\nwant %s, %q", c.src, got, refused, c.want, c.refused)
		}
	}
}

// TestBetween puts blocks and words of Markdown between the tags.
func TestBetween(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pieces []string
		want   string
	}{
		{[]string{"<details>\n<summary>a</summary>", "{1}", "</details>", "{2}"}, "details[summary[a]|{1}]|{2}"},
		{[]string{"<p align=center>", "{1}", "</p>", "{2}"}, "p.center[{1}]|{2}"},
		{[]string{"<table><tr><td>", "{1}", "</td><td>b", "{2}"}, "table[tr[td[{1}]|td[b|{2}]]]"},
		{[]string{"<table>", "{1}"}, "table[tr[td[{1}]]]"},
		{[]string{"<ul>", "{1}", "</ul>"}, "ul[li[{1}]]"},
		{[]string{"<h1>", "{1}", "</h1>", "{2}"}, "h1[{1}]|{2}"},
		{[]string{"<pre>a", "{1}"}, "pre[a]|{1}"},
		{[]string{"<div>", "{1}"}, "div[{1}]"},
		{[]string{"<pre>", "[1]", "</pre>"}, "pre[]|[1]"},
		{[]string{"<ul><li>", "[1]", "</li><li>", "[2]", "</li></ul>", "[3]"}, "ul[li[[1]]|li[[2]]]|[3]"},
	} {
		b := NewBuilder()
		for _, p := range c.pieces {
			switch p[0] {
			case '{':
				b.Give(strings.Trim(p, "{}"), true)
			case '[':
				b.Give(p, false)
			default:
				b.HTML([]byte(p), same)
			}
		}
		got := strings.NewReplacer("{[", "[", "]}", "]").Replace(drawn(b.Finish().Children))
		if got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.pieces, got, c.want)
		}
	}
}

// TestHostileSizes reads HTML of a megabyte that would be costly if anything looked back or ahead without bound. Were it not linear it
// would take minutes.
func TestHostileSizes(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"<", "<a ", "<a \"", "<a x=\"", "<a x='", "</", "<!--", "<?", "<!", "<b>", "<div>", "<ul>", "<table>", "<td>", "<script>",
		"</script", "<p>", "<b><p>", "<b><i><s><p>", "&", "&#", "<a href=x>", "<li>", "<dt>", "<h1>", "<pre>", "<a x= ", "<summary>", "<svg/>", "</p>", "</b>"} {
		b := NewBuilder()
		b.HTML([]byte(strings.Repeat(unit, 1<<18/len(unit))), same)
		if depth := deepest(b.Finish()); depth > maxOpen+maxSet+4 {
			t.Errorf("%q: %d elements in one another", unit, depth)
		}
	}
}

func deepest(n *Node) int {
	deep := 0
	for _, c := range n.Children {
		deep = max(deep, 1+deepest(c))
	}
	return deep
}

var wordRun = regexp.MustCompile(`[\pL\pN]+`)

// read gives the words of a tree in order.
func read(nodes []*Node) string {
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(n.Text + " " + read(n.Children))
	}
	return b.String()
}

// FuzzBuild holds that every word between the tags is in the tree, as another reader of HTML finds it, that pieces are the text, and
// that parts of tables and lists stand where they belong.
func FuzzBuild(f *testing.F) {
	for _, s := range []string{"<table><tr><td>a<td>b</table>", "<b><p>a</b>b</p>", "<ul>a<li>b", "<details><summary>x</summary>y", "<a href='x'>y",
		"<dl><dt>a<dd><table>b", "<h1><div>a</h1>b", "<pre>\n<b>x</b></pre>", "<!-- a --> b", "<i><td>a</i></td>b",
		"<dl><td>a", "<dl><li>a", "<ul><dd>a", "<ol><tr>a", "<q>a<hr>b</q>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		pieces := Split([]byte(src))
		at := 0
		for _, p := range pieces {
			if p.Start != at || p.Stop <= at {
				t.Fatalf("%q: a piece from %d to %d after %d", src, p.Start, p.Stop, at)
			}
			at = p.Stop
		}
		if at != len(src) {
			t.Fatalf("%q: the pieces end at %d", src, at)
		}
		b := NewBuilder()
		b.HTML([]byte(src), same)
		root := b.Finish()
		inPlace(t, src, root)
		var want []string
		for _, p := range pieces {
			if p.Kind == Text {
				want = append(want, wordRun.FindAllString(html.UnescapeString(src[p.Start:p.Stop]), -1)...)
			}
		}
		got := read(root.Children)
		for _, word := range want {
			if !strings.Contains(got, word) {
				t.Fatalf("%q: %q is lost", src, word)
			}
		}
	})
}

// inPlace fails where a part of a table or list stands elsewhere.
func inPlace(t *testing.T, src string, n *Node) {
	t.Helper()
	for _, c := range n.Children {
		in := map[string][]string{"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "td": {"tr"}, "th": {"tr"}, "tr": {"table", "thead", "tbody", "tfoot"},
			"thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"}}[c.Name]
		if in != nil && !slices.Contains(in, n.Name) {
			t.Fatalf("%q: <%s> stands in <%s>", src, c.Name, n.Name)
		}
		parts := map[string][]string{"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd"}, "tr": {"td", "th"},
			"table": {"tr", "thead", "tbody", "tfoot", "caption", "colgroup"}, "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"}}[n.Name]
		if parts != nil && !c.Comment && !slices.Contains(parts, c.Name) {
			t.Fatalf("%q: %s stands in <%s>", src, drawn([]*Node{c}), n.Name)
		}
		inPlace(t, src, c)
	}
}
