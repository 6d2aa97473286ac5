// Package kept remembers between runs what follows from something that has a name, so that it is not made again.
//
// A value is kept under the fingerprint of all that it follows from, so that none can be out of date: what follows from something else has
// another name. The file is one of the cache: it can only cost time, and one that is damaged, of another program or half written is none.
package kept

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"math"
	"os"
	"slices"
	"sync"

	"clausebook/internal/fingerprint"
	"clausebook/internal/mapped"
	"clausebook/internal/plain"
)

// Store is what is kept. Nil keeps nothing. It may be asked from several places at once.
type Store struct {
	file string
	head [headSize]byte
	old  table // what the file holds

	mu     sync.Mutex
	used   []bool // of old
	fresh  map[fingerprint.Digest][]byte
	closed bool
}

const (
	maxFile  = 256 << 20 // the largest file that is read or written, in bytes
	maxUnmet = 16        // how many files are written before what nobody asked for is left out
	headSize = 2 * sha256.Size
	rowSize  = sha256.Size + 8 + 8 // name, place and length of a value, and in how many files nobody asked for it
)

// Open opens what a program kept in a file of the cache; an empty name is that of no file, and what is made is kept in memory alone.
func Open(file, program string) *Store {
	s := &Store{file: file, fresh: map[fingerprint.Digest][]byte{}}
	name := sha256.Sum256([]byte("clausebook kept 2\n" + program))
	copy(s.head[:], name[:])
	s.old = s.read()
	s.used = make([]bool, s.old.len())
	return s
}

// read reads the file. It is copied, as it can be cut short by others at any time while it is mapped.
func (s *Store) read() (t table) {
	info, err := os.Lstat(s.file)
	if s.file == "" || err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		return t
	}
	m, err := mapped.Open(s.file)
	if err != nil {
		return t
	}
	defer m.Close()
	err = mapped.Guard(func() error {
		if len(m.Bytes) < headSize || !bytes.Equal(m.Bytes[:sha256.Size], s.head[:sha256.Size]) {
			return io.ErrUnexpectedEOF
		}
		body := bytes.Clone(m.Bytes[headSize:])
		if sum := sha256.Sum256(body); !bytes.Equal(sum[:], m.Bytes[sha256.Size:headSize]) {
			return io.ErrUnexpectedEOF
		}
		n := int(binary.LittleEndian.Uint64(body))
		t = table{body[8 : 8+n*rowSize], body[8+n*rowSize:]}
		return nil
	})
	if err != nil {
		return table{}
	}
	return t
}

// Of gives what is kept under a name, or else makes it and keeps it. What is nil is not kept. Nobody changes what it gives.
func (s *Store) Of(name fingerprint.Digest, make func() []byte) []byte {
	if s == nil {
		return make()
	}
	if value, ok := s.get(name); ok {
		return value
	}
	value := make()
	if value != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.closed {
			s.fresh[name] = value
		}
	}
	return value
}

// Close lets go of all that is kept: nobody will ask again, and what somebody asks for after all is made.
func (s *Store) Close() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.old, s.used, s.fresh = true, table{}, nil, nil
}

func (s *Store) get(name fingerprint.Digest) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, found := s.old.find(name)
	if found {
		s.used[i] = true
		return s.old.value(i), true
	}
	value, ok := s.fresh[name]
	return value, ok
}

// Save writes the file anew if anything was made that it lacks.
func (s *Store) Save() error { return s.save(math.MaxInt) }

// SaveMuch writes the file anew if what was made that it lacks is more than one part in so many of what it holds: less is sooner made again
// in each run than written once with all the rest.
func (s *Store) SaveMuch(parts int) error { return s.save(parts) }

func (s *Store) save(parts int) error {
	if s == nil || s.file == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := 0
	for _, value := range s.fresh {
		fresh += len(value)
	}
	if len(s.fresh) == 0 || fresh < len(s.old.values)/parts {
		return nil
	}
	rows := s.rows()
	size := headSize + 8
	for _, r := range rows {
		size += rowSize + len(r.value)
	}
	if size > maxFile {
		return nil // so large a set is made again each time
	}
	sum := sha256.New()
	_ = writeBody(sum, rows) // a hash takes everything
	sum.Sum(s.head[sha256.Size:sha256.Size])
	return plain.WriteBeside(s.file, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, 64<<10)
		if _, err := buffered.Write(s.head[:]); err != nil {
			return err
		}
		if err := writeBody(buffered, rows); err != nil {
			return err
		}
		return buffered.Flush()
	})
}

// row is a value with its name, and in how many files it has stood since anybody asked for it.
type row struct {
	name  fingerprint.Digest
	value []byte
	unmet uint64
}

// rows lists what is to be kept, by its names: what was made, what was asked for, and for a while what was not.
func (s *Store) rows() []row {
	var rows []row
	for name, value := range s.fresh {
		rows = append(rows, row{name, value, 0})
	}
	for i, used := range s.used {
		r := row{s.old.name(i), s.old.value(i), 0}
		if !used {
			r.unmet = s.old.unmet(i) + 1
		}
		if r.unmet < maxUnmet {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return bytes.Compare(a.name[:], b.name[:]) })
	return rows
}

// writeBody writes the table of rows and their values, without a copy of all of them.
func writeBody(w io.Writer, rows []row) error {
	out := binary.LittleEndian.AppendUint64(make([]byte, 0, 8+len(rows)*rowSize), uint64(len(rows)))
	at := uint32(0)
	for _, r := range rows {
		out = append(out, r.name[:]...)
		out = binary.LittleEndian.AppendUint32(out, at)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(r.value)))
		out = binary.LittleEndian.AppendUint64(out, r.unmet)
		at += uint32(len(r.value))
	}
	_, err := w.Write(out)
	for _, r := range rows {
		if err != nil {
			return err
		}
		_, err = w.Write(r.value)
	}
	return err
}

// table is the body of a file: rows of one size in the order of their names, and the values.
type table struct{ rows, values []byte }

func (t table) len() int { return len(t.rows) / rowSize }

func (t table) row(i int) []byte { return t.rows[i*rowSize : (i+1)*rowSize] }

func (t table) name(i int) fingerprint.Digest { return fingerprint.Digest(t.row(i)[:sha256.Size]) }

func (t table) unmet(i int) uint64 { return binary.LittleEndian.Uint64(t.row(i)[sha256.Size+8:]) }

func (t table) value(i int) []byte {
	place := t.row(i)[sha256.Size:]
	from, size := binary.LittleEndian.Uint32(place), binary.LittleEndian.Uint32(place[4:])
	return t.values[from : from+size : from+size]
}

func (t table) find(name fingerprint.Digest) (int, bool) {
	from, to := 0, t.len()
	for from < to {
		i := int(uint(from+to) >> 1)
		switch c := cmp.Compare(string(t.row(i)[:sha256.Size]), string(name[:])); {
		case c == 0:
			return i, true
		case c < 0:
			from = i + 1
		default:
			to = i
		}
	}
	return 0, false
}
