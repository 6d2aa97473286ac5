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
	"sync"
	"sync/atomic"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/diag"
	"clausebook/internal/output"
	"clausebook/internal/phrase"
	"clausebook/internal/site"
)

// Options are what the command decides.
type Options struct {
	Host string // a loopback address
	Port int    // 0 for any that is free
	// Elsewhere takes another port where a program uses that one.
	Elsewhere bool
	Poll      time.Duration // look at the files this often instead of waiting for events; 0 for events
	Gather    func(context.Context) (*build.Project, error)
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
	site    *site.Site // nil where the files are those of an earlier run
	files   []output.File
	broken  []diag.Finding // of the newer edit that is not shown; empty if the site is up to date
	edited  *build.Project // that edit, for the lines at which the findings are
	failure string         // why gathering the newer edit failed altogether
	between between        // nil where there is no project yet

	number  int         // grows with every state
	pending bool        // something changed since the site was gathered, and is being judged
	draft   *site.Draft // the text of the document that changed; nil where it cannot be shown yet
}

// between gives the page that compares two versions of a document, by the address of its history. It is got ready when first asked for.
type between func() (func(history, from, to string) (output.File, bool), error)

type server struct {
	o       Options
	current atomic.Pointer[state]
	hub     *hub
	wake    chan struct{}       // something waits
	turned  chan *build.Project // the project that was gathered last, for the watcher

	mu      sync.Mutex      // of what follows, and of the exchange of the current state
	fresh   map[string]bool // what changed since the last gathering began
	running map[string]bool // what changed before it began, while it is not done
	began   time.Time       // when the first of that was noticed
	took    time.Duration   // the last gathering, with the plan of the site
}

// now is asked for what never reaches a page: how long something took.
func now() time.Time { return time.Now() }

// Run serves until ctx ends. It fails if the address cannot be used or the first gathering fails.
func Run(ctx context.Context, o Options) error {
	if err := checkLoopback(o.Host); err != nil {
		return err
	}
	listener, busy, err := listenOn(ctx, o)
	if err != nil {
		return err
	}
	if busy {
		o.Log("another program uses port %d; this is %s", o.Port, listener.Addr())
	}
	s := &server{o: o, hub: newHub(), wake: make(chan struct{}, 1), turned: make(chan *build.Project, 1), fresh: map[string]bool{}}
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
		s.current.Store(&state{files: s.o.Standing(ctx), number: 1})
	}
	first, err := s.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	watcher, err := newWatcher(first.project, s.o.Poll)
	if err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.show(*first)
	return first, watcher, nil
}

// run waits for web server and watcher.
func (s *server) run(ctx context.Context, web *http.Server, served <-chan error, w *watcher) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watched, gathered := make(chan error, 1), make(chan struct{})
	go func() { watched <- w.run(ctx, s.turned, s.changed) }()
	go func() {
		defer close(gathered)
		s.gather(ctx)
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
	<-gathered
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
	start := now()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.took = now().Sub(start)
	}()
	p, err := s.o.Gather(ctx)
	if err != nil {
		return nil, err
	}
	planned, err := build.PlanSite(p)
	if err != nil {
		return nil, err
	}
	return &state{project: p, site: planned, files: planned.Files, between: betweenOf(p)}, nil
}

func betweenOf(p *build.Project) between {
	return sync.OnceValues(func() (func(history, from, to string) (output.File, bool), error) { return build.Between(p) })
}

// idle is how long nothing must happen before something is made that nobody has asked for yet.
const idle = 200 * time.Millisecond

// gather gathers anew whenever something has changed, until ctx ends. What changes meanwhile is gathered next. When nothing more comes,
// it makes what the first search would wait for.
func (s *server) gather(ctx context.Context) {
	rest := time.NewTimer(idle)
	for {
		select {
		case <-ctx.Done():
			return
		case <-rest.C:
			_ = s.current.Load().site.Warm() // whoever searches is told what is wrong
			continue
		case <-s.wake:
		}
		s.mu.Lock()
		changed, began := s.fresh, s.began
		s.running, s.fresh, s.began = changed, map[string]bool{}, time.Time{}
		s.mu.Unlock()
		if len(changed) > 0 {
			s.rebuild(ctx, list(changed), began)
		}
		rest.Reset(idle)
	}
}

// rebuild gathers anew and swaps, unless the edit broke something that the site in use can still show.
func (s *server) rebuild(ctx context.Context, changed string, began time.Time) {
	old := s.current.Load()
	next, err := s.load(ctx)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		next = &state{project: old.project, site: old.site, files: old.files, between: old.between, failure: err.Error()}
		s.o.Log("%s changed → not shown: %s", changed, err)
	default:
		if broken := newlyBroken(old, next); len(broken) > 0 {
			edited := next.project
			next = &state{project: old.project, site: old.site, files: old.files, between: old.between, broken: broken,
				edited: edited}
			s.o.Log("%s changed → not shown: %s", changed, broken[0].Pos.String()+": "+broken[0].Message)
		}
	}
	s.mu.Lock()
	s.running = nil
	browsers := s.show(*next)
	s.mu.Unlock()
	select {
	case <-s.turned: // the watcher has not taken the one before
	default:
	}
	s.turned <- next.project
	if next.failure == "" && len(next.broken) == 0 {
		s.o.Log("%s changed → ready in %s, %s, reloaded %s", changed, now().Sub(began).Round(time.Millisecond),
			phrase.Plural(len(next.project.Dossier.Findings), "finding", "findings"), phrase.Plural(browsers, "browser", "browsers"))
	}
}
