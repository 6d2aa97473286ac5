package browser

import (
	"testing"
)

// TestHomeFitsTwoScreens holds how far a reader has to scroll from what needs attention to the foot of the home page.
func TestHomeFitsTwoScreens(t *testing.T) {
	t.Parallel()
	b := newTab(t, theSite(t).onDisk())
	b.window(1280, 800)
	b.open("index.html")
	const screens = 2 * 800
	if got := value[int](b, "document.documentElement.scrollHeight"); got > screens {
		t.Errorf("the home page is %d px high, want at most %d: %s", got, screens,
			value[string](b, "[...document.querySelectorAll('h2')].map(h => h.id + ' ' + Math.round(h.getBoundingClientRect().top)).join(', ')"))
	}
	b.quietly("index.html")
}
