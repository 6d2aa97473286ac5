package plain

import (
	"bytes"
	"io/fs"
)

// Instead gives a tree in which some files read otherwise than on the disk, as texts that nobody has saved. A file that is not there
// stays away.
func (f *FS) Instead(texts map[string][]byte) fs.FS { return instead{f, texts} }

type instead struct {
	*FS
	texts map[string][]byte
}

func (t instead) Open(name string) (fs.File, error) {
	f, err := t.FS.Open(name)
	text, ok := t.texts[name]
	if err != nil || !ok {
		return f, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close() //nolint:errcheck // read only
		return nil, err
	}
	return &said{f, bytes.NewReader(text), saidInfo{info, int64(len(text))}}, nil
}

func (t instead) Stat(name string) (fs.FileInfo, error) { return t.sized(name)(t.FS.Stat(name)) }

func (t instead) Lstat(name string) (fs.FileInfo, error) { return t.sized(name)(t.FS.Lstat(name)) }

func (t instead) sized(name string) func(fs.FileInfo, error) (fs.FileInfo, error) {
	return func(info fs.FileInfo, err error) (fs.FileInfo, error) {
		if text, ok := t.texts[name]; ok && err == nil {
			return saidInfo{info, int64(len(text))}, nil
		}
		return info, err
	}
}

func (t instead) ReadFile(name string) ([]byte, error) { return Read(t, name, maxWhole) }

// Sub has the texts of its own folder alone, which Open finds by their whole names.
func (t instead) Sub(dir string) (fs.FS, error) {
	if len(t.texts) == 0 {
		return t.FS.Sub(dir)
	}
	return subFS{t, dir}, nil
}

// said is an open file that reads otherwise.
type said struct {
	fs.File
	text *bytes.Reader
	info fs.FileInfo
}

func (s *said) Read(p []byte) (int, error) { return s.text.Read(p) }
func (s *said) Stat() (fs.FileInfo, error) { return s.info, nil }

type saidInfo struct {
	fs.FileInfo
	size int64
}

func (i saidInfo) Size() int64 { return i.size }
