package browser

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/serve"
)

// bannerAt says where the banner stands and what it says, after a reader has scrolled to a part of the page.
const bannerAt = `(part => {
  scrollTo({top: part * (document.documentElement.scrollHeight - innerHeight), behavior: 'instant'});
  const at = document.querySelector('.preview-problems').getBoundingClientRect();
  const middle = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
  if (at.top < 0 || at.bottom > innerHeight + 1 || at.height < 20) return 'it stands from ' + at.top + ' to ' + at.bottom + ' of ' + innerHeight;
  if (!middle.closest('.preview-problems')) return 'it lies below ' + middle.outerHTML.slice(0, 80);
  return '';
})`

// TestTheBannerIsSeen breaks a long page while it is served: what is wrong is seen at its head, in its middle and at its end, with the
// line it is about, is reached by the keyboard, and hides nothing that cannot be scrolled to.
func TestTheBannerIsSeen(t *testing.T) {
	t.Parallel()
	wantBrowser(t)
	dir := t.TempDir()
	text := "---\nid: POL-X\ntitle: Access policy\ntype: policy\nversion: \"1.0\"\nstatus: draft\nowner: security-manager\n---\n"
	for range 60 {
		text += "A paragraph among many, so that the page is longer than a window.\n\n"
	}
	save(t, dir, "content/policy.md", text+"The very last words.\n")
	b := newTab(t, served(t, dir))
	b.open("documents/pol-x.html")
	save(t, dir, "content/policy.md", "---\nid: POL-X\ntitle: [never closed\n---\nLost.\n")
	b.wait("the banner", `document.querySelector('.preview-problems')`)
	for _, size := range [][2]int64{{1280, 800}, {390, 700}} {
		b.window(size[0], size[1])
		for _, part := range []string{"0", "0.5", "1"} {
			if fault := value[string](b, bannerAt+"("+part+")"); fault != "" {
				t.Errorf("%d px, scrolled to %s: %s", size[0], part, fault)
			}
		}
		hidden := `(() => {
  const last = [...document.querySelectorAll('p')].find(p => p.textContent.includes('very last words')).getBoundingClientRect();
  return last.bottom > document.querySelector('.preview-problems').getBoundingClientRect().top;
})()`
		if value[bool](b, hidden) {
			t.Errorf("%d px: the banner hides the last words of the page", size[0])
		}
	}
	if got := value[string](b, `document.querySelector('.preview-problems pre').textContent`); got != "title: [never closed" {
		t.Errorf("the line is shown as %q", got)
	}
	if !value[bool](b, `(e => { e.focus(); return document.activeElement === e })(document.querySelector('.preview-problems'))`) {
		t.Error("it cannot be reached by the keyboard")
	}
	b.accessible("a page with the banner")
}

// served starts a server over the project in a folder and gives its address.
func served(t *testing.T, dir string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- serve.Run(ctx, serve.Options{
			Host: "127.0.0.1",
			Gather: func(ctx context.Context) (*build.Project, error) {
				return build.Gather(ctx, build.Options{Dir: dir, Now: time.Now})
			},
			Log:   func(string, ...any) {},
			Ready: func(url string, _ *build.Project) { ready <- url },
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	select {
	case url := <-ready:
		return url
	case err := <-ended:
		ended <- nil
		t.Fatalf("the server did not start: %v", err)
		return ""
	}
}

// save writes a file as editors do: a new one takes the place of the old one.
func save(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file+".tmp", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".tmp", file); err != nil {
		t.Fatal(err)
	}
}
