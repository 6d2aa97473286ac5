package serve_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/serve"
)

// slow is a server whose gatherings take long: each waits until it is let go on. The first one does not.
type slow struct {
	*preview
	begun chan struct{} // a gathering has begun
	goOn  chan struct{}
}

func startSlow(t *testing.T, files map[string]string) *slow {
	t.Helper()
	s := &slow{preview: &preview{t: t, dir: t.TempDir()}, begun: make(chan struct{}, 100), goOn: make(chan struct{}, 100)}
	for name, text := range files {
		s.write(name, text)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	first := true
	go func() {
		ended <- serve.Run(ctx, serve.Options{Host: "127.0.0.1",
			Gather: func(ctx context.Context) (*build.Project, error) {
				p, err := build.Gather(ctx, build.Options{Dir: s.dir, Now: time.Now})
				if first {
					first = false
					time.Sleep(200 * time.Millisecond) // long enough for drafts to be worth their while
					return p, err
				}
				s.begun <- struct{}{}
				select {
				case <-s.goOn:
				case <-ctx.Done():
				}
				time.Sleep(200 * time.Millisecond)
				return p, err
			},
			Log:   func(string, ...any) {},
			Ready: func(url string, _ *build.Project) { ready <- url },
		})
	}()
	select {
	case s.url = <-ready:
	case err := <-ended:
		t.Fatalf("the server did not start: %v", err)
	}
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return s
}

// has waits until a page has a text, and gives the page.
func (s *slow) has(path, text string) string {
	s.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		_, page := s.get(path)
		if strings.Contains(page, text) {
			return page
		}
		if time.Now().After(end) {
			s.t.Fatalf("%s never has %q:\n%s", path, text, page)
		}
	}
}

// The words by which pages say that they are not of now.
const (
	onlyText = "This is the text as it was saved."
	ofBefore = "This page is of before it"
)

const linked = `---
id: %s
title: %s
type: policy
version: "1.0"
status: draft
owner: security-manager
---
## Purpose

%s
`

// TestTheTextIsShownWhileTheRestIsJudged edits a document while gathering stands still: its page shows the new text and nothing that
// is judged, every other page says that it is of before, and all is as ever when the gathering is done.
func TestTheTextIsShownWhileTheRestIsJudged(t *testing.T) {
	t.Parallel()
	s := startSlow(t, map[string]string{
		"content/a.md": fmt.Sprintf(linked, "POL-A", "Access", "The first wording."),
		"content/b.md": fmt.Sprintf(linked, "POL-B", "Backup", "Of [access](a.md)."),
	})
	s.write("content/a.md", fmt.Sprintf(linked, "POL-A", "Access",
		"The second wording, see [backup](b.md#purpose), [here](#purpose), [[GONE]].\n\n```mermaid\nflowchart LR\n  a --> b\n```"))
	page := s.has("/documents/pol-a.html", "The second wording")
	for _, want := range []string{onlyText, `pol-b.html#s-purpose"`, `href="#s-purpose"`, "no document has the id GONE", "<svg", "/_reload.js"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the text lacks %s:\n%s", want, page)
		}
	}
	for _, judged := range []string{"Draft", "draft", "Owner", "security-manager", "Findings", "POL-B</a> refers"} {
		if strings.Contains(strings.Split(page, `<div class="body"`)[0], judged) {
			t.Errorf("the page says %q, which was not judged yet:\n%s", judged, page)
		}
	}
	for _, other := range []string{"/", "/documents/pol-b.html", "/findings.html", "/no-such-page.html"} {
		if _, page := s.get(other); !strings.Contains(page, ofBefore) {
			t.Errorf("%s does not say that it is of before the edit", other)
		}
	}
	s.goOn <- struct{}{}
	s.settled()
	for path, want := range map[string]string{"/documents/pol-a.html": "The second wording", "/": "Documents"} {
		if page := s.has(path, want); strings.Contains(page, onlyText) || strings.Contains(page, ofBefore) {
			t.Errorf("%s still says that it is not of now", path)
		}
	}
}

// settled waits until no page is of before an edit.
func (s *slow) settled() {
	s.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		_, page := s.get("/")
		if !strings.Contains(page, ofBefore) {
			return
		}
		if time.Now().After(end) {
			s.t.Fatal("the edit is never judged")
		}
	}
}

// TestOnlyWhatCannotBeWrongIsShownAlone makes changes after which a text alone could say something wrong: nothing of it is shown before
// all is judged.
func TestOnlyWhatCannotBeWrongIsShownAlone(t *testing.T) {
	t.Parallel()
	a := func(text string) string { return fmt.Sprintf(linked, "POL-A", "Access", text) }
	b := func(text string) string { return fmt.Sprintf(linked, "POL-B", "Backup", text) }
	for name, change := range map[string]map[string]string{
		"two documents":            {"content/a.md": a("Two"), "content/b.md": b("Two")},
		"another id":               {"content/a.md": fmt.Sprintf(linked, "POL-Z", "Access", "Two")},
		"a file that is broken":    {"content/a.md": "---\nid: [\n---\nTwo"},
		"a new document":           {"content/c.md": fmt.Sprintf(linked, "POL-C", "New", "Two")},
		"the configuration":        {"clausebook.yaml": "title: Two\n"},
		"people":                   {"content/people.yaml": "people:\n  - {id: two, name: Two, emails: [two@example.org]}\n"},
		"a document and the rules": {"content/a.md": a("Two"), "clausebook.yaml": "title: Two\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startSlow(t, map[string]string{"content/a.md": a("One"), "content/b.md": b("One"), "clausebook.yaml": "title: One\n"})
			for name, text := range change {
				s.write(name, text)
			}
			s.has("/", ofBefore)
			<-s.begun
			time.Sleep(60 * time.Millisecond) // whatever else was saved is noticed
			for _, path := range []string{"/documents/pol-a.html", "/documents/pol-b.html"} {
				if _, page := s.get(path); len(change) > 1 && strings.Contains(page, onlyText) || len(change) == 1 && strings.Contains(page, "Two") {
					t.Errorf("%s is shown before it is judged:\n%s", path, page)
				}
			}
			for range len(change) + 1 {
				s.goOn <- struct{}{}
			}
			s.settled()
		})
	}
}

// TestEditsWhileTheRestIsJudged edits one document again and again while gathering stands still. Each edit is shown, none is lost, and
// another document that is edited too waits for all.
func TestEditsWhileTheRestIsJudged(t *testing.T) {
	t.Parallel()
	s := startSlow(t, map[string]string{"content/a.md": fmt.Sprintf(linked, "POL-A", "Access", "Wording 0."),
		"content/b.md": fmt.Sprintf(linked, "POL-B", "Backup", "Other 0.")})
	for i := 1; i <= 5; i++ {
		s.write("content/a.md", fmt.Sprintf(linked, "POL-A", "Access", fmt.Sprintf("Wording %d.", i)))
		if page := s.has("/documents/pol-a.html", fmt.Sprintf("Wording %d.", i)); !strings.Contains(page, onlyText) {
			t.Errorf("edit %d was judged before it could be", i)
		}
	}
	s.write("content/b.md", fmt.Sprintf(linked, "POL-B", "Backup", "Other 1."))
	for range 10 {
		s.goOn <- struct{}{}
	}
	s.has("/documents/pol-b.html", "Other 1.")
	s.settled()
	for path, want := range map[string]string{"/documents/pol-a.html": "Wording 5.", "/documents/pol-b.html": "Other 1."} {
		if _, page := s.get(path); !strings.Contains(page, want) || strings.Contains(page, onlyText) || strings.Contains(page, ofBefore) {
			t.Errorf("%s is not what it should be in the end:\n%s", path, page)
		}
	}
}

// TestAPageThatListensTooLateIsTold asks for the stream as a page of an earlier state does, whose reload event came before it listened.
func TestAPageThatListensTooLateIsTold(t *testing.T) {
	t.Parallel()
	p := start(t, 0)
	of := regexp.MustCompile(`data-of="(\d+)"`)
	number := func() string {
		_, page := p.get("/")
		return of.FindStringSubmatch(page)[1]
	}
	first := number()
	reloads := p.browser()
	p.write("content/policy.md", fmt.Sprintf(policy, "The second wording."))
	p.wait(reloads)
	if number() == first {
		t.Fatal("a page of another state has the same number")
	}
	told := func(of string) bool {
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"_events?of="+of, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close() //nolint:errcheck // a test
		var text strings.Builder
		buf := make([]byte, 256)
		for {
			n, err := res.Body.Read(buf)
			text.Write(buf[:n])
			if strings.Contains(text.String(), "event: reload") {
				return true
			}
			if err != nil {
				return false
			}
		}
	}
	if !told(first) {
		t.Error("a page of the state before waits for an event that was sent already")
	}
	for range 20 { // the last state may be followed by one more, for what was noticed twice
		if !told(number()) {
			return
		}
	}
	t.Error("a page of the present state is told to reload again and again")
}

// TestAThousandEditsAreAllJudged saves as fast as it can, in two documents by turns, and removes and brings back a third. In the end
// the pages show what the files hold.
func TestAThousandEditsAreAllJudged(t *testing.T) {
	t.Parallel()
	p := start(t, 0)
	for i := range 1000 {
		p.write("content/policy.md", fmt.Sprintf(policy, fmt.Sprintf("Wording %d of many.", i)))
		if i%3 == 0 {
			p.write("content/other.md", fmt.Sprintf(linked, "POL-O", "Other", fmt.Sprintf("Other %d of many.", i)))
		} else if err := os.Remove(filepath.Join(p.dir, "content/other.md")); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	s := &slow{preview: p}
	s.has("/documents/pol-x.html", "Wording 999 of many.")
	s.has("/documents/pol-o.html", "Other 999 of many.")
	s.settled()
}
