package history

import (
	"errors"
	"path"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// maxDocument bounds the file that is read as a document, in bytes.
const maxDocument = 16 << 20

// factBook knows what documents say of themselves, each blob being read once.
type factBook struct {
	objects *objects
	reader  func([]byte) Facts
	known   map[oid]fact
	missing int   // blobs that are not in the repository
	broken  error // the first blob that is damaged
}

// fact is what is known of a blob.
type fact struct {
	Facts
	unread bool
}

// newFactBook gives a book without entries. Without a reader, documents say nothing of themselves.
func newFactBook(o *objects, reader func([]byte) Facts) *factBook {
	return &factBook{objects: o, reader: reader, known: map[oid]fact{}}
}

// isDocument tells whether a file is Markdown, by its name.
func isDocument(p string) bool {
	return strings.EqualFold(path.Ext(p), ".md")
}

// identify gives the id of the document at a path; nothing for other files.
func (b *factBook) identify(p string, s side) string { return b.of(p, s).ID }

// of gives the facts of the document at a path. A blob that cannot be read costs its facts and nothing else.
func (b *factBook) of(p string, s side) fact {
	if b.reader == nil || !s.regular() || !isDocument(p) {
		return fact{}
	}
	f, ok := b.known[s.blob]
	if !ok {
		f = b.read(s.blob)
		b.known[s.blob] = f
	}
	return f
}

// read derives the facts of a blob.
func (b *factBook) read(id oid) fact {
	data, err := b.blob(id)
	if err != nil {
		return fact{unread: true}
	}
	if len(data) > maxDocument {
		return fact{unread: true}
	}
	var f fact
	if err := guard(func() error { f.Facts = b.reader(data); return nil }); err != nil {
		return fact{unread: true}
	}
	return f
}

// blob gives the bytes of a blob, and notes when it cannot.
func (b *factBook) blob(id oid) ([]byte, error) {
	data, err := b.objects.readAs(plumbing.BlobObject, id)
	switch {
	case errors.Is(err, errMissing):
		b.missing++
	case err != nil && b.broken == nil:
		b.broken = err
	}
	return data, err
}

// classOf tells how much a change of a document from one blob to another matters. What is not known counts as a
// change of substance.
func (b *factBook) classOf(from string, old side, to string, new side) Class {
	if old.absent() || new.absent() {
		return Substance
	}
	if old.blob == new.blob {
		return Move
	}
	was, is := b.of(from, old), b.of(to, new)
	switch {
	case was.Prose == "" || is.Prose == "" || was.Prose != is.Prose:
		return Substance
	case was.Metadata == is.Metadata, was.Body != is.Body:
		return Formatting
	}
	return Metadata
}
