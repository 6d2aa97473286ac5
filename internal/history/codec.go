package history

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"slices"

	"clausebook/internal/objects"
)

// An index is written as: the length of the key and the key, the body, and the body's CRC-32C. Numbers are
// little-endian and texts stand behind their length. Texts of the same kind stand together, so that reading takes
// one copy and no more than a slice for each.

// encodeIndex writes an index.
func encodeIndex(to io.Writer, x *index, key string) error {
	e := &indexWriter{to: to, out: make([]byte, 0, writeBuffer+writeBuffer/4)}
	e.text(key)
	e.flush()
	e.sum = 0
	e.bytes(x.head[:])
	e.graph(x.graph)
	e.texts(x.paths)
	e.oids(x.blobs)
	e.texts(x.facts)
	e.texts(x.outside)
	e.changesets(x.changesets)
	e.versions(x.files)
	e.text(x.mailmap)
	e.text(x.ignored)
	e.trails(x)
	e.flush()
	e.number(int32(e.sum))
	e.flush()
	return e.err
}

// castagnoli is the polynomial that processors compute; damage is what it is to find, not forgery.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// indexWriter writes the parts of an index one behind the other.
type indexWriter struct {
	to  io.Writer
	out []byte // not written yet
	sum uint32 // of all that was written
	err error
}

// writeBuffer is how many bytes are written at once.
const writeBuffer = 1 << 18

// flush writes what was gathered. After an error it does nothing more.
func (e *indexWriter) flush() {
	e.sum = crc32.Update(e.sum, castagnoli, e.out)
	if e.err == nil {
		_, e.err = e.to.Write(e.out)
	}
	e.out = e.out[:0]
}

// room flushes when enough was gathered.
func (e *indexWriter) room() {
	if len(e.out) >= writeBuffer {
		e.flush()
	}
}

func (e *indexWriter) byte(b byte)    { e.out = append(e.out, b) }
func (e *indexWriter) bytes(b []byte) { e.room(); e.out = append(e.out, b...) }
func (e *indexWriter) number(n int32) { e.out = binary.LittleEndian.AppendUint32(e.out, uint32(n)) }
func (e *indexWriter) count(n int)    { e.number(int32(n)) }
func (e *indexWriter) long(n int64)   { e.out = binary.LittleEndian.AppendUint64(e.out, uint64(n)) }
func (e *indexWriter) text(s string)  { e.count(len(s)); e.room(); e.out = append(e.out, s...) }
func (e *indexWriter) slot(s slot)    { e.numbers(int32(s.mode), s.blob) }
func (e *indexWriter) flag(b bool)    { e.byte(map[bool]byte{true: 1}[b]) }

// numbers writes several numbers at once.
func (e *indexWriter) numbers(list ...int32) {
	e.room()
	at := len(e.out)
	e.out = slices.Grow(e.out, 4*len(list))[:at+4*len(list)]
	for i, n := range list {
		binary.LittleEndian.PutUint32(e.out[at+4*i:], uint32(n))
	}
}

// texts writes the lengths, then the texts.
func (e *indexWriter) texts(list []string) {
	e.count(len(list))
	size := int64(0)
	for _, s := range list {
		e.count(len(s))
		size += int64(len(s))
	}
	e.long(size)
	for _, s := range list {
		e.room()
		e.out = append(e.out, s...)
	}
}

// oids writes names of objects.
func (e *indexWriter) oids(list []oid) {
	e.count(len(list))
	for i := range list {
		e.bytes(list[i][:])
	}
}

// versions writes files.
func (e *indexWriter) versions(list []version) {
	e.count(len(list))
	for _, f := range list {
		e.numbers(f.path, f.blob)
	}
}

// graph writes the commits, newest first.
func (e *indexWriter) graph(g *graph) {
	e.count(len(g.vertices))
	size := int64(0)
	for i := range g.vertices {
		v := &g.vertices[i]
		var head [2*objects.IDSize + 12]byte
		copy(head[:], v.id[:])
		copy(head[objects.IDSize:], v.tree[:])
		binary.LittleEndian.PutUint64(head[2*objects.IDSize:], uint64(v.when))
		binary.LittleEndian.PutUint32(head[2*objects.IDSize+8:], uint32(len(v.parents)))
		e.bytes(head[:])
		e.numbers(v.parents...)
		e.text(v.odd)
		e.text(v.footer)
		e.count(len(v.raw))
		size += int64(len(v.raw))
	}
	e.long(size)
	for i := range g.vertices {
		e.bytes(g.vertices[i].raw)
	}
}

// changesets writes what each commit did.
func (e *indexWriter) changesets(changesets []*changeset) {
	n, edits, shifts, others := 0, 0, 0, 0
	for _, d := range changesets {
		if d != nil {
			n, edits, shifts = n+1, edits+len(d.edits), shifts+len(d.shifts)
			for i := range d.edits {
				others += len(d.edits[i].others)
			}
		}
	}
	for _, k := range [...]int{n, edits, shifts, others} {
		e.count(k)
	}
	for i, d := range changesets {
		if d != nil {
			e.count(i)
			e.changeset(d)
		}
	}
}

// changeset writes what one commit did.
func (e *indexWriter) changeset(d *changeset) {
	for _, k := range [...]int{len(d.edits), len(d.shifts), int(d.innerEdits), int(d.innerShifts)} {
		e.count(k)
	}
	e.flag(d.gaveUp)
	for i := range d.edits {
		c := &d.edits[i]
		e.numbers(c.path, int32(c.old.mode), c.old.blob, int32(c.new.mode), c.new.blob)
		e.byte(byte(c.class))
		e.count(len(c.others))
		for _, o := range c.others {
			e.slot(o)
		}
	}
	for _, s := range d.shifts {
		e.number(s.from)
		e.number(s.to)
		e.slot(s.old)
		e.slot(s.new)
		e.byte(byte(s.class))
		e.flag(s.join)
	}
}

// trails writes the documents with their revisions.
func (e *indexWriter) trails(x *index) {
	e.count(len(x.revisions))
	for _, v := range x.revisions {
		e.numbers(v.commit, v.from, v.to, int32(v.old.mode), v.old.blob, int32(v.new.mode), v.new.blob)
		e.byte(byte(v.class))
	}
	e.count(len(x.trails))
	for _, t := range x.trails {
		e.number(t.path)
		e.number(t.start)
		e.number(t.end)
		e.flag(t.former)
	}
}

// errDamaged says that a file is not an index that encodeIndex wrote with this key.
var errDamaged = errors.New("cache is damaged or of another version")

// decodeIndex reads what encodeIndex wrote with the same key. It copies all that it keeps, and every number is
// checked against what it counts, so that a file that passes its checksum by malice can mislead but not crash.
func decodeIndex(data []byte, key string) (*index, error) {
	body, err := unseal(data, key)
	if err != nil {
		return nil, err
	}
	return decodeBody(body)
}

// unseal gives the part between key and checksum of a file that was written with this key.
func unseal(data []byte, key string) ([]byte, error) {
	if len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) != uint64(len(key)) {
		return nil, errDamaged
	}
	rest, ok := bytes.CutPrefix(data[4:], []byte(key))
	end := len(rest) - 4
	if !ok || end < 0 || crc32.Checksum(rest[:end], castagnoli) != binary.LittleEndian.Uint32(rest[end:]) {
		return nil, errDamaged
	}
	return rest[:end], nil
}

// decodeBody reads the part between key and checksum.
func decodeBody(data []byte) (*index, error) {
	d := &indexReader{in: data}
	x := &index{}
	x.head = d.oid()
	x.graph = d.graph()
	x.paths = d.texts()
	x.blobs = d.oids()
	x.facts = d.texts()
	d.demand(len(x.facts) == len(x.blobs))
	x.outside = d.texts()
	d.commits, d.paths, d.blobs = len(x.graph.vertices), len(x.paths), len(x.blobs)
	x.changesets = d.changesets()
	x.files = d.versions()
	x.mailmap, x.ignored = d.text(), d.text()
	d.trails(x)
	d.demand(len(d.in) == 0 && d.commits > 0 && x.graph.vertices[0].id == x.head)
	if d.bad {
		return nil, errDamaged
	}
	return x, nil
}

// indexReader reads the parts of an index. After the first thing that is wrong, everything it gives is zero.
type indexReader struct {
	in                    []byte
	bad                   bool
	commits, paths, blobs int // how many there are
}

// demand notes that something is wrong.
func (d *indexReader) demand(ok bool) {
	if !ok {
		d.bad, d.in = true, nil
	}
}

// next gives the next n bytes, which must not be kept, or none.
func (d *indexReader) next(n int) []byte {
	if n < 0 || n > len(d.in) {
		d.demand(false)
		return nil
	}
	b := d.in[:n]
	d.in = d.in[n:]
	return b
}

// oid reads the name of an object.
func (d *indexReader) oid() (id oid) {
	copy(id[:], d.next(objects.IDSize))
	return id
}

// number reads a number.
func (d *indexReader) number() int32 {
	if b := d.next(4); b != nil {
		return int32(binary.LittleEndian.Uint32(b))
	}
	return 0
}

// long reads a number of eight bytes.
func (d *indexReader) long() int64 {
	if b := d.next(8); b != nil {
		return int64(binary.LittleEndian.Uint64(b))
	}
	return 0
}

// byte reads one byte.
func (d *indexReader) byte() byte {
	if b := d.next(1); b != nil {
		return b[0]
	}
	return 0
}

// flag reads a truth.
func (d *indexReader) flag() bool { return d.byte() == 1 }

// count reads how many things of at least so many bytes follow.
func (d *indexReader) count(least int) int {
	n := int(d.number())
	if n < 0 || n > len(d.in)/least {
		d.demand(false)
		return 0
	}
	return n
}

// below reads a number that counts something of which there are n.
func (d *indexReader) below(n int) int32 {
	k := d.number()
	if k < 0 || int(k) >= n {
		d.demand(false)
		return 0
	}
	return k
}

// slot reads what stands at a path.
func (d *indexReader) slot() slot {
	s := slot{uint32(d.number()), d.number()}
	if s.mode != 0 && (s.blob < 0 || int(s.blob) >= d.blobs) {
		d.demand(false)
		return slot{}
	}
	return s
}

// class reads a class.
func (d *indexReader) class() class {
	c := class(d.byte())
	if int(c) >= len(classes) {
		d.demand(false)
		return 0
	}
	return c
}

// text reads a text.
func (d *indexReader) text() string { return string(d.next(d.count(1))) }

// texts reads a list of texts.
func (d *indexReader) texts() []string {
	list := make([]string, d.count(4))
	lengths := d.next(4 * len(list))
	all := string(d.next(d.size()))
	for i := range list {
		n := int(binary.LittleEndian.Uint32(lengths[4*i:]))
		if n > len(all) {
			d.demand(false)
			return nil
		}
		list[i], all = all[:n], all[n:]
	}
	d.demand(all == "")
	return list
}

// size reads how many bytes follow.
func (d *indexReader) size() int {
	n := d.long()
	if n < 0 || n > math.MaxInt32 || n > int64(len(d.in)) {
		d.demand(false)
		return 0
	}
	return int(n)
}

// oids reads names of objects.
func (d *indexReader) oids() []oid {
	list := make([]oid, d.count(objects.IDSize))
	for i := range list {
		list[i] = d.oid()
	}
	return list
}

// versions reads files.
func (d *indexReader) versions() []version {
	list := make([]version, d.count(8))
	for i := range list {
		list[i] = version{d.below(d.paths), d.below(d.blobs)}
	}
	return list
}

// graph reads all commits.
func (d *indexReader) graph() *graph {
	g := &graph{vertices: d.vertices(nil, -1)}
	if d.bad || len(g.vertices) == 0 {
		return g
	}
	d.demand(g.settle() == nil)
	return g
}

// vertices reads commits that have certain places among so many; nil stands for all of them.
func (d *indexReader) vertices(places []int32, total int) []vertex {
	vertices := make([]vertex, d.count(2*objects.IDSize+24))
	if places == nil {
		total = len(vertices)
	}
	lengths := make([]int, len(vertices))
	var pool []int32 // of parents
	for i := range vertices {
		v, place := &vertices[i], int32(i)
		if places != nil && i < len(places) {
			place = places[i]
		}
		v.id, v.tree, v.when = d.oid(), d.oid(), d.long()
		v.landed = -1
		if n := d.count(4); n > 0 {
			if n > len(pool) {
				pool = make([]int32, max(n, len(vertices)))
			}
			v.parents, pool = pool[:n:n], pool[n:]
			for k := range v.parents {
				// Parents stand behind their children, so that nothing can run in a circle.
				v.parents[k] = d.below(total)
				d.demand(v.parents[k] > place)
			}
		}
		v.odd, v.footer = d.text(), d.text()
		lengths[i] = int(uint32(d.number()))
	}
	all := bytes.Clone(d.next(d.size()))
	for i, n := range lengths {
		if n > len(all) {
			d.demand(false)
			break
		}
		vertices[i].raw, all = all[:n:n], all[n:]
	}
	return vertices
}

// changesets reads what each commit did. Slices are cut from a few large ones.
func (d *indexReader) changesets() []*changeset {
	changesets := make([]*changeset, d.commits)
	n := d.count(21)
	own, edits, shifts, others := make([]changeset, n), make([]edit, d.count(25)), make([]shift, d.count(26)), make([]slot, d.count(8))
	for i := range own {
		at := d.below(d.commits)
		if d.bad {
			break
		}
		p := &own[i]
		k, m := d.upTo(len(edits)), d.upTo(len(shifts))
		p.innerEdits, p.innerShifts = int32(d.upTo(k)), int32(d.upTo(m))
		p.gaveUp = d.flag()
		p.edits, edits = edits[:k:k], edits[k:]
		p.shifts, shifts = shifts[:m:m], shifts[m:]
		others = d.changeset(p, others)
		changesets[at] = p
	}
	return changesets
}

// upTo reads a number of at most n.
func (d *indexReader) upTo(n int) int {
	k := int(d.number())
	if k < 0 || k > n {
		d.demand(false)
		return 0
	}
	return k
}

// changeset reads what one commit did, and gives what is left of the slots for parents.
func (d *indexReader) changeset(p *changeset, others []slot) []slot {
	for i := range p.edits {
		c := &p.edits[i]
		c.path, c.old, c.new, c.class = d.below(d.paths), d.slot(), d.slot(), d.class()
		if n := d.upTo(len(others)); n > 0 {
			c.others, others = others[:n:n], others[n:]
			for k := range c.others {
				c.others[k] = d.slot()
			}
		}
	}
	for i := range p.shifts {
		s := &p.shifts[i]
		s.from, s.to, s.old, s.new = d.below(d.paths), d.below(d.paths), d.slot(), d.slot()
		s.class, s.join = d.class(), d.flag()
	}
	return others
}

// trails reads the documents with their revisions.
func (d *indexReader) trails(x *index) {
	x.revisions = make([]revision, d.count(29))
	for i := range x.revisions {
		v := &x.revisions[i]
		v.commit, v.from, v.to = d.below(d.commits), d.number(), d.below(d.paths)
		d.demand(v.from >= none && int(v.from) < d.paths)
		v.old, v.new, v.class = d.slot(), d.slot(), d.class()
	}
	x.trails = make([]trail, d.count(13))
	for i := range x.trails {
		t := &x.trails[i]
		t.path, t.start, t.end, t.former = d.below(d.paths), d.number(), d.number(), d.flag()
		d.demand(t.start >= 0 && t.start < t.end && int(t.end) <= len(x.revisions))
	}
}
