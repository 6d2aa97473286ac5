package verify

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"clausebook/internal/bag"
	"clausebook/internal/plain"
)

// Limits bound what is read of a pack.
type Limits struct {
	Files     int
	Bytes     int64 // of all files, unpacked
	Directory int64 // of the list of files of a ZIP
	Small     int64 // of a file that is read whole
}

// Usual are the limits of the command. A pack of 2,000 documents has 20,000 files and 400 MB.
var Usual = Limits{Files: 500_000, Bytes: 16 << 30, Directory: 96 << 20, Small: 256 << 20}

// RefusedError says why something cannot be a pack, before anything of it is believed.
type RefusedError struct{ reason string }

func (e *RefusedError) Error() string { return e.reason }

func refused(format string, args ...any) error { return &RefusedError{fmt.Sprintf(format, args...)} }

// source is the files of a pack or of a site. Nothing is ever written, so that nothing can land outside of a folder.
type source struct {
	site   bool     // it is a site with its sums; else it has to be a pack
	paths  []string // sorted
	open   func(path string) (io.ReadCloser, error)
	close  func() error
	limits Limits
}

// openSource opens a folder or a ZIP.
func openSource(name string, limits Limits) (*source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("open the pack: %w", err)
	}
	if info.IsDir() {
		return openFolder(name, limits)
	}
	if !info.Mode().IsRegular() {
		return nil, refused("%s is neither a folder nor a file", name)
	}
	return openZip(name, info.Size(), limits)
}

// openFolder lists a folder. A link in it is refused: it shows what the pack does not hold.
func openFolder(name string, limits Limits) (*source, error) {
	tree, err := plain.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open the pack: %w", err)
	}
	s := &source{limits: limits, close: func() error { return nil }, open: func(p string) (io.ReadCloser, error) { return tree.Open(p) }}
	s.site = isSite(func(p string) bool {
		info, err := fs.Stat(tree, p)
		return err == nil && info.Mode().IsRegular()
	})
	var size int64
	err = fs.WalkDir(tree, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if !e.Type().IsRegular() {
			return refused("%s is a link or no regular file", p)
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if size += info.Size(); size > limits.Bytes {
			return refused("the pack has more than %d MiB", limits.Bytes>>20)
		}
		return s.add(p)
	})
	if err != nil {
		return nil, err
	}
	return s, s.finish()
}

// add takes a path in, if every system has such a file.
func (s *source) add(path string) error {
	if len(s.paths) >= s.limits.Files {
		return refused("the pack has more than %d files", s.limits.Files)
	}
	if err := bag.Portable(path); err != nil && !s.site {
		return refused("%s", err)
	}
	s.paths = append(s.paths, path)
	return nil
}

// finish sorts the paths and refuses two that are one file on some system.
func (s *source) finish() error {
	slices.Sort(s.paths)
	seen := make(map[string]string, len(s.paths))
	for _, p := range s.paths {
		folded := strings.ToLower(p)
		if other, twice := seen[folded]; twice {
			return refused("%s and %s are the same file where capitals make no difference", other, p)
		}
		seen[folded] = p
	}
	for _, p := range s.paths { // a file cannot be a folder as well
		for i := range len(p) {
			if p[i] == '/' && seen[strings.ToLower(p[:i])] != "" {
				return refused("%s is a file and a folder", p[:i])
			}
		}
	}
	return nil
}

// has tells whether the pack has a file.
func (s *source) has(path string) bool {
	_, ok := slices.BinarySearch(s.paths, path)
	return ok
}

// read gives a file that is small enough to be read whole.
func (s *source) read(path string) ([]byte, error) {
	if !s.has(path) {
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	r, err := s.open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // read only
	b, err := io.ReadAll(io.LimitReader(r, s.limits.Small+1))
	if err == nil && int64(len(b)) > s.limits.Small {
		err = fmt.Errorf("%s has more than %d bytes", path, s.limits.Small)
	}
	return b, err
}

// openZip lists a ZIP that holds one folder.
func openZip(name string, size int64, limits Limits) (*source, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open the pack: %w", err)
	}
	s, err := readZip(f, size, limits)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	s.close = f.Close
	return s, nil
}

func readZip(f io.ReaderAt, size int64, limits Limits) (*source, error) {
	if err := checkDirectory(f, size, limits); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, refused("it is no ZIP that can be read: %s", err)
	}
	if err := checkRatio(z.File, size, limits); err != nil {
		return nil, err
	}
	s := &source{limits: limits}
	prefix, ok := siteIn(z.File)
	if s.site = ok; ok {
		return s, s.listSite(z.File, prefix)
	}
	byPath := make(map[string]*zip.File, len(z.File))
	folder, total := "", uint64(0)
	for _, e := range z.File {
		if err := checkEntry(e); err != nil {
			return nil, err
		}
		if total += e.UncompressedSize64; e.UncompressedSize64 > uint64(limits.Bytes) || total > uint64(limits.Bytes) {
			return nil, refused("unpacked, it would have more than %d MiB", limits.Bytes>>20)
		}
		first, rest, ok := strings.Cut(e.Name, "/")
		if folder == "" {
			folder = first
		}
		if !ok || first != folder {
			return nil, refused("%s does not lie in the one folder that a pack has", bag.Quote(e.Name))
		}
		if byPath[rest] != nil {
			return nil, refused("%s is there twice", bag.Quote(e.Name))
		}
		if byPath[rest] = e; rest == "" || strings.HasSuffix(rest, "/") {
			return nil, refused("%s is an entry for a folder, which no pack has", bag.Quote(e.Name))
		}
		if err := s.add(rest); err != nil {
			return nil, err
		}
	}
	s.open = opener(byPath)
	return s, s.finish()
}

// maxRatio is how many times its size a large ZIP may have, unpacked. Pages and lists shrink to a tenth, zeros to a thousandth.
const maxRatio = 100

// checkRatio refuses a ZIP that is made to be large, before hours are spent on its zeros. A small one may be what it likes.
func checkRatio(entries []*zip.File, size int64, limits Limits) error {
	total := uint64(0)
	for _, e := range entries {
		if total += min(e.UncompressedSize64, uint64(limits.Bytes)); total > uint64(limits.Bytes/16) && total/maxRatio > uint64(size) {
			return refused("unpacked, it would have more than %d times its size", maxRatio)
		}
	}
	return nil
}

// opener opens entries of a ZIP.
func opener(byPath map[string]*zip.File) func(string) (io.ReadCloser, error) {
	return func(p string) (io.ReadCloser, error) {
		r, err := byPath[p].Open()
		if err != nil {
			return nil, err
		}
		return bounded{io.LimitReader(r, int64(byPath[p].UncompressedSize64)+1), r}, nil
	}
}

// bounded reads no more than an entry says that it has, and one byte by which that shows.
type bounded struct {
	io.Reader
	io.Closer
}

// checkEntry refuses what packs do not have.
func checkEntry(e *zip.File) error {
	if err := checkKind(e); err != nil {
		return err
	}
	if err := bag.Portable(e.Name); err != nil {
		return refused("%s", err)
	}
	return nil
}

// checkKind refuses what is no plain file, or cannot be read as one.
func checkKind(e *zip.File) error {
	switch {
	case e.Method != zip.Store && e.Method != zip.Deflate:
		return refused("%s is compressed in a way that packs do not use", bag.Quote(e.Name))
	case e.Flags&1 != 0:
		return refused("%s is encrypted", bag.Quote(e.Name))
	case !e.Mode().IsRegular():
		return refused("%s is a link or no regular file", bag.Quote(e.Name))
	}
	return nil
}

// The marks of a ZIP.
const (
	endSize     = 22
	end64Size   = 56
	locatorSize = 20
)

// checkDirectory bounds the list of files before a library reads all of it into memory: it looks at the end of the ZIP, which has to
// stand just behind the list.
func checkDirectory(f io.ReaderAt, size int64, limits Limits) error {
	tail := make([]byte, min(size, endSize+1<<16))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the ZIP: %w", err)
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < endSize {
		return refused("it is neither a folder nor a ZIP")
	}
	e := tail[at:]
	if int(binary.LittleEndian.Uint16(e[20:]))+endSize != len(e) {
		return refused("something follows the end of the ZIP")
	}
	count, length, offset := uint64(binary.LittleEndian.Uint16(e[10:])), uint64(binary.LittleEndian.Uint32(e[12:])),
		uint64(binary.LittleEndian.Uint32(e[16:]))
	end := uint64(size) - uint64(len(e))
	if count == 0xffff || length == 0xffffffff || offset == 0xffffffff {
		var err error
		if count, length, offset, end, err = directory64(f, end); err != nil {
			return err
		}
	}
	switch {
	case count > uint64(limits.Files):
		return refused("the ZIP has %d files, and more than %d are not read", count, limits.Files)
	case length > uint64(limits.Directory):
		return refused("the list of files of the ZIP has %d bytes, and more than %d are not read", length, limits.Directory)
	case offset > end || end-offset != length:
		return refused("the list of files of the ZIP is not where its end says")
	}
	return nil
}

// directory64 reads the end of a large ZIP.
func directory64(f io.ReaderAt, end uint64) (count, length, offset, at uint64, err error) {
	locator := make([]byte, locatorSize)
	if end < locatorSize+end64Size {
		return 0, 0, 0, 0, refused("the end of the ZIP is damaged")
	}
	if _, err := f.ReadAt(locator, int64(end-locatorSize)); err != nil || string(locator[:4]) != "PK\x06\x07" {
		return 0, 0, 0, 0, refused("the end of the ZIP is damaged")
	}
	at = binary.LittleEndian.Uint64(locator[8:])
	record := make([]byte, end64Size)
	if at != end-locatorSize-end64Size {
		return 0, 0, 0, 0, refused("the end of the ZIP is damaged")
	}
	if _, err := f.ReadAt(record, int64(at)); err != nil || string(record[:4]) != "PK\x06\x06" {
		return 0, 0, 0, 0, refused("the end of the ZIP is damaged")
	}
	return binary.LittleEndian.Uint64(record[32:]), binary.LittleEndian.Uint64(record[40:]), binary.LittleEndian.Uint64(record[48:]), at, nil
}
