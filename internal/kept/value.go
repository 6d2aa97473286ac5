package kept

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
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
	e := reflect.ValueOf(v).Elem()
	return coderOf(e.Type()).put(nil, e)
}

var errCutShort = errors.New("the value is cut short")

// Decode reads such a value. Its texts share their memory.
func Decode(raw []byte, into any) (err error) {
	defer func() {
		if recover() != nil {
			err = errCutShort
		}
	}()
	r := &reader{text: string(raw)}
	e := reflect.ValueOf(into).Elem()
	coderOf(e.Type()).take(r, e)
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

// coder writes and reads the values of one type.
type coder struct {
	put  func(to []byte, v reflect.Value) []byte
	take func(r *reader, v reflect.Value)
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
		c.put = func(to []byte, v reflect.Value) []byte {
			if v.Bool() {
				return append(to, 1)
			}
			return append(to, 0)
		}
		c.take = func(r *reader, v reflect.Value) { v.SetBool(r.number() != 0) }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		c.put = func(to []byte, v reflect.Value) []byte {
			n := v.Int()
			return binary.AppendUvarint(to, uint64(n<<1)^uint64(n>>63))
		}
		c.take = func(r *reader, v reflect.Value) { n := r.number(); v.SetInt(int64(n>>1) ^ -int64(n&1)) }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		c.put = func(to []byte, v reflect.Value) []byte { return binary.AppendUvarint(to, v.Uint()) }
		c.take = func(r *reader, v reflect.Value) { v.SetUint(r.number()) }
	case reflect.Float32, reflect.Float64:
		c.put = func(to []byte, v reflect.Value) []byte { return binary.AppendUvarint(to, math.Float64bits(v.Float())) }
		c.take = func(r *reader, v reflect.Value) { v.SetFloat(math.Float64frombits(r.number())) }
	case reflect.String:
		c.put = func(to []byte, v reflect.Value) []byte {
			return append(binary.AppendUvarint(to, uint64(v.Len())), v.String()...)
		}
		c.take = func(r *reader, v reflect.Value) { v.SetString(r.string()) }
	case reflect.Pointer:
		pointer(c, t, newCoder(t.Elem(), known))
	case reflect.Slice:
		slice(c, newCoder(t.Elem(), known))
	case reflect.Array:
		array(c, newCoder(t.Elem(), known))
	case reflect.Struct:
		structure(c, t, known)
	default:
		panic(fmt.Sprintf("kept: a %s cannot be kept", t))
	}
	return c
}

// pointer keeps what a pointer leads to: two that lead to one value lead to two afterwards.
func pointer(c *coder, t reflect.Type, to *coder) {
	c.put = func(out []byte, v reflect.Value) []byte {
		if v.IsNil() {
			return append(out, 0)
		}
		return to.put(append(out, 1), v.Elem())
	}
	c.take = func(r *reader, v reflect.Value) {
		if r.number() != 0 {
			v.Set(reflect.New(t.Elem()))
			to.take(r, v.Elem())
		}
	}
}

// slice tells nil from empty.
func slice(c, of *coder) {
	c.put = func(out []byte, v reflect.Value) []byte {
		if v.IsNil() {
			return append(out, 0)
		}
		out = binary.AppendUvarint(out, uint64(v.Len())+1)
		for i := range v.Len() {
			out = of.put(out, v.Index(i))
		}
		return out
	}
	c.take = func(r *reader, v reflect.Value) {
		n := r.length()
		if n == 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n-1, n-1))
		for i := range n - 1 {
			of.take(r, v.Index(i))
		}
	}
}

func array(c, of *coder) {
	c.put = func(out []byte, v reflect.Value) []byte {
		for i := range v.Len() {
			out = of.put(out, v.Index(i))
		}
		return out
	}
	c.take = func(r *reader, v reflect.Value) {
		for i := range v.Len() {
			of.take(r, v.Index(i))
		}
	}
}

func structure(c *coder, t reflect.Type, known map[reflect.Type]*coder) {
	fields := make([]*coder, t.NumField())
	for i := range fields {
		fields[i] = newCoder(t.Field(i).Type, known)
	}
	c.put = func(out []byte, v reflect.Value) []byte {
		for i, f := range fields {
			out = f.put(out, v.Field(i))
		}
		return out
	}
	c.take = func(r *reader, v reflect.Value) {
		for i, f := range fields {
			f.take(r, open(v.Field(i)))
		}
	}
}

// open gives a field so that it can be set, exported or not.
func open(field reflect.Value) reflect.Value {
	if field.CanSet() {
		return field
	}
	return reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem() //nolint:gosec // of a value that is being made here
}
