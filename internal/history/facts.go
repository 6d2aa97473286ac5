package history

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"runtime"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"golang.org/x/sync/errgroup"

	"clausebook/internal/content"
	"clausebook/internal/mapped"
	"clausebook/internal/objects"
)

// MaxDocument bounds the file that is read as a document, in bytes. What a larger version says is not known.
const MaxDocument = 1 << 20

// factBook knows what documents say of themselves, each blob being read once. It writes what it learns into the
// index.
type factBook struct {
	objects *objects.Store
	reader  func([]byte) Facts
	index   *index
	missing int   // blobs that are not in the repository
	broken  error // the first blob that is damaged
	gaveUp  bool  // a search for moves took too much work
}

// isDocument tells whether a file is Markdown, by its name.
func isDocument(p string) bool { return content.IsMarkdown(p) }

// identify gives the id of the document at a path; nothing for other files.
func (b *factBook) identify(p string, s side) string {
	if b.reader == nil || !s.regular() || !isDocument(p) {
		return ""
	}
	return packedID(b.of(s.blob))
}

// of gives the packed facts of a blob, which is read now if it has not been before.
func (b *factBook) of(id oid) string {
	n := b.index.blob(id)
	if b.index.facts[n] == "" {
		data, err := b.blob(id)
		b.index.learn(n, b.derive(data, err))
	}
	return b.index.facts[n]
}

// How facts are packed that could not be derived, and those of a blob that is too large to be read.
const (
	unread   = "?"
	tooLarge = ">"
)

// derive packs what the reader says of a blob. A blob that cannot be read costs its facts and nothing else.
func (b *factBook) derive(data []byte, err error) string {
	var large *objects.TooLargeError
	if errors.As(err, &large) {
		return tooLarge
	}
	if err != nil {
		return unread
	}
	var f Facts
	if err := mapped.Guard(func() error { f = b.reader(data); return nil }); err != nil {
		return unread
	}
	return packFacts(f)
}

// blob gives the bytes of a blob, and notes when it cannot.
func (b *factBook) blob(id oid) ([]byte, error) {
	data, err := b.objects.ReadUpTo(MaxDocument, plumbing.BlobObject, id)
	b.note(err)
	return data, err
}

// note keeps what could not be read. What is too large is told from the facts.
func (b *factBook) note(err error) {
	var large *objects.TooLargeError
	switch {
	case errors.As(err, &large):
	case errors.Is(err, objects.ErrMissing):
		b.missing++
	case err != nil && b.broken == nil:
		b.broken = err
	}
}

// classOf tells how much a change of a document from one blob to another matters. What is not known counts as a
// change of substance.
func (b *factBook) classOf(from string, old side, to string, new side) class {
	switch {
	case old.absent() || new.absent():
		return classSubstance
	case old.blob == new.blob:
		return classMove
	case b.reader == nil || !old.regular() || !new.regular() || !isDocument(from) || !isDocument(to):
		return classSubstance
	}
	was, is := unpackFacts(b.of(old.blob)), unpackFacts(b.of(new.blob))
	switch {
	case was.Prose == "" || is.Prose == "" || was.Prose != is.Prose:
		return classSubstance
	case was.Metadata == is.Metadata, was.Body != is.Body:
		return classFormatting
	}
	return classMetadata
}

// learn reads every document among the changes that is not known yet, in several goroutines. Versions of one
// document are read by the same one, newest first: they are mostly deltas of each other.
func (b *factBook) learn(ctx context.Context, all [][]change) error {
	if b.reader == nil {
		return nil
	}
	jobs := b.unknown(all)
	found := make([][]string, len(jobs))
	failed := make([][]error, len(jobs))
	group, stop := errgroup.WithContext(ctx)
	next := make(chan int)
	group.Go(func() error {
		defer close(next)
		for i := range jobs {
			select {
			case next <- i:
			case <-stop.Done():
				return stop.Err()
			}
		}
		return nil
	})
	for range min(len(jobs), runtime.GOMAXPROCS(0)) {
		own := b.objects.Fork(4 << 20)
		group.Go(func() error {
			for i := range next {
				for _, id := range jobs[i] {
					data, err := own.ReadUpTo(MaxDocument, plumbing.BlobObject, id)
					found[i], failed[i] = append(found[i], b.derive(data, err)), append(failed[i], err)
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, ids := range jobs {
		for k, id := range ids {
			b.index.learn(b.index.blob(id), found[i][k])
			b.note(failed[i][k])
		}
	}
	return nil
}

// unknown gives the documents among the changes whose facts are not known, by path, newest first, each once.
func (b *factBook) unknown(all [][]change) [][]oid {
	byPath := map[string]int{}
	asked := map[oid]bool{}
	var jobs [][]oid
	for _, changes := range all {
		for _, c := range changes {
			if !isDocument(c.path) {
				continue
			}
			for _, s := range [...]side{c.new, c.old} {
				if !s.regular() || asked[s.blob] || b.index.facts[b.index.blob(s.blob)] != "" {
					continue
				}
				asked[s.blob] = true
				i, ok := byPath[c.path]
				if !ok {
					i = len(jobs)
					byPath[c.path] = i
					jobs = append(jobs, nil)
				}
				jobs[i] = append(jobs[i], s.blob)
			}
		}
	}
	return jobs
}

// fields gives the parts of facts in the order in which they are packed.
func (f *Facts) fields() []*string {
	return []*string{&f.ID, &f.Version, &f.Status, &f.Title, &f.Approver, &f.ApprovedBy, &f.ApprovedOn, &f.Prose, &f.Metadata, &f.Body,
		&f.Fulfils, &f.Acts, &f.Type, &f.Control, &f.Structure, &f.Rows, &f.Links, &f.Meeting, &f.Parties, &f.Withdrawn,
		&f.Record}
}

// packFacts writes facts into a string: a mark, then each part behind its length. Hashes, which are most of it, take
// half of the room.
func packFacts(f Facts) string {
	out := []byte{'+'}
	for _, s := range f.fields() {
		raw, isHash := hashBytes(*s)
		if isHash {
			out = append(binary.AppendUvarint(out, uint64(len(raw))<<1|1), raw...)
		} else {
			out = append(binary.AppendUvarint(out, uint64(len(*s))<<1), *s...)
		}
	}
	return string(out)
}

// hashBytes gives the bytes that 64 lower-case hexadecimal digits stand for.
func hashBytes(s string) ([]byte, bool) {
	if len(s) != 64 || strings.ToLower(s) != s {
		return nil, false
	}
	raw, err := hex.DecodeString(s)
	return raw, err == nil
}

// unpackFacts reads what packFacts wrote. Anything else gives no facts.
func unpackFacts(s string) (f Facts) {
	rest, ok := strings.CutPrefix(s, "+")
	if !ok {
		return f
	}
	for _, part := range f.fields() {
		raw, after, isHash, ok := nextField(rest)
		if !ok {
			return Facts{}
		}
		if *part, rest = raw, after; isHash {
			*part = hex.EncodeToString([]byte(raw))
		}
	}
	return f
}

// packedID gives the id of packed facts alone.
func packedID(s string) string {
	rest, ok := strings.CutPrefix(s, "+")
	if !ok {
		return ""
	}
	id, _, isHash, ok := nextField(rest)
	if !ok || isHash {
		return unpackFacts(s).ID
	}
	return id
}

// nextField cuts the first part off packed facts.
func nextField(s string) (raw, rest string, isHash, ok bool) {
	length, n := uint64(0), 0
	for shift := 0; n < len(s) && shift < 35; shift += 7 {
		c := s[n]
		n++
		length |= uint64(c&0x7f) << shift
		if c < 0x80 {
			ok = true
			break
		}
	}
	if !ok || length>>1 > uint64(len(s)-n) {
		return "", "", false, false
	}
	end := n + int(length>>1)
	return s[n:end], s[end:], length&1 == 1, true
}
