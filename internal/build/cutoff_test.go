package build_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"clausebook/internal/build"
	"clausebook/internal/gittest"
)

// life makes a history by chance, the same for the same seed: documents that are written, approved by their author or by
// somebody else, on their day, before or after, reviewed, changed under the version, merged with trailers, tagged; records
// ahead of their date; people and rules that change.
type life struct {
	*repo
	chance *rand.Rand
	texts  map[string]*livedText
	least  string
	bosses []string
}

// livedText is a document as it stands.
type livedText struct {
	kind, status, approvedBy   string
	version, wording           int
	approvedOn, reviewed, date time.Time
}

var livedPeople = map[string]string{"ada": "Ada Boss", "bea": "Bea Writer", "cy": "Cy Clerk"}

const livedKey = "ada@example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA6rWI3G1sz07DnfFlrouTcysQlj2P+jpNSOEWD9OJ3X\n"

func lived(t *testing.T, seed uint64, steps int) *life {
	t.Helper()
	l := &life{repo: newRepo(t), chance: rand.New(rand.NewPCG(seed, 7)), texts: map[string]*livedText{}, least: "declared",
		bosses: []string{"ada"}}
	l.when = time.Date(2025, 11, 3, 9, 0, 0, 0, time.UTC)
	l.keep("ada", "Set up", map[string]string{"clausebook.yaml": l.rules(), "mini.yaml": trendStandard, "keys": livedKey,
		"content/people.yaml": l.people()})
	for range steps {
		l.when = l.when.AddDate(0, 0, l.chance.IntN(16)).Add(time.Duration(l.chance.IntN(600)) * time.Minute)
		l.step()
	}
	return l
}

func (l *life) rules() string {
	return "standards: [mini.yaml]\napproval: {least_grade: " + l.least + ", allowed_signers: keys}\n"
}

func (l *life) people() string {
	var b strings.Builder
	b.WriteString("people:\n")
	for _, id := range slices.Sorted(maps.Keys(livedPeople)) {
		fmt.Fprintf(&b, "  - {id: %s, name: %s, emails: [%s@example.org]}\n", id, livedPeople[id], id)
	}
	b.WriteString("roles:\n  - id: boss\n    title: Boss\n    holders:\n")
	for _, id := range l.bosses {
		fmt.Fprintf(&b, "      - {person: %s}\n", id)
	}
	return b.String()
}

func (l *life) one(of ...string) string { return of[l.chance.IntN(len(of))] }

// near gives a day close to now, mostly this one.
func (l *life) near() time.Time {
	return l.when.AddDate(0, 0, []int{0, 0, 0, -3, -40, 5, 60}[l.chance.IntN(7)])
}

// step does one thing to one document, the people or the rules, and commits it.
func (l *life) step() {
	who := l.one("ada", "bea", "cy")
	id := l.one("plan", "policy", "survey", "log")
	d, known := l.texts[id]
	if !known {
		d = &livedText{kind: map[string]string{"survey": "record", "log": "record"}[id], version: 1, status: l.one("draft", "approved")}
		if d.kind == "" {
			d.kind = id
		}
		d.date = l.near()
		l.texts[id] = d
	}
	switch l.chance.IntN(9) {
	case 0:
		d.version, d.wording, d.status = d.version+1, d.wording+1, l.one("draft", "in-review", "approved")
	case 1:
		d.wording++
	case 2, 3:
		d.status, d.approvedBy, d.approvedOn = "approved", l.one("ada", "bea", "cy"), l.near()
	case 4:
		d.reviewed = l.near()
	case 5:
		d.date = l.near()
	case 6:
		l.bosses = [][]string{{"ada"}, {"ada", "bea"}, {"bea"}}[l.chance.IntN(3)]
		l.keep(who, "People", map[string]string{"content/people.yaml": l.people()})
	case 7:
		l.least = l.one("declared", "own-hand", "trailer")
		l.keep(who, "Rules", map[string]string{"clausebook.yaml": l.rules()})
	case 8:
		d.status = l.one("withdrawn", "draft", "approved")
	}
	message := "Work on " + id
	if l.chance.IntN(3) == 0 {
		message += "\n\nApproved-by: " + livedPeople["ada"] + " <ada@example.org>"
	}
	if l.chance.IntN(4) == 0 {
		l.merge(who, message, map[string]string{"content/" + id + ".md": d.text(id)})
	} else {
		l.keep(who, message, map[string]string{"content/" + id + ".md": d.text(id)})
	}
	if l.chance.IntN(6) == 0 {
		l.tag(fmt.Sprintf("t%d", l.when.Unix()), fmt.Sprintf("%s %d.0", strings.ToUpper(id), d.version))
	}
}

func (d *livedText) text(id string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\nid: %s\ntitle: The %s\ntype: %s\nversion: \"%d.0\"\nstatus: %s\nowner: boss\napprover: boss\n",
		strings.ToUpper(id), id, d.kind, d.version, d.status)
	if d.approvedBy != "" {
		fmt.Fprintf(&b, "approved_by: %s\napproved_on: %s\n", d.approvedBy, d.approvedOn.Format(time.DateOnly))
	}
	if !d.reviewed.IsZero() {
		fmt.Fprintf(&b, "reviewed_on: %s\nreview_every: P3M\n", d.reviewed.Format(time.DateOnly))
	}
	if d.kind == "record" {
		fmt.Fprintf(&b, "date: %s\n", d.date.Format(time.DateOnly))
	}
	fmt.Fprintf(&b, "fulfils: [%s]\n---\nThis is wording number %d of it.\n", id, d.wording)
	return b.String()
}

// keep commits files on the main line and gives the commit.
func (l *life) keep(who, message string, files map[string]string) plumbing.Hash {
	l.t.Helper()
	return l.record(who, message, files, nil)
}

// merge commits files on a branch of one commit, and merges it two hours later as somebody.
func (l *life) merge(who, message string, files map[string]string) {
	l.t.Helper()
	before, err := l.git.Head()
	l.must(err)
	branch := l.keep(l.one("ada", "bea", "cy"), "On a branch", files)
	l.when = l.when.Add(2 * time.Hour)
	l.record(who, message, nil, []plumbing.Hash{before.Hash(), branch})
}

func (l *life) record(who, message string, files map[string]string, parents []plumbing.Hash) plumbing.Hash {
	l.t.Helper()
	l.write(files)
	at, err := gittest.Snapshot(l.dir, message, gittest.By(livedPeople[who], who+"@example.org", l.when), parents...)
	l.must(err)
	return at
}

func (l *life) tag(name, message string) {
	l.t.Helper()
	head, err := l.git.Head()
	l.must(err)
	by := object.Signature{Name: "Ada Boss", Email: "ada@example.org", When: l.when.AddDate(0, 0, l.chance.IntN(20))}
	made := object.Tag{Name: name, Tagger: by, Message: message + "\n", TargetType: plumbing.CommitObject, Target: head.Hash(),
		PGPSignature: "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"} // a bad one speaks against the approval
	encoded := l.git.Storer.NewEncodedObject()
	l.must(made.Encode(encoded))
	at, err := l.git.Storer.SetEncodedObject(encoded)
	l.must(err)
	l.must(l.git.Storer.SetReference(plumbing.NewHashReference(plumbing.NewTagReferenceName(name), at)))
}

// cut gives a copy of the repository in which nothing is later than a day: the main line by committers, tags by taggers.
func (l *life) cut(day string) string {
	l.t.Helper()
	dir := l.t.TempDir()
	l.must(os.CopyFS(dir, os.DirFS(l.dir)))
	l.must(os.RemoveAll(filepath.Join(dir, ".clausebook")))
	copied, err := git.PlainOpen(dir)
	l.must(err)
	head, err := copied.Head()
	l.must(err)
	c, err := copied.CommitObject(head.Hash())
	l.must(err)
	for c.Committer.When.UTC().Format(time.DateOnly) > day {
		c, err = copied.CommitObject(c.ParentHashes[0])
		l.must(err)
	}
	l.must(copied.Storer.SetReference(plumbing.NewHashReference(plumbing.Master, c.Hash)))
	tags, err := copied.TagObjects()
	l.must(err)
	l.must(tags.ForEach(func(tag *object.Tag) error {
		if tag.Tagger.When.UTC().Format(time.DateOnly) > day {
			return copied.DeleteTag(tag.Name)
		}
		return nil
	}))
	return dir
}

// TestAsOfADayIsARepositoryCutOffAtIt holds that what came after a day changes nothing that is said as of it: no page, no
// finding, no file for machines.
func TestAsOfADayIsARepositoryCutOffAtIt(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			l := lived(t, seed, 24)
			for _, part := range []int{3, 2} {
				first := time.Date(2025, 11, 3, 0, 0, 0, 0, time.UTC)
				day := first.Add(l.when.Sub(first) / time.Duration(part)).Format(time.DateOnly)
				want := asOfPages(t, l.cut(day), day)
				got := asOfPages(t, l.dir, day)
				for _, at := range slices.Sorted(maps.Keys(want)) {
					if got[at] != want[at] {
						t.Errorf("as of %s, %s differs:\n%s", day, at, differing(want[at], got[at]))
					}
				}
				if len(got) != len(want) {
					t.Errorf("as of %s there are %d files, cut off there are %d", day, len(got), len(want))
				}
			}
		})
	}
}

// asOfPages renders the site as of a day.
func asOfPages(t *testing.T, dir, day string) map[string]string {
	t.Helper()
	now := func() time.Time { return time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC) }
	p, err := build.Gather(t.Context(), build.Options{Dir: dir, AsOf: day, Tool: "tested", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	files, err := build.Plan(p)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range files {
		var b strings.Builder
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		out[f.Path] = b.String()
	}
	return out
}

// differing gives the first lines that two texts do not share.
func differing(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n-cut off: %s\n+as of:   %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines cut off, %d as of", len(a), len(b))
}
