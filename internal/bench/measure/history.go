package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// readHistory is the argument with which this program reads a history once, in a process of its own.
const readHistory = "-read-history"

// reading says what is read, and how.
type reading struct {
	Dir, Rev, Cache string
	Facts           bool // of every version, by the reader that the product uses
}

func readOnce(ctx context.Context, text string) error {
	var r reading
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return err
	}
	o := history.Options{Dir: r.Dir, Folder: "content", Rev: r.Rev, CacheDir: r.Cache, Version: "benchmark"}
	if r.Facts {
		o.Reader = (&doc.Reader{Folder: "content"}).Facts
	}
	log, err := history.Read(ctx, o)
	if err == nil && log.State != history.Complete {
		err = errors.New(log.Reason)
	}
	return err
}

func (b *benchmark) reader(ctx context.Context, r reading) *exec.Cmd {
	text, _ := json.Marshal(r) // a struct of strings and a flag
	return b.command(ctx, r.Dir, b.self, readHistory, string(text))
}

const (
	indexAlone = "history, the index alone"
	coldFacts  = "history, no cache, with the facts of every version"
	warmFacts  = "history, from the cache"
	newCommits = "history, from the cache of ten requests ago"
)

// histories are the ways of reading the history, each after native git has walked the same commits.
func (b *benchmark) histories(ctx context.Context, t *tool) ([]scenario, error) {
	main, err := b.git(ctx, t.dir, "rev-parse", start)
	if err != nil {
		return nil, err
	}
	earlier, err := b.git(ctx, t.dir, "rev-parse", start+"~10")
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(b.work, "history")
	fresh, warm, kept := filepath.Join(folder, "fresh"), filepath.Join(folder, "warm"), filepath.Join(folder, "kept")
	if err := os.RemoveAll(folder); err != nil {
		return nil, err
	}
	for _, r := range []reading{{t.dir, main, warm, true}, {t.dir, earlier, kept, true}} {
		if _, err := timed(b.reader(ctx, r)); err != nil {
			return nil, err
		}
	}
	way := func(what string, ready func() error, r reading) scenario {
		return scenario{what, []turn{
			{gitsOwn, nil, func(ctx context.Context) (sample, error) {
				return timed(b.command(ctx, t.dir, "git", "log", "--raw", "--no-renames", main, "--", "content"))
			}},
			{ours, func(context.Context, int) error { return ready() }, func(ctx context.Context) (sample, error) {
				return timed(b.reader(ctx, r))
			}},
		}}
	}
	nothing := func() error { return nil }
	return []scenario{
		way(indexAlone, nothing, reading{t.dir, main, "", false}),
		way(coldFacts, func() error { return os.RemoveAll(fresh) }, reading{t.dir, main, fresh, true}),
		way(warmFacts, nothing, reading{t.dir, main, warm, true}),
		way(newCommits, func() error {
			if err := os.RemoveAll(fresh); err != nil {
				return err
			}
			if err := os.CopyFS(fresh, os.DirFS(kept)); err != nil {
				return fmt.Errorf("copy the cache: %w", err)
			}
			return nil
		}, reading{t.dir, main, fresh, true}),
	}, nil
}
