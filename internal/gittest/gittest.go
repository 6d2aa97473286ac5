// Package gittest makes repositories for the tests of other packages: with native git, so that what reads them is held against a
// program that is not ours, or in this process where a test is about something else.
//
// It is no part of the product. Git is told to leave out what a test of a moment does not need: hooks that are examples, upkeep
// after each commit, and waiting for a disk.
package gittest

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Repo is a repository with its work tree.
type Repo struct {
	testing.TB
	Dir string
}

// New makes an empty repository with the branch main. The test is skipped where there is no git.
func New(t testing.TB, args ...string) Repo {
	t.Helper()
	r := Repo{t, filepath.Join(t.TempDir(), "repo")}
	if err := os.Mkdir(r.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r.Git(Run{}, append([]string{"init", "-q", "-b", "main"}, args...)...)
	return r
}

// Run is how git is to be run: by whom ("Name <address>"), when, with which settings and with what to read.
type Run struct {
	Author, Committer string // Committer is the author where it is empty
	When              string // as git reads a time
	Settings          []string
	In                string
}

// settings are those of every run.
var settings = []string{"core.quotepath=off", "commit.gpgsign=false", "tag.gpgsign=false", "protocol.file.allow=always", "safe.directory=*",
	"gc.auto=0", "maintenance.auto=false", "core.fsync=none"}

// Git runs git and gives what it prints.
func (r Repo) Git(run Run, args ...string) string {
	r.Helper()
	out, err := r.Try(run, args...)
	if err != nil {
		r.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// Try runs git and gives what it prints, with what it complains of where it fails.
func (r Repo) Try(run Run, args ...string) (string, error) {
	r.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		r.Skip("no git binary to make a repository with or to compare with")
	}
	var all []string
	for _, s := range append(settings[:len(settings):len(settings)], run.Settings...) {
		all = append(all, "-c", s)
	}
	cmd := exec.Command(git, append(all, args...)...)
	cmd.Dir, cmd.Env = r.Dir, run.env()
	if run.In != "" {
		cmd.Stdin = strings.NewReader(run.In)
	}
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return out.String() + complaint.String(), err
	}
	return out.String(), nil
}

// env is the environment of a run: nothing of the machine's settings, and who acts when.
func (run Run) env() []string {
	out := append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_TEMPLATE_DIR=",
		"LC_ALL=C", "TZ=UTC")
	for who, text := range map[string]string{"AUTHOR": run.Author, "COMMITTER": cmp.Or(run.Committer, run.Author)} {
		name, address := identity(text)
		out = append(out, "GIT_"+who+"_NAME="+name, "GIT_"+who+"_EMAIL="+address)
		if run.When != "" {
			out = append(out, "GIT_"+who+"_DATE="+run.When)
		}
	}
	return out
}

// identity takes "Name <address>" apart. Somebody has to act.
func identity(who string) (name, address string) {
	name, address, _ = strings.Cut(cmp.Or(who, "Ada Author <ada@example.org>"), "<")
	return strings.TrimSpace(name), strings.TrimSuffix(address, ">")
}

// Write puts files into the work tree.
func (r Repo) Write(files map[string]string) {
	r.Helper()
	for name, text := range files {
		file := filepath.Join(r.Dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			r.Fatal(err)
		}
	}
}

// Change puts files into the work tree, and removes those whose text is empty.
func (r Repo) Change(files map[string]string) {
	r.Helper()
	for name, text := range files {
		if text != "" {
			r.Write(map[string]string{name: text})
		} else if err := os.Remove(filepath.Join(r.Dir, filepath.FromSlash(name))); err != nil {
			r.Fatal(err)
		}
	}
}

// Commit records the work tree with a message, even where nothing changed, and gives the commit.
func (r Repo) Commit(run Run, message string, args ...string) string {
	r.Helper()
	r.Git(run, "add", "-A")
	r.Git(run, append([]string{"commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", message}, args...)...)
	return r.Head()
}

// Head gives the commit of HEAD. The file of a branch is read in place of asking git, where there is one.
func (r Repo) Head() string {
	r.Helper()
	at, err := os.ReadFile(filepath.Join(r.Dir, ".git", "HEAD"))
	if branch, ok := strings.CutPrefix(string(at), "ref: "); err == nil && ok {
		if at, err = os.ReadFile(filepath.Join(r.Dir, ".git", filepath.FromSlash(strings.TrimSpace(branch)))); err == nil {
			return strings.TrimSpace(string(at))
		}
	}
	return strings.TrimSpace(r.Git(Run{}, "rev-parse", "HEAD"))
}
