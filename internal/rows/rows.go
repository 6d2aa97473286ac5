// Package rows tells of the rows of registers, reports and records, which are records of their own: since when each of them
// stands in the repository, and who changed or removed one, and when.
//
// What a document holds is compared from landing to landing, for what a branch went through was never in the register. A row
// is what its cells say under the names of their columns: the order of rows and columns, spaces and quotes make no
// difference. Nothing is read before somebody asks for a document, and then each of its versions once.
package rows

import (
	"sync"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/kept"
	"clausebook/internal/witness"
)

// Kind tells what became of a row.
type Kind uint8

// The kinds of events.
const (
	Changed Kind = iota // some of its cells say something else
	Moved               // it stands in another table
	Removed
)

// Landing is when and by whom rows were written. The work tree has no commit: it lands on the day of judgement.
type Landing struct {
	Day    date.Date
	Commit history.Hash       // of the main line; empty for the work tree
	By     []history.Identity // the authors of what landed; nobody for the work tree
	Place  int                // on the main line; what landed later has a greater one, the work tree the greatest
}

// Row is a row as it stands now.
type Row struct {
	Table string // the heading above it, or the name of the data file
	Key   string // its first cell
	File  string
	Line  int
	First Landing // that brought it
	Since Landing // since which it stands as it does
}

// Event is a row that was changed, moved or removed.
type Event struct {
	Kind       Kind
	Table, Key string
	Cells      []Difference // cells that say something else; all of a removed row
	At         Landing
	First      Landing // that had brought the row
	File       string  // where the row stands now, or what it stood in
	Line       int     // 0 where it is gone
	AppendOnly bool    // the document said, before, that rows are only added
	Draft      bool    // the document was a draft before
	Undone     bool    // nothing is left of it: the row stands again as it was
}

// Difference is a cell before and after.
type Difference struct{ Column, Was, Is string }

// Log is what is known of the rows of one document.
type Log struct {
	Rows   []Row   // in the order of the document
	Events []Event // the newest first
	More   int     // older events that are not kept
	Unread int     // versions before the first one that was compared, or that could not be read
}

// Book gives the rows of documents. It may be used by several goroutines.
type Book struct {
	log    *history.Log
	clock  witness.Clock
	read   func(history.Hash) ([]byte, error)
	memory func() *kept.Store // nil where nothing is remembered
	former func() map[string][]history.Revision

	mu sync.Mutex
	of map[*doc.Document]func() *Log
}

// NewBook makes a book that reads the versions of files by their blobs. Without a history that can be relied on, or without
// a way to read, it knows nothing. Memory, unless nil, gives what such books knew before.
func NewBook(log *history.Log, clock witness.Clock, read func(history.Hash) ([]byte, error), memory func() *kept.Store) *Book {
	b := &Book{log: log, clock: clock, read: read, memory: memory, of: map[*doc.Document]func() *Log{}}
	b.former = sync.OnceValue(func() map[string][]history.Revision {
		out := map[string][]history.Revision{}
		for _, t := range log.Former() {
			out[t.Path] = append(out[t.Path], t.Revisions...)
		}
		return out
	})
	return b
}

// Of gives what is known of the rows of a document; nil where it has none or nothing is known.
func (b *Book) Of(d *doc.Document) *Log {
	if b == nil || b.read == nil || b.log == nil || !b.log.Reliable() || !holdsRows(d) {
		return nil
	}
	if d.Data == nil && d.Front.Get("data").Text() != "" { // it cannot be read, which is a finding of its own
		return nil
	}
	b.mu.Lock()
	find, ok := b.of[d]
	if !ok {
		find = sync.OnceValue(func() *Log { return b.known(d) })
		b.of[d] = find
	}
	b.mu.Unlock()
	return find()
}

// holdsRows tells whether a document has rows that are records of their own.
func holdsRows(d *doc.Document) bool {
	return d.Data != nil || doc.RowsApartIn(d.Type, d.Front)
}
