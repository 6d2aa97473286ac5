// Package pdf prints pages of a site on a disk to PDF files, through a Chromium that the user has installed.
//
// It is the only package that runs a program. The program is found by a fixed name or named by the user, its arguments
// are fixed but for the two paths, no shell is between, and it is told to resolve no host name: the page it prints is
// a file, and what is on it must not reach out.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Browser is a program that prints pages.
type Browser struct{ path string }

// Names are what a Chromium is called on systems that package it, in the order in which they are looked for.
var Names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// Find looks for a browser. With a name it takes that program and no other; with none the first of Names in the path.
func Find(name string) (Browser, error) {
	if name != "" {
		path, err := exec.LookPath(name)
		if err != nil {
			return Browser{}, fmt.Errorf("find the browser %s: %w", name, err)
		}
		return absolute(path)
	}
	for _, n := range Names {
		if path, err := exec.LookPath(n); err == nil {
			return absolute(path)
		}
	}
	return Browser{}, fmt.Errorf("no browser to print with: none of %s is in the PATH; install Chromium, or give one with --browser",
		strings.Join(Names, ", "))
}

func absolute(path string) (Browser, error) {
	path, err := filepath.Abs(path)
	return Browser{path}, err
}

// patience is how long one page may take. A pack of a hundred documents takes some ten seconds.
const patience = 3 * time.Minute

// Print writes the page at a path as PDF. The target is replaced only by a whole file.
func (b Browser) Print(ctx context.Context, page, to string) error {
	profile, err := os.MkdirTemp(temporary(), "clausebook-browser-")
	if err != nil {
		return fmt.Errorf("create a profile for the browser: %w", err)
	}
	defer os.RemoveAll(profile) //nolint:errcheck // a temporary folder of our own
	part := filepath.Join(profile, "page.pdf")
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if err := b.run(ctx, arguments(profile, page, part)); err != nil {
		return fmt.Errorf("print %s: %w", page, err)
	}
	made, err := os.ReadFile(part)
	if err != nil || !bytes.HasPrefix(made, []byte("%PDF-")) {
		return fmt.Errorf("print %s: %s wrote no PDF", page, b.path)
	}
	return replace(to, made)
}

// arguments are all that the browser is told. Nothing in them comes from a document: page and to are paths of ours.
func arguments(profile, page, to string) []string {
	args := []string{"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync",
		"--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-breakpad",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", "--user-data-dir=" + profile, "--print-to-pdf=" + to}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // as root Chromium refuses to start with one
	}
	return append(args, fileURL(page))
}

// fileURL gives the address of a file on this machine.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

func (b Browser) run(ctx context.Context, args []string) error {
	c := exec.CommandContext(ctx, b.path, args...)
	c.WaitDelay = 5 * time.Second // the browser's own children may hold its output open
	c.Env = append(os.Environ(), "TMPDIR="+temporary())
	var said bytes.Buffer
	c.Stderr = &said
	err := c.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%s took longer than %s", b.path, patience)
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%s: %w: %s", b.path, err, lastLine(said.String()))
	}
	return nil
}

// maxTemporary is how long the path of the folder for temporary files may be. The browser keeps sockets below it, whose paths have at
// most 108 bytes, and gives up without saying so where they have more.
const maxTemporary = 50

// temporary gives the folder for what the browser needs while it runs.
func temporary() string {
	const short = "/tmp"
	dir := os.TempDir()
	if info, err := os.Stat(short); len(dir) > maxTemporary && err == nil && info.IsDir() {
		return short
	}
	return dir
}

// lastLine gives the end of what a program said, where its reason stands.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// replace writes a file beside its target and swaps it in.
func replace(to string, content []byte) error {
	part := to + ".part"
	if err := os.WriteFile(part, content, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	if err := os.Rename(part, to); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", to, err), os.Remove(part))
	}
	return nil
}
