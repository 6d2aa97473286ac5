package objects

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"io"
	"math/bits"
)

// inflater decompresses objects. An object's compressed bytes are all in memory and the length of its content is known
// before, which makes this faster than a reader of streams: nothing is copied through a window, and no byte is asked for by
// a call.
type inflater struct {
	in     []byte
	at     int    // of the next byte of in
	bits   uint64 // read from in and not used yet, the next one lowest
	count  uint   // how many those are
	out    []byte
	made   int    // bytes of out that are there
	own    tables // of a block that gives its codes
	lens   [litCodes + distCodes]uint8
	header [1 << headerRoot]uint32
}

// The sizes of the tables: codes of up to root bits are looked up at once, longer ones in a second table behind the first.
const (
	litCodes, distCodes, headerCodes = 288, 32, 19

	litRoot, distRoot, headerRoot = 10, 8, 7
	litRoom, distRoom             = 1<<litRoot + 1024, 1<<distRoot + 1024
	maxBits                       = 15
)

// An entry of a table is a number: how many bits the code takes, how many extra bits follow it, what it is, and its value.
const (
	entryBits   = 31
	extraShift  = 8
	extraMask   = 31
	entryLiter  = 1 << 13
	entryEnd    = 1 << 14
	entryBelow  = 1 << 15 // the value is where the second table begins, and the extra bits are its size
	valueShift  = 16
	lengthCodes = 257 // the first of them
)

var (
	errHeader  = errors.New("zlib: invalid header")
	errSum     = errors.New("zlib: invalid checksum")
	errCorrupt = errors.New("deflate: corrupt input")
	errLonger  = errors.New("object is longer than it says")
)

// maxRatio is how many bytes deflate makes of one at most.
const maxRatio = 1032

// read decompresses exactly size bytes, into a buffer if it is long enough.
func (f *inflater) read(compressed []byte, size int, buffer []byte) ([]byte, error) {
	// A claim of more than deflate can make is false, and nothing is allocated for it.
	if size/maxRatio > len(compressed) {
		return nil, errors.New("object is shorter than it says")
	}
	if len(compressed) < 2 {
		return nil, io.ErrUnexpectedEOF
	}
	if head := binary.BigEndian.Uint16(compressed); head&0x0f00 != 0x0800 || head>>12 > 7 || head%31 != 0 || head&0x20 != 0 {
		return nil, errHeader
	}
	f.in, f.at, f.bits, f.count, f.made = compressed, 2, 0, 0, 0
	if cap(buffer) < size {
		buffer = make([]byte, size)
	}
	f.out = buffer[:size]
	defer func() { f.in, f.out = nil, nil }()
	for last := false; !last; {
		var err error
		if last, err = f.block(); err != nil {
			return nil, err
		}
	}
	if f.made != size {
		return nil, io.ErrUnexpectedEOF
	}
	f.at -= int(f.count / 8) // whole bytes that were not used
	if len(f.in)-f.at < 4 {
		return nil, io.ErrUnexpectedEOF
	}
	if binary.BigEndian.Uint32(f.in[f.at:]) != adler32.Checksum(f.out) {
		return nil, errSum
	}
	return f.out, nil
}

// block decompresses one block, and tells whether it is the last one.
func (f *inflater) block() (last bool, err error) {
	head, err := f.take(3)
	if err != nil {
		return false, err
	}
	switch last = head&1 == 1; head >> 1 {
	case 0:
		return last, f.stored()
	case 1:
		return last, f.codes(&fixed.lit, &fixed.dist)
	case 2:
		if err := f.dynamic(); err != nil {
			return false, err
		}
		return last, f.codes(&f.own.lit, &f.own.dist)
	}
	return false, errCorrupt
}

// tables are those of both codes of a block.
type tables struct {
	lit  [litRoom]uint32
	dist [distRoom]uint32
}

// make fills them from the lengths of the codes.
func (t *tables) make(lits, dists []uint8) error {
	if err := build(t.lit[:], litRoot, lits, litSymbols[:]); err != nil {
		return err
	}
	return build(t.dist[:], distRoot, dists, distSymbols[:])
}

// fixed are the tables of the codes that the format gives.
var fixed = func() (t tables) {
	var lens [litCodes + distCodes]uint8
	for i := range lens {
		switch {
		case i < 144:
			lens[i] = 8
		case i < 256:
			lens[i] = 9
		case i < 280:
			lens[i] = 7
		case i < litCodes:
			lens[i] = 8
		default:
			lens[i] = 5
		}
	}
	_ = t.make(lens[:litCodes], lens[litCodes:]) // the lengths are those of a complete code
	return t
}()

// refill reads bytes until at least 56 bits are there, or the input ends.
func (f *inflater) refill() {
	for f.count <= 56 && f.at < len(f.in) {
		f.bits |= uint64(f.in[f.at]) << f.count
		f.at++
		f.count += 8
	}
}

// take gives the next n bits, of at most 16.
func (f *inflater) take(n uint) (int, error) {
	if f.count < n {
		if f.refill(); f.count < n {
			return 0, io.ErrUnexpectedEOF
		}
	}
	v := int(f.bits & (1<<n - 1))
	f.bits >>= n
	f.count -= n
	return v, nil
}

// stored copies a block that is not compressed.
func (f *inflater) stored() error {
	f.at -= int(f.count / 8)
	f.bits, f.count = 0, 0
	rest := f.in[f.at:]
	if len(rest) < 4 {
		return io.ErrUnexpectedEOF
	}
	n := int(binary.LittleEndian.Uint16(rest))
	if n != int(^binary.LittleEndian.Uint16(rest[2:])) {
		return errCorrupt
	}
	if rest = rest[4:]; n > len(rest) {
		return io.ErrUnexpectedEOF
	}
	if n > len(f.out)-f.made {
		return errLonger
	}
	copy(f.out[f.made:], rest[:n])
	f.made += n
	f.at += 4 + n
	return nil
}

// headerOrder is the order in which the lengths of the codes of lengths stand.
var headerOrder = [headerCodes]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamic reads the codes of a block.
func (f *inflater) dynamic() error {
	head, err := f.take(14)
	if err != nil {
		return err
	}
	lits, dists, count := head&31+lengthCodes, head>>5&31+1, head>>10+4
	if lits > 286 || dists > 30 {
		return errCorrupt
	}
	var own [headerCodes]uint8
	for _, symbol := range headerOrder[:count] {
		n, err := f.take(3)
		if err != nil {
			return err
		}
		own[symbol] = uint8(n)
	}
	if err := build(f.header[:], headerRoot, own[:], headerSymbols[:]); err != nil {
		return err
	}
	if err := f.lengths(lits + dists); err != nil {
		return err
	}
	return f.own.make(f.lens[:lits], f.lens[lits:lits+dists])
}

// lengths reads the lengths of so many codes.
func (f *inflater) lengths(count int) error {
	for i := 0; i < count; {
		f.refill()
		e := f.header[f.bits&(1<<headerRoot-1)]
		if e == 0 {
			return f.wrong()
		}
		if _, err := f.take(uint(e & entryBits)); err != nil {
			return err
		}
		symbol := uint8(e >> valueShift)
		if symbol < 16 {
			f.lens[i] = symbol
			i++
			continue
		}
		repeat, length, extra := 3, uint8(0), uint(symbol-14)
		switch symbol {
		case 16:
			if i == 0 {
				return errCorrupt
			}
			length = f.lens[i-1]
		case 18:
			repeat, extra = 11, 7
		}
		more, err := f.take(extra)
		if err != nil {
			return err
		}
		if repeat += more; i+repeat > count {
			return errCorrupt
		}
		for range repeat {
			f.lens[i] = length
			i++
		}
	}
	return nil
}

// wrong tells a code that does not exist from one that is cut off.
func (f *inflater) wrong() error {
	if f.count < maxBits && f.at == len(f.in) {
		return io.ErrUnexpectedEOF
	}
	return errCorrupt
}

// codes decompresses until the end of a block.
func (f *inflater) codes(lit *[litRoom]uint32, dist *[distRoom]uint32) error {
	in, at, b, n := f.in, f.at, f.bits, f.count
	out, made := f.out, f.made
	defer func() { f.at, f.bits, f.count, f.made = at, b, n, made }()
	for {
		if len(in)-at >= 8 {
			b |= binary.LittleEndian.Uint64(in[at:]) << n
			at += int(63-n) >> 3
			n |= 56
		} else {
			for n <= 56 && at < len(in) {
				b |= uint64(in[at]) << n
				at++
				n += 8
			}
		}
		e := lit[b&(1<<litRoot-1)]
		if e&entryBelow != 0 {
			e = lit[uint64(e>>valueShift)+b>>litRoot&(1<<(e>>extraShift&extraMask)-1)]
		}
		if used := uint(e & entryBits); e == 0 || used > n {
			return f.cut(e, n)
		} else {
			b >>= used
			n -= used
		}
		if e&entryLiter != 0 {
			if made == len(out) {
				return errLonger
			}
			out[made] = byte(e >> valueShift)
			made++
			continue
		}
		if e&entryEnd != 0 {
			return nil
		}
		extra := uint(e >> extraShift & extraMask)
		length := int(e>>valueShift) + int(b&(1<<extra-1))
		b >>= extra
		n -= min(extra, n) // a length that was cut off has no distance behind it
		e = dist[b&(1<<distRoot-1)]
		if e&entryBelow != 0 {
			e = dist[uint64(e>>valueShift)+b>>distRoot&(1<<(e>>extraShift&extraMask)-1)]
		}
		used, extra := uint(e&entryBits), uint(e>>extraShift&extraMask)
		if e == 0 || used+extra > n {
			return f.cut(e, n)
		}
		back := int(e>>valueShift) + int(b>>used&(1<<extra-1))
		b >>= used + extra
		n -= used + extra
		if back > made {
			return errCorrupt
		}
		if length > len(out)-made {
			return errLonger
		}
		made = repeat(out, made, back, length)
	}
}

// cut tells a code that does not exist from one that the input ends in; n bits were left.
func (f *inflater) cut(entry uint32, n uint) error {
	if entry != 0 || n < maxBits {
		return io.ErrUnexpectedEOF
	}
	return errCorrupt
}

// repeat appends what stands so far back, which may run into itself.
func repeat(out []byte, made, back, length int) int {
	from, to := out[made-back:], out[made:made+length]
	if back >= length {
		copy(to, from)
		return made + length
	}
	from = from[:length]
	for i := range to {
		to[i] = from[i]
	}
	return made + length
}

// build makes a table from the lengths of the codes of all symbols. Codes that are too many for their lengths, or leave some
// unused, are refused, but for one alone.
func build(table []uint32, root uint, lens []uint8, symbols []uint32) error {
	var count [maxBits + 1]int
	for _, n := range lens {
		count[n]++
	}
	clear(table[:1<<root])
	count[0] = 0
	longest, code := uint(0), 0
	var next [maxBits + 2]int
	for n := uint(1); n <= maxBits; n++ {
		next[n] = code
		if count[n] > 0 {
			longest = n
		}
		if code += count[n]; code > 1<<n {
			return errCorrupt
		}
		code <<= 1
	}
	if longest == 0 {
		return nil
	}
	if code != 1<<(maxBits+1) && !(longest == 1 && count[1] == 1) {
		return errCorrupt
	}
	b := builder{table: table, root: root, free: 1 << root, longest: longest, left: count}
	// In the order of codes, shorter ones first, so that each second table is made where its first code comes.
	for _, symbol := range inOrder(lens, &count) {
		n := uint(lens[symbol])
		if err := b.add(next[n], n, symbols[symbol]); err != nil {
			return err
		}
		next[n]++
		b.left[n]--
	}
	return nil
}

// inOrder gives the symbols that have codes, those with shorter ones first; count says how many there are of each length.
func inOrder(lens []uint8, count *[maxBits + 1]int) []uint16 {
	var order [litCodes]uint16
	var at [maxBits + 2]int
	for n := 1; n <= maxBits; n++ {
		at[n+1] = at[n] + count[n]
	}
	for symbol, n := range lens {
		if n > 0 {
			order[at[n]] = uint16(symbol)
			at[n]++
		}
	}
	return order[:at[maxBits]]
}

// builder fills a table code by code.
type builder struct {
	table   []uint32
	root    uint
	free    int // where the next second table begins
	longest uint
	left    [maxBits + 1]int // codes to come, by length
}

// add enters a code of n bits. An entry of 0 stands for a symbol that is not allowed.
func (b *builder) add(code int, n uint, symbol uint32) error {
	reversed := int(bits.Reverse16(uint16(code)) >> (16 - n))
	entry := symbol
	if symbol != 0 {
		entry |= uint32(n)
	}
	if n <= b.root {
		for i := reversed; i < 1<<b.root; i += 1 << n {
			b.table[i] = entry
		}
		return nil
	}
	first := &b.table[reversed&(1<<b.root-1)]
	if *first == 0 {
		size := n - b.root
		for room := 1 << size; size+b.root < b.longest; size, room = size+1, room<<1 {
			if room -= b.left[size+b.root]; room <= 0 {
				break
			}
		}
		if b.free+1<<size > len(b.table) {
			return fmt.Errorf("%w: codes too long", errCorrupt)
		}
		*first = uint32(b.free)<<valueShift | uint32(size)<<extraShift | entryBelow
		clear(b.table[b.free : b.free+1<<size])
		b.free += 1 << size
	}
	start, size := int(*first>>valueShift), *first>>extraShift&extraMask
	for i := reversed >> b.root; i < 1<<size; i += 1 << (n - b.root) {
		b.table[start+i] = entry
	}
	return nil
}

// litSymbols are the entries of literals, of the end and of lengths.
var litSymbols = func() (out [litCodes]uint32) {
	for i := range 256 {
		out[i] = uint32(i)<<valueShift | entryLiter
	}
	out[256] = entryEnd
	base := 3
	for i := lengthCodes; i < 285; i++ {
		extra := max(0, (i-lengthCodes)/4-1)
		out[i] = uint32(base)<<valueShift | uint32(extra)<<extraShift
		base += 1 << extra
	}
	out[285] = 258 << valueShift
	return out // 286 and 287 stand for nothing
}()

// distSymbols are the entries of distances.
var distSymbols = func() (out [distCodes]uint32) {
	base := 1
	for i := range 30 {
		extra := max(0, i/2-1)
		out[i] = uint32(base)<<valueShift | uint32(extra)<<extraShift
		base += 1 << extra
	}
	return out // 30 and 31 stand for nothing
}()

// headerSymbols are the entries of the lengths of codes.
var headerSymbols = func() (out [headerCodes]uint32) {
	for i := range out {
		out[i] = uint32(i)<<valueShift | entryLiter
	}
	return out
}()
