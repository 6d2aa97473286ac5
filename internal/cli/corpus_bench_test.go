//go:build bench

package cli_test

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// corpus makes a repository of documents and commits for benchmarks and gives its folder. The documents are copies of
// the example, unit by unit as of an organization with many branches: front matter of all types, links, coverage,
// tables and rows, the ids of each unit its own. Their history is invented: documents come in and are revised on
// branches by the holders of roles, and the merges carry trailers. The same sizes give the same commits.
//
// CLAUSEBOOK_BENCH_KEEP names a folder in which repositories are kept from one run to the next.
func corpus(t *testing.T, documents, commits int) string {
	t.Helper()
	dir := filepath.Join(cmp.Or(os.Getenv("CLAUSEBOOK_BENCH_KEEP"), t.TempDir()), fmt.Sprintf("%d-documents-%d-commits", documents, commits))
	if _, err := os.Stat(filepath.Join(dir, "clausebook.yaml")); err == nil {
		return dir
	}
	example := readExample(t)
	runGit(t, "", "init", "-q", "-b", "main", dir)
	in, out := io.Pipe()
	go func() {
		w := bufio.NewWriterSize(out, 1<<20)
		newChronicler(w, example, documents).run(commits)
		out.CloseWithError(w.Flush()) // nil closes as the end of the stream
	}()
	cmd := exec.Command("git", "-C", dir, "fast-import", "--quiet")
	cmd.Stdin = in
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git fast-import: %v\n%s", err, text)
	}
	runGit(t, dir, "-c", "pack.threads=2", "repack", "-adfq", "--depth=50", "--window=10")
	runGit(t, dir, "reset", "-q", "--hard", "main")
	return dir
}

func runGit(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, text)
	}
}

// example is the project's own content, as the model of all units.
type example struct {
	files  map[string]string // path below content/ -> text
	paths  []string          // of files, sorted
	ids    *regexp.Regexp    // any id of a document
	rank   map[string]int    // id -> number of documents before it in a unit
	config string
	people string
	emails []string // "Name <address>" of everybody
}

func readExample(t *testing.T) *example {
	t.Helper()
	root := os.DirFS("../..")
	read := func(name string) string {
		b, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	e := &example{files: map[string]string{}, rank: map[string]int{}, people: read("content/people.yaml")}
	e.config = strings.Replace(read("clausebook.yaml"), "least_grade: declared", "least_grade: merge", 1)
	for _, m := range regexp.MustCompile(`name: ([^,]+), emails: \[([^]]+)\]`).FindAllStringSubmatch(e.people, -1) {
		e.emails = append(e.emails, fmt.Sprintf("%s <%s>", m[1], m[2]))
	}
	var ids []string
	err := fs.WalkDir(root, "content", func(p string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Base(p) == "people.yaml" {
			return err
		}
		text := read(p)
		e.files[strings.TrimPrefix(p, "content/")] = text
		if m := regexp.MustCompile(`(?m)^id: (\S+)$`).FindStringSubmatch(text); m != nil {
			e.rank[m[1]] = len(ids) // WalkDir goes by name, as the sorted paths do
			ids = append(ids, regexp.QuoteMeta(m[1]))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for p := range e.files {
		e.paths = append(e.paths, p)
	}
	slices.Sort(e.paths)
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }) // the longest first
	e.ids = regexp.MustCompile(`\b(` + strings.Join(ids, "|") + `)\b`)
	return e
}

// chronicler writes the stream for fast-import.
type chronicler struct {
	out       *bufio.Writer
	rnd       *rand.Rand
	example   *example
	documents []*written // in the order in which they come in
	mark      int
	commits   int
}

// written is a document as it stands at the time of the story.
type written struct {
	path    string
	lines   []string
	prose   []int // indices of lines that can be revised
	minor   int   // the version is 1.minor
	beside  string
	rows    string // of the file beside it, empty for none
	arrived bool
}

func newChronicler(out *bufio.Writer, e *example, documents int) *chronicler {
	c := &chronicler{out: out, rnd: rand.New(rand.NewPCG(1, 2)), example: e}
	for unit := 1; len(c.documents) < documents; unit++ {
		for _, p := range e.paths {
			if path.Ext(p) == ".md" && len(c.documents) < documents {
				c.documents = append(c.documents, e.write(p, unit, documents))
			}
		}
	}
	return c
}

var dataLine = regexp.MustCompile(`(?m)^data: (\S+)$`)

// write copies a document of the example for a unit. What the last unit lacks is that of the first.
func (e *example) write(p string, unit, documents int) *written {
	text := e.ids.ReplaceAllStringFunc(e.files[p], func(id string) string {
		if (unit-1)*len(e.rank)+e.rank[id] >= documents {
			return id + "-U01"
		}
		return fmt.Sprintf("%s-U%02d", id, unit)
	})
	folder := fmt.Sprintf("content/unit%02d/", unit)
	w := &written{path: folder + p, lines: strings.Split(text, "\n")}
	if m := dataLine.FindStringSubmatch(text); m != nil {
		at := path.Join(path.Dir(p), m[1])
		w.beside, w.rows = folder+at, e.files[at]
	}
	fences := 0
	for i, line := range w.lines {
		switch {
		case line == "---":
			fences++
		case fences >= 2 && len(line) > 40 && !strings.ContainsAny(line[:1], "|#-<>`* 0123456789"):
			w.prose = append(w.prose, i)
		}
	}
	return w
}

// begin is the day of the first commit, in seconds, and span the time over which all commits are spread.
const (
	begin = 1_733_130_000 // 2024-12-02
	span  = 62_000_000    // to 2026-11-19
)

// run writes all commits: the first of the documents in groups, then revisions.
func (c *chronicler) run(commits int) {
	c.commits = commits
	settings := fmt.Sprintf("M 100644 inline clausebook.yaml\n%sM 100644 inline content/people.yaml\n%sM 100644 inline .gitignore\n%s",
		data(c.example.config), data(c.example.people), data("/public/\n/.clausebook/\n"))
	tip := c.commit("sms: begin", []int{0}, 0, "", settings)
	for i := 0; i < len(c.documents); i += 10 {
		tip = c.request(tip, c.documents[i:min(i+10, len(c.documents))])
	}
	for c.mark < commits {
		switch n := c.rnd.IntN(100); {
		case n < 60 && c.mark+2 <= commits:
			tip = c.request(tip, c.pick(1+c.rnd.IntN(3)))
		case n < 85:
			tip = c.commit("Revise", []int{tip}, c.rnd.IntN(99), "", c.revise(c.pick(1)))
		default:
			tip = c.commit("Change a script", []int{tip}, c.rnd.IntN(99), "", fmt.Sprintf("M 100644 inline tools/t%d.sh\n%s", c.rnd.IntN(40), data(fmt.Sprint(c.mark, "\n"))))
		}
	}
	fmt.Fprintf(c.out, "reset refs/heads/main\nfrom :%d\n\n", tip)
}

// pick draws some documents, no one twice.
func (c *chronicler) pick(n int) []*written {
	var out []*written
	for range n {
		out = append(out, c.documents[c.rnd.IntN(len(c.documents))])
	}
	slices.SortFunc(out, func(a, b *written) int { return strings.Compare(a.path, b.path) })
	return slices.Compact(out)
}

// request writes a branch of one commit by its author, and the merge by the approver with trailers.
func (c *chronicler) request(tip int, documents []*written) int {
	author := c.rnd.IntN(99)
	side := c.commit("Write", []int{tip}, author, "", c.revise(documents))
	approver := author + 1
	trailer := fmt.Sprintf("\nReviewed-by: %s\n", c.person(approver))
	return c.commit(fmt.Sprintf("Merge pull request #%d from unit/topic", side), []int{tip, side}, approver, trailer, c.show(documents))
}

// revise changes a line of prose of each document that is there, brings in those that are not, and writes them.
func (c *chronicler) revise(documents []*written) string {
	for _, w := range documents {
		if w.minor++; w.arrived && len(w.prose) > 0 {
			at := w.prose[c.rnd.IntN(len(w.prose))]
			w.lines[at] = strings.TrimSuffix(w.lines[at], " This was made plainer.") + " This was made plainer."
		}
		for i, line := range w.lines[:20] {
			if strings.HasPrefix(line, "version: ") {
				w.lines[i] = fmt.Sprintf("version: \"1.%d\"", w.minor)
			}
		}
		w.arrived = true
	}
	return c.show(documents)
}

// show writes documents as they stand.
func (c *chronicler) show(documents []*written) string {
	var b strings.Builder
	for _, w := range documents {
		fmt.Fprintf(&b, "M 100644 inline %s\n%s", w.path, data(strings.Join(w.lines, "\n")))
		if w.rows != "" && w.minor == 1 {
			fmt.Fprintf(&b, "M 100644 inline %s\n%s", w.beside, data(w.rows))
		}
	}
	return b.String()
}

func data(text string) string { return fmt.Sprintf("data %d\n%s\n", len(text), text) }

func (c *chronicler) person(i int) string { return c.example.emails[i%len(c.example.emails)] }

// second is the time of the commit that is next.
func (c *chronicler) second() int { return begin + span/c.commits*c.mark }

// commit writes one commit and gives its mark.
func (c *chronicler) commit(subject string, parents []int, author int, trailer, changes string) int {
	c.mark++
	who := fmt.Sprintf("%s %d +0100", c.person(author), c.second())
	message := fmt.Sprintf("%s %d\n\nWhy this was done.\n%s", subject, c.mark, trailer)
	fmt.Fprintf(c.out, "commit refs/heads/work\nmark :%d\nauthor %s\ncommitter %s\n%s", c.mark, who, who, data(message))
	for i, p := range parents {
		if p > 0 {
			fmt.Fprintf(c.out, "%s :%d\n", []string{"from", "merge"}[min(i, 1)], p)
		}
	}
	fmt.Fprintf(c.out, "%s\n", changes)
	return c.mark
}
