package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	example "clausebook"
	"clausebook/internal/bench"
)

// benchmark is what all sizes share.
type benchmark struct {
	settings
	logger
	clausebook, peer, self string // the programs
	meter                  *meter
	machine                string // what it is, in words
}

// prepare looks at the machine and builds the programs.
func prepare(ctx context.Context, s settings, progress io.Writer) (*benchmark, error) {
	debug.SetGCPercent(20) // this process stays small: a child's peak begins at that of its parent
	b := &benchmark{settings: s, logger: logger{progress, time.Now()}}
	b.say("looking whether the machine is quiet")
	var err error
	if b.meter, err = newMeter(fixedWork, s.noisy); err != nil {
		return nil, err
	}
	if b.work, err = filepath.Abs(s.work); err != nil {
		return nil, err
	}
	if b.self, err = os.Executable(); err != nil {
		return nil, err
	}
	if len(s.repositories) == 0 {
		if err := b.build(ctx); err != nil {
			return nil, err
		}
	}
	b.machine, err = b.describe(ctx)
	return b, err
}

// build builds clausebook from this tree, and Hugo in a module of its own, unless it is there from an earlier run.
func (b *benchmark) build(ctx context.Context) error {
	b.clausebook = filepath.Join(b.work, "bin", "clausebook")
	if err := b.tool(ctx, ".", "build", "-o", b.clausebook, "clausebook/cmd/clausebook"); err != nil {
		return err
	}
	b.peer = filepath.Join(b.work, "bin", "hugo-"+b.hugo+"-"+runtime.Version())
	if _, err := os.Stat(b.peer); err == nil {
		return nil
	}
	b.say("building Hugo %s, which takes some minutes once", b.hugo)
	module, err := os.MkdirTemp(b.work, "module-")
	if err != nil {
		return err
	}
	for _, args := range [][]string{
		{"mod", "init", "peer"}, {"get", "github.com/gohugoio/hugo@" + b.hugo}, {"build", "-o", b.peer, "github.com/gohugoio/hugo"},
	} {
		if err := b.tool(ctx, module, args...); err != nil {
			return errors.Join(err, os.RemoveAll(module))
		}
	}
	return os.RemoveAll(module)
}

// tool runs the go command in a folder.
func (b *benchmark) tool(ctx context.Context, dir string, args ...string) error {
	cmd := b.command(ctx, dir, "go", args...)
	cmd.Env = append(cmd.Env, "GOWORK=off")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", args[0], err, text)
	}
	return nil
}

// describe names machine and programs.
func (b *benchmark) describe(ctx context.Context) (string, error) {
	git, err := b.git(ctx, ".", "--version")
	if err != nil {
		return "", err
	}
	commit, err := b.git(ctx, ".", "describe", "--always", "--dirty")
	if err != nil {
		return "", err
	}
	processor, memory := field("/proc/cpuinfo", "model name"), field("/proc/meminfo", "MemTotal")
	return fmt.Sprintf("%s, %d processors, %s memory, %s/%s; clausebook %s, %s, %s, Hugo %s", processor, runtime.NumCPU(), memory,
		runtime.GOOS, runtime.GOARCH, commit, runtime.Version(), git, b.hugo), nil
}

// field gives a value from a file of Linux's, where there is one.
func field(file, name string) string {
	text, _ := os.ReadFile(file) // elsewhere it is unknown, and says so
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown " + name
}

// writeCorpus is the argument with which this program writes a corpus once, in a process of its own: a child begins
// with the memory that its parent had at most, so that the one which measures must stay small.
const writeCorpus = "-write-corpus"

func writeOnce(out io.Writer, name, documents string) error {
	n, err := strconv.Atoi(documents)
	if err != nil {
		return err
	}
	form, err := bench.ForHugo()
	if name == ours {
		form, err = bench.ForClausebook(example.FS)
	}
	if err != nil {
		return err
	}
	return bench.Write(out, example.FS, bench.SizeOf(n), form)
}

// corpus makes the repository of a size for a tool, unless it is there from an earlier run, and puts it to its start.
func (b *benchmark) corpus(ctx context.Context, name string, documents int) (string, error) {
	hash := sha256.New()
	write := b.command(ctx, ".", b.self, writeCorpus, name, strconv.Itoa(documents))
	write.Stdout = hash
	if _, err := timed(write); err != nil {
		return "", err
	}
	dir := filepath.Join(b.work, fmt.Sprintf("%s-%d-%x", strings.ToLower(name), documents, hash.Sum(nil)[:6]))
	if _, err := os.Stat(dir); err != nil {
		b.say("writing the repository of %d documents for %s", documents, name)
		fresh := dir + ".new"
		if err := errors.Join(os.RemoveAll(fresh), b.importInto(ctx, fresh, name, documents)); err != nil {
			return "", err
		}
		if err := os.Rename(fresh, dir); err != nil {
			return "", err
		}
	}
	return dir, b.restart(ctx, dir)
}

// start is where a repository stands before the first edit. It is no tag, for tags can be approvals.
const start = "refs/bench/start"

func (b *benchmark) importInto(ctx context.Context, dir, name string, documents int) error {
	if _, err := b.git(ctx, ".", "init", "-q", "-b", "main", dir); err != nil {
		return err
	}
	if err := b.stream(ctx, dir, name, documents); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"repack", "-adfq", "--depth=50", "--window=10"}, {"config", "gc.auto", "0"}, {"update-ref", start, "main"},
	} {
		if _, err := b.git(ctx, dir, args...); err != nil {
			return err
		}
	}
	return nil
}

// stream lets one process write the corpus and git read it.
func (b *benchmark) stream(ctx context.Context, dir, name string, documents int) error {
	write := b.command(ctx, ".", b.self, writeCorpus, name, strconv.Itoa(documents))
	write.Stderr = os.Stderr
	read := b.command(ctx, dir, "git", "fast-import", "--quiet")
	read.Stderr = os.Stderr
	var err error
	if read.Stdin, err = write.StdoutPipe(); err != nil {
		return err
	}
	if err := write.Start(); err != nil {
		return err
	}
	return errors.Join(read.Run(), write.Wait())
}

// restart takes back all edits and everything that a tool left.
func (b *benchmark) restart(ctx context.Context, dir string) error {
	for _, args := range [][]string{{"reset", "-q", "--hard", start}, {"clean", "-fdqx"}} {
		if _, err := b.git(ctx, dir, args...); err != nil {
			return err
		}
	}
	return nil
}
