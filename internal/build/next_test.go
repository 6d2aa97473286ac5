package build_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/build"
	"clausebook/internal/diag"
)

// uncommittedWords is what is said otherwise of a commit that has no name yet.
var uncommittedWords = regexp.MustCompile(`\s*(?:in a change that is not committed|\(commit [0-9a-f]{12}\)|(?:by |in )?(?:the )?commit [0-9a-f]{12}|` +
	`the change| what is not committed|, which is not committed,|, by a trailer in its commit or by a later commit with the trailer .Approves:.|` +
	`, by a commit with the trailer .Approves: [0-9a-f]{12}.)`)

// commitName is the name of a commit, of which another one may be given as example.
var commitName = regexp.MustCompile(`\b[0-9a-f]{12}\b`)

// told gives what a gathering finds, gaps included, without the names of commits.
func (l *life) told(who string) []string {
	l.t.Helper()
	env := map[string]string{"GIT_AUTHOR_NAME": livedPeople[who], "GIT_AUTHOR_EMAIL": who + "@example.org"}
	p, err := build.Gather(l.t.Context(), build.Options{Dir: l.dir, Cache: filepath.Join(l.t.TempDir(), "cache"),
		Now: func() time.Time { return l.when }, Env: func(name string) string { return env[name] }})
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, f := range slices.Concat(p.Dossier.Findings, p.Dossier.Gaps) {
		out = append(out, toldOf(f, ""))
	}
	slices.Sort(out)
	return out
}

func toldOf(f diag.Finding, under string) string {
	line := fmt.Sprintf("%s%s %s %s %s: %s (%s)", under, f.Severity, f.Rule, f.Pos, f.Subject, f.Message, f.Hint)
	line = uncommittedWords.ReplaceAllString(line, "")
	line = commitName.ReplaceAllString(line, "COMMIT")
	for _, c := range f.Consequences {
		line += "\n" + toldOf(c, under+"  ")
	}
	return line
}

// edit does one thing to the work tree and commits nothing.
func (l *life) edit() {
	file := func(id string) string { return "content/" + id + ".md" }
	texts := []string{}
	for id := range l.texts {
		if _, err := os.Stat(filepath.Join(l.dir, file(id))); err == nil {
			texts = append(texts, id)
		}
	}
	slices.Sort(texts)
	some := func() (string, *livedText) {
		if len(texts) == 0 {
			return "", &livedText{kind: "policy", version: 1, status: "draft"}
		}
		id := l.one(texts...)
		return id, l.texts[id]
	}
	id, d := some()
	write := func(more ...string) {
		if id != "" {
			text := strings.Replace(d.text(id), "\n---\n", "\n"+strings.Join(more, "\n")+"\n---\n", 1)
			l.write(map[string]string{file(id): text})
		}
	}
	day := l.near().Format(time.DateOnly)
	switch l.chance.IntN(24) {
	case 0:
		d.wording++
		write()
	case 1:
		d.version++
		d.status = l.one("draft", "in-review", "approved")
		write()
	case 2, 3:
		d.status, d.approvedBy, d.approvedOn = "approved", l.one("ada", "bea", "cy", "nobody"), l.near()
		write()
	case 4:
		d.reviewed, d.date = l.near(), l.near()
		write()
	case 5:
		d.status = l.one("withdrawn", "superseded", "draft")
		write()
	case 6:
		write("withdrawn: [{version: \"1.0\", from: " + day + ", by: ada, reason: wrong}]")
	case 7: // a new document
		l.write(map[string]string{"content/new/extra.md": "---\nid: EXTRA\ntitle: Extra\ntype: policy\nversion: \"1.0\"\nstatus: " +
			l.one("draft", "approved", "in-review") + "\nowner: boss\napprover: boss\napproved_by: ada\napproved_on: " + day +
			"\n---\nSee [[" + strings.ToUpper(l.one("plan", "policy", "gone")) + "]].\n"})
	case 8: // renamed, and perhaps edited
		if id == "" {
			return
		}
		l.must(os.MkdirAll(filepath.Join(l.dir, "content/moved"), 0o755))
		l.must(os.Rename(filepath.Join(l.dir, file(id)), filepath.Join(l.dir, "content/moved", id+".md")))
		if l.chance.IntN(2) == 0 {
			d.wording++
			l.write(map[string]string{"content/moved/" + id + ".md": d.text(id)})
		}
	case 9:
		if id != "" {
			l.write(map[string]string{file(id): ""})
		}
	case 10:
		l.bosses = [][]string{{"ada"}, {"ada", "bea"}, {"bea"}, {}}[l.chance.IntN(4)]
		l.write(map[string]string{"content/people.yaml": l.people()})
	case 11:
		l.write(map[string]string{"content/people.yaml": strings.ReplaceAll(l.people(), "{person: ada}", "{person: ada, from: 2020-01-01}")})
	case 12:
		l.write(map[string]string{"content/people.yaml": l.one("people: []\n", "people: [\n", "people:\n  - {id: ada, name: Ada}\n")})
	case 13:
		l.least = l.one("declared", "own-hand", "trailer", "paper")
		l.write(map[string]string{"clausebook.yaml": l.rules()})
	case 14:
		l.write(map[string]string{"clausebook.yaml": l.rules() + "severity: {AP007: info, LK007: {level: \"off\", reason: no}}\n"})
	case 15:
		l.write(map[string]string{"clausebook.yaml": "standards: [mini.yaml]\napproval: {least_grade: own-hand, separation_of_duties: false, adopted: {until: " +
			l.when.AddDate(0, 0, -l.chance.IntN(30)).Format(time.DateOnly) + ", reason: taken over}}\n"})
	case 16:
		l.write(map[string]string{"content/scan.pdf": "scan of " + day})
		write("approval_record: " + l.one("scan.pdf", "lost.pdf"))
	case 17:
		l.write(map[string]string{".mailmap": "Ada Boss <ada@example.org> <" + l.one("bea", "cy", "eve") + "@example.org>\n"})
	case 18:
		l.write(map[string]string{"CODEOWNERS": "/content/ @" + l.one("ada", "org/boss") + "\n"})
	case 19:
		l.write(map[string]string{"content/minutes.md": "---\nid: MIN\ntitle: Minutes\ntype: minutes\nversion: \"1.0\"\nstatus: approved\nowner: boss\n" +
			"approved_by: ada\napproved_on: " + day + "\ndate: " + day + "\nchair: " + l.one("ada", "bea") + "\nattendees: [ada, cy]\n" +
			"actions:\n  - {id: A1, text: Do it, owner: boss, due: " + day + ", closed_on: " + day + "}\n---\nWe met.\n"})
	case 20:
		rows := l.one("Item,Owner\none,ada\n", "Item,Owner\none,bea\ntwo,ada\n", "Thing,Owner\none,ada\n")
		l.write(map[string]string{"content/register.md": "---\nid: REG\ntitle: Register\ntype: register\nversion: \"1.0\"\nstatus: approved\nowner: boss\n" +
			"approved_by: ada\napproved_on: " + day + "\ndata: register.csv\nrows_append_only: true\n---\nRows.\n", "content/register.csv": rows})
	case 21:
		write("reviews:\n  - {on: "+day+", by: ada, outcome: no-change}", "supersedes: [EXTRA]", "related: [MIN]")
	case 22:
		l.write(map[string]string{"content/broken.md": "---\nid: [\n---\nText\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n"})
	case 23:
		l.write(map[string]string{"content/image.md": "---\nid: IMG\ntitle: Image\ntype: guide\nversion: \"1.0\"\nstatus: draft\nowner: boss\n---\n" +
			"![Picture](pic.png) [scan](scan.pdf)\n", "content/pic.png": "picture " + day})
	}
}

// status tells what is not committed.
func (l *life) status() string {
	l.t.Helper()
	tree, err := l.git.Worktree()
	l.must(err)
	status, err := tree.Status()
	l.must(err)
	return status.String()
}

// TestFindingsBeforeAreThoseAfterTheCommit holds that nothing turns red, or green, only by being committed: what every rule says of a
// work tree with changes is what it says once they are committed.
func TestFindingsBeforeAreThoseAfterTheCommit(t *testing.T) {
	t.Parallel()
	for seed := range uint64(48) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			l := lived(t, seed+100, 5)
			for range 2 {
				l.when = l.when.AddDate(0, 0, 1+l.chance.IntN(20))
				who := l.one("ada", "bea", "cy")
				for range 1 + l.chance.IntN(4) {
					l.edit()
				}
				before := l.told(who)
				status := l.status()
				l.keep(who, "Change", nil)
				if diff := cmp.Diff(before, l.told(who)); diff != "" {
					t.Fatalf("by %s on %s (-before +after):\n%s\n%s", who, l.when.Format(time.DateOnly), diff, status)
				}
			}
		})
	}
}
