package history

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// grown is a repository with a document of three revisions.
func grown(t testing.TB) *testRepo {
	r := newRepo(t)
	r.commit("one", map[string]string{"content/a.md": "id: A\n---\none\n", "other/x.txt": "x\n"})
	r.commit("two", map[string]string{"content/a.md": "id: A\n---\ntwo\n"})
	r.commit("three", map[string]string{"content/a.md": "id: A\n---\nthree\n", "content/sub/b.md": "id: B\n---\nb\n"})
	return r
}

var grownRevisions = []string{"three: content/a.md substance", "two: content/a.md substance", "one: content/a.md added"}

// TestReadableRepositories reads repositories of every shape that can be read. Each has the same history.
func TestReadableRepositories(t *testing.T) {
	t.Parallel()
	shapes := map[string]func(*testRepo) *testRepo{
		"loose":         func(r *testRepo) *testRepo { return r },
		"packed":        func(r *testRepo) *testRepo { r.git("gc", "-q"); return r },
		"packed refs":   func(r *testRepo) *testRepo { r.git("pack-refs", "--all"); return r },
		"detached HEAD": func(r *testRepo) *testRepo { r.git("checkout", "-q", "--detach"); return r },
		"packed and loose": func(r *testRepo) *testRepo {
			r.git("reset", "-q", "--soft", "HEAD~1")
			r.git("gc", "-q", "--prune=now")
			r.git("reflog", "expire", "--expire=now", "--all")
			r.commit("three", nil)
			return r
		},
		"several packs and midx": func(r *testRepo) *testRepo {
			r.git("repack", "-q")
			r.now += 60
			r.git("commit", "-q", "--allow-empty", "-m", "four")
			r.git("repack", "-q")
			r.git("multi-pack-index", "write")
			return r
		},
		"commit-graph": func(r *testRepo) *testRepo {
			r.git("commit-graph", "write", "--reachable", "--changed-paths")
			r.now += 60
			r.git("commit", "-q", "--allow-empty", "-m", "newer than the graph")
			return r
		},
		"linked worktree": func(r *testRepo) *testRepo {
			r.git("worktree", "add", "-q", "-b", "linked", "../linked")
			return r.at(filepath.Join(filepath.Dir(r.dir), "linked"))
		},
		"submodule": func(r *testRepo) *testRepo {
			outer := newRepo(r.t)
			outer.git("submodule", "add", "-q", r.dir, "inner")
			return outer.at(filepath.Join(outer.dir, "inner"))
		},
		"separate git dir": func(r *testRepo) *testRepo {
			r.git("init", "-q", "--separate-git-dir", "../elsewhere.git")
			return r
		},
		"sparse checkout": func(r *testRepo) *testRepo {
			r.git("sparse-checkout", "set", "--cone", "content")
			r.git("config", "core.repositoryformatversion", "1")
			r.git("config", "extensions.worktreeConfig", "true")
			return r
		},
		"precious objects": func(r *testRepo) *testRepo {
			r.git("config", "core.repositoryformatversion", "1")
			r.git("config", "extensions.preciousObjects", "true")
			return r
		},
		"absolute alternates": func(r *testRepo) *testRepo {
			r.git("clone", "-q", "--shared", ".", "../shared")
			return r.at(filepath.Join(filepath.Dir(r.dir), "shared"))
		},
		"packed alternates": func(r *testRepo) *testRepo {
			r.git("gc", "-q")
			r.git("clone", "-q", "--shared", ".", "../shared")
			return r.at(filepath.Join(filepath.Dir(r.dir), "shared"))
		},
		"relative alternates": func(r *testRepo) *testRepo {
			r.git("clone", "-q", "--shared", ".", "../shared")
			s := r.at(filepath.Join(filepath.Dir(r.dir), "shared"))
			s.must(os.WriteFile(filepath.Join(s.dir, ".git/objects/info/alternates"), []byte("# near\n../../../repo/.git/objects\n"), 0o644))
			return s
		},
		"below a symbolic link": func(r *testRepo) *testRepo {
			link := filepath.Join(filepath.Dir(r.dir), "link")
			if err := os.Symlink(r.dir, link); err != nil {
				r.t.Skip("no symbolic links:", err)
			}
			return r.at(link)
		},
		"hostile configuration": func(r *testRepo) *testRepo {
			for _, key := range []string{"core.fsmonitor", "core.sshCommand", "core.pager", "diff.external", "core.alternateRefsCommand"} {
				r.git("config", key, "touch "+filepath.Join(r.dir, "ran"))
			}
			return r
		},
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := grown(t)
			r.t = t
			r = shape(r)
			r.t = t
			log := r.read(Options{})
			if log.State != Complete {
				t.Fatalf("state %s: %s", log.State, log.Reason)
			}
			if diff := cmp.Diff(grownRevisions, summaries(log.Revisions("content/a.md"))); diff != "" {
				t.Errorf("revisions (-want +got):\n%s", diff)
			}
			if want := r.head(); log.Head != want {
				t.Errorf("head %s, want %s", log.Head, want)
			}
			if want := strings.TrimSpace(r.git("branch", "--show-current")); log.Branch != want {
				t.Errorf("branch %q, want %q", log.Branch, want)
			}
			if _, err := os.Stat(filepath.Join(r.dir, "ran")); err == nil {
				t.Error("reading the repository ran a program")
			}
		})
	}
}

// TestRefusedRepositories names what cannot be relied on, and gives what is certain all the same.
func TestRefusedRepositories(t *testing.T) {
	t.Parallel()
	clone := func(args ...string) func(*testRepo) string {
		return func(r *testRepo) string {
			r.git("config", "uploadpack.allowFilter", "true")
			to := filepath.Join(filepath.Dir(r.dir), "clone")
			r.git(append(append([]string{"clone", "-q", "--no-checkout"}, args...), "file://"+r.dir, to)...)
			return to
		}
	}
	tests := map[string]struct {
		make  func(*testRepo) string
		state State
		fix   string
		span  []string
	}{
		"no repository": {func(r *testRepo) string { return r.t.TempDir() }, NoRepository, "git init", nil},
		"empty":         {func(r *testRepo) string { return newRepo(r.t).dir }, NoCommits, "git commit", nil},
		"shallow":       {clone("--depth=2"), Shallow, "git fetch --unshallow", grownRevisions[:1]},
		"blobs missing": {clone("--filter=blob:none"), Partial, fixPartial + "origin", grownRevisions},
		"trees missing": {clone("--filter=tree:0"), Partial, fixPartial + "origin", nil},
		"sha256": {
			func(r *testRepo) string { return newRepo(r.t, "--object-format=sha256").dir },
			Unsupported,
			"git clone of a repository made with --object-format=sha1",
			nil,
		},
		"reftable": {func(r *testRepo) string {
			r.git("config", "core.repositoryformatversion", "1")
			r.git("config", "extensions.refStorage", "reftable")
			return r.dir
		}, Unsupported, "git refs migrate --ref-format=files", nil},
		"unknown extension": {func(r *testRepo) string {
			r.git("config", "core.repositoryformatversion", "1")
			r.git("config", "extensions.telepathy", "true")
			return r.dir
		}, Unsupported, "", nil},
		"format 2": {func(r *testRepo) string {
			r.git("config", "core.repositoryformatversion", "2")
			return r.dir
		}, Unsupported, "", nil},
		"configuration is no configuration": {func(r *testRepo) string {
			r.must(os.WriteFile(filepath.Join(r.dir, ".git/config"), []byte("[core\n\x00"), 0o644))
			return r.dir
		}, Unsupported, "git config --list", nil},
		"lost alternate": {func(r *testRepo) string {
			to := filepath.Join(filepath.Dir(r.dir), "shared")
			r.git("clone", "-q", "--shared", ".", to)
			r.must(os.Rename(r.dir, r.dir+".gone"))
			return to
		}, Partial, "git fsck, then clone again", nil},
		"dangling .git file": {func(r *testRepo) string {
			dir := r.t.TempDir()
			r.must(os.WriteFile(filepath.Join(dir, ".git"), []byte("gitdir: /nowhere/at/all\n"), 0o644))
			return dir
		}, NoRepository, "git worktree repair", nil},
		"commit object cut short": {func(r *testRepo) string {
			file := r.objectFile(r.head())
			r.must(os.Chmod(file, 0o644))
			r.must(os.Truncate(file, 20))
			return r.dir
		}, Partial, "git fsck, then clone again", nil},
		"another commit under its name": {func(r *testRepo) string {
			first := Hash(strings.TrimSpace(r.git("rev-parse", "HEAD~2")))
			bytes, err := os.ReadFile(r.objectFile(r.head()))
			r.must(err)
			r.must(os.Chmod(r.objectFile(first), 0o644))
			r.must(os.WriteFile(r.objectFile(first), bytes, 0o644)) // a circle
			return r.dir
		}, Partial, "git fsck, then clone again", nil},
		"one blob cut short": {func(r *testRepo) string {
			file := r.objectFile(Hash(strings.TrimSpace(r.git("rev-parse", "HEAD~1:content/a.md"))))
			r.must(os.Chmod(file, 0o644))
			r.must(os.Truncate(file, 10))
			return r.dir
		}, Partial, "git fsck, then clone again", grownRevisions},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := grown(t)
			r.t = t
			dir := test.make(r)
			log := r.read(Options{Dir: dir})
			if log.State != test.state || log.Fix != test.fix || log.Reason == "" {
				t.Errorf("state %s, fix %q, want %s, %q; reason: %s", log.State, log.Fix, test.state, test.fix, log.Reason)
			}
			if diff := cmp.Diff(test.span, summaries(log.Revisions("content/a.md"))); diff != "" {
				t.Errorf("revisions (-want +got):\n%s", diff)
			}
			if _, _, err := Snapshot(t.Context(), dir, "HEAD~9", nil); err == nil {
				t.Error("a snapshot of a commit that is not there")
			}
		})
	}
}

// objectFile gives the file of a loose object.
func (r *testRepo) objectFile(h Hash) string {
	return filepath.Join(r.dir, ".git", "objects", string(h[:2]), string(h[2:]))
}

// TestMendWorks runs the commands that the log gives.
func TestMendWorks(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"shallow": {"--depth=1"}, "blobs": {"--filter=blob:none"}, "trees": {"--filter=tree:0"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := grown(t)
			r.t = t
			r.git("config", "uploadpack.allowFilter", "true")
			to := filepath.Join(filepath.Dir(r.dir), "clone")
			r.git(append(append([]string{"clone", "-q", "--no-checkout"}, args...), "file://"+r.dir, to)...)
			c := r.at(to)
			fix := c.read(Options{}).Fix
			c.git(strings.Fields(fix)[1:]...)
			log := c.read(Options{})
			if log.State != Complete {
				t.Errorf("after %q: state %s: %s", fix, log.State, log.Reason)
			}
			if diff := cmp.Diff(grownRevisions, summaries(log.Revisions("content/a.md"))); diff != "" {
				t.Errorf("revisions (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMissingBlobCostsItsFacts reads on where one version of a document is not there.
func TestMissingBlobCostsItsFacts(t *testing.T) {
	t.Parallel()
	r := grown(t)
	r.must(os.Remove(r.objectFile(Hash(strings.TrimSpace(r.git("rev-parse", "HEAD~1:content/a.md"))))))
	log := r.read(Options{})
	revs := log.Revisions("content/a.md")
	if len(revs) != 3 || revs[0].Unread || !revs[1].Unread || revs[2].Unread {
		t.Fatalf("revisions %+v, want the middle one of three unread", revs)
	}
	if revs[0].Facts.ID != "A" || revs[1].Facts != (Facts{}) || log.State != Partial {
		t.Errorf("facts %+v and %+v in state %s", revs[0].Facts, revs[1].Facts, log.State)
	}
}

// TestOverrides tells the history that commits state, and notes that there are replacements.
func TestOverrides(t *testing.T) {
	t.Parallel()
	r := grown(t)
	r.git("replace", "--graft", "HEAD")
	r.write(map[string]string{".git/info/grafts": string(r.head()) + "\n"})
	log := r.read(Options{})
	if diff := cmp.Diff(grownRevisions, summaries(log.Revisions("content/a.md"))); diff != "" {
		t.Errorf("revisions (-want +got):\n%s", diff)
	}
	want := []string{"1 replace refs are not followed; see git replace --list", "the grafts in info/grafts are not followed"}
	if diff := cmp.Diff(want, log.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// TestShallowTellsNoFirst leaves out what a cut-off commit seems to add.
func TestShallowTellsNoFirst(t *testing.T) {
	t.Parallel()
	r := grown(t)
	to := filepath.Join(filepath.Dir(r.dir), "clone")
	r.git("clone", "-q", "--depth=1", "file://"+r.dir, to)
	log := r.at(to).read(Options{})
	if revs := log.Revisions("content/a.md"); len(revs) != 0 {
		t.Errorf("revisions %v of a commit whose parent is unknown", summaries(revs))
	}
	if log.HeadBlob("content/a.md") == "" {
		t.Error("the head's own files are not known")
	}
	_, _, err := Snapshot(t.Context(), to, "HEAD~1", nil)
	var state *StateError
	if !errors.As(err, &state) || state.State != Shallow {
		t.Errorf("snapshot before the cut: %v, want a shallow state", err)
	}
}

// TestUnknownRevision is an error, not a state.
func TestUnknownRevision(t *testing.T) {
	t.Parallel()
	r := grown(t)
	for _, rev := range []string{"nowhere", "HEAD~9", "HEAD^2", "main^{tree}", "../../etc/passwd", "-x", "1999-01-01", "abcd", "main~x"} {
		if log, err := Read(t.Context(), Options{Dir: r.dir, Folder: "content", Rev: rev}); err == nil {
			t.Errorf("revision %q was read as %s, state %s", rev, log.Head, log.State)
		}
	}
}
