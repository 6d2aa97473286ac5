package doc

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"clausebook/internal/date"
	"clausebook/internal/diag"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// policy gives a document in order.
func policy(id string) string {
	return "---\n" + strings.Replace(sound, "POL-CHG", id, 1) + "---\n# Policy\n\nText.\n"
}

func load(t testing.TB, fsys fs.FS) *Set {
	t.Helper()
	s, err := reader(t).Load(t.Context(), fsys, 2)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// all gives the findings of the set and of its documents.
func all(s *Set) []diag.Finding {
	out := append([]diag.Finding{}, s.Findings...)
	for _, d := range s.Documents {
		out = append(out, d.Findings...)
	}
	return out
}

func paths(s *Set) (documents, assets []string) {
	for _, d := range s.Documents {
		documents = append(documents, d.Path)
	}
	for _, a := range s.Assets {
		assets = append(assets, a.Path)
	}
	return documents, assets
}

func TestLoad(t *testing.T) {
	t.Parallel()
	s := load(t, fstest.MapFS{
		"content/b.md":             file(policy("B")),
		"content/a/z.MD":           file(policy("Z")),
		"content/a/plan.pdf":       file("%PDF"),
		"content/empty.png":        file(""),
		"content/people.yaml":      file("people: []\n"),
		"content/.hidden.md":       file(policy("HIDDEN")),
		"content/.obsidian/x.md":   file(policy("DOT")),
		"README.md":                file(policy("README")),
		"contents/x.md":            file(policy("X")),
		"content/a/notes.md.bak":   file("x"),
		"content/deep/er/still.md": file(policy("DEEP")),
	})
	documents, assets := paths(s)
	if diff := cmp.Diff([]string{"content/a/z.MD", "content/b.md", "content/deep/er/still.md"}, documents); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"content/a/notes.md.bak", "content/a/plan.pdf", "content/empty.png", "content/people.yaml"},
		assets); diff != "" {
		t.Errorf("assets (-want +got):\n%s", diff)
	}
	if got := lines(all(s)); len(got) > 0 {
		t.Errorf("findings %q", got)
	}
	for id, p := range map[ID]string{"B": "content/b.md", "Z": "content/a/z.MD"} {
		if d := s.ByID(id); d == nil || d.Path != p || s.ByPath(p) != d {
			t.Errorf("%s is %+v", id, d)
		}
	}
	if s.ByID("README") != nil || s.ByPath("README.md") != nil || s.ByID("HIDDEN") != nil {
		t.Error("a file outside of the folder or a hidden one became a document")
	}
	sum := sha256.Sum256([]byte("%PDF"))
	if got := s.Assets[1]; got.Size != 4 || got.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("asset %+v", got)
	}
}

func TestOfTwoDocumentsWithOneIDTheFirstByPathKeepsIt(t *testing.T) {
	t.Parallel()
	s := load(t, fstest.MapFS{"content/b.md": file(policy("X")), "content/a.md": file(policy("X"))})
	if len(s.Documents) != 2 || s.ByID("X").Path != "content/a.md" {
		t.Errorf("%d documents, X is %s", len(s.Documents), s.ByID("X").Path)
	}
}

func TestLoadRefusesTheFolder(t *testing.T) {
	t.Parallel()
	for name, fsys := range map[string]fs.FS{
		"missing": fstest.MapFS{"README.md": file("x")},
		"a file":  fstest.MapFS{"content": file("x")},
		"unreadable": broken{MapFS: fstest.MapFS{"content/a.md": file("x")}, names: map[string]error{
			"content": &fs.PathError{Op: "open", Path: "content", Err: fs.ErrPermission}}},
	} {
		s, err := reader(t).Load(t.Context(), fsys, 1)
		if err == nil || !strings.Contains(err.Error(), "content") {
			t.Errorf("%s: set %v, error %v", name, s, err)
		}
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reader(t).Load(stopped, fstest.MapFS{"content/a.md": file("x")}, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a load that was cancelled gives %v", err)
	}
}

// broken is a file system some of whose files cannot be opened.
type broken struct {
	fstest.MapFS
	names map[string]error
}

func (b broken) Open(name string) (fs.File, error) {
	if err := b.names[name]; err != nil {
		return nil, err
	}
	return b.MapFS.Open(name)
}

func (b broken) ReadFile(name string) ([]byte, error) {
	if err := b.names[name]; err != nil {
		return nil, err
	}
	return b.MapFS.ReadFile(name)
}

func (b broken) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := b.names[name]; err != nil {
		return nil, err
	}
	return b.MapFS.ReadDir(name)
}

func TestFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	no := func(p string) error { return &fs.PathError{Op: "open", Path: p, Err: fs.ErrPermission} }
	s := load(t, broken{
		MapFS: fstest.MapFS{
			"content/bad.md": file(policy("BAD")), "content/good.md": file(policy("GOOD")), "content/bad.pdf": file("x"),
			"content/closed/x.md": file(policy("X")), "content/rows.md": file("---\n" + sound + "data: rows.csv\n---\n"),
			"content/rows.csv": file("a\n1\n"),
		},
		names: map[string]error{"content/bad.md": no("content/bad.md"), "content/bad.pdf": no("content/bad.pdf"),
			"content/closed": no("content/closed"), "content/rows.csv": no("content/rows.csv")},
	})
	want := []string{
		"content/bad.md FS004 cannot be read: permission denied | check the permissions of the file",
		"content/bad.pdf FS004 cannot be read: permission denied | check the permissions of the file",
		"content/closed FS004 cannot be read: permission denied | check the permissions of the file",
		"content/rows.csv FS004 cannot be read: permission denied | check the permissions of the file",
		"content/rows.md:8:7 FS004 the data file `rows.csv` cannot be read: permission denied | check its permissions",
	}
	if diff := cmp.Diff(want, lines(all(s))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if d := s.ByPath("content/bad.md"); d == nil || d.ID != "bad" || !d.DerivedID || d.Title != "bad.md" {
		t.Errorf("the unreadable file is no document: %+v", d)
	}
	if s.ByID("GOOD") == nil {
		t.Error("the rest is lost")
	}
}

func TestTooLarge(t *testing.T) {
	t.Parallel()
	fits := policy("FITS") + strings.Repeat(strings.Repeat("x", 78)+"\n\n", MaxFile/80)
	fits = fits[:MaxFile]
	s := load(t, fstest.MapFS{
		"content/big.md":  file(strings.Repeat("x", 10<<20)),
		"content/fits.md": file(fits),
		"content/over.md": file(fits + "x"),
		"content/big.pdf": file(strings.Repeat("x", 10<<20)),
	})
	want := []string{
		"content/big.md FS002 not read, because it has 10485760 bytes, more than the limit of 1048576 | " +
			"split it, or move long tables to a data file",
		"content/over.md FS002 not read, because it has 1048577 bytes, more than the limit of 1048576 | " +
			"split it, or move long tables to a data file",
	}
	if diff := cmp.Diff(want, lines(all(s))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if s.ByID("FITS") == nil || len(s.Documents) != 3 || s.Assets[0].Size != 10<<20 {
		t.Errorf("%d documents, assets %v", len(s.Documents), s.Assets)
	}
}

func TestFileNames(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]bool{
		"a.md": false, "Größe 1.md": false, "con": true, "CON.md": true, "con.tar.md": true, "console.md": false, "aux.md": true, "prn": true,
		"nul.md": true, "com1.md": true, "com0.md": true, "lpt9": true, "com.md": false, "com10.md": false, "x.": true, "x ": true,
		" x.md":  false,
		"a:b.md": true, "a?.md": true, "a*.md": true, "a|b.md": true, `a"b.md`: true, "a<b>.md": true, `a\b.md`: true, "a\nb.md": true,
		"a\x7f.md": true,
		"方針.md":    false, "a%2e.md": false, "..a.md": false,
	} {
		if unsafeName(name) != bad {
			t.Errorf("unsafeName(%q) = %v", name, !bad)
		}
	}
	s := load(t, fstest.MapFS{
		"content/ok.md": file(policy("OK")), "content/aux.md": file(policy("AUX")), "content/con/deep/x.md": file(policy("IN")),
		"content/trail./x.md": file(policy("TRAIL")), "content/a:b.png": file("x"),
		"content/Case.md": file(policy("UPPER")), "content/case.md": file(policy("LOWER")), "content/pic.PNG": file("x"),
		"content/pic.png": file("y"),
	})
	const name = " FS005 not read, because not every system can store its name | use letters, digits, hyphens, underscores and dots"
	want := []string{
		"content/a:b.png" + name, "content/aux.md" + name,
		"content/case.md FS005 not read, because its name differs from `content/Case.md` only in upper and lower case | rename one of the two",
		"content/con" + name,
		"content/pic.png FS005 not read, because its name differs from `content/pic.PNG` only in upper and lower case | rename one of the two",
		"content/trail." + name,
	}
	if diff := cmp.Diff(want, lines(all(s))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	documents, assets := paths(s)
	if diff := cmp.Diff([]string{"content/Case.md", "content/ok.md"}, documents); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"content/pic.PNG"}, assets); diff != "" {
		t.Errorf("assets (-want +got):\n%s", diff)
	}
}

// disk writes a project into a folder and gives it as an os.Root, as the program reads it.
func disk(t *testing.T, files map[string]string) (string, fs.FS) {
	t.Helper()
	dir := t.TempDir()
	for p, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := root.Close(); err != nil {
			t.Error(err)
		}
	})
	return dir, root.FS()
}

func TestSymbolicLinksAreReportedAndNotFollowed(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	canary := filepath.Join(outside, "canary.md")
	if err := os.WriteFile(canary, []byte(policy("CANARY")), 0o644); err != nil {
		t.Fatal(err)
	}
	dir, fsys := disk(t, map[string]string{
		"content/real.md": policy("REAL"), "content/folder/x.md": policy("X"),
		"content/rows.md": "---\n" + sound + "data: rows.csv\n---\n", "content/real.csv": "a\n1\n",
	})
	for name, to := range map[string]string{
		"content/outside.md": canary, "content/outside-dir": outside, "content/inside.md": "real.md", "content/inside-dir": "folder",
		"content/loop": ".", "content/loop.md": "loop.md", "content/dangling.md": "gone.md", "content/up.md": "../../../../../../etc/passwd",
		"content/rows.csv": "real.csv", "content/pic.png": canary,
	} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Skipf("this system makes no symbolic links: %v", err)
		}
	}
	s := load(t, fsys)
	var want []string
	for _, name := range []string{"dangling.md", "inside-dir", "inside.md", "loop", "loop.md", "outside-dir", "outside.md", "pic.png",
		"rows.csv"} {
		want = append(want, "content/"+name+" FS001 symbolic link; links are not followed | put the file here instead, or link to it from "+
			"a document")
	}
	want = append(want, "content/rows.md:8:7 DA001 the data file `rows.csv` does not exist | add it next to the document, or remove `data`",
		"content/up.md FS001 symbolic link; links are not followed | put the file here instead, or link to it from a document")
	if diff := cmp.Diff(want, lines(all(s))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	documents, assets := paths(s)
	if diff := cmp.Diff([]string{"content/folder/x.md", "content/real.md", "content/rows.md"}, documents); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"content/real.csv"}, assets); diff != "" {
		t.Errorf("assets (-want +got):\n%s", diff)
	}
}

func TestNamesThatAreNoUTF8(t *testing.T) {
	t.Parallel()
	dir, fsys := disk(t, map[string]string{"content/real.md": policy("REAL")})
	if err := os.WriteFile(filepath.Join(dir, "content", "bad\xff.md"), []byte(policy("BAD")), 0o644); err != nil {
		t.Skipf("this system stores no such name: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "content", "dir\xfe"), 0o755); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"content/bad\ufffd.md FS005 not read, because not every system can store its name | use letters, digits, hyphens, underscores " +
			"and dots",
		"content/dir\ufffd FS005 not read, because not every system can store its name | use letters, digits, hyphens, underscores and " +
			"dots",
	}
	if diff := cmp.Diff(want, lines(all(load(t, fsys)))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// shuffled is a file system that lists folders in another order each time.
type shuffled struct {
	fs.FS
	random *rand.Rand
}

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(s.FS, name)
	s.random.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries, err
}

func TestTheOrderOfLoadingDoesNotShow(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	for i := range 40 {
		fsys[fmt.Sprintf("content/%d/doc-%d.md", i%5, i)] = file(policy(fmt.Sprintf("D-%d", i%30)) + "[[D-1]] [x](gone.md) <b>\n")
		fsys[fmt.Sprintf("content/%d/pic-%d.png", i%5, i)] = file(fmt.Sprint(i))
	}
	same := []cmp.Option{cmpopts.EquateComparable(date.Date{}), cmp.AllowUnexported(Set{}, names{}),
		cmpopts.IgnoreFields(Set{}, "heads"), cmpopts.EquateEmpty(),
		cmp.Comparer(func(a, b *Document) bool {
			return a == b || a != nil && b != nil && a.Path == b.Path && a.ID == b.ID && cmp.Equal(a.Findings, b.Findings)
		})}
	want := load(t, fsys)
	for seed := range uint64(5) {
		got, err := reader(t).Load(t.Context(), shuffled{fsys, rand.New(rand.NewPCG(seed, 1))}, int(seed)+1)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, same...); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

// corpus makes documents of some 3 KB with links, tables and coverage, as a large organization has them.
func corpus(n int) fstest.MapFS {
	fsys := fstest.MapFS{}
	paragraph := strings.Repeat("The change manager records each change with its risk, its plan and the way back. ", 6)
	for i := range n {
		var b bytes.Buffer
		fmt.Fprintf(&b, "---\nid: DOC-%d\ntitle: Document %d\ntype: procedure\nversion: \"1.%d\"\nstatus: approved\nowner: quality\n", i, i, i%20)
		fmt.Fprintf(&b, "approved_on: 2026-01-%02d\nreview_every: P1Y\ncovers: [\"8.5.1.%d\"]\nrelated: [DOC-%d]\n---\n# Document %d\n\n", i%28+1,
			i%5+1, (i*7)%n, i)
		for s := range 4 {
			fmt.Fprintf(&b, "## Section %d\n\n<!-- covers: 8.%d.%d -->\n\n%s\n\nSee [[DOC-%d]] and [the other](doc-%d.md#section-1).\n\n", s, s+2,
				i%4+1, paragraph, (i+s)%n, (i+s*3)%n)
		}
		b.WriteString("| step | who | when |\n|---|---|---|\n| plan | owner | first |\n| do | team | then |\n")
		fsys[fmt.Sprintf("content/%03d/doc-%d.md", i%50, i)] = &fstest.MapFile{Data: b.Bytes()}
	}
	return fsys
}

func TestTheCorpusIsInOrder(t *testing.T) {
	t.Parallel()
	if got := lines(all(load(t, corpus(20)))); len(got) > 0 {
		t.Errorf("the benchmark measures documents with findings: %q", got)
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{500, 2_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			fsys, r := corpus(n), reader(b)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Load(b.Context(), fsys, runtime.GOMAXPROCS(0)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
		})
	}
}
