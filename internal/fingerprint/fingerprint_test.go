package fingerprint_test

import (
	"fmt"
	"html/template"
	"math"
	"reflect"
	"testing"
	"unsafe"

	"clausebook/internal/fingerprint"
)

type inner struct {
	Text   string
	hidden int
}

type tree struct {
	Name  string
	Below []tree
	Up    *tree
}

type outer struct {
	Any   any
	List  []inner
	Map   map[string]inner
	At    *inner
	HTML  template.HTML
	Made  fingerprint.Lazy[string]
	Real  float64
	Small uint8
	Pair  [2]bool
}

// No two of these may share a name: where one value ends and the next begins counts, and so do types, nothing and zero.
func TestDifferentValuesHaveDifferentNames(t *testing.T) {
	t.Parallel()
	values := []any{nil, "", "a", "b", "ab", 0, 1, -1, int64(1), uint8(1), true, false, 1.0, math.Copysign(0, -1), 0.0, template.HTML("a"),
		[]string{}, []string{""}, []string{"a", "b"}, []string{"ab"}, []string{"", "ab"}, [2]string{"a", "b"}, []any{"a", 1}, []any{"a", "1"},
		inner{}, inner{Text: "a"}, inner{hidden: 1}, &inner{}, (*inner)(nil), struct{ A, B string }{"a", "bc"}, struct{ A, B string }{"ab", "c"},
		map[string]int{}, map[string]int{"a": 0}, map[string]int{"b": 0}, map[string]int{"a": 1, "b": 2}, map[string]int{"a": 2, "b": 1},
		outer{}, outer{Any: "a"}, outer{Any: 1}, outer{List: []inner{{}}}, outer{Map: map[string]inner{"": {}}}, outer{At: &inner{}},
		outer{HTML: "a"}, outer{Real: math.NaN()}, outer{Small: 255}, outer{Pair: [2]bool{false, true}},
		outer{Made: fingerprint.Later(fingerprint.Digest{1}, func() string { return "" })},
		tree{}, tree{Below: []tree{{}}}, tree{Up: &tree{}}, tree{Below: []tree{{Name: "a"}, {}}}, tree{Below: []tree{{Below: []tree{{Name: "a"}}}}}}
	names := map[fingerprint.Digest]string{}
	for _, v := range values {
		name := fingerprint.Of(v)
		if was, taken := names[name]; taken {
			t.Errorf("%#v and %s share a name", v, was)
		}
		names[name] = fmt.Sprintf("%#v", v)
		if fingerprint.Of(v) != name {
			t.Errorf("%#v has two names", v)
		}
	}
	if fingerprint.Of("a", "b") == fingerprint.Of("ab") || fingerprint.Of("a") == fingerprint.Of("a", nil) {
		t.Error("values run into each other")
	}
}

// A long text goes through the buffer in pieces.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	long := make([]byte, 100_000)
	whole := fingerprint.Of(string(long), "end")
	for _, at := range []int{0, 4095, 4096, 8191, 50_000, 99_999} {
		long[at] = 1
		if fingerprint.Of(string(long), "end") == whole {
			t.Errorf("the byte at %d does not count", at)
		}
		long[at] = 0
	}
	if fingerprint.Of(string(long), "end") != whole {
		t.Error("the same text has two names")
	}
}

// A map is named alike in whatever order it is gone through.
func TestMapsHaveNoOrder(t *testing.T) {
	t.Parallel()
	make := func() any {
		m := map[string]any{}
		for i := range 100 {
			m[fmt.Sprint(i)] = map[int]string{i: "x", -i: "y"}
		}
		return m
	}
	name := fingerprint.Of(make())
	for range 20 {
		if fingerprint.Of(make()) != name {
			t.Fatal("a map has two names")
		}
	}
}

// What is made later is made once, and only where it is asked for.
func TestLazy(t *testing.T) {
	t.Parallel()
	made := 0
	l := fingerprint.Later(fingerprint.Of("x"), func() string { made++; return "x" })
	_ = fingerprint.Of(l)
	if made != 0 {
		t.Error("naming made the value")
	}
	if first, again := l.Get(), l.Get(); first != "x" || again != "x" || made != 1 {
		t.Errorf("made %d times", made)
	}
	if (fingerprint.Lazy[string]{}).Get() != "" {
		t.Error("nothing gives something")
	}
}

// A function cannot be told by what it holds.
func TestFunctionsHaveNoName(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a function was given a name")
		}
	}()
	fingerprint.Of(struct{ F func() }{})
}

// TestEveryByteOfEveryKindCounts alters each byte of a structure with a field of each kind that is written at its place, and of what a slice
// leads to.
func TestEveryByteOfEveryKindCounts(t *testing.T) {
	t.Parallel()
	type small uint8
	type value struct {
		A    bool
		B    int8
		C    int16
		D    int32
		E    int64
		F    int
		G    uint16
		H    uint32
		I    uint64
		J    uint
		K    uintptr
		L    float32
		M    float64
		N    [3]small
		O    [2]struct{ A, B int16 }
		Last uint8
	}
	is := new(value)
	names := map[fingerprint.Digest]string{fingerprint.Of(*is): "zero"}
	at := reflect.ValueOf(is).Elem()
	check := func(what string) {
		name := fingerprint.Of(*is)
		if was, taken := names[name]; taken {
			t.Errorf("%s and %s share a name", what, was)
		}
		names[name] = what
	}
	for i := range at.NumField() {
		f := at.Type().Field(i)
		for j := range f.Type.Size() {
			place := (*byte)(unsafe.Add(unsafe.Pointer(is), f.Offset+j))
			*place = 1
			check(fmt.Sprintf("byte %d of %s", j, f.Name))
			*place = 0
		}
	}
	list := []value{{}, {}, {}}
	was := fingerprint.Of(list)
	list[2].Last = 1
	if fingerprint.Of(list) == was {
		t.Error("the end of a slice does not count")
	}
}

// TestALazyWithinAStructureIsOnePartOfIt embeds one, after another field: both count.
func TestALazyWithinAStructureIsOnePartOfIt(t *testing.T) {
	t.Parallel()
	type holder struct {
		Text string
		fingerprint.Lazy[string]
	}
	of := func(text, key string) fingerprint.Digest {
		return fingerprint.Of(holder{text, fingerprint.Later(fingerprint.Of(key), func() string { return "" })})
	}
	again := of("a", "x")
	if of("a", "x") == of("b", "x") || of("a", "x") == of("a", "y") || of("a", "x") != again {
		t.Error("a part of it does not count, or has two names")
	}
}

type embedded struct{ Inner, other string }

// TestFieldsTellWhichOneChanged alters each field, embedded and hidden ones too: that one has another name, and no other.
func TestFieldsTellWhichOneChanged(t *testing.T) {
	t.Parallel()
	type value struct {
		embedded
		Text string
		List []string
		Made fingerprint.Lazy[int]
	}
	is := value{embedded{"a", "b"}, "c", nil, fingerprint.Later(fingerprint.Of("x"), func() int { return 1 })}
	for want, alter := range map[string]func(*value){
		"Inner": func(v *value) { v.Inner = "z" }, "other": func(v *value) { v.other = "z" }, "Text": func(v *value) { v.Text = "" },
		"List": func(v *value) { v.List = []string{""} }, "Made": func(v *value) { v.Made.Key = fingerprint.Of("y") },
	} {
		other := is
		alter(&other)
		var changed []string
		was := fingerprint.Fields(is)
		for i, f := range fingerprint.Fields(other) {
			if f.Name != was[i].Name {
				t.Errorf("%s stands where %s did", f.Name, was[i].Name)
			}
			if f.Sum != was[i].Sum {
				changed = append(changed, f.Name)
			}
		}
		if len(changed) != 1 || changed[0] != want {
			t.Errorf("%s was altered, and %q have changed", want, changed)
		}
	}
	if one := fingerprint.Fields("text"); len(one) != 1 || one[0].Sum != fingerprint.Of("text") {
		t.Errorf("%+v", one)
	}
}
