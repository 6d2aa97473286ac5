//go:build unix

package forge

import (
	"flag"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var record = flag.Bool("record", false, "write what the server says to the test data of package reviews")

// story is what becomes of one request, and what clausebook is to make of it.
type story struct {
	name  string   // of the branch and the file
	kind  string   // type of the document
	lines []string // of its front matter, besides
	play  func(*request)
	want  string // counts or not, grade, who approved, rules that void it
	unsig string // the same where the author brings the export, without a signature
}

func (s story) id() string { return "POL-" + strings.ToUpper(s.name) }

// declared claims an approval of today, as the author writes it.
var declared = []string{"approved_by: bert", "approved_on: " + time.Now().UTC().Format(time.DateOnly)}

// stories are what teams do with pull requests. Anna writes each text.
var stories = []story{
	{name: "approved", kind: "policy", play: func(q *request) {
		q.review("bert", "APPROVED")
		q.merge("anna", "merge")
	}, want: "counts, forge by bert", unsig: "no, trailer by bert: AP006"},
	{name: "pushed", kind: "policy", play: func(q *request) {
		q.review("bert", "APPROVED")
		q.push("Everybody may do anything.")
		q.until("the server calls the review stale", func() bool {
			var reviews []struct{ Stale bool }
			q.must("kim", http.MethodGet, q.at("/reviews"), nil, &reviews)
			return len(reviews) == 1 && reviews[0].Stale
		})
		q.merge("anna", "merge")
	}, want: "no, forge by bert: AP008", unsig: "no, trailer by bert: AP008 AP006"},
	{name: "dismissed", kind: "policy", play: func(q *request) {
		q.dismiss(q.review("bert", "APPROVED"))
		q.merge("anna", "merge")
	}, want: "no, none by : AP007", unsig: "no, none by : AP007"},
	{name: "overruled", kind: "policy", lines: declared, play: func(q *request) {
		q.review("bert", "REQUEST_CHANGES")
		q.merge("anna", "merge")
	}, want: "no, declared by bert: AP022 AP006", unsig: "no, declared by bert: AP022 AP006"},
	{name: "own", kind: "policy", play: func(q *request) {
		q.refused("anna", "APPROVED")
		q.merge("anna", "merge")
	}, want: "no, none by : AP007", unsig: "no, none by : AP007"},
	{name: "squashed", kind: "policy", play: func(q *request) {
		q.review("bert", "APPROVED")
		q.moveOn("squashed-between")
		q.merge("anna", "squash")
	}, want: "counts, forge by bert", unsig: "no, trailer by bert: AP006"},
	{name: "rebased", kind: "policy", play: func(q *request) {
		q.review("bert", "APPROVED")
		q.moveOn("rebased-between")
		q.merge("anna", "rebase")
	}, want: "counts, forge by bert", unsig: "no, trailer by bert: AP006"},
	{name: "another", kind: "policy", play: func(q *request) {
		q.review("bert", "APPROVED")
		q.merge("dora", "merge")
	}, want: "counts, forge by bert", unsig: "no, trailer by bert: AP006"},
	{name: "unentitled", kind: "policy", play: func(q *request) {
		q.review("cleo", "APPROVED")
		q.merge("anna", "merge")
	}, want: "no, forge by cleo: AP002", unsig: "no, trailer by cleo: AP002 AP006"},
	{name: "two", kind: "plan", play: func(q *request) {
		q.review("bert", "APPROVED")
		q.review("dora", "APPROVED")
		q.merge("anna", "merge")
	}, want: "counts, forge by bert dora", unsig: "no, trailer by bert: AP006"},
	{name: "half", kind: "plan", play: func(q *request) {
		q.review("dora", "APPROVED")
		q.review("cleo", "COMMENT")
		q.merge("anna", "merge")
	}, want: "no, forge by dora: AP015", unsig: "no, trailer by dora: AP006"},
	{name: "changed", kind: "policy", play: func(q *request) { // of mind: the last word counts
		q.review("bert", "APPROVED")
		q.review("bert", "REQUEST_CHANGES")
		q.merge("anna", "merge")
	}, want: "no, none by : AP007", unsig: "no, none by : AP007"},
	{name: "convinced", kind: "policy", play: func(q *request) {
		q.review("bert", "REQUEST_CHANGES")
		q.push("What we mean by it.")
		q.review("bert", "APPROVED")
		q.merge("anna", "fast-forward-only")
	}, want: "counts, forge by bert", unsig: "no, trailer by bert: AP006"},
	{name: "again", kind: "policy", play: func(q *request) { // dismissed, then given once more
		q.dismiss(q.review("bert", "APPROVED"))
		q.review("bert", "APPROVED")
		q.merge("anna", "merge")
	}, want: "counts, forge by bert", unsig: "no, trailer by bert: AP006"},
	{name: "remarked", kind: "policy", play: func(q *request) { // a remark takes no approval back
		q.review("bert", "APPROVED")
		q.review("bert", "COMMENT")
		q.merge("anna", "squash")
	}, want: "counts, forge by bert", unsig: "no, trailer by bert: AP006"},
	{name: "outside", kind: "policy", play: func(q *request) { // the forge does not count who may not write
		q.review("emil", "APPROVED")
		q.merge("anna", "merge")
	}, want: "no, forge by emil: AP022", unsig: "no, trailer by emil: AP022 AP006"},
	{name: "beside", kind: "plan", play: func(q *request) { // of two, one whom the forge does not count
		q.review("emil", "APPROVED")
		q.review("bert", "APPROVED")
		q.merge("anna", "merge")
	}, want: "no, forge by bert: AP015", unsig: "no, trailer by bert: AP006"},
}

// TestStories plays all of them in one repository, fetches what the server says of each by the commands that clausebook prints, and
// compares what clausebook makes of it.
func TestStories(t *testing.T) {
	p := begin(t)
	files := map[string][]byte{}
	for _, s := range stories {
		q := p.open(s)
		s.play(q)
		maps.Copy(files, q.export())
	}
	if *record {
		recordAs(t, p, files)
	}
	p.git("anna", "tag", "landed")
	wanted := func(s story) string { return s.want }
	p.in("robot", "bash", "-euo", "pipefail", "-c", giteaJob(t))
	p.git("anna", "reset", "-q", "--hard") // what the job left behind
	p.git("anna", "clean", "-qfd")
	p.git("anna", "pull", "-q", "--ff-only", "origin", "main")
	p.verdicts("the robot", wanted)
	if again := run(t, p.dir, p.clausebook, "reviews", "--quiet"); !asksFor(again, stories) {
		t.Errorf("the reviews that are missing afterwards are\n%s", again)
	}

	p.git("kim", "checkout", "-q", "-b", "kims", "landed")
	p.git("kim", "config", "gpg.format", "ssh")
	p.git("kim", "config", "user.signingkey", p.key)
	p.in("kim", "sh", "-c", run(t, p.dir, p.clausebook, "reviews", "--quiet"))
	if got := p.git("kim", "log", "-1", "--format=%an %s"); got != "Kim Keeper Keep reviews of requests" {
		t.Errorf("the script made the commit %q", got)
	}
	p.verdicts("Kim", wanted)

	p.git("anna", "checkout", "-q", "-b", "twin", "landed")
	p.git("anna", "checkout", "-q", "kims", "--", "trust")
	p.commit("anna", "Keep the reviews")
	p.verdicts("Anna", func(s story) string { return s.unsig })
}

// verdicts compares what clausebook makes of all requests with what it is to make of them.
func (p *project) verdicts(by string, want func(story) string) {
	p.t.Helper()
	for _, s := range stories {
		if got := p.verdict(s.id()); got != want(s) {
			p.t.Errorf("%s, brought by %s: %s, want %s", s.name, by, got, want(s))
		}
	}
}

// asksFor tells whether a script fetches what does not count yet, and nothing else.
func asksFor(script string, stories []story) bool {
	return !slices.ContainsFunc(stories, func(s story) bool {
		return strings.Contains(script, "# "+s.id()+" ") == strings.HasPrefix(s.want, "counts")
	})
}

// giteaJob gives what the job for Gitea of docs/approvals.md runs.
func giteaJob(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "approvals.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), "**Gitea and Forgejo.**")
	_, after, _ = strings.Cut(after, "- run: |\n")
	script, _, ok := strings.Cut(after, "        shell: bash\n")
	if !ok {
		t.Fatal("docs/approvals.md has no job for Gitea")
	}
	return script
}

// verdict says in one line what clausebook makes of a document.
func (p *project) verdict(id string) string {
	p.t.Helper()
	v := p.judge(id)
	word := "no"
	if v.Counts {
		word = "counts"
	}
	by := []string{v.Approver.ID}
	if len(v.Given) > 0 {
		by = nil
	}
	for _, g := range v.Given {
		by = append(by, g.By.ID)
	}
	slices.Sort(by)
	out := word + ", " + v.Grade + " by " + strings.Join(by, " ")
	mark := ": "
	for _, d := range v.Verdicts {
		if d.Voids {
			out += mark + d.Rule
			mark = " "
		}
	}
	return out
}

// recordAs writes what the server said to the test data of package reviews, byte for byte, with the list of all requests.
func recordAs(t *testing.T, p *project, files map[string][]byte) {
	t.Helper()
	status, list := p.ask("kim", http.MethodGet, repo+"/pulls?state=all", nil)
	if status != http.StatusOK {
		t.Fatalf("list of requests: %d %s", status, list)
	}
	files = maps.Clone(files)
	files["list.json"] = list
	at := filepath.Join("..", "reviews", "testdata", "gitea-"+strings.TrimPrefix(giteaVersion, "v"))
	for name, text := range files {
		save(t, filepath.Join(at, name), text)
	}
}
