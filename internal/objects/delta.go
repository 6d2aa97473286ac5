package objects

import (
	"encoding/binary"
	"errors"
	"math"
)

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
	if n > 0 && size > MaxSize {
		return nil, &TooLargeError{int(min(size, math.MaxInt)), MaxSize}
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
