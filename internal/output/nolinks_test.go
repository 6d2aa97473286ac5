package output_test

import (
	"context"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"clausebook/internal/fingerprint"
	"clausebook/internal/output"
)

// Where a file system has no links, all is written. Not parallel: it stands for all of the process.
func TestFileSystemWithoutLinks(t *testing.T) {
	to := remembering(t)
	site := map[string]string{"index.html": "1", "b.html": "2"}
	write(t, to, site)
	defer output.WithoutLinks()()
	if n := write(t, to, site); n != 2 {
		t.Errorf("%d files rendered, want both", n)
	}
}

// What somebody changes in the moment between the look at a file and its second name is seen by the next build. Not parallel, as above.
func TestAChangeWhileAFileIsTakenOverIsSeen(t *testing.T) {
	takenOver(t, false)
}

// The same where the file was made anew and came out as it was.
func TestAChangeWhileAFileIsLeftIsSeen(t *testing.T) {
	takenOver(t, true)
}

func takenOver(t *testing.T, made bool) {
	t.Helper()
	for name, change := range map[string]func(file string) error{
		"another text": func(f string) error { return os.WriteFile(f, []byte("tampered"), 0o644) },
		"emptied":      func(f string) error { return os.Truncate(f, 0) },
		"more text":    func(f string) error { return os.WriteFile(f, []byte("22"), 0o644) },
	} {
		to := remembering(t)
		site := map[string]string{"index.html": "1", "b.html": "2"}
		write(t, to, site)
		back := output.BeforeLinks(func(old string) {
			if strings.HasSuffix(old, "b.html") {
				if err := change(old); err != nil {
					t.Error(err)
				}
			}
		})
		var written atomic.Int64
		file := named("b.html", "2", &written)
		if made {
			file = output.File{Path: "b.html", Write: file.Write, Prepare: madeOf("another thing", file.Write)}
		}
		_, err := output.Write(context.Background(), to, []output.File{named("index.html", "1", &written), file}, nil)
		if back(); err != nil || (written.Load() > 0) != made {
			t.Fatalf("%s: %v, %d files rendered", name, err, written.Load())
		}
		if n := write(t, to, site); n != 1 {
			t.Errorf("%s: %d files rendered, want the changed one", name, n)
		}
	}
}

// madeOf names a file by something else than its text.
func madeOf(what string, write func(io.Writer) error) func() (fingerprint.Digest, func(io.Writer) error, error) {
	return func() (fingerprint.Digest, func(io.Writer) error, error) { return fingerprint.Of(what), write, nil }
}
