package output_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"clausebook/internal/output"
)

// put writes a file below a folder.
func put(t *testing.T, content string, parts ...string) {
	t.Helper()
	name := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// link makes a symbolic link.
func link(t *testing.T, to string, parts ...string) {
	t.Helper()
	if err := os.Symlink(to, filepath.Join(parts...)); err != nil {
		t.Skip("no symbolic links here:", err)
	}
}

// build writes a site of some files, each holding the word.
func build(t *testing.T, to output.Target, word string, paths ...string) error {
	t.Helper()
	var files []output.File
	for _, p := range paths {
		files = append(files, text(p, word))
	}
	_, err := output.Write(context.Background(), to, files, nil)
	return err
}

func mustBuild(t *testing.T, to output.Target, word string, paths ...string) {
	t.Helper()
	if err := build(t, to, word, paths...); err != nil {
		t.Fatal(err)
	}
}

// wantError wants an error that says all the words.
func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Fatalf("error = %v, want one that says %q", err, w)
		}
	}
}

// tree gives the files below a folder, hidden ones of clausebook left out.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !strings.HasPrefix(e.Name(), ".clausebook-") && e.Name() != "SHA256SUMS" {
			rel, _ := filepath.Rel(dir, p)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

func TestFilesThatAreNotOfTheSiteAreKept(t *testing.T) {
	t.Parallel()
	for name, foreign := range map[string][]string{
		"a work tree of a branch of pages": {".git/HEAD", ".git/objects/aa/bb"},
		"a linked work tree":               {".git"},
		"what hosts of pages ask for":      {"CNAME", ".nojekyll", ".well-known/security.txt"},
		"notes":                            {"notes.txt", "docs/mine.txt", "docs/deep/er.txt"},
		"a repository further down":        {"docs/.git/HEAD"},
		"a file of a name like ours":       {"index.html.bak"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "public")
			to := output.Target{Dir: dir, Temp: filepath.Join(filepath.Dir(dir), ".clausebook")}
			mustBuild(t, to, "1", "index.html", "docs/a.html")
			for _, f := range foreign {
				put(t, "mine", dir, f)
			}
			mustBuild(t, to, "2", "index.html", "docs/b.html")
			for _, f := range foreign {
				if got := read(t, dir, f); got != "mine" {
					t.Errorf("%s = %q, want it as it was", f, got)
				}
			}
			if got := read(t, dir, "index.html"); got != "2" {
				t.Errorf("index.html = %q, want the new one", got)
			}
			if _, err := os.Lstat(filepath.Join(dir, "docs", "a.html")); !os.IsNotExist(err) {
				t.Errorf("the page of the former site is still there: %v", err)
			}
			if left := tree(t, filepath.Dir(dir)); strings.Contains(left, "new") || strings.Contains(left, "lock") {
				t.Errorf("left behind: %s", left)
			}
		})
	}
}

func TestAFolderOfGitAndHostsMayBeTaken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, "gitdir: /elsewhere\n", dir, ".git")
	put(t, "docs.example.org\n", dir, "CNAME")
	put(t, "", dir, ".nojekyll")
	mustBuild(t, output.Target{Dir: dir}, "1", "index.html")
	if got := tree(t, dir); got != ".git .nojekyll CNAME index.html" {
		t.Errorf("files: %s", got)
	}
}

func TestAFileInTheWayStopsTheBuildAndIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ foreign, planned string }{
		"the same file":              {"about.html", "about.html"},
		"the same but for case":      {"About.HTML", "about.html"},
		"a file where a folder is":   {"docs", "docs/a.html"},
		"a folder where a file is":   {"a/notes.txt", "a"},
		"deep in a folder of a file": {"a/b/c/notes.txt", "a/b"},
		"a repository":               {".git/HEAD", ".git"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "public")
			mustBuild(t, output.Target{Dir: dir}, "1", "index.html")
			put(t, "mine", dir, c.foreign)
			rendered := false
			files := []output.File{text("index.html", "2"), text(c.planned, "2")}
			_, err := output.Write(context.Background(), output.Target{Dir: dir}, files, func(int) { rendered = true })
			wantError(t, err, "not of the site", strings.Split(c.foreign, "/HEAD")[0])
			if rendered {
				t.Error("pages were written before the folder was looked at")
			}
			if read(t, dir, c.foreign) != "mine" || read(t, dir, "index.html") != "1" {
				t.Error("the folder was changed")
			}
		})
	}
}

// What is put into the folder while pages are written is seen too.
func TestAFileThatComesWhilePagesAreWritten(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "public")
	to := output.Target{Dir: dir}
	mustBuild(t, to, "1", "index.html")
	come := func(name string) error {
		_, err := output.Write(context.Background(), to, []output.File{text("index.html", "2"), text("new.html", "2")}, func(n int) {
			if n == 1 {
				put(t, "mine", dir, name)
			}
		})
		return err
	}
	if err := come("notes.txt"); err != nil || read(t, dir, "notes.txt") != "mine" {
		t.Errorf("the file was lost: %v", err)
	}
	mustBuild(t, to, "1", "index.html")
	wantError(t, come("new.html"), "new.html")
	if read(t, dir, "new.html") != "mine" || read(t, dir, "index.html") != "1" || read(t, dir, "notes.txt") != "mine" {
		t.Error("the folder was changed")
	}
}

func TestLinksAndDevicesInTheFolderStopTheBuild(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "token")
	put(t, "secret", secret)
	for name, c := range map[string]struct {
		make func(t *testing.T, dir string)
		want string
	}{
		".gitkeep":      {func(t *testing.T, dir string) { link(t, secret, dir, ".gitkeep") }, ".gitkeep (a symbolic link)"},
		".gitignore":    {func(t *testing.T, dir string) { link(t, "/proc/self/environ", dir, ".gitignore") }, ".gitignore (a symbolic link)"},
		"the CNAME":     {func(t *testing.T, dir string) { link(t, secret, dir, "CNAME") }, "CNAME (a symbolic link)"},
		"the git file":  {func(t *testing.T, dir string) { link(t, secret, dir, ".git") }, ".git (a symbolic link)"},
		"a folder":      {func(t *testing.T, dir string) { link(t, filepath.Dir(secret), dir, "docs") }, "docs (a symbolic link)"},
		"dangling":      {func(t *testing.T, dir string) { link(t, "nowhere", dir, ".gitkeep") }, ".gitkeep (a symbolic link)"},
		"a named pipe":  {pipe(".gitkeep"), ".gitkeep (a named pipe)"},
		"a pipe deeper": {pipe("x/y"), "x/y (a named pipe)"},
	} {
		for _, marked := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				dir := filepath.Join(t.TempDir(), "public")
				if marked {
					mustBuild(t, output.Target{Dir: dir}, "1", "index.html")
				} else if err := os.Mkdir(dir, 0o755); err != nil {
					t.Fatal(err)
				}
				c.make(t, dir)
				err := build(t, output.Target{Dir: dir}, "2", "index.html")
				if marked {
					wantError(t, err, c.want)
				} else {
					wantError(t, err, strings.Fields(c.want)[0])
				}
				if marked && read(t, dir, "index.html") != "1" {
					t.Error("the site was changed")
				}
			})
		}
	}
}

// The marker and the list are no way to be led elsewhere either.
func TestALinkAsMarkerOrListIsNone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{".clausebook-site", ".clausebook-files"} {
		dir, elsewhere := t.TempDir(), t.TempDir()
		put(t, "thesis.txt\n", elsewhere, "list")
		put(t, "years of work", dir, "thesis.txt")
		link(t, filepath.Join(elsewhere, "list"), dir, name)
		wantError(t, build(t, output.Target{Dir: dir}, "1", "index.html"), "thesis.txt")
		put(t, "made by clausebook", dir, ".clausebook-site")
		if name == ".clausebook-files" {
			wantError(t, build(t, output.Target{Dir: dir}, "1", "index.html"), "thesis.txt")
		}
		if read(t, dir, "thesis.txt") != "years of work" {
			t.Error("the foreign file was changed")
		}
	}
}

func pipe(name string) func(t *testing.T, dir string) {
	return func(t *testing.T, dir string) {
		put(t, "", dir, name)
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if err := makePipe(filepath.Join(dir, name)); err != nil {
			t.Skip("no named pipes here:", err)
		}
	}
}

// A site of a version that kept no list is replaced if nothing in it can be anybody else's.
func TestASiteWithoutAListIsTreatedWithCare(t *testing.T) {
	t.Parallel()
	old := func(t *testing.T, more ...string) string {
		dir := t.TempDir()
		for _, name := range append(more, ".clausebook-site", "index.html", "CNAME", ".git/HEAD") {
			put(t, "old", dir, name)
		}
		return dir
	}
	dir := old(t)
	mustBuild(t, output.Target{Dir: dir}, "2", "index.html", "new.html")
	if got := tree(t, dir); got != ".git/HEAD CNAME index.html new.html" || read(t, dir, "index.html") != "2" {
		t.Errorf("files: %s", got)
	}
	dir = old(t, "notes.txt", "docs/gone.html")
	wantError(t, build(t, output.Target{Dir: dir}, "2", "index.html"), "kept no list", "notes.txt", "docs/gone.html", "remove the folder")
	if got := tree(t, dir); got != ".git/HEAD CNAME docs/gone.html index.html notes.txt" || read(t, dir, "index.html") != "old" {
		t.Errorf("the folder was changed: %s", got)
	}
}

func TestAListThatNamesOtherFoldersTouchesNothingThere(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	put(t, "mine", parent, "thesis.txt")
	dir := filepath.Join(parent, "public")
	mustBuild(t, output.Target{Dir: dir}, "1", "index.html")
	put(t, "../thesis.txt\n/etc/passwd\nindex.html\nSHA256SUMS\n.\n..\n", dir, ".clausebook-files")
	mustBuild(t, output.Target{Dir: dir}, "2", "index.html")
	if read(t, parent, "thesis.txt") != "mine" {
		t.Error("a file outside was touched")
	}
}

func TestAnOutputThatIsALinkUpdatesWhatItNames(t *testing.T) {
	t.Parallel()
	project, outside := t.TempDir(), t.TempDir()
	temp := filepath.Join(project, ".clausebook")
	check := func(at, site string) {
		t.Helper()
		if info, err := os.Lstat(filepath.Join(project, at)); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("the link %s is none any more: %v", at, err)
		}
		if read(t, site, "index.html") != "1" {
			t.Error("what the link names was not updated")
		}
	}
	if err := os.Mkdir(filepath.Join(project, "www"), 0o755); err != nil {
		t.Fatal(err)
	}
	link(t, "www", project, "public")
	mustBuild(t, output.Target{Dir: filepath.Join(project, "public"), Within: project, Temp: temp}, "1", "index.html")
	check("public", filepath.Join(project, "www"))

	link(t, "public", project, "twice")
	mustBuild(t, output.Target{Dir: filepath.Join(project, "twice"), Within: project}, "1", "index.html")
	check("twice", filepath.Join(project, "www"))

	link(t, outside, project, "away")
	away := filepath.Join(project, "away")
	err := build(t, output.Target{Dir: away, Within: project}, "1", "index.html")
	wantError(t, err, "leads out of the project", "--output "+real(t, outside))
	wantError(t, build(t, output.Target{Dir: filepath.Join(away, "site"), Within: project}, "1", "index.html"), "leads out of the project")
	if got := tree(t, outside); got != "" {
		t.Errorf("written outside: %s", got)
	}
	mustBuild(t, output.Target{Dir: away, Temp: temp}, "1", "index.html") // named by the user
	check("away", outside)
	mustBuild(t, output.Target{Dir: filepath.Join(away, "site"), Temp: temp}, "1", "index.html")
	if read(t, outside, "site", "index.html") != "1" {
		t.Error("a folder below a link was not written")
	}
}

func TestAnOutputThatIsALinkToNoFolderIsRefused(t *testing.T) {
	t.Parallel()
	project := t.TempDir()
	put(t, "mine", project, "file")
	link(t, "nowhere", project, "dangling")
	link(t, "file", project, "to-file")
	link(t, "circle", project, "circle")
	for name, want := range map[string]string{
		"dangling": "symbolic link to nowhere, which does not exist", "dangling/deep/er": "which does not exist",
		"to-file": "is not a folder", "file": "is not a folder", "circle": "circle", "file/below": "file",
	} {
		wantError(t, build(t, output.Target{Dir: filepath.Join(project, name)}, "1", "index.html"), want)
	}
	if got := tree(t, project); got != "circle dangling file to-file" || read(t, project, "file") != "mine" {
		t.Errorf("files: %s", got)
	}
}

// real gives a path without links: the folder of temporary files may be behind one.
func real(t *testing.T, dir string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestNothingIsWrittenThroughAWorkFolderThatIsALink(t *testing.T) {
	t.Parallel()
	project, outside := t.TempDir(), t.TempDir()
	put(t, "mine", outside, "new", "thesis.txt")
	link(t, outside, project, ".clausebook")
	dir := filepath.Join(project, "public")
	mustBuild(t, output.Target{Dir: dir, Temp: filepath.Join(project, ".clausebook")}, "1", "index.html")
	link(t, outside, project, ".public.clausebook")
	wantError(t, build(t, output.Target{Dir: dir}, "2", "index.html"), ".public.clausebook is not a folder")
	if got := tree(t, outside); got != "new/thesis.txt" {
		t.Errorf("the folder that the link names was changed: %s", got)
	}
}

// A commit may hold what looks like the rest of an interrupted build; it must not lead out of the output folder.
func TestWhatIsPutBackGoesThroughNoLink(t *testing.T) {
	t.Parallel()
	project, outside := t.TempDir(), t.TempDir()
	dir := filepath.Join(project, "public")
	mustBuild(t, output.Target{Dir: dir}, "1", "index.html")
	put(t, "evil", project, ".public.clausebook", "new", "x", "authorized_keys")
	link(t, outside, dir, "x")
	if err := build(t, output.Target{Dir: dir}, "2", "index.html"); err == nil {
		t.Error("no error")
	}
	if got := tree(t, outside); got != "" {
		t.Errorf("written outside: %s", got)
	}
}

func TestADeviceIsNoOutputFolder(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no devices in the file system")
	}
	wantError(t, build(t, output.Target{Dir: os.DevNull}, "1", "index.html"), "is not a folder")
}
