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
	"math"
	"reflect"
	"slices"
	"sync"
)

// Digest is the name of a value.
type Digest [sha256.Size]byte

// Of names values, in their order.
func Of(values ...any) Digest {
	w := writers.Get().(*writer)
	for _, v := range values {
		dynamic(w, reflect.ValueOf(&v).Elem())
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

// encoder writes the values of one type.
type encoder func(*writer, reflect.Value)

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
	if e, loaded := encoders.LoadOrStore(t, encoder(func(w *writer, v reflect.Value) { once.Wait(); made(w, v) })); loaded {
		return e.(encoder)
	}
	made = newEncoder(t)
	once.Done()
	encoders.Store(t, made)
	return made
}

func newEncoder(t reflect.Type) encoder {
	if t.Implements(keyed) {
		key := encoderOf(reflect.TypeFor[Digest]())
		return func(w *writer, v reflect.Value) { key(w, v.Field(0)) }
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(w *writer, v reflect.Value) {
			if v.Bool() {
				w.number(1)
			} else {
				w.number(0)
			}
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(w *writer, v reflect.Value) { w.number(uint64(v.Int())) }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(w *writer, v reflect.Value) { w.number(v.Uint()) }
	case reflect.Float32, reflect.Float64:
		return func(w *writer, v reflect.Value) { w.number(math.Float64bits(v.Float())) }
	case reflect.String:
		return func(w *writer, v reflect.Value) { w.text(v.String()) }
	case reflect.Interface:
		return dynamic
	case reflect.Pointer:
		return pointer(encoderOf(t.Elem()))
	case reflect.Slice, reflect.Array:
		return list(encoderOf(t.Elem()))
	case reflect.Map:
		return table(encoderOf(t.Key()), encoderOf(t.Elem()))
	case reflect.Struct:
		return structure(t)
	}
	return func(*writer, reflect.Value) { panic(fmt.Sprintf("fingerprint: a %s has no name", t)) }
}

// dynamic writes the type of what an interface holds, and then the value.
func dynamic(w *writer, v reflect.Value) {
	if v.IsNil() {
		w.text("")
		return
	}
	v = v.Elem()
	w.text(v.Type().PkgPath() + "." + v.Type().String())
	encoderOf(v.Type())(w, v)
}

func pointer(to encoder) encoder {
	return func(w *writer, v reflect.Value) {
		if v.IsNil() {
			w.number(0)
			return
		}
		w.number(1)
		to(w, v.Elem())
	}
}

func list(of encoder) encoder {
	return func(w *writer, v reflect.Value) {
		n := v.Len()
		w.number(uint64(n))
		for i := range n {
			of(w, v.Index(i))
		}
	}
}

// table writes a map in the order of what its keys are called.
func table(key, value encoder) encoder {
	return func(w *writer, v reflect.Value) {
		type entry struct {
			name Digest
			at   reflect.Value
		}
		var entries []entry
		for it := v.MapRange(); it.Next(); {
			k := &writer{sum: sha256.New(), buf: make([]byte, 0, 64)}
			key(k, it.Key())
			k.flush()
			entries = append(entries, entry{Digest(k.sum.Sum(nil)), it.Value()})
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
	fields := make([]encoder, t.NumField())
	for i := range fields {
		fields[i] = encoderOf(t.Field(i).Type)
	}
	return func(w *writer, v reflect.Value) {
		for i, f := range fields {
			f(w, v.Field(i))
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
	w := writers.Get().(*writer)
	out := fields(make([]Field, 0, at.NumField()), w, at)
	writers.Put(w)
	return out
}

func fields(out []Field, w *writer, v reflect.Value) []Field {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct && !f.Type.Implements(keyed) {
			out = fields(out, w, v.Field(i))
			continue
		}
		w.text(f.Type.String())
		encoderOf(f.Type)(w, v.Field(i))
		out = append(out, Field{f.Name, w.digest()})
	}
	return out
}
