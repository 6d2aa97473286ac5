package output_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"clausebook/internal/output"
)

// TestMain lets the test program be a build that ends itself, as kill -9 does, where its environment says.
func TestMain(m *testing.M) {
	dir := os.Getenv("OUTPUT_TEST_DIR")
	if dir == "" {
		os.Exit(m.Run())
	}
	if os.Getenv("OUTPUT_TEST_RENAMING") != "" {
		output.WithoutExchange()
	}
	at := os.Getenv("OUTPUT_TEST_KILL_AT")
	output.AtStep(func(step string) {
		fmt.Println(step)
		if step == at {
			killMe()
		}
	})
	to := output.Target{Dir: dir, Temp: os.Getenv("OUTPUT_TEST_TEMP")}
	if _, err := output.Write(context.Background(), to, site(os.Getenv("OUTPUT_TEST_WORD")), nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// killMe ends the program as a signal that cannot be caught does.
func killMe() {
	if me, err := os.FindProcess(os.Getpid()); err == nil {
		_ = me.Kill()
	}
	select {}
}

// site gives a site of some pages that all hold a word.
func site(word string) []output.File {
	var files []output.File
	for i := range 12 {
		files = append(files, output.File{Path: fmt.Sprintf("docs/%d/page.html", i), Write: func(w io.Writer) error {
			_, err := io.WriteString(w, strings.Repeat(word, 2_000))
			return err
		}})
	}
	return append(files, text("index.html", word), text("only-"+word+".html", word))
}

// child gives the command of a build in a program of its own.
func child(t *testing.T, to output.Target, word string, env ...string) *exec.Cmd {
	t.Helper()
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(me)
	c.Env = append(os.Environ(), append(env, "OUTPUT_TEST_DIR="+to.Dir, "OUTPUT_TEST_TEMP="+to.Temp, "OUTPUT_TEST_WORD="+word)...)
	return c
}

// wholeSite wants a site of one word, and gives the word.
func wholeSite(t *testing.T, dir string) string {
	t.Helper()
	word := read(t, dir, "index.html")
	for _, f := range site(word) {
		if got := read(t, dir, f.Path); got == "" || strings.Trim(got, word) != "" {
			t.Fatalf("%s is not that of the site of %q", f.Path, word)
		}
	}
	for _, other := range []string{"old", "new", "last"} {
		if _, err := os.Lstat(filepath.Join(dir, "only-"+other+".html")); other != word && err == nil {
			t.Fatalf("the site of %q has a page of that of %q", word, other)
		}
	}
	return word
}

// kept are files in the output folder that are not of the site.
var kept = []string{".git/HEAD", ".git/objects/aa/bb", "CNAME", "docs/mine/notes.txt"}

func putKept(t *testing.T, dir string) {
	t.Helper()
	for _, name := range kept {
		put(t, "mine", dir, name)
	}
}

// nothingLost wants that the files that are kept are there, and nothing else is left beside the output folder.
func nothingLost(t *testing.T, to output.Target) {
	t.Helper()
	for _, name := range kept {
		if read(t, to.Dir, name) != "mine" {
			t.Errorf("%s was lost", name)
		}
	}
	for _, pattern := range []string{".*.clausebook", ".clausebook/*"} {
		if left, err := filepath.Glob(filepath.Join(filepath.Dir(to.Dir), pattern)); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
	}
}

// steps are those that a build over an old site goes through.
func steps(t *testing.T, env ...string) []string {
	t.Helper()
	to := output.Target{Dir: filepath.Join(t.TempDir(), "public")}
	if _, err := output.Write(t.Context(), to, site("old"), nil); err != nil {
		t.Fatal(err)
	}
	putKept(t, to.Dir)
	out, err := child(t, to, "new", env...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(strings.ReplaceAll(string(out), " ", "_"))
}

// A build is killed at each of its steps. The site that stands is whole at once, or after the next build has looked at
// what was left, and nothing else is lost or left.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	for _, env := range [][]string{nil, {"OUTPUT_TEST_RENAMING=1"}} {
		all := steps(t, env...)
		if len(all) < 8 {
			t.Fatalf("steps: %v", all)
		}
		for _, at := range all {
			for _, temp := range []string{"", ".clausebook"} {
				t.Run(strings.Join(append(env, at, temp), " "), func(t *testing.T) {
					t.Parallel()
					killedAt(t, strings.ReplaceAll(at, "_", " "), temp, env)
				})
			}
		}
	}
}

func killedAt(t *testing.T, at, temp string, env []string) {
	to := output.Target{Dir: filepath.Join(t.TempDir(), "public")}
	if temp != "" {
		to.Temp = filepath.Join(filepath.Dir(to.Dir), temp)
	}
	if _, err := output.Write(t.Context(), to, site("old"), nil); err != nil {
		t.Fatal(err)
	}
	putKept(t, to.Dir)
	var failed *exec.ExitError
	if err := child(t, to, "new", append(env, "OUTPUT_TEST_KILL_AT="+at)...).Run(); !errors.As(err, &failed) {
		t.Fatalf("the build was not killed: %v", err)
	}
	// Where folders cannot be exchanged there is one moment without a site.
	if at != "moved aside" {
		wholeSite(t, to.Dir)
	} else if _, err := os.Lstat(to.Dir); err == nil {
		t.Fatal("the site stands: this is not the moment between the two renames")
	}
	// The next build fails while it renders: what it finds first is put right all the same.
	broken := append(site("last"), output.File{Path: "broken.html", Write: func(io.Writer) error { return io.ErrUnexpectedEOF }})
	if _, err := output.Write(t.Context(), to, broken, nil); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("error = %v", err)
	}
	wholeSite(t, to.Dir)
	nothingLost(t, to)
	if _, err := output.Write(t.Context(), to, site("last"), nil); err != nil {
		t.Fatal(err)
	}
	if got := wholeSite(t, to.Dir); got != "last" {
		t.Errorf("site of %q", got)
	}
	nothingLost(t, to)
}

// Builds are killed at any moment, one after the other over what the last one left.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	to := output.Target{Dir: filepath.Join(t.TempDir(), "public")}
	to.Temp = filepath.Join(filepath.Dir(to.Dir), ".clausebook")
	if _, err := output.Write(t.Context(), to, site("old"), nil); err != nil {
		t.Fatal(err)
	}
	putKept(t, to.Dir)
	seed := rand.NewPCG(1, 2)
	for i := range 20 {
		c := child(t, to, []string{"old", "new"}[i%2])
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.New(seed).IntN(60)) * time.Millisecond)
		_ = c.Process.Kill() // it may be done
		_ = c.Wait()
		wholeSite(t, to.Dir)
	}
	if _, err := output.Write(t.Context(), to, site("last"), nil); err != nil {
		t.Fatal(err)
	}
	wholeSite(t, to.Dir)
	nothingLost(t, to)
}

// Several builds at once do not take each other's files away; the last one's site stands whole.
func TestBuildsAtOnce(t *testing.T) {
	t.Parallel()
	to := output.Target{Dir: filepath.Join(t.TempDir(), "public")}
	to.Temp = filepath.Join(filepath.Dir(to.Dir), ".clausebook")
	if _, err := output.Write(t.Context(), to, site("old"), nil); err != nil {
		t.Fatal(err)
	}
	putKept(t, to.Dir)
	var all sync.WaitGroup
	for i := range 6 {
		c := child(t, to, []string{"old", "new", "last"}[i%3])
		all.Go(func() {
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("a build failed: %v\n%s", err, out)
			}
		})
	}
	all.Go(func() {
		for range 3 {
			if _, err := output.Write(t.Context(), to, site("new"), nil); err != nil {
				t.Errorf("a build failed: %v", err)
			}
		}
	})
	all.Wait()
	wholeSite(t, to.Dir)
	nothingLost(t, to)
}

// A build that waits for another one can be stopped.
func TestWaitingCanBeStopped(t *testing.T) {
	t.Parallel()
	to := output.Target{Dir: filepath.Join(t.TempDir(), "public")}
	inside, leave := make(chan struct{}), make(chan struct{})
	var first sync.WaitGroup
	first.Go(func() {
		slow := output.File{Path: "index.html", Write: func(io.Writer) error { close(inside); <-leave; return nil }}
		if _, err := output.Write(context.Background(), to, []output.File{slow}, nil); err != nil {
			t.Error(err)
		}
	})
	<-inside
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := output.Write(ctx, to, site("new"), nil)
	close(leave)
	first.Wait()
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "another build") {
		t.Errorf("error = %v", err)
	}
}
