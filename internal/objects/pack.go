package objects

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"clausebook/internal/mapped"
)

// pack is a packfile with its index.
type pack struct {
	name         string // without extension
	index, data  mapped.File
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
	if p.index, err = mapped.Open(name + ".idx"); err != nil {
		return nil, err
	}
	if p.data, err = mapped.Open(name + ".pack"); err != nil {
		p.index.Close()
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
	p.index.Close()
	p.data.Close()
}

// check reads the header of the index and finds its tables.
func (p *pack) check() error {
	idx, data := p.index.Bytes, p.data.Bytes
	if len(data) < 12+IDSize || string(data[:4]) != "PACK" {
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
	if len(idx) < 1024+2*IDSize {
		return errors.New("index is cut short")
	}
	if !bytes.Equal(idx[len(idx)-2*IDSize:len(idx)-IDSize], data[len(data)-IDSize:]) {
		return errors.New("index belongs to another packfile")
	}
	return p.tables(idx[:len(idx)-2*IDSize], version1)
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
		p.names, p.stride, p.skip = rest, 4+IDSize, 4
		if len(rest) != p.count*p.stride {
			return errors.New("index is not as long as it says")
		}
		return nil
	}
	if len(rest)/(IDSize+8) < p.count {
		return errors.New("index is cut short")
	}
	p.names, rest = rest[:p.count*IDSize], rest[p.count*(IDSize+4):]
	p.stride, p.near, p.far = IDSize, rest[:p.count*4], rest[p.count*4:]
	return nil
}

// id gives the nth name.
func (p *pack) id(n int) []byte { return p.names[n*p.stride+p.skip:][:IDSize] }

// find gives the offset of an object.
func (p *pack) find(id ID) (int64, bool) {
	n := p.search(id)
	if n == p.count || !bytes.Equal(p.id(n), id[:]) {
		return 0, false
	}
	return p.offset(n), true
}

// search gives the position of the first name that is not below id.
func (p *pack) search(id ID) int {
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
func (p *pack) withPrefix(digits string) (ids []ID) {
	for n := p.search(firstWith(digits)); n < p.count; n++ {
		id := ID(p.id(n))
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
	ref  ID    // name of the base, where it is given by name
	body int64 // offset of the compressed bytes
}

// header reads the header of the object at an offset.
func (p *pack) header(at int64) (header, error) {
	data := p.data.Bytes[:len(p.data.Bytes)-IDSize]
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
	if size > MaxSize {
		return header{}, &TooLargeError{int(min(size, math.MaxInt)), MaxSize}
	}
	h.size = int(size)
	switch h.kind {
	case plumbing.REFDeltaObject:
		if n+IDSize > len(in) {
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

// maxChain bounds the deltas between an object and the one that is stored whole. Git makes chains of 50, at most
// of 4095.
const maxChain = 4096

// unpack reads the object at an offset of a pack, applying deltas.
func (o *Store) unpack(p *pack, at int64) (plumbing.ObjectType, []byte, error) {
	var chain []int64 // deltas still to apply, the last one nearest to the base
	for {
		if kind, data, ok := o.cache.get(place{p, at}); ok {
			if len(chain) == 0 && len(data) > o.limit {
				return 0, nil, &TooLargeError{len(data), o.limit}
			}
			return o.apply(p, kind, data, chain)
		}
		h, err := p.header(at)
		if err != nil {
			return 0, nil, err
		}
		if len(chain) == 0 && h.size > o.limit && !h.delta() {
			return 0, nil, &TooLargeError{h.size, o.limit}
		}
		compressed := p.data.Bytes[h.body : len(p.data.Bytes)-IDSize]
		switch h.kind {
		case plumbing.CommitObject, plumbing.TreeObject, plumbing.BlobObject, plumbing.TagObject:
			data, err := o.inflate.read(compressed, h.size, nil)
			if err != nil {
				return 0, nil, err
			}
			o.cache.put(place{p, at}, h.kind, data)
			return o.apply(p, h.kind, data, chain)
		case plumbing.OFSDeltaObject, plumbing.REFDeltaObject:
		default:
			return 0, nil, fmt.Errorf("object of type %d", h.kind)
		}
		delta, err := o.inflate.read(compressed, h.size, o.buffer(len(chain)))
		if err != nil {
			return 0, nil, err
		}
		if size := result(delta); len(chain) == 0 && size > o.limit {
			return 0, nil, &TooLargeError{size, o.limit}
		}
		o.deltas[len(chain)] = delta
		if chain = append(chain, at); len(chain) > maxChain {
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

// maxBuffer bounds the delta whose buffer is used again, in bytes.
const maxBuffer = 1 << 16

// buffer gives room for the nth delta of a chain.
func (o *Store) buffer(n int) []byte {
	if n == len(o.deltas) {
		o.deltas = append(o.deltas, nil)
	}
	return o.deltas[n]
}

// apply builds an object from its base by the deltas of a chain.
func (o *Store) apply(p *pack, kind plumbing.ObjectType, data []byte, chain []int64) (plumbing.ObjectType, []byte, error) {
	for i := len(chain) - 1; i >= 0; i-- {
		var err error
		if data, err = patch(data, o.deltas[i]); err != nil {
			return 0, nil, err
		}
		if cap(o.deltas[i]) > maxBuffer {
			o.deltas[i] = nil
		}
		o.cache.put(place{p, chain[i]}, kind, data)
	}
	return kind, data, nil
}
