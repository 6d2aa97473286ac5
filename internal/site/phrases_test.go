package site

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/doc"
)

var verb = regexp.MustCompile(`%(\[\d\])?[sd]`)

// phraseWords collects the formats of every phrase that any package words, from the source. A format that is no
// literal could not be found, so it is a fault, and so are arguments that are too few or too many: the compiler and
// vet look at neither.
func phraseWords(t testing.TB) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir("..", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				said := formats(t, fset, file.Name.Name, call)
				out = append(out, said...)
				if slices.Contains(assenting, file.Name.Name) {
					out = append(out, confirmed(said)...)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// assenting are the packages whose sentences on approvals are told of records as well.
var assenting = []string{"approval", "trace", "view", "clauses"}

// confirmed gives the formats as they read of a record, where that is otherwise.
func confirmed(formats []string) []string {
	var out []string
	for _, f := range formats {
		if of := doc.Confirming(f); of != f {
			out = append(out, of)
		}
	}
	return out
}

// formats gives the formats of a call of phrase.Of or phrase.Count.
func formats(t testing.TB, fset *token.FileSet, pkg string, call *ast.CallExpr) []string {
	var found []ast.Expr
	given := 1
	switch fun := calledName(call); {
	case !fromPhrase(pkg, call):
		return nil
	case fun == "Of":
		found, given = call.Args[:1], len(call.Args)-1
	case fun == "Count":
		found = call.Args[1:]
	}
	texts := literals(t, found...)
	if len(texts) < len(found) && pkg != "phrase" {
		t.Errorf("%s: the format of a phrase is no literal, so that nobody can tell whether it is translated", fset.Position(call.Pos()))
	}
	for _, text := range texts {
		if verbs := len(verb.FindAllString(text, -1)); verbs != given || call.Ellipsis.IsValid() {
			t.Errorf("%s: %q has %d places for %d arguments", fset.Position(call.Pos()), text, verbs, given)
		}
	}
	return texts
}

// fromPhrase tells whether a call is one of package phrase, from outside or within.
func fromPhrase(pkg string, call *ast.CallExpr) bool {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return pkg == "phrase"
	case *ast.SelectorExpr:
		x, ok := f.X.(*ast.Ident)
		return ok && x.Name == "phrase"
	}
	return false
}
