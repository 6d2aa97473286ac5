package cli_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"

	"clausebook/internal/cli"
	"clausebook/internal/demo/demotest"
	"clausebook/internal/gittest"
	"clausebook/internal/longtest"
)

func TestMain(m *testing.M) {
	testscript.Main(demotest.Tests{M: m}, map[string]func(){
		"clausebook": func() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScript runs what a user types and compares what a user sees. Run with -update to write expected files anew.
func TestScript(t *testing.T) {
	dir, err := filepath.Abs("testdata/script")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: false,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			env.Setenv("GOMAXPROCS", "1")                 // scripts run beside each other, so that a second thread of one would only cost
			env.Setenv("SOURCE_DATE_EPOCH", "1780272000") // 2026-06-01
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			env.Setenv("OWN", filepath.SplitList(env.Getenv("PATH"))[0]) // the path with nothing but clausebook in it
			var names []string
			for _, pair := range env.Vars {
				name, _, _ := strings.Cut(pair, "=")
				names = append(names, name)
			}
			env.Values[namesKey{}] = names
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "long" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return longtest.Wanted(), nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"commit":        commit,
			"size":          size,
			"bytes":         writeBytes,
			"crawl":         crawl,
			"replace":       replace,
			"shallow":       shallow,
			"exitcode":      exitcode,
			"demonstration": demonstration,
		},
	})
}

var update = flag.Bool("update", false, "write expected output anew")

// commit adds everything and commits it with a fixed author and date, a day or an instant with its zone:
// commit MESSAGE [AUTHOR [DATE]].
func commit(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: commit MESSAGE [AUTHOR [DATE]]")
	}
	name, when := "Ada Tester", time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	if len(args) > 1 {
		name = args[1]
	}
	if len(args) > 2 {
		var err error
		if when, err = time.Parse(time.RFC3339, args[2]); err != nil {
			when, err = time.Parse(time.DateOnly, args[2])
		}
		ts.Check(err)
	}
	mail := strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.org"
	_, err := gittest.Snapshot(ts.MkAbs("."), strings.ReplaceAll(args[0], `\n`, "\n"), gittest.By(name, mail, when))
	ts.Check(err)
}

// demonstration makes what `clausebook demo` does, in less time: demonstration DIR.
func demonstration(ts *testscript.TestScript, _ bool, args []string) {
	typing.Lock() // what is shared must not lie in a folder for temporary files that only one script has
	defer typing.Unlock()
	ts.Check(demotest.Copy(ts.MkAbs(args[0])))
}

// size makes a file of so many bytes: size FILE BYTES.
func size(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte("a line of text\n"), n/15+1)[:n], 0o644))
}

// replace changes a text that a file must hold, \n standing for a line's end: replace OLD NEW FILE.
func replace(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[2])
	raw, err := os.ReadFile(name)
	ts.Check(err)
	before, after := strings.ReplaceAll(args[0], `\n`, "\n"), strings.ReplaceAll(args[1], `\n`, "\n")
	if !strings.Contains(string(raw), before) {
		ts.Fatalf("%s does not hold %q", args[2], before)
	}
	ts.Check(os.WriteFile(name, []byte(strings.Replace(string(raw), before, after, 1)), 0o644))
}

// shallow cuts the history off at HEAD, as a clone of depth one has it: shallow DIR.
func shallow(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	repo, err := git.PlainOpen(dir)
	ts.Check(err)
	head, err := repo.Head()
	ts.Check(err)
	ts.Check(os.WriteFile(filepath.Join(dir, ".git", "shallow"), []byte(head.Hash().String()+"\n"), 0o644))
}

// writeBytes replaces \xNN in a file by bytes, for what a script cannot hold: bytes FILE.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	raw, err := os.ReadFile(name)
	ts.Check(err)
	var out []byte
	for rest := string(raw); rest != ""; {
		if strings.HasPrefix(rest, `\x`) {
			b, err := strconv.ParseUint(rest[2:4], 16, 8)
			ts.Check(err)
			out, rest = append(out, byte(b)), rest[4:]
			continue
		}
		out, rest = append(out, rest[0]), rest[1:]
	}
	ts.Check(os.WriteFile(name, out, 0o644))
}

// exitcode types a command and wants one exit code: exitcode N ARGS... Its output is left for stdout and stderr.
func exitcode(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := typed(ts, args[1:]); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// typing is held while a command runs in the process of the tests, whose folder and environment are there but once.
var typing sync.Mutex

// typed runs a command as if it were typed where a script stands, and gives its exit code. It runs in the process of the tests: some hundred
// starts would take longer than what the commands do. A line that begins with clausebook starts the program, and so do all in long tests.
func typed(ts *testscript.TestScript, args []string) int {
	if longtest.Wanted() {
		var failed *exec.ExitError
		err := ts.Exec("clausebook", args...)
		if errors.As(err, &failed) {
			return failed.ExitCode()
		}
		ts.Check(err)
		return 0
	}
	typing.Lock()
	defer typing.Unlock()
	here, err := os.Getwd()
	ts.Check(err)
	own := os.Environ()
	defer func() {
		setEnvironment(own)
		ts.Check(os.Chdir(here))
	}()
	ts.Check(os.Chdir(ts.MkAbs(".")))
	setEnvironment(environmentOf(ts))
	return cli.Main(args, strings.NewReader(""), ts.Stdout(), ts.Stderr())
}

// namesKey leads to the names that a script begins with in its environment; gitNames are those that scripts set later.
type namesKey struct{}

var gitNames = []string{"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE"}

func environmentOf(ts *testscript.TestScript) []string {
	var all []string
	for _, name := range slices.Concat(ts.Value(namesKey{}).([]string), gitNames) {
		if value := ts.Getenv(name); value != "" {
			all = append(all, name+"="+value)
		}
	}
	return all
}

func setEnvironment(all []string) {
	os.Clearenv()
	for _, pair := range all {
		if name, value, _ := strings.Cut(pair, "="); name != "" {
			if err := os.Setenv(name, value); err != nil {
				panic(err) // the name was in the environment of this process, or in that of a script
			}
		}
	}
}

// crawl reads every page of a site and wants that each link and fragment leads somewhere, that nothing is loaded from
// outside and that no script or style stands in a page: crawl DIR.
func crawl(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	pages := map[string]*page{}
	ts.Check(filepath.Walk(dir, func(p string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		pages[filepath.ToSlash(rel)] = readPage(ts, p)
		return nil
	}))
	var faults []string
	for name, pg := range pages {
		faults = append(faults, pg.faults(name, pages)...)
	}
	if len(faults) > 0 {
		ts.Fatalf("%d faults:\n%s", len(faults), strings.Join(faults[:min(len(faults), 40)], "\n"))
	}
	fmt.Fprintf(ts.Stdout(), "%d files\n", len(pages))
}

type page struct {
	ids    map[string]bool
	links  []string
	broken []string
}

func readPage(ts *testscript.TestScript, name string) *page {
	pg := &page{ids: map[string]bool{}}
	if filepath.Ext(name) != ".html" {
		return pg
	}
	f, err := os.Open(name)
	ts.Check(err)
	defer f.Close() //nolint:errcheck // read only
	z := html.NewTokenizer(f)
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				ts.Check(z.Err())
			}
			return pg
		case html.StartTagToken, html.SelfClosingTagToken:
			pg.tag(z.Token())
		}
	}
}

func (pg *page) tag(t html.Token) {
	external := false
	for _, a := range t.Attr {
		switch {
		case a.Key == "id" && pg.ids[a.Val]:
			pg.broken = append(pg.broken, "duplicate id "+a.Val)
		case a.Key == "id":
			pg.ids[a.Val] = true
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			pg.broken = append(pg.broken, "attribute "+a.Key)
		case a.Key == "src" || a.Key == "href":
			external = external || a.Key == "src"
			if remote(a.Val) && t.Data != "a" {
				if rel := attr(t, "rel"); rel != "canonical" {
					pg.broken = append(pg.broken, t.Data+" loads "+a.Val)
				}
			}
			if !remote(a.Val) {
				pg.links = append(pg.links, a.Val)
			}
		}
	}
	if t.Data == "style" || t.Data == "script" && !external && attr(t, "type") != "application/ld+json" {
		pg.broken = append(pg.broken, "inline "+t.Data)
	}
}

func attr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func remote(ref string) bool {
	u, err := url.Parse(ref)
	return err != nil || u.Scheme != "" || u.Host != ""
}

func (pg *page) faults(name string, pages map[string]*page) []string {
	var out []string
	for _, b := range pg.broken {
		out = append(out, name+": "+b)
	}
	for _, l := range pg.links {
		u, err := url.Parse(l)
		if err != nil {
			out = append(out, name+": "+l)
			continue
		}
		target := name
		if u.Path != "" {
			target = strings.TrimPrefix(filepath.ToSlash(filepath.Join(filepath.Dir(name), filepath.FromSlash(u.Path))), "./")
		}
		to, ok := pages[target]
		if !ok {
			out = append(out, name+": broken link "+l)
		} else if u.Fragment != "" && filepath.Ext(target) == ".html" && !to.ids[u.Fragment] {
			out = append(out, name+": broken fragment "+l)
		}
	}
	return out
}
