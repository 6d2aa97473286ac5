//go:build unix

package forge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// team is who works on the project. Anna writes; Bert, Dora and Emil may approve, Cleo and Kim may not; Kim keeps the exports, as the
// robot does. Dora hides her address on the forge, where Emil may only read.
var team = []account{
	{"anna", "Anna Author", "anna@example.org"},
	{"bert", "Bert Boss", "bert@example.org"},
	{"cleo", "Cleo Clerk", "cleo@example.org"},
	{"dora", "Dora Director", "dora@example.org"},
	{"emil", "Emil Elsewhere", "emil@example.org"},
	{"kim", "Kim Keeper", "kim@example.org"},
	{"robot", "Review Robot", "robot@example.org"},
}

// setUp is what the repository holds before the first request. Policies need one approval, plans two.
var setUp = map[string]string{
	"clausebook.yaml": `title: Test
standards: [mini.yaml]
approval:
  least_grade: forge
  exports: trust/reviews
  allowed_signers: keys
  quorum: {plan: 2}
forge: {kind: gitea, url: SERVER/anna/sms}
`,
	"mini.yaml": `id: mini
name: Mini
edition: "1"
title: A standard of one clause
status: current
certifiable: false
clauses:
  - {id: "1", title: One, summary: The only clause.}
`,
	"content/people.yaml": `people:
  - {id: anna, name: Anna Author, emails: [anna@example.org]}
  - {id: bert, name: Bert Boss, emails: [bert@example.org]}
  - {id: cleo, name: Cleo Clerk, emails: [cleo@example.org]}
  - {id: dora, name: Dora Director, emails: [dora@example.org, dora@noreply.git.example]}
  - {id: emil, name: Emil Elsewhere, emails: [emil@example.org]}
  - {id: kim, name: Kim Keeper, emails: [kim@example.org]}
  - {id: robot, name: Review Robot, emails: [robot@example.org], bot: true}
roles:
  - {id: manager, title: Manager, holders: [{person: bert, from: 2024-01-01}, {person: dora, from: 2024-01-01}, {person: emil, from: 2024-01-01}]}
  - {id: clerk, title: Clerk, holders: [{person: anna}, {person: cleo}, {person: kim}]}
`,
}

// project is a repository on the server, and a clone of it.
type project struct {
	*server
	dir        string // of the clone
	key        string // Kim's key for signatures
	clausebook string // the program
}

const repo = "/repos/anna/sms"

// begin makes the repository with what there is before the first request.
func begin(t *testing.T) *project {
	t.Helper()
	p := &project{dir: t.TempDir(), key: filepath.Join(t.TempDir(), "kim"), clausebook: filepath.Join(t.TempDir(), "clausebook")}
	run(t, filepath.Join("..", ".."), "go", "build", "-o", p.clausebook, "./cmd/clausebook")
	p.server = start(t, team...)
	run(t, t.TempDir(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", p.key)
	p.must("anna", http.MethodPost, "/user/repos", map[string]any{"name": "sms", "default_branch": "main"}, nil)
	for _, a := range team[1:] {
		if a.login == "emil" {
			continue
		}
		p.must("anna", http.MethodPut, repo+"/collaborators/"+a.login, map[string]any{"permission": "write"}, nil)
	}
	p.must("dora", http.MethodPatch, "/user/settings", map[string]any{"hide_email": true}, nil)

	keys := ""
	for address, file := range map[string]string{"kim@example.org": p.key, "noreply@git.example": filepath.Join(p.work, "signing")} {
		public, err := os.ReadFile(file + ".pub")
		if err != nil {
			t.Fatal(err)
		}
		keys += address + " " + string(public)
	}
	p.git("anna", "init", "-q", "-b", "main")
	p.git("anna", "remote", "add", "origin", p.remote("anna"))
	p.write("keys", keys)
	for name, text := range setUp {
		text = strings.ReplaceAll(text, "SERVER", p.base)
		p.write(name, text)
	}
	p.commit("anna", "Set up")
	p.git("anna", "push", "-q", "origin", "main")
	return p
}

// remote gives the address at which somebody reaches the repository.
func (p *project) remote(who string) string {
	u, err := url.Parse(p.base + "/anna/sms.git")
	if err != nil {
		p.t.Fatal(err)
	}
	u.User = url.UserPassword(who, p.tokens[who])
	return u.String()
}

// git runs git in the clone in the name of somebody.
func (p *project) git(who string, args ...string) string {
	p.t.Helper()
	return p.in(who, "git", args...)
}

// in runs a program in the clone in the name of somebody, who has their token.
func (p *project) in(who, program string, args ...string) string {
	p.t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
		"GITEA_TOKEN="+p.tokens[who], "PATH="+filepath.Dir(p.clausebook)+string(os.PathListSeparator)+os.Getenv("PATH"),
		"RUNNER_TEMP="+p.t.TempDir(), "GITHUB_API_URL="+p.base+"/api/v1", "GITHUB_REPOSITORY=anna/sms") // as runners of Gitea say
	for _, a := range team {
		if a.login == who {
			cmd.Env = append(cmd.Env, "GIT_AUTHOR_NAME="+a.name, "GIT_AUTHOR_EMAIL="+a.email, "GIT_COMMITTER_NAME="+a.name,
				"GIT_COMMITTER_EMAIL="+a.email)
		}
	}
	return strings.TrimSpace(output(p.t, cmd))
}

func (p *project) write(name, text string) {
	p.t.Helper()
	save(p.t, filepath.Join(p.dir, filepath.FromSlash(name)), []byte(text))
}

// commit records all that was written.
func (p *project) commit(who, message string, args ...string) {
	p.t.Helper()
	p.git(who, "add", "-A")
	p.git(who, append([]string{"commit", "-q", "-m", message}, args...)...)
}

// request is an open pull request that brings one document.
type request struct {
	*project
	story  story
	number int
}

// open writes the document of a story on a branch and opens a request for it.
func (p *project) open(s story) *request {
	p.t.Helper()
	q := &request{project: p, story: s}
	p.git("anna", "checkout", "-q", "-b", s.name, "main")
	q.text("What we mean.")
	p.commit("anna", "Write "+s.id())
	p.write("notes/"+s.name+".txt", "Something else.\n")
	p.commit("anna", "Note it")
	p.git("anna", "push", "-q", "origin", s.name)
	var made struct{ Number int }
	p.until("the server knows of the branch", func() bool {
		status, answer := p.ask("anna", http.MethodPost, repo+"/pulls", map[string]any{"title": "Write " + s.id(), "head": s.name, "base": "main"})
		if status == http.StatusNotFound {
			return false
		}
		if err := json.Unmarshal(answer, &made); err != nil || status != http.StatusCreated {
			p.t.Fatalf("request of %s: %d %s", s.name, status, answer)
		}
		return true
	})
	q.number = made.Number
	return q
}

// text writes the document.
func (q *request) text(body string) {
	q.t.Helper()
	front := []string{"id: " + q.story.id(), "title: What " + q.story.name + " is", "type: " + q.story.kind, `version: "1.0"`,
		"status: approved", "owner: clerk", "approver: manager"}
	front = append(front, q.story.lines...)
	q.write("content/"+q.story.name+".md", "---\n"+strings.Join(front, "\n")+"\n---\n\n"+body+"\n")
}

// push changes the text of the open request, and waits until the server knows.
func (q *request) push(body string) {
	q.t.Helper()
	q.text(body)
	q.commit("anna", "Change it once more")
	q.git("anna", "push", "-q", "origin", q.story.name)
	head := q.git("anna", "rev-parse", "HEAD")
	q.until("the server knows of the push", func() bool {
		var pull struct{ Head struct{ SHA string } }
		q.must("anna", http.MethodGet, q.at(), nil, &pull)
		return pull.Head.SHA == head
	})
}

// at gives the path of the request on the interface.
func (q *request) at(more ...string) string {
	return fmt.Sprintf("%s/pulls/%d%s", repo, q.number, strings.Join(more, ""))
}

// review gives a review of the last commit, and its number.
func (q *request) review(who, event string) int {
	q.t.Helper()
	var made struct{ ID int }
	q.must(who, http.MethodPost, q.at("/reviews"), map[string]any{"event": event, "body": event}, &made)
	return made.ID
}

// dismiss takes a review away, in the name of Anna.
func (q *request) dismiss(review int) {
	q.t.Helper()
	q.must("anna", http.MethodPost, q.at(fmt.Sprintf("/reviews/%d/dismissals", review)), map[string]any{"message": "withdrawn"}, nil)
}

// refused wants the server to refuse a review.
func (q *request) refused(who, event string) {
	q.t.Helper()
	if status, answer := q.ask(who, http.MethodPost, q.at("/reviews"), map[string]any{"event": event, "body": event}); status != http.StatusUnprocessableEntity {
		q.t.Errorf("%s reviewed the request of their own: %d %s", who, status, answer)
	}
}

// merge brings the request in, as soon as the server has found out that it can be.
func (q *request) merge(who, how string) {
	q.t.Helper()
	last := ""
	q.until("the request is merged", func() bool {
		status, answer := q.ask(who, http.MethodPost, q.at("/merge"), map[string]any{"Do": how})
		last = fmt.Sprintf("%d %s", status, answer)
		if status/100 == 2 {
			return true
		}
		if status != http.StatusMethodNotAllowed && status != http.StatusConflict {
			q.t.Fatalf("merge of %s: %s", q.story.name, last)
		}
		return false
	})
	q.git("anna", "checkout", "-q", "main")
	q.git("anna", "pull", "-q", "--ff-only", "origin", "main")
}

// moveOn lets the main line grow, so that a branch lies behind it.
func (p *project) moveOn(name string) {
	p.t.Helper()
	branch := p.git("anna", "rev-parse", "--abbrev-ref", "HEAD")
	p.git("anna", "checkout", "-q", "main")
	p.write("notes/"+name+".txt", "In between.\n")
	p.commit("anna", "In between")
	p.git("anna", "push", "-q", "origin", "main")
	p.git("anna", "checkout", "-q", branch)
}

// export fetches what the server says of a request, in the name of Kim.
func (q *request) export() map[string][]byte {
	q.t.Helper()
	out := map[string][]byte{}
	for name, path := range map[string]string{"pull": q.at(), "reviews": q.at("/reviews")} {
		status, answer := q.ask("kim", http.MethodGet, path, nil)
		if status != http.StatusOK {
			q.t.Fatalf("GET %s: %d %s", path, status, answer)
		}
		out[q.story.name+"-"+name+".json"] = answer
	}
	return out
}

// version is what clausebook says of the first version of a document.
type version struct {
	Counts   bool
	Grade    string
	Approver struct{ ID string }
	Given    []struct{ By struct{ ID string } } `json:"approvals"`
	Verdicts []struct {
		Rule, Message string
		Voids         bool
	}
	Evidence []struct{ What string }
}

// judge asks clausebook for the only version of a document.
func (p *project) judge(id string) version {
	p.t.Helper()
	var h struct{ Versions []version }
	text := run(p.t, p.dir, p.clausebook, "history", id, "--format", "json")
	if err := json.Unmarshal([]byte(text), &h); err != nil || len(h.Versions) != 1 {
		p.t.Fatalf("history of %s: %v\n%s", id, err, text)
	}
	return h.Versions[0]
}
