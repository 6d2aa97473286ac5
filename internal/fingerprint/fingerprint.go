// Package fingerprint names values by all that they hold, so that what follows from a value need not be made again while the
// name stays the same.
//
// Every field of every value counts, exported or not, and so do types and lengths: no two different values are written alike.
// What is costly to make is a Lazy, which is named by what it follows from. What cannot be told by its contents, such as a
// function, has no name: Of panics, and a test names every type that pages hold.
package fingerprint

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"reflect"
	"slices"
	"sync"
	"unsafe"
)

// Digest is the name of a value.
type Digest [sha256.Size]byte

// Of names values, in their order.
func Of(values ...any) Digest {
	w := writers.Get().(*writer)
	for _, v := range values {
		dynamic(w, reflect.ValueOf(v))
	}
	d := w.digest()
	writers.Put(w) // and not where something has no name, which leaves half of it in w
	return d
}

// writers are used by one value after the other.
var writers = sync.Pool{New: func() any { return &writer{sum: sha256.New(), buf: make([]byte, 0, 4<<10)} }}

// Lazy is a value that is made when it is asked for. Key names all that it follows from. The zero value gives a zero value.
type Lazy[T any] struct {
	Key  Digest
	make func() T
}

// Later gives what make will give, once, made from what key names.
func Later[T any](key Digest, make func() T) Lazy[T] { return Lazy[T]{key, sync.OnceValue(make)} }

// Get makes the value, or gives the one that was made before.
func (l Lazy[T]) Get() (v T) {
	if l.make == nil {
		return v
	}
	return l.make()
}

func (Lazy[T]) keyed() {}

var keyed = reflect.TypeFor[interface{ keyed() }]()

// writer gathers what is hashed.
type writer struct {
	sum hash.Hash
	buf []byte
}

// digest gives the name of what was written, and begins anew.
func (w *writer) digest() (d Digest) {
	w.flush()
	w.sum.Sum(d[:0])
	w.sum.Reset()
	return d
}

func (w *writer) flush() { _, _ = w.sum.Write(w.buf); w.buf = w.buf[:0] } // a hash takes everything

func (w *writer) number(n uint64) {
	if len(w.buf)+binary.MaxVarintLen64 > cap(w.buf) {
		w.flush()
	}
	w.buf = binary.AppendUvarint(w.buf, n)
}

func (w *writer) text(s string) {
	w.number(uint64(len(s)))
	for len(s) > 0 {
		if len(w.buf) == cap(w.buf) {
			w.flush()
		}
		n := min(len(s), cap(w.buf)-len(w.buf))
		w.buf, s = append(w.buf, s[:n]...), s[n:]
	}
}

// encoder writes the values of one type, at their place in memory: going through package reflect for each field took longer than the sums.
// Each is given places of its own type alone.
type encoder func(w *writer, at unsafe.Pointer)

var encoders sync.Map // reflect.Type -> encoder

// encoderOf gives the encoder of a type, made once.
func encoderOf(t reflect.Type) encoder {
	if e, ok := encoders.Load(t); ok {
		return e.(encoder)
	}
	// A type may hold itself: what is met while its encoder is being made is looked up when it is used.
	var made encoder
	var once sync.WaitGroup
	once.Add(1)
	if e, loaded := encoders.LoadOrStore(t, encoder(func(w *writer, at unsafe.Pointer) { once.Wait(); made(w, at) })); loaded {
		return e.(encoder)
	}
	made = newEncoder(t)
	once.Done()
	encoders.Store(t, made)
	return made
}

func newEncoder(t reflect.Type) encoder {
	if t.Implements(keyed) {
		if t.Field(0).Type != reflect.TypeFor[Digest]() { // a structure with a Lazy in it
			return structure(t)
		}
		return encoderOf(reflect.TypeFor[Digest]()) // which is the first field
	}
	switch t.Kind() {
	case reflect.Bool, reflect.Uint8:
		return func(w *writer, at unsafe.Pointer) { w.number(uint64(*(*uint8)(at))) }
	case reflect.Int8:
		return func(w *writer, at unsafe.Pointer) { w.number(uint64(*(*int8)(at))) }
	case reflect.Int16:
		return func(w *writer, at unsafe.Pointer) { w.number(uint64(*(*int16)(at))) }
	case reflect.Int32:
		return func(w *writer, at unsafe.Pointer) { w.number(uint64(*(*int32)(at))) }
	case reflect.Int64, reflect.Int:
		return whole(t)
	case reflect.Uint16:
		return func(w *writer, at unsafe.Pointer) { w.number(uint64(*(*uint16)(at))) }
	case reflect.Uint32, reflect.Float32:
		return func(w *writer, at unsafe.Pointer) { w.number(uint64(*(*uint32)(at))) }
	case reflect.Uint64, reflect.Float64, reflect.Uint, reflect.Uintptr:
		return whole(t)
	case reflect.String:
		return func(w *writer, at unsafe.Pointer) { w.text(*(*string)(at)) }
	case reflect.Interface:
		return func(w *writer, at unsafe.Pointer) { dynamic(w, reflect.NewAt(t, at).Elem().Elem()) }
	case reflect.Pointer:
		return pointer(encoderOf(t.Elem()))
	case reflect.Slice:
		return slice(t)
	case reflect.Array:
		of := series(t.Elem())
		return func(w *writer, at unsafe.Pointer) { of(w, at, t.Len()) }
	case reflect.Map:
		return table(t)
	case reflect.Struct:
		return structure(t)
	}
	return func(*writer, unsafe.Pointer) { panic(fmt.Sprintf("fingerprint: a %s has no name", t)) }
}

// whole writes what takes a word of four or eight bytes.
func whole(t reflect.Type) encoder {
	if t.Size() == 4 {
		return func(w *writer, at unsafe.Pointer) { w.number(uint64(*(*uint32)(at))) }
	}
	return func(w *writer, at unsafe.Pointer) { w.number(*(*uint64)(at)) }
}

// dynamic writes the type of what an interface holds, and then the value.
func dynamic(w *writer, v reflect.Value) {
	if !v.IsValid() {
		w.text("")
		return
	}
	w.text(typeName(v.Type()))
	if v.Kind() == reflect.String && !v.Type().Implements(keyed) {
		w.text(v.String())
		return
	}
	at := reflect.New(v.Type())
	at.Elem().Set(v)
	encoderOf(v.Type())(w, at.UnsafePointer())
}

var typeNames sync.Map // reflect.Type -> string

// typeName tells a type from every other one.
func typeName(t reflect.Type) string {
	if name, ok := typeNames.Load(t); ok {
		return name.(string)
	}
	name := t.PkgPath() + "." + t.String()
	typeNames.Store(t, name)
	return name
}

func pointer(to encoder) encoder {
	return func(w *writer, at unsafe.Pointer) {
		p := *(*unsafe.Pointer)(at)
		if p == nil {
			w.number(0)
			return
		}
		w.number(1)
		to(w, p)
	}
}

// slice writes how many there are, and each.
func slice(t reflect.Type) encoder {
	type header struct { // how a slice stands in memory
		first         unsafe.Pointer
		length, space int
	}
	of := series(t.Elem())
	return func(w *writer, at unsafe.Pointer) {
		s := *(*header)(at)
		of(w, s.first, s.length)
	}
}

// series writes values of one type that lie one after the other, bytes as they are.
func series(t reflect.Type) func(w *writer, first unsafe.Pointer, n int) {
	if t.Kind() == reflect.Uint8 {
		return func(w *writer, first unsafe.Pointer, n int) { w.text(unsafe.String((*byte)(first), n)) }
	}
	of, size := encoderOf(t), t.Size()
	return func(w *writer, first unsafe.Pointer, n int) {
		w.number(uint64(n))
		for i := range uintptr(n) {
			of(w, unsafe.Add(first, i*size))
		}
	}
}

// table writes a map in the order of what its keys are called.
func table(t reflect.Type) encoder {
	key, value := encoderOf(t.Key()), encoderOf(t.Elem())
	return func(w *writer, at unsafe.Pointer) {
		type entry struct {
			name Digest
			at   unsafe.Pointer
		}
		var entries []entry
		for it := reflect.NewAt(t, at).Elem().MapRange(); it.Next(); {
			of, is := reflect.New(t.Key()), reflect.New(t.Elem())
			of.Elem().Set(it.Key())
			is.Elem().Set(it.Value())
			k := &writer{sum: sha256.New(), buf: make([]byte, 0, 64)}
			key(k, of.UnsafePointer())
			k.flush()
			entries = append(entries, entry{Digest(k.sum.Sum(nil)), is.UnsafePointer()})
		}
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(string(a.name[:]), string(b.name[:])) })
		w.number(uint64(len(entries)))
		for _, e := range entries {
			w.text(string(e.name[:]))
			value(w, e.at)
		}
	}
}

func structure(t reflect.Type) encoder {
	type field struct {
		offset uintptr
		write  encoder
	}
	fields := make([]field, t.NumField())
	for i := range fields {
		fields[i] = field{t.Field(i).Offset, encoderOf(t.Field(i).Type)}
	}
	return func(w *writer, at unsafe.Pointer) {
		for _, f := range fields {
			f.write(w, unsafe.Add(at, f.offset))
		}
	}
}

// Field is the name of one field of a value, by which it can be told which of several have changed.
type Field struct {
	Name string
	Sum  Digest
}

// Fields names the fields of a structure, those of embedded ones as if they were its own, so that together they name the whole. What is no
// structure is one field without a name.
func Fields(v any) []Field {
	at := reflect.ValueOf(v)
	if at.Kind() != reflect.Struct || at.Type().Implements(keyed) {
		return []Field{{"", Of(v)}}
	}
	parts := partsOf(at.Type())
	place := reflect.New(at.Type())
	place.Elem().Set(at)
	w := writers.Get().(*writer)
	out := make([]Field, len(parts))
	for i, p := range parts {
		w.text(p.kind)
		p.write(w, unsafe.Add(place.UnsafePointer(), p.offset))
		out[i] = Field{p.name, w.digest()}
	}
	writers.Put(w)
	return out
}

// part is a field of a structure, and where it stands in it.
type part struct {
	name, kind string
	offset     uintptr
	write      encoder
}

var partsKnown sync.Map // reflect.Type -> []part

// partsOf lists the fields of a structure, those of embedded ones as its own.
func partsOf(t reflect.Type) []part {
	if known, ok := partsKnown.Load(t); ok {
		return known.([]part)
	}
	var out []part
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct && !f.Type.Implements(keyed) {
			for _, p := range partsOf(f.Type) {
				p.offset += f.Offset
				out = append(out, p)
			}
			continue
		}
		out = append(out, part{f.Name, f.Type.String(), f.Offset, encoderOf(f.Type)})
	}
	partsKnown.Store(t, out)
	return out
}
