package history

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/date"
)

// always lets every day have come.
func always(date.Date) bool { return true }

// line opens a line of a repository.
func (r *testRepo) line(ref string, came func(date.Date) bool) *Line {
	r.t.Helper()
	a, err := OpenArchive(r.dir, nil)
	r.must(err)
	r.t.Cleanup(a.Close)
	l, err := a.Line(ref, came)
	r.must(err)
	return l
}

// TestNotesAsGitReadsThem compares the notes that are found with those that git shows, in each depth of folders that git makes.
func TestNotesAsGitReadsThem(t *testing.T) {
	t.Parallel()
	for name, n := range map[string]int{"flat": 3, "in folders": 300} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			var script strings.Builder
			for i := range n {
				fmt.Fprintf(&script, "commit refs/heads/main\nmark :%d\ncommitter C <c@example.org> %d +0000\ndata 2\nc\n\n", i+1, 1_700_000_000+i)
			}
			for i := range n - 1 { // the last commit has none
				text := fmt.Sprintf("Code-Review+2: Person %d <p@example.org>\n", i)
				fmt.Fprintf(&script, "commit refs/notes/review\ncommitter G <g@example.org> %d +0000\ndata 2\nn\nN inline :%d\ndata %d\n%s\n",
					1_700_086_400+i*86_400, i+1, len(text), text)
			}
			r.gitIn(script.String(), "fast-import", "--quiet")
			l := r.line(ReviewNotes, always)
			tip, _ := l.At(0)
			listed := map[string]string{} // the blobs of notes by commit
			for line := range strings.Lines(r.git("notes", "--ref=review", "list")) {
				blob, about, _ := strings.Cut(strings.TrimSpace(line), " ")
				listed[about] = blob
			}
			brought := strings.Fields(r.git("rev-list", "--reverse", "refs/notes/review"))
			for i, h := range strings.Fields(r.git("rev-list", "--reverse", "main")) {
				paths, err := NotePaths(l.Tree(tip), Hash(h))
				r.must(err)
				if len(paths) == 0 {
					if i != n-1 {
						t.Errorf("commit %d has no note", i)
					}
					continue
				}
				info, err := fs.Stat(l.Tree(tip), paths[0])
				r.must(err)
				if string(info.Sys().(Hash)) != listed[h] {
					t.Errorf("note on commit %d is %s, git lists %s", i, info.Sys(), listed[h])
				}
				since := l.Since(0, func(tree fs.FS) bool { found, err := NotePaths(tree, Hash(h)); return err == nil && len(found) > 0 })
				if string(since.Hash) != brought[i] {
					t.Errorf("note on commit %d came with %s, want %s", i, since.Hash, brought[i])
				}
			}
		})
	}
}

// TestLineOfADay wants that a line ends where its newest commits are of days that have not come.
func TestLineOfADay(t *testing.T) {
	t.Parallel()
	r := grown(t)
	for i, text := range []string{"first", "second", "third"} {
		r.now = 1_700_000_000 + int64(i+10)*86_400
		r.git("notes", "--ref=review", "add", "-f", "-m", text)
	}
	day := date.New(2023, 11, 25)
	l := r.line(ReviewNotes, func(made date.Date) bool { return !made.After(day) })
	c, _ := l.At(0)
	if got := strings.TrimSpace(r.git("rev-parse", "refs/notes/review~1")); string(c.Hash) != got || c.Committer.Day() != day {
		t.Errorf("the line ends at %s of %s, want %s", c.Hash, c.Committer.Day(), got)
	}
	if _, more := l.At(2); more {
		t.Error("the line has a third commit")
	}
	if l := r.line(ReviewNotes, func(date.Date) bool { return false }); l != nil {
		t.Errorf("there is a line before its first commit: %v", l)
	}
	if l := r.line("refs/notes/other", always); l != nil {
		t.Errorf("there is a line without a reference: %v", l)
	}
}

// TestBrokenLines wants an error, and no more, of references that lead to what is no commit or is not there.
func TestBrokenLines(t *testing.T) {
	t.Parallel()
	r := grown(t)
	a, err := OpenArchive(r.dir, nil)
	r.must(err)
	defer a.Close()
	gone := strings.Repeat("ab", 20)
	put := func(text string) {
		r.must(os.MkdirAll(filepath.Join(r.dir, ".git/refs/notes"), 0o755))
		r.must(os.WriteFile(filepath.Join(r.dir, ".git/refs/notes/review"), []byte(text), 0o644))
	}
	for name, text := range map[string]string{
		"a commit that is missing": gone + "\n",
		"a tree":                   r.git("rev-parse", "HEAD^{tree}"),
		"a blob":                   r.git("rev-parse", "HEAD:content/a.md"),
		"itself":                   "ref: refs/notes/review\n",
	} {
		put(text)
		if l, err := a.Line(ReviewNotes, always); err == nil {
			t.Errorf("%s is read as a line: %v", name, l)
		}
	}
	for name, text := range map[string]string{"nothing": "", "no name of an object": "hello\n"} {
		put(text)
		if l, err := a.Line(ReviewNotes, always); err == nil && l != nil {
			t.Errorf("%s is read as a line: %v", name, l)
		}
	}
}

// TestNotePaths finds notes in trees that git would not write, and stops in those that cannot be read.
func TestNotePaths(t *testing.T) {
	t.Parallel()
	const h = Hash("0123456789abcdef0123456789abcdef01234567")
	file := &fstest.MapFile{Data: []byte("x")}
	deep := ""
	for i := 0; i < 38; i += 2 {
		deep += string(h[i:i+2]) + "/"
	}
	for name, c := range map[string]struct {
		tree fstest.MapFS
		want []string
		err  bool
	}{
		"nothing":               {fstest.MapFS{}, nil, false},
		"flat":                  {fstest.MapFS{string(h): file}, []string{string(h)}, false},
		"one folder":            {fstest.MapFS{"01/" + string(h[2:]): file}, []string{"01/" + string(h[2:])}, false},
		"both":                  {fstest.MapFS{string(h): file, "01/" + string(h[2:]): file}, []string{string(h), "01/" + string(h[2:])}, false},
		"as deep as can be":     {fstest.MapFS{deep + "67": file}, []string{deep + "67"}, false},
		"another commit":        {fstest.MapFS{"01/" + strings.Repeat("0", 38): file}, nil, false},
		"a folder for the note": {fstest.MapFS{string(h) + "/x": file}, nil, false},
		"a file for the folder": {fstest.MapFS{"01": file}, nil, false},
		"a link for the note":   {fstest.MapFS{string(h): {Mode: fs.ModeIrregular}}, nil, true},
	} {
		got, err := NotePaths(c.tree, h)
		if diff := cmp.Diff(c.want, got); diff != "" || (err != nil) != c.err {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// FuzzNotePaths wants that a tree of notes of any bytes gives files that are there, under the name of the commit.
func FuzzNotePaths(f *testing.F) {
	f.Add("01/23456789abcdef0123456789abcdef01234567")
	f.Add("0123456789abcdef0123456789abcdef01234567")
	f.Add("01/23/4567")
	f.Fuzz(func(t *testing.T, name string) {
		const h = Hash("0123456789abcdef0123456789abcdef01234567")
		if !fs.ValidPath(name) || name == "." {
			return
		}
		tree := fstest.MapFS{name: {Data: []byte("x")}}
		found, err := NotePaths(tree, h)
		if is := strings.ReplaceAll(name, "/", "") == string(h) && regularFan(name); err != nil || is != slices.Contains(found, name) {
			t.Errorf("%q: %v, %v", name, found, err)
		}
	})
}

// regularFan tells whether a path is cut in pairs from the front.
func regularFan(name string) bool {
	parts := strings.Split(name, "/")
	return !slices.ContainsFunc(parts[:len(parts)-1], func(p string) bool { return len(p) != 2 })
}

// TestUnfetched wants that references with reviews are missed where something speaks of them, and only there.
func TestUnfetched(t *testing.T) {
	t.Parallel()
	const id = "Change-Id: I0123456789012345678901234567890123456789"
	entry := func(ref string) func(*testRepo) {
		return func(r *testRepo) {
			c := strings.TrimSpace(r.gitIn("RSL Reference Entry\n\nref: "+ref+"\ntargetID: "+strings.Repeat("1", 40)+"\nnumber: 1\n", "commit-tree", "HEAD^{tree}"))
			r.git("update-ref", GittufLog, c)
		}
	}
	ref := func(name string) func(*testRepo) { return func(r *testRepo) { r.git("update-ref", name, "HEAD") } }
	commit := func(message string) func(*testRepo) { return func(r *testRepo) { r.commit(message, nil) } }
	for name, c := range map[string]struct {
		do   []func(*testRepo)
		want string
	}{
		"nothing":                           {nil, ""},
		"a change id":                       {[]func(*testRepo){commit("Write\n\n" + id)}, "refs/notes/review Change-Id git fetch origin refs/notes/review:refs/notes/review"},
		"an address of a change":            {[]func(*testRepo){commit("Write\n\nReviewed-on: https://review.example.org/1")}, "refs/notes/review Reviewed-on git fetch origin refs/notes/review:refs/notes/review"},
		"a change id below later commits":   {[]func(*testRepo){commit("Write\n\n" + id), commit("More")}, "refs/notes/review Change-Id git fetch origin refs/notes/review:refs/notes/review"},
		"a change id, and the notes":        {[]func(*testRepo){commit("Write\n\n" + id), ref(ReviewNotes)}, ""},
		"a change id in the text":           {[]func(*testRepo){commit("Write\n\n" + id + "\n\nand more text")}, ""},
		"a short change id":                 {[]func(*testRepo){commit("Write\n\nChange-Id: I0123")}, ""},
		"the policy":                        {[]func(*testRepo){ref(GittufPolicy)}, "refs/gittuf/attestations refs/gittuf/policy git fetch origin 'refs/gittuf/*:refs/gittuf/*'"},
		"the log, which tells of it":        {[]func(*testRepo){entry(GittufAttestations)}, "refs/gittuf/attestations refs/gittuf/reference-state-log git fetch origin 'refs/gittuf/*:refs/gittuf/*'"},
		"the log, which does not":           {[]func(*testRepo){entry("refs/heads/main"), ref(GittufPolicy)}, ""},
		"attestations without the log":      {[]func(*testRepo){ref(GittufAttestations)}, "refs/gittuf/reference-state-log refs/gittuf/attestations git fetch origin 'refs/gittuf/*:refs/gittuf/*'"},
		"all of gittuf":                     {[]func(*testRepo){ref(GittufAttestations), ref(GittufPolicy), entry(GittufAttestations)}, ""},
		"what a remote had":                 {[]func(*testRepo){func(r *testRepo) { r.git("remote", "add", "up", "x") }, ref("refs/remotes/up/gittuf/reference-state-log")}, "refs/gittuf/attestations refs/remotes/up/gittuf/reference-state-log git fetch up 'refs/gittuf/*:refs/gittuf/*'"},
		"a file of its name":                {[]func(*testRepo){func(r *testRepo) { r.commit("x", map[string]string{".gittuf/x": "x"}) }}, "refs/gittuf/attestations .gittuf git fetch origin 'refs/gittuf/*:refs/gittuf/*'"},
		"a remote with a name for no shell": {[]func(*testRepo){func(r *testRepo) { r.git("config", "remote.a b;c.url", "x") }, commit("Write\n\n" + id)}, "refs/notes/review Change-Id git fetch 'a b;c' refs/notes/review:refs/notes/review"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := grown(t)
			for _, do := range c.do {
				do(r)
			}
			var got []string
			for _, u := range r.read(Options{}).Unfetched {
				words := strings.Fields(u.Because)
				i := slices.IndexFunc(words, func(w string) bool {
					return strings.Contains(c.want, " "+w+" ") && (strings.Contains(w, "/") || strings.Contains(w, "-") || w[0] == '.')
				})
				if i < 0 {
					t.Fatalf("%+v", u)
				}
				got = append(got, u.Ref+" "+words[i]+" "+u.Fetch)
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestUnfetchedInPartOfTheHistory wants the same said where the clone has not all of the history, or reads an earlier commit.
func TestUnfetchedInPartOfTheHistory(t *testing.T) {
	t.Parallel()
	r := grown(t)
	r.commit("Write\n\nChange-Id: I0123456789012345678901234567890123456789", nil)
	r.git("notes", "--ref=review", "add", "-m", "Code-Review+2: X")
	for name, args := range map[string][]string{"shallow": {"--depth=1"}, "blobs": {"--filter=blob:none"}, "trees": {"--filter=tree:0"}, "whole": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "clone")
			r.git("config", "uploadpack.allowFilter", "true")
			clone := append(append([]string{"clone", "-q", "--no-checkout"}, args...), "file://"+r.dir, dir)
			r.git(clone...)
			got := r.at(dir).read(Options{}).Unfetched
			if len(got) != 1 || got[0].Ref != ReviewNotes || got[0].Fetch != "git fetch origin refs/notes/review:refs/notes/review" {
				t.Fatalf("got %+v", got)
			}
			r.at(dir).git(strings.Fields(got[0].Fetch)[1:]...)
			if got := r.at(dir).read(Options{}).Unfetched; len(got) != 0 {
				t.Errorf("after the command it says %+v", got)
			}
		})
	}
}
