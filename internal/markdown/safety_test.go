package markdown

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"clausebook/internal/href"
	"clausebook/internal/shortform"

	"golang.org/x/net/html"
)

// echo resolves every link to what the document says, as the most careless resolver would.
type echo struct{}

func (echo) Resolve(l Link) Reference {
	to := l.Target
	if l.Fragment != "" {
		to += "#" + l.Fragment
	}
	return Reference{Href: to, Text: l.Text, Title: l.Target, Missing: l.Target}
}

// addresses are destinations that must not become links, in all the disguises that browsers see through.
var hostileAddresses = []string{
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)",
	"javascript&#x3a;alert(1)", "&#106;avascript:alert(1)", "&#x6A;&#x61;vascript:alert(1)", "java&Tab;script:alert(1)",
	"java&NewLine;script:alert(1)", "java&#9;script:alert(1)", "java&#10;script:alert(1)", "java\tscript:alert(1)",
	"&#1;javascript:alert(1)", "&#32;javascript:alert(1)", "&nbsp;javascript:alert(1)", "&#x200B;javascript:alert(1)",
	`javascript\:alert(1)`, `\javascript:alert(1)`, "javascript%3Aalert(1)", "%6Aavascript:alert(1)", "javascript&amp;colon;alert(1)",
	"vbscript:msgbox(1)", "VBSCRIPT:x", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=",
	"data:image/svg+xml,<svg/onload=alert(1)>", "DATA:,x", "blob:https://a.example/1", "ms-officecmd:{}", "ms-msdt:/id",
	"file:///etc/passwd", "filesystem:https://a.example/x", "about:blank", "view-source:https://a.example", "intent:#x",
	"jar:https://a.example!/x", "feed:javascript:alert(1)", "ws://a.example", "ftp://a.example", "x-custom+1.2-a:b",
	"//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, `\/evil.example`, "/&#9;/evil.example",
	"&#47;&#47;evil.example", "%2F%2Fevil.example", "https:evil.example", "http:///evil.example", "https://[::1", "https:\\\\evil.example",
}

// hostilePieces are texts that try to leave the place they are put in.
var hostilePieces = []string{
	`"><img src=x onerror=alert(1)>`, `'><img src=x onerror=alert(1)>`, `" onmouseover="alert(1)`, `' onmouseover='alert(1)`,
	"`\"><img src=x onerror=alert(1)>`", `&quot;&gt;&lt;img src=x onerror=alert(1)&gt;`, `&#34; onfocus=&#34;alert(1)`,
	`<script>alert(1)</script>`, `</script><script>alert(1)</script>`, `<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`,
	`<svg><a xlink:href="javascript:alert(1)">x</a></svg>`, `<math><mtext><style><img src=x onerror=alert(1)></style>`,
	`<iframe src="javascript:alert(1)">`, `<iframe srcdoc="<script>alert(1)</script>">`, `<object data="data:text/html,x">`,
	`<embed src=x>`, `<base href="https://evil.example/">`, `<meta http-equiv=refresh content="0;url=https://evil.example">`,
	`<link rel=stylesheet href=//evil.example>`, `<form action=https://evil.example><button>`,
	`<style>*{background:url(//evil.example)}</style>`,
	`<b style="position:fixed">`, `<a href="javascript:alert(1)">x</a>`, `<a id=location name=search>`, `<img src=x onerror=alert(1)//`,
	`<!--><img src=x onerror=alert(1)>-->`, `<!-- --!><img src=x onerror=alert(1)> -->`, `<![CDATA[<img src=x onerror=alert(1)>]]>`,
	`<?php <img src=x onerror=alert(1)> ?>`, `<!DOCTYPE x [<!ENTITY y "z">]>`, `</div></section></main><h1>x</h1>`,
	`</pre></code><img src=x onerror=alert(1)>`,
	`{onclick=alert(1) style="x" #location .visually-hidden}`, "\x00<img src=x onerror=alert(1)>", "<im\x00g src=x onerror=alert(1)>",
	"\xc0\xbcscript\xc0\xbe", "\u2028<script>", "＜script＞alert(1)＜/script＞", "<br onclick=alert(1)>", "<br/><img src=x onerror=alert(1)>",
	"<br\n>",
}

// hostileTexts puts every piece into every place.
func hostileTexts() []string {
	var out []string
	for _, a := range hostileAddresses {
		for _, form := range []string{
			"[x](%s)", "[x](<%s>)", "![x](%s)", "![x](<%s>)", "<%s>", "%s", "[x][y]\n\n[y]: %s", "[x][y]\n\n[y]: <%s>", "![x][y]\n\n[y]: %s",
			"x[^1]\n\n[^1]: [x](%s)", "| [x](%s) |\n|---|\n| <%[1]s> |", "# [x](%s)", "[[%s]]", "[[%s|x]]", "[[§%s]]", "[[A#%s]]", "[x](a#%s)",
			"[![x](%s)](%[1]s)", "<a href=\"%s\">x</a>", "- [ ] [x](%s)", "x\n: [x](%s)", "[*%s*](%[1]s)", "<table><tr><td><a href=\"%s\">x</a></table>", "<div><a href=%s>x</a></div>", "<div><img src='%s'></div>", "a <img src=\"%s\">", "[x](mailto:%s)", "[x](https://%s)",
		} {
			out = append(out, fmt.Sprintf(form, a))
		}
	}
	for _, s := range hostilePieces {
		for _, form := range []string{
			"%s", "a %s b", "# %s", "%s\n===", "> %s", "- %s", "1. %s", "- [ ] %s", "| %s |\n|---|\n| %[1]s |", "**%s**", "`%s`", "``` %s\nx\n```",
			"```%s\n%[1]s\n```", "```html\n%s\n```", "```mermaid\n%s\n```", "    %s", "[%s](b)", "[a](b \"%s\")", "[a](b '%s')", "[a](b (%s))",
			"[a](<%s>)",
			"[a](%s)", "![%s](b)", "![a](b \"%s\")", "[a]: b \"%s\"\n\n[a]", "[%s]: b\n\n[%[1]s]", "x[^%s]\n\n[^%[1]s]: y", "x[^1]\n\n[^1]: %s",
			"[[%s]]", "[[A|%s]]", "[[A#%s]]", "[[§%s]]", "x\n: %s", "%s\n: x", "<!-- %s -->", "<!-- x --> %s", "<div>\n%s\n</div>", "<table><tr><td>\n%s\n</table>", "<table><tr><td>\n\n%s\n\n</table>", "<p title=\"%s\">x",
			"<details><summary>%s</summary>\n\n%[1]s\n\n</details>", "<ul><li>%s<li>%[1]s</ul>", "<a href=\"%s\">\n\n%[1]s\n\n</a>", "<div><img src='%s' alt='%[1]s'></div>",
			"<pre>%s</pre>", "<h2 id=\"%s\">%[1]s</h2>", "|a|\n|-|\n|<ul><li>%s</ul>|", "<dl><dt>%s<dd>%[1]s</dl>", "~~%s~~",
			"https://a.example/%s", "a@b.example%s",
			"|" + strings.Repeat("%[1]s|", 65) + "\n|" + strings.Repeat("-|", 65),
		} {
			out = append(out, fmt.Sprintf(form, s))
		}
	}
	return out
}

// allowedElements and allowedAttributes are all that Render may write.
var (
	allowedElements = strings.Fields(`h1 h2 h3 h4 h5 h6 p blockquote ul ol li hr pre code table thead tbody tr th td dl dt dd
		section div figure em strong del a abbr caption kbd sub img br input sup span details summary`)
	allowedAttributes = strings.Fields(`id class href src alt title rel start tabindex role aria-label scope type disabled checked loading ` +
		`lang colspan rowspan width height`)
)

// faults lists what a page must not hold.
func faults(page string) []string {
	var out []string
	ids := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(page))
	var links, open int
	for {
		switch z.Next() {
		case html.ErrorToken:
			if open != 0 {
				out = append(out, fmt.Sprintf("%d elements are not closed", open))
			}
			return out
		case html.CommentToken, html.DoctypeToken:
			out = append(out, "a comment or doctype: "+string(z.Raw()))
		case html.EndTagToken:
			open--
			if name, _ := z.TagName(); string(name) == "a" {
				links--
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if !slices.Contains(allowedElements, token.Data) {
				out = append(out, "element "+token.Data)
			}
			if !slices.Contains([]string{"br", "hr", "img", "input"}, token.Data) {
				open++
			}
			if token.Data == "a" {
				if links++; links > 1 {
					out = append(out, "a link in a link")
				}
			}
			for _, a := range token.Attr {
				out = append(out, attributeFaults(a, ids)...)
			}
		}
	}
}

func attributeFaults(a html.Attribute, ids map[string]bool) []string {
	var out []string
	if !slices.Contains(allowedAttributes, a.Key) {
		out = append(out, "attribute "+a.Key)
	}
	switch a.Key {
	case "id":
		if ids[a.Val] {
			out = append(out, "id twice: "+a.Val)
		}
		ids[a.Val] = true
		if !strings.HasPrefix(a.Val, "s-") && !strings.HasPrefix(a.Val, "fn") {
			out = append(out, "id without prefix: "+a.Val)
		}
	case "href", "src":
		if fault := addressFault(a.Val); fault != "" {
			out = append(out, fmt.Sprintf("%s %q: %s", a.Key, a.Val, fault))
		}
	}
	return out
}

// addressFault reads an address as the URL standard has browsers do: control characters and spaces at its ends and
// tabs and line breaks within it do not count, a backslash is a slash.
func addressFault(address string) string {
	s := strings.TrimFunc(address, func(r rune) bool { return r <= ' ' })
	s = strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(s)
	if strings.HasPrefix(s, "//") {
		return "another host"
	}
	before, _, found := strings.Cut(s, ":")
	if !found || before == "" || strings.IndexByte("0123456789+-.", before[0]) >= 0 {
		return ""
	}
	for _, r := range strings.ToLower(before) {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789+-.", r) {
			return ""
		}
	}
	if !href.Allowed[strings.ToLower(before)] {
		return "scheme " + before
	}
	return ""
}

// treeFaults parses the page as a browser does, which fixes what it holds to be broken, and looks again.
func treeFaults(page string) []string {
	doc, err := html.Parse(strings.NewReader("<!DOCTYPE html><html><head><title>x</title></head><body><main>" + page +
		"</main></body></html>"))
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	var visit func(*html.Node, bool)
	visit = func(n *html.Node, inside bool) {
		if inside && n.Type == html.ElementNode && !slices.Contains(allowedElements, n.Data) {
			out = append(out, "parsed element "+n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c, inside || n.Data == "main")
		}
		if n.Data == "body" && (n.FirstChild == nil || n.FirstChild != n.LastChild) {
			out = append(out, "the page leaves its place")
		}
	}
	visit(doc, false)
	return out
}

func TestNothingHostileIsPassedOn(t *testing.T) {
	t.Parallel()
	for _, src := range hostileTexts() {
		for _, r := range []Resolver{echo{}, nil} {
			page, err := Render([]byte(src), 1, r, Options{OmitTitle: "x"})
			if err != nil {
				t.Fatal(err)
			}
			if bad := append(faults(string(page)), treeFaults(string(page))...); len(bad) > 0 {
				t.Errorf("%q\nfaults: %q\npage: %s", src, bad, page)
			}
		}
	}
}

// TestHostileAddressesAreReported: what is not linked must be named, or nobody would fix it.
func TestHostileAddressesAreReported(t *testing.T) {
	t.Parallel()
	for _, a := range []string{"javascript:a", "&#106;avascript:a", "java&Tab;script:a", "vbscript:a", "data:a", "blob:a", "ms-officecmd:a",
		"//a.example", `/\a.example`} {
		for _, form := range []string{"[x](%s)", "![x](%s)", "[x]\n\n[x]: %s"} {
			src := fmt.Sprintf(form, a)
			b := Parse([]byte(src), 1)
			if len(b.Problems) != 1 || b.Problems[0].Kind != ProblemScheme || len(b.Links) > 0 {
				t.Errorf("%q: problems %+v, links %+v", src, b.Problems, b.Links)
			}
		}
	}
}

// TestTheCheckSeesFaults holds the check itself against what it has to find.
func TestTheCheckSeesFaults(t *testing.T) {
	t.Parallel()
	for _, page := range []string{
		`<a href="javascript:a">x</a>`, "<a href=\"java\tscript:a\">x</a>", `<a href="/\evil">x</a>`, `<p onclick="a">x</p>`,
		`<p style="a">x</p>`,
		`<script>a</script>`, `<a href="a"><a href="b">x</a></a>`, `<p id="location">x</p>`, `<p>`, `<!-- a -->`,
		`<p id="s-a"></p><p id="s-a"></p>`,
	} {
		if len(faults(page)) == 0 {
			t.Errorf("no fault found in %s", page)
		}
	}
	if len(treeFaults("</main><p>x</p>")) == 0 {
		t.Error("a page that leaves its place is not seen")
	}
}

func seed(f *testing.F) {
	for _, src := range hostileTexts()[:200] {
		f.Add([]byte(src))
	}
	for _, s := range hostilePieces {
		f.Add([]byte(s))
	}
	for _, h := range hostile {
		f.Add([]byte(h.make(200)))
	}
	f.Add([]byte(everything))
}

// ends fails where a text is not read in a time that is far beyond all bounds. The fuzzer by itself waits for ever.
func ends(t *testing.T, src []byte) {
	t.Helper()
	watch := time.AfterFunc(20*time.Second, func() { panic(fmt.Sprintf("not read in time: %q", src)) })
	Parse(src, 1)
	watch.Stop()
}

// FuzzRender holds every page against the list of what may stand in one.
func FuzzRender(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		ends(t, src)
		page, err := Render(src, 1, echo{}, Options{AfterHeading: func(int) template.HTML { return "<span>x</span>" },
			Abbreviation: func(short string) (Expansion, bool) { return Expansion{`"<i>`, "#" + short, "'"}, true }})
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.ValidString(string(page)) {
			t.Errorf("not UTF-8: %q", page)
		}
		if bad := append(faults(string(page)), treeFaults(string(page))...); len(bad) > 0 {
			t.Errorf("faults: %q\npage: %s", bad, page)
		}
	})
}

// FuzzParse holds every place against the text, and the parts of a body against each other.
func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		ends(t, src)
		b := Parse(src, 5)
		lines := strings.Split(string(src), "\n")
		inside := func(what string, p Place) {
			if p.Line < 5 || p.Line-5 >= len(lines) {
				t.Fatalf("%s at line %d of %d", what, p.Line-4, len(lines))
			}
			if n := utf8.RuneCountInString(lines[p.Line-5]); p.Col < 1 || p.Col > n+1 || p.EndCol < p.Col || p.EndCol > n+1 {
				t.Fatalf("%s at columns %d to %d of %d", what, p.Col, p.EndCol, n)
			}
		}
		ids := map[string]bool{}
		for i, h := range b.Headings {
			inside("heading", h.Place)
			if ids[h.ID] || h.ID == "" || h.Parent >= i || h.Parent >= 0 && b.Headings[h.Parent].Level >= h.Level {
				t.Fatalf("heading %d: %+v", i, h)
			}
			ids[h.ID] = true
		}
		for _, a := range b.Abbreviations {
			if a.Short == "" || strings.TrimSpace(a.Long) == "" || len(a.Long) > shortform.MaxLong+len(" …") || a.Section < -1 ||
				a.Section >= len(b.Headings) {
				t.Fatalf("abbreviation %+v", a)
			}
		}
		section := func(i int) {
			if i < -1 || i >= len(b.Headings) {
				t.Fatalf("section %d of %d", i, len(b.Headings))
			}
		}
		for _, l := range b.Links {
			inside("link", l.Place)
			section(l.Section)
			if l.Col == l.EndCol {
				t.Fatalf("link without extent: %+v", l)
			}
		}
		for _, c := range b.Comments {
			inside("comment", c.Place)
			inside("comment text", Place{c.TextLine, c.TextCol, c.TextCol})
			section(c.Section)
		}
		for _, c := range b.Fences {
			inside("fence", c.Place)
			section(c.Section)
		}
		for _, c := range b.Tables {
			inside("table", c.Place)
			section(c.Section)
		}
		for _, p := range b.Problems {
			inside("problem", p.Place)
		}
		for _, s := range Sections(src) {
			section(s.Heading)
		}
		if prose := Prose(src); !utf8.ValidString(prose) {
			t.Fatalf("prose is no text: %q", prose)
		}
	})
}
