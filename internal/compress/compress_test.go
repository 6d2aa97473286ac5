package compress

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"clausebook/internal/fingerprint"
	"clausebook/internal/output"
)

func file(at, text string) output.File {
	write := func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
	return output.File{Path: at, Write: write,
		Prepare: func() (fingerprint.Digest, func(io.Writer) error, error) { return fingerprint.Of(text), write, nil }}
}

func bytesOf(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestCopies holds which files have copies, that these say the same, twice in the same bytes, and that theirs are names of their own.
func TestCopies(t *testing.T) {
	text := strings.Repeat("The same words again and again. ", 200)
	with, err := Named([]string{"br", " gzip"})
	if err != nil {
		t.Fatal(err)
	}
	files := Copies([]output.File{file("a.html", text), file("b.PNG", text), file("d/c.CSV", ""), file("d/C.csv.GZ", "own"), file("e", text)}, with)
	var paths []string
	keys := map[fingerprint.Digest]string{}
	for _, f := range files {
		paths = append(paths, f.Path)
		key, write, err := f.Prepare()
		if err != nil {
			t.Fatal(err)
		}
		if f.Path != "b.PNG" && f.Path != "e" { // which are made of the same as a.html
			if keys[key] != "" {
				t.Errorf("%s has the key of %s", f.Path, keys[key])
			}
			keys[key] = f.Path
		}
		got := bytesOf(t, f.Write)
		if !bytes.Equal(got, bytesOf(t, f.Write)) || !bytes.Equal(got, bytesOf(t, write)) {
			t.Errorf("%s is not written the same each time", f.Path)
		}
	}
	if want := []string{"a.html", "a.html.gz", "a.html.br", "b.PNG", "d/c.CSV", "d/c.CSV.br", "d/C.csv.GZ", "e"}; !slices.Equal(paths, want) {
		t.Fatalf("the files are %v, want %v", paths, want)
	}
	z, err := gzip.NewReader(bytes.NewReader(bytesOf(t, files[1].Write)))
	if err != nil {
		t.Fatal(err)
	}
	if !z.ModTime.IsZero() || z.Name != "" {
		t.Error("the copy tells when or from what it was made")
	}
	for name, r := range map[string]io.Reader{"gzip": z, "br": brotli.NewReader(bytes.NewReader(bytesOf(t, files[2].Write)))} {
		if got, err := io.ReadAll(r); err != nil || string(got) != text {
			t.Errorf("%s says something else (%v)", name, err)
		}
	}
	if n := len(bytesOf(t, files[1].Write)); n > len(text)/10 {
		t.Errorf("%d bytes became %d", len(text), n)
	}
}

// TestCopiesFailWithTheirFile holds that the error of a page is that of its copy.
func TestCopiesFailWithTheirFile(t *testing.T) {
	broken := errors.New("broken")
	f := output.File{Path: "a.html", Write: func(io.Writer) error { return broken },
		Prepare: func() (fingerprint.Digest, func(io.Writer) error, error) { return fingerprint.Digest{}, nil, broken }}
	for _, c := range Copies([]output.File{f}, encodings)[1:] {
		if err := c.Write(io.Discard); !errors.Is(err, broken) {
			t.Errorf("%s: %v", c.Path, err)
		}
		if _, _, err := c.Prepare(); !errors.Is(err, broken) {
			t.Errorf("%s is prepared: %v", c.Path, err)
		}
	}
}

func TestNamed(t *testing.T) {
	for names, want := range map[string]int{"": 0, "br": 1, "gzip,br,gzip": 2} {
		list := strings.FieldsFunc(names, func(r rune) bool { return r == ',' })
		if got, err := Named(list); err != nil || len(got) != want {
			t.Errorf("%q gives %d (%v)", names, len(got), err)
		}
	}
	if _, err := Named([]string{"gzip", "zip"}); err == nil || !strings.Contains(err.Error(), `"zip"`) {
		t.Errorf("zip: %v", err)
	}
}
