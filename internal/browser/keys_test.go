package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const rows = "document.querySelectorAll('table.filter tbody tr:not(.group):not([hidden])').length"

// TestFiltersLiveInTheAddress narrows the matrix, goes away and comes back by the address alone.
func TestFiltersLiveInTheAddress(t *testing.T) {
	t.Parallel()
	for place, base := range theSite(t).places(t) {
		t.Run(place, func(t *testing.T) {
			b := newTab(t, base)
			b.open("matrix.html")
			all := value[int](b, rows)
			b.do(chromedp.Focus(chromedp.CSS(".sift input")))
			b.press("change")
			b.do(
				chromedp.Evaluate[chromedp.Void](
					`(() => { const s = document.querySelector('.sift select'); s.selectedIndex = 1; s.dispatchEvent(new Event('change')) })()`,
				),
			)
			some, state := value[int](b, rows), value[string](b, "document.querySelector('.sift select').value")
			if some == 0 || some >= all || state == "" {
				t.Fatalf("%d of %d rows with the words \"change\" and state %q", some, all, state)
			}
			if told := value[string](b, "document.querySelector('.sift [role=status]').textContent"); told != fmt.Sprintf(
				"%d of %d rows",
				some,
				all,
			) {
				t.Errorf("%d rows are shown, the page says %q", some, told)
			}
			address := value[string](b, "location.href")
			if !strings.Contains(address, "filter=change") || !strings.Contains(address, "state=") {
				t.Fatalf("the address does not tell the filter: %s", address)
			}
			b.open("index.html")
			b.do(chromedp.Navigate(address))
			if back := value[int](b, rows); back != some || value[string](b, "document.querySelector('.sift select').value") != state {
				t.Errorf("the address brings back %d rows, want %d", back, some)
			}
			b.do(chromedp.Focus(chromedp.CSS(".sift input")))
			b.press(kb.Escape)
			if left := value[string](b, "location.search"); value[int](b, rows) != all || left != "" {
				t.Errorf("after Esc %d of %d rows are shown and the address holds %q", value[int](b, rows), all, left)
			}
			b.quietly("matrix.html")
		})
	}
}

// TestThemeIsRemembered switches to dark, reloads and goes to another page, against a system that asks for light.
func TestThemeIsRemembered(t *testing.T) {
	t.Parallel()
	const background = "getComputedStyle(document.documentElement).backgroundColor"
	for place, base := range theSite(t).places(t) {
		t.Run(place, func(t *testing.T) {
			b := newTab(t, base)
			b.colours("light")
			b.open("index.html")
			light := value[string](b, background)
			b.do(chromedp.Click(chromedp.CSS(".toggle")))
			dark := value[string](b, background)
			if light == dark {
				t.Fatalf("the switch changes nothing: %s", light)
			}
			b.do(chromedp.Reload())
			if got := value[string](b, background); got != dark {
				t.Errorf("after a reload the background is %s, want %s", got, dark)
			}
			b.open("documents/pol-chg.html")
			if got := value[string](b, background); got != dark {
				t.Errorf("on another page the background is %s, want %s", got, dark)
			}
			b.do(chromedp.Click(chromedp.CSS(".toggle")))
			if got := value[string](b, background); got != light {
				t.Errorf("switched back it is %s, want %s", got, light)
			}
			b.colours("dark")
			if got := value[string](b, background); got != light {
				t.Errorf("the reader's choice gives way to the system's: %s", got)
			}
			b.quietly("theme")
		})
	}
}

// TestCopying copies a document's id. A browser that has no clipboard for pages from a disk selects it.
func TestCopying(t *testing.T) {
	t.Parallel()
	for place, base := range theSite(t).places(t) {
		t.Run(place, func(t *testing.T) {
			b := newTab(t, base)
			b.open("documents/pol-chg.html")
			const button = ".control .copy"
			if got := value[string](b, "document.querySelector('"+button+"').textContent"); got != "Copy POL-CHG" {
				t.Errorf("the button says %q", got)
			}
			b.do(chromedp.Click(chromedp.CSS(button)))
			b.wait("an answer", "/^(Copied|Selected) /.test(document.querySelector('"+button+"').textContent)")
			if place == "file" && value[bool](b, "/^Selected/.test(document.querySelector('"+button+"').textContent)") &&
				value[string](b, "getSelection().toString()") != "POL-CHG" {
				t.Error("the id is neither copied nor selected")
			}
			b.wait("the label back", "document.querySelector('"+button+"').textContent === 'Copy POL-CHG'")
			b.quietly("copying")
		})
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	for place, base := range theSite(t).places(t) {
		t.Run(place, func(t *testing.T) {
			b := newTab(t, base)
			b.open("standards/iso20000-1-2018/8.5.1.2.html")
			b.press("]")
			b.wait("the next clause", "location.pathname.endsWith('/8.5.1.3.html') && document.readyState === 'complete'")
			b.press("[")
			b.wait("the clause before", "location.pathname.endsWith('/8.5.1.2.html') && document.readyState === 'complete'")
			b.press("?")
			b.wait("the help", "document.querySelector('dialog.keys[open]')")
			for _, key := range []string{"/", "[", "]", "?", "Esc"} {
				if !value[bool](b, fmt.Sprintf("[...document.querySelectorAll('dialog kbd')].some(k => k.textContent === %q)", key)) {
					t.Errorf("the help does not name the key %s", key)
				}
			}
			b.press(kb.Escape)
			b.wait("the help closed", "!document.querySelector('dialog[open]')")
			b.press("/")
			b.wait("the search box with the focus", "document.activeElement.id === 'find'")
			b.press("[]?/")
			if got := value[string](b, "document.activeElement.value + location.pathname.slice(-12)"); got != "[]?/8.5.1.2.html" {
				t.Errorf("keys typed into the box act as commands: %s", got)
			}
			b.quietly("keys")
		})
	}
}

func TestSkipLink(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	b := newTab(t, s.onDisk())
	for _, at := range []string{"index.html", "matrix.html", "documents/pol-chg.html"} {
		b.open(at)
		b.press(kb.Tab)
		if !value[bool](b, "document.activeElement.matches('a.skip') && document.activeElement.getBoundingClientRect().top >= 0") {
			t.Errorf("%s: the first Tab does not show the skip link but %s", at, value[string](b, "document.activeElement.outerHTML.slice(0, 80)"))
		}
		b.press(kb.Enter)
		b.wait("the focus in main", "document.activeElement.id === 'main' && location.hash === '#main'")
		b.press(kb.Tab)
		if !value[bool](b, "document.querySelector('main').contains(document.activeElement)") {
			t.Errorf("%s: the Tab after the skip link leads out of the content", at)
		}
	}
}

// focused says what is wrong with how the element with the focus looks, "" for nothing: it needs a ring of at least
// 2 px, and must not lie under something else.
const focused = `(() => {
	const e = document.activeElement;
	if (e === document.body) return '';
	const name = e.outerHTML.slice(0, 90), style = getComputedStyle(e), box = e.getClientRects()[0];
	if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return name + ' has no ring';
	if (!box || box.bottom <= 0 || box.top >= innerHeight) return name + ' is out of sight';
	if (e.matches('[role=region], [role=group], .scroll, main')) return '';
	const at = document.elementFromPoint(Math.max(1, Math.min(innerWidth - 1, box.left + box.width / 2)), Math.max(1, Math.min(innerHeight - 1, box.top + box.height / 2)));
	return at && (e.contains(at) || at.contains(e)) ? '' : name + ' lies under ' + (at ? at.outerHTML.slice(0, 90) : 'nothing');
})()`

// TestFocusIsSeen walks pages by Tab, forwards and then backwards, where headers that stick to the top are in the way.
func TestFocusIsSeen(t *testing.T) {
	wantBrowser(t)
	t.Parallel()
	b := newTab(t, theSite(t).onDisk())
	b.reader("prefers-reduced-motion", "reduce") // else pages scroll smoothly, and everything is late
	for _, at := range []string{"index.html", "matrix.html", "documents/svc-web.html", "search.html", "search.html?q=incident", "gaps.html"} {
		b.open(at)
		if strings.Contains(at, "?q=") {
			b.wait("an answer", answered)
		}
		for i := range 80 {
			if i < 50 {
				b.press(kb.Tab)
			} else {
				b.stroke('\t', shift)
			}
			if fault := value[string](b, focused); fault != "" {
				t.Errorf("%s, step %d: %s", at, i, fault)
			}
		}
	}
}

// TestMatrixFolds picks rows by owner, folds them under their clauses, leaves a column out, and finds all that again in
// the address.
func TestMatrixFolds(t *testing.T) {
	t.Parallel()
	b := newTab(t, theSite(t).onDisk())
	b.open("matrix/iso20000-1-2018-8.5.html")
	all := value[int](b, rows)
	b.do(
		chromedp.Evaluate[chromedp.Void](
			`(() => { const s = document.querySelector('.sift select[aria-label=Owner]'); s.selectedIndex = 1; s.dispatchEvent(new Event('change')) })()`,
		),
	)
	some := value[int](b, rows)
	if some == 0 || some >= all {
		t.Fatalf("%d of %d rows have the first owner", some, all)
	}
	b.do(
		chromedp.Evaluate[chromedp.Void](
			`document.querySelector('.sift button').click(); document.querySelectorAll('.sift [type=checkbox]')[3].click()`,
		),
	)
	const seen = `[document.querySelectorAll('.matrix tr.group').length > 0 && ![...document.querySelectorAll('.matrix tbody tr:not(.group)')].some(r => r.checkVisibility()), document.querySelectorAll('.matrix thead th')[4].checkVisibility()].join(' ')`
	if got := value[string](b, seen); got != "true false" {
		t.Errorf("folded, and the fifth column shown: %s", got)
	}
	address := value[string](b, "location.href")
	b.open("index.html")
	b.do(chromedp.Navigate(address))
	if got, back := value[string](b, seen), value[int](b, rows); got != "true false" || back != some {
		t.Errorf("%s brings back %s and %d rows, want %d", address, got, back, some)
	}
	b.press("/")
	if got := value[bool](b, "document.activeElement.closest('.sift') !== null"); !got {
		t.Error("/ does not lead to the filter of the matrix")
	}
	b.quietly("a folded matrix")
}

// TestDueDaysAreLabelledAnew opens a calendar that was made long ago: what was due then is overdue now.
func TestDueDaysAreLabelledAnew(t *testing.T) {
	t.Parallel()
	old := &site{
		files: map[string]string{
			"assets/site.js": theSite(t).files["assets/site.js"],
			"old.html": `<!doctype html><html lang="en"><script src="assets/site.js"></script>
<p data-as-of="2020-01-01"><span hidden><span class="tag tag-overdue">Overdue</span><span class="tag tag-soon">Due soon</span></span></p>
<table class="dues"><tbody><tr><td><time datetime="2020-01-02">2020-01-02</time> <small>in 1 day</small></td><td><span class="tag tag-soon">Due soon</span></td></tr>
<tr><td><time datetime="2999-01-02">2999-01-02</time> <small>x</small></td><td></td></tr></tbody></table>`,
		},
	}
	b := newTab(t, old.places(t)["http"])
	b.open("old.html")
	b.wait("the note", "document.querySelector('[data-as-of] [role=status]')")
	if got := value[string](b, "[...document.querySelectorAll('.dues tr')].map(r => r.lastElementChild.textContent + '/' + "+
		"/ago/.test(r.textContent)).join(' ')"); got != "Overdue/true /false" {
		t.Errorf("the rows are labelled %q", got)
	}
}
