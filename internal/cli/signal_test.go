//go:build unix

package cli_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// busy are things that take a program longer than anybody waits, each started in a folder of a small project. None of
// them looks at a context.
var busy = map[string]func(t *testing.T, dir string) (args []string, stdout io.Writer){
	"a baseline that nobody writes": func(t *testing.T, dir string) ([]string, io.Writer) {
		fifo(t, filepath.Join(dir, "baseline"))
		return []string{"check", "--baseline", filepath.Join(dir, "baseline")}, io.Discard
	},
	"an output that nobody reads": func(t *testing.T, dir string) ([]string, io.Writer) {
		fifo(t, filepath.Join(dir, "out"))
		return []string{"check", "--format", "json=" + filepath.Join(dir, "out")}, io.Discard
	},
	"a pipe that is full": func(t *testing.T, _ string) ([]string, io.Writer) {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Close(); w.Close() }) //nolint:errcheck // the test is over
		if err := w.SetWriteDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(bytes.Repeat([]byte("x"), 1<<20)) // until it is full
		return []string{"standards"}, w
	},
	"another build that is stopped": func(t *testing.T, dir string) ([]string, io.Writer) {
		work := filepath.Join(dir, ".site.clausebook")
		if err := os.Mkdir(work, 0o755); err != nil {
			t.Fatal(err)
		}
		lock, err := os.Create(filepath.Join(work, "lock"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { lock.Close() }) //nolint:errcheck // the test is over
		if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
			t.Fatal(err)
		}
		// A link in the place of .clausebook makes the build work beside its output.
		if err := os.Symlink("nowhere", filepath.Join(dir, ".clausebook")); err != nil {
			t.Fatal(err)
		}
		return []string{"build", "--output", filepath.Join(dir, "site")}, io.Discard
	},
}

func fifo(t *testing.T, name string) {
	t.Helper()
	if err := syscall.Mkfifo(name, 0o644); err != nil {
		t.Skip("no named pipes here:", err)
	}
}

// After a signal the program is gone within a second, whatever it does, and its exit code names the signal.
func TestGoneWithinASecondOfASignal(t *testing.T) {
	t.Parallel()
	for what, start := range busy {
		for sig, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
			t.Run(what+", "+sig.String(), func(t *testing.T) {
				t.Parallel()
				c := begin(t, start)
				took, got := end(t, c, sig)
				if got != code {
					t.Errorf("exit code %d, want %d", got, code)
				}
				if took > 1500*time.Millisecond { // half a second for a loaded machine
					t.Errorf("gone after %s", took)
				}
			})
		}
	}
}

// Who is in a hurry sends a second signal.
func TestGoneAtOnceAfterASecondSignal(t *testing.T) {
	t.Parallel()
	c := begin(t, busy["a baseline that nobody writes"])
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	if took, code := end(t, c, syscall.SIGINT); took > grace/2 || code != 130 {
		t.Errorf("gone after %s with exit code %d", took, code)
	}
}

const grace = 600 * time.Millisecond

// begin starts clausebook in a small project and waits until it is at it.
func begin(t *testing.T, start func(*testing.T, string) ([]string, io.Writer)) *exec.Cmd {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte("# A\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	args, stdout := start(t, dir)
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &exec.Cmd{Path: me, Args: append([]string{"clausebook"}, args...), Dir: dir, Env: os.Environ()}
	if f, ok := stdout.(*os.File); ok {
		c.Stdout = f
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() }) // it may be done
	time.Sleep(1500 * time.Millisecond)
	return c
}

// end sends a signal and gives how long the program took to end, and its exit code.
func end(t *testing.T, c *exec.Cmd, sig syscall.Signal) (time.Duration, int) {
	t.Helper()
	sent := time.Now()
	if err := c.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	var failed *exec.ExitError
	if err := c.Wait(); !errors.As(err, &failed) {
		t.Fatalf("%s ended: %v", strings.Join(c.Args, " "), err)
	}
	return time.Since(sent), failed.ExitCode()
}
