package plain_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"clausebook/internal/plain"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string) *plain.FS {
	t.Helper()
	tree, err := plain.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestItIsAFileSystem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a.txt", "x/b.txt", "x/y/c.txt"} {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), name)
	}
	if err := fstest.TestFS(open(t, dir), "a.txt", "x/b.txt", "x/y/c.txt"); err != nil {
		t.Error(err)
	}
	sub, err := fs.Sub(open(t, dir), "x")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(sub, "b.txt", "y/c.txt"); err != nil {
		t.Error(err)
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "token")
	write(t, outside, "secret")
	write(t, filepath.Join(dir, ".git", "config"), "secret")
	for name, to := range map[string]string{
		"out": outside, "in": ".git/config", "folder": ".git", "away": filepath.Dir(outside), "dangling": "nowhere", "circle": "circle",
	} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	tree := open(t, dir)
	for _, name := range []string{"out", "in", "folder", "away", "dangling", "circle", "folder/config", "away/token", "folder/deep/er"} {
		if _, err := tree.Open(name); !errors.Is(err, plain.ErrLink) {
			t.Errorf("Open(%s) = %v", name, err)
		}
		if _, err := fs.ReadFile(tree, name); !errors.Is(err, plain.ErrLink) {
			t.Errorf("ReadFile(%s) = %v", name, err)
		}
		if text, err := plain.Read(tree, name, 100); !errors.Is(err, plain.ErrLink) || !plain.Refused(err) || len(text) > 0 {
			t.Errorf("Read(%s) = %q, %v", name, text, err)
		}
		if _, err := fs.Sub(tree, name); !errors.Is(err, plain.ErrLink) {
			t.Errorf("Sub(%s) = %v", name, err)
		}
	}
	if info, err := fs.Stat(tree, "in"); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("Stat of a link = %v, %v", info, err)
	}
}

func TestOnlySoMuchIsRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "ten"), strings.Repeat("x", 10))
	huge, err := os.Create(filepath.Join(dir, "huge"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(huge.Truncate(3<<30), huge.Close()); err != nil {
		t.Fatal(err)
	}
	tree := open(t, dir)
	if text, err := plain.Read(tree, "ten", 10); err != nil || len(text) != 10 {
		t.Errorf("Read = %q, %v", text, err)
	}
	for name, limit := range map[string]int64{"ten": 9, "huge": 4 << 20} {
		text, err := plain.Read(tree, name, limit)
		var large *plain.TooLargeError
		if !errors.As(err, &large) || large.Limit != limit || text != nil {
			t.Errorf("Read(%s) = %d bytes, %v", name, len(text), err)
		}
	}
	if _, err := fs.ReadFile(tree, "huge"); !plain.Refused(err) {
		t.Errorf("ReadFile = %v", err)
	}
	if _, err := plain.Read(tree, ".", 10); !errors.Is(err, plain.ErrSpecial) {
		t.Errorf("Read of a folder = %v", err)
	}
}

// soon fails a test in which something waits for a pipe.
func soon(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatalf("%s hangs", what)
	}
}

// claims is a file that says another size than it has, as one does that is written to while it is read, or one of the system's.
type claims struct {
	fs.FS
	size int64
}

type claimed struct {
	fs.FileInfo
	size int64
}

func (c claimed) Size() int64 { return c.size }

func (c claims) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(c.FS, name)
	return claimed{info, c.size}, err
}

// TestFilesAreReadToTheirEndWhateverTheyClaim reads files that are longer and shorter than they say, and one that has grown beyond the limit.
func TestFilesAreReadToTheirEndWhateverTheyClaim(t *testing.T) {
	t.Parallel()
	for _, has := range []int{0, 1, 511, 512, 513, 100_000} {
		text := bytes.Repeat([]byte("x"), has)
		for _, says := range []int64{0, 1, 512, 99_999, 100_000, 200_000} {
			got, err := plain.Read(claims{fstest.MapFS{"a": {Data: text}}, says}, "a", 200_000)
			if err != nil || !bytes.Equal(got, text) {
				t.Errorf("%d bytes that say they are %d: %d bytes, %v", has, says, len(got), err)
			}
		}
	}
	var large *plain.TooLargeError
	if _, err := plain.Read(claims{fstest.MapFS{"a": {Data: make([]byte, 11)}}, 10}, "a", 10); !errors.As(err, &large) {
		t.Errorf("a file that has grown beyond the limit: %v", err)
	}
	exact, err := plain.Read(fstest.MapFS{"a": {Data: make([]byte, 5000)}}, "a", 1<<20)
	if err != nil || cap(exact) > 5000+1024 {
		t.Errorf("a file of 5,000 bytes takes %d, %v", cap(exact), err)
	}
}
