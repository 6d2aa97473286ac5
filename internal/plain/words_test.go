package plain_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"clausebook/internal/plain"
)

// TestWords says of a file what is wrong, once and without the names of calls.
func TestWords(t *testing.T) {
	t.Parallel()
	gone := &fs.PathError{Op: "statat", Path: "a/b.json", Err: fs.ErrNotExist}
	shut := &fs.PathError{Op: "openat", Path: "b.json", Err: fs.ErrPermission}
	full := &fs.PathError{Op: "write", Path: "b.json", Err: errors.New("no space left on device")}
	for want, err := range map[string]error{
		"read a/b.json: there is no such file or folder":                fmt.Errorf("read a/b.json: %w", gone),
		"open the pack: a/b.json: there is no such file or folder":      fmt.Errorf("open the pack: %w", gone),
		"b.json: this account may not read or write it\nsee 'x --help'": fmt.Errorf("%w\nsee 'x --help'", shut),
		"b.json: no space left on device":                               full,
		"nothing of a file":                                             errors.New("nothing of a file"),
	} {
		if got := plain.Words(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	_, err := os.ReadFile(filepath.Join(t.TempDir(), "gone"))
	if got := plain.Words(err); got == err.Error() {
		t.Errorf("%q is as the system says it", got)
	}
}
