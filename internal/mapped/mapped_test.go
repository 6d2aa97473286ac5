package mapped

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/edsrzf/mmap-go"
)

// TestOpen brings files into memory, an empty one too, on systems that map files and on those that do not.
func TestOpen(t *testing.T) {
	t.Parallel()
	refuse := func(*os.File) (mmap.MMap, error) { return nil, errors.New("this system maps no files") }
	for way, mapping := range map[string]func(*os.File) (mmap.MMap, error){"mapped": mapWhole, "read": refuse} {
		for _, text := range []string{"", "x", strings.Repeat("page", 5000)} {
			file := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			m, err := open(file, mapping)
			if err != nil || string(m.Bytes) != text {
				t.Errorf("%s: %d bytes, want %d; error %v", way, len(m.Bytes), len(text), err)
			}
			m.Close()
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	large := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(large, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, maxRead+1); err != nil {
		t.Skip("no room for a file with a hole")
	}
	if _, err := open(large, refuse); err == nil {
		t.Error("a file that is too large was read")
	}
}

// TestGuard turns a fault of a file that was cut short while it was mapped, and any panic, into an error.
func TestGuard(t *testing.T) {
	t.Parallel()
	if err := Guard(func() error { var none []byte; _ = none[3]; return nil }); err == nil {
		t.Error("a panic is no error")
	}
	if err := Guard(func() error { return nil }); err != nil {
		t.Error(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, make([]byte, 1<<16), 0o644); err != nil {
		t.Fatal(err)
	}
	m, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if m.view == nil {
		t.Skip("this system maps no files")
	}
	if err := os.Truncate(file, 1); err != nil {
		t.Skip("a mapped file cannot be cut short here")
	}
	var sum byte
	if err := Guard(func() error { sum += m.Bytes[1<<15]; return nil }); err == nil {
		t.Errorf("a fault is no error: %d", sum)
	}
}
