package approval

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/gittest"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/schemacheck"
	"clausebook/internal/trust"
	"clausebook/internal/witness"
	"clausebook/schemas"
)

// testRepo is a project in a repository made by native git.
type testRepo struct {
	t      testing.TB
	dir    string
	day    time.Time
	config []string // of git, as -c takes it
	policy config.Approval
	clock  date.Date // of judgement, if any
	base   history.Hash
}

// newRepo makes an empty repository; the test is skipped where there is no git. Each commit is made a day later.
func newRepo(t testing.TB) *testRepo {
	t.Helper()
	r := &testRepo{t: t, dir: gittest.New(t).Dir, day: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)}
	r.policy = config.Approval{
		LeastGrade:         "declared",
		Trailers:           []string{"Approved-by", "Reviewed-by"},
		SeparationOfDuties: true,
		Settle:             date.Period{Days: 7},
	}
	return r
}

// The people of the tests: Ada writes, Bea is the change manager, Cy writes too, Dan has no role.
const (
	ada    = "Ada Author <ada@example.org>"
	bea    = "Bea Boss <bea@example.org>"
	cy     = "Cy Coauthor <cy@example.org>"
	dan    = "Dan Nobody <dan@example.org>"
	github = "GitHub <noreply@github.com>"
)

const peopleFile = `people:
  - {id: ada, name: Ada Author, emails: [ada@example.org]}
  - {id: bea, name: Bea Boss, emails: [bea@example.org]}
  - {id: cy, name: Cy Coauthor, emails: [cy@example.org]}
  - {id: dan, name: Dan Nobody, emails: [dan@example.org]}
roles:
  - {id: change-manager, title: Change manager, holders: [{person: bea, from: 2024-01-01}]}
`

// git runs native git as somebody ("Name <address>", or author and committer parted by a bar).
func (r *testRepo) git(who string, args ...string) string {
	r.t.Helper()
	out, err := r.tryGit(who, args...)
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(out)
}

// tryGit runs native git and gives what it prints even where it fails.
func (r *testRepo) tryGit(who string, args ...string) (string, error) {
	r.t.Helper()
	return r.native().Try(r.by(who), args...)
}

// native gives the repository to git, and by says who runs it.
func (r *testRepo) native() gittest.Repo { return gittest.Repo{TB: r.t, Dir: r.dir} }

func (r *testRepo) by(who string) gittest.Run {
	author, committer, _ := strings.Cut(who, "|")
	return gittest.Run{Author: author, Committer: committer, When: r.day.Format(time.RFC3339), Settings: r.config}
}

// commit records files with a message, a day after the last, and gives the commit.
func (r *testRepo) commit(who, message string, files map[string]string, args ...string) history.Hash {
	r.t.Helper()
	r.write(files)
	r.day = r.day.AddDate(0, 0, 1)
	if len(args) == 0 && r.config == nil { // native git is for what only it can do: each commit would run it twice
		return history.Hash(r.native().Snapshot(r.by(who), message))
	}
	return history.Hash(r.native().Commit(r.by(who), message, args...))
}

// merge merges a branch with a message, a day after the last commit, and gives the merge.
func (r *testRepo) merge(who, branch, message string, args ...string) history.Hash {
	r.t.Helper()
	r.day = r.day.AddDate(0, 0, 1)
	r.git(who, append([]string{"merge", "-q", "--no-ff", "-m", message, branch}, args...)...)
	return r.head()
}

// write puts files into the work tree.
func (r *testRepo) write(files map[string]string) {
	r.t.Helper()
	r.native().Write(files)
}

// head gives the commit of HEAD.
func (r *testRepo) head() history.Hash { return history.Hash(r.native().Head()) }

// must fails the test on an error.
func (r *testRepo) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// judge reads the project and judges it.
func (r *testRepo) judge() *ledger.Ledger {
	r.t.Helper()
	return Judge(r.input())
}

// shapes are compiled once for all tests.
var shapes = schemacheck.New(schemas.FS)

// input reads the project as the program does.
func (r *testRepo) input() Input {
	r.t.Helper()
	ctx := context.Background()
	tree := os.DirFS(r.dir)
	types, err := doc.Schemas(shapes, schemas.FS)
	r.must(err)
	reader := &doc.Reader{Folder: "content", Schemas: types}
	docs, err := reader.Load(ctx, tree, 2)
	r.must(err)
	log, err := history.Read(ctx, history.Options{Dir: r.dir, Folder: "content", Reader: reader.Facts})
	r.must(err)
	log = log.Standing(docs.Stood(log))
	schema, err := shapes.Compile("people.schema.json")
	r.must(err)
	register, err := people.Load(tree, "content/people.yaml", schema)
	r.must(err)
	in := Input{Docs: docs, History: log, Lowered: true,
		Source: trust.Source{People: register, Config: config.Config{Approval: r.policy}, Clock: witness.Clock{Day: r.clock}, Base: r.base}}
	archive, err := history.OpenArchive(r.dir, nil)
	r.must(err)
	r.t.Cleanup(archive.Close)
	in.At, in.Mailmap = archive.At, archive.Mailmap
	in.Register = func(tree fs.FS, path string) (*people.Register, error) { return people.Load(tree, path, schema) }
	settings, err := shapes.Compile("config.schema.json")
	r.must(err)
	in.ConfigOf = func(tree fs.FS) (config.Config, error) { return config.LoadThere(tree, config.FileName, settings) }
	if now, err := in.ConfigOf(tree); err == nil {
		in.Config = now
	}
	in.Line = func(ref string) (*history.Line, error) { return archive.Line(ref, in.Clock.Came) }
	in.Main = archive.MainRefs(nil)
	in.Tags, err = archive.Tags()
	r.must(err)
	return in
}

// logs reads the history of commits.
func (r *testRepo) logs(commits ...history.Hash) []*history.Log {
	r.t.Helper()
	var out []*history.Log
	for _, c := range commits {
		log, err := history.Read(context.Background(), history.Options{Dir: r.dir, Folder: "content", Rev: string(c), Reader: (&doc.Reader{}).Facts})
		r.must(err)
		out = append(out, log)
	}
	return out
}

// page writes a document in front matter and text. Each of more is a line of front matter.
func page(version, status, text string, more ...string) map[string]string {
	front := fmt.Sprintf("id: POL-CHG\ntitle: Change policy\ntype: policy\nversion: %q\nstatus: %s\n", version, status)
	for _, line := range more {
		front += line + "\n"
	}
	return map[string]string{"content/policies/change.md": "---\n" + front + "---\n# Change policy\n\n" + text + "\n"}
}

// with adds files to others.
func with(files map[string]string, name, text string) map[string]string {
	files[name] = text
	return files
}
