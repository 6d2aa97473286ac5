package verify

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/bag"
)

// zipped gives a ZIP of files that hold their own names.
func zipped(t testing.TB, method uint16, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = io.WriteString(w, strings.Repeat(name, 20))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// FuzzZip reads anything as a ZIP. What is taken has names that mean one file each on every system, all those that the library lists and no
// others, and no more bytes than the limits say.
func FuzzZip(f *testing.F) {
	good := zipped(f, zip.Deflate, "p/"+bag.Declaration, "p/data/a.md", "p/data/b/ä.md")
	f.Add(good)
	f.Add(zipped(f, zip.Store, "p/a", "p/A"))
	f.Add(zipped(f, zip.Store, "p/a", "q/a"))
	f.Add(zipped(f, zip.Store, "p/../a", "p/a/b", "p/a"))
	f.Add(append(bytes.Clone(good), good...))
	f.Add(bytes.Replace(good, []byte("PK\x05\x06"), []byte("PK\x06\x06"), 1))
	f.Add(bytes.ReplaceAll(good, []byte{8, 0, 8, 0}, []byte{9, 0, 8, 0}))
	limits := Limits{Files: 100, Bytes: 1 << 16, Directory: 1 << 16, Small: 1 << 12}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := readZip(bytes.NewReader(text), int64(len(text)), limits)
		if err != nil {
			return
		}
		listed, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, e := range listed.File {
			_, rest, _ := strings.Cut(e.Name, "/")
			want = append(want, rest)
		}
		if slices.Sort(want); !slices.Equal(s.paths, want) {
			t.Errorf("it has %q, and the library lists %q", s.paths, want)
		}
		for i, p := range s.paths {
			if bag.Portable(p) != nil || i > 0 && strings.EqualFold(p, s.paths[i-1]) {
				t.Errorf("the path %q is taken", p)
			}
			if b, err := s.read(p); err == nil && int64(len(b)) > limits.Small {
				t.Errorf("%s has %d bytes", p, len(b))
			}
		}
	})
}
