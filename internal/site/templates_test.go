package site

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/page"
	"clausebook/internal/view"
)

const templatesPage = "../../docs/templates.md"

// TestTemplatesPage holds docs/templates.md to the types that templates are given: every kind of page with its fields, and every type
// of a field. -update writes it anew.
func TestTemplatesPage(t *testing.T) {
	got := describeTemplates(t)
	if *update {
		if err := os.WriteFile(templatesPage, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(templatesPage)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("docs/templates.md differs from the types that templates are given; run go test ./internal/site -run TemplatesPage -update")
	}
}

// comments are what our sources say of types and of their fields, by "package.Type" and "package.Type.Field".
type comments map[string]string

// readComments reads the comments of every package of the house.
func readComments(t *testing.T) comments {
	t.Helper()
	out := comments{}
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		src, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(src, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.TYPE {
				for _, spec := range d.Specs {
					out.take(src.Name.Name, d, spec.(*ast.TypeSpec))
				}
			}
			return true
		})
	}
	return out
}

func (c comments) take(pkg string, d *ast.GenDecl, spec *ast.TypeSpec) {
	name := pkg + "." + spec.Name.Name
	c[name] = oneLine(d.Doc.Text())
	body, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range body.Fields.List {
		for _, id := range f.Names {
			c[name+"."+id.Name] = oneLine(f.Doc.Text() + " " + f.Comment.Text())
		}
	}
}

func oneLine(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", "\\|")
}

func describeTemplates(t *testing.T) string {
	t.Helper()
	said := readComments(t)
	var b strings.Builder
	b.WriteString("<!-- Made by go test ./internal/site -run TemplatesPage -update. -->\n# What templates are given\n\n" +
		"Each kind of page has a template of its name, and its data has the fields below; the words are those of the program's own sources. " +
		"How to write a theme of your own says [themes.md](themes.md). A field that a later version drops is named in [upgrading.md](upgrading.md).\n\n" +
		"Beside fields, a template has `t` (words in the language of the site: `{{t \"Gaps\"}}`), `n` (a number with its word: `{{n .Total \"gap\" \"gaps\"}}`), " +
		"`stretches`, `folders` and `pieces` (a text cut at what stays on one line, at the folders of a path, or at code), and the templates that `parts.html` defines.\n")
	queue := []reflect.Type{reflect.TypeFor[view.Shell]()}
	b.WriteString("\n## Every page\n\n" + fields(said, queue[0], &queue))
	kinds := page.Empty()
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		typ := reflect.TypeOf(kinds[kind])
		fmt.Fprintf(&b, "\n## `%s.html`\n\n%s\n\n%s", kind, about(said, typ), fields(said, typ, &queue))
	}
	b.WriteString("\n## Types of fields\n")
	parts := map[string]string{}
	for i := 1; i < len(queue); i++ {
		if _, done := parts[queue[i].String()]; !done {
			parts[queue[i].String()] = ""
			parts[queue[i].String()] = fmt.Sprintf("\n### `%s`\n\n%s\n\n%s", queue[i].Name(), about(said, queue[i]), fields(said, queue[i], &queue))
		}
	}
	for _, name := range slices.SortedFunc(maps.Keys(parts), func(a, b string) int { return cmp.Or(cmp.Compare(path.Ext(a), path.Ext(b)), cmp.Compare(a, b)) }) {
		b.WriteString(parts[name])
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// about gives the comment of a type as a sentence.
func about(said comments, typ reflect.Type) string {
	text := said[typ.String()]
	if text == "" {
		return "See the fields."
	}
	return text
}

// fields lists the fields of a type, and what a template can call of it, as a table. Types that it comes upon are queued.
func fields(said comments, typ reflect.Type, queue *[]reflect.Type) string {
	var b strings.Builder
	b.WriteString("| field | type | what it is |\n|---|---|---|\n")
	for i := range typ.NumField() {
		f := typ.Field(i)
		if !f.IsExported() || f.Type == reflect.TypeFor[view.Shell]() {
			continue
		}
		if f.Anonymous {
			fmt.Fprintf(&b, "| the fields of `%s` | | |\n", f.Type.Name())
			*queue = append(*queue, f.Type)
			continue
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Name, typeWords(f.Type, queue), said[typ.String()+"."+f.Name])
	}
	return b.String()
}

// typeWords names a type for those who write templates, and queues it where it is one of ours.
func typeWords(typ reflect.Type, queue *[]reflect.Type) string {
	switch {
	case typ.Kind() == reflect.Pointer:
		return typeWords(typ.Elem(), queue) + ", or nothing"
	case typ.String() == "template.HTML":
		return "HTML"
	case typ.String() == "theme.Text":
		return "sentence"
	case typ.Kind() == reflect.Slice:
		return "list of " + typeWords(typ.Elem(), queue)
	case typ.Kind() == reflect.Map:
		return "map to " + typeWords(typ.Elem(), queue)
	case typ.Kind() == reflect.Struct && strings.Contains(typ.PkgPath(), "clausebook") && !strings.Contains(typ.Name(), "["):
		*queue = append(*queue, typ)
		return "`" + typ.Name() + "`"
	case typ.Kind() == reflect.Struct || typ.Kind() == reflect.Interface || typ.Kind() == reflect.Func:
		return "value"
	case typ.Kind() == reflect.String:
		return "text"
	case typ.Kind() == reflect.Bool:
		return "yes or no"
	}
	return "number"
}

// TestTemplatesPageIsWhole holds that the page names every template of a kind and no other.
func TestTemplatesPageIsWhole(t *testing.T) {
	src, err := os.ReadFile(templatesPage)
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, name := range templateFiles(t) {
		kind := strings.TrimSuffix(path.Base(name), ".html")
		_, known := page.Empty()[kind]
		if has := strings.Contains(string(src), "\n## `"+kind+".html`\n"); has != known {
			t.Errorf("%s: the page names it: %v, it belongs to a kind: %v", name, has, known)
		}
		if known {
			named++
		}
	}
	if named < 40 {
		t.Errorf("the page names %d templates", named)
	}
}
