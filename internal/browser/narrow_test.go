package browser

import "testing"

// tooWide names the elements that make a page scroll sideways, "" where none does.
const tooWide = `(() => {
	const page = document.scrollingElement;
	if (page.scrollWidth <= page.clientWidth) return '';
	const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > page.clientWidth + 1 && !e.closest('.scroll, .table-scroll, .diagram, pre, nav ul'));
	return page.scrollWidth + ' px of ' + page.clientWidth + ': ' + wide.slice(-3).map(e => e.outerHTML.slice(0, 120)).join(' | ');
})()`

// TestNarrow wants no sideways scrolling of a page at 320 px, nor at 1280 px zoomed to 200 %, nor between the two
// layouts for wide windows.
func TestNarrow(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	b := newTab(t, s.onDisk())
	for _, at := range s.sample(heaviestPage) {
		for _, size := range [][2]int64{{320, 640}, {640, 450}, {1000, 700}} {
			b.window(size[0], size[1])
			if size[0] == 320 {
				b.open(at)
			}
			if got := value[int64](b, "innerWidth"); got != size[0] {
				t.Fatalf("the window is %d px wide, want %d", got, size[0])
			}
			if fault := value[string](b, tooWide); fault != "" {
				t.Errorf("%s in a window of %d px: %s", at, size[0], fault)
			}
		}
	}
}
