package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"clausebook/internal/gittest"

	"golang.org/x/net/websocket"
)

// busy gives fixed work that takes so many milliseconds, call by call, and the last of them from then on.
func busy(took ...int) work {
	return func() (time.Duration, float64) {
		now := took[0]
		if len(took) > 1 {
			took = took[1:]
		}
		return time.Duration(now) * time.Millisecond, 1
	}
}

// says tells whether there is an error and all of the texts stand in it.
func says(err error, texts ...string) bool {
	for _, text := range texts {
		if err == nil || !strings.Contains(err.Error(), text) {
			return false
		}
	}
	return true
}

// steps gives each value as often as a look at the machine asks for it.
func steps(values ...int) []int {
	var out []int
	for _, v := range values {
		for range loops {
			out = append(out, v)
		}
	}
	return out
}

func TestMeterRefusesAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, refusesAtOnce)
	if took, crowded := fixedWork(); took <= 0 || crowded < 0.9 {
		t.Errorf("fixed work took %s, %.2f times as long as the processors", took, crowded)
	}
}

// refusesAtOnce runs where pauses take no time.
func refusesAtOnce(t *testing.T) {
	if _, err := newMeter(busy(10), false); err != nil {
		t.Errorf("a quiet machine was refused: %v", err)
	}
	var refused noiseError
	if _, err := newMeter(busy(steps(10, 10, 14, 10)...), false); !errors.As(err, &refused) || refused.load != 1.4 {
		t.Errorf("a noisy machine was taken: %v", err)
	} else if !says(err, "10ms", "1.40 times as long before the first run", "BENCH=-noisy") {
		t.Errorf("the refusal says %q", err)
	}
	if _, err := newMeter(busy(steps(10, 14)...), true); err != nil {
		t.Errorf("a noisy machine was refused, though it was to be taken: %v", err)
	}
	always := func() (time.Duration, float64) { return 10 * time.Millisecond, 1.5 }
	if _, err := newMeter(always, false); !errors.As(err, &refused) || refused.load != 1.5 {
		t.Errorf("a load that is always there was taken: %v", err)
	}
	if _, err := newMeter(busy(10, 10, 30, 10, 30, 10), false); err != nil {
		t.Errorf("two loops of five must not decide: %v", err)
	}
}

// TestMeterAround counts how often a run is made ready and measured.
func TestMeterAround(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		loads   []int // before and after each attempt
		noisy   bool
		runs    int
		load    float64
		refused bool
	}{
		{name: "quiet", loads: []int{10, 12}, runs: 1, load: 1.2},
		{name: "noise after the first attempt", loads: []int{10, 20, 10, 10}, runs: 2, load: 1},
		{name: "noise before the first attempt", loads: []int{20, 10, 11, 10}, runs: 2, load: 1.1},
		{name: "noise throughout", loads: []int{10, 20}, runs: attempts, refused: true},
		{name: "noise that is taken", loads: []int{10, 20}, noisy: true, runs: 1, load: 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := &meter{best: 10 * time.Millisecond, work: busy(steps(c.loads...)...), noisy: c.noisy}
			var readied []int
			runs := 0
			s, err := m.around(t.Context(), "a run", func(attempt int) error { readied = append(readied, attempt); return nil },
				func() (sample, error) { runs++; return sample{wall: time.Duration(runs)}, nil })
			var refused noiseError
			if errors.As(err, &refused) != c.refused || (err != nil) != c.refused {
				t.Fatal(err)
			}
			if runs != c.runs || len(readied) != runs || readied[runs-1] != runs-1 {
				t.Errorf("%d runs, made ready for attempts %v", runs, readied)
			}
			if !c.refused && (s.load != c.load || s.wall != time.Duration(c.runs)) {
				t.Errorf("load %v, and the sample of run %d", s.load, s.wall)
			}
		})
	}
}

// TestMeterStops does not run again what failed, nor after an interrupt.
func TestMeterStops(t *testing.T) {
	t.Parallel()
	m := &meter{work: busy(10)}
	failure, runs := errors.New("exit status 2"), 0
	measured := func() (sample, error) { runs++; return sample{}, failure }
	ready := func(int) error { return nil }
	if _, err := m.around(t.Context(), "a build", ready, measured); !errors.Is(err, failure) || !says(err, "a build") || runs != 1 {
		t.Errorf("%d runs, %v", runs, err)
	}
	if _, err := m.around(t.Context(), "a build", func(int) error { return failure }, measured); !errors.Is(err, failure) || runs != 1 {
		t.Errorf("%d runs, %v", runs, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.around(ctx, "a build", ready, measured); !errors.Is(err, context.Canceled) || runs != 1 {
		t.Errorf("%d runs, %v", runs, err)
	}
}

// TestChild is no test: it is the process that others measure.
func TestChild(t *testing.T) {
	switch os.Getenv("MEASURE_CHILD") {
	case "fail":
		fmt.Fprintln(os.Stderr, "the reason")
		os.Exit(1)
	case "copy": // the document onto its page, as a generator does
		text, err := os.ReadFile("document.md")
		if err == nil {
			err = os.WriteFile("public/"+editedPage, text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	case "write":
		held := bytes.Repeat([]byte{1}, 300<<20)
		if err := os.WriteFile("public/new.html", held[:1000], 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func child(t *testing.T, what, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestChild$")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "MEASURE_CHILD="+what)
	return cmd
}

func TestTimed(t *testing.T) {
	t.Parallel()
	if _, err := timed(child(t, "fail", t.TempDir())); !says(err, "the reason", "exit status 1") {
		t.Errorf("a run that failed: %v", err)
	}
	s, err := timed(child(t, "nothing", t.TempDir()))
	if err != nil || s.wall <= 0 || cpu(s) <= 0 {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestBuilding tells what a run wrote from what was there, and wants a site.
func TestBuilding(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	site := filepath.Join(dir, "public")
	if err := os.Mkdir(site, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, size := range map[string]int{"old.html": 300, "old.css": 20} {
		file := filepath.Join(site, name)
		if err := os.WriteFile(file, make([]byte, size), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, time.Time{}, time.Now().Add(-time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	s, err := building(child(t, "write", dir), site)
	if err != nil {
		t.Fatal(err)
	}
	written, whole := weight{files: 1, pages: 1, bytes: 1000, html: 1000}, weight{files: 3, pages: 2, bytes: 1320, html: 1300}
	if s.written != written || s.site != whole {
		t.Errorf("written %+v, site %+v", s.written, s.site)
	}
	if s.peak != 0 && s.peak < 300<<20 { // 0 where it is not known
		t.Errorf("a peak of %d bytes by a process that held 300 MiB", s.peak)
	}
	empty := t.TempDir()
	if _, err := building(child(t, "nothing", empty), empty); err == nil {
		t.Error("a build without a page has a time")
	}
}

// TestRounds edits, builds and commits as a round does, also where the run after the commit is done again.
func TestRounds(t *testing.T) {
	t.Parallel()
	ctx, b := t.Context(), &benchmark{settings: settings{work: t.TempDir()}}
	generator := &tool{name: theirs, dir: filepath.Join(b.work, "repository"), document: "document.md", text: "Text.\n"}
	generator.build = func(context.Context) *exec.Cmd { return child(t, "copy", generator.dir) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	git := func(args ...string) string {
		t.Helper()
		text, err := b.git(ctx, generator.dir, args...)
		must(err)
		return text
	}
	must(os.MkdirAll(filepath.Join(generator.site(), filepath.Dir(editedPage)), 0o755))
	must(os.WriteFile(filepath.Join(generator.dir, generator.document), []byte(generator.text), 0o644))
	must(os.WriteFile(filepath.Join(generator.dir, ".gitignore"), []byte("/public/\n"), 0o644))
	git("init", "-q")
	git("add", ".")
	git("commit", "-qm", "Begin")
	git("update-ref", start, "HEAD")
	for attempt := range 2 {
		must(generator.edit())
		must(b.commit(ctx, generator, attempt))
		_, err := buildSite(ctx, generator)
		must(err)
		if status := git("status", "--porcelain"); status != "" {
			t.Errorf("after attempt %d there is left: %s", attempt, status)
		}
	}
	if got := git("rev-list", "--count", "HEAD"); got != "3" || generator.edits != 3 {
		t.Errorf("%s commits and %d edits, of which one was made to do the commit again", got, generator.edits)
	}
	must(generator.edit())
	generator.build = func(context.Context) *exec.Cmd { return child(t, "nothing", generator.dir) }
	if _, err := buildSite(ctx, generator); err == nil {
		t.Error("a site that does not show the edit has a time")
	}
	must(b.forget(ctx, generator))
	if head, text := git("rev-list", "--count", "HEAD"), generator.current(); head != "1" || text != generator.text {
		t.Errorf("the repository stands at commit %s, the document at %q", head, text)
	}
	if _, err := os.Stat(generator.site()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the site is still there: %v", err)
	}
}

// TestAServerIsReadyWhenItsSiteIsThere waits for the line that says so, and not for the one that says where it will be.
func TestAServerIsReadyWhenItsSiteIsThere(t *testing.T) {
	t.Parallel()
	answers, ready := "http://127.0.0.1:7/ answers; documents are being read\n", "  ready  http://127.0.0.1:7/\n"
	us, peer := &tool{ready: "ready "}, &tool{}
	if us.awaitReady(strings.NewReader(answers), "7") == nil || us.awaitReady(strings.NewReader(answers+ready), "7") != nil {
		t.Error("our server is ready when it answers, or never")
	}
	if peer.awaitReady(strings.NewReader(answers), "7") != nil || peer.awaitReady(strings.NewReader(answers), "8") == nil {
		t.Error("the peer is ready on another port, or never")
	}
}

// TestEvents hears both kinds of events, and not the greeting before them.
func TestEvents(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("/_events", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, ": connected\n\nevent: reload\ndata: site\n\n")
	})
	mux.Handle("/livereload", websocket.Handler(func(s *websocket.Conn) {
		for _, text := range []string{`{"command":"hello"}`, `{"command":"reload","path":"/x"}`} {
			if err := websocket.Message.Send(s, text); err != nil {
				t.Error(err)
			}
		}
	}))
	mux.HandleFunc("/"+editedPage, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "This line was changed by hand, edit 7.")
	})
	web := httptest.NewServer(mux)
	defer web.Close()
	for _, listener := range []*tool{{name: ours, listen: listenEvents}, {name: theirs, listen: listenSocket}} {
		name := listener.name
		events, err := listener.listen(t.Context(), web.URL+"/")
		if err != nil {
			t.Fatal(err)
		}
		if err := awaitLine(events, "reload"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := awaitLine(events, "reload"); err == nil {
			t.Errorf("%s: an event that was not sent", name)
		}
		if err := events.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := listenEvents(t.Context(), web.URL+"/nowhere/"); err == nil {
		t.Error("listening where there is nothing")
	}
	edited := &tool{edits: 7}
	if err := edited.shows(t.Context(), web.URL+"/"+editedPage); err != nil {
		t.Error(err)
	}
	edited.edits++
	if err := edited.shows(t.Context(), web.URL+"/"+editedPage); err == nil {
		t.Error("an old page passes for the edited one")
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values []float64
		want   string
	}{
		{[]float64{3, 1, 2}, "2.00 (1.00–3.00)"},
		{[]float64{4, 1, 2, 3}, "2.50 (1.00–4.00)"},
		{[]float64{123.4}, "123"},
		{[]float64{12.34, 12.34}, "12.3"},
		{[]float64{0.01234}, "0.012"},
	} {
		if got := spreadOf(c.values).String(); got != c.want {
			t.Errorf("%v: %s instead of %s", c.values, got, c.want)
		}
	}
}

// invented is a result in which clausebook takes twice what the others take, but in the second run as much.
func invented() *result {
	r := &result{runs: 2, day: time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC), floor: "1024 kB"}
	r.size.Documents, r.size.Commits, r.markdown = 200, 500, 1_200_000
	for i := range 2 {
		for _, what := range []string{coldBuild, unchanged, oneEdit, committed, reload} {
			peer := sample{wall: time.Second, user: time.Second, peak: 100 << 20, load: 1}
			us := sample{wall: time.Second, user: time.Duration(2-i) * time.Second, peak: 200 << 20, load: 1, text: "the phases\n"}
			if what != reload {
				peer.site, us.site = weight{10, 10, 1e6, 1e6}, weight{50, 40, 3e6, 2e6}
				us.written = us.site
			}
			r.add(what, ours, us)
			r.add(what, theirs, peer)
		}
		r.add(warmCheck, ours, sample{wall: time.Second, user: 100 * time.Millisecond, load: 1})
		for _, what := range []string{indexAlone, coldFacts, warmFacts, newCommits} {
			r.add(what, gitsOwn, sample{wall: time.Second, user: time.Second, load: 1})
			r.add(what, ours, sample{wall: 50 * time.Millisecond, load: 1})
		}
	}
	return r
}

func TestTables(t *testing.T) {
	t.Parallel()
	r := invented()
	text := r.tables("A machine")
	for _, want := range []string{
		"200 documents in 1.20 MB of Markdown, 500 commits; runs: 2; 2026-11-29. A machine.\n",
		"| build, nothing there yet | clausebook | 1.00 | 1.50 (1.00–2.00) | 0.00 | 200 | 50 | 3.00 | 40 | 2.00 |" +
			" 37.5 (25.0–50.0) | 0.750 (0.500–1.00) |\n",
		"| build, nothing there yet | Hugo | 1.00 | 1.50 (1.00–2.00) | 2.00 | 0.375 (0.250–0.500) | 0.750 (0.500–1.00) |\n",
		"| history, the index alone | git log | 0.050 | 0.00 | – | | |\n",
		"\nA peak of about 1024 kB is a bound only",
		"```\nthe phases\n```\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "noisy") {
		t.Error("noise that was not there")
	}
	r.add(coldBuild, ours, sample{load: 2})
	r.add(coldBuild, theirs, sample{load: 1})
	if text := r.tables("A machine"); !strings.Contains(text, "**Measured on a noisy machine**: beside 1 of 40 runs") {
		t.Errorf("no word of the noise in\n%s", text)
	}
}

func TestBars(t *testing.T) {
	t.Parallel()
	small, large := invented(), invented()
	large.size.Documents = 1000
	text := bars([]*result{small, large})
	for _, want := range []string{
		"| cold build, CPU against Hugo's | 200 | 1.50 | 4.00 | met |\n",
		"| build, nothing changed, CPU against the cold one | 200 | 1.00 | 0.300 | **missed** |\n",
		"| serve, ms from save to reload event | 200 | 1000 | 100 | **missed** |\n",
		"| history from the cache, wall against git's | 200 | 0.050 | 0.030 | **missed** |\n",
		"| history with 50 new commits, wall against git's | 200 | 0.050 | 0.050 | met |\n",
		"| cold build, CPU against that of 200 documents | 1000 | 1.00 | 5.50 | met |\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestPublish replaces the section of a table and nothing else.
func TestPublish(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "b.md")
	const before = "# B\n\n<!-- bars -->\nold\n<!-- end of bars -->\n\nend\n"
	if err := os.WriteFile(file, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	content := func() string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	var out strings.Builder
	err := publish(&out, file, "7 documents", "| seven |\n")
	if err != nil || content() != before || !strings.Contains(out.String(), "| seven |\n") {
		t.Errorf("a table without a section: %v, printed %q, file %q", err, &out, content())
	}
	const after = "# B\n\n<!-- bars -->\n\n| new |\n\n<!-- end of bars -->\n\nend\n"
	if err := publish(&out, file, "bars", "| new |\n"); err != nil || content() != after {
		t.Errorf("%v, file %q", err, content())
	}
	if err := publish(&out, file+"x", "bars", "| new |\n"); err == nil {
		t.Error("a file that is not there took a table")
	}
}

func TestParse(t *testing.T) {
	t.Setenv("PEER_HUGO", "v0.166.0")
	s, err := parse([]string{"-sizes", "200,10000", "-runs", "3"}, io.Discard)
	if err != nil || s.hugo != "v0.166.0" || s.runsOf(200) != 3 || s.runsOf(10_000) != 1 || s.noisy {
		t.Errorf("%+v, %v", s, err)
	}
	for _, args := range [][]string{{"-sizes", "many"}, {"-runs", "0"}, {"-quiet"}} {
		if _, err := parse(args, io.Discard); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}

// TestOncePrograms runs the parts that the program starts of itself.
func TestOncePrograms(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	err := run(t.Context(), []string{writeCorpus, ours, "200"}, &out, io.Discard)
	if err != nil || !bytes.Contains(out.Bytes(), []byte("clausebook.yaml")) {
		t.Fatalf("%d bytes of corpus, %v", out.Len(), err)
	}
	dir := t.TempDir()
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"fast-import", "--quiet"}} {
		cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
		if args[0] == "fast-import" {
			cmd.Stdin = &out
		}
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git: %v\n%s", err, text)
		}
	}
	cache := filepath.Join(t.TempDir(), "cache")
	whole := fmt.Sprintf(`{"Dir":%q,"Folder":"content","Rev":"main","Cache":%q,"Facts":true}`, dir, cache)
	if err := run(t.Context(), []string{readHistory, whole}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadDir(cache); err != nil || len(kept) == 0 {
		t.Errorf("no facts were kept: %v", err)
	}
	if err := run(t.Context(), []string{readHistory, fmt.Sprintf(`{"Dir":%q}`, t.TempDir())}, io.Discard, io.Discard); err == nil {
		t.Error("a folder without a repository has a history")
	}
}

// TestHistories measures nothing but the history of a repository that is not ours.
func TestHistories(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	for i := range 60 {
		r.Write(map[string]string{"docs/a.md": fmt.Sprint(i)})
		r.Snapshot(gittest.Run{Author: "A <a@example.org>", Committer: "A <a@example.org>", When: "2026-01-01T00:00:00Z"}, "more")
	}
	b := &benchmark{}
	earlier, err := b.before(t.Context(), r.Dir, "HEAD")
	if want := r.Git(gittest.Run{}, "rev-parse", "HEAD~50"); err != nil || earlier != strings.TrimSpace(want) {
		t.Errorf("50 commits before is %s, want %s; error %v", earlier, want, err)
	}
	if _, err := b.before(t.Context(), r.Dir, "HEAD~30"); err == nil {
		t.Error("a history of 30 commits has one of 50 ago")
	}
	found, err := repositories(r.Dir + ":docs," + r.Dir)
	if err != nil || len(found) != 2 || found[0] != (repository{r.Dir, "docs"}) || found[1].folder != "." {
		t.Errorf("%v, error %v", found, err)
	}
	res := &result{title: "a repository", runs: 1}
	res.add(indexAlone, gitsOwn, sample{wall: time.Second, user: time.Second})
	res.add(indexAlone, ours, sample{wall: time.Second / 2, user: time.Second})
	var text strings.Builder
	res.writeHistory(&text)
	if want := "| the index alone | 1.00 | 1.00 | 0.500 | 1.00 | 0.00 | 0.500 | 1.00 |\n"; !strings.HasSuffix(text.String(), want) {
		t.Errorf("no %q in\n%s", want, &text)
	}
}
