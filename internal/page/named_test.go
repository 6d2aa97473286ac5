package page

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"clausebook/internal/fingerprint"
)

// A page is taken over from the site before while the name of its data stays the same. So each single part of the data of each kind of
// page has to change the name.
func TestEveryPartOfAPageCounts(t *testing.T) {
	t.Parallel()
	kinds := Empty()
	parts := 0
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		if kinds[kind] == nil {
			continue
		}
		data := reflect.New(reflect.TypeOf(kinds[kind])).Elem()
		fill(data, 0)
		whole := fingerprint.Of(fingerprint.Fields(data.Interface()))
		eachPart(data, kind, func(at string, alter, restore func()) {
			parts++
			alter()
			if fingerprint.Of(fingerprint.Fields(data.Interface())) == whole {
				t.Errorf("%s: %s does not count", kind, at)
			}
			restore()
		})
		if fingerprint.Of(fingerprint.Fields(data.Interface())) != whole {
			t.Errorf("%s: the test has not put everything back", kind)
		}
	}
	if parts < 2000 {
		t.Errorf("only %d parts were altered", parts)
	}
}

// depth is how far a type is filled that holds itself.
const depth = 9

// fill gives each part of a value something, so that there is something to alter.
func fill(v reflect.Value, level int) {
	if level > depth {
		return
	}
	switch v = settable(v); v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), level+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), level+1)
		fill(v.Index(1), level+1)
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), level+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, level+1)
		fill(value, level+1)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), level+1)
		}
	case reflect.String:
		v.SetString("x")
	}
}

// eachPart calls for each part that can be altered on its own, with what alters it and what puts it back.
func eachPart(v reflect.Value, at string, each func(at string, alter, restore func())) {
	v = settable(v)
	set := func(to reflect.Value) {
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		each(at, func() { v.Set(to) }, func() { v.Set(was) })
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachPart(v.Elem(), at, each)
			set(reflect.Zero(v.Type()))
		}
	case reflect.Slice:
		if v.Len() > 0 {
			eachPart(v.Index(0), at+"[]", each)
			set(v.Slice(0, v.Len()-1))
		}
	case reflect.Array:
		eachPart(v.Index(v.Len()-1), at+"[]", each)
	case reflect.Map:
		set(reflect.MakeMap(v.Type()))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).Kind() != reflect.Func { // of what is made later, whose key counts
				eachPart(v.Field(i), at+"."+v.Type().Field(i).Name, each)
			}
		}
	case reflect.String:
		set(reflect.ValueOf(v.String() + "y").Convert(v.Type()))
	case reflect.Bool:
		set(reflect.ValueOf(!v.Bool()).Convert(v.Type()))
	case reflect.Float32, reflect.Float64:
		set(reflect.ValueOf(v.Float() + 1).Convert(v.Type()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		set(reflect.ValueOf(v.Int() + 1).Convert(v.Type()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		set(reflect.ValueOf(v.Uint() + 1).Convert(v.Type()))
	default:
		panic("no way to alter a " + v.Type().String())
	}
}

// settable gives a field that is not exported as one that can be set.
func settable(v reflect.Value) reflect.Value {
	if v.CanAddr() && !v.CanSet() {
		return reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
	}
	return v
}
