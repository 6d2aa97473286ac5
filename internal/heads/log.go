// Package heads keeps a log of where protected lines stood, outside the repository that it tells of: a folder to which entries are only
// ever added. Who rewrites the repository does not rewrite the log with it, and who rewrites the log contradicts every checkpoint of it
// that somebody has kept.
//
// The log is a file of lines and, where there is a key, a checkpoint, in the forms of C2SP (tlog-checkpoint, tlog-proof,
// tlog-cosignature): a Merkle tree of RFC 6962 over the lines. The package knows nothing of git: a commit is a word.
package heads

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

// The files of a log, beside each other in its folder.
const (
	EntriesFile    = "entries.jsonl"
	CheckpointFile = "checkpoint"
)

// The bounds of a log that is read: a line of an entry is some 300 bytes long.
const (
	maxBytes   = 256 << 20
	maxEntries = 1 << 20
)

// Entry says where a line stood. It is one line of the file; the bytes of the line are what the tree is made of.
type Entry struct {
	Seq       int    `json:"seq"`       // counted from 0
	Day       string `json:"day"`       // on which the entry was written, ISO 8601, UTC
	Ref       string `json:"ref"`       // the full name of the branch
	Head      string `json:"head"`      // the commit
	Tree      string `json:"tree"`      // of the commit
	Commits   int    `json:"commits"`   // reachable from the commit
	Documents string `json:"documents"` // "sha256:" and the digest of the list of all documents, as docs/heads.md has it
}

// line gives the bytes of an entry in the file, without the line feed.
func (e Entry) line() []byte {
	text, err := json.Marshal(e)
	if err != nil {
		panic(err) // strings and numbers can always be written
	}
	return text
}

// Log is a log as it was read.
type Log struct {
	Entries    []Entry
	Checkpoint *Checkpoint // as it lies beside the entries; nil where none was made
	Faults     []Fault     // what shows that the log is not as it was written

	dir    string
	hashes []tlog.Hash // of the tree, in the order of tlog.StoredHashes
}

// Fault is something by which a log shows that it is not as it was written.
type Fault struct{ What, Hint string }

// Read reads the log of a folder. A folder that is not there, or a log that is not as it was written, are faults, not errors: they are
// what a log is kept for.
func Read(dir string) (*Log, error) {
	l := &Log{dir: dir}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		l.fault("there is no folder here: every entry is lost, or the place is not mounted",
			"make the folder once, before the first build; after that a missing one has to be found again")
		return l, nil
	}
	text, err := readFile(filepath.Join(dir, EntriesFile))
	if err != nil {
		return nil, err
	}
	point, err := readFile(filepath.Join(dir, CheckpointFile))
	if err != nil {
		return nil, err
	}
	l.read(text, point)
	return l, nil
}

// Parse reads a log of the bytes of its files. The checkpoint is nil where none was made.
func Parse(entries, checkpoint []byte) *Log {
	l := &Log{}
	l.read(entries, checkpoint)
	return l
}

func (l *Log) read(entries, checkpoint []byte) {
	l.parse(entries)
	if checkpoint == nil {
		return
	}
	var err error
	if l.Checkpoint, err = ParseCheckpoint(checkpoint); err != nil {
		l.fault(fmt.Sprintf("`%s` cannot be read: %v", CheckpointFile, err), "put the checkpoint back from where you keep copies of it")
		return
	}
	if len(l.Faults) == 0 {
		if err := l.Extends(l.Checkpoint); err != nil {
			l.fault(fmt.Sprintf("the log contradicts its own checkpoint: %v", err), "find out who changed the folder, and when")
		}
	}
}

// Lines gives the bytes of all entries, as the file has them.
func (l *Log) Lines() []byte {
	var out []byte
	for _, e := range l.Entries {
		out = append(append(out, e.line()...), '\n')
	}
	return out
}

// Of gives the newest entry of a commit.
func (l *Log) Of(head string) (Entry, bool) {
	for i := len(l.Entries) - 1; i >= 0; i-- {
		if l.Entries[i].Head == head {
			return l.Entries[i], true
		}
	}
	return Entry{}, false
}

// readFile gives the bytes of a file, nil if there is none.
func readFile(name string) ([]byte, error) {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the log of heads: %w", err)
	case !info.Mode().IsRegular() || info.Size() > maxBytes:
		return nil, fmt.Errorf("read the log of heads: %s is not a file of at most %d MB", name, maxBytes>>20)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the log of heads: %w", err)
	}
	return text, nil
}

func (l *Log) fault(what, hint string) { l.Faults = append(l.Faults, Fault{what, hint}) }

// asWritten is the hint about a line that nothing of ours wrote.
const asWritten = "put the file back as it was; entries are only ever added at its end"

// parse takes the lines for entries, up to the first that cannot be one.
func (l *Log) parse(text []byte) {
	for n := 0; len(text) > 0; n++ {
		line, rest, whole := bytes.Cut(text, []byte("\n"))
		var e Entry
		switch {
		case n >= maxEntries:
			l.fault(fmt.Sprintf("it has more than %d entries", maxEntries), "begin another log, and keep this one with its last checkpoint")
			return
		case !whole:
			l.fault(fmt.Sprintf("line %d of `%s` is cut short", n+1, EntriesFile), asWritten)
			return
		case json.Unmarshal(line, &e) != nil || !bytes.Equal(e.line(), line):
			l.fault(fmt.Sprintf("line %d of `%s` is no entry as we write them", n+1, EntriesFile), asWritten)
			return
		case e.Seq != n:
			l.fault(fmt.Sprintf("line %d of `%s` has the number %d, not %d: an entry is missing, is there twice, or has moved",
				n+1, EntriesFile, e.Seq, n), asWritten)
			return
		}
		l.add(e)
		text = rest
	}
}

// add takes an entry into the tree.
func (l *Log) add(e Entry) {
	more, err := tlog.StoredHashes(int64(len(l.Entries)), e.line(), l.reader())
	if err != nil {
		panic(err) // all hashes that it asks for are in memory
	}
	l.hashes, l.Entries = append(l.hashes, more...), append(l.Entries, e)
}

func (l *Log) reader() tlog.HashReaderFunc {
	return func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			if at < 0 || at >= int64(len(l.hashes)) {
				return nil, fmt.Errorf("the tree has no hash %d", at)
			}
			out[i] = l.hashes[at]
		}
		return out, nil
	}
}

// Last gives the newest entry of a line.
func (l *Log) Last(ref string) (Entry, bool) {
	for i := len(l.Entries) - 1; i >= 0; i-- {
		if l.Entries[i].Ref == ref {
			return l.Entries[i], true
		}
	}
	return Entry{}, false
}

// root gives the hash of the tree over the first entries.
func (l *Log) root(size int) (tlog.Hash, error) {
	if size > len(l.Entries) {
		return tlog.Hash{}, fmt.Errorf("it has %d entries, not %d: the last are missing", len(l.Entries), size)
	}
	return tlog.TreeHash(int64(size), l.reader())
}

// Root gives the hash of the tree over all entries, in base64 as checkpoints write it.
func (l *Log) Root() string {
	root, err := l.root(len(l.Entries))
	if err != nil {
		panic(err) // the size is that of the log
	}
	return base64.StdEncoding.EncodeToString(root[:])
}

// Extends tells whether a log begins with the entries that a checkpoint speaks of, all of them and unchanged.
func (l *Log) Extends(c *Checkpoint) error {
	root, err := l.root(c.Size)
	if err != nil {
		return err
	}
	if root != c.Root {
		return fmt.Errorf("its first %d entries are not those that the checkpoint was made of", c.Size)
	}
	return nil
}

// errFaulty says that nothing is added to a log that is not as it was written.
var errFaulty = errors.New("the log of heads is not as it was written")

// Append adds an entry, whose number is given here, unless the newest one of its line says the same of the same commit. The file is only
// ever added to. Two builds at once do not write over each other: the second fails.
func (l *Log) Append(e Entry) (added bool, err error) {
	if len(l.Faults) > 0 {
		return false, errFaulty
	}
	if last, ok := l.Last(e.Ref); ok && last.Head == e.Head && last.Documents == e.Documents {
		return false, nil
	}
	unlock, err := l.lock()
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	e.Seq = len(l.Entries)
	if err := l.write(e); err != nil {
		return false, err
	}
	l.add(e)
	return true, nil
}

// lock keeps others from adding until it is undone.
func (l *Log) lock() (undo func() error, err error) {
	name := filepath.Join(l.dir, "lock")
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("add to the log of heads: another build is writing to it; if none is, remove %s", name)
	}
	if err != nil {
		return nil, fmt.Errorf("add to the log of heads: %w", err)
	}
	return func() error { return errors.Join(f.Close(), os.Remove(name)) }, nil
}

// write adds a line at the end of the file, if the file still ends where it was read to.
func (l *Log) write(e Entry) (err error) {
	f, err := os.OpenFile(filepath.Join(l.dir, EntriesFile), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("add to the log of heads: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("add to the log of heads: %w", err)
	}
	if info.Size() != l.size() {
		return errors.New("add to the log of heads: it has grown since it was read; build again")
	}
	if _, err := f.Write(append(e.line(), '\n')); err != nil {
		return fmt.Errorf("add to the log of heads: %w", err)
	}
	return f.Sync()
}

// size gives the bytes of the file as it was read.
func (l *Log) size() (n int64) {
	for _, e := range l.Entries {
		n += int64(len(e.line())) + 1
	}
	return n
}
