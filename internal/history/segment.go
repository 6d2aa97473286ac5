package history

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"

	"clausebook/internal/mapped"
)

// What new commits add to a kept index is appended to a file of its own beside that of the index, so that a commit does not
// cost writing all of the history again. Such a segment says which one it goes on from, by its checksum; the first goes on
// from the index itself. One that goes on from another, as of a second process that read the same commits at the same time,
// is passed over. Behind a segment that is damaged or cut short nothing counts, and the index is written anew.

// The bounds of the file of segments. Beyond them the index is written anew, which removes it.
const (
	maxSegments    = 32
	leastSegments  = 256 << 10 // bytes that they may have however small the index is
	segmentsShare  = 4         // else they may have so much of the index
	segmentsToRead = 256 << 20 // bytes; a file beyond it is not ours
)

// chain is what a cache holds after a reading: the index and the segments that were put to it.
type chain struct {
	sum     uint32 // of the last segment, or of the index
	commits int    // how many the index has now, and likewise
	paths   int
	blobs   int

	base  int64 // bytes of the file of the index; 0 where there is none
	size  int64 // bytes of the file of segments
	count int   // segments in it
	sound bool  // all of it could be read
}

// segment is what some new commits add to an index.
type segment struct {
	head             oid
	places           []int32 // of its commits among all
	vertices         []vertex
	paths            []string
	blobs            []oid
	facts            []string // of these blobs
	learned          []learned
	changesets       []*changeset
	files            []version
	mailmap, ignored string
}

// learned are the facts of a blob that the index had without.
type learned struct {
	blob  int32
	facts string
}

// goesOn tells whether an index is the one of a chain with new commits before it, and all else as it was.
func (k *chain) goesOn(x *index) bool {
	return k.base > 0 && k.sound && x.extends && len(x.graph.added())+k.commits == len(x.graph.vertices) &&
		len(x.paths) >= k.paths && len(x.blobs) >= k.blobs
}

// added gives the places of the commits that an older graph lacked.
func (g *graph) added() (places []int32) {
	for i, n := range g.from {
		if n == none {
			places = append(places, int32(i))
		}
	}
	return places
}

// encodeSegment writes what an index has more than a chain, as a frame: the length of the body, its checksum, and the body.
func encodeSegment(x *index, k chain) ([]byte, uint32) {
	var out frameWriter
	e := &indexWriter{to: &out, out: make([]byte, 0, writeBuffer)}
	e.number(int32(k.sum))
	e.bytes(x.head[:])
	for _, n := range [...]int{k.commits, k.paths, k.blobs} {
		e.count(n)
	}
	places := x.graph.added()
	vertices, changesets := make([]vertex, len(places)), make([]*changeset, len(places))
	for i, at := range places {
		vertices[i], changesets[i] = x.graph.vertices[at], x.changesets[at]
	}
	e.count(len(places))
	e.numbers(places...)
	e.graph(&graph{vertices: vertices})
	e.texts(x.paths[k.paths:])
	e.oids(x.blobs[k.blobs:])
	e.texts(x.facts[k.blobs:])
	e.count(len(x.learned))
	for _, b := range x.learned {
		e.number(b)
		e.text(x.facts[b])
	}
	e.changesets(changesets)
	e.versions(x.files)
	e.text(x.mailmap)
	e.text(x.ignored)
	e.flush()
	sum := crc32.Checksum(out, castagnoli)
	frame := binary.LittleEndian.AppendUint32(nil, uint32(len(out)))
	frame = binary.LittleEndian.AppendUint32(frame, sum)
	return append(frame, out...), sum
}

// frameWriter gathers what is written.
type frameWriter []byte

// Write appends.
func (w *frameWriter) Write(b []byte) (int, error) {
	*w = append(*w, b...)
	return len(b), nil
}

// decodeSegment reads the body of a frame, if it goes on from a chain; nil if from another one.
func decodeSegment(body []byte, k chain) (*segment, error) {
	d := &indexReader{in: body}
	if from := uint32(d.number()); !d.bad && from != k.sum {
		return nil, nil
	}
	s := &segment{head: d.oid()}
	for _, n := range [...]int{k.commits, k.paths, k.blobs} {
		d.demand(int(d.number()) == n)
	}
	s.places = make([]int32, d.count(4))
	for i, last := 0, int32(none); i < len(s.places); i++ {
		s.places[i] = d.below(k.commits + len(s.places))
		d.demand(s.places[i] > last)
		last = s.places[i]
	}
	s.vertices = d.vertices(s.places, k.commits+len(s.places))
	s.paths = d.texts()
	s.blobs = d.oids()
	s.facts = d.texts()
	d.demand(len(s.facts) == len(s.blobs) && len(s.vertices) == len(s.places) && len(s.places) > 0)
	d.demand(!d.bad && s.places[0] == 0 && s.vertices[0].id == s.head)
	s.learned = make([]learned, d.count(8))
	for i := range s.learned {
		s.learned[i] = learned{d.below(k.blobs), d.text()}
	}
	d.commits, d.paths, d.blobs = len(s.vertices), k.paths+len(s.paths), k.blobs+len(s.blobs)
	s.changesets = d.changesets()
	s.files = d.versions()
	s.mailmap, s.ignored = d.text(), d.text()
	if d.demand(len(d.in) == 0); d.bad {
		return nil, errDamaged
	}
	return s, nil
}

// readSegments reads the segments that go on from a chain, and puts them to it.
func (k *chain) readSegments(data []byte) (found []*segment) {
	for k.sound = true; len(data) > 0; k.count++ {
		if len(data) < 8 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-8) {
			k.sound = false
			return found
		}
		n, sum := int(binary.LittleEndian.Uint32(data)), binary.LittleEndian.Uint32(data[4:])
		body := data[8 : 8+n]
		data = data[8+n:]
		if crc32.Checksum(body, castagnoli) != sum {
			k.sound = false
			return found
		}
		s, err := decodeSegment(body, *k)
		if err != nil {
			k.sound = false
			return found
		}
		if s != nil {
			found = append(found, s)
			k.sum, k.commits, k.paths, k.blobs = sum, k.commits+len(s.vertices), k.paths+len(s.paths), k.blobs+len(s.blobs)
		}
	}
	return found
}

// extend puts segments, the oldest first, into an index. It is whole again after follow.
func (x *index) extend(segments []*segment) error {
	for _, s := range segments {
		x.weave(s)
		x.paths, x.blobs, x.facts = append(x.paths, s.paths...), append(x.blobs, s.blobs...), append(x.facts, s.facts...)
		for _, l := range s.learned {
			x.facts[l.blob] = l.facts
		}
		x.head, x.files, x.mailmap, x.ignored = s.head, s.files, s.mailmap, s.ignored
	}
	x.revisions, x.trails = nil, nil
	return x.graph.settle()
}

// weave puts the commits of a segment to their places among those that there are, with what they did.
func (x *index) weave(s *segment) {
	older, did := x.graph.vertices, x.changesets
	now := make([]int32, len(older)) // where each of these comes to stand
	x.graph = &graph{vertices: make([]vertex, len(older)+len(s.places))}
	x.changesets = make([]*changeset, len(x.graph.vertices))
	k, n := 0, 0
	for i := range x.graph.vertices {
		if k < len(s.places) && int(s.places[k]) == i {
			x.graph.vertices[i], x.changesets[i] = s.vertices[k], s.changesets[k]
			k++
			continue
		}
		x.graph.vertices[i], x.changesets[i] = older[n], did[n]
		now[n] = int32(i)
		n++
	}
	for i := range older {
		for k, p := range older[i].parents { // in place: the lists are shared
			older[i].parents[k] = now[p]
		}
	}
}

// settle finds where the commits landed, and complains if they do not hang together.
func (g *graph) settle() error {
	for i := range g.vertices {
		g.vertices[i].landed, g.vertices[i].main, g.vertices[i].place = -1, false, 0
	}
	g.land()
	for i := range g.vertices {
		if g.vertices[i].landed < 0 {
			return errDamaged
		}
	}
	g.note()
	return nil
}

// loadSegments puts the segments of the cache to its index; the index that could be made, which is the one given where there are
// none.
func (c *historyCache) loadSegments(x *index) *index {
	c.chain.commits, c.chain.paths, c.chain.blobs = len(x.graph.vertices), len(x.paths), len(x.blobs)
	data, err := readBounded(c.more, segmentsToRead)
	if errors.Is(err, os.ErrNotExist) {
		c.chain.sound = true
		return x
	}
	if err != nil {
		return x
	}
	c.chain.size = int64(len(data))
	err = mapped.Guard(func() error {
		found := c.chain.readSegments(data)
		if len(found) == 0 {
			return nil
		}
		if err := x.extend(found); err != nil {
			return err
		}
		(&walker{index: x, area: c.area}).follow()
		return nil
	})
	if err != nil {
		c.chain = chain{}
		return nil
	}
	return x
}

// readBounded reads a file of at most so many bytes.
func readBounded(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		err = errDamaged
	}
	return data, err
}

// append adds what an index has more than the cache to the file of segments. It tells whether it did; else the index is to be
// written anew.
func (c *historyCache) append(x *index) bool {
	k := c.chain
	if !k.goesOn(x) || k.count >= maxSegments {
		return false
	}
	frame, sum := encodeSegment(x, k)
	if all := k.size + int64(len(frame)); all > max(k.base/segmentsShare, leastSegments) {
		return false
	}
	f, err := os.OpenFile(c.more, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return false
	}
	// In one piece, and only where nobody else wrote meanwhile: what is torn all the same is found out by its checksum.
	written := false
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() == k.size {
		_, err = f.Write(frame)
		written = err == nil
	}
	if err := f.Close(); err != nil || !written {
		return false
	}
	c.chain = chain{sum: sum, commits: len(x.graph.vertices), paths: len(x.paths), blobs: len(x.blobs),
		base: k.base, size: k.size + int64(len(frame)), count: k.count + 1, sound: true}
	return true
}
