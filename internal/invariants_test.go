package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// These tests hold sentences of ARCHITECTURE.md that no compiler checks. Each has a list of the packages that may do it
// and why; a package that is on the list and no longer does it fails too, so that the lists stay true.

// trusts are the packages that declare text to be safe markup, which html/template then passes on unescaped.
var trusts = map[string]string{
	"internal/markdown": "renders documents: every byte of theirs goes through an escape",
	"internal/theme":    "puts into a page what html/template has written for the same context, and style sheets of ours",
	"internal/editions": "passes our own style sheet to the page of a redline that stands alone",
	"internal/masks":    "sets a shielding character into text that is safe already",
}

// clocks are the packages that look at the clock. What they learn from it never reaches a page.
var clocks = map[string]string{
	"internal/longtest":      "what a test of cost compares: no part of the product",
	"internal/cli":           "the default for the as-of day, and how long a command took",
	"internal/process":       "how long work has taken, and how long a command has to end after a signal",
	"internal/serve":         "waits for changes, and says how long a build took",
	"internal/pdf":           "gives up on a browser that does not answer",
	"internal/build":         "says how long each part of a build took",
	"internal/output":        "waits for another build that writes the same site",
	"internal/inputs":        "tells whether a file was written a moment ago",
	"internal/bench/measure": "measures; no part of the product",
}

// shared are the libraries that more than one package imports.
var shared = map[string]string{
	"go.yaml.in/yaml/v4":          "what counts once more must not read by what it checks",
	"github.com/spf13/cobra":      "manual, which is no part of the product, writes man pages of the commands with a package that belongs to it",
	"github.com/xuri/excelize/v2": "form writes workbooks, spreadsheet reads them, and the tests of two packages read them with reporttest",
	"github.com/go-git/go-git/v5": "history and objects read repositories, demo writes one, and bundle packs the objects of one",
	"github.com/hiddeco/sshsig":   "keys checks signatures and signs packs, demo makes some",
	"golang.org/x/crypto":         "keys for the same",
	"golang.org/x/sync":           "an extension of the standard library",
	"golang.org/x/text":           "an extension of the standard library",
}

// TestTrustedMarkup finds conversions to template.HTML and its like.
func TestTrustedMarkup(t *testing.T) {
	t.Parallel()
	types := []string{"HTML", "HTMLAttr", "CSS", "JS", "JSStr", "URL", "Srcset"}
	found := map[string][]string{}
	eachFile(t, func(pkg string, places *token.FileSet, file *ast.File) {
		name := importName(file, "html/template")
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel := selected(call.Fun, name); slices.Contains(types, sel) {
					found[pkg] = append(found[pkg], fmt.Sprintf("%s: template.%s", places.Position(n.Pos()), sel))
				}
			}
			return true
		})
	})
	compare(t, "makes trusted markup", trusts, found)
}

// TestClock finds what asks for the time or waits for it.
func TestClock(t *testing.T) {
	t.Parallel()
	asks := map[string][]string{
		"time":    {"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep"},
		"context": {"WithTimeout", "WithDeadline", "WithTimeoutCause", "WithDeadlineCause"},
	}
	found := map[string][]string{}
	eachFile(t, func(pkg string, places *token.FileSet, file *ast.File) {
		for library, names := range asks {
			name := importName(file, library)
			ast.Inspect(file, func(n ast.Node) bool {
				if sel := selected(n, name); slices.Contains(names, sel) {
					found[pkg] = append(found[pkg], fmt.Sprintf("%s: %s.%s", places.Position(n.Pos()), library, sel))
				}
				return true
			})
		}
	})
	compare(t, "looks at the clock", clocks, found)
}

// TestLibrariesHaveOneHome wants one package for each library: replacing it is then a change in one folder.
func TestLibrariesHaveOneHome(t *testing.T) {
	t.Parallel()
	homesOf := map[string]map[string]bool{}
	for pkg, imports := range packages(t) {
		for _, imp := range imports {
			if first, _, _ := strings.Cut(imp, "/"); strings.Contains(first, ".") {
				library := module(imp)
				if homesOf[library] == nil {
					homesOf[library] = map[string]bool{}
				}
				homesOf[library][pkg] = true
			}
		}
	}
	if len(homesOf) < 10 {
		t.Fatalf("%d libraries found", len(homesOf))
	}
	for library, at := range homesOf {
		if len(at) > 1 && shared[library] == "" {
			t.Errorf("%s is imported by %q: give it one home, or say in the list why not", library, slices.Sorted(maps.Keys(at)))
		}
	}
	for library := range shared {
		if len(homesOf[library]) < 2 {
			t.Errorf("%s is on the list of shared libraries and is not shared", library)
		}
	}
}

// module gives the name under which a library is fetched: host, owner, name, and the version where it has one.
func module(imp string) string {
	parts := strings.Split(imp, "/")
	size := min(len(parts), 3)
	if len(parts) > 3 && len(parts[3]) > 1 && parts[3][0] == 'v' && strings.Trim(parts[3][1:], "0123456789") == "" {
		size = 4
	}
	return path.Join(parts[:size]...)
}

// compare holds what was found against the list of what may be.
func compare(t *testing.T, does string, may map[string]string, found map[string][]string) {
	t.Helper()
	for pkg, places := range found {
		if may[pkg] == "" {
			t.Errorf("%s %s, which is not on the list:\n\t%s", pkg, does, strings.Join(places, "\n\t"))
		}
	}
	for pkg := range may {
		if len(found[pkg]) == 0 {
			t.Errorf("%s is on the list of what %s, and does not", pkg, does)
		}
	}
}

// eachFile visits the Go files outside tests.
func eachFile(t *testing.T, visit func(pkg string, places *token.FileSet, file *ast.File)) {
	t.Helper()
	for _, top := range []string{"cmd", "internal", "themes", "schemas"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
				return err
			}
			places := token.NewFileSet()
			file, err := parser.ParseFile(places, p, nil, parser.SkipObjectResolution)
			if err == nil {
				visit(strings.TrimPrefix(filepath.ToSlash(filepath.Dir(p)), "../"), places, file)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// importName gives the name by which a file knows a package, empty where it does not.
func importName(file *ast.File, imported string) string {
	for _, i := range file.Imports {
		if strings.Trim(i.Path.Value, `"`) == imported {
			if i.Name != nil {
				return i.Name.Name
			}
			return path.Base(imported)
		}
	}
	return ""
}

// selected gives what a node selects from the package with this name, if it does.
func selected(n ast.Node, name string) string {
	if s, ok := n.(*ast.SelectorExpr); ok && name != "" {
		if x, ok := s.X.(*ast.Ident); ok && x.Name == name {
			return s.Sel.Name
		}
	}
	return ""
}
