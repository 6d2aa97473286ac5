// Package objects reads the objects of a git repository by their names, packed or loose, its own and those of its alternates.
//
// All that it reads is untrusted: every length is bounded and checked, and damage ends in an error that says so. Nothing is
// ever written.
package objects

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"clausebook/internal/mapped"
)

// ID names an object. Only SHA-1 repositories are read.
type ID = plumbing.Hash

// IDSize is the length of an object's name in bytes.
const IDSize = len(ID{})

// ParseID reads the forty hexadecimal digits of an object's name.
func ParseID(s string) (ID, bool) {
	if len(s) != 40 || strings.Trim(s, "0123456789abcdefABCDEF") != "" {
		return ID{}, false
	}
	return plumbing.NewHash(s), true
}

// ErrMissing says that the repository does not hold an object. Other errors say that it holds it damaged.
var ErrMissing = errors.New("object is missing")

// MaxSize bounds what is read of one object, in bytes.
const MaxSize = 256 << 20

// TooLargeError says that an object has more bytes than are read of its kind. Nothing is wrong with it.
type TooLargeError struct{ Size, Limit int }

// Error says how large it is.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%d bytes are more than the %d that are read", e.Size, e.Limit)
}

// DamagedError says that a pack cannot be used.
type DamagedError struct{ Reason error }

// Error says why.
func (e *DamagedError) Error() string { return e.Reason.Error() }

// Unwrap gives the reason.
func (e *DamagedError) Unwrap() error { return e.Reason }

// Store reads the objects of a repository and of its alternates, packed ones first. It is used by one goroutine
// at a time; Fork gives another reader of the same packs. Packs are read here rather than by go-git, which holds
// the whole index of a pack in memory and hashes every object that it caches.
type Store struct {
	dirs    []string
	packs   []*pack // the one that served last comes first
	cache   *deltaCache
	inflate inflater
	deltas  [][]byte // of the object that is being unpacked, used again for the next one
	limit   int      // bytes of the object that is asked for, not of those that it is made from
	scans   int      // how often the folders were listed again for an object that was not found
}

// Open opens an object folder and its alternates.
func Open(dir string) (*Store, error) {
	dirs, err := Dirs(dir)
	if err != nil {
		return nil, err
	}
	o := &Store{dirs: dirs, cache: newDeltaCache(Keep), limit: MaxSize}
	return o, o.scan()
}

// Fork gives a reader of the same packs for another goroutine, which keeps so many bytes for deltas. Only the first
// reader is closed.
func (o *Store) Fork(keep int) *Store {
	return &Store{dirs: o.dirs, packs: slices.Clone(o.packs), cache: newDeltaCache(keep), limit: MaxSize, scans: maxScans}
}

// Close lets go of the open packs.
func (o *Store) Close() {
	for _, p := range o.packs {
		p.close()
	}
	o.packs, o.cache, o.deltas = nil, newDeltaCache(0), nil
}

// maxScans bounds how often the folders are listed again for objects that are not found.
const maxScans = 3

// scan opens the packs that are not open yet.
func (o *Store) scan() error {
	open := map[string]bool{}
	for _, p := range o.packs {
		open[p.name] = true
	}
	for _, dir := range o.dirs {
		entries, err := os.ReadDir(filepath.Join(dir, "pack"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("list packs: %w", err)
		}
		for _, e := range entries {
			name := filepath.Join(dir, "pack", strings.TrimSuffix(e.Name(), ".idx"))
			if filepath.Ext(e.Name()) != ".idx" || open[name] {
				continue
			}
			p, err := openPack(name)
			if errors.Is(err, fs.ErrNotExist) {
				continue // git is just removing it, or left a part
			}
			if err != nil {
				return &DamagedError{err}
			}
			o.packs = append(o.packs, p)
		}
	}
	return nil
}

// Read gives the type and content of an object. The content must not be changed.
func (o *Store) Read(id ID) (kind plumbing.ObjectType, data []byte, err error) {
	err = mapped.Guard(func() error {
		kind, data, err = o.lookUp(id)
		return err
	})
	if err != nil {
		return kind, nil, fmt.Errorf("read object %s: %w", id, err)
	}
	return kind, data, nil
}

// lookUp looks in the packs and then among the loose objects; and in the packs once more, for git may have packed
// the object meanwhile.
func (o *Store) lookUp(id ID) (plumbing.ObjectType, []byte, error) {
	for {
		if p, at, ok := o.find(id); ok {
			return o.unpack(p, at)
		}
		kind, data, err := o.loose(id)
		if !errors.Is(err, ErrMissing) || o.scans >= maxScans {
			return kind, data, err
		}
		o.scans++
		if err := o.scan(); err != nil {
			return 0, nil, err
		}
	}
}

// find gives the pack that holds an object, and the offset in it.
func (o *Store) find(id ID) (*pack, int64, bool) {
	for i, p := range o.packs {
		if at, ok := p.find(id); ok {
			o.packs[0], o.packs[i] = p, o.packs[0]
			return p, at, true
		}
	}
	return nil, 0, false
}

// loose reads an object that has a file of its own.
func (o *Store) loose(id ID) (plumbing.ObjectType, []byte, error) {
	name := id.String()
	for _, dir := range o.dirs {
		f, err := os.Open(filepath.Join(dir, name[:2], name[2:]))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, nil, err
		}
		defer f.Close() //nolint:errcheck // read only
		return readLoose(f, o.limit)
	}
	return 0, nil, ErrMissing
}

// readLoose reads "type size", a zero byte and the content, of at most so many bytes.
func readLoose(r io.Reader, limit int) (plumbing.ObjectType, []byte, error) {
	z, err := zlib.NewReader(r)
	if err != nil {
		return 0, nil, err
	}
	in := bufio.NewReader(io.LimitReader(z, MaxSize+64))
	head, err := in.ReadString(0)
	if err != nil {
		return 0, nil, err
	}
	word, digits, _ := strings.Cut(strings.TrimSuffix(head, "\x00"), " ")
	size, err := strconv.Atoi(digits)
	if err == nil && size > limit {
		return 0, nil, &TooLargeError{size, limit}
	}
	data, readErr := io.ReadAll(in)
	if readErr != nil {
		return 0, nil, readErr
	}
	if err != nil || size != len(data) {
		return 0, nil, errors.New("loose object is not as long as it says")
	}
	kind, err := plumbing.ParseObjectType(word)
	return kind, data, err
}

// ReadAs gives the content of an object that must be of one type.
func (o *Store) ReadAs(want plumbing.ObjectType, id ID) ([]byte, error) {
	kind, data, err := o.Read(id)
	if err == nil && kind != want {
		err = fmt.Errorf("object %s is a %s, not a %s", id, kind, want)
	}
	return data, err
}

// ReadUpTo is ReadAs for an object of at most so many bytes; the error for a larger one is a *TooLargeError.
func (o *Store) ReadUpTo(limit int, want plumbing.ObjectType, id ID) ([]byte, error) {
	o.limit = limit
	defer func() { o.limit = MaxSize }()
	return o.ReadAs(want, id)
}

// Size gives the length of an object in bytes, mostly without unpacking it.
func (o *Store) Size(want plumbing.ObjectType, id ID) (int, error) {
	var all *TooLargeError
	if _, err := o.ReadUpTo(-1, want, id); errors.As(err, &all) {
		return all.Size, nil
	} else if err != nil {
		return 0, err
	}
	return 0, nil
}

// WithPrefix gives the objects whose names begin with some hexadecimal digits, at least two.
func (o *Store) WithPrefix(digits string) ([]ID, error) {
	var ids []ID
	for _, p := range o.packs {
		ids = append(ids, p.withPrefix(digits)...)
	}
	for _, dir := range o.dirs {
		entries, err := os.ReadDir(filepath.Join(dir, digits[:2]))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, e := range entries {
			if id, ok := ParseID(digits[:2] + e.Name()); ok && strings.HasPrefix(id.String(), digits) {
				ids = append(ids, id)
			}
		}
	}
	slices.SortFunc(ids, func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(ids), nil
}

// firstWith gives the lowest name that begins with some hexadecimal digits.
func firstWith(digits string) (id ID) {
	// The digits were checked before; a last odd one is filled up.
	_, _ = hex.Decode(id[:], []byte(digits + "0")[:(len(digits)+1)/2*2])
	return id
}

// Packs is the number of packs that are open.
func (o *Store) Packs() int { return len(o.packs) }
