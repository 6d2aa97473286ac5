package kept

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/fingerprint"
)

func name(of string) fingerprint.Digest { return fingerprint.Of(of) }

// ask asks for values by their names, and gives which of them were made.
func ask(s *Store, names ...string) (made []string) {
	for _, n := range names {
		got := s.Of(name(n), func() []byte { made = append(made, n); return []byte("value of " + n) })
		if string(got) != "value of "+n {
			panic(fmt.Sprintf("%s is %q", n, got))
		}
	}
	return made
}

func TestWhatIsKeptIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "cache", "kept")
	s := Open(file, "1")
	if made := ask(s, "a", "b", "a", ""); len(made) != 3 {
		t.Errorf("made %q, want each once", made)
	}
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	s = Open(file, "1")
	if made := ask(s, "", "a", "b", "c", "c"); !cmp.Equal(made, []string{"c"}) {
		t.Errorf("made %q, want what is new alone", made)
	}
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	if made := ask(Open(file, "1"), "a", "b", "c", ""); made != nil {
		t.Errorf("made %q", made)
	}
	if made := ask(Open(file, "2"), "a"); made == nil {
		t.Error("another program takes over what it did not make")
	}
	if made := ask(nil, "a", "a"); len(made) != 2 || (*Store)(nil).Save() != nil {
		t.Errorf("without a store made %q", made)
	}
	if made := ask(Open("", "1"), "a", "a"); len(made) != 1 {
		t.Errorf("in memory made %q", made)
	}
}

// TestWhatNobodyAsksForGoes keeps a value over some files, so that a change of branch and back costs nothing, and not for ever.
func TestWhatNobodyAsksForGoes(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "kept")
	for i := range maxUnmet + 1 {
		s := Open(file, "1")
		ask(s, fmt.Sprint(i), "always")
		if err := s.Save(); err != nil {
			t.Fatal(err)
		}
	}
	if made := ask(Open(file, "1"), "always", "1", "0"); !cmp.Equal(made, []string{"0"}) {
		t.Errorf("made %q, want the oldest alone", made)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := Open(file, "1").Save(); err != nil {
		t.Fatal(err)
	}
	if now, err := os.Stat(file); err != nil || now.ModTime() != info.ModTime() {
		t.Error("a file to which nothing came was written")
	}
}

// TestDamagedFilesAreNone cuts a file short at every length, changes every byte of it, and puts other things in its place.
func TestDamagedFilesAreNone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "kept")
	s := Open(file, "1")
	ask(s, "a", "b")
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, text []byte) {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		if made := ask(Open(file, "1"), "a", "b"); len(made) != 2 {
			t.Errorf("%s: made %q, want all", what, made)
		}
	}
	for n := range sound {
		try(fmt.Sprintf("cut to %d", n), sound[:n])
		other := bytes.Clone(sound)
		other[n] ^= 0x41
		try(fmt.Sprintf("byte %d", n), other)
	}
	try("longer", append(bytes.Clone(sound), 0))
	if err := errors.Join(os.Remove(file), os.Mkdir(file, 0o755)); err != nil {
		t.Fatal(err)
	}
	if made := ask(Open(file, "1"), "a"); len(made) != 1 {
		t.Error("a folder holds something")
	}
	if Open(filepath.Join(dir, "none", "kept"), "1").Save() != nil {
		t.Error("nothing was to be written")
	}
}

type inner struct {
	text string
	At   []int
}

type outer struct {
	B       bool
	I       int64
	small   int8
	U       uint16
	F       float64
	S       string
	Raw     []byte
	None    []string
	Empty   []string
	Inner   inner
	Pointer *inner
	Nil     *inner
	List    []*outer
	Fixed   [2]string
}

func TestValuesComeBackWhole(t *testing.T) {
	t.Parallel()
	v := outer{B: true, I: -1 << 62, small: -7, U: 65535, F: 1.25, S: "ä\x00", Raw: []byte{0, 255}, Empty: []string{},
		Inner: inner{"x", []int{0, -1, 1 << 40}}, Pointer: &inner{text: "y"}, Fixed: [2]string{"a", "b"}}
	v.List = []*outer{{S: "within"}, nil}
	file := filepath.Join(t.TempDir(), "kept")
	s := Open(file, "1")
	give := func() (outer, bool) { return v, true }
	Value(s, name("v"), give)
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	got := Value(Open(file, "1"), name("v"), func() (outer, bool) { t.Error("made again"); return outer{}, false })
	if diff := cmp.Diff(v, got, cmp.AllowUnexported(outer{}, inner{})); diff != "" {
		t.Error(diff)
	}
	raw := Encode(&v)
	for n := range raw {
		if err := Decode(raw[:n], &outer{}); err == nil {
			t.Errorf("%d of %d bytes are a whole value", n, len(raw))
		}
	}
	if Decode([]byte(strings.Repeat("\xff", 40)), &outer{}) == nil {
		t.Error("nonsense is a value")
	}
}

// TestWhatIsNotToBeKeptIsMadeEachTime: an error of reading may be gone the next time.
func TestWhatIsNotToBeKeptIsMadeEachTime(t *testing.T) {
	t.Parallel()
	s := Open("", "1")
	n := 0
	for range 2 {
		Value(s, name("v"), func() (int, bool) { n++; return n, false })
	}
	if n != 2 {
		t.Errorf("made %d times", n)
	}
	defer func() {
		if recover() == nil {
			t.Error("a function was kept")
		}
	}()
	Value(s, name("f"), func() (func(), bool) { return func() {}, true })
}

// kinds has a field of each kind of number, beside others of other sizes, so that each stands at an odd place.
type kinds struct {
	A  bool
	I8 int8
	B  bool
	I1 int16
	C  bool
	I3 int32
	D  bool
	I6 int64
	I  int
	U8 uint8
	U1 uint16
	U3 uint32
	E  bool
	U6 uint64
	U  uint
	P  uintptr
	F3 float32
	G  bool
	F6 float64
	N  [3]struct {
		Even bool
		Of   *kinds
	}
}

// TestEveryKindOfNumberComesBack keeps the least and the most of each, next to fields that must not be touched.
func TestEveryKindOfNumberComesBack(t *testing.T) {
	t.Parallel()
	least := kinds{I8: math.MinInt8, I1: math.MinInt16, I3: math.MinInt32, I6: math.MinInt64, I: math.MinInt, F3: -math.MaxFloat32,
		F6: math.Inf(-1)}
	most := kinds{true, math.MaxInt8, true, math.MaxInt16, true, math.MaxInt32, true, math.MaxInt64, math.MaxInt, math.MaxUint8,
		math.MaxUint16, math.MaxUint32, true, math.MaxUint64, math.MaxUint, math.MaxUint, math.MaxFloat32, true, math.MaxFloat64,
		[3]struct {
			Even bool
			Of   *kinds
		}{{true, nil}, {false, &least}, {true, &kinds{}}}}
	for _, want := range []kinds{{}, least, most} {
		var got kinds
		if err := Decode(Encode(&want), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// TestAClosedStoreHoldsNothing closes one after it was saved: what it held is made again and not kept, and the file stays.
func TestAClosedStoreHoldsNothing(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "kept")
	s := Open(file, "p")
	ask(s, "a", "b")
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for range 2 {
		if made := ask(s, "a", "c"); len(made) != 2 {
			t.Errorf("a closed store made %q anew", made)
		}
	}
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	if made := ask(Open(file, "p"), "a", "b"); len(made) != 0 {
		t.Errorf("%q left the file when the store was closed", made)
	}
	(*Store)(nil).Close()
}

// TestWhatIsEncodedTakesNoMoreRoom looks at values of many sizes: each stays in memory until a run ends, and so does room behind it.
func TestWhatIsEncodedTakesNoMoreRoom(t *testing.T) {
	t.Parallel()
	for n := range 200 {
		list := make([]string, n)
		for i := range list {
			list[i] = strings.Repeat("x", i)
		}
		got := Encode(&list)
		if cap(got) > len(got) {
			t.Fatalf("%d strings take %d bytes, and have room for %d", n, len(got), cap(got))
		}
		var back []string
		if err := Decode(got, &back); err != nil || !slices.Equal(back, list) {
			t.Fatalf("%d strings come back as %d: %v", n, len(back), err)
		}
	}
}
