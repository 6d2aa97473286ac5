package browser

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const patience = 4 * time.Minute // for one step, such as a look at all of a large page, on a machine that is busy with other things

// tab is a tab with storage of its own, and what it had to say since it was last asked.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string // address of the site's root

	mu       sync.Mutex
	faults   []string
	requests []string // below base
}

// newTab opens a tab for the site at base, or ends the test where none is wanted.
func newTab(t *testing.T, base string) *tab {
	t.Helper()
	wantBrowser(t)
	if findBrowser() == "" {
		t.Fatal("no Chromium is installed: what only a browser shows is not tested")
	}
	browser, err := theBrowser()
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, base: base}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.window(1280, 900)
	return b
}

// call runs a command of the browser's protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.t.Fatalf("%s: %v", command.Method, err)
	}
}

// hear keeps whatever a page should not do: complain, ask for something elsewhere, or open a dialog.
func (b *tab) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b.fault("the console says %s: %v", e.Type, e.Args)
		}
	case *runtime.EventExceptionThrown:
		b.fault("a script failed: %v", e.ExceptionDetails)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.fault("%s %s: %s (%s)", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		b.asked(e.Request.URL)
	case *network.EventLoadingFailed:
		if !e.Canceled {
			b.fault("a request failed: %s", e.ErrorText)
		}
	case *page.EventJavascriptDialogOpening:
		b.fault("a dialog opened: %s", e.Message)
		go func() { // not from here: the answer would wait for this function to return
			_, err := chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
			if err != nil {
				b.fault("the dialog could not be closed: %v", err)
			}
		}()
	}
}

func (b *tab) asked(url string) {
	at, ours := strings.CutPrefix(url, b.base)
	if !ours && !strings.HasPrefix(url, "data:") && url != "about:blank" {
		b.fault("it asks for %s", url)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests = append(b.requests, at)
}

func (b *tab) fault(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, fmt.Sprintf(format, args...))
}

// heard gives the faults since it was last called.
func (b *tab) heard() []string {
	b.do() // what was sent before the answer to this has been heard
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.faults
	b.faults = nil
	return out
}

// loaded gives the requests since it was last called that name a file with this in its path.
func (b *tab) loaded(part string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := slices.DeleteFunc(b.requests, func(at string) bool { return !strings.Contains(at, part) })
	b.requests = nil
	return out
}

// quietly reports faults as those of what was just done.
func (b *tab) quietly(what string) {
	b.t.Helper()
	for _, f := range b.heard() {
		b.t.Errorf("%s: %s", what, f)
	}
}

// do runs steps, then asks the page for an answer until it gives one: what it sent before has been heard then. A page
// that sends its reader on answers late.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	err := chromedp.Do(ctx, steps...)
	for try := 0; err == nil && try < 3; try++ {
		if _, err = chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "0"}); err == nil {
			return
		} else if strings.Contains(err.Error(), "navigated") {
			err = nil
		}
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) open(at string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + at))
}

// press types as a keyboard does: what a script prevents when a key goes down is not typed.
func (b *tab) press(keys string) {
	b.t.Helper()
	for _, r := range keys {
		b.stroke(r, 0)
	}
	b.do()
}

const shift = 8 // the modifier's bit in the protocol

func (b *tab) stroke(r rune, modifiers int64) {
	b.t.Helper()
	parts := kb.Encode(r)
	down, up := *parts[0], *parts[len(parts)-1]
	if len(parts) == 3 { // what is typed belongs to the key going down; sent apart, nothing could prevent it
		down.Text, down.UnmodifiedText = parts[1].Text, parts[1].UnmodifiedText
	}
	down.Modifiers |= modifiers
	up.Modifiers |= modifiers
	call(b, input.DispatchKeyEvent, down)
	call(b, input.DispatchKeyEvent, up)
}

// window gives the page a viewport of this size in CSS pixels.
func (b *tab) window(width, height int64) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

// reader sets what the reader's system asks for, such as prefers-color-scheme: dark.
func (b *tab) reader(feature, wish string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: feature, Value: wish}}})
}

// colours lets the system ask for "light" or "dark".
func (b *tab) colours(scheme string) {
	b.t.Helper()
	b.reader("prefers-color-scheme", scheme)
}

// evaluate gives the value of an expression in the page. A promise is waited for.
func evaluate[T any](b *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

func value[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := evaluate[T](b, expression)
	if err != nil {
		b.t.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

// wait waits until an expression is true, and says what the page shows where it does not become so. An error may
// come from a page that is just being left.
func (b *tab) wait(what, expression string) {
	b.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		ok, err := evaluate[bool](b, "Boolean("+expression+")")
		if ok {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf(
				"%s did not come about (%v); the page at %s shows: %.300s",
				what,
				err,
				value[string](b, "location.href"),
				value[string](b, "document.querySelector('main').innerText"),
			)
		}
	}
}
