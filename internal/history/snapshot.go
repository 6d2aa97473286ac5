package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"clausebook/internal/content"
	"clausebook/internal/objects"
)

// SnapshotInfo says what a snapshot shows.
type SnapshotInfo struct {
	Commit Hash
	Time   time.Time // the committer's, which all its files bear
}

// Snapshot gives the files below a project root as they stood at a revision or at the end of a day (YYYY-MM-DD,
// in a zone, on the first-parent line of HEAD; nil stands for UTC), without a checkout. The file system may be used by several goroutines.
// Symbolic links and submodules are listed with their modes, and opening one is an error. A repository that cannot
// give it is a *StateError.
func Snapshot(ctx context.Context, dir, rev string, zone *time.Location) (fs.FS, SnapshotInfo, error) {
	repo, err := open(dir)
	if err != nil {
		return nil, SnapshotInfo{}, fmt.Errorf("open repository: %w", err)
	}
	id, err := repo.resolve(rev, zone)
	if err != nil {
		return nil, SnapshotInfo{}, fmt.Errorf("find snapshot: %w", err)
	}
	c, err := repo.commit(id)
	if err != nil {
		return nil, SnapshotInfo{}, fmt.Errorf("read snapshot: %w", err)
	}
	info := SnapshotInfo{Commit: hashOf(id), Time: parseStamp(c.committer, validText).in(zone).When}
	s := &snapshot{mu: new(sync.Mutex), repo: repo, forest: newForest(repo.objects), when: info.Time}
	root, err := s.forest.find(c.tree, repo.prefix)
	if err != nil {
		return nil, info, fmt.Errorf("read snapshot: %w", repo.lost("tree", err))
	}
	if root.mode&modeMask != modeTree {
		return nil, info, fmt.Errorf("commit %s has no folder %s", id, repo.prefix)
	}
	s.root = root.blob
	// Nobody closes a file system: the packs are let go when it is not used any more.
	runtime.AddCleanup(s, func(o *objects.Store) { o.Close() }, repo.objects)
	return s, info, ctx.Err()
}

// snapshot is the tree of a commit as a file system. The lock guards the object store, which is not made for
// several readers.
type snapshot struct {
	mu     *sync.Mutex
	repo   *repository
	forest *forest
	root   oid
	when   time.Time
}

// Open opens a file or folder.
func (s *snapshot) Open(name string) (fs.File, error) {
	info, err := s.stat("open", name)
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		entries, err := s.list(info.id)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &openFolder{info: info, entries: entries}, nil
	case !info.mode.IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("%w: a link or submodule is not followed", fs.ErrInvalid)}
	}
	data, err := s.blob(info.id)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &openFile{info: info, Reader: bytes.NewReader(data)}, nil
}

// Stat describes a file or folder.
func (s *snapshot) Stat(name string) (fs.FileInfo, error) {
	info, err := s.stat("stat", name)
	if err != nil {
		return nil, err
	}
	return info, nil
}

// ReadDir lists a folder.
func (s *snapshot) ReadDir(name string) ([]fs.DirEntry, error) {
	info, err := s.stat("readdir", name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	entries, err := s.list(info.id)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	return entries, nil
}

// ReadFile gives the bytes of a file.
func (s *snapshot) ReadFile(name string) ([]byte, error) {
	f, err := s.Open(name)
	if err != nil {
		return nil, err
	}
	file, ok := f.(*openFile)
	if !ok {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	return io.ReadAll(file)
}

// stat finds what stands at a name.
func (s *snapshot) stat(op, name string) (*fileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return s.describe(".", side{modeTree, s.root}), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at, err := s.forest.find(s.root, name)
	if err == nil && at.absent() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return s.describe(path.Base(name), at), nil
}

// list gives the entries of a folder by name.
func (s *snapshot) list(id oid) ([]fs.DirEntry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries, err := s.forest.read(id)
	if err != nil {
		return nil, err
	}
	out := make([]fs.DirEntry, 0, len(entries))
	for _, e := range entries {
		out = append(out, fs.FileInfoToDirEntry(s.describe(strings.TrimSuffix(e.name, "/"), e.side)))
	}
	// Trees sort folders as if their names ended in a slash; fs.FS sorts by the bare name.
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

// blob gives the bytes of a file.
func (s *snapshot) blob(id oid) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.repo.objects.ReadAs(plumbing.BlobObject, id)
}

// describe turns an entry of a tree into file info.
func (s *snapshot) describe(name string, at side) *fileInfo {
	info := &fileInfo{snapshot: s, name: name, id: at.blob, mode: fs.ModeIrregular}
	switch {
	case at.mode&modeMask == modeTree:
		info.mode = fs.ModeDir | 0o555
	case at.regular():
		info.mode = 0o444 | fs.FileMode(at.mode&0o111)
	case at.mode&modeMask == modeSymlink:
		info.mode = fs.ModeSymlink | 0o777
	}
	return info
}

// fileInfo describes an entry of a snapshot. It is its own fs.FileInfo.
type fileInfo struct {
	snapshot *snapshot
	name     string
	id       oid
	mode     fs.FileMode
}

// Name is the last part of the path.
func (f *fileInfo) Name() string { return f.name }

// Mode is read-only; submodules are irregular files.
func (f *fileInfo) Mode() fs.FileMode { return f.mode }

// ModTime is the time of the commit.
func (f *fileInfo) ModTime() time.Time { return f.snapshot.when }

// IsDir tells whether it is a folder.
func (f *fileInfo) IsDir() bool { return f.mode.IsDir() }

// Sys gives the git name of the blob or tree, as a Hash.
func (f *fileInfo) Sys() any { return hashOf(f.id) }

// Size is the length in bytes, 0 for what is no file or cannot be read; opening it then says why.
func (f *fileInfo) Size() int64 {
	if f.IsDir() || f.mode&fs.ModeIrregular != 0 {
		return 0
	}
	f.snapshot.mu.Lock()
	defer f.snapshot.mu.Unlock()
	n, err := f.snapshot.repo.objects.Size(plumbing.BlobObject, f.id)
	if err != nil {
		return 0
	}
	return int64(n)
}

// openFile is a file of a snapshot, opened.
type openFile struct {
	info *fileInfo
	*bytes.Reader
}

// Stat describes the file.
func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close does nothing: the bytes are in memory.
func (f *openFile) Close() error { return nil }

// openFolder is a folder of a snapshot, opened.
type openFolder struct {
	info    *fileInfo
	entries []fs.DirEntry
	at      int
}

// Stat describes the folder.
func (f *openFolder) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close does nothing.
func (f *openFolder) Close() error { return nil }

// Read is an error: a folder has no bytes.
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.name, Err: fs.ErrInvalid}
}

// ReadDir gives the next n entries, or all that are left where n is not positive.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	left := f.entries[f.at:]
	if n > 0 && len(left) == 0 {
		return nil, io.EOF
	}
	if n > 0 && len(left) > n {
		left = left[:n]
	}
	f.at += len(left)
	return left, nil
}

// BlobsOf gives the names of all files of a place in a tree that a commit has, none where it did not exist.
func BlobsOf(tree fs.FS, at content.Place) (map[Hash]bool, error) {
	blobs, files := map[Hash]bool{}, at.Files()
	for _, part := range at.Parts() {
		if err := addBlobs(blobs, tree, part, files); err != nil {
			return blobs, err
		}
	}
	return blobs, nil
}

func addBlobs(blobs map[Hash]bool, tree fs.FS, part string, files *content.Files) error {
	return fs.WalkDir(tree, part, func(p string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() || !files.Holds(p) {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if h, ok := info.Sys().(Hash); ok {
			blobs[h] = true
		}
		return nil
	})
}
