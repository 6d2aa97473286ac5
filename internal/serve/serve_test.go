package serve_test

import (
	"bufio"
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/gittest"
	"clausebook/internal/serve"
)

const policy = `---
id: POL-X
title: Access policy
type: policy
version: "1.0"
status: draft
owner: security-manager
---
## Purpose

%s
`

// preview is a running server over a project in a temporary folder.
type preview struct {
	t    *testing.T
	dir  string
	url  string
	mu   sync.Mutex
	logs []string
}

func start(t *testing.T, poll time.Duration) *preview {
	t.Helper()
	p := &preview{t: t, dir: t.TempDir()}
	p.write("content/policy.md", fmt.Sprintf(policy, "The first wording."))
	p.run(poll)
	return p
}

// run starts the server over the project.
func (p *preview) run(poll time.Duration) {
	t := p.t
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- serve.Run(ctx, serve.Options{
			Host: "127.0.0.1", Poll: poll,
			Gather: func(ctx context.Context) (*build.Project, error) {
				return build.Gather(ctx, build.Options{Dir: p.dir, Now: time.Now})
			},
			Log: func(format string, args ...any) {
				p.mu.Lock()
				defer p.mu.Unlock()
				p.logs = append(p.logs, fmt.Sprintf(format, args...))
			},
			Ready: func(url string, _ *build.Project) { ready <- url },
		})
	}()
	select {
	case p.url = <-ready:
	case err := <-ended:
		t.Fatalf("the server did not start: %v", err)
	}
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
}

func (p *preview) write(name, content string) {
	p.t.Helper()
	file := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		p.t.Fatal(err)
	}
	// Saved as editors do: a new file takes the place of the old one.
	if err := os.WriteFile(file+".tmp", []byte(content), 0o644); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Rename(file+".tmp", file); err != nil {
		p.t.Fatal(err)
	}
}

func (p *preview) get(path string) (int, string) {
	p.t.Helper()
	res, err := http.Get(p.url + strings.TrimPrefix(path, "/"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // a test
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// browser opens the stream that a page listens to and gives a channel that is written to at each reload.
func (p *preview) browser() <-chan struct{} {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	p.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"_events", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	reloads := make(chan struct{}, 100)
	go func() {
		defer res.Body.Close() //nolint:errcheck // a test
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if lines.Text() == "event: reload" {
				reloads <- struct{}{}
			}
		}
	}()
	return reloads
}

func (p *preview) wait(reloads <-chan struct{}) {
	p.t.Helper()
	select {
	case <-reloads:
	case <-time.After(20 * time.Second):
		p.mu.Lock()
		defer p.mu.Unlock()
		p.t.Fatalf("no reload; log: %q", p.logs)
	}
}

func wantIn(t *testing.T, body string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(body, w) {
			t.Errorf("the page does not say %q", w)
		}
	}
}

func TestAnEditReachesAnOpenBrowser(t *testing.T) {
	t.Parallel()
	for name, poll := range map[string]time.Duration{"events": 0, "polling": 50 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, poll)
			_, body := p.get("documents/pol-x.html")
			wantIn(t, body, "The first wording.", "/_reload.js")
			reloads := p.browser()
			p.write("content/policy.md", fmt.Sprintf(policy, "The second wording, longer."))
			p.wait(reloads)
			_, body = p.get("documents/pol-x.html")
			wantIn(t, body, "The second wording, longer.")

			// A folder that did not exist when the server started is watched too.
			p.write("content/new/folder/guide.md", strings.ReplaceAll(fmt.Sprintf(policy, "A guide."), "POL-X", "GDE-X"))
			p.wait(reloads)
			p.write("content/new/folder/guide.md", strings.ReplaceAll(fmt.Sprintf(policy, "A better guide."), "POL-X", "GDE-X"))
			p.wait(reloads)
			deadline := time.Now().Add(10 * time.Second)
			for !strings.Contains(body, "A better guide.") && time.Now().Before(deadline) {
				_, body = p.get("documents/gde-x.html")
				time.Sleep(20 * time.Millisecond)
			}
			wantIn(t, body, "A better guide.")
		})
	}
}

// TestAChangedPlaceIsWatched follows `content:` to where it points now: to another folder, and to a file of the project root.
func TestAChangedPlaceIsWatched(t *testing.T) {
	t.Parallel()
	for name, poll := range map[string]time.Duration{"events": 0, "polling": 50 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, poll)
			shows := func(words string) {
				t.Helper()
				body := ""
				for deadline := time.Now().Add(20 * time.Second); !strings.Contains(body, words) && time.Now().Before(deadline); {
					_, body = p.get("documents/gde-x.html")
					time.Sleep(20 * time.Millisecond)
				}
				wantIn(t, body, words)
			}
			write := func(file, words string) {
				p.write(file, strings.ReplaceAll(fmt.Sprintf(policy, words), "POL-X", "GDE-X"))
			}
			write("handbook/guide.md", "Of another folder.")
			p.write("clausebook.yaml", "content: [content, handbook]\n")
			shows("Of another folder.")
			write("handbook/guide.md", "Edited there.")
			shows("Edited there.")
			if err := os.Remove(filepath.Join(p.dir, "handbook/guide.md")); err != nil {
				t.Fatal(err)
			}
			p.write("clausebook.yaml", "content: .\n")
			write("guide.md", "In the root.")
			shows("In the root.")
			write("guide.md", "Edited in the root.")
			shows("Edited in the root.")
		})
	}
}

func TestABrokenEditKeepsTheLastGoodPage(t *testing.T) {
	t.Parallel()
	p := start(t, 0)
	reloads := p.browser()
	p.write("content/policy.md", "---\nid: POL-X\ntitle: [never closed\n---\nLost.\n")
	p.wait(reloads)
	_, body := p.get("documents/pol-x.html")
	wantIn(t, body, "The first wording.", "The last edit is not shown", "FM003", "content/policy.md:",
		"<pre>title: [never closed</pre>", `role="alert" tabindex="0"`)
	if strings.Contains(body, "Lost.") {
		t.Error("the broken edit is shown")
	}
	_, problems := p.get("_problems")
	wantIn(t, problems, "The last edit is not shown", "FM003")

	p.write("clausebook.yaml", "as_of: yesterday\n")
	p.wait(reloads)
	_, body = p.get("documents/pol-x.html")
	wantIn(t, body, "The first wording.", "The last edit is not shown", "clausebook.yaml:1")

	if err := os.Remove(filepath.Join(p.dir, "clausebook.yaml")); err != nil {
		t.Fatal(err)
	}
	p.write("content/policy.md", fmt.Sprintf(policy, "Fixed."))
	deadline := time.Now().Add(20 * time.Second)
	for !strings.Contains(body, "Fixed.") && time.Now().Before(deadline) {
		_, body = p.get("documents/pol-x.html")
		time.Sleep(20 * time.Millisecond)
	}
	wantIn(t, body, "Fixed.")
	if strings.Contains(body, "The last edit is not shown") {
		t.Error("the warning stays after the fix")
	}
}

func TestForeignPagesAreRefused(t *testing.T) {
	t.Parallel()
	p := start(t, 0)
	for name, change := range map[string]func(*http.Request){
		"another host":             func(r *http.Request) { r.Host = "evil.example" },
		"a host that begins alike": func(r *http.Request) { r.Host = "127.0.0.1.evil.example" },
		"no port":                  func(r *http.Request) { r.Host = "127.0.0.1" },
		"another origin":           func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"an opaque origin":         func(r *http.Request) { r.Header.Set("Origin", "null") },
		"a subresource elsewhere": func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Set("Sec-Fetch-Mode", "no-cors")
		},
	} {
		for _, path := range []string{"index.html", "_events", "_problems"} {
			req, err := http.NewRequest(http.MethodGet, p.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			change(req)
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close() //nolint:errcheck,gosec // a test
			if res.StatusCode != http.StatusForbidden {
				t.Errorf("%s asking for %s: status %d, want 403", name, path, res.StatusCode)
			}
			if res.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s: the answer allows other origins", name)
			}
		}
	}
}

func TestOnlyThePlanIsServed(t *testing.T) {
	t.Parallel()
	p := start(t, 0)
	p.write("secret.txt", "canary-7f3a")
	p.write("content/.hidden.md", "canary-7f3a")
	for _, path := range []string{
		"secret.txt", "../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", "..%5csecret.txt",
		"assets/../../secret.txt", "assets/%2e%2e/%2e%2e/secret.txt", "content/policy.md", "content/.hidden.md", ".git/config",
		"%00", "secret.txt%00.html", "//secret.txt", "documents/..%2f..%2fsecret.txt", "clausebook.yaml", "....//secret.txt",
	} {
		status, body := p.get(path)
		if status == http.StatusOK || strings.Contains(body, "canary-7f3a") {
			t.Errorf("%s: status %d", path, status)
		}
	}
	if status, _ := p.get(""); status != http.StatusOK {
		t.Errorf("the home page: status %d", status)
	}
}

func TestOnlyTheLoopbackInterface(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"0.0.0.0", "::", "192.0.2.1", "example.org", ""} {
		err := serve.Run(context.Background(), serve.Options{Host: host})
		if err == nil || !strings.Contains(err.Error(), "this machine only") {
			t.Errorf("host %q: error %v, want a refusal", host, err)
		}
	}
}

// TestReferencesAreWatched makes references of every kind while the server runs, in folders that were not there when it started, and
// wants each to reach the browser.
func TestReferencesAreWatched(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		poll  time.Duration
		place string // of the project: in a repository, a folder of one, a linked work tree, or nowhere yet
		do    [][]string
	}{
		"a note":                     {do: [][]string{{"notes", "--ref=review", "add", "-m", "Code-Review+2: Ada"}}},
		"a note, polled":             {poll: 50 * time.Millisecond, do: [][]string{{"notes", "--ref=review", "add", "-m", "Code-Review+2: Ada"}}},
		"a note of a note":           {do: [][]string{{"notes", "--ref=team/review", "add", "-m", "x"}, {"notes", "--ref=team/review", "add", "-f", "-m", "y"}}},
		"attestations":               {do: [][]string{{"update-ref", "refs/gittuf/attestations", "HEAD"}}},
		"attestations, polled":       {poll: 50 * time.Millisecond, do: [][]string{{"update-ref", "refs/gittuf/attestations", "HEAD"}}},
		"a tag":                      {do: [][]string{{"tag", "-a", "-m", "x", "pol-x-1.0"}}},
		"a branch with slashes":      {do: [][]string{{"checkout", "-q", "-b", "ada/fix/title"}, {"commit", "-q", "--allow-empty", "-m", "More"}}},
		"references that are packed": {do: [][]string{{"update-ref", "refs/notes/review", "HEAD"}, {"pack-refs", "--all", "--prune"}}},
		"of a folder of the project": {place: "sms", do: [][]string{{"update-ref", "refs/notes/review", "HEAD"}}},
		"of a linked work tree":      {place: "../linked", do: [][]string{{"commit", "-q", "--allow-empty", "-m", "There"}, {"update-ref", "refs/notes/review", "HEAD"}}},
		"of one, polled":             {poll: 50 * time.Millisecond, place: "../linked", do: [][]string{{"update-ref", "refs/notes/review", "HEAD"}}},
		"a new repository": {place: "../new", do: [][]string{{"init", "-q"}, {"commit", "-q", "--allow-empty", "-m", "First"},
			{"update-ref", "refs/notes/review", "HEAD"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &preview{t: t, dir: filepath.Join(t.TempDir(), "repo")}
			p.write("content/policy.md", fmt.Sprintf(policy, "The first wording."))
			p.git("init", "-q")
			p.git("commit", "-q", "--allow-empty", "-m", "Start")
			if place := filepath.Join(p.dir, c.place); place != p.dir {
				if c.place == "../linked" {
					p.git("worktree", "add", "-q", "-b", "linked", place)
				}
				p.dir = place
				p.write("content/policy.md", fmt.Sprintf(policy, "The first wording."))
			}
			p.run(c.poll)
			reloads := p.browser()
			for _, args := range c.do {
				p.git(args...)
				p.wait(reloads)
				for quiet := false; !quiet; { // what one command did may come in several bursts
					select {
					case <-reloads:
					case <-time.After(300 * time.Millisecond):
						quiet = true
					}
				}
			}
		})
	}
}

// TestAFetchedReviewShows wants what came with a reference to stand on the pages at the next look.
func TestAFetchedReviewShows(t *testing.T) {
	t.Parallel()
	p := &preview{t: t, dir: filepath.Join(t.TempDir(), "repo")}
	p.write("content/policy.md", fmt.Sprintf(policy, "The first wording."))
	p.git("init", "-q")
	p.git("add", "-A")
	p.git("commit", "-q", "-m", "Start")
	p.run(0)
	reloads := p.browser()
	blob := p.gitIn("hello", "hash-object", "-w", "--stdin")
	inner := p.gitIn("100644 blob "+blob+"\tx\n", "mktree")
	tree := p.gitIn("040000 tree "+inner+"\treference-authorizations\n", "mktree")
	p.git("update-ref", "refs/gittuf/attestations", p.gitIn("Attest", "commit-tree", tree))
	p.wait(reloads)
	_, body := p.get("about.html")
	wantIn(t, body, "reference-authorizations/x", "it is not a DSSE envelope")
}

// git runs git in the project.
func (p *preview) git(args ...string) {
	p.t.Helper()
	p.gitIn("", args...)
}

// gitIn runs it with something to read, and gives what it prints.
func (p *preview) gitIn(in string, args ...string) string {
	p.t.Helper()
	return strings.TrimSpace(gittest.Repo{TB: p.t, Dir: p.dir}.Git(gittest.Run{Author: "A <a@example.org>", In: in}, args...))
}

// TestAnyTwoVersionsAreCompared asks for versions that are not neighbours, in either order, and for what cannot be compared.
func TestAnyTwoVersionsAreCompared(t *testing.T) {
	t.Parallel()
	p := &preview{t: t, dir: filepath.Join(t.TempDir(), "repo")}
	p.write("content/policy.md", fmt.Sprintf(policy, "Start."))
	p.git("init", "-q")
	for i, words := range []string{"The first wording.", "The second wording.", "The third wording.", "The fourth wording."} {
		text := strings.Replace(fmt.Sprintf(policy, words), "status: draft", fmt.Sprintf("status: approved\napproved_by: ada\napproved_on: 2026-0%d-01", i+1), 1)
		p.write("content/policy.md", strings.Replace(text, `"1.0"`, fmt.Sprintf(`"%d.0"`, i+1), 1))
		p.git("add", "-A")
		p.git("commit", "-q", "-m", words)
	}
	p.run(0)
	for _, query := range []string{"?from=2.0&to=4.0", "?from=4.0&to=2.0"} {
		status, body := p.get("history/pol-x/compare.html" + query)
		if status != http.StatusOK {
			t.Fatalf("%s: status %d", query, status)
		}
		wantIn(t, body, "from version 2.0 to 4.0", "<del>", "second", "<ins>", "fourth", "clausebook diff POL-X 2.0 4.0")
	}
	_, body := p.get("history/pol-x.html")
	wantIn(t, body, `href="pol-x/1.0-4.0.html">What changed from `, `data-version="3.0"`)
	status, body := p.get("history/pol-x/1.0-4.0.html") // as every built site has it
	wantIn(t, body, "from version 1.0 to 4.0")
	if status != http.StatusOK {
		t.Errorf("from the first to the last: status %d", status)
	}
	for _, at := range []string{"history/pol-x/compare.html", "history/pol-x/compare.html?from=2.0&to=2.0", "history/pol-x/compare.html?from=2.0&to=9.0",
		"history/none/compare.html?from=2.0&to=4.0", "compare.html?from=2.0&to=4.0", "history/pol-x/../pol-x/compare.html?from=1.0&to=%00"} {
		if status, _ := p.get(at); status == http.StatusOK {
			t.Errorf("%s is answered", at)
		}
	}
}

// TestWhatIsMissingLooksLikeTheSite asks for addresses that lead nowhere, in folders too, and follows what the page needs and links to.
func TestWhatIsMissingLooksLikeTheSite(t *testing.T) {
	t.Parallel()
	links := regexp.MustCompile(`(?:href|src)="([^"#]+)"`)
	for _, settings := range []string{"", "base_url: https://sms.example.org/docs/\n"} {
		p := &preview{t: t, dir: t.TempDir()}
		p.write("clausebook.yaml", "as_of: 2026-06-01\n"+settings)
		p.write("content/policy.md", fmt.Sprintf(policy, "The first wording."))
		p.run(0)
		for _, at := range []string{"no.html", "documents/no.html", "a/b/c/no.html", "documents/no/", "documents/%3Cb%3E.html"} {
			status, body := p.get(at)
			if status != http.StatusNotFound {
				t.Errorf("%s: status %d", at, status)
			}
			from, err := url.Parse(p.url + at)
			if err != nil {
				t.Fatal(err)
			}
			found := links.FindAllStringSubmatch(body, -1)
			if len(found) < 10 || !strings.Contains(body, "assets/site.css") {
				t.Errorf("%s: a page with %d links", at, len(found))
			}
			for _, l := range found {
				to, err := from.Parse(html.UnescapeString(l[1]))
				if err != nil {
					t.Fatal(err)
				}
				if to.Host != from.Host {
					t.Errorf("%s leads away from the preview, to %s", at, to)
				} else if status, _ := p.get(strings.TrimPrefix(to.Path, "/")); status != http.StatusOK {
					t.Errorf("%s needs %s: status %d", at, to, status)
				}
			}
		}
	}
}
