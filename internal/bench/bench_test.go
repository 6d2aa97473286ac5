package bench

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	example "clausebook"
	"clausebook/internal/build"
	"clausebook/internal/diag"
)

var small = Size{Documents: 200, Commits: 500}

func forms(t *testing.T) map[string]Form {
	t.Helper()
	ours, err := ForClausebook(example.FS)
	if err != nil {
		t.Fatal(err)
	}
	hugo, err := ForHugo()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]Form{"clausebook": ours, "hugo": hugo}
}

// TestSameBytes writes each form twice.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	for name, form := range forms(t) {
		var sums [2][sha256.Size]byte
		for i := range sums {
			hash := sha256.New()
			if err := Write(hash, example.FS, small, form); err != nil {
				t.Fatal(err)
			}
			hash.Sum(sums[i][:0])
		}
		if sums[0] != sums[1] {
			t.Errorf("%s: two streams differ", name)
		}
	}
}

func TestTooSmall(t *testing.T) {
	t.Parallel()
	for _, s := range []Size{{Documents: 100, Commits: 500}, {Documents: 200, Commits: 199}} {
		if err := Write(io.Discard, example.FS, s, forms(t)["hugo"]); err == nil {
			t.Errorf("a corpus of %d documents and %d commits was written", s.Documents, s.Commits)
		}
	}
}

// repository imports the small corpus in a form.
func repository(t *testing.T, form Form) string {
	t.Helper()
	dir := t.TempDir()
	git(t, dir, nil, "init", "-q", "-b", "main")
	var stream bytes.Buffer
	if err := Write(&stream, example.FS, small, form); err != nil {
		t.Fatal(err)
	}
	git(t, dir, &stream, "fast-import", "--quiet")
	git(t, dir, nil, "reset", "-q", "--hard", "main")
	return dir
}

func git(t *testing.T, dir string, in io.Reader, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	cmd.Stdin = in
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, text)
	}
	return string(text)
}

func count(t *testing.T, dir string, args ...string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(git(t, dir, nil, args...)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestCorpus looks at the small corpus in both forms.
func TestCorpus(t *testing.T) {
	t.Parallel()
	both := forms(t)
	ours, hugo := repository(t, both["clausebook"]), repository(t, both["hugo"])
	for name, test := range map[string]func(*testing.T, string){
		"history": history, "nothing lost": nothingLost, "content": content, "readable": readable,
	} {
		t.Run(name, func(t *testing.T) { t.Parallel(); test(t, ours) })
	}
	t.Run("same story", func(t *testing.T) { t.Parallel(); sameStory(t, ours, hugo) })
	t.Run("hugo", func(t *testing.T) { t.Parallel(); hugoForm(t, ours, hugo) })
}

// history wants what the names of the commits promise to be in them.
func history(t *testing.T, dir string) {
	t.Helper()
	if text := git(t, dir, nil, "fsck", "--strict", "--no-dangling"); text != "" {
		t.Errorf("git fsck: %s", text)
	}
	if got := count(t, dir, "rev-list", "--count", "main"); got != small.Commits {
		t.Errorf("%d commits instead of %d", got, small.Commits)
	}
	moves := count(t, dir, "rev-list", "--count", "--grep=^Move ", "main")
	renamed := strings.Count(git(t, dir, nil, "log", "-M50%", "--diff-filter=R", "--format=", "--name-status", "main"), "\n")
	if renamed < 2 || renamed > moves {
		t.Errorf("%d documents moved by %d commits that say so", renamed, moves)
	}
	subjects := map[string]string{}
	for line := range strings.Lines(git(t, dir, nil, "log", "--format=%H %s", "main")) {
		hash, subject, _ := strings.Cut(line, " ")
		subjects[hash] = subject
	}
	long := 0
	for line := range strings.Lines(git(t, dir, nil, "log", "--merges", "--format=%P", "main")) {
		parents := strings.Fields(line)
		if strings.HasPrefix(subjects[parents[0]], "Go on meanwhile") && strings.HasPrefix(subjects[parents[1]], "Work on a branch") {
			long++
		}
	}
	if long < 5 {
		t.Errorf("%d merges join two lines that both went on", long)
	}
	changed := git(t, dir, nil, "log", "-m", "--first-parent", "--merges", "--format=", "--name-only", "main")
	if !strings.Contains(changed, "content/") {
		t.Error("no merge brings in a document")
	}
}

// nothingLost wants the last commit to hold every document as the story left it: no merge took anything back, and
// no move left anything behind.
func nothingLost(t *testing.T, dir string) {
	t.Helper()
	m, err := readExample(example.FS)
	if err != nil {
		t.Fatal(err)
	}
	c := newChronicler(bufio.NewWriter(io.Discard), m, small, forms(t)["clausebook"])
	c.run()
	want := map[string]bool{}
	for _, w := range c.documents {
		want[w.path] = true
		text, err := os.ReadFile(path.Join(dir, w.path))
		if err != nil {
			t.Error(err)
		} else if string(text) != strings.Join(w.lines, "\n") {
			t.Errorf("%s differs from its last version", w.path)
		}
	}
	for line := range strings.Lines(git(t, dir, nil, "ls-files", "content/*.md")) {
		if !want[strings.TrimSpace(line)] {
			t.Errorf("%s is nobody's", line)
		}
	}
}

// content counts what the documents hold.
func content(t *testing.T, dir string) {
	t.Helper()
	for _, c := range []struct {
		what, pattern string
		least         int
	}{
		{"versions", `^version: "1\.`, small.Documents},
		{"later versions", `^version: "1\.[2-9]`, small.Documents / 4},
		{"code", "^```[a-z]", small.Documents / 3},
		{"diagrams", "^```mermaid", 20},
		{"tables", `^\|[-:|]+\|$`, small.Documents / 2},
		{"links", `\[\[`, 1000},
	} {
		got := 0
		for line := range strings.Lines(git(t, dir, nil, "grep", "-hcE", "-e", c.pattern, "main", "--", "content/*.md")) {
			n, err := strconv.Atoi(strings.TrimSpace(line))
			if err != nil {
				t.Fatal(err)
			}
			got += n
		}
		if got < c.least {
			t.Errorf("%s: %d, at least %d", c.what, got, c.least)
		}
	}
}

// readable gathers the corpus: every document is found under its id with its history, moved or not, and there are
// no errors but on approvals and on gaps, which the example has too.
func readable(t *testing.T, dir string) {
	t.Helper()
	p, err := build.Gather(t.Context(), build.Options{Dir: dir, Now: time.Now}) // the example has a day of its own
	if err != nil {
		t.Fatal(err)
	}
	d := p.Dossier
	if len(d.Docs.Documents) != small.Documents || d.History.Commits != small.Commits {
		t.Errorf("%d documents, %d commits", len(d.Docs.Documents), d.History.Commits)
	}
	for _, document := range d.Docs.Documents {
		if len(d.History.Revisions(document.Path)) == 0 {
			t.Errorf("%s has no history", document.Path)
		}
	}
	for _, f := range d.Findings {
		// Nobody in the corpus reviews again what came in two years ago, and its merges are not signed.
		judged := strings.HasPrefix(string(f.Rule), "AP") || strings.HasPrefix(string(f.Rule), "RQ") || f.Rule == "RV001"
		if f.Severity == diag.Error && !judged {
			t.Errorf("%s: %s: %s", f.Pos, f.Rule, f.Message)
		}
	}
}

// sameStory wants the forms to differ in nothing but what their tools read.
func sameStory(t *testing.T, dirs ...string) {
	t.Helper()
	var logs []string
	for _, dir := range dirs {
		logs = append(logs, git(t, dir, nil, "log", "--topo-order", "--format=%an %at %cn %ct %s", "--name-status", "--no-renames",
			"main", "--", "content/unit*"))
	}
	if logs[0] == "" || logs[0] != logs[1] {
		t.Error("the histories of the two forms differ")
	}
}

// hugoForm wants the front matter to say the same in the form that is written for Hugo, in lines that its reader
// takes, and every link to lead somewhere.
func hugoForm(t *testing.T, ours, hugo string) {
	t.Helper()
	links := regexp.MustCompile(`\]\(doc:([A-Z0-9-]+)(#[^)]*)?\)`)
	goesOn := regexp.MustCompile(`(?m)^ +[^- ].*$`)
	ids, wanted := map[string]bool{}, map[string]string{}
	for line := range strings.Lines(git(t, hugo, nil, "ls-files", "content/*.md")) {
		name := strings.TrimSpace(line)
		want, _ := split(t, path.Join(ours, name))
		got, body := split(t, path.Join(hugo, name))
		var original map[string]any
		var front struct {
			Title, URL string
			Params     map[string]any
		}
		if err := errors.Join(yaml.Unmarshal([]byte(want), &original), yaml.Unmarshal([]byte(got), &front)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		id := fmt.Sprint(original["id"])
		if front.Title != original["title"] || front.URL != fmt.Sprintf("/documents/%s.html", strings.ToLower(id)) {
			t.Errorf("%s: front matter %+v", name, front)
		}
		if delete(original, "title"); !reflect.DeepEqual(original, front.Params) {
			t.Errorf("%s: parameters %v instead of %v", name, front.Params, original)
		}
		for _, on := range goesOn.FindAllString(strings.ReplaceAll(got, "\n  ", "\n"), -1) {
			if key, _, ok := strings.Cut(strings.TrimSpace(on), ":"); !ok || strings.ContainsAny(key, " '\"{") {
				t.Errorf("%s: a value goes on in the line %q", name, on)
			}
		}
		if ids[id] = true; strings.Contains(body, "[[") {
			t.Errorf("%s has a link that Hugo cannot read", name)
		}
		for _, m := range links.FindAllStringSubmatch(body, -1) {
			wanted[m[1]] = name
		}
	}
	if len(wanted) < 100 {
		t.Errorf("links to %d documents", len(wanted))
	}
	for _, id := range slices.Sorted(maps.Keys(wanted)) {
		if !ids[id] {
			t.Errorf("%s links to %s, which is not there", wanted[id], id)
		}
	}
}

// split gives the front matter and the rest of a file.
func split(t *testing.T, file string) (front, body string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	front, body, _ = strings.Cut(strings.TrimPrefix(string(text), "---\n"), "\n---\n")
	return front, body
}
