package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"clausebook/internal/cli"
	"clausebook/internal/longtest"
)

// foreignTree is a repository that was not made for clausebook, with the answers that were written down beside it.
type foreignTree struct {
	content []string
	types   map[string]string // path -> type
	dead    map[string]string // path -> link that leads nowhere
	out     []string          // files that are no documents
	says    []said            // what is wanted of single documents
	files   []txtar.File
}

// said is what a tree wants of a document: words on its page, a link to the page of another, or its status or version.
type said struct{ what, path, want string }

func readTree(t *testing.T, name string) foreignTree {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	tree := foreignTree{types: map[string]string{}, dead: map[string]string{}, files: archive.Files}
	for _, line := range strings.Split(string(archive.Comment), "\n") {
		key, rest, _ := strings.Cut(line, ": ")
		switch at := strings.LastIndexByte(rest, ' '); key {
		case "content":
			tree.content = strings.Fields(rest)
		case "out":
			tree.out = strings.Fields(rest)
		case "type":
			tree.types[rest[:at]] = rest[at+1:]
		case "shown", "leads", "status", "version":
			path, want, ok := strings.Cut(rest, " :: ")
			if !ok {
				t.Fatalf("%s: %s", name, line)
			}
			tree.says = append(tree.says, said{key, path, want})
		case "dead":
			tree.dead[rest[:at]] = rest[at+1:]
		}
	}
	if len(tree.content) == 0 || len(tree.types) < 5 {
		t.Fatalf("%s says too little", name)
	}
	return tree
}

// unpack writes the files and commits them.
func (tree foreignTree) unpack(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range tree.files {
		at := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "-A"}, {"commit", "-q", "-m", "Add documents"}} {
		c := exec.Command("git", args...)
		c.Dir = dir
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_AUTHOR_NAME=Ada",
			"GIT_AUTHOR_EMAIL=ada@x.example",
			"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@x.example", "GIT_AUTHOR_DATE=2025-07-01T10:00:00Z",
			"GIT_COMMITTER_DATE=2025-07-01T10:00:00Z")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return dir
}

// run runs a command in a folder and gives what it writes to the output.
func run(t *testing.T, dir string, most int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := cli.Main(append([]string{"-C", dir}, args...), strings.NewReader(""), &out, &errs); code > most {
		t.Fatalf("%v ended with %d:\n%s%s", args, code, &out, &errs)
	}
	return out.String()
}

// finding is one of `check --format json`.
type finding struct {
	Rule, Severity, Message, File string
}

// actionable are the rules whose errors somebody can act on without changing what a document says of itself: a link is wrong,
// or a review is due.
var actionable = []string{"LK001", "RV001", "RQ003"}

// TestForeignTrees adopts repositories in the styles met in the wild and wants of each what its owner would: the right folder, types
// that are right in eight of ten documents, no link called dead that is none,
// no error that only an edit of the documents could take away, and a home page that says first what is there.
func TestForeignTrees(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/trees/*.txtar")
	if err != nil || len(names) != 39 {
		t.Fatal(len(names), err)
	}
	for i, name := range names {
		if i%longtest.Rounds(3, 1) != 0 {
			continue // make long takes them all
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			tree := readTree(t, name)
			dir := tree.unpack(t)
			run(t, dir, 0, "init", dir, "--adopt", "--write", "-q")
			tree.wantContent(t, dir)
			tree.wantFindings(t, run(t, dir, 1, "check", "--all", "--format", "json"))
			run(t, dir, 1, "gaps", "-q")
			run(t, dir, 0, "build", "-q")
			tree.wantTypes(t, dir)
			tree.wantHome(t, dir)
		})
	}
}

func (tree foreignTree) wantContent(t *testing.T, dir string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "clausebook.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^content: (.*)$`).FindStringSubmatch(string(raw))
	if line == nil {
		t.Fatalf("no content in\n%s", raw)
	}
	got := strings.FieldsFunc(line[1], func(r rune) bool { return strings.ContainsRune(`[], "`, r) })
	if !slices.Equal(got, tree.content) {
		t.Errorf("content is %q, want %q", got, tree.content)
	}
}

func (tree foreignTree) wantFindings(t *testing.T, raw string) {
	t.Helper()
	var report struct{ Findings []finding }
	if err := json.Unmarshal([]byte(raw), &report); err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	dead := 0
	for _, f := range report.Findings {
		switch {
		case (f.Rule == "LK001" || f.Rule == "LK015") && tree.dead[f.File] != "" && strings.Contains(f.Message, tree.dead[f.File]):
			dead++
		case f.Rule == "LK001" || f.Rule == "LK002" || f.Rule == "LK012":
			t.Errorf("%s: %s is no dead link", f.File, f.Message)
		case f.Severity == "error" && !slices.Contains(actionable, f.Rule):
			t.Errorf("%s: %s: %s", f.File, f.Rule, f.Message)
		}
	}
	if dead != len(tree.dead) {
		t.Errorf("%d of %d dead links were found", dead, len(tree.dead))
	}
}

// listed is a document in the register that the site brings for programs.
type listed struct{ Path, Type, Page, Status, Version string }

var (
	hrefs = regexp.MustCompile(`<a [^>]*?href="([^"#]*)`)
	tags  = regexp.MustCompile(`<[^>]*>|\s+`)
)

// wantSaid looks at single documents and their pages.
func (tree foreignTree) wantSaid(t *testing.T, dir string, documents []listed) {
	t.Helper()
	at := map[string]listed{}
	for _, d := range documents {
		at[d.Path] = d
	}
	for _, s := range tree.says {
		d := at[s.path]
		raw, err := os.ReadFile(filepath.Join(dir, "public", filepath.FromSlash(d.Page)))
		if err != nil || d.Page == "" {
			t.Errorf("%s: no page %q: %v", s.path, d.Page, err)
			continue
		}
		_, main, _ := strings.Cut(string(raw), "<main")
		switch s.what {
		case "shown":
			if words := strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(main, " "))), " "); !strings.Contains(words, s.want) {
				t.Errorf("%s: its page does not show %q", s.path, s.want)
			}
		case "leads":
			if !slices.ContainsFunc(hrefs.FindAllStringSubmatch(main, -1), func(m []string) bool {
				to, _ := url.PathUnescape(html.UnescapeString(m[1]))
				return path.Join(path.Dir(d.Page), to) == at[s.want].Page
			}) {
				t.Errorf("%s: its page does not lead to %s", s.path, s.want)
			}
		case "status", "version":
			if d.Status != s.want && d.Version != s.want {
				t.Errorf("%s: its %s is %q, want %q", s.path, s.what, d.Status+" "+d.Version, s.want)
			}
		}
	}
}

// wantTypes reads the types off the register of documents that the site brings for programs.
func (tree foreignTree) wantTypes(t *testing.T, dir string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "public", "documents.json"))
	if err != nil {
		t.Fatal(err)
	}
	var site struct{ Documents []listed }
	if err := json.Unmarshal(raw, &site); err != nil {
		t.Fatal(err)
	}
	documents := site.Documents
	tree.wantSaid(t, dir, documents)
	right, seen := 0, map[string]bool{}
	var wrong []string
	for _, d := range documents {
		seen[d.Path] = true
		if tree.types[d.Path] == d.Type {
			right++
		} else {
			wrong = append(wrong, fmt.Sprintf("%s is %s, want %s", d.Path, d.Type, tree.types[d.Path]))
		}
		if slices.Contains(tree.out, d.Path) {
			t.Errorf("%s is no document of the set", d.Path)
		}
	}
	for path := range tree.types {
		if !seen[path] {
			t.Errorf("%s is not read", path)
		}
	}
	if 10*right < 8*len(documents) {
		t.Errorf("%d of %d types are right: %s", right, len(documents), strings.Join(wrong, "; "))
	}
}

func (tree foreignTree) wantHome(t *testing.T, dir string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "public", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	home := string(raw)
	set, standard := strings.Index(home, `id="set"`), strings.Index(home, `id="clauses"`)
	said := fmt.Sprintf("%d documents are here", len(tree.types))
	if set < 0 || set > standard || !strings.Contains(home, said) {
		t.Errorf("the home page does not begin with what is there, %q", said)
	}
}
