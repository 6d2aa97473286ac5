package site

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/yuin/goldmark/parser"

	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

// deadLinks finds, on a page, links that lead nowhere or only to the document in place of its heading.
var deadLinks = regexp.MustCompile(`<span class="missing">|title="[^"]* has no heading`)

// linkRules are the rules that find such links. LK013 is not among them: what it finds is no link at all.
var linkRules = []diag.RuleID{"LK001", "LK002", "LK003", "LK004", "LK005", "LK006", "LK011", "LK012", "LK014", "LK015", "MD004"}

// compareLinks holds that the page of each document has as many dead links as the check finds in it.
func compareLinks(t *testing.T, set *doc.Set) (dead int) {
	t.Helper()
	d := sample(t)
	d.Docs = set
	result := check.Run(&check.Input{AsOf: d.AsOf.Day, Docs: set, People: d.People, Standards: d.Standards}, nil, nil)
	findings := map[string][]string{}
	for _, f := range result.Findings {
		if slices.Contains(linkRules, f.Rule) {
			findings[f.Pos.File] = append(findings[f.Pos.File], fmt.Sprintf("%d:%d %s %s", f.Pos.Line, f.Pos.Col, f.Rule, f.Message))
		}
	}
	tree := fstest.MapFS{}
	for _, a := range set.Assets {
		tree[a.Path] = &fstest.MapFile{Data: []byte("x")}
	}
	pages := map[string]string{}
	for _, f := range planOf(t, d, Options{Source: tree}) {
		if strings.HasPrefix(f.Path, "documents/") {
			var b strings.Builder
			if err := f.Write(&b); err != nil {
				t.Fatal(err)
			}
			pages[f.Path] = b.String()
		}
	}
	for _, document := range set.Documents {
		page, ok := pages["documents/"+strings.ToLower(string(document.ID))+".html"]
		if !ok {
			t.Fatalf("%s has no page", document.ID)
		}
		_, body, _ := strings.Cut(page, `<div class="body"`)
		body, _, _ = strings.Cut(body, `<section><h2 id="`)
		here := len(deadLinks.FindAllString(body, -1))
		dead += here
		if want := findings[document.Path]; here != len(want) {
			t.Errorf("%s has %d dead links and %d findings:\n%s\n%s\n%s", document.Path, here, len(want), document.Source[document.BodyAt:],
				strings.Join(want, "\n"), body)
		}
	}
	return dead
}

// shelf are documents and files that links can mean.
func shelf(extra map[string]string) *doc.Set {
	files := map[string]string{"a.md": "# Steps\n\n## 1. Numbered\n\n## Roles {#who}\n\n## Steps\n", "sub/index.md": "# Über\n",
		"sub/b.md": "Text.\n", "README.md": "# All\n", "c.markdown": "## Steps\n", "d.html.md.erb": "<%= x %> ## No heading\n"}
	for name, body := range extra {
		files[name] = body
	}
	var documents []*doc.Document
	for name, body := range files {
		id := strings.NewReplacer("/", "-", ".md", "").Replace(name)
		front := "---\nid: " + id + "\ntitle: Title of " + id + "\ntype: guide\n---\n"
		documents = append(documents, new(doc.Reader).Parse("content/"+name, []byte(front+body)))
	}
	assets := []doc.Asset{{Path: "content/pic.png"}, {Path: "content/sub/u\u0308.png"}, {Path: "content/big.png", Pointer: true},
		{Path: "content/people.yaml"}}
	set := doc.NewSet("content", documents, assets, nil)
	set.Place(doc.Around{Prefix: "docs/sms", Base: "handbook", Sites: []string{"docs.example/sms"}, Tracked: map[string]bool{"src/app.go": true, "content/people.yaml": true}})
	return set
}

// TestLinksAreDeadWhereTheCheckFindsThem puts together links of all forms, sound and broken.
func TestLinksAreDeadWhereTheCheckFindsThem(t *testing.T) {
	t.Parallel()
	pieces := []string{"a.md", "a", "A.md", "a.html", "sub", "sub/", "sub/b.md", "b.md", "../", "./", "/", "//", "content/", "docs/sms/", "handbook/", "src/app.go",
		"people.yaml", "pic.png", "big.png", "sub/ü.png", "sub/u\u0308.png", "%20", "%2e%2e/", "?plain=1", "#", "#top", "#steps",
		"#Steps", "#who", "#1-numbered", "#über",
		"#gone", "https://docs.example/sms/", "https://docs.example/sms", "c", "c.markdown", "d.html", "d", "billing", "x:", "https://x.example/", "mailto:a@b.example", "README.md", "index", "\\", " ", "gone.md"}
	names := []string{"a", "sub-b", "Title of a", "title OF sub-b", "b", "index", "gone", "§4.1", "§gone", "a#who", "a#Steps", "a#1. Numbered", "#here", "#top",
		"a#gone", "README", "a|words", "sub-index#Über"}
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	extra := map[string]string{}
	for i := range 40 {
		var body strings.Builder
		body.WriteString("# Here\n\n")
		for range 25 {
			target := ""
			for range 1 + random.IntN(3) {
				target += pick(pieces)
			}
			switch random.IntN(5) {
			case 0:
				fmt.Fprintf(&body, "![picture](<%s>)\n\n", target)
			case 1:
				fmt.Fprintf(&body, "[[%s]]\n\n", pick(names))
			case 2:
				fmt.Fprintf(&body, "| a |\n|---|\n| [cell](%s) |\n\n", strings.ReplaceAll(target, " ", "%20"))
			default:
				fmt.Fprintf(&body, "[words](%s)\n\n", target)
			}
		}
		extra[fmt.Sprintf("sub/from-%d.md", i)] = body.String()
	}
	if dead := compareLinks(t, shelf(extra)); dead < 100 {
		t.Errorf("only %d links are dead", dead)
	}
}

// TestLinksOfTheExample reads the example documents without their history.
func TestLinksOfTheExample(t *testing.T) {
	t.Parallel()
	set, err := (&doc.Reader{Folder: "content"}).Load(t.Context(), os.DirFS("../.."), 2)
	if err != nil {
		t.Fatal(err)
	}
	compareLinks(t, set)
}

// TestLinksOfCommonMark reads the examples of the specification of CommonMark, which the library of Markdown brings along.
func TestLinksOfCommonMark(t *testing.T) {
	t.Parallel()
	extra := map[string]string{}
	for i, example := range commonMark(t) {
		extra[fmt.Sprintf("example-%d.md", i)] = example
	}
	if dead := compareLinks(t, shelf(extra)); dead < 50 {
		t.Errorf("only %d links are dead", dead)
	}
}

// commonMark gives the examples of the specification.
func commonMark(t *testing.T) []string {
	t.Helper()
	file, _ := runtime.FuncForPC(reflect.ValueOf(parser.NewParser).Pointer()).FileLine(0)
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(file), "../_test/spec.json"))
	if err != nil {
		t.Skipf("the source of the library is not here: %v", err)
	}
	var examples []struct{ Markdown string }
	if err := json.Unmarshal(raw, &examples); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range examples {
		out = append(out, e.Markdown)
	}
	return out
}
