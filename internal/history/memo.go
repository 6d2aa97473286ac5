package history

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"path/filepath"

	"clausebook/internal/plain"
)

// Memo is a small file of the cache for what its owner derived from commits, which never change. As with the index, none is
// kept for a shallow clone, nor in a folder that a commit brought. The zero value keeps nothing.
type Memo struct{ file, key string }

// OpenMemo gives the memo of a name. The options name the project, the cache and the version of the tool; what another
// version kept is passed over. A repository that cannot be read has none.
func OpenMemo(o Options, name string) Memo {
	repo := openTrusted(o)
	if repo == nil {
		return Memo{}
	}
	defer repo.close()
	return Memo{
		file: memoFile(repo, o, name),
		key:  fmt.Sprintf("clausebook %s 1\n%s\n%q %q\n", name, o.Version, repo.prefix, o.Folder),
	}
}

// openTrusted opens the repository of a project whose cache may be used; nil where it may not, which the Log notes. It is to be closed.
func openTrusted(o Options) *repository {
	repo, err := open(o.Dir)
	if err != nil {
		return nil
	}
	head, _, err := repo.head()
	if err != nil || o.CacheDir == "" || len(repo.shallow) > 0 || repo.distrust(o.CacheDir, head) != nil {
		repo.close()
		return nil
	}
	return repo
}

// KeptFile gives the file of the cache for what somebody keeps under a name and a second one; empty where nothing may be kept, as for a
// memo, nor for a partial clone, in which files come and go. What is in the file is for its owner to check.
func KeptFile(o Options, name, of string) string {
	repo := openTrusted(o)
	if repo == nil {
		return ""
	}
	defer repo.close()
	if repo.promisor {
		return ""
	}
	return filepath.Join(o.CacheDir, fmt.Sprintf("%s-%x", name, sha256.Sum256([]byte(repo.area(o.Folder).name+"\x00"+of)))[:len(name)+17])
}

// memoFile names a file of the cache by what it is and by the folder of documents that it is of.
func memoFile(repo *repository, o Options, name string) string {
	return filepath.Join(o.CacheDir, fmt.Sprintf("%s-%x", name, sha256.Sum256([]byte(repo.area(o.Folder).name)))[:len(name)+17])
}

// Load gives what was kept, or nil: a file that is damaged or of another version is none.
func (m Memo) Load() []byte {
	if m.file == "" {
		return nil
	}
	data, err := readSmall(m.file)
	if err != nil {
		return nil
	}
	body, err := unseal(data, m.key)
	if err != nil {
		return nil
	}
	return body
}

// Save keeps something of at most a mebibyte, which is what Load reads. Where it cannot be kept it is derived again the
// next time; that the cache cannot be written is a note of the Log.
func (m Memo) Save(body []byte) { _ = m.save(body) }

// save is Save with the reason why it could not.
func (m Memo) save(body []byte) error {
	if m.file == "" {
		return nil
	}
	sealed := binary.LittleEndian.AppendUint32(nil, uint32(len(m.key)))
	sealed = append(append(sealed, m.key...), body...)
	sealed = binary.LittleEndian.AppendUint32(sealed, crc32.Checksum(body, castagnoli))
	return plain.WriteBeside(m.file, func(w io.Writer) error { _, err := w.Write(sealed); return err })
}
