package output_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"clausebook/internal/fingerprint"
	"clausebook/internal/output"
)

// named is a file that is made of its text, and counts how often it is written.
func named(path, content string, written *atomic.Int64) output.File {
	write := func(w io.Writer) error {
		written.Add(1)
		_, err := io.WriteString(w, content)
		return err
	}
	return output.File{Path: path, Write: write, Prepare: func() (fingerprint.Digest, func(io.Writer) error, error) {
		return fingerprint.Of(path, content), write, nil
	}}
}

// remembering is a target that remembers what its site was made of.
func remembering(t *testing.T) output.Target {
	t.Helper()
	dir := t.TempDir()
	return output.Target{Dir: filepath.Join(dir, "public"), Record: filepath.Join(dir, "cache", "site")}
}

// write writes a site of texts by their paths and tells how many files were rendered.
func write(t *testing.T, to output.Target, site map[string]string) int {
	t.Helper()
	var written atomic.Int64
	var files []output.File
	for p, content := range site {
		files = append(files, named(p, content, &written))
	}
	done, err := output.Write(context.Background(), to, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	for p, content := range site {
		if got := read(t, to.Dir, p); got != content {
			t.Errorf("%s holds %q, want %q", p, got, content)
		}
	}
	if n := int(written.Load()); done.Kept+n < done.Files {
		t.Errorf("%d files written and %d taken over of %d", n, done.Kept, done.Files)
	}
	return int(written.Load())
}

func TestUnchangedFilesAreTakenOver(t *testing.T) {
	t.Parallel()
	to := remembering(t)
	site := map[string]string{"index.html": "1", "a/b.html": "2", "a/c.html": "3"}
	if n := write(t, to, site); n != 3 {
		t.Errorf("%d files rendered at first", n)
	}
	if n := write(t, to, site); n != 0 {
		t.Errorf("%d files rendered though nothing changed", n)
	}
	site["a/b.html"] = "new"
	delete(site, "a/c.html")
	site["d.html"] = "4"
	if n := write(t, to, site); n != 2 {
		t.Errorf("%d files rendered, want the changed and the new one", n)
	}
	if _, err := os.Stat(filepath.Join(to.Dir, "a", "c.html")); err == nil {
		t.Error("a file that is no longer planned is still there")
	}
	// What went comes back as it was.
	site["a/c.html"] = "3"
	if n := write(t, to, site); n != 1 {
		t.Errorf("%d files rendered", n)
	}
}

// Whatever somebody did to a file of the site, the next build writes it as it has to be.
func TestChangedOutputIsWrittenAgain(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(file string) error{
		"another text": func(f string) error { return os.WriteFile(f, []byte("tampered"), 0o644) },
		"as long, a moment later": func(f string) error {
			later := time.Now().Add(time.Second)
			return errors.Join(os.WriteFile(f, []byte("9"), 0o644), os.Chtimes(f, later, later))
		},
		"removed": os.Remove,
		"emptied": func(f string) error { return os.Truncate(f, 0) },
		"a folder in its place": func(f string) error {
			return errors.Join(os.Remove(f), os.Mkdir(f, 0o755))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := remembering(t)
			site := map[string]string{"index.html": "1", "b.html": "2"}
			write(t, to, site)
			if err := change(filepath.Join(to.Dir, "b.html")); err != nil {
				t.Fatal(err)
			}
			if n := write(t, to, site); n != 1 {
				t.Errorf("%d files rendered, want 1", n)
			}
		})
	}
}

// A record that is damaged, cut off, of another form or of another site costs time and nothing else.
func TestRecordsAreNotTrusted(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(text string) string{
		"gone":         func(string) string { return "" },
		"cut off":      func(s string) string { return s[:len(s)-5] },
		"a line gone":  func(s string) string { return s[:strings.LastIndex(s[:len(s)-1], "\n")+1] },
		"a byte":       func(s string) string { return s[:len(s)/2] + "#" + s[len(s)/2+1:] },
		"another form": func(s string) string { return strings.Replace(s, "site 3", "site 2", 1) },
		"its head":     func(s string) string { return s[:20] },
		"twice":        func(s string) string { return s + s },
		"noise":        func(string) string { return strings.Repeat("\xff\x00\n", 1000) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := remembering(t)
			site := map[string]string{"index.html": "1", "b.html": "2"}
			write(t, to, site)
			text := read(t, to.Record)
			put(t, damage(text), to.Record)
			if n := write(t, to, site); n != 2 {
				t.Errorf("%d files rendered, want both", n)
			}
			if n := write(t, to, site); n != 0 {
				t.Errorf("%d files rendered after the record was made anew", n)
			}
		})
	}
	t.Run("of another site", func(t *testing.T) {
		t.Parallel()
		one, other := remembering(t), remembering(t)
		write(t, one, map[string]string{"index.html": "1"})
		write(t, other, map[string]string{"index.html": "2"})
		other.Record = one.Record
		if n := write(t, other, map[string]string{"index.html": "1"}); n != 1 {
			t.Errorf("%d files rendered, want 1", n)
		}
	})
	t.Run("a link", func(t *testing.T) {
		t.Parallel()
		to := remembering(t)
		site := map[string]string{"index.html": "1"}
		write(t, to, site)
		elsewhere := filepath.Join(t.TempDir(), "record")
		if err := os.Rename(to.Record, elsewhere); err != nil {
			t.Fatal(err)
		}
		link(t, elsewhere, to.Record)
		if n := write(t, to, site); n != 1 {
			t.Errorf("%d files rendered, want 1", n)
		}
	})
	t.Run("no place for it", func(t *testing.T) {
		t.Parallel()
		to := remembering(t)
		put(t, "a file where the folder should be", filepath.Dir(to.Record))
		for range 2 {
			if n := write(t, to, map[string]string{"index.html": "1"}); n != 1 {
				t.Errorf("%d files rendered, want 1", n)
			}
		}
	})
}

// What could not be read may be readable the next time.
func TestDoubtfulSitesAreNotRemembered(t *testing.T) {
	t.Parallel()
	to := remembering(t)
	site := map[string]string{"index.html": "1"}
	write(t, to, site)
	to.Doubtful = func() bool { return true }
	site["index.html"] = "2"
	write(t, to, site)
	to.Doubtful = nil
	if n := write(t, to, site); n != 1 {
		t.Errorf("%d files rendered, want 1", n)
	}
}

// A file that does not say what it is made of is rendered, and left alone where the bytes are the same.
func TestFilesAreNamedByTheirBytes(t *testing.T) {
	t.Parallel()
	to := remembering(t)
	files := []output.File{text("a.json", "1"), text("b.json", "2")}
	for range 2 {
		if _, err := output.Write(context.Background(), to, files, nil); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.Stat(filepath.Join(to.Dir, "a.json"))
	if err != nil {
		t.Fatal(err)
	}
	files[1] = text("b.json", "3")
	done, err := output.Write(context.Background(), to, files, nil)
	after, bad := os.Stat(filepath.Join(to.Dir, "a.json"))
	if err = errors.Join(err, bad); err != nil || done != (output.Done{Files: 2, Kept: 1}) || !os.SameFile(before, after) {
		t.Errorf("%+v, %v", done, err)
	}
	if read(t, to.Dir, "b.json") != "3" {
		t.Error("a changed file was not written")
	}
}

// A record never changes what a site holds: any sequence of sites gives what each of them gives alone.
func TestAnySequenceOfSites(t *testing.T) {
	t.Parallel()
	to := remembering(t)
	site := map[string]string{}
	paths := []string{"index.html", "a/b.html", "a/c.html", "d/e/f.html", "g.html"}
	for i := range 60 {
		p := paths[i*7%len(paths)]
		if i%5 == 3 {
			delete(site, p)
		} else {
			site[p] = strings.Repeat("x", i*i%4) + "y"
		}
		n := write(t, to, maps.Clone(site))
		if i > 0 && n > 1 {
			t.Errorf("step %d: %d files rendered", i, n)
		}
	}
}

// Whoever gets a copy of a site can check it with what every system has, whether its files were written now or taken over.
func TestSumsOfASite(t *testing.T) {
	t.Parallel()
	check, err := exec.LookPath("sha256sum")
	if err != nil {
		t.Skip("no sha256sum here:", err)
	}
	to := remembering(t)
	site := map[string]string{"index.html": "1", "a/b c.html": "2", "a/ü.html": "3"}
	for range 3 {
		write(t, to, site)
		lines := strings.Count(read(t, to.Dir, "SHA256SUMS"), "\n")
		c := exec.Command(check, "--check", "--strict", "--quiet", "SHA256SUMS")
		c.Dir = to.Dir
		if out, err := c.CombinedOutput(); err != nil || lines != len(site) {
			t.Errorf("%d lines, %v: %s", lines, err, out)
		}
		site["a/b c.html"] += "x"
		site["z.html"] = "new"
	}
	own := output.Target{Dir: t.TempDir()}
	mustBuild(t, own, "1", "index.html")
	if err := os.WriteFile(filepath.Join(own.Dir, ".clausebook-files"), []byte("index.html\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	put(t, "sums of mine", own.Dir, "SHA256SUMS")
	wantError(t, build(t, own, "2", "index.html"), "SHA256SUMS", "move them away")
}
