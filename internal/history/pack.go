package history

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/edsrzf/mmap-go"
	"github.com/go-git/go-git/v5/plumbing"
)

// mapped is a file in memory: mapped where the system can, read where it cannot.
type mapped struct {
	bytes []byte
	view  mmap.MMap // nil where the file was read
}

// maxRead bounds the file that is read where it cannot be mapped, in bytes.
const maxRead = 1 << 30

// mapFile brings a file into memory.
func mapFile(name string) (mapped, error) {
	f, err := os.Open(name)
	if err != nil {
		return mapped{}, err
	}
	defer f.Close() //nolint:errcheck // read only, and a mapping outlives it
	info, err := f.Stat()
	if err != nil {
		return mapped{}, err
	}
	if info.Size() == 0 {
		return mapped{}, nil
	}
	if view, err := mmap.Map(f, mmap.RDONLY, 0); err == nil {
		return mapped{view, view}, nil
	}
	if info.Size() > maxRead {
		return mapped{}, fmt.Errorf("%s can be neither mapped nor read: %d bytes", name, info.Size())
	}
	data, err := io.ReadAll(f)
	return mapped{data, nil}, err
}

// close lets go of the mapping.
func (m mapped) close() {
	if m.view != nil {
		_ = m.view.Unmap() // read-only: nothing is lost
	}
}

// pack is a packfile with its index.
type pack struct {
	name         string // without extension
	index, data  mapped
	count        int
	fanout       []byte // for each first byte, how many names begin with it or a lower one
	names        []byte // sorted, 20 bytes each, or with an offset before each in version 1
	stride, skip int    // distance of the names and where in it the name starts
	near, far    []byte // offsets of 4 and of 8 bytes, version 2
}

// openPack opens a pack. A pack whose parts do not fit together is an error.
func openPack(name string) (*pack, error) {
	p := &pack{name: name}
	var err error
	if p.index, err = mapFile(name + ".idx"); err != nil {
		return nil, err
	}
	if p.data, err = mapFile(name + ".pack"); err != nil {
		p.index.close()
		return nil, err
	}
	if err := p.check(); err != nil {
		p.close()
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	return p, nil
}

// close lets go of the files.
func (p *pack) close() {
	p.index.close()
	p.data.close()
}

// idSize is the length of an object's name in bytes.
const idSize = len(oid{})

// check reads the header of the index and finds its tables.
func (p *pack) check() error {
	idx, data := p.index.bytes, p.data.bytes
	if len(data) < 12+idSize || string(data[:4]) != "PACK" {
		return errors.New("not a packfile")
	}
	if v := binary.BigEndian.Uint32(data[4:]); v != 2 && v != 3 {
		return fmt.Errorf("packfile of version %d", v)
	}
	version1 := len(idx) < 8 || string(idx[:4]) != "\xfftOc"
	if !version1 {
		if v := binary.BigEndian.Uint32(idx[4:]); v != 2 {
			return fmt.Errorf("index of version %d", v)
		}
		idx = idx[8:]
	}
	if len(idx) < 1024+2*idSize {
		return errors.New("index is cut short")
	}
	if !bytes.Equal(idx[len(idx)-2*idSize:len(idx)-idSize], data[len(data)-idSize:]) {
		return errors.New("index belongs to another packfile")
	}
	return p.tables(idx[:len(idx)-2*idSize], version1)
}

// tables finds the tables behind the header of the index.
func (p *pack) tables(idx []byte, version1 bool) error {
	last := uint32(0)
	for i := range 256 {
		n := binary.BigEndian.Uint32(idx[4*i:])
		if n < last {
			return errors.New("index is not in order")
		}
		last = n
	}
	p.count, p.fanout = int(last), idx[:1024]
	rest := idx[1024:]
	if version1 {
		p.names, p.stride, p.skip = rest, 4+idSize, 4
		if len(rest) != p.count*p.stride {
			return errors.New("index is not as long as it says")
		}
		return nil
	}
	if len(rest)/(idSize+8) < p.count {
		return errors.New("index is cut short")
	}
	p.names, rest = rest[:p.count*idSize], rest[p.count*(idSize+4):]
	p.stride, p.near, p.far = idSize, rest[:p.count*4], rest[p.count*4:]
	return nil
}

// id gives the nth name.
func (p *pack) id(n int) []byte { return p.names[n*p.stride+p.skip:][:idSize] }

// find gives the offset of an object.
func (p *pack) find(id oid) (int64, bool) {
	n := p.search(id)
	if n == p.count || !bytes.Equal(p.id(n), id[:]) {
		return 0, false
	}
	return p.offset(n), true
}

// search gives the position of the first name that is not below id.
func (p *pack) search(id oid) int {
	low, high := 0, int(binary.BigEndian.Uint32(p.fanout[4*int(id[0]):]))
	if id[0] > 0 {
		low = int(binary.BigEndian.Uint32(p.fanout[4*(int(id[0])-1):]))
	}
	for low < high {
		mid := int(uint(low+high) >> 1)
		if bytes.Compare(p.id(mid), id[:]) < 0 {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// offset gives where in the packfile the nth object starts; -1 if the index says nothing sensible.
func (p *pack) offset(n int) int64 {
	if p.near == nil {
		return int64(binary.BigEndian.Uint32(p.names[n*p.stride:]))
	}
	at := binary.BigEndian.Uint32(p.near[4*n:])
	if at&(1<<31) == 0 {
		return int64(at)
	}
	if i := int(at&^(1<<31)) * 8; i+8 <= len(p.far) {
		return int64(binary.BigEndian.Uint64(p.far[i:]))
	}
	return -1
}

// withPrefix gives the objects whose names begin with some hexadecimal digits.
func (p *pack) withPrefix(digits string) (ids []oid) {
	for n := p.search(firstWith(digits)); n < p.count; n++ {
		id := oid(p.id(n))
		if !strings.HasPrefix(id.String(), digits) {
			break
		}
		ids = append(ids, id)
	}
	return ids
}

// header is what stands before an object in a pack.
type header struct {
	kind plumbing.ObjectType
	size int
	base int64 // offset of the base of a delta, where it is in the same pack
	ref  oid   // name of the base, where it is given by name
	body int64 // offset of the compressed bytes
}

// header reads the header of the object at an offset.
func (p *pack) header(at int64) (header, error) {
	data := p.data.bytes[:len(p.data.bytes)-idSize]
	if at < 12 || at >= int64(len(data)) {
		return header{}, errors.New("offset is outside the packfile")
	}
	in := data[at:]
	h := header{kind: plumbing.ObjectType(in[0] >> 4 & 7)}
	size, n := uint64(in[0]&15), 1
	for shift := 4; in[n-1]&0x80 != 0; shift += 7 {
		if n >= len(in) || shift > 40 {
			return header{}, errors.New("header is cut short")
		}
		size |= uint64(in[n]&0x7f) << shift
		n++
	}
	if size > maxObject {
		return header{}, &tooLargeError{int(min(size, math.MaxInt)), maxObject}
	}
	h.size = int(size)
	switch h.kind {
	case plumbing.REFDeltaObject:
		if n+idSize > len(in) {
			return header{}, errors.New("header is cut short")
		}
		n += copy(h.ref[:], in[n:])
	case plumbing.OFSDeltaObject:
		back, length := backwards(in[n:])
		if length == 0 || back <= 0 || back > at-12 {
			return header{}, errors.New("delta without a base")
		}
		h.base, n = at-back, n+length
	}
	h.body = at + int64(n)
	return h, nil
}

// delta tells whether the object is stored as what differs from another.
func (h *header) delta() bool {
	return h.kind == plumbing.REFDeltaObject || h.kind == plumbing.OFSDeltaObject
}

// backwards reads the distance to a delta's base, and how many bytes it took; none if it is cut short.
func backwards(in []byte) (distance int64, length int) {
	for i, c := range in[:min(len(in), 8)] {
		distance = distance<<7 | int64(c&0x7f)
		if c&0x80 == 0 {
			return distance, i + 1
		}
		distance++
	}
	return 0, 0
}

// inflater decompresses, keeping its tables.
type inflater struct {
	z  io.ReadCloser
	in bytes.Reader
}

// read decompresses exactly size bytes.
func (f *inflater) read(compressed []byte, size int) ([]byte, error) {
	f.in.Reset(compressed)
	var err error
	if f.z == nil {
		f.z, err = zlib.NewReader(&f.in)
	} else {
		err = f.z.(zlib.Resetter).Reset(&f.in, nil)
	}
	if err != nil {
		f.z = nil
		return nil, err
	}
	// Deflate makes at most 1032 bytes of one, so a claim of more is false and nothing is allocated for it.
	if size/1032 > len(compressed) {
		return nil, errors.New("object is shorter than it says")
	}
	out := make([]byte, size)
	if _, err := io.ReadFull(f.z, out); err != nil {
		return nil, err
	}
	var end [1]byte
	if n, err := f.z.Read(end[:]); n != 0 || !errors.Is(err, io.EOF) {
		return nil, errors.Join(errors.New("object is longer than it says"), err)
	}
	return out, nil
}

// maxChain bounds the deltas between an object and the one that is stored whole. Git makes chains of 50, at most
// of 4095.
const maxChain = 4096

// unpack reads the object at an offset of a pack, applying deltas.
func (o *objects) unpack(p *pack, at int64) (plumbing.ObjectType, []byte, error) {
	var chain []int64 // deltas still to apply, the last one nearest to the base
	var deltas [][]byte
	for {
		if kind, data, ok := o.cache.get(place{p, at}); ok {
			if len(chain) == 0 && len(data) > o.limit {
				return 0, nil, &tooLargeError{len(data), o.limit}
			}
			return o.apply(p, kind, data, chain, deltas)
		}
		h, err := p.header(at)
		if err != nil {
			return 0, nil, err
		}
		if len(chain) == 0 && h.size > o.limit && !h.delta() {
			return 0, nil, &tooLargeError{h.size, o.limit}
		}
		data, err := o.inflate.read(p.data.bytes[h.body:len(p.data.bytes)-idSize], h.size)
		if err != nil {
			return 0, nil, err
		}
		switch h.kind {
		case plumbing.CommitObject, plumbing.TreeObject, plumbing.BlobObject, plumbing.TagObject:
			o.cache.put(place{p, at}, h.kind, data)
			return o.apply(p, h.kind, data, chain, deltas)
		case plumbing.OFSDeltaObject, plumbing.REFDeltaObject:
		default:
			return 0, nil, fmt.Errorf("object of type %d", h.kind)
		}
		if size := result(data); len(chain) == 0 && size > o.limit {
			return 0, nil, &tooLargeError{size, o.limit}
		}
		if chain, deltas = append(chain, at), append(deltas, data); len(chain) > maxChain {
			return 0, nil, errors.New("too many deltas")
		}
		if at = h.base; h.kind == plumbing.REFDeltaObject {
			var ok bool
			if at, ok = p.find(h.ref); !ok {
				return 0, nil, fmt.Errorf("delta on %s, which the pack does not hold", h.ref)
			}
		}
	}
}

// apply builds an object from its base by the deltas of a chain.
func (o *objects) apply(
	p *pack,
	kind plumbing.ObjectType,
	data []byte,
	chain []int64,
	deltas [][]byte,
) (plumbing.ObjectType, []byte, error) {
	for i := len(chain) - 1; i >= 0; i-- {
		var err error
		if data, err = patch(data, deltas[i]); err != nil {
			return 0, nil, err
		}
		o.cache.put(place{p, chain[i]}, kind, data)
	}
	return kind, data, nil
}

var errDelta = errors.New("delta is malformed")

// result gives the length that an object has after a delta; 0 where the delta is malformed.
func result(delta []byte) int {
	_, n := binary.Uvarint(delta)
	if n <= 0 {
		return 0
	}
	size, m := binary.Uvarint(delta[n:])
	if m <= 0 || size > math.MaxInt {
		return 0
	}
	return int(size)
}

// patch applies a delta: pieces copied from the base and pieces of its own.
func patch(base, delta []byte) ([]byte, error) {
	from, n := binary.Uvarint(delta)
	if n <= 0 || from != uint64(len(base)) {
		return nil, errDelta
	}
	delta = delta[n:]
	size, n := binary.Uvarint(delta)
	if n > 0 && size > maxObject {
		return nil, &tooLargeError{int(min(size, math.MaxInt)), maxObject}
	}
	if n <= 0 {
		return nil, errDelta
	}
	delta = delta[n:]
	// The claimed size is not trusted with memory: most results are no longer than both parts together.
	out := make([]byte, 0, min(int(size), len(base)+len(delta)))
	for len(delta) > 0 {
		op := delta[0]
		delta = delta[1:]
		var piece []byte
		if op&0x80 != 0 {
			var ok bool
			if piece, delta, ok = copied(op, base, delta); !ok {
				return nil, errDelta
			}
		} else {
			if op == 0 || int(op) > len(delta) {
				return nil, errDelta
			}
			piece, delta = delta[:op], delta[op:]
		}
		if len(out)+len(piece) > int(size) {
			return nil, errDelta
		}
		out = append(out, piece...)
	}
	if len(out) != int(size) {
		return nil, errDelta
	}
	return out, nil
}

// copied reads which piece of the base a delta copies, and gives it with the rest of the delta.
func copied(op byte, base, delta []byte) (piece, rest []byte, ok bool) {
	var args [7]uint32
	for i := range args {
		if op&(1<<i) == 0 {
			continue
		}
		if len(delta) == 0 {
			return nil, nil, false
		}
		args[i], delta = uint32(delta[0]), delta[1:]
	}
	start := uint64(args[0] | args[1]<<8 | args[2]<<16 | args[3]<<24)
	length := uint64(args[4] | args[5]<<8 | args[6]<<16)
	if length == 0 {
		length = 0x10000
	}
	if start+length > uint64(len(base)) {
		return nil, nil, false
	}
	return base[start : start+length], delta, true
}

// place is where an object stands.
type place struct {
	pack *pack
	at   int64
}

// deltaCacheBytes is how much unpacked content a reader keeps for the deltas on it, as much as git does.
const deltaCacheBytes = 96 << 20

// deltaCache keeps unpacked objects: those used lately are young, and when the young ones fill half of the room,
// they become old and what was old is dropped.
type deltaCache struct {
	young, old map[place]unpacked
	size, half int
}

// unpacked is the content of an object.
type unpacked struct {
	kind plumbing.ObjectType
	data []byte
}

// newDeltaCache gives an empty cache of so many bytes.
func newDeltaCache(size int) *deltaCache {
	return &deltaCache{young: map[place]unpacked{}, half: size / 2}
}

// get gives an object that is kept.
func (c *deltaCache) get(at place) (plumbing.ObjectType, []byte, bool) {
	u, ok := c.young[at]
	if !ok {
		if u, ok = c.old[at]; ok {
			c.put(at, u.kind, u.data)
		}
	}
	return u.kind, u.data, ok
}

// put keeps an object. Large ones are not worth what they would push out.
func (c *deltaCache) put(at place, kind plumbing.ObjectType, data []byte) {
	if len(data) > c.half/4 {
		return
	}
	if c.size += len(data) + 64; c.size > c.half {
		c.old, c.young, c.size = c.young, map[place]unpacked{}, len(data)+64
	}
	c.young[at] = unpacked{kind, slices.Clip(data)}
}
