// Package serve previews the site while it is being written: it watches the folders, gathers the Dossier anew when
// something changed, renders the page that a browser asks for, and tells open browsers to reload.
//
// The site in use is one immutable value behind an atomic pointer. While an edit is broken, a file that cannot be
// read at all, the last good site stays and says what is wrong. The server is for the writer's own machine: it
// listens on the loopback interface, answers only to its own name, and sends nothing across origins.
package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/diag"
	"clausebook/internal/output"
	"clausebook/internal/phrase"
)

// Options are what the command decides.
type Options struct {
	Host   string        // a loopback address
	Port   int           // 0 for any that is free
	Poll   time.Duration // look at the files this often instead of waiting for events; 0 for events
	Gather func(context.Context) (*build.Project, error)
	// Standing gives the files of a site that was built before, if nothing has changed since; they are shown until the first gathering is
	// done. It may be nil.
	Standing  func(context.Context) []output.File
	Listening func(url string)                       // told when the address answers, long before Ready; may be nil
	Log       func(format string, args ...any)       // one line for the terminal
	Ready     func(url string, first *build.Project) // told when the first site can be seen
}

// state is what browsers see: a site, and what speaks against showing a newer one. Until the first site is gathered there is no project,
// and there may be no files.
type state struct {
	project *build.Project
	files   []output.File
	broken  []diag.Finding // of the newer edit that is not shown; empty if the site is up to date
	failure string         // why gathering the newer edit failed altogether
	between between        // nil where there is no project yet
}

// between gives the page that compares two versions of a document, by the address of its history. It is got ready when first asked for.
type between func() (func(history, from, to string) (output.File, bool), error)

type server struct {
	o       Options
	current atomic.Pointer[state]
	hub     *hub
}

// Run serves until ctx ends. It fails if the address cannot be used or the first gathering fails.
func Run(ctx context.Context, o Options) error {
	if err := checkLoopback(o.Host); err != nil {
		return err
	}
	addr := net.JoinHostPort(o.Host, strconv.Itoa(o.Port))
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", addr, err)
	}
	s := &server{o: o, hub: newHub()}
	s.current.Store(&state{})
	web := &http.Server{Handler: s.handler(listener.Addr().String()), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	served := make(chan error, 1)
	go func() { served <- web.Serve(listener) }()
	url := "http://" + listener.Addr().String() + "/"
	first, watcher, err := s.begin(ctx, url)
	if err != nil {
		s.hub.close()
		return errors.Join(err, web.Close())
	}
	defer watcher.close()
	o.Ready(url, first.project)
	return s.run(ctx, web, served, watcher)
}

// begin shows what there is, and gathers the first site.
func (s *server) begin(ctx context.Context, url string) (*state, *watcher, error) {
	if s.o.Listening != nil {
		s.o.Listening(url)
	}
	if s.o.Standing != nil {
		s.current.Store(&state{files: s.o.Standing(ctx)})
	}
	first, err := s.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	watcher, err := newWatcher(first.project, s.o.Poll)
	if err != nil {
		return nil, nil, err
	}
	s.current.Store(first)
	s.hub.tell()
	return first, watcher, nil
}

// run waits for web server and watcher.
func (s *server) run(ctx context.Context, web *http.Server, served <-chan error, w *watcher) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watched := make(chan error, 1)
	go func() {
		watched <- w.run(ctx, func(ctx context.Context, changed []string) error {
			s.rebuild(ctx, changed)
			return w.follow(s.current.Load().project)
		})
	}()
	var failure error
	select {
	case <-ctx.Done():
	case failure = <-served:
	case failure = <-watched:
		watched = nil
	}
	cancel()
	s.hub.close()
	stop, done := context.WithTimeout(context.Background(), 2*time.Second)
	defer done()
	if err := web.Shutdown(stop); err != nil {
		failure = errors.Join(failure, web.Close())
	}
	if watched != nil {
		failure = errors.Join(failure, <-watched)
	}
	if errors.Is(failure, http.ErrServerClosed) || errors.Is(failure, context.Canceled) {
		return nil
	}
	return failure
}

func checkLoopback(host string) error {
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("the preview is for this machine only: %s is not a loopback address", host)
	}
	return nil
}

func (s *server) load(ctx context.Context) (*state, error) {
	p, err := s.o.Gather(ctx)
	if err != nil {
		return nil, err
	}
	files, err := build.Plan(p)
	if err != nil {
		return nil, err
	}
	return &state{project: p, files: files, between: betweenOf(p)}, nil
}

func betweenOf(p *build.Project) between {
	return sync.OnceValues(func() (func(history, from, to string) (output.File, bool), error) { return build.Between(p) })
}

// rebuild gathers anew and swaps, unless the edit broke something that the site in use can still show.
func (s *server) rebuild(ctx context.Context, changed []string) {
	start := time.Now()
	old := s.current.Load()
	next, err := s.load(ctx)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		next = &state{project: old.project, files: old.files, between: old.between, failure: err.Error()}
		s.o.Log("%s changed → not shown: %s", strings.Join(changed, ", "), err)
	default:
		if broken := newlyBroken(old, next); len(broken) > 0 {
			next = &state{project: old.project, files: old.files, between: old.between, broken: broken}
			s.o.Log("%s changed → not shown: %s", strings.Join(changed, ", "), broken[0].Pos.String()+": "+broken[0].Message)
		}
	}
	s.current.Store(next)
	browsers := s.hub.tell()
	if next.failure == "" && len(next.broken) == 0 {
		s.o.Log("%s changed → ready in %s, %s, reloaded %s", strings.Join(changed, ", "), time.Since(start).Round(time.Millisecond),
			phrase.Plural(len(next.project.Dossier.Findings), "finding", "findings"), phrase.Plural(browsers, "browser", "browsers"))
	}
}
