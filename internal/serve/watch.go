package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"clausebook/internal/build"
	"clausebook/internal/config"
	"clausebook/internal/content"
	"clausebook/internal/history"
)

// quiet is how long nothing must happen before a burst of events is taken as one edit: editors write a file and rename it within a few
// milliseconds. What goes on for longer is taken as it is after a while, and what follows as the next edit.
const (
	quiet = 20 * time.Millisecond
	long  = 500 * time.Millisecond
)

// watcher looks at folders, never at files: an editor that saves by renaming would take the watch with it.
type watcher struct {
	root    string
	folders []string // relative to root, watched with everything below that is not left out of the documents
	files   *content.Files
	people  string
	events  *fsnotify.Watcher
	git     history.Folders // of the repository; empty where there is none
	poll    time.Duration
	seen    map[string]stamp // when polling: the files as they were last listed
}

func newWatcher(p *build.Project, poll time.Duration) (*watcher, error) {
	w := &watcher{root: p.Dir, poll: poll}
	w.aim(p)
	if poll > 0 {
		w.seen = w.listing() // before anybody is told that edits are seen
		return w, nil
	}
	var err error
	if w.events, err = fsnotify.NewWatcher(); err != nil {
		return nil, fmt.Errorf("watch the folders (try --poll 1s): %w", err)
	}
	return w, w.addAll()
}

// aim turns the watcher to the folders that a project names.
func (w *watcher) aim(p *build.Project) {
	w.git, _ = history.FoldersOf(w.root)
	w.files, w.people = p.Config.Content.Files(), p.Config.Content.In("people.yaml")
	w.folders = slices.Clone(p.Config.Content.Parts())
	if p.Config.Theme != "" {
		w.folders = append(w.folders, p.Config.Theme)
	}
	for _, s := range append(slices.Clone(p.Config.Standards), p.Config.Scheme) {
		if strings.ContainsAny(s, "/.") {
			w.folders = append(w.folders, filepath.Dir(filepath.FromSlash(s)))
		}
	}
}

// follow turns the watcher to what the configuration names since the last edit.
func (w *watcher) follow(p *build.Project) error {
	before, git := slices.Clone(w.folders), w.git
	if w.aim(p); slices.Equal(before, w.folders) && w.git == git || w.events == nil {
		return nil
	}
	return w.addAll()
}

func (w *watcher) close() {
	if w.events != nil {
		_ = w.events.Close() // nothing is left to be done about it
	}
}

func (w *watcher) addAll() error {
	for _, dir := range []string{w.root, w.git.Own, w.git.Common} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			if err := w.events.Add(dir); err != nil {
				return fmt.Errorf("watch %s: %w", dir, err)
			}
		}
	}
	if w.git.Common != "" {
		if err := w.addTree(w.git.Refs(), func(string) bool { return false }); err != nil {
			return err
		}
	}
	for _, folder := range w.folders {
		if err := w.addTree(filepath.Join(w.root, folder), w.passes); err != nil {
			return err
		}
	}
	return nil
}

// addTree watches a folder and all below it that is not passed over. What vanishes meanwhile is no fault.
func (w *watcher) addTree(dir string, passes func(string) bool) error {
	return filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("watch %s: %w", p, err)
		}
		if !e.IsDir() {
			return nil
		}
		if passes(p) {
			return fs.SkipDir
		}
		if err := w.events.Add(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("watch %s (try --poll 1s): %w", p, err)
		}
		return nil
	})
}

// passes tells whether a folder of the disk holds nothing that is watched: what a project leaves out of its documents.
func (w *watcher) passes(dir string) bool {
	rel, err := filepath.Rel(w.root, dir)
	if err != nil || rel == "." {
		return false
	}
	rel = filepath.ToSlash(rel)
	for _, folder := range w.folders {
		if folder != content.Root && content.Within(rel, folder) {
			return false // a part that is named, the theme, or a folder of standards
		}
	}
	return w.files.Omitted(rel+"/x") != ""
}

// run calls changed once for each burst of edits, until ctx ends. It turns to the projects that are gathered meanwhile.
func (w *watcher) run(ctx context.Context, turned <-chan *build.Project, changed func([]string)) error {
	if w.poll > 0 {
		return w.runPolling(ctx, turned, changed)
	}
	pending, first := map[string]bool{}, time.Time{}
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	note := func(name string) {
		if len(pending) == 0 {
			first = now()
		}
		pending[name] = true
		timer.Reset(min(quiet, max(0, long-now().Sub(first))))
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case p := <-turned:
			if err := w.follow(p); err != nil {
				return err
			}
		case e, ok := <-w.events.Events:
			if !ok {
				return nil
			}
			if name, relevant := w.relevant(e); relevant {
				note(name)
			}
		case err, ok := <-w.events.Errors:
			if !ok {
				return nil
			}
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return fmt.Errorf("watch the folders: %w", err)
			}
			note("many files") // events were lost: look at everything again
			if err := w.addAll(); err != nil {
				return err
			}
		case <-timer.C:
			changed(slices.Sorted(maps.Keys(pending)))
			clear(pending)
		}
	}
}

// relevant tells whether an event can change the site, and gives the name to report. A new folder is watched at
// once; files that came with it count as one change.
func (w *watcher) relevant(e fsnotify.Event) (string, bool) {
	if e.Op == fsnotify.Chmod {
		return "", false
	}
	if w.tellsOfHistory(e) {
		return "history", true
	}
	rel, err := filepath.Rel(w.root, e.Name)
	if err != nil {
		return "", false
	}
	rel = filepath.ToSlash(rel)
	if content.Within(rel, ".git") {
		return "", false
	}
	if !strings.Contains(rel, "/") && !slices.Contains(w.folders, rel) && !w.files.Holds(rel) {
		return rel, rel == config.FileName || rel == w.people
	}
	if ignorable(filepath.Base(e.Name)) {
		return "", false
	}
	if e.Has(fsnotify.Create) {
		if info, err := os.Lstat(e.Name); err == nil && info.IsDir() {
			_ = w.addTree(e.Name, w.passes) // a folder that has gone again needs no watch
		}
	}
	return rel, true
}

// tellsOfHistory tells whether an event is about which commit is read, or about a reference: branches, tags, and what tools keep beside
// them. Git makes the folder of a reference with the reference, so that a new one is watched at once and counts as one. A repository
// that was just made is found by the look at all folders that follows.
func (w *watcher) tellsOfHistory(e fsnotify.Event) bool {
	switch {
	case w.git.Common == "":
		return e.Name == filepath.Join(w.root, ".git") && e.Has(fsnotify.Create)
	case strings.HasSuffix(e.Name, ".lock"):
		return false
	case e.Name == filepath.Join(w.git.Own, "HEAD"), e.Name == filepath.Join(w.git.Common, "packed-refs"):
		return true
	case !strings.HasPrefix(e.Name, w.git.Refs()+string(filepath.Separator)):
		return false
	}
	if info, err := os.Lstat(e.Name); err == nil && info.IsDir() {
		_ = w.addTree(e.Name, func(string) bool { return false })
	}
	return true
}

// ignorable tells whether a name is an editor's own: swap files, backups, probes.
func ignorable(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".swp") ||
		strings.HasSuffix(name, ".tmp") ||
		name == "4913" ||
		strings.HasPrefix(name, "#")
}

// runPolling compares size and time of every file again and again, for file systems that send no events.
func (w *watcher) runPolling(ctx context.Context, turned <-chan *build.Project, changed func([]string)) error {
	tick := time.NewTicker(w.poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case p := <-turned:
			if err := w.follow(p); err != nil {
				return err
			}
		case <-tick.C:
			listed := w.listing()
			if names := differing(w.seen, listed); len(names) > 0 {
				changed(names)
			}
			w.seen = listed
		}
	}
}

type stamp struct {
	size int64
	time time.Time
}

func (w *watcher) listing() map[string]stamp {
	seen := map[string]stamp{}
	add := func(p string) {
		if info, err := os.Lstat(p); err == nil && !info.IsDir() {
			rel, _ := filepath.Rel(w.root, p) // p was made from root
			seen[filepath.ToSlash(rel)] = stamp{info.Size(), info.ModTime()}
		}
	}
	add(filepath.Join(w.root, config.FileName))
	add(filepath.Join(w.root, filepath.FromSlash(w.people)))
	if w.git.Common != "" {
		add(filepath.Join(w.git.Own, "HEAD"))
		add(filepath.Join(w.git.Own, "logs", "HEAD"))
		add(filepath.Join(w.git.Common, "packed-refs"))
		_ = filepath.WalkDir(w.git.Refs(), func(p string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() && !strings.HasSuffix(p, ".lock") {
				add(p)
			}
			return nil
		})
	}
	for _, folder := range w.folders {
		_ = filepath.WalkDir(filepath.Join(w.root, folder), func(p string, e fs.DirEntry, err error) error {
			if err == nil && e.IsDir() && w.passes(p) {
				return fs.SkipDir
			}
			if err == nil && !e.IsDir() && !ignorable(e.Name()) {
				add(p)
			}
			return nil // what cannot be listed is reported by the gathering
		})
	}
	return seen
}

func differing(a, b map[string]stamp) []string {
	names := map[string]bool{}
	for name, s := range a {
		if b[name] != s {
			names[name] = true
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
