package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"clausebook/internal/content"
	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// readHistory is the argument with which this program reads a history once, in a process of its own.
const readHistory = "-read-history"

// reading says what is read, and how.
type reading struct {
	Dir, Folder, Rev, Cache string
	Facts                   bool // of every version, by the reader that the product uses
}

func readOnce(ctx context.Context, text string) error {
	var r reading
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return err
	}
	folder := content.Place(r.Folder)
	o := history.Options{Dir: r.Dir, Folder: folder, Rev: r.Rev, CacheDir: r.Cache, Version: "benchmark"}
	if r.Facts {
		o.Reader = (&doc.Reader{Folder: folder}).Facts
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
	newCommits = "history, from the cache of 50 commits ago"
)

// before gives a commit of the main line which at least 50 commits fewer lead to.
func (b *benchmark) before(ctx context.Context, dir, rev string) (string, error) {
	for n := 1; ; n++ {
		earlier, err := b.git(ctx, dir, "rev-parse", "--verify", fmt.Sprintf("%s~%d", rev, n))
		if err != nil {
			return "", fmt.Errorf("fewer than 50 commits: %w", err)
		}
		count, err := b.git(ctx, dir, "rev-list", "--count", earlier+".."+rev)
		if n, _ := strconv.Atoi(count); err != nil || n >= 50 {
			return earlier, err
		}
	}
}

// histories are the ways of reading the history of a folder, each after native git has walked the same commits.
func (b *benchmark) histories(ctx context.Context, dir, place, rev string) ([]scenario, error) {
	main, err := b.git(ctx, dir, "rev-parse", rev)
	if err != nil {
		return nil, err
	}
	earlier, err := b.before(ctx, dir, main)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(b.work, "history")
	fresh, warm, kept := filepath.Join(folder, "fresh"), filepath.Join(folder, "warm"), filepath.Join(folder, "kept")
	if err := os.RemoveAll(folder); err != nil {
		return nil, err
	}
	for _, r := range []reading{{dir, place, main, warm, true}, {dir, place, earlier, kept, true}} {
		if _, err := timed(b.reader(ctx, r)); err != nil {
			return nil, err
		}
	}
	way := func(what string, ready func() error, r reading) scenario {
		return scenario{what, []turn{
			{gitsOwn, nil, func(ctx context.Context) (sample, error) {
				return timed(b.command(ctx, dir, "git", "log", "--raw", "--no-renames", main, "--", place))
			}},
			{ours, func(context.Context, int) error { return ready() }, func(ctx context.Context) (sample, error) {
				return timed(b.reader(ctx, r))
			}},
		}}
	}
	nothing := func() error { return nil }
	return []scenario{
		way(indexAlone, nothing, reading{dir, place, main, "", false}),
		way(coldFacts, func() error { return os.RemoveAll(fresh) }, reading{dir, place, main, fresh, true}),
		way(warmFacts, nothing, reading{dir, place, main, warm, true}),
		way(newCommits, func() error {
			if err := os.RemoveAll(fresh); err != nil {
				return err
			}
			if err := os.CopyFS(fresh, os.DirFS(kept)); err != nil {
				return fmt.Errorf("copy the cache: %w", err)
			}
			return nil
		}, reading{dir, place, main, fresh, true}),
	}, nil
}

// repository is one whose history is measured.
type repository struct{ dir, folder string }

// repositories reads a list such as ../handbook:docs,../all.
func repositories(list string) (out []repository, err error) {
	for text := range strings.SplitSeq(list, ",") {
		dir, folder, _ := strings.Cut(text, ":")
		if dir, err = filepath.Abs(dir); err != nil {
			return nil, err
		}
		out = append(out, repository{dir, cmp.Or(folder, ".")})
	}
	return out, nil
}

// measureHistories measures nothing but histories, of any repositories.
func (b *benchmark) measureHistories(ctx context.Context) (string, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "%s; runs: %d; %s.\n", time.Now().UTC().Format(time.DateOnly), b.runs, b.machine)
	var all []*result
	for _, repo := range b.repositories {
		r := &result{runs: b.runs}
		var err error
		if r.title, err = b.title(ctx, repo); err != nil {
			return "", err
		}
		ways, err := b.histories(ctx, repo.dir, repo.folder, "HEAD")
		if err != nil {
			return "", err
		}
		for round := range r.runs {
			for _, sc := range ways {
				if err := b.play(ctx, r, sc, round); err != nil {
					return "", fmt.Errorf("%s: %w", repo.dir, err)
				}
			}
		}
		all = append(all, r)
	}
	for _, r := range all {
		r.writeHistory(&text)
	}
	return text.String(), nil
}

// title says how large a repository is.
func (b *benchmark) title(ctx context.Context, repo repository) (string, error) {
	commits, err := b.git(ctx, repo.dir, "rev-list", "--count", "HEAD")
	if err != nil {
		return "", err
	}
	files, err := b.git(ctx, repo.dir, "ls-tree", "-r", "--name-only", "HEAD", "--", repo.folder)
	return fmt.Sprintf("%s, %d files in `%s`, %s commits", filepath.Base(repo.dir), strings.Count(files, "\n")+1, repo.folder, commits), err
}

// writeHistory writes what reading a history took, and the ratios with git, run by run.
func (r *result) writeHistory(b *strings.Builder) {
	fmt.Fprintf(b, "\n**%s**", r.title)
	if r.noisy > 0 {
		fmt.Fprintf(b, "; %d of %d runs on a noisy machine", r.noisy, r.all())
	}
	b.WriteString("\n\n| what | git log, s | CPU s | ours, s | CPU s | peak MiB | ratio: wall | CPU |\n|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, us := range r.rows {
		if us.tool != ours {
			continue
		}
		git := r.row(us.what, gitsOwn)
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", strings.TrimPrefix(us.what, "history, "), git.of(wall), git.of(cpu),
			us.of(wall), us.of(cpu), us.of(mebibytes), us.against(git, wall), us.against(git, cpu))
	}
}
