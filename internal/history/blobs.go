package history

import (
	"fmt"
	"runtime"
	"sync"

	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
)

// Blobs gives the bytes of files by their git name. The repository is opened when the first one is asked for, and let
// go once nothing refers to the Blobs any more, so that pages which may or may not be rendered can share one. It may
// be used by several goroutines.
type Blobs struct {
	dir     string
	once    sync.Once
	archive *Archive
	err     error
}

// NewBlobs gives the blobs of the repository of a project root. Nothing is opened yet.
func NewBlobs(dir string) *Blobs { return &Blobs{dir: dir} }

// keptForPages is how much unpacked content is kept for deltas, in bytes: pages ask for the versions of one document after the other.
const keptForPages = 16 << 20

// Read gives the bytes of a blob; they are not to be changed. A repository that cannot be read is a *StateError.
func (b *Blobs) Read(blob Hash) ([]byte, error) {
	b.once.Do(b.open)
	if b.err != nil {
		return nil, b.err
	}
	return b.archive.Blob(blob)
}

func (b *Blobs) open() {
	if b.archive, b.err = OpenArchive(b.dir, nil); b.err == nil {
		b.archive.repo.objects.KeepAtMost(keptForPages)
		runtime.AddCleanup(b.archive, func(r *repository) { r.close() }, b.archive.repo)
	}
}

// Blob gives the bytes of a blob; they are not to be changed.
func (a *Archive) Blob(blob Hash) ([]byte, error) {
	id, ok := objects.ParseID(string(blob))
	if !ok {
		return nil, fmt.Errorf("%q is not a file", blob)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	data, err := a.repo.objects.ReadAs(plumbing.BlobObject, id)
	if err != nil {
		return nil, fmt.Errorf("read blob %s: %w", blob.Short(), a.repo.lost("blob", err))
	}
	return data, nil
}
