package serve_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/output"
	"clausebook/internal/serve"
)

// begun is a server whose first gathering waits until it is told to go on.
type begun struct {
	*preview
	goOn  chan error
	ended chan error
	ready chan string
}

func begin(t *testing.T, standing ...output.File) *begun {
	t.Helper()
	b := &begun{preview: &preview{t: t, dir: t.TempDir()}, goOn: make(chan error), ended: make(chan error, 1), ready: make(chan string, 1)}
	b.write("content/policy.md", fmt.Sprintf(policy, "The first wording."))
	listening := make(chan string, 1)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go func() {
		b.ended <- serve.Run(ctx, serve.Options{
			Host: "127.0.0.1",
			Gather: func(ctx context.Context) (*build.Project, error) {
				if err := <-b.goOn; err != nil {
					return nil, err
				}
				return build.Gather(ctx, build.Options{Dir: b.dir, Now: time.Now})
			},
			Log:       func(string, ...any) {},
			Standing:  func(context.Context) []output.File { return standing },
			Listening: func(url string) { listening <- url },
			Ready:     func(url string, _ *build.Project) { b.ready <- url },
		})
	}()
	b.url = <-listening
	return b
}

// A server that reads for long says so at once, on every page, and shows the site when it is there.
func TestTheServerAnswersWhileItReads(t *testing.T) {
	t.Parallel()
	b := begin(t)
	for _, path := range []string{"/", "/documents/pol-x.html", "/_problems"} {
		res, err := http.Get(b.url + strings.TrimPrefix(path, "/"))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
			t.Errorf("%s answers %d", path, res.StatusCode)
		}
		wantIn(t, string(body), "One moment", `role="status"`, `http-equiv="refresh"`)
	}
	reloads := b.browser()
	b.goOn <- nil
	b.wait(reloads)
	<-b.ready
	if status, body := b.get("/documents/pol-x.html"); status != http.StatusOK || !strings.Contains(body, "The first wording.") {
		t.Errorf("%d %s", status, body)
	}
}

// What was built before and still holds is shown until the first gathering is done.
func TestTheSiteOfBeforeIsShownMeanwhile(t *testing.T) {
	t.Parallel()
	b := begin(t, output.File{Path: "index.html", Write: func(w io.Writer) error {
		_, err := io.WriteString(w, "<html><head></head><body>built before</body></html>")
		return err
	}})
	deadline := time.Now().Add(10 * time.Second)
	for {
		status, body := b.get("/")
		if status == http.StatusOK {
			wantIn(t, body, "built before", "_reload.js")
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("still %d", status)
		}
		time.Sleep(10 * time.Millisecond)
	}
	if status, _ := b.get("/documents/pol-x.html"); status != http.StatusNotFound {
		t.Errorf("a page that was not built answers %d", status)
	}
	b.goOn <- nil
	<-b.ready
	if _, body := b.get("/"); strings.Contains(body, "built before") {
		t.Error("the old site is still shown")
	}
}

// A project that cannot be read ends the server with the reason.
func TestTheServerEndsWhereNothingCanBeRead(t *testing.T) {
	t.Parallel()
	b := begin(t)
	broken := errors.New("broken")
	b.goOn <- broken
	if err := <-b.ended; !errors.Is(err, broken) {
		t.Errorf("the server ended with %v", err)
	}
}
