// Package unsaved lays texts that an editor holds over the files of a folder: a file reads as the editor shows it, saved or not.
package unsaved

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Over gives a tree in which the files at some paths hold these texts. A path at which nothing is becomes a file of its folder; one
// behind a link or below a file stays what it is.
func Over(tree fs.FS, texts map[string][]byte) fs.FS {
	o := &overlay{FS: tree, texts: map[string][]byte{}, folders: map[string][]fs.DirEntry{}}
	for name, text := range texts {
		if fs.ValidPath(name) && name != "." {
			o.put(name, text)
		}
	}
	return o
}

type overlay struct {
	fs.FS
	texts   map[string][]byte
	folders map[string][]fs.DirEntry // what a folder has beside what is on the disk
}

// put takes in a text, unless something other than a regular file stands at its path or above it.
func (o *overlay) put(name string, text []byte) {
	was, err := fs.Lstat(o.FS, name)
	switch {
	case err == nil && !was.Mode().IsRegular(), err != nil && !errors.Is(err, fs.ErrNotExist):
		return
	case err == nil:
		o.texts[name] = text
		return
	}
	o.texts[name] = text
	entry := fs.FileInfoToDirEntry(info{name: path.Base(name), size: int64(len(text))})
	for folder := path.Dir(name); ; folder = path.Dir(folder) {
		o.folders[folder] = append(o.folders[folder], entry)
		if _, err := fs.Lstat(o.FS, folder); err == nil || folder == "." || len(o.folders[folder]) > 1 {
			return
		}
		entry = fs.FileInfoToDirEntry(info{name: path.Base(folder), folder: true})
	}
}

// Open opens a file or folder.
func (o *overlay) Open(name string) (fs.File, error) {
	if text, ok := o.texts[name]; ok {
		described, err := o.Lstat(name)
		return &file{Reader: bytes.NewReader(text), info: described}, err
	}
	if _, ok := o.folders[name]; ok {
		entries, err := o.ReadDir(name)
		if err != nil {
			return nil, err
		}
		described, err := o.Lstat(name)
		return &folder{FileInfo: described, entries: entries}, err
	}
	return o.FS.Open(name)
}

// ReadDir lists a folder with what is not saved in it.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	more := o.folders[name]
	if len(more) == 0 {
		return entries, err
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return entries, err
	}
	entries = slices.Concat(entries, more)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(entries, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}

// Stat describes what stands at a path.
func (o *overlay) Stat(name string) (fs.FileInfo, error) { return o.Lstat(name) }

// Lstat describes what stands at a path, a link as a link.
func (o *overlay) Lstat(name string) (fs.FileInfo, error) {
	was, err := fs.Lstat(o.FS, name)
	if text, ok := o.texts[name]; ok {
		i := info{name: path.Base(name), size: int64(len(text))}
		if err == nil {
			i.time = was.ModTime()
		}
		return i, nil
	}
	if _, ok := o.folders[name]; ok && errors.Is(err, fs.ErrNotExist) {
		return info{name: path.Base(name), folder: true}, nil
	}
	return was, err
}

// ReadLink gives where a link leads.
func (o *overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

// Sub gives a folder of the tree.
func (o *overlay) Sub(dir string) (fs.FS, error) {
	below, err := fs.Sub(o.FS, dir)
	if err != nil {
		return nil, err
	}
	texts := map[string][]byte{}
	for name, text := range o.texts {
		if rest, ok := strings.CutPrefix(name, dir+"/"); ok {
			texts[rest] = text
		}
	}
	return Over(below, texts), nil
}

// file is a text, opened.
type file struct {
	*bytes.Reader
	info fs.FileInfo
}

// Stat describes the text as a file.
func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close does nothing: the text is in memory.
func (f *file) Close() error { return nil }

// folder is a folder, opened.
type folder struct {
	fs.FileInfo
	entries []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.FileInfo, nil }
func (f *folder) Close() error               { return nil }
func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.Name(), Err: errors.New("is a folder")}
}

// ReadDir gives the next entries, all of them for a number below one.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	switch {
	case n <= 0:
		n = len(f.entries)
	case len(f.entries) == 0:
		return nil, io.EOF
	}
	n = min(n, len(f.entries))
	out := f.entries[:n]
	f.entries = f.entries[n:]
	return out, nil
}

// info describes a text or a folder that is not on the disk.
type info struct {
	name   string
	size   int64
	time   time.Time
	folder bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) ModTime() time.Time { return i.time }
func (i info) IsDir() bool        { return i.folder }
func (i info) Sys() any           { return nil }

// Mode gives a regular file that its owner may write, or a folder.
func (i info) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
