package stencil

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"testing"
)

type kind string

type day struct{ y int }

func (d day) String() string { return fmt.Sprintf("<%d>", d.y) }

type inner struct {
	Name string
	Tags []string
}

func (i inner) Loud() string                   { return strings.ToUpper(i.Name) }
func (i inner) Join(by string) (string, error) { return strings.Join(i.Tags, by), nil }
func (i *inner) Far() string                   { return "far " + i.Name }

type Base struct {
	Title string
	Root  string
}

type data struct {
	Base
	Kind   kind
	Day    day
	Count  int
	Big    int64
	Share  float64
	On     bool
	HTML   template.HTML
	URL    template.URL
	Link   string
	List   []inner
	Refs   []*inner
	One    *inner
	None   *inner
	Map    map[string]string
	Any    any
	Err    error
	Nested struct{ Deep struct{ Word string } }
}

func (d data) Fails() (string, error) { return "", errors.New("it fails") }

// hard holds what has to be escaped in one place or another.
const hard = "a<b>&amp; \"c\" 'd' +1 \x00 ü \xff\xfe `x` %41 %zz é/?q=1&r=2#f javascript:alert(1)"

func full() data {
	d := data{Base: Base{"T " + hard, "../"}, Kind: "x<y", Day: day{7}, Count: 3, Big: -4, Share: 0.25, On: true, HTML: "<b>bold</b>",
		URL: "javascript:ok()", Link: "a b/ü?x=<1>&y='2'", One: &inner{Name: "one <1>"}, Map: map[string]string{"k": "v<"}, Any: "any <x>"}
	d.List = []inner{{"first", []string{"p", "q<"}}, {"second", nil}}
	d.Refs = []*inner{{Name: "ref"}}
	d.Nested.Deep.Word = "deep"
	return d
}

var testFuncs = map[string]Func{"t": OfFormat(func(s string, args ...any) string { return fmt.Sprintf("«"+s+"»", args...) }),
	"pair": OfText(func(s string) []string { return []string{s, s + "!"} }), "add": Other(func(a, b int) int { return a + b })}

func parsed(t testing.TB, text string) *template.Template {
	t.Helper()
	plain := template.FuncMap{}
	for name, f := range testFuncs {
		plain[name] = f.Plain
	}
	set, err := template.New("page").Funcs(plain).Option("missingkey=zero").Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// both writes a template with html/template and here.
func both(t testing.TB, text string, of any) (want, got string, ok bool, failed error) {
	t.Helper()
	set := parsed(t, text)
	trees, err := Escape(set, []string{"page"})
	if err != nil {
		t.Fatal(err)
	}
	out, ok := New(trees, testFuncs).Append([]byte("before"), "page", of)
	var b bytes.Buffer
	failed = set.Execute(&b, of)
	return "before" + b.String(), string(out), ok, failed
}

// TestWhatIsKnownIsWrittenAlike compares what is known here with html/template.
func TestWhatIsKnownIsWrittenAlike(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		``, `plain`, `{{.Title}}`, `<p title="{{.Title}}">{{.Title}}</p>`, `<title>{{.Title}}</title>`, `<a href="{{.Title}}">x</a>`,
		`<a href="{{.Link}}#{{.Title}}">x</a>`, `<a href="/q?x={{.Link}}&amp;y={{.Title}}">x</a>`,
		`<img src="{{.Root}}x.png" alt="{{.Title}}">`,
		`{{.Kind}} {{.Day}} {{.Count}} {{.Big}} {{.Share}} {{.On}}`, `{{.HTML}}`, `{{.Nested.Deep.Word}}`, `{{.One.Name}} {{.One.Loud}}`,
		`{{if .On}}yes{{else}}no{{end}}`, `{{if .None}}yes{{else if .Count}}count{{else}}no{{end}}`,
		`{{with .One}}{{.Name}} {{$.Title}}{{end}}`,
		`{{with .None}}x{{else}}none{{end}}`, `{{with .Title}}{{.}}{{else with .Link}}{{.}}{{end}}`,
		`{{range .List}}<li>{{.Name}} {{.Loud}} {{range .Tags}}{{.}},{{else}}none{{end}} {{.Join "+"}}</li>{{end}}`,
		`{{range $i, $x := .List}}{{if $i}}, {{end}}{{$x.Name}}{{end}}`, `{{range $x := .List}}{{$x.Name}}{{.Name}}{{end}}`,
		`{{range .Refs}}{{.Name}} {{.Loud}}{{end}}`, `{{.Map.k}} {{.Map.missing}} {{index .Map "k"}}`,
		`{{$x := .Count}}{{$x}}{{if .On}}{{$x = 9}}{{end}}{{$x}}`, `{{with $x := .Title}}{{$x}}{{end}}`,
		`{{if $x := .Count}}{{$x}}{{else}}{{$x}}{{end}}`,
		`{{t "fixed <1>"}} {{t "with %s and %d" .Title .Count}}`, `{{range pair .Title}}{{.}};{{end}}`, `{{add .Count 4}}`,
		`{{.Title | pair | len}}`,
		`{{if or .None .One}}a{{end}}{{if and .On .Count .Title}}b{{end}}{{if not .None}}c{{end}}{{if not (and .On .None)}}d{{end}}`,
		`{{or .Root .Title}} {{and .Root .Title}}`,
		`{{if eq .Kind "x<y"}}same{{end}}{{if ne .Count 3}}x{{else}}y{{end}}{{if eq .On true}}z{{end}}`,
		`{{if gt (len .List) 1}}many{{end}}`, `{{print .Count " " .Title .On}}`, `{{(index .List 1).Name}}`, `{{len .Title}}`,
		`{{define "a"}}<b{{template "l" .}}>{{.}}</b>{{end}}{{define "l"}}{{with .}} lang="{{.}}"{{end}}{{end}}` +
			`{{template "a" .Title}}<p{{template "l" .Link}}>`,
		`{{define "r"}}{{.Name}}{{$n := .Name}}{{range .Tags}}({{$n}}){{end}}{{end}}{{range .List}}{{template "r" .}}{{end}}`,
		`{{define "n"}}static{{end}}{{template "n"}}`, `{{/* nothing */}}x{{- /* nothing */ -}} y`, `<!-- gone --><p>{{.Title}}</p>`,
		`{{define "deep"}}{{if .}}{{template "deep" (index . 0).Tags}}{{end}}{{end}}x`,
		`<p class="a {{.Kind}}" data-x='{{.Title}}'>`, `<textarea>{{.Title}}</textarea>`, `<time datetime="{{.Day}}">{{.Day}}</time>`,
	} {
		want, got, ok, err := both(t, text, full())
		if err != nil {
			t.Errorf("%s: html/template says %v", text, err)
		} else if !ok {
			_, why := Escape(parsed(t, text), []string{"page"})
			t.Errorf("%s is not known: %v", text, why)
		} else if got != want {
			t.Errorf("%s gives\n%q\nwant\n%q", text, got, want)
		}
	}
}

// TestWhatIsNotKnownIsLeft holds that what cannot be written here, or not like html/template, is not begun.
func TestWhatIsNotKnownIsLeft(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{{.Any}}`, `{{if .Any}}x{{end}}`, `{{.Err}}`, `{{.One}}`, `{{range .Map}}{{.}}{{end}}`, `{{range .Count}}x{{end}}`,
		`<a href="{{.URL}}">x</a>`, `<p title="{{.HTML}}">`, `<script>var x = {{.Title}}</script>`, `<p style="width: {{.Count}}">`,
		`<p class={{.Kind}}>`, `{{range .List}}{{break}}{{end}}`, `{{printf "%d" .Count}}`, `{{.Fails}}`, `{{.None.Name}}`,
		`{{(index .List 9).Name}}`,
		`{{.Missing}}`, `{{template "missing" .}}`, `{{define "x"}}{{template "x" .}}{{end}}{{template "x" .}}`, `<a href="`, `{{.One.Far}}`,
		`{{$x := .Title}}{{$x = .Count}}`, `{{html .Title}}`,
	} {
		if _, got, ok, _ := both(t, text, full()); ok || got != "before" {
			t.Errorf("%s gives %q, want nothing", text, got)
		}
	}
}

// TestNothingIsPrintedUnescaped holds that a tree which html/template has not seen is left alone.
func TestNothingIsPrintedUnescaped(t *testing.T) {
	t.Parallel()
	set := parsed(t, `{{.Title}}`)
	s := New(Trees{"page": set.Tree}, testFuncs)
	if out, ok := s.Append(nil, "page", full()); ok || len(out) > 0 {
		t.Errorf("%q is printed", out)
	}
	if s.Why("page", full()) == nil {
		t.Error("nothing says why")
	}
}

// TestAPageIsWrittenAgain holds that a page which cannot be written leaves nothing behind for the next one.
func TestAPageIsWrittenAgain(t *testing.T) {
	t.Parallel()
	trees, err := Escape(parsed(t, `{{$x := .Title}}{{.One.Name}}{{$x}}`), []string{"page"})
	if err != nil {
		t.Fatal(err)
	}
	s, d := New(trees, testFuncs), full()
	d.One = nil
	for range 3 {
		if _, ok := s.Append(nil, "page", d); ok {
			t.Error("a page with nothing to name is written")
		}
		if out, ok := s.Append(nil, "page", full()); !ok || !strings.HasPrefix(string(out), "one &lt;1&gt;T a&lt;b") {
			t.Errorf("%v, %q", ok, out)
		}
	}
}

// FuzzEscaping compares the escapers with those of html/template, at each kind of place that is known.
func FuzzEscaping(f *testing.F) {
	const text = `{{.}}<p title="{{.}}" class='{{.}}'><a href="{{.}}">x</a><a href="/x/{{.}}">x</a>` +
		`<a href="?x={{.}}">x</a><title>{{.}}</title>`
	set := parsed(f, text)
	trees, err := Escape(set, []string{"page"})
	if err != nil {
		f.Fatal(err)
	}
	s := New(trees, testFuncs)
	for _, seed := range []string{"", hard, "http://x/?a=b&c=%20#d", "HTTPS:x", "mailto:a@b", "tel:1", "a/b:c", "\x00\x7f\u2028",
		"%", "%4", "a:b/c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		var want bytes.Buffer
		if err := set.Execute(&want, value); err != nil {
			t.Fatal(err)
		}
		if got, ok := s.Append(nil, "page", value); !ok || string(got) != want.String() {
			t.Errorf("%v: %q is written as\n%q, want\n%q", ok, value, got, want.String())
		}
	})
}
