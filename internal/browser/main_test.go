package browser

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	example "clausebook"
	"clausebook/internal/build"
	"clausebook/internal/demo"
	"clausebook/internal/gittest"
	"clausebook/internal/output"
)

// workshop is the folder of this run: sites and the profile of the browser. TestMain makes and removes it.
var workshop string

func TestMain(m *testing.M) {
	os.Exit(gittest.Tests{M: shop{m}}.Run())
}

// shop runs the tests with a workshop.
type shop struct{ *testing.M }

// Run runs the tests.
func (s shop) Run() int {
	dir, err := os.MkdirTemp("", "clausebook-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	workshop = dir
	code := s.M.Run()
	stopBrowser()
	if err := removeSoon(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return code
}

// removeSoon removes a folder into which the browser's last processes may write for a moment longer.
func removeSoon(dir string) error {
	var err error
	for range 50 {
		if err = os.RemoveAll(dir); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// site is a built site: where it stands and what is in it.
type site struct {
	dir   string
	files map[string]string // path -> content
}

// exampleSite is the site that the demonstration repository gives: the example documents with two years of history.
var exampleSite = sync.OnceValues(func() (*site, error) {
	repo := filepath.Join(workshop, "demo")
	if _, err := demo.Write(context.Background(), repo, example.FS); err != nil {
		return nil, err
	}
	return buildSite(repo, filepath.Join(workshop, "site"))
})

func buildSite(repo, out string) (*site, error) {
	ctx := context.Background()
	p, err := build.Gather(ctx, build.Options{Dir: repo, Tool: "tested", Now: time.Now, Trend: true})
	if err != nil {
		return nil, err
	}
	plan, err := build.Plan(p)
	if err != nil {
		return nil, err
	}
	if _, err := output.Write(ctx, output.Target{Dir: out}, plan, nil); err != nil {
		return nil, err
	}
	s := &site{dir: out, files: map[string]string{}}
	for _, f := range plan {
		src, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(f.Path)))
		if err != nil {
			return nil, err
		}
		s.files[f.Path] = string(src)
	}
	return s, nil
}

// person is an author of commits.
type person struct{ name, email string }

// commitAll makes a repository with a commit for each state of the files, a day apart. What a state does not name stays.
func commitAll(dir string, who person, message string, states ...map[string]string) error {
	when := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	for _, files := range states {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			at := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(at, []byte(files[name]), 0o644); err != nil {
				return err
			}
		}
		if _, err := gittest.Snapshot(dir, message, gittest.By(who.name, who.email, when)); err != nil {
			return err
		}
		when = when.Add(24 * time.Hour)
	}
	return nil
}

func theSite(t *testing.T) *site {
	t.Helper()
	wantBrowser(t)
	s, err := exampleSite()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ServeHTTP answers as a plain file server does, with nothing added that a page could come to need.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := strings.TrimPrefix(r.URL.Path, "/")
	src, ok := s.files[at]
	w.Header().Set("Content-Type", cmp.Or(mime.TypeByExtension(path.Ext(at)), "text/plain; charset=utf-8"))
	if !ok {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		src = s.files["404.html"]
	}
	if _, err := w.Write([]byte(src)); err != nil {
		return // the browser went on to another page
	}
}

// places are the two ways to a site: its address from a server, and from a disk.
func (s *site) places(t *testing.T) map[string]string {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return map[string]string{"http": server.URL + "/", "file": s.onDisk()}
}

func (s *site) onDisk() string { return "file://" + filepath.ToSlash(s.dir) + "/" }

// kindOf names what a page is: the kind that the theme gives its body, and for documents the type.
func kindOf(src string) string {
	kind := between(src, `<body class="kind-`, `"`)
	if kind == "document" {
		kind += " " + between(src, `<meta name="DC.type" content="`, `"`)
	}
	return kind
}

func between(s, start, end string) string {
	_, rest, _ := strings.Cut(s, start)
	part, _, _ := strings.Cut(rest, end)
	return part
}

// sample gives one page of each kind, and of the slices of lists apart from their first page: the heaviest of up to so
// many bytes, for it has the most to go wrong. Kinds that are added later are in it by themselves.
func (s *site) sample(limit int) []string {
	best := map[string]string{}
	for at, src := range s.files {
		if path.Ext(at) != ".html" {
			continue
		}
		folder, _, _ := strings.Cut(path.Dir(at), "/")
		kind := kindOf(src) + " " + folder
		if known, ok := best[kind]; !ok || s.better(at, known, limit) {
			best[kind] = at
		}
	}
	return slices.Sorted(maps.Values(best))
}

// better tells whether a page says more than another: a heavier one, but rather one within the limit.
func (s *site) better(at, known string, limit int) bool {
	a, b := len(s.files[at]), len(s.files[known])
	if fits := a <= limit; fits != (b <= limit) {
		return fits
	} else if a != b {
		return a > b == fits
	}
	return at < known
}

// wanted are the kinds of page that the site must have, so that a kind that is lost does not pass as tested.
var wanted = strings.Fields("home standards standard clause process processes document documents history matrix backward gaps required " +
	"services records audits reviews people role person parties rules findings search titles glossary about missing")

func TestSampleHasEveryKind(t *testing.T) {
	s := theSite(t)
	var have []string
	for _, at := range s.sample(heaviestPage) {
		kind, _, _ := strings.Cut(kindOf(s.files[at]), " ")
		have = append(have, kind)
	}
	for _, kind := range wanted {
		if !slices.Contains(have, kind) {
			t.Errorf("no page of kind %s", kind)
		}
	}
	t.Logf("%d files; the sample: %s", len(s.files), strings.Join(s.sample(heaviestPage), " "))
}

// wantBrowser leaves all that needs a site and a browser to CI and to make browser: it takes minutes, and programs that a new machine lacks.
// What is missing is a failure there, and no reason to skip.
func wantBrowser(t *testing.T) {
	t.Helper()
	if os.Getenv("CLAUSEBOOK_BROWSER_TESTS") != "required" {
		t.Skip("looks at the site in a browser: make browser runs it")
	}
}

// findBrowser gives the path of Chromium, empty where there is none.
func findBrowser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if at, err := exec.LookPath(name); err == nil {
			return at
		}
	}
	return ""
}

// quiet are the switches for a browser that draws nothing on a screen and asks nobody for anything.
var quiet = strings.Fields(
	"headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update " +
		"disable-sync disable-dev-shm-usage disable-default-apps no-default-browser-check disable-background-timer-throttling " +
		"disable-backgrounding-occluded-windows disable-renderer-backgrounding disable-breakpad mute-audio",
)

var stopBrowser = func() {}

// theBrowser starts the one browser of this run.
var theBrowser = sync.OnceValues(func() (context.Context, error) {
	flags := []chromedp.ExecAllocatorOption{chromedp.ExecPath(findBrowser()), chromedp.UserDataDir(filepath.Join(workshop, "profile"))}
	for _, name := range quiet {
		flags = append(flags, chromedp.Flag(name, true))
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, _ := chromedp.NewContext(allocator)
	stopBrowser = func() {
		if err := chromedp.Cancel(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "stop the browser:", err)
		}
		end()
	}
	return ctx, chromedp.Do(ctx)
})
