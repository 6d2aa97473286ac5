package verify_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"clausebook/internal/bag"
	"clausebook/internal/verify"
)

// aSite is a site as a build writes it.
func aSite() files {
	f := files{"index.html": []byte("<p>home"), "documents/ä b.html": []byte("<p>text"), "assets/1:2.css": []byte("p{}"),
		".clausebook-site": nil, ".clausebook-files": []byte("index.html\n")}
	var lines []string
	for path, content := range f {
		if !strings.HasPrefix(path, ".") {
			lines = append(lines, bag.Sum(content)+"  "+path+"\n")
		}
	}
	slices.Sort(lines)
	f["SHA256SUMS"] = []byte(strings.Join(lines, ""))
	return f
}

func TestSites(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do   func(files)
		want string // the checks that fail
	}{
		"whole":   {func(files) {}, ""},
		"altered": {func(f files) { f["index.html"] = []byte("<p>hone") }, "sums"},
		"removed": {func(f files) { delete(f, "assets/1:2.css") }, "sums"},
		"added":   {func(f files) { f["x.html"] = nil }, "nothing-added"},
		"renamed": {func(f files) { f["home.html"] = f["index.html"]; delete(f, "index.html") }, "sums nothing-added"},
		"a line damaged": {func(f files) {
			f["SHA256SUMS"] = bytes.Replace(f["SHA256SUMS"], []byte("  "), []byte(" *"), 1)
		}, "sums nothing-added"},
		"a line twice":     {func(f files) { f["SHA256SUMS"] = append(f["SHA256SUMS"], f["SHA256SUMS"]...) }, "sums nothing-added"},
		"nothing listed":   {func(f files) { f["SHA256SUMS"] = nil }, "sums nothing-added"},
		"the end cut":      {func(f files) { f["SHA256SUMS"] = f["SHA256SUMS"][:len(f["SHA256SUMS"])-1] }, "sums nothing-added"},
		"a folder of git":  {func(f files) { f[".git/config"] = nil }, "nothing-added"},
		"another's marker": {func(f files) { f["sub/.clausebook-site"] = nil }, "nothing-added"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := aSite()
			c.do(f)
			dir := t.TempDir()
			var zips [2]bytes.Buffer // of the files, and of their folder
			writers := [2]*zip.Writer{zip.NewWriter(&zips[0]), zip.NewWriter(&zips[1])}
			_, err := writers[1].Create("public/")
			for _, path := range slices.Sorted(maps.Keys(f)) {
				file := filepath.Join(dir, "site", filepath.FromSlash(path))
				err = errors.Join(err, os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, f[path], 0o600))
				for i, z := range writers {
					w, err2 := z.Create([]string{"", "public/"}[i] + path)
					if err2 == nil {
						_, err2 = w.Write(f[path])
					}
					err = errors.Join(err, err2)
				}
			}
			if err := errors.Join(err, writers[0].Close(), writers[1].Close()); err != nil {
				t.Fatal(err)
			}
			for _, at := range []string{filepath.Join(dir, "site"), write(t, dir, "1.zip", zips[0].String()),
				write(t, dir, "2.zip", zips[1].String())} {
				results, err := verify.Run(t.Context(), at, verify.Options{Now: time.Now()})
				if err != nil {
					t.Fatal(err)
				}
				var failed []string
				for _, r := range results {
					if r.Outcome == verify.Failed {
						failed = append(failed, r.Name)
					}
				}
				if got := strings.Join(failed, " "); got != c.want {
					t.Errorf("%s: %q fails, want %q", filepath.Base(at), got, c.want)
				}
				last := results[len(results)-1]
				if last.Name != "origin" || last.Outcome != verify.Skipped || !strings.Contains(last.Detail, bag.Sum(f["SHA256SUMS"])) {
					t.Errorf("%s: of its origin is said %v", filepath.Base(at), last)
				}
			}
		})
	}
}

// What only a pack can show has failed where somebody asks a site for it.
func TestSiteAskedForMore(t *testing.T) {
	t.Parallel()
	for _, o := range []verify.Options{{Signers: []byte("x")}, {Roots: []byte("x")}, {SinceHead: "x"}, {LogKey: "x"}} {
		results, err := verify.RunFiles(t.Context(), aSite(), o)
		if err != nil || results[len(results)-1].Outcome != verify.Failed {
			t.Errorf("%v: %v, %v", o, results, err)
		}
	}
}

// TestArchivesThatAreNoSites wants ZIPs that do harm refused, as those of packs are.
func TestArchivesThatAreNoSites(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		entry zip.FileHeader
		want  string
	}{
		"leads out": {zip.FileHeader{Name: "p/../../x"}, "leads elsewhere"},
		"absolute":  {zip.FileHeader{Name: "/etc/x"}, "leads elsewhere"},
		"backslash": {zip.FileHeader{Name: `p/..\x`}, "leads elsewhere"},
		"outside":   {zip.FileHeader{Name: "q/x"}, "does not lie in the folder"},
		"twice":     {zip.FileHeader{Name: "p/SHA256SUMS"}, "there twice"},
		"case":      {zip.FileHeader{Name: "p/sha256sums"}, "capitals"},
		"folder":    {zip.FileHeader{Name: "p/SHA256SUMS/x"}, "a file and a folder"},
		"link":      {zip.FileHeader{Name: "p/l", ExternalAttrs: 0o120777 << 16, CreatorVersion: 3 << 8}, "a link"},
		"encrypted": {zip.FileHeader{Name: "p/e", Flags: 1}, "encrypted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			_, err := z.Create("p/SHA256SUMS")
			_, err2 := z.CreateRaw(&c.entry)
			if err := errors.Join(err, err2, z.Close()); err != nil {
				t.Fatal(err)
			}
			_, err = verify.Run(t.Context(), write(t, t.TempDir(), "x.zip", b.String()), verify.Options{})
			var refused *verify.RefusedError
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
