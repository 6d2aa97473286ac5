// Package why tells what a page of a site stands on, and what of it has changed since the site was built: a build keeps for each page the
// name of each part of its data, short, in a file of the cache that nothing but this looks into.
package why

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"maps"
	"os"
	"slices"
	"sync"

	"clausebook/internal/fingerprint"
	"clausebook/internal/kept"
	"clausebook/internal/plain"
)

// Book is what the pages of a site were made of. Nil takes no notes. It may be used from several places at once.
type Book struct {
	mu    sync.Mutex
	kinds map[form]int
	held  held
	pages map[string]page
}

// held is a book as its file has it.
type held struct {
	Kinds []kind
	Paths []string // sorted
	Pages []page
}

// form tells the parts of one kind of page from those of another.
type form struct {
	kind  string
	parts int
}

// kind has the names of the parts that all pages of a kind have.
type kind struct {
	Name  string
	Parts []string
}

// page has the sums of the parts of a page, in the order of their names.
type page struct {
	Kind int
	Sums []uint64
}

// NewBook gives an empty book.
func NewBook() *Book { return &Book{kinds: map[form]int{}, pages: map[string]page{}} }

// shared is the name under which stands what all pages are made of.
const shared = ""

// Share notes what all pages are made of.
func (b *Book) Share(parts []fingerprint.Field) { b.Note(shared, shared, parts) }

// Note notes what a page is made of. All pages of a kind have the same parts.
func (b *Book) Note(path, of string, parts []fingerprint.Field) {
	if b == nil {
		return
	}
	p := page{Sums: make([]uint64, len(parts))}
	for i, f := range parts {
		p.Sums[i] = binary.LittleEndian.Uint64(f.Sum[:])
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	at, known := b.kinds[form{of, len(parts)}]
	if !known {
		at = len(b.held.Kinds)
		names := make([]string, len(parts))
		for i, f := range parts {
			names[i] = f.Name
		}
		b.kinds[form{of, len(parts)}], b.held.Kinds = at, append(b.held.Kinds, kind{of, names})
	}
	p.Kind = at
	b.pages[path] = p
}

// parts gives the sums of the parts of a page by their names, with those that all pages share; nil where the book has no such page.
func (b *Book) parts(path string) map[string]uint64 {
	if _, known := b.pages[path]; !known {
		return nil
	}
	out := map[string]uint64{}
	for _, p := range []page{b.pages[shared], b.pages[path]} {
		for i, sum := range p.Sums {
			out[b.held.Kinds[p.Kind].Parts[i]] = sum
		}
	}
	return out
}

// Since gives the parts of a page that differ from those that it had in another book, by their names, and those that do not. Known is false
// where one of the books lacks the page.
func (b *Book) Since(was *Book, path string) (changed, same []string, known bool) {
	now, before := b.parts(path), was.parts(path)
	if now == nil || before == nil {
		return nil, slices.Sorted(maps.Keys(now)), false
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if sum, had := before[name]; had && sum == now[name] {
			same = append(same, name)
		} else {
			changed = append(changed, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, has := now[name]; !has {
			changed = append(changed, name)
		}
	}
	return changed, same, true
}

const (
	head    = "clausebook parts 1\n"
	maxFile = 256 << 20
)

// Write writes the book into a file of the cache.
func (b *Book) Write(file string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held.Paths, b.held.Pages = slices.Sorted(maps.Keys(b.pages)), nil
	for _, path := range b.held.Paths {
		b.held.Pages = append(b.held.Pages, b.pages[path])
	}
	body := kept.Encode(&b.held)
	sum := sha256.Sum256(body)
	return plain.WriteBeside(file, func(w io.Writer) error {
		_, err := w.Write(slices.Concat([]byte(head), sum[:], body))
		return err
	})
}

// Read reads a book; nil where there is none, or none that is whole.
func Read(file string) *Book {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	rest, ok := bytes.CutPrefix(text, []byte(head))
	if !ok || len(rest) < sha256.Size {
		return nil
	}
	b := NewBook()
	if sum := sha256.Sum256(rest[sha256.Size:]); !bytes.Equal(sum[:], rest[:sha256.Size]) || kept.Decode(rest[sha256.Size:], &b.held) != nil {
		return nil
	}
	for i, path := range b.held.Paths {
		p := b.held.Pages[i]
		if p.Kind >= len(b.held.Kinds) || len(p.Sums) != len(b.held.Kinds[p.Kind].Parts) {
			return nil
		}
		b.pages[path] = p
	}
	return b
}
