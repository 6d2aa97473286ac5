package browser

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// TestEveryKindOpens opens a page of each kind from a server and from a disk, with scripts and without: no complaint in
// the console, no request elsewhere, nothing against the content security policy.
func TestEveryKindOpens(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	places := s.places(t)
	for _, place := range slices.Sorted(maps.Keys(places)) {
		for name, scripts := range map[string]bool{"scripts": true, "no scripts": false} {
			t.Run(place+" "+name, func(t *testing.T) {
				b := newTab(t, places[place])
				call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
				for _, at := range s.sample(heaviestPage) {
					b.open(at)
					b.quietly(at)
					if toggled := value[bool](b, "document.querySelector('.toggle') !== null"); toggled != scripts && !strings.HasPrefix(at, "versions/") { // whose frame is slim
						t.Errorf("%s: the switch for light and dark is there: %v", at, toggled)
					}
				}
			})
		}
	}
}

// TestCatchesFaults holds the tests to their word: a page that does what none may do is found out.
func TestCatchesFaults(t *testing.T) {
	t.Parallel()
	bad := &site{files: map[string]string{
		"inline.html":  `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'self'"><p onclick="x()" style="color:red">x<script>alert(1)</script>`,
		"outside.html": `<!doctype html><img src="http://clausebook.invalid/x.png" alt="x">`,
		"missing.html": `<!doctype html><script src="nothing.js"></script>`,
		"throws.html":  `<!doctype html><script>no.such.thing()</script>`,
		"dialog.html":  `<!doctype html><script>alert(1)</script>`,
	}}
	b := newTab(t, bad.places(t)["http"])
	for _, at := range slices.Sorted(maps.Keys(bad.files)) {
		b.open(at)
		if len(b.heard()) == 0 {
			t.Errorf("%s: nothing was heard", at)
		}
	}
	call(b, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true})
	b.open("inline.html")
	if got := strings.Join(b.heard(), " "); !strings.Contains(got, "a dialog opened: 1") {
		t.Errorf("with the policy taken away the inline script does not run: %s", got)
	}
}
