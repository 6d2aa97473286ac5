package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// sample is what one run took and wrote.
type sample struct {
	wall, user, system time.Duration
	peak               int64 // bytes
	load               float64
	written            weight // by this run
	site               weight // as it stands after it
	text               string // what it printed on stderr
}

// weight is a number of files.
type weight struct {
	files, pages int // pages are the files in HTML
	bytes, html  int64
}

// environment is that of every child: no settings of the user's, and the author of commits.
func environment(work string) []string {
	env := append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "HUGO_CACHEDIR="+filepath.Join(work, "hugo-cache"))
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		env = append(env, "GIT_"+who+"_NAME=Ines Halloran", "GIT_"+who+"_EMAIL=ines.halloran@brackwater.example",
			"GIT_"+who+"_DATE=2026-11-20T12:00:00Z")
	}
	return env
}

// command makes a process that runs in a folder. An interrupt ends it, too.
func (b *benchmark) command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, environment(b.work)
	return cmd
}

// git runs git outside all measuring and gives what it prints.
func (b *benchmark) git(ctx context.Context, dir string, args ...string) (string, error) {
	text, err := b.command(ctx, dir, "git", args...).CombinedOutput()
	if err != nil {
		err = fmt.Errorf("git %s: %w\n%s", args[0], err, text)
	}
	return string(bytes.TrimSpace(text)), err
}

// timed runs a process. Any exit code but 0 is an error: a run that failed has no time.
func timed(cmd *exec.Cmd) (sample, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start), text: stderr.String()}
	if err != nil {
		return s, fmt.Errorf("%s: %w\n%s", filepath.Base(cmd.Path), err, &stderr)
	}
	s.user, s.system, s.peak = cmd.ProcessState.UserTime(), cmd.ProcessState.SystemTime(), peak(cmd.ProcessState)
	return s, nil
}

// building runs a process that writes a site, and looks at what it wrote: files that are younger than its start.
func building(cmd *exec.Cmd, site string) (sample, error) {
	time.Sleep(20 * time.Millisecond) // a file's time is that of the last tick of the clock
	start := time.Now().Add(-10 * time.Millisecond)
	s, err := timed(cmd)
	if err != nil {
		return s, err
	}
	err = filepath.WalkDir(site, func(p string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		s.site.add(p, info)
		if !info.ModTime().Before(start) {
			s.written.add(p, info)
		}
		return nil
	})
	if err == nil && s.site.pages == 0 {
		err = fmt.Errorf("no page in %s", site)
	}
	return s, err
}

func (w *weight) add(name string, info os.FileInfo) {
	w.files, w.bytes = w.files+1, w.bytes+info.Size()
	if filepath.Ext(name) == ".html" {
		w.pages, w.html = w.pages+1, w.html+info.Size()
	}
}
