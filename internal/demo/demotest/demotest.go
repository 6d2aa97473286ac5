// Package demotest keeps one demonstration for all tests of a package, since it takes a moment to write.
//
// It is no part of the product.
package demotest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	example "clausebook"
	"clausebook/internal/demo"
	"clausebook/internal/gittest"
)

// Tests are the tests of a package, around which what they share is removed.
type Tests struct{ M interface{ Run() int } }

// Run runs the tests, with their folders in memory where there is room.
func (t Tests) Run() int {
	code := gittest.Tests{M: t.M}.Run()
	if shared == "" {
		return code
	}
	if err := os.RemoveAll(shared); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return code
}

var shared string // the folder of what is shared, once something is

// Write gives the demonstration and what is said of it. Nobody changes it.
var Write = sync.OnceValues(func() (Demonstration, error) {
	var err error
	if shared, err = os.MkdirTemp("", "demonstration-"); err != nil {
		return Demonstration{}, err
	}
	d := Demonstration{Dir: filepath.Join(shared, "demo")}
	d.Summary, err = demo.Write(context.Background(), d.Dir, example.FS)
	return d, err
})

// Demonstration is a repository on the disk.
type Demonstration struct {
	demo.Summary
	Dir string
}

// Read gives the demonstration to a test that leaves it as it is.
func Read(t testing.TB) Demonstration {
	t.Helper()
	d, err := Write()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Copy makes a demonstration that may be changed. Its objects, which git never changes, are links to those of the shared one.
func Copy(to string) error {
	d, err := Write()
	if err != nil {
		return err
	}
	objects := filepath.Join(d.Dir, ".git", "objects") + string(filepath.Separator)
	return filepath.WalkDir(d.Dir, func(from string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := to + strings.TrimPrefix(from, d.Dir)
		switch {
		case e.IsDir():
			return os.MkdirAll(at, 0o755)
		case strings.HasPrefix(from, objects) && os.Link(from, at) == nil:
			return nil
		}
		text, err := os.ReadFile(from)
		return errors.Join(err, os.WriteFile(at, text, 0o644))
	})
}
