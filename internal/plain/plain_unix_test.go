//go:build unix

package plain_test

import (
	"errors"
	"io/fs"
	"net"
	"path/filepath"
	"syscall"
	"testing"

	"clausebook/internal/plain"
)

func TestWhatIsNoFileIsNotOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644); err != nil {
		t.Skip("no named pipes here:", err)
	}
	socket, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close() //nolint:errcheck // the test is over
	names := []string{"pipe", "socket"}
	if syscall.Mknod(filepath.Join(dir, "zero"), syscall.S_IFCHR|0o666, 1<<8|5) == nil { // for the superuser
		names = append(names, "zero")
	}
	tree := open(t, dir)
	for _, name := range names {
		soon(t, name, func() {
			if _, err := tree.Open(name); !errors.Is(err, plain.ErrSpecial) {
				t.Errorf("Open(%s) = %v", name, err)
			}
			if _, err := fs.ReadFile(tree, name); !errors.Is(err, plain.ErrSpecial) {
				t.Errorf("ReadFile(%s) = %v", name, err)
			}
		})
	}
}

func TestStream(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out.json")
	for path, want := range map[string]bool{"/dev/stdout": true, "/dev/stderr": true, "/dev/fd/1": true, "/proc/self/fd/1": true, "/dev/null": true,
		"/dev/../dev/stdout": true, file: false, filepath.Dir(file): true, "/dev/fd": true, "stdout": false} {
		if got := plain.Stream(path); got != want {
			t.Errorf("Stream(%q) = %v", path, got)
		}
	}
}
