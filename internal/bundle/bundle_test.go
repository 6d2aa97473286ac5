package bundle

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1" //nolint:gosec // git names objects by it
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/gittest"
	"clausebook/internal/objects"
)

// small are limits for what tests read.
var small = Limits{Objects: 1000, Bytes: 1 << 20}

// written gives a repository with all kinds of objects, and its bundle.
func written(t testing.TB) (gittest.Repo, []Ref, []byte) {
	t.Helper()
	r := gittest.New(t)
	r.Write(map[string]string{"a.md": strings.Repeat("text\n", 200), "empty": "", "deep/er/b.bin": "\x00\x01\xff", "ä b": "x"})
	first := r.Commit(gittest.Run{}, "first")
	r.Git(gittest.Run{}, "tag", "-a", "-m", "of its own", "v1")
	r.Git(gittest.Run{}, "update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("ab", 20)+",module")
	r.Git(gittest.Run{}, "commit", "-qm", "a module of another repository")
	main := r.Head()
	r.Git(gittest.Run{}, "checkout", "-q", "-b", "side", strings.TrimSpace(first))
	r.Write(map[string]string{"a.md": "other\n"})
	side := strings.TrimSpace(r.Commit(gittest.Run{}, "side"))
	tree := strings.TrimSpace(r.Git(gittest.Run{}, "rev-parse", main+"^{tree}"))
	merge := strings.TrimSpace(r.Git(gittest.Run{}, "commit-tree", "-m", "both", "-p", main, "-p", side, tree))
	tag := strings.TrimSpace(r.Git(gittest.Run{}, "rev-parse", "refs/tags/v1"))
	refs := []Ref{{"refs/heads/main", merge}, {"refs/tags/v1", tag}}
	var b bytes.Buffer
	if err := Write(&b, filepath.Join(r.Dir, ".git", "objects"), refs); err != nil {
		t.Fatal(err)
	}
	return r, refs, b.Bytes()
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	c := exec.Command("git", append([]string{"-C", dir}, args...)...)
	c.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// git verifies and clones what is written, and finds in it and in what is read again the very objects of the repository.
func TestBundleReadByGitAndAgain(t *testing.T) {
	r, refs, text := written(t)
	var again bytes.Buffer
	if err := Write(&again, filepath.Join(r.Dir, ".git", "objects"), refs); err != nil || !bytes.Equal(again.Bytes(), text) {
		t.Errorf("written again it has other bytes, error %v", err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "repo.bundle")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	git(t, r.Dir, "bundle", "verify", "-q", file)
	git(t, dir, "clone", "-q", "--mirror", file, "clone")
	want := reached(t, r.Dir, refs)
	clone := filepath.Join(dir, "clone")
	ours := filepath.Join(dir, "ours")
	if err := os.Mkdir(ours, 0o700); err != nil {
		t.Fatal(err)
	}
	got, err := Unpack(bytes.NewReader(text), ours, small)
	if err != nil || !slices.Equal(got, refs) {
		t.Fatalf("read again: %v, error %v", got, err)
	}
	if err := Whole(ours, got); err != nil {
		t.Error(err)
	}
	for _, at := range []string{clone, ours} {
		git(t, at, "fsck", "--strict", "--full")
		if have := reached(t, at, refs); have != want {
			t.Errorf("%s has the objects\n%sand not\n%s", at, have, want)
		}
		if all := strings.Count(git(t, at, "cat-file", "--batch-all-objects", "--batch-check"), "\n"); all != strings.Count(want, "\n") {
			t.Errorf("%s has %d objects", at, all)
		}
	}
	if head := strings.TrimSpace(git(t, ours, "rev-parse", "HEAD")); head != refs[0].Hash {
		t.Errorf("its head is %s", head)
	}
}

// reached lists the objects that git reaches from references.
func reached(t *testing.T, dir string, refs []Ref) string {
	t.Helper()
	args := []string{"rev-list", "--objects", "--no-object-names"}
	for _, ref := range refs {
		args = append(args, ref.Hash)
	}
	lines := slices.Sorted(strings.Lines(git(t, dir, args...)))
	return strings.Join(lines, "")
}

func TestBundlesThatAreRefused(t *testing.T) {
	r, refs, text := written(t)
	foreign := filepath.Join(t.TempDir(), "git.bundle")
	git(t, r.Dir, "branch", "-f", "whole", refs[0].Hash)
	for i := range 5 {
		r.Write(map[string]string{"a.md": strings.Repeat("text\n", 200+i)})
		r.Commit(gittest.Run{}, "more")
	}
	git(t, r.Dir, "bundle", "create", "-q", foreign, "side")
	deltas, err := os.ReadFile(foreign)
	if err != nil {
		t.Fatal(err)
	}
	head := func(lines string) []byte {
		_, pack, _ := bytes.Cut(text, []byte("\n\n"))
		return append([]byte(signature+lines+"\n"), pack...)
	}
	hash := refs[0].Hash
	flipped := bytes.Clone(text)
	flipped[len(flipped)-30] ^= 1
	for name, c := range map[string]struct {
		text []byte
		why  string
	}{
		"deltas, as git writes them":    {deltas, "deltas"},
		"cut":                           {text[:len(text)-40], ""},
		"damaged":                       {flipped, ""},
		"more behind it":                {append(bytes.Clone(text), 'x'), "something follows"},
		"nothing":                       {nil, "no bundle of version 2"},
		"no reference":                  {head(""), "no reference"},
		"rests on others":               {head("-" + hash + " base\n" + hash + " refs/heads/main\n"), "no reference that can be taken"},
		"a name that leads elsewhere":   {head(hash + " refs/../../x\n"), "no reference that can be taken"},
		"a name outside of references":  {head(hash + " config\n"), "no reference that can be taken"},
		"a name that git locks":         {head(hash + " refs/heads/main.lock\n"), "no reference that can be taken"},
		"a name that git hides":         {head(hash + " refs/heads/.hidden\n"), "no reference that can be taken"},
		"a name with a sign of its own": {head(hash + " refs/heads/a@{1}\n"), "no reference that can be taken"},
		"a name at its end a dot":       {head(hash + " refs/heads/a.\n"), "no reference that can be taken"},
		"one reference twice":           {head(hash + " refs/heads/a\n" + refs[1].Hash + " refs/heads/a\n"), "twice"},
	} {
		dir := t.TempDir()
		got, err := Unpack(bytes.NewReader(c.text), dir, small)
		if err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: read as %v, error %v", name, got, err)
		}
	}
	for _, l := range []Limits{{Objects: 3, Bytes: 1 << 20}, {Objects: 1000, Bytes: 100}} {
		if _, err := Unpack(bytes.NewReader(text), t.TempDir(), l); err == nil || !strings.Contains(err.Error(), ErrLimit.Error()) {
			t.Errorf("limits %v: %v", l, err)
		}
	}
}

// What git would not take as the name of a reference is not written as one.
func TestNamesAsGitHasThem(t *testing.T) {
	for _, name := range []string{"refs/heads/main", "refs/heads/a/b-c_d", "refs/tags/v1.0", "refs/heads/ä", "refs/heads/.a", "refs/heads/a.",
		"refs/heads/a..b", "refs/heads/a@{b", "refs/heads/@", "refs/heads/a.lock/b", "refs/heads/a b", "refs/heads/a/", "refs//a",
		"refs/heads/a?", "refs/heads/a\tb", "refs/heads/a\\b"} {
		theirs := exec.Command("git", "check-ref-format", name).Run() == nil
		if refName(name) && !theirs {
			t.Errorf("%q is taken, and git refuses it", name)
		}
		if theirs && !refName(name) {
			t.Errorf("%q is refused, and git takes it", name)
		}
	}
}

// FuzzUnpack reads anything as a bundle. Nothing lands outside of the folder of git, and each object bears the name of its bytes.
func FuzzUnpack(f *testing.F) {
	_, _, text := written(f)
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add(bytes.Replace(text, []byte("refs/tags/v1"), []byte("refs/tags/.."), 1))
	_, pack, _ := bytes.Cut(text, []byte("\n\n"))
	f.Add(append([]byte(signature+strings.Repeat("0", 40)+" refs/heads/a\n\n"), pack...))
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := filepath.Join(t.TempDir(), "in")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		refs, err := Unpack(bytes.NewReader(text), dir, small)
		if err == nil {
			_ = Whole(dir, refs) // must not panic
		}
		inside(t, filepath.Dir(dir))
	})
}

func inside(t *testing.T, top string) {
	t.Helper()
	err := filepath.WalkDir(top, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(top, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		rest, object := strings.CutPrefix(rel, "in/.git/objects/")
		switch {
		case object && strings.ReplaceAll(rest, "/", "") != nameOf(t, name):
			t.Errorf("object %s bears another name", rest)
		case !object && rel != "in/.git/HEAD" && rel != "in/.git/config" && !strings.HasPrefix(rel, "in/.git/refs/"):
			t.Errorf("%s was written", rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// nameOf makes the name of a loose object of its bytes.
func nameOf(t *testing.T, file string) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // read only
	z, err := zlib.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha1.New() //nolint:gosec // as above
	if _, err := io.Copy(sum, io.LimitReader(z, objects.MaxSize+100)); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}
