package history

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// errMissing says that the repository does not hold an object. Other errors say that it holds it damaged.
var errMissing = errors.New("object is missing")

// maxObject bounds what is read of one object, in bytes; larger ones count as damaged.
const maxObject = 256 << 20

// objects reads the objects of a repository and of its alternates. It is used by one goroutine at a time.
type objects struct {
	stores []*filesystem.ObjectStorage
}

// openObjects opens an object folder and its alternates.
func openObjects(dir string) (*objects, error) {
	dirs, err := objectDirs(dir)
	if err != nil {
		return nil, err
	}
	o := &objects{}
	shared := cache.NewObjectLRU(96 * cache.MiByte)
	for _, d := range dirs {
		git := dotgit.New(osfs.New(filepath.Dir(d)))
		o.stores = append(o.stores, filesystem.NewObjectStorageWithOptions(git, shared, filesystem.Options{KeepDescriptors: true}))
	}
	return o, nil
}

// close lets go of the open packs.
func (o *objects) close() {
	for _, s := range o.stores {
		_ = s.Close() // read-only: nothing is lost
	}
}

// read gives the type and content of an object. The content must not be changed.
func (o *objects) read(id oid) (kind plumbing.ObjectType, data []byte, err error) {
	err = guard(func() error {
		kind, data, err = o.lookUp(id)
		return err
	})
	if err != nil {
		return kind, nil, fmt.Errorf("read object %s: %w", id, err)
	}
	return kind, data, nil
}

// lookUp asks one store after the other.
func (o *objects) lookUp(id oid) (plumbing.ObjectType, []byte, error) {
	for _, s := range o.stores {
		obj, err := s.EncodedObject(plumbing.AnyObject, id)
		if errors.Is(err, plumbing.ErrObjectNotFound) || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, nil, err
		}
		data, err := contentOf(obj)
		return obj.Type(), data, err
	}
	return 0, nil, errMissing
}

// contentOf reads a whole object.
func contentOf(obj plumbing.EncodedObject) (data []byte, err error) {
	if obj.Size() > maxObject {
		return nil, fmt.Errorf("%d bytes are more than %d", obj.Size(), maxObject)
	}
	r, err := obj.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	data = make([]byte, obj.Size())
	_, err = io.ReadFull(r, data)
	return data, err
}

// readAs gives the content of an object that must be of one type.
func (o *objects) readAs(want plumbing.ObjectType, id oid) ([]byte, error) {
	kind, data, err := o.read(id)
	if err == nil && kind != want {
		err = fmt.Errorf("object %s is a %s, not a %s", id, kind, want)
	}
	return data, err
}

// withPrefix gives the objects whose names begin with some hexadecimal digits.
func (o *objects) withPrefix(digits string) ([]oid, error) {
	found := map[oid]struct{}{}
	// Stores are asked by whole bytes; an odd last digit is compared here.
	whole, err := hex.DecodeString(digits[:len(digits)/2*2])
	if err != nil {
		return nil, err
	}
	for _, s := range o.stores {
		ids, err := s.HashesWithPrefix(whole)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if id.String()[:len(digits)] == digits {
				found[id] = struct{}{}
			}
		}
	}
	return slices.Collect(maps.Keys(found)), nil
}
