package unsaved

import (
	"bytes"
	"io"
	"io/fs"
	"sync"
	"time"
)

// Recall is what the files of a tree held when they were read last, for whoever reads them again and again. A file is read anew when its
// length or its time is another one, and as long as it could have been written twice within one tick of the clock of its disk.
type Recall struct {
	mu    sync.Mutex
	files map[string]recalled
	bytes int64
}

// recalled is a file as it was read.
type recalled struct {
	text []byte
	time time.Time // of the file
	read time.Time // when, at the earliest
}

const (
	// tick is the longest time between two writings of a file after which disks give it the same time, with something to spare: FAT counts
	// in steps of two seconds.
	tick = 3 * time.Second

	maxRecalled    = 1 << 20   // of a file, in bytes
	maxRecalledAll = 256 << 20 // of all of them
)

// NewRecall remembers nothing yet.
func NewRecall() *Recall { return &Recall{files: map[string]recalled{}} }

// Over gives a tree as it lies there now, each file of which is looked at once.
func (r *Recall) Over(tree fs.FS, now time.Time) fs.FS {
	return &look{FS: tree, recall: r, now: now, seen: map[string]described{}}
}

// look is one reading of the tree.
type look struct {
	fs.FS
	recall *Recall
	now    time.Time

	mu   sync.Mutex
	seen map[string]described
}

// described is what was found at a path.
type described struct {
	info fs.FileInfo
	err  error
}

// Open opens a file or folder.
func (l *look) Open(name string) (fs.File, error) {
	info, err := l.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxRecalled {
		return l.FS.Open(name)
	}
	if text, ok := l.recall.text(name, info); ok {
		return &file{bytes.NewReader(text), info}, nil
	}
	f, err := l.FS.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	// What is opened may be another file by now than the one that was looked at.
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxRecalled+1))
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	if int64(len(text)) != info.Size() { // it is being written
		return l.FS.Open(name)
	}
	l.recall.keep(name, recalled{text, info.ModTime(), l.now})
	return &file{bytes.NewReader(text), info}, nil
}

// Stat describes what stands at a path.
func (l *look) Stat(name string) (fs.FileInfo, error) { return l.Lstat(name) }

// Lstat describes what stands at a path, a link as a link, as it was found first in this look.
func (l *look) Lstat(name string) (fs.FileInfo, error) {
	l.mu.Lock()
	was, ok := l.seen[name]
	l.mu.Unlock()
	if ok {
		return was.info, was.err
	}
	info, err := fs.Lstat(l.FS, name)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen[name] = described{info, err}
	return info, err
}

// ReadLink gives where a link leads.
func (l *look) ReadLink(name string) (string, error) { return fs.ReadLink(l.FS, name) }

// text gives what a file held, if that is what it still holds.
func (r *Recall) text(name string, info fs.FileInfo) ([]byte, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	was, ok := r.files[name]
	return was.text, ok && int64(len(was.text)) == info.Size() && was.time.Equal(info.ModTime()) && was.time.Before(was.read.Add(-tick))
}

// keep remembers a file, unless too much is remembered already.
func (r *Recall) keep(name string, what recalled) {
	r.mu.Lock()
	defer r.mu.Unlock()
	more := int64(len(what.text) - len(r.files[name].text))
	if r.bytes+more > maxRecalledAll {
		return
	}
	r.bytes += more
	r.files[name] = what
}
