package gittest

import (
	"fmt"
	"os"

	"clausebook/internal/process"
)

// Tests are the tests of a package that make many repositories. Their time goes into small files, which memory takes ten times as
// fast as a disk: where a machine has room for them there, and TMPDIR says nothing else, their folders are made in it.
type Tests struct{ M interface{ Run() int } }

// Run runs the tests: os.Exit(gittest.Tests{M: m}.Run()).
func (t Tests) Run() int {
	leave, err := enter()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer leave()
	process.SteerCollector()
	return t.M.Run()
}

// enter goes to where folders are made in memory, and gives what takes everything away again.
func enter() (leave func(), err error) {
	const asked = "TMPDIR"
	if os.Getenv(asked) != "" || !roomy(memory) {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp(memory, "cb-") // short, for a browser keeps sockets in it, whose paths have at most 108 bytes
	if err != nil {
		return nil, err
	}
	if err := os.Setenv(asked, dir); err != nil {
		return nil, err
	}
	return func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}, nil
}

const memory = "/dev/shm"
