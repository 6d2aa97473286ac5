package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The tools, as the tables call them.
const (
	ours    = "clausebook"
	theirs  = "Hugo"
	gitsOwn = "git log"
)

// tool is a generator with its repository.
type tool struct {
	name, dir string
	document  string // the path of the document that is edited
	text      string // of it at the start
	edits     int

	build  func(context.Context) *exec.Cmd
	serve  func(ctx context.Context, port int) *exec.Cmd
	listen func(ctx context.Context, url string) (io.ReadCloser, error) // to the stream of events
	ready  string                                                       // what the server prints when its site is there, if not its address
}

const (
	editedName = "change-management.md"
	editedPage = "documents/prc-chg-u01.html"
)

// site is the folder that the tool writes.
func (t *tool) site() string { return filepath.Join(t.dir, "public") }

// edit changes the document, in another way each time.
func (t *tool) edit() error {
	t.edits++
	return os.WriteFile(filepath.Join(t.dir, t.document), []byte(t.text+"\n"+t.edited()+"\n"), 0o644)
}

// edited is the sentence of the last edit.
func (t *tool) edited() string {
	return fmt.Sprintf("This line was changed by hand, edit %d.", t.edits)
}

// contenders gives both generators, each with a repository of the same size.
func (b *benchmark) contenders(ctx context.Context, documents int) (us, peer *tool, err error) {
	if us, err = b.contender(ctx, ours, documents); err != nil {
		return nil, nil, err
	}
	if peer, err = b.contender(ctx, theirs, documents); err != nil {
		return nil, nil, err
	}
	us.build = func(ctx context.Context) *exec.Cmd {
		return b.command(ctx, us.dir, b.clausebook, "--quiet", "build", "--timings")
	}
	us.serve = func(ctx context.Context, port int) *exec.Cmd {
		return b.command(ctx, us.dir, b.clausebook, "serve", "--port", fmt.Sprint(port))
	}
	us.listen, us.ready = listenEvents, "ready "
	peer.build = func(ctx context.Context) *exec.Cmd { return b.command(ctx, peer.dir, b.peer, "--quiet") }
	peer.serve = func(ctx context.Context, port int) *exec.Cmd {
		return b.command(ctx, peer.dir, b.peer, "server", "--port", fmt.Sprint(port), "--renderToMemory")
	}
	peer.listen = listenSocket
	return us, peer, nil
}

func (b *benchmark) contender(ctx context.Context, name string, documents int) (*tool, error) {
	dir, err := b.corpus(ctx, name, documents)
	if err != nil {
		return nil, err
	}
	t := &tool{name: name, dir: dir}
	if t.document, err = b.git(ctx, dir, "ls-files", "content/unit01/*/"+editedName); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, t.document))
	t.text = string(text)
	return t, err
}

// turn is one tool's part in a scenario.
type turn struct {
	tool  string
	ready func(ctx context.Context, attempt int) error // nil where nothing has to be made ready
	run   func(context.Context) (sample, error)
}

// scenario is what tools do in turn, each the same.
type scenario struct {
	what  string
	turns []turn
}

const (
	coldBuild = "build, nothing there yet"
	unchanged = "build, nothing changed"
	oneEdit   = "build, one document edited"
	committed = "build, the same edit committed"
	reload    = "serve, from save to reload event"
	coldCheck = "check, no cache"
	sameCheck = "check, nothing changed"
	warmCheck = "check, one document edited"
)

// scenarios are the commands of a round, in an order in which each leaves what the next one needs.
func (b *benchmark) scenarios(us, peer *tool) []scenario {
	both := func(what string, ready func(context.Context, *tool, int) error, run func(context.Context, *tool) (sample, error)) scenario {
		s := scenario{what: what}
		for _, t := range []*tool{us, peer} {
			s.turns = append(s.turns, turn{t.name, func(ctx context.Context, attempt int) error { return ready(ctx, t, attempt) },
				func(ctx context.Context) (sample, error) { return run(ctx, t) }})
		}
		return s
	}
	alone := func(what string, ready func() error, args ...string) scenario {
		return scenario{what, []turn{{ours, func(context.Context, int) error { return ready() }, func(ctx context.Context) (sample, error) {
			return timed(b.command(ctx, us.dir, b.clausebook, append([]string{"--quiet"}, args...)...))
		}}}}
	}
	nothing := func() error { return nil }
	uncached := func() error { return os.RemoveAll(filepath.Join(us.dir, ".clausebook")) }
	return []scenario{
		both(coldBuild, func(ctx context.Context, t *tool, _ int) error { return b.forget(ctx, t) }, buildSite),
		both(unchanged, func(context.Context, *tool, int) error { return nil }, buildSite),
		both(oneEdit, func(_ context.Context, t *tool, _ int) error { return t.edit() }, buildSite),
		both(committed, b.commit, buildSite),
		both(reload, func(context.Context, *tool, int) error { return nil }, live),
		alone(coldCheck, uncached, "check", "--format", "concise", "--fail-on", "never"),
		alone(sameCheck, nothing, "check", "--format", "concise", "--fail-on", "never"),
		alone(warmCheck, us.edit, "check", "--format", "concise", "--fail-on", "never"),
		alone("gaps, one document edited", us.edit, "gaps", "--fail-on", "never"),
		alone("impact of the last ten requests", nothing, "impact", "--base", "HEAD~10"),
	}
}

// buildSite builds, and looks whether the page of the edited document has the last edit.
func buildSite(ctx context.Context, t *tool) (sample, error) {
	s, err := building(t.build(ctx), t.site())
	if err != nil || t.edits == 0 {
		return s, err
	}
	page, err := os.ReadFile(filepath.Join(t.site(), editedPage))
	if err == nil && strings.Contains(t.current(), t.edited()) != strings.Contains(string(page), t.edited()) {
		err = errors.New("the page does not show the document as it is")
	}
	return s, err
}

// current is the document as it is now; nothing where it cannot be read, which the build has said then.
func (t *tool) current() string {
	text, _ := os.ReadFile(filepath.Join(t.dir, t.document))
	return string(text)
}

// forget takes a tool back to a fresh clone: no site, no cache, no edit.
func (b *benchmark) forget(ctx context.Context, t *tool) error {
	return errors.Join(b.restart(ctx, t.dir), os.RemoveAll(filepath.Join(b.work, "hugo-cache")))
}

// commit commits the last edit. Where the run after it is done again, so are edit and build: a site that shows the
// commit already would have nothing left to do.
func (b *benchmark) commit(ctx context.Context, t *tool, attempt int) error {
	if attempt > 0 {
		if err := t.edit(); err != nil {
			return err
		}
		if _, err := buildSite(ctx, t); err != nil {
			return err
		}
	}
	_, err := b.git(ctx, t.dir, "commit", "-qam", "Change a line by hand")
	return err
}
