package pdf

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestFindNone(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Find(""); err == nil || !strings.Contains(err.Error(), "install Chromium, or give one with --browser") {
		t.Errorf("got %v, want an error that says what to do", err)
	}
	if _, err := Find("no-such-browser"); err == nil || !strings.Contains(err.Error(), "no-such-browser") {
		t.Errorf("got %v, want an error that names the browser", err)
	}
}

// program writes a program that stands in for a browser.
func program(t *testing.T, script string) Browser {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	at := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(at, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	b, err := Find(at)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestFailures holds that a browser that fails, or writes nothing, is an error, and that the old file stays.
func TestFailures(t *testing.T) {
	for name, tc := range map[string]struct{ script, want string }{
		"fails":       {"echo one >&2; echo cannot start >&2; exit 3", "cannot start"},
		"writes none": {"exit 0", "wrote no PDF"},
		"writes junk": {`for a; do case $a in --print-to-pdf=*) echo junk >"${a#--print-to-pdf=}";; esac; done`, "wrote no PDF"},
	} {
		t.Run(name, func(t *testing.T) {
			to := filepath.Join(t.TempDir(), "out.pdf")
			if err := os.WriteFile(to, []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
			err := program(t, tc.script).Print(context.Background(), "/x.html", to)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if got, _ := os.ReadFile(to); string(got) != "old" { // an unreadable file differs, too
				t.Errorf("the old file became %q", got)
			}
		})
	}
}

func TestArguments(t *testing.T) {
	args := arguments("/p", "/a b/#?x.html", "/o.pdf")
	for _, want := range []string{"--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--user-data-dir=/p",
		"--print-to-pdf=/o.pdf"} {
		if !slices.Contains(args, want) {
			t.Errorf("no %s among %q", want, args)
		}
	}
	if got, want := args[len(args)-1], "file:///a%20b/%23%3Fx.html"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestPrint prints with the browser of this machine.
func TestPrint(t *testing.T) {
	b, err := Find("")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	page, to := filepath.Join(dir, "a page.html"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(page, []byte("<!doctype html><title>x</title><p>Text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := b.Print(context.Background(), page, to); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(to); err != nil || !bytes.HasPrefix(got, []byte("%PDF-")) {
		t.Errorf("no PDF: %v", err)
	}
}
