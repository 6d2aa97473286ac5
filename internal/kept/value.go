package kept

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"unsafe"

	"clausebook/internal/fingerprint"
)

// Value gives a value of a type as Of gives bytes. Every field of it is kept, exported or not; a type that holds what cannot be told by its
// contents, such as a function, panics. Ok says whether what was made is to be kept.
func Value[T any](s *Store, name fingerprint.Digest, make func() (v T, ok bool)) T {
	var made *T
	raw := s.Of(name, func() []byte {
		v, ok := make()
		if made = &v; s == nil || !ok {
			return nil
		}
		return Encode(&v)
	})
	if made != nil {
		return *made
	}
	var v T
	if err := Decode(raw, &v); err != nil { // cannot be, as the file has a sum
		v, _ = make()
	}
	return v
}

// Encode writes the value that a pointer leads to.
func Encode(v any) []byte {
	at := reflect.ValueOf(v)
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	*room = coderOf(at.Type().Elem()).put((*room)[:0], at.UnsafePointer())
	return append(make([]byte, 0, len(*room)), *room...) // what is kept stays until the end, so that it takes no more than it needs
}

// rooms are those in which one value after the other is written.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

var errCutShort = errors.New("the value is cut short")

// Decode reads such a value. Its texts share their memory.
func Decode(raw []byte, into any) (err error) {
	defer func() {
		if recover() != nil {
			err = errCutShort
		}
	}()
	r := &reader{text: string(raw)}
	at := reflect.ValueOf(into)
	coderOf(at.Type().Elem()).take(r, at.UnsafePointer())
	if r.at != len(r.text) {
		err = errCutShort
	}
	return err
}

// reader reads values out of a text, and panics where it is too short.
type reader struct {
	text string
	at   int
}

func (r *reader) number() (n uint64) {
	for shift := 0; ; shift += 7 {
		b := r.text[r.at]
		r.at++
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
}

func (r *reader) string() string {
	n := int(r.number())
	r.at += n
	return r.text[r.at-n : r.at]
}

// length gives a number of entries, each of which takes some room.
func (r *reader) length() int {
	n := r.number()
	if n > uint64(len(r.text)) {
		panic(errCutShort)
	}
	return int(n)
}

// coder writes and reads the values of one type, at their place in memory: to go through package reflect for each field would take longer
// than to make many of the values again. Each is given places of its own type alone.
type coder struct {
	put  func(to []byte, at unsafe.Pointer) []byte
	take func(r *reader, at unsafe.Pointer)
}

var coders sync.Map // reflect.Type -> *coder

// coderOf gives the coder of a type, made once. A type may hold itself: a coder is known before it is whole, and nobody uses it before.
func coderOf(t reflect.Type) *coder {
	if c, ok := coders.Load(t); ok {
		return c.(*coder)
	}
	making.Lock()
	defer making.Unlock()
	known := map[reflect.Type]*coder{}
	c := newCoder(t, known)
	for t, c := range known {
		coders.LoadOrStore(t, c)
	}
	return c
}

var making sync.Mutex

func newCoder(t reflect.Type, known map[reflect.Type]*coder) *coder {
	if c, ok := known[t]; ok {
		return c
	}
	c := &coder{}
	known[t] = c
	switch t.Kind() {
	case reflect.Bool:
		c.put = func(to []byte, at unsafe.Pointer) []byte {
			if *(*bool)(at) {
				return append(to, 1)
			}
			return append(to, 0)
		}
		c.take = func(r *reader, at unsafe.Pointer) { *(*bool)(at) = r.number() != 0 }
	case reflect.Int:
		signed[int](c)
	case reflect.Int8:
		signed[int8](c)
	case reflect.Int16:
		signed[int16](c)
	case reflect.Int32:
		signed[int32](c)
	case reflect.Int64:
		signed[int64](c)
	case reflect.Uint:
		unsigned[uint](c)
	case reflect.Uint8:
		unsigned[uint8](c)
	case reflect.Uint16:
		unsigned[uint16](c)
	case reflect.Uint32, reflect.Float32:
		unsigned[uint32](c)
	case reflect.Uint64, reflect.Float64:
		unsigned[uint64](c)
	case reflect.Uintptr:
		unsigned[uintptr](c)
	case reflect.String:
		c.put = func(to []byte, at unsafe.Pointer) []byte {
			s := *(*string)(at)
			return append(binary.AppendUvarint(to, uint64(len(s))), s...)
		}
		c.take = func(r *reader, at unsafe.Pointer) { *(*string)(at) = r.string() }
	case reflect.Pointer:
		pointer(c, t, newCoder(t.Elem(), known))
	case reflect.Slice:
		slice(c, t, newCoder(t.Elem(), known))
	case reflect.Array:
		array(c, t, newCoder(t.Elem(), known))
	case reflect.Struct:
		structure(c, t, known)
	default:
		panic(fmt.Sprintf("kept: a %s cannot be kept", t))
	}
	return c
}

func signed[T int | int8 | int16 | int32 | int64](c *coder) {
	c.put = func(to []byte, at unsafe.Pointer) []byte {
		n := int64(*(*T)(at))
		return binary.AppendUvarint(to, uint64(n<<1)^uint64(n>>63))
	}
	c.take = func(r *reader, at unsafe.Pointer) { n := r.number(); *(*T)(at) = T(int64(n>>1) ^ -int64(n&1)) }
}

// unsigned is for numbers without a sign, and for the bits of fractions.
func unsigned[T uint | uint8 | uint16 | uint32 | uint64 | uintptr](c *coder) {
	c.put = func(to []byte, at unsafe.Pointer) []byte { return binary.AppendUvarint(to, uint64(*(*T)(at))) }
	c.take = func(r *reader, at unsafe.Pointer) { *(*T)(at) = T(r.number()) }
}

// pointer keeps what a pointer leads to: two that lead to one value lead to two afterwards.
func pointer(c *coder, t reflect.Type, to *coder) {
	c.put = func(out []byte, at unsafe.Pointer) []byte {
		if p := *(*unsafe.Pointer)(at); p != nil {
			return to.put(append(out, 1), p)
		}
		return append(out, 0)
	}
	c.take = func(r *reader, at unsafe.Pointer) {
		if r.number() != 0 {
			p := reflect.New(t.Elem()).UnsafePointer()
			*(*unsafe.Pointer)(at) = p
			to.take(r, p)
		}
	}
}

// header is how a slice stands in memory.
type header struct {
	first         unsafe.Pointer
	length, space int
}

// slice tells nil from empty.
func slice(c *coder, t reflect.Type, of *coder) {
	size := t.Elem().Size()
	c.put = func(out []byte, at unsafe.Pointer) []byte {
		s := *(*header)(at)
		if s.first == nil {
			return append(out, 0)
		}
		out = binary.AppendUvarint(out, uint64(s.length)+1)
		for i := range uintptr(s.length) {
			out = of.put(out, unsafe.Add(s.first, i*size))
		}
		return out
	}
	c.take = func(r *reader, at unsafe.Pointer) {
		n := r.length()
		if n == 0 {
			return
		}
		first := reflect.MakeSlice(t, n-1, n-1).UnsafePointer()
		*(*header)(at) = header{first, n - 1, n - 1}
		for i := range uintptr(n - 1) {
			of.take(r, unsafe.Add(first, i*size))
		}
	}
}

func array(c *coder, t reflect.Type, of *coder) {
	n, size := uintptr(t.Len()), t.Elem().Size()
	c.put = func(out []byte, at unsafe.Pointer) []byte {
		for i := range n {
			out = of.put(out, unsafe.Add(at, i*size))
		}
		return out
	}
	c.take = func(r *reader, at unsafe.Pointer) {
		for i := range n {
			of.take(r, unsafe.Add(at, i*size))
		}
	}
}

func structure(c *coder, t reflect.Type, known map[reflect.Type]*coder) {
	type field struct {
		offset uintptr
		*coder
	}
	var fields []field
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("kept") != "-" { // what is never there while something is kept
			fields = append(fields, field{f.Offset, newCoder(f.Type, known)})
		}
	}
	c.put = func(out []byte, at unsafe.Pointer) []byte {
		for _, f := range fields {
			out = f.put(out, unsafe.Add(at, f.offset))
		}
		return out
	}
	c.take = func(r *reader, at unsafe.Pointer) {
		for _, f := range fields {
			f.take(r, unsafe.Add(at, f.offset))
		}
	}
}
