package objects

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing/format/packfile"

	"clausebook/internal/gittest"
	"clausebook/internal/mapped"
)

// nativePack gives the index and the data of a pack that git wrote, of texts that are deltas of each other.
func nativePack(t testing.TB, options ...string) (idx, data []byte) {
	t.Helper()
	r := gittest.New(t)
	text := ""
	for i := range 12 {
		text += strings.Repeat(fmt.Sprintf("line %d of a text that grows\n", i), 5)
		r.Write(map[string]string{"a.md": text, fmt.Sprintf("b/%d.md", i): text[:len(text)/2]})
		r.Commit(gittest.Run{}, "more")
	}
	r.Git(gittest.Run{}, append(options, "repack", "-adfq")...)
	files, err := filepath.Glob(filepath.Join(r.Dir, ".git/objects/pack/*.idx"))
	if err != nil || len(files) != 1 {
		t.Fatalf("packs %v, error %v", files, err)
	}
	if idx, err = os.ReadFile(files[0]); err != nil {
		t.Fatal(err)
	}
	if data, err = os.ReadFile(strings.TrimSuffix(files[0], ".idx") + ".pack"); err != nil {
		t.Fatal(err)
	}
	return idx, data
}

// FuzzPatch compares with go-git on anything.
func FuzzPatch(f *testing.F) {
	f.Add([]byte("hello world"), []byte("\x0b\x07\x90\x05\x02, "))
	f.Add([]byte("abc"), []byte("\x03\x03\x90\x03"))
	f.Add([]byte("abc"), []byte("\x03\xff\xff\xff\xff\x7f\x90\x03"))
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		got, err := patch(base, delta)
		if len(base) == 0 {
			return // go-git refuses an empty base
		}
		want, wantErr := packfile.PatchDelta(base, delta)
		if err == nil && wantErr == nil && !bytes.Equal(got, want) {
			t.Errorf("patch gives %q, go-git %q", got, want)
		}
		if err == nil && wantErr != nil {
			t.Errorf("patch accepts what go-git refuses: %v", wantErr)
		}
	})
}

// FuzzPack opens anything as a pack and reads what its index lists.
func FuzzPack(f *testing.F) {
	for _, version := range []string{"1", "2"} {
		idx, data := nativePack(f, "-c", "pack.indexVersion="+version)
		f.Add(idx, data)
	}
	f.Fuzz(func(t *testing.T, idx, data []byte) {
		p := &pack{index: mapped.File{Bytes: idx}, data: mapped.File{Bytes: data}}
		if p.check() != nil {
			return
		}
		o := &Store{cache: newDeltaCache(1 << 20), packs: []*pack{p}, scans: maxScans}
		for n := range min(p.count, 50) {
			if _, data, err := o.unpack(p, p.offset(n)); err == nil && len(data) > MaxSize {
				t.Errorf("object of %d bytes", len(data))
			}
			_, _ = p.find(ID(p.id(n)))
		}
		_ = p.withPrefix(fmt.Sprintf("%x", p.index.Bytes[:4]))
	})
}

// FuzzInflate compares with the inflater of the standard library on anything: what both take is the same, and neither takes
// what the other refuses.
func FuzzInflate(f *testing.F) {
	for _, text := range []string{"", "a", strings.Repeat("abcabd", 100), strings.Repeat("x", 70_000)} {
		for _, level := range []int{zlib.NoCompression, zlib.BestSpeed, zlib.BestCompression, zlib.HuffmanOnly} {
			f.Add(compressed(level, []byte(text)), len(text))
		}
	}
	f.Add([]byte("x\x9c\x03\x00\x00\x00\x00\x01"), 0)
	var own inflater
	f.Fuzz(func(t *testing.T, in []byte, size int) {
		if size < 0 || size > 1<<20 {
			return
		}
		got, err := own.read(in, size, nil)
		want, wantErr := inflateAsBefore(in, size)
		if (err == nil) != (wantErr == nil) || !bytes.Equal(got, want) {
			t.Errorf("%d bytes, error %v; the standard library %d bytes, error %v", len(got), err, len(want), wantErr)
		}
	})
}

// compressed compresses as git does, at a level.
func compressed(level int, text []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, level) // the levels are those of the library
	_, _ = w.Write(text)                   // into memory
	_ = w.Close()
	return b.Bytes()
}

// inflateAsBefore decompresses exactly size bytes with the standard library.
func inflateAsBefore(in []byte, size int) ([]byte, error) {
	if size/maxRatio > len(in) {
		return nil, errors.New("too short")
	}
	z, err := zlib.NewReader(bytes.NewReader(in))
	if err != nil {
		return nil, err
	}
	out := make([]byte, size)
	if _, err := io.ReadFull(z, out); err != nil {
		return nil, err
	}
	var end [1]byte
	if n, err := z.Read(end[:]); n != 0 || !errors.Is(err, io.EOF) {
		return nil, errors.Join(errLonger, err)
	}
	return out, nil
}

// TestInflate compares with the standard library on texts of every kind, whole, cut short, changed, and asked for in another
// length.
func TestInflate(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 4))
	var own inflater
	for round := range 400 {
		text := make([]byte, rnd.IntN(1<<(1+round%17)))
		letters := 1 + rnd.IntN(256)
		for i := range text {
			if text[i] = byte(rnd.IntN(letters)); i > 300 && rnd.IntN(4) > 0 {
				text[i] = text[i-1-rnd.IntN(300)]
			}
		}
		in := compressed([]int{zlib.NoCompression, zlib.BestSpeed, zlib.DefaultCompression, zlib.BestCompression, zlib.HuffmanOnly}[round%5], text)
		size := len(text)
		switch round % 8 {
		case 5:
			in = in[:rnd.IntN(len(in))]
		case 6:
			in[rnd.IntN(len(in))] ^= byte(1 + rnd.IntN(255))
		case 7:
			size += rnd.IntN(5) - 2
		}
		got, err := own.read(in, max(size, 0), make([]byte, rnd.IntN(300)))
		want, wantErr := inflateAsBefore(in, max(size, 0))
		if (err == nil) != (wantErr == nil) || !bytes.Equal(got, want) {
			t.Fatalf("round %d: %d bytes, error %v; the standard library %d bytes, error %v", round, len(got), err, len(want), wantErr)
		}
	}
}
