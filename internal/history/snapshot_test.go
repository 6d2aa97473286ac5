package history

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestSnapshotEqualsArchive compares every file, its mode and bytes with git archive.
func TestSnapshotEqualsArchive(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := randomRepo(t, 40+seed, 60)
			for _, rev := range []string{"HEAD", "HEAD~3", "main~1"} {
				fsys, info, err := Snapshot(t.Context(), r.dir, rev, nil)
				r.must(err)
				if want := strings.TrimSpace(r.git("rev-parse", rev)); string(info.Commit) != want {
					t.Errorf("%s is %s, want %s", rev, info.Commit, want)
				}
				if want := strings.TrimSpace(r.git("log", "-1", "--format=%cI", rev)); info.Time.Format(
					time.RFC3339,
				) != strings.Replace(
					want,
					"+00:00",
					"Z",
					1,
				) {
					t.Errorf("%s is of %s, want %s", rev, info.Time, want)
				}
				if diff := cmp.Diff(r.archive(rev), contents(t, fsys)); diff != "" {
					t.Errorf("%s (-git archive +snapshot):\n%s", rev, diff)
				}
			}
		})
	}
}

// archive gives what git archive says of a revision: path -> mode and content. Submodules are folders in it.
func (r *testRepo) archive(rev string) map[string]string {
	files := map[string]string{}
	a := tar.NewReader(strings.NewReader(r.git("archive", "--format=tar", rev)))
	for {
		h, err := a.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		r.must(err)
		data, err := io.ReadAll(a)
		r.must(err)
		switch h.Typeflag {
		case tar.TypeReg:
			files[h.Name] = fmt.Sprintf("%v %s", h.Mode&0o100 != 0, data)
		case tar.TypeSymlink:
			files[h.Name] = "link"
		}
	}
	for line := range strings.Lines(r.git("ls-tree", "-r", rev)) {
		if head, path, _ := strings.Cut(strings.TrimSpace(line), "\t"); strings.HasPrefix(head, "160000") {
			files[path] = "submodule"
		}
	}
	return files
}

// contents walks a snapshot: path -> mode and content.
func contents(t *testing.T, fsys fs.FS) map[string]string {
	files := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			files[path] = "link"
		case info.Mode()&fs.ModeIrregular != 0:
			files[path] = "submodule"
		default:
			data, err := fs.ReadFile(fsys, path)
			files[path] = fmt.Sprintf("%v %s", info.Mode()&0o100 != 0, data)
			return err
		}
		if _, err := fsys.Open(path); err == nil {
			t.Errorf("%s: a link was followed", path)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return files
}

// TestSnapshotIsAFileSystem runs the tests that every fs.FS must pass.
func TestSnapshotIsAFileSystem(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(
		"add",
		map[string]string{"sms/content/a.md": "a\n", "sms/content/a/b.md": "b\n", "sms/content/a-b.md": "c\n", "outside.md": "x\n"},
	)
	fsys, _, err := Snapshot(t.Context(), filepath.Join(r.dir, "sms"), "", nil)
	r.must(err)
	if err := fstest.TestFS(fsys, "content/a.md", "content/a/b.md", "content/a-b.md"); err != nil {
		t.Error(err)
	}
	if _, err := fs.Stat(fsys, "outside.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file outside the project root: %v", err)
	}
}

// TestRevisions names the same commits as git.
func TestRevisions(t *testing.T) {
	t.Parallel()
	r := randomRepo(t, 3, 40)
	r.git("tag", "light", "HEAD~2")
	r.git("tag", "-a", "-m", "annotated", "heavy", "HEAD~1")
	r.git("tag", "-a", "-m", "tag of a tag", "heavier", "heavy")
	r.git("update-ref", "refs/remotes/origin/topic", "HEAD~3")
	full := string(r.head())
	for _, rev := range []string{"", "HEAD", "@", "main", "heads/main", "refs/heads/main", "light", "heavy", "heavier", "tags/heavy",
		"origin/topic", full, full[:9], strings.ToUpper(full), "HEAD~", "HEAD~3", "HEAD^", "HEAD^1~2", "heavy~1^0", "HEAD~1~1"} {
		want := strings.TrimSpace(
			r.git("rev-parse", strings.Replace("H"+rev, "H", map[bool]string{true: "HEAD", false: ""}[rev == ""], 1)+"^{commit}"),
		)
		_, info, err := Snapshot(t.Context(), r.dir, rev, nil)
		if err != nil || string(info.Commit) != want {
			t.Errorf("%q is %s, want %s; error %v", rev, info.Commit, want, err)
		}
	}
}

// TestDays finds the commit that stood at the end of a day, on the mainline, by the committer's time.
func TestDays(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	at := func(s string) {
		when, err := time.Parse(time.RFC3339, s)
		r.must(err)
		r.now = when.Unix() - 60
	}
	at("2024-03-01T23:59:59Z")
	first := r.commit("first", map[string]string{"content/a.md": "1\n"})
	at("2024-03-02T00:00:00Z")
	second := r.commit("second", map[string]string{"content/a.md": "2\n"})
	at("2024-03-05T12:00:00Z")
	third := r.commit("third", map[string]string{"content/a.md": "3\n"})
	for day, want := range map[string]Hash{"2024-03-01": first, "2024-03-02": second, "2024-03-04": second, "2024-03-05": third,
		"2030-01-01": third} {
		fsys, info, err := Snapshot(t.Context(), r.dir, day, nil)
		if err != nil || info.Commit != want {
			t.Errorf("%s is %s, want %s; error %v", day, info.Commit, want, err)
			continue
		}
		if log := r.read(Options{Rev: day}); log.Head != want {
			t.Errorf("the history of %s ends at %s, want %s", day, log.Head, want)
		}
		if _, err := fs.ReadFile(fsys, "content/a.md"); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := Snapshot(t.Context(), r.dir, "2024-02-29", nil); err == nil {
		t.Error("a snapshot of a day before the first commit")
	}
}
