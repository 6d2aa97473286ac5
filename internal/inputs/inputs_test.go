package inputs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clausebook/internal/fingerprint"
	"clausebook/internal/inputs"
)

// project is a work tree with what git keeps beside it, in files of our own: nothing here asks what they mean.
func project(t *testing.T) (place inputs.Place, put func(name, text string)) {
	t.Helper()
	top, home := t.TempDir(), t.TempDir()
	put = func(name, text string) {
		t.Helper()
		file := filepath.Join(top, filepath.FromSlash(name))
		if rest, ok := strings.CutPrefix(name, "~/"); ok {
			file = filepath.Join(home, rest)
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("content/policy.md", "text")
	put("public/index.html", "page")
	put(".clausebook/cache/x", "cache")
	put(".git/HEAD", "ref: refs/heads/main\n")
	put(".git/refs/heads/main", "1\n")
	put(".git/config", "[include]\n\tpath = more\n[core]\n\texcludesFile = ../ignored\n")
	put(".git/more", "")
	put("~/.gitconfig", "[include]\n\tpath = .gitmore\n")
	put("~/.gitmore", "")
	put(".git/logs/HEAD", "log")
	put(".git/objects/pack/a.pack", "pack")
	env := map[string]string{"HOME": home}
	return inputs.Place{Dir: top, Top: top, Git: []string{filepath.Join(top, ".git")}, Env: func(name string) string { return env[name] },
		Without: inputs.Resolved(filepath.Join(top, "public"), filepath.Join(top, ".clausebook")), Values: []string{"a"}}, put
}

func name(t *testing.T, p inputs.Place) fingerprint.Digest {
	t.Helper()
	d, err := inputs.Name(p)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Whatever a build may look at changes the name, and what builds write themselves does not.
func TestName(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		change func(t *testing.T, p *inputs.Place, put func(name, text string))
		same   bool
	}{
		"an edit of the same length": {change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put("content/policy.md", "tixt") }},
		"a new file":                 {change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put("notes.txt", "") }},
		"a branch":                   {change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put(".git/refs/heads/other", "1\n") }},
		"a note":                     {change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put(".git/refs/notes/review", "1\n") }},
		"a fetched pack":             {change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put(".git/objects/pack/b.pack", "") }},
		"packed references":          {change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put(".git/packed-refs", "1 x\n") }},
		"what git includes":          {change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put(".git/more", "[user]\n") }},
		"what the user's git includes": {change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) {
			put("~/.gitmore", "[user]\nname = x\n")
		}},
		"a flag": {change: func(_ *testing.T, p *inputs.Place, _ func(_, _ string)) { p.Values = []string{"b"} }},
		"who commits": {change: func(_ *testing.T, p *inputs.Place, _ func(_, _ string)) {
			env := p.Env
			p.Env = func(v string) string {
				if v == "GIT_AUTHOR_NAME" {
					return "Ann"
				}
				return env(v)
			}
		}},
		"a link instead of a file": {change: func(t *testing.T, p *inputs.Place, _ func(_, _ string)) {
			file := filepath.Join(p.Top, "content", "policy.md")
			if os.Remove(file) != nil || os.Symlink("elsewhere", file) != nil {
				t.Skip("no links here")
			}
		}},
		"a large file that was written again": {change: func(t *testing.T, p *inputs.Place, put func(_, _ string)) {
			put("content/large.csv", strings.Repeat("x", 2<<20))
		}},
		"the finished site": {same: true, change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put("public/index.html", "other") }},
		"the cache":         {same: true, change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put(".clausebook/cache/x", "other") }},
		"git's own log":     {same: true, change: func(_ *testing.T, _ *inputs.Place, put func(_, _ string)) { put(".git/logs/HEAD", "other") }},
		"a file touched": {same: true, change: func(t *testing.T, p *inputs.Place, _ func(_, _ string)) {
			then := time.Now().Add(-time.Hour)
			if err := os.Chtimes(filepath.Join(p.Top, "content", "policy.md"), then, then); err != nil {
				t.Fatal(err)
			}
		}},
		"nothing": {same: true, change: func(*testing.T, *inputs.Place, func(_, _ string)) {}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			p, put := project(t)
			before := name(t, p)
			c.change(t, &p, put)
			if same := name(t, p) == before; same != c.same {
				t.Errorf("the name is the same: %v", same)
			}
		})
	}
}

// Where the environment puts parts of the repository elsewhere, nothing is claimed.
func TestNameWhereTheRepositoryIsElsewhere(t *testing.T) {
	t.Parallel()
	p, _ := project(t)
	p.Env = func(v string) string { return map[string]string{"GIT_DIR": "/elsewhere"}[v] }
	if _, err := inputs.Name(p); err == nil {
		t.Error("a name was given")
	}
}

// TestFilesOfAnyFolder has the files of folders named that are called like patterns, and a change in one noticed.
func TestFilesOfAnyFolder(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plain", "a[1]", "b*", "c?", `[`} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		before := inputs.Files(dir, "heads-*")
		if err := os.WriteFile(filepath.Join(dir, "heads-1"), []byte("one"), 0o644); err != nil {
			t.Fatal(err)
		}
		one := inputs.Files(dir, "heads-*")
		if err := os.WriteFile(filepath.Join(dir, "heads-1"), []byte("two"), 0o644); err != nil {
			t.Fatal(err)
		}
		two := inputs.Files(dir, "heads-*")
		if before == one || one == two {
			t.Errorf("in %q a change of a file is not noticed", name)
		}
		if err := os.WriteFile(filepath.Join(dir, "other"), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
		if inputs.Files(dir, "heads-*") != two {
			t.Errorf("in %q another file counts", name)
		}
	}
}
