package internal_test

import (
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// steps are the floors of the house, top first. A package imports only what stands on a lower step.
var steps = [][]string{
	{"cmd/clausebook", "internal/browser", "internal/bench/measure"},
	{"internal/bench"},
	{"internal/cli"},
	{"internal/serve"},
	{"internal/build"},
	{"internal/site", "internal/report", "internal/author", "internal/demo"},
	{"internal/impact"},
	{"internal/dossier"},
	{"internal/check"},
	{"internal/trace", "internal/period"},
	{"internal/approval"},
	{"internal/witness"},
	{"internal/doc"},
	{"internal/people", "internal/standard", "internal/config", "internal/redline"},
	{"internal/history", "internal/markdown", "internal/diagram", "internal/schemacheck", "internal/output", "internal/pdf", "themes", "schemas"},
	{"internal/strictyaml", "internal/date", "internal/diag", "internal/nearest", "internal/plain"},
	{"internal/phrase"},
}

// homes says which packages alone may know a library. demo writes a repository where history only reads; measure is no
// part of the product, it starts programs and listens to servers.
var homes = map[string]string{
	"github.com/go-git/":              "internal/history internal/demo",
	"github.com/yuin/goldmark":        "internal/markdown",
	"github.com/alecthomas/chroma":    "internal/markdown",
	"github.com/adrg/frontmatter":     "internal/doc",
	"github.com/fsnotify/fsnotify":    "internal/serve",
	"github.com/spf13/cobra":          "internal/cli",
	"github.com/santhosh-tekuri/":     "internal/schemacheck",
	"go.yaml.in/yaml":                 "internal/strictyaml",
	"github.com/sosodev/duration":     "internal/date",
	"github.com/agnivade/levenshtein": "internal/nearest",
	"github.com/xuri/excelize":        "internal/report",
	"github.com/owenrumney/go-sarif":  "internal/report",
	"github.com/arran4/golang-ical":   "internal/site",
	"github.com/gorilla/feeds":        "internal/site",
	"github.com/hiddeco/sshsig":       "internal/approval internal/demo",
	"github.com/ProtonMail/go-crypto": "internal/approval",
	"net/http":                        "internal/serve internal/bench/measure",
	"os/exec":                         "internal/pdf internal/bench/measure",
	"net":                             "internal/serve internal/bench/measure",
	"github.com/edsrzf/mmap-go":       "internal/history",
	"golang.org/x/sys":                "internal/output",
	"github.com/schollz/progressbar":  "internal/cli",
	"github.com/mattn/go-isatty":      "internal/cli",
}

func step(pkg string) int {
	return slices.IndexFunc(steps, func(s []string) bool { return slices.Contains(s, pkg) })
}

// TestLayout holds the import directions of ARCHITECTURE.md and keeps each library behind one package. Test files
// are free: they may use git, a browser and other people's tools to compare with.
func TestLayout(t *testing.T) {
	t.Parallel()
	for pkg, imports := range packages(t) {
		at := step(pkg)
		if at < 0 {
			t.Errorf("%s stands on no step: add it to the map in ARCHITECTURE.md, .golangci.yml and here", pkg)
			continue
		}
		for _, imp := range imports {
			if own, ok := strings.CutPrefix(imp, "clausebook/"); ok && step(own) <= at {
				t.Errorf("%s imports %s, which does not stand below it", pkg, own)
			}
			for library, home := range homes {
				if (imp == library || strings.HasPrefix(imp, strings.TrimSuffix(library, "/")+"/")) && !slices.Contains(strings.Fields(home), pkg) && !(library == "net" && imp != "net") {
					t.Errorf("%s imports %s, which belongs to %s", pkg, imp, home)
				}
			}
		}
	}
}

// packages gives the imports of every package outside tests.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, top := range []string{"cmd", "internal", "themes", "schemas"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
				return err
			}
			if match, err := build.Default.MatchFile(filepath.Dir(p), filepath.Base(p)); err != nil || !match {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			pkg := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(p)), "../")
			out[pkg] = append(out[pkg], "")
			for _, imp := range file.Imports {
				out[pkg] = append(out[pkg], strings.Trim(imp.Path.Value, `"`))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestPackageComments wants a comment for every package: what it turns into what, and what a newcomer must know.
func TestPackageComments(t *testing.T) {
	t.Parallel()
	documented := map[string]bool{}
	err := filepath.WalkDir("..", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") || strings.Contains(p, "node_modules") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.Dir(p)
		documented[dir] = documented[dir] || file.Doc != nil
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("%s has no package comment", dir)
		}
	}
}
