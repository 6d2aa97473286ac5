package internal_test

import (
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// steps are the floors of the house, top first. A package imports only what stands on a lower step.
var steps = [][]string{
	{"cmd/clausebook", "internal/browser", "internal/bench/measure", "internal/manual"},
	{"internal/bench"},
	{"internal/cli"},
	{"internal/handover"},
	{"internal/verify"},
	{"internal/serve", "internal/lsp", "internal/doctor", "internal/pack", "internal/paper"},
	{"internal/build", "internal/demo/demotest", "internal/exchange", "internal/brought"},
	{"internal/site", "internal/export", "internal/author", "internal/demo", "internal/remind", "internal/requested"},
	{"internal/page", "internal/report", "internal/language", "internal/transition"},
	{"internal/days", "internal/editions", "internal/clauses", "internal/progress", "internal/report/reporttest"},
	{"internal/sheet", "internal/machine"},
	{"internal/view"},
	{"internal/impact"},
	{"internal/dossier", "internal/form"},
	{"internal/check"},
	{"internal/trace", "internal/period", "internal/masks", "internal/certification", "internal/loop"},
	{"internal/inforce"},
	{"internal/approval"},
	{"internal/ledger"},
	{"internal/trust", "internal/naming"},
	{"internal/rows", "internal/keys", "internal/aside", "internal/aims"},
	{"internal/witness", "internal/series"},
	{"internal/readings", "internal/imported", "internal/thread", "internal/applicability"},
	{"internal/doc"},
	{"internal/moved", "internal/marked", "internal/carry"},
	{"internal/people", "internal/standard", "internal/config", "internal/redline", "internal/theme", "internal/search", "internal/compress",
		"internal/worded", "internal/timeline", "internal/said",
		"internal/address", "internal/fix", "internal/reviews", "internal/fetch", "internal/gerrit", "internal/gittuf"},
	{"internal/history", "internal/markdown", "internal/spreadsheet", "internal/diagram", "internal/schemacheck",
		"internal/output", "internal/inputs",
		"internal/pdf", "internal/browse", "themes", "schemas"},
	{"internal/why", "internal/bundle"},
	{"internal/anchors", "internal/heads", "internal/bag", "internal/conflict", "internal/years", "internal/matter",
		"internal/owners", "internal/objects", "internal/kept",
		"internal/dialect", "internal/routes", "internal/labels", "internal/generator"},
	{"internal/strictyaml", "internal/date", "internal/diag", "internal/nearest", "internal/plain", "internal/content", "internal/slug",
		"internal/mapped", "internal/highlight", "internal/rawhtml", "internal/shortform", "internal/href",
		"internal/ruler", "internal/unsaved", "internal/cut", "internal/characters", "internal/whole", "internal/ids"},
	{"internal/phrase", "internal/fingerprint", "internal/stencil", "internal/memo", "internal/shell", "internal/gittest",
		"internal/recount"},
	{"internal/process", "internal/longtest"},
}

// libraries says what each package takes from others, by module; and of the standard library, who may reach the network or
// run programs. What is not listed is imported by nobody: a new library, or a known one in a new place, is a decision.
var libraries = map[string][]string{
	"internal/bench/measure": {"net", "net/http", "os/exec", "golang.org/x/net"}, // no part of the product: it starts programs
	"internal/author":        {"golang.org/x/text"},
	"internal/form":          {"github.com/fatih/color", "github.com/xuri/excelize/v2"},
	"internal/build":         {"golang.org/x/sync"},
	"internal/bundle":        {"github.com/go-git/go-git/v5"}, // names, types and hashes
	"internal/check":         {"github.com/hmarr/codeowners"},
	"internal/manual":        {"github.com/spf13/cobra"},
	"internal/process":       {"github.com/schollz/progressbar/v3"},
	"internal/cli":           {"github.com/mattn/go-isatty", "github.com/spf13/cobra", "github.com/spf13/pflag"},
	"internal/compress":      {"github.com/andybalholm/brotli"},
	"internal/date":          {"github.com/sosodev/duration"},
	// it writes a repository
	"internal/demo":              {"github.com/go-git/go-git/v5", "github.com/hiddeco/sshsig", "golang.org/x/crypto"},
	"internal/doc":               {"github.com/adrg/frontmatter", "golang.org/x/sync", "golang.org/x/text"},
	"internal/gittest":           {"github.com/go-git/go-git/v5", "os/exec"}, // no part of the product: it makes repositories for tests
	"internal/handover":          {"net"},                                    // the socket of the ssh-agent, where --key names a public key
	"internal/history":           {"github.com/go-git/go-billy/v5", "github.com/go-git/go-git/v5", "golang.org/x/sync", "golang.org/x/text"},
	"internal/lsp":               {"github.com/creachadair/jrpc2"},
	"internal/keys":              {"github.com/ProtonMail/go-crypto", "github.com/hiddeco/sshsig", "golang.org/x/crypto"},
	"internal/mapped":            {"github.com/edsrzf/mmap-go"},
	"internal/heads":             {"github.com/transparency-dev/formats", "golang.org/x/mod"},
	"internal/matter":            {"github.com/pelletier/go-toml/v2"},
	"internal/markdown":          {"github.com/yuin/goldmark"},
	"internal/nearest":           {"github.com/agnivade/levenshtein"},
	"internal/people":            {"golang.org/x/text"},
	"internal/objects":           {"github.com/go-git/go-git/v5"}, // names, types and hashes
	"internal/output":            {"golang.org/x/sync", "golang.org/x/sys"},
	"internal/browse":            {"os/exec"}, // `serve --open` alone asks for it
	"internal/pack":              {"golang.org/x/sync"},
	"internal/pdf":               {"os/exec"},
	"internal/report":            {"github.com/owenrumney/go-sarif/v3"},
	"internal/report/reporttest": {"github.com/google/go-cmp", "github.com/xuri/excelize/v2"},
	"internal/schemacheck":       {"github.com/santhosh-tekuri/jsonschema/v6", "golang.org/x/text"},
	"internal/search":            {"golang.org/x/text"},
	"internal/serve":             {"github.com/fsnotify/fsnotify", "net", "net/http"},
	"internal/site":              {"github.com/arran4/golang-ical", "github.com/gorilla/feeds"},
	"internal/slug":              {"golang.org/x/text"},
	"internal/spreadsheet":       {"github.com/xuri/excelize/v2"},
	"internal/recount":           {"os/exec", "go.yaml.in/yaml/v4"}, // no part of the product: it asks git
	"internal/strictyaml":        {"go.yaml.in/yaml/v4"},
	"internal/verify":            {"github.com/digitorus/timestamp"},
}

// guarded are the packages of the standard library that reach the network or run programs.
var guarded = []string{"net", "net/http", "os/exec", "plugin"}

// foreign tells whether a package may be imported only where libraries lists it.
func foreign(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".") || slices.Contains(guarded, path)
}

// of tells whether a path is that of a module or lies in it.
func of(module, path string) bool {
	return path == module || strings.Contains(module, ".") && strings.HasPrefix(path, module+"/")
}

// address gives the address of this module, which is another one where it is published.
func address(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimPrefix(first, "module ")
}

func step(pkg string) int {
	return slices.IndexFunc(steps, func(s []string) bool { return slices.Contains(s, pkg) })
}

// TestLayout holds the import directions of ARCHITECTURE.md and each package to its libraries. Test files are free: they
// may use git, a browser and other people's tools to compare with.
func TestLayout(t *testing.T) {
	t.Parallel()
	ours := address(t)
	for pkg, imports := range packages(t) {
		at := step(pkg)
		if at < 0 {
			t.Errorf("%s stands on no step: add it to the map in ARCHITECTURE.md, .golangci.yml and here", pkg)
			continue
		}
		for _, imp := range imports {
			if own, ok := strings.CutPrefix(imp, ours+"/"); ok && step(own) <= at {
				t.Errorf("%s imports %s, which does not stand below it", pkg, own)
			}
			if foreign(imp) && !of(ours, imp) && !slices.ContainsFunc(libraries[pkg], func(module string) bool { return of(module, imp) }) {
				t.Errorf("%s imports %s: list it in libraries, if it is to be known there", pkg, imp)
			}
		}
	}
}

// TestOnlyPagesReadTheDossier holds that what makes a site reads the Dossier in two places: site hands it on, and what stands
// below cannot import it.
func TestOnlyPagesReadTheDossier(t *testing.T) {
	t.Parallel()
	rooms := map[string]bool{"internal/page": true, "internal/view": true, "internal/site": true, // hands it on
		"internal/clauses": true, "internal/days": true, "internal/progress": true, "internal/editions": true, "internal/machine": true,
		"internal/theme": false, "internal/search": false, "internal/masks": false, "internal/address": false}
	all := packages(t)
	for room, may := range rooms {
		if reads := slices.Contains(all[room], address(t)+"/internal/dossier"); reads && !may {
			t.Errorf("%s reads the Dossier", room)
		}
		if step(room) < 0 || all[room] == nil {
			t.Errorf("there is no %s", room)
		}
	}
}

// maxLines is the size at which a package becomes more than one thing. A package of the list is larger for a reason.
const maxLines = 5000

var larger = []string{
	"internal/check",   // a rule is a file
	"internal/history", // every layout of a repository, and all that a history is asked
}

// TestPackagesStaySmall counts the lines of every package outside tests.
func TestPackagesStaySmall(t *testing.T) {
	t.Parallel()
	for pkg := range packages(t) {
		files, err := filepath.Glob(filepath.Join("..", pkg, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		lines := 0
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			lines += strings.Count(string(src), "\n")
		}
		if lines > maxLines && !slices.Contains(larger, pkg) {
			t.Errorf("%s has %d lines", pkg, lines)
		}
	}
}

// TestLibrariesAreUsed holds that the list names no library that its package has given up.
func TestLibrariesAreUsed(t *testing.T) {
	t.Parallel()
	all := packages(t)
	for pkg, modules := range libraries {
		for _, module := range modules {
			if !slices.ContainsFunc(all[pkg], func(imp string) bool { return of(module, imp) }) {
				t.Errorf("%s no longer imports %s", pkg, module)
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
