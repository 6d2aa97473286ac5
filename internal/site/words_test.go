package site

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"clausebook/internal/page"
	"clausebook/internal/redline"
	"clausebook/internal/view"
	"clausebook/themes"
)

func templateFiles(t testing.TB) []string {
	t.Helper()
	names, err := fs.Glob(themes.Default(), "templates/*.html")
	if err != nil || len(names) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	return names
}

func unquote(t testing.TB, literal string) string {
	t.Helper()
	s, err := strconv.Unquote(literal)
	if err != nil {
		t.Fatalf("%s: %v", literal, err)
	}
	return s
}

// rooms are the packages whose code asks for words.
var rooms = []string{"../page", "../clauses", "../days", "../editions", "../progress", "../sheet", "../machine", "../remind", "../view", "../masks", "../marked"}

// codeWords collects every text that the code asks to be translated: literal arguments of t and n and of the small
// functions around them, the tables of words, and the phrases of all packages.
func codeWords(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, dir := range rooms {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(names) == 0 {
			t.Fatalf("no code in %s: %v", dir, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				out = append(out, wordsAt(t, n)...)
				return true
			})
		}
	}
	return append(append(out, tableWords()...), phraseWords(t)...)
}

func wordsAt(t testing.TB, n ast.Node) []string {
	if kv, ok := n.(*ast.KeyValueExpr); ok {
		if key, ok := kv.Key.(*ast.Ident); ok && (key.Name == "What" || key.Name == "Section" || key.Name == "Local") {
			return literals(t, kv.Value)
		}
	}
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	switch calledName(call) {
	case "t", "T":
		return literals(t, call.Args[0])
	case "n", "N":
		return literals(t, call.Args[1:]...)
	case "one", "fact", "row", "add":
		if found := literals(t, call.Args[0]); len(found) > 0 && unicode.IsUpper([]rune(found[0])[0]) {
			return found
		}
	}
	return nil
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func literals(t testing.TB, exprs ...ast.Expr) []string {
	var out []string
	for _, e := range exprs {
		if text, ok := literal(t, e); ok {
			out = append(out, text)
		}
	}
	return out
}

// literal gives a text that stands in the source, in one piece or in several that are joined.
func literal(t testing.TB, e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return unquote(t, e.Value), true
		}
	case *ast.BinaryExpr:
		left, ok := literal(t, e.X)
		right, also := literal(t, e.Y)
		return left + right, ok && also && e.Op == token.ADD
	}
	return "", false
}

// tableWords lists what no literal in a call names: the words of tables, of other packages, and of values that schemas allow.
func tableWords() []string {
	out := []string{"document", "record", "activity", "low", "medium", "high", "major", "minor", "opportunity", "good-practice"}
	out = append(out, redline.Sentences()...)
	return append(append(out, view.TableWords()...), page.TableWords()...)
}

// TestForeignTextIsMarked holds that what is only there in English is told apart on a page in another language.
func TestForeignTextIsMarked(t *testing.T) {
	for language, want := range map[string]string{"de": `<p><span lang="en">because of 8.5</span></p>`, "en": `<p>because of 8.5</p>`} {
		d := sample(t)
		d.Site.Language = language
		pages := render(t, planOf(t, d, Options{}))
		if !strings.Contains(pages["standards/one-2018/8.5.html"], want) {
			t.Errorf("%s: the reason of a clause is not %s", language, want)
		}
		if marked := strings.Count(pages["matrix.html"], `<small><span lang="en">because of`); (marked == 3) != (language == "de") {
			t.Errorf("%s: %d reasons are marked in the matrix", language, marked)
		}
	}
}
