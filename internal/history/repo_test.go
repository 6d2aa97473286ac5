package history

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"clausebook/internal/gittest"
)

// testRepo is a repository made by native git.
type testRepo struct {
	t   testing.TB
	dir string
	now int64 // seconds, a minute later with each commit
}

// newRepo makes an empty repository; the test is skipped where there is no git.
func newRepo(t testing.TB, initArgs ...string) *testRepo {
	t.Helper()
	return &testRepo{t: t, dir: gittest.New(t, initArgs...).Dir, now: 1_700_000_000}
}

// at gives the same repository seen from another work tree.
func (r *testRepo) at(dir string) *testRepo {
	return &testRepo{t: r.t, dir: dir, now: r.now + 1_000_000}
}

// native gives the repository to git.
func (r *testRepo) native() gittest.Repo { return gittest.Repo{TB: r.t, Dir: r.dir} }

func (r *testRepo) run(stdin string) gittest.Run {
	return gittest.Run{Author: "Ada Author <ada@example.org>", Committer: "Carl Committer <carl@example.org>",
		When: fmt.Sprintf("%d +0100", r.now), In: stdin}
}

// git runs native git and gives what it prints.
func (r *testRepo) git(args ...string) string {
	r.t.Helper()
	return r.gitIn("", args...)
}

// gitIn runs native git with some standard input.
func (r *testRepo) gitIn(stdin string, args ...string) string {
	r.t.Helper()
	return r.native().Git(r.run(stdin), args...)
}

// tryGit runs native git and gives its output even where it fails.
func (r *testRepo) tryGit(stdin string, args ...string) (string, error) {
	r.t.Helper()
	return r.native().Try(r.run(stdin), args...)
}

// write puts files into the work tree; an empty text removes one.
func (r *testRepo) write(files map[string]string) {
	r.t.Helper()
	r.native().Change(files)
}

// commit records files with a message and gives the commit.
func (r *testRepo) commit(message string, files map[string]string) Hash {
	r.t.Helper()
	r.write(files)
	r.now += 60
	return Hash(r.native().Commit(r.run(""), message))
}

// head gives the commit of HEAD.
func (r *testRepo) head() Hash { return Hash(r.native().Head()) }

// must fails the test on an error.
func (r *testRepo) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// read reads the history of the folder content with the toy reader.
func (r *testRepo) read(o Options) *Log {
	r.t.Helper()
	if o.Dir == "" {
		o.Dir = r.dir
	}
	if o.Folder == "" {
		o.Folder = "content"
	}
	if o.Reader == nil {
		o.Reader = toyFacts
	}
	if o.cacheFrom == 0 {
		o.cacheFrom = 1
	}
	log, err := Read(r.t.Context(), o)
	if err != nil {
		r.t.Fatalf("read history: %v", err)
	}
	return log
}

// toyFacts reads "id: X" and "version: X" from the lines before "---" and takes the words after it as prose.
func toyFacts(blob []byte) Facts {
	front, body, ok := strings.Cut(string(blob), "---\n")
	if !ok {
		front, body = "", string(blob)
	}
	f := Facts{Prose: "p" + strings.Join(strings.Fields(body), " "), Metadata: "m" + front, Body: "b" + body}
	for line := range strings.Lines(front) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "id":
			f.ID = value
		case "version":
			f.Version = value
		}
	}
	return f
}

// randomRepo makes a repository of n commits with branches, merges of all kinds, renames, links and submodules, the
// same one for the same seed.
func randomRepo(t testing.TB, seed uint64, n int) *testRepo {
	t.Helper()
	r := newRepo(t)
	r.gitIn(randomStream(seed, n), "fast-import", "--quiet")
	r.git("reset", "-q", "--hard", "main")
	return r
}

// randomStream writes the input of git fast-import.
func randomStream(seed uint64, n int) string {
	g := &generator{rnd: rand.New(rand.NewPCG(seed, 7))}
	// heads[i] is the last commit of branch i and what it holds.
	type state struct {
		mark  int
		files map[string]string
	}
	var all []state
	for i := 1; i <= n; i++ {
		files, parents := map[string]string{}, []int{}
		if len(all) > 0 && g.rnd.IntN(60) != 0 {
			from := all[max(0, len(all)-1-g.rnd.IntN(4))]
			parents = append(parents, from.mark)
			for k, v := range from.files {
				files[k] = v
			}
			for g.rnd.IntN(5) == 0 && len(parents) < 4 {
				other := all[max(0, len(all)-1-g.rnd.IntN(12))]
				parents = append(parents, other.mark)
				for _, k := range sortedKeys(other.files) {
					if g.rnd.IntN(2) == 0 {
						files[k] = other.files[k]
					}
				}
			}
		}
		if g.rnd.IntN(8) != 0 {
			g.edit(files)
		}
		g.write(i, parents, files)
		all = append(all, state{i, files})
	}
	fmt.Fprintf(&g.out, "reset refs/heads/main\nfrom :%d\n\n", n)
	return g.out.String()
}

// generator writes a stream for fast-import.
type generator struct {
	rnd *rand.Rand
	out bytes.Buffer
}

// edit changes some files. A value is the mode and the content.
func (g *generator) edit(files map[string]string) {
	folders := []string{"content/", "content/a/", "content/a.b/", "content/a/deep/er/", "other/", ""}
	for range 1 + g.rnd.IntN(4) {
		name := fmt.Sprintf("%sf%d.md", folders[g.rnd.IntN(len(folders))], g.rnd.IntN(12))
		switch g.rnd.IntN(12) {
		case 0:
			delete(files, name)
		case 1, 2: // move
			if names := sortedKeys(files); len(names) > 0 {
				from := names[g.rnd.IntN(len(names))]
				files[name] = files[from]
				delete(files, from)
			}
		case 3:
			files[name] = "100755 " + g.text()
		case 4:
			files[name] = "120000 f1.md"
		case 5:
			files[name] = fmt.Sprintf("160000 %040x", g.rnd.IntN(3)+1)
		case 6: // a file where a folder was
			for k := range files {
				if strings.HasPrefix(k, "content/a/") {
					delete(files, k)
				}
			}
			files["content/a"] = "100644 " + g.text()
		default:
			files[name] = "100644 " + g.text()
		}
	}
	for k := range files {
		if strings.HasPrefix(k, "content/a/") {
			delete(files, "content/a")
		}
	}
}

// text gives a few lines, often the same ones.
func (g *generator) text() string {
	var b strings.Builder
	if g.rnd.IntN(2) == 0 {
		fmt.Fprintf(&b, "id: D-%d\n---\n", g.rnd.IntN(8))
	}
	for range 1 + g.rnd.IntN(6) {
		fmt.Fprintf(&b, "line %d of a document\n", g.rnd.IntN(9))
	}
	return b.String()
}

// write writes one commit with all its files.
func (g *generator) write(mark int, parents []int, files map[string]string) {
	message := fmt.Sprintf("commit %d", mark)
	when := 1_600_000_000 + mark*10 - g.rnd.IntN(100) // clocks that go wrong
	fmt.Fprintf(&g.out, "commit refs/heads/work\nmark :%d\n", mark)
	fmt.Fprintf(&g.out, "author A <a@example.org> %d +0000\ncommitter C <c@example.org> %d +0000\n", when, when)
	fmt.Fprintf(&g.out, "data %d\n%s\n", len(message), message)
	for i, p := range parents {
		fmt.Fprintf(&g.out, "%s :%d\n", map[bool]string{true: "from", false: "merge"}[i == 0], p)
	}
	if len(parents) == 0 {
		fmt.Fprintf(&g.out, "from %040d\n", 0)
	}
	fmt.Fprintf(&g.out, "deleteall\n")
	for _, name := range sortedKeys(files) {
		mode, content, _ := strings.Cut(files[name], " ")
		if mode == "160000" {
			fmt.Fprintf(&g.out, "M 160000 %s %s\n", content, name)
			continue
		}
		fmt.Fprintf(&g.out, "M %s inline %s\ndata %d\n%s\n", mode, name, len(content), content)
	}
	fmt.Fprintln(&g.out)
}
